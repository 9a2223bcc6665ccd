// SPDX-License-Identifier: Apache-2.0
#include "copack/link/network.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace copack::link {
namespace {

/// Magnitude and unwrapped phase of one parameter.
struct Polar {
  std::vector<double> magnitude, phase;
};

Polar unwrapped(const Channel& channel, Complex TwoPort::* parameter) {
  Polar out;
  out.magnitude.reserve(channel.s.size());
  out.phase.reserve(channel.s.size());
  for (const auto& s : channel.s) {
    const Complex value = s.*parameter;
    double phase = std::arg(value);
    if (!out.phase.empty()) {
      constexpr double turn = 2.0 * std::numbers::pi;
      phase += turn * std::round((out.phase.back() - phase) / turn);
    }
    out.magnitude.push_back(std::abs(value));
    out.phase.push_back(phase);
  }
  return out;
}

/// Phase at 0 Hz: the straight line through the first two points, taken to the nearest multiple of pi.
double phase_at_zero(std::span<const double> frequency, std::span<const double> phase) {
  if (phase.size() < 2) return 0.0;
  const double slope = (phase[1] - phase[0]) / (frequency[1] - frequency[0]);
  return std::numbers::pi * std::round((phase[0] - slope * frequency[0]) / std::numbers::pi);
}

double between(double from, double to, double share) { return from + share * (to - from); }

/// One parameter at the frequencies of `to`. A reflection `stays` above the last frequency, a transmission does not.
void resample(const Channel& from, Complex TwoPort::* parameter, bool stays, Channel& to) {
  const auto polar = unwrapped(from, parameter);
  const auto& f = from.frequency;
  const double phase_zero = f.front() > 0.0 ? phase_at_zero(f, polar.phase) : polar.phase.front();
  std::size_t i = 1;  // the first point at or above the frequency wanted
  for (std::size_t k = 0; k < to.frequency.size(); ++k) {
    const double x = to.frequency[k];
    auto& out = to.s[k].*parameter;
    while (i + 1 < f.size() && f[i] < x) ++i;
    if (x <= f.front()) {
      const double share = f.front() > 0.0 ? x / f.front() : 1.0;
      out = std::polar(polar.magnitude.front(), between(phase_zero, polar.phase.front(), share));
    } else if (x > f.back()) {
      out = stays ? std::polar(polar.magnitude.back(), polar.phase.back()) : Complex{0.0};
    } else {
      const double share = (x - f[i - 1]) / (f[i] - f[i - 1]);
      out = std::polar(between(polar.magnitude[i - 1], polar.magnitude[i], share),
                       between(polar.phase[i - 1], polar.phase[i], share));
    }
  }
}

}  // namespace

Abcd to_abcd(const TwoPort& s) {
  const Complex through = s.s12 * s.s21, scale = 0.5 / s.s21;
  return {.a = scale * ((1.0 + s.s11) * (1.0 - s.s22) + through),
          .b = scale * ((1.0 + s.s11) * (1.0 + s.s22) - through),
          .c = scale * ((1.0 - s.s11) * (1.0 - s.s22) - through),
          .d = scale * ((1.0 - s.s11) * (1.0 + s.s22) + through)};
}

TwoPort to_s(const Abcd& x) {
  const Complex sum = x.a + x.b + x.c + x.d;
  return {.s11 = (x.a + x.b - x.c - x.d) / sum,
          .s12 = 2.0 * (x.a * x.d - x.b * x.c) / sum,
          .s21 = 2.0 / sum,
          .s22 = (-x.a + x.b - x.c + x.d) / sum};
}

TwoPort cascade(const TwoPort& first, const TwoPort& second) {
  const Complex loop = 1.0 / (1.0 - first.s22 * second.s11);  // reflections between the two
  return {.s11 = first.s11 + first.s12 * second.s11 * first.s21 * loop,
          .s12 = first.s12 * second.s12 * loop,
          .s21 = first.s21 * second.s21 * loop,
          .s22 = second.s22 + second.s21 * first.s22 * second.s12 * loop};
}

TwoPort reversed(const TwoPort& s) { return {.s11 = s.s22, .s12 = s.s21, .s21 = s.s12, .s22 = s.s11}; }

/// S' = (S - r)/(1 - r S) for matrices, r = (to - from)/(to + from), written out for two equal ports.
TwoPort renormalised(const TwoPort& s, double from, double to) {
  const double r = (to - from) / (to + from);
  const Complex through = s.s12 * s.s21;
  const Complex scale = 1.0 / ((1.0 - r * s.s11) * (1.0 - r * s.s22) - r * r * through);
  return {.s11 = scale * ((s.s11 - r) * (1.0 - r * s.s22) + r * through),
          .s12 = scale * (1.0 - r * r) * s.s12,
          .s21 = scale * (1.0 - r * r) * s.s21,
          .s22 = scale * ((s.s22 - r) * (1.0 - r * s.s11) + r * through)};
}

double insertion_loss_db(const TwoPort& s) { return -20.0 * std::log10(std::abs(s.s21)); }

double median_delay(const Channel& channel) {
  const auto& f = channel.frequency;
  std::vector<double> delays;
  for (std::size_t i = 1; i < f.size(); ++i) {
    const double turned = std::arg(channel.s[i].s21 * std::conj(channel.s[i - 1].s21));
    delays.push_back(-turned / (2.0 * std::numbers::pi * (f[i] - f[i - 1])));
  }
  if (delays.empty()) return 0.0;
  const auto middle = delays.begin() + static_cast<std::ptrdiff_t>(delays.size() / 2);
  std::ranges::nth_element(delays, middle);
  return *middle;
}

Channel resampled(const Channel& channel, std::span<const double> frequency) {
  if (std::ranges::equal(channel.frequency, frequency)) return channel;
  Channel out{.frequency = {frequency.begin(), frequency.end()},
              .s = std::vector<TwoPort>(frequency.size()),
              .reference = channel.reference};
  if (channel.frequency.empty()) return out;
  resample(channel, &TwoPort::s11, true, out);
  resample(channel, &TwoPort::s12, false, out);
  resample(channel, &TwoPort::s21, false, out);
  resample(channel, &TwoPort::s22, true, out);
  return out;
}

Channel cascade(const Channel& first, const Channel& second) {
  Channel out{.frequency = first.frequency, .s = std::vector<TwoPort>(first.s.size()), .reference = first.reference};
  std::ranges::transform(first.s, second.s, out.s.begin(),
                         [](const TwoPort& a, const TwoPort& b) { return cascade(a, b); });
  return out;
}

}  // namespace copack::link
