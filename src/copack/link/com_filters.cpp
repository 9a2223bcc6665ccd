// SPDX-License-Identifier: Apache-2.0
#include "copack/link/com_filters.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace copack::link {
namespace {

double voltage_ratio(Decibel gain) { return std::pow(10.0, gain.db() / 20.0); }

bool forced(const GainSweep& sweep) { return values_of(sweep).size() == 1; }

std::size_t terms_of(const ComInputs& in) {
  if (forced(in.ctle_gain) && forced(in.ctle_low_gain)) return 1;
  const bool low_stage_off = forced(in.ctle_low_gain) && in.ctle_low_gain.min.db() == 0.0;
  return low_stage_off ? 2 : 4;
}

}  // namespace

Complex receiver_filter(const ComInputs& in, double hz) {
  const double x = hz / (in.receiver_bandwidth * in.symbol_rate.si());
  return 1.0 / Complex{1.0 - 3.414214 * x * x + x * x * x * x, 2.613126 * (x - x * x * x)};
}

double transmitted_pulse(const ComInputs& in, double hz) {
  const double x = std::numbers::pi * hz / in.symbol_rate.si();
  const double sinc = x == 0.0 ? 1.0 : std::sin(x) / x;
  const double rise = std::numbers::pi * hz * in.rise_time.si() / 1.6832;
  return sinc * std::exp(-2.0 * rise * rise);
}

CtleBasis::CtleBasis(const ComInputs& in) : in_(in), terms_(terms_of(in)) {}

std::array<Complex, CtleBasis::most_terms> CtleBasis::at(double hz) const {
  const double x = hz / in_.symbol_rate.si();
  const Complex high{0.0, x / in_.ctle_zero}, low{0.0, x / in_.ctle_low_pole};
  const Complex first =
      receiver_filter(in_, hz) / (Complex{1.0, x / in_.ctle_pole1} * Complex{1.0, x / in_.ctle_pole2});
  if (terms_ == 2) return {first, first * high};
  const Complex both = first / (1.0 + low);
  if (terms_ == 1) {
    const double g = voltage_ratio(in_.ctle_gain.min), g2 = voltage_ratio(in_.ctle_low_gain.min);
    return {both * (g + high) * (g2 + low)};
  }
  return {both, both * high, both * low, both * high * low};
}

CtleBasis::Weights CtleBasis::weights(Decibel gain, Decibel low_gain) const {
  if (terms_ == 1) return {1.0};
  const double g = voltage_ratio(gain), g2 = voltage_ratio(low_gain);
  if (terms_ == 2) return {g, 1.0};
  return {g * g2, g2, g, 1.0};
}

NoiseBandwidth::NoiseBandwidth(const CtleBasis& basis, std::span<const double> frequency) {
  const auto n = basis.terms();
  for (std::size_t k = 0; k + 1 < frequency.size(); ++k) {
    const double hz = 0.5 * (frequency[k] + frequency[k + 1]);
    const double width = (frequency[k + 1] - frequency[k]) / 1e9;
    const auto terms = basis.at(hz);
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j < n; ++j) gram_[i][j] += width * (terms[i] * std::conj(terms[j])).real();
  }
}

double NoiseBandwidth::ghz(const CtleBasis::Weights& weights) const {
  double sum = 0.0;
  for (std::size_t i = 0; i < weights.size(); ++i)
    for (std::size_t j = 0; j < weights.size(); ++j) sum += weights[i] * weights[j] * gram_[i][j];
  return sum;
}

std::vector<double> values_of(double min, double max, double step) {
  constexpr double slack = 1e-9;  // a last step that rounding leaves short still counts
  const double steps = step > 0.0 && max > min ? std::floor((max - min) / step + slack) : 0.0;
  std::vector<double> out(static_cast<std::size_t>(steps) + 1);
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = min + static_cast<double>(i) * step;
  return out;
}

std::vector<Decibel> values_of(const GainSweep& sweep) {
  std::vector<Decibel> out;
  for (const double db : values_of(sweep.min.db(), sweep.max.db(), sweep.step.db()))
    out.push_back(Decibel::from_db(db));
  return out;
}

}  // namespace copack::link
