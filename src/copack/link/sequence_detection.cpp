// SPDX-License-Identifier: Apache-2.0
#include "copack/link/sequence_detection.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "copack/numerics/roots.hpp"

namespace copack::link {
namespace {

constexpr double smallest_share = 1e-6;  ///< of the sum so far: where sequences are long enough
constexpr double half_period_in_sigmas = 12.0, last_frequency_in_sigmas = 9.2;
constexpr int most_frequencies = 20'000;

NoiseLaw with_normal(NoiseLaw law, double variance) {
  law.add_normal(variance);
  law.prepare();
  return law;
}

/// Variance of normal noise that raises the noise at the target error ratio by the penalty (178A-53).
double added_variance(const SequenceDetector& d, const NoiseLaw& law) {
  const double wanted = law.quantile(d.target_error_ratio) * std::pow(10.0, d.noise_penalty.db() / 20.0);
  const auto excess = [&](double variance) { return with_normal(law, variance).tail(wanted) - d.target_error_ratio; };
  return numerics::find_root(excess, 0.0, wanted * wanted, {.relative_tolerance = 1e-9}).root;
}

/// Weights of the noise samples that decide between a sequence of j wrong symbols and the right one (178A-51).
std::vector<double> error_event(double b, int j) {
  std::vector<double> u{1.0};
  for (int i = 2; i <= j; ++i) u.push_back((i % 2 == 0 ? -1.0 : 1.0) * (1.0 - b));
  u.push_back((j % 2 == 1 ? 1.0 : -1.0) * b);
  return u;
}

double square(const std::vector<double>& u) {
  double sum = 0.0;
  for (const double x : u) sum += x * x;
  return sum;
}

/// u^T V u with V the Toeplitz matrix of the correlation.
double quadratic_form(const std::vector<double>& u, const std::vector<double>& correlation) {
  double sum = 0.0;
  for (std::size_t i = 0; i < u.size(); ++i)
    for (std::size_t k = 0; k < u.size(); ++k) sum += u[i] * u[k] * correlation[i > k ? i - k : k - i];
  return sum;
}

/// P(sum > y) from the characteristic function at multiples of pi / half_period.
double tail(const std::vector<double>& phi, double half_period, double y) {
  if (y >= half_period) return 0.0;
  double sum = 0.5 * (1.0 - y / half_period);
  for (std::size_t k = 0; k < phi.size(); ++k) {
    const double order = std::numbers::pi * static_cast<double>(k + 1);
    sum -= phi[k] / order * std::sin(order * y / half_period);
  }
  return std::max(0.0, sum);
}

/// Sum over the lengths of sequences (178A-50), each decided by as many noise samples of the law, weighed by its event:
/// its characteristic function is a product of those of the law at scaled arguments (178A-54, 178A-55).
SequenceResult sum_over_sequences(const SequenceDetector& d, const NoiseLaw& law,
                                  const std::vector<double>& correlation) {
  const int longest = static_cast<int>(correlation.size()) - 1;
  const double b = std::abs(d.feedback), rest = std::abs(1.0 - d.feedback);
  const double half_period =
      half_period_in_sigmas * std::sqrt(law.variance() * square(error_event(d.feedback, longest)));
  const double step = std::numbers::pi / half_period;
  const auto count =
      static_cast<int>(std::min<double>(most_frequencies, std::ceil(last_frequency_in_sigmas / (law.sigma() * step))));
  auto phi = law.characteristic(step, count);
  const auto last = law.characteristic(step * b, count), between = law.characteristic(step * rest, count);
  const auto multiply = [&](const std::vector<double>& by) {
    std::ranges::transform(phi, by, phi.begin(), std::multiplies<>());
  };
  multiply(last);
  SequenceResult out;
  for (int j = 1; j <= longest; ++j) {
    const auto u = error_event(d.feedback, j);
    const double energy = square(u);
    const double distance =
        d.signal * std::pow(energy, 1.5) / std::sqrt(quadratic_form(u, correlation) / correlation.front());
    const double share = std::pow((d.levels - 1.0) / d.levels, j - 1) * tail(phi, half_period, distance);
    out.error_ratio += share;
    out.length = j;
    if (share <= smallest_share * out.error_ratio) break;
    multiply(between);
  }
  return out;
}

}  // namespace

SequenceResult evaluate(const SequenceDetector& d, const NoiseLaw& law) {
  if (d.receiver_noise.empty() || !(d.receiver_noise.front() > 0.0)) return {};  // there is no noise to add more of
  const double added = added_variance(d, law);
  auto correlation = d.noise;
  for (std::size_t i = 0; i < correlation.size(); ++i)
    correlation[i] += added * d.receiver_noise[i] / d.receiver_noise.front();
  const auto noisier = with_normal(law, added);
  auto out = sum_over_sequences(d, noisier, correlation);
  if (out.error_ratio > 0.0 && out.error_ratio < 0.5)
    out.gain = Decibel::from_db(std::max(0.0, 20.0 * std::log10(noisier.quantile(out.error_ratio) / d.signal)));
  return out;
}

}  // namespace copack::link
