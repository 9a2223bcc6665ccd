// SPDX-License-Identifier: Apache-2.0
#include "copack/link/noise_law.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "copack/numerics/roots.hpp"

namespace copack::link {
namespace {

/// Half the period over the standard deviation. All parts are sub-Gaussian, so that less than 2 exp(-12^2/2) = 1e-31
/// lies beyond it.
constexpr double half_period_in_sigmas = 12.0;
/// The normal part alone puts every later term below exp(-9.2^2/2) = 4e-19.
constexpr double last_frequency_in_sigmas = 9.2;
/// Enough for normal noise 2,000 times smaller than the interference.
constexpr double most_terms = 70'000.0;
/// cos of arguments below this goes through its cumulants up to the eighth, exact to 3e-13.
constexpr double small_argument = 0.1;

/// sum ln cos(a w) = - w^2 S2/2 - w^4 S4/12 - w^6 S6/45 - 17 w^8 S8/2520, S_n = sum a^n.
class SmallSigns {
 public:
  void add(double a) {
    const double square = a * a;
    double power = 1.0;
    for (double& sum : sums_) sum += (power *= square);
  }
  [[nodiscard]] double log_characteristic(double w) const {
    const double u = w * w;
    return -u * (sums_[0] / 2.0 + u * (sums_[1] / 12.0 + u * (sums_[2] / 45.0 + u * sums_[3] * 17.0 / 2520.0)));
  }

 private:
  std::array<double, 4> sums_{};
};

}  // namespace

void NoiseLaw::add_symbol(double h, int levels) {
  if (h == 0.0) return;
  for (int weight = 1; weight < levels; weight *= 2) amplitudes_.push_back(std::abs(h) * weight / (levels - 1));
}

double NoiseLaw::variance() const {
  double sum = sigma_ * sigma_;
  for (const double a : amplitudes_) sum += a * a;
  return sum;
}

double NoiseLaw::half_period() const { return half_period_in_sigmas * std::sqrt(variance()); }

void NoiseLaw::prepare() {
  terms_.clear();
  const double step = std::numbers::pi / half_period();
  if (!std::isfinite(step) || step <= 0.0) return;
  const double wanted = sigma_ > 0.0 ? std::ceil(last_frequency_in_sigmas / (sigma_ * step)) : most_terms;
  const auto count = static_cast<int>(std::min(wanted, most_terms));
  SmallSigns small;
  std::vector<double> large;
  for (const double a : amplitudes_) {
    if (a * step * count < small_argument) {
      small.add(a);
    } else {
      large.push_back(a);
    }
  }
  terms_.reserve(static_cast<std::size_t>(count));
  for (int k = 1; k <= count; ++k) {
    const double w = k * step;
    double phi = std::exp(small.log_characteristic(w) - 0.5 * sigma_ * sigma_ * w * w);
    for (const double a : large) phi *= std::cos(a * w);
    terms_.push_back(phi / (std::numbers::pi * k));
  }
}

/// The density is (1/2P)(1 + 2 sum phi_k cos(pi k y / P)) with half period P; integrated from y to P.
double NoiseLaw::tail(double y) const {
  const double half = half_period();
  if (y >= half) return 0.0;
  const double angle = std::numbers::pi * y / half;
  double sum = 0.5 * (1.0 - y / half);
  for (std::size_t k = 0; k < terms_.size(); ++k) sum -= terms_[k] * std::sin(static_cast<double>(k + 1) * angle);
  return sum;
}

double NoiseLaw::quantile(double probability) const {
  if (terms_.empty()) return 0.0;
  const auto excess = [&](double y) { return tail(y) - probability; };
  return numerics::find_root(excess, 0.0, half_period(), {.relative_tolerance = 1e-12}).root;
}

}  // namespace copack::link
