// SPDX-License-Identifier: Apache-2.0
#include "copack/link/qam.hpp"

#include <array>
#include <cmath>
#include <numbers>
#include <span>

#include "copack/link/modulation.hpp"

namespace copack::link {
namespace {

/// One term of a BER: weight times Q(multiple a), a the distance to the nearest decision threshold over the rms noise.
struct Term {
  double multiple = 1.0;
  double weight = 1.0;
};

/// Gray-labelled PAM: its terms, the nearest threshold first, and SNR / a^2.
struct GrayPam {
  std::span<const Term> terms;
  double energy = 1.0;

  [[nodiscard]] double bit_error_ratio(double a) const {
    double sum = 0.0;
    for (const auto& t : terms) sum += t.weight * 0.5 * std::erfc(t.multiple * a / std::numbers::sqrt2);
    return sum;
  }
  [[nodiscard]] double slope(double a) const {
    double sum = 0.0;
    for (const auto& t : terms) sum -= t.weight * t.multiple * std::exp(-0.5 * t.multiple * t.multiple * a * a);
    return sum / std::sqrt(2.0 * std::numbers::pi);
  }
};

GrayPam gray_pam(int bits) {
  static constexpr std::array<Term, 1> two{{{1.0, 1.0}}};
  static constexpr std::array<Term, 3> four{{{1.0, 3.0 / 4.0}, {3.0, 2.0 / 4.0}, {5.0, -1.0 / 4.0}}};
  static constexpr std::array<Term, 5> eight{
      {{1.0, 7.0 / 12.0}, {3.0, 6.0 / 12.0}, {5.0, -1.0 / 12.0}, {9.0, 1.0 / 12.0}, {13.0, -1.0 / 12.0}}};
  // The mean energy of L levels +-1, +-3 ... is (L^2 - 1) / 3 in each quadrature.
  if (bits <= 2) return {two, 1.0};
  return bits <= 4 ? GrayPam{four, 5.0} : GrayPam{eight, 21.0};
}

}  // namespace

double qam_bit_error_ratio(double snr, int bits) {
  const auto pam = gray_pam(bits);
  return pam.bit_error_ratio(std::sqrt(snr / pam.energy));
}

double qam_snr(double ber, int bits) {
  const auto pam = gray_pam(bits);
  // The nearest threshold alone misses by the other terms only, next to nothing below 0.05; Newton on ln BER closes
  // that.
  double a = tail_argument(std::log(ber / pam.terms.front().weight));
  for (int i = 0; pam.terms.size() > 1 && i < 5; ++i) {
    const double now = pam.bit_error_ratio(a), miss = std::log(now / ber);
    if (std::abs(miss) < 1e-13) break;
    a -= miss * now / pam.slope(a);
  }
  return pam.energy * a * a;
}

}  // namespace copack::link
