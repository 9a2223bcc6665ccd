// SPDX-License-Identifier: Apache-2.0
#include "copack/link/com_stage.hpp"

#include <algorithm>
#include <array>

namespace copack::link {

using Index = std::ptrdiff_t;

PhaseCorrelation::PhaseCorrelation(std::span<const double> h, int samples_per_symbol, int lags)
    : phases_(static_cast<std::size_t>(samples_per_symbol)), sums_(phases_ * static_cast<std::size_t>(lags + 1), 0.0) {
  for (std::size_t lag = 0; lag <= static_cast<std::size_t>(lags); ++lag) {
    const auto sums = std::span(sums_).subspan(lag * phases_, phases_);
    const std::size_t shift = lag * phases_, end = h.size() > shift ? h.size() - shift : 0;
    for (std::size_t from = 0; from < end; from += phases_) {
      const std::size_t width = std::min(phases_, end - from);
      for (std::size_t m = 0; m < width; ++m) sums[m] += h[from + m] * h[from + m + shift];
    }
  }
}

double PhaseCorrelation::energy(std::size_t phase, std::span<const TapWeight> taps) const {
  double sum = 0.0;
  for (std::size_t i = 0; i < taps.size(); ++i) {
    sum += taps[i].weight * taps[i].weight * sums_[phase];
    for (std::size_t j = 0; j < i; ++j) {
      const auto lag = static_cast<std::size_t>(std::abs(taps[i].position - taps[j].position));
      sum += 2.0 * taps[i].weight * taps[j].weight * sums_[lag * phases_ + phase];
    }
  }
  return sum;
}

std::pair<double, std::size_t> PhaseCorrelation::largest_energy(std::span<const TapWeight> taps) const {
  std::pair<double, std::size_t> largest{energy(0, taps), 0};
  for (std::size_t phase = 1; phase < phases_; ++phase) {
    const double here = energy(phase, taps);
    if (here > largest.first) largest = {here, phase};
  }
  return largest;
}

double PhaseCorrelation::between(std::size_t phase, int lag, std::span<const TapWeight> taps) const {
  double sum = 0.0;
  for (const auto& a : taps)
    for (const auto& b : taps) sum += a.weight * b.weight * at(phase, std::abs(lag + a.position - b.position));
  return sum;
}

double equalised(std::span<const double> h, std::span<const TapWeight> taps, int samples_per_symbol, Index t) {
  double sum = 0.0;
  for (const auto& tap : taps) {
    const Index at = t - Index{tap.position} * samples_per_symbol;
    if (at >= 0 && at < static_cast<Index>(h.size())) sum += tap.weight * h[static_cast<std::size_t>(at)];
  }
  return sum;
}

std::span<const TapWeight> one_tap() {
  static constexpr std::array<TapWeight, 1> tap{{{0, 1.0}}};
  return tap;
}

std::vector<TapWeight> in_series(std::span<const TapWeight> a, std::span<const TapWeight> b) {
  std::vector<TapWeight> out;
  for (const auto& x : b) {
    for (const auto& y : a) {
      const int position = x.position + y.position;
      const auto same = std::ranges::find(out, position, &TapWeight::position);
      if (same == out.end()) {
        out.push_back({position, x.weight * y.weight});
      } else {
        same->weight += x.weight * y.weight;
      }
    }
  }
  return out;
}

Samples slope(std::span<const double> h, int samples_per_symbol) {
  Samples out(h.size(), 0.0);
  for (std::size_t t = 1; t + 1 < h.size(); ++t) out[t] = 0.5 * samples_per_symbol * (h[t + 1] - h[t - 1]);
  return out;
}

double symbol_power(int levels) { return (levels * levels - 1.0) / (3.0 * (levels - 1.0) * (levels - 1.0)); }

int transmit_span(const ComInputs& in) {
  int low = 0, high = 0;
  for (const auto& tap : in.tx_taps) low = std::min(low, tap.position), high = std::max(high, tap.position);
  return high - low;
}

Stage make_stage(const ComInputs& in, const CtleBasis::Weights& weights, const std::vector<ChannelPulses>& pulses,
                 int lags) {
  Stage stage;
  const int m = in.samples_per_symbol, transmit = transmit_span(in);
  Samples h;
  for (const auto& channel : pulses) {
    combine(channel, weights, h);
    stage.correlations.emplace_back(h, m, channel.role == ChannelRole::next ? lags : lags + transmit);
    if (channel.role != ChannelRole::thru) continue;
    stage.victim_channel = stage.correlations.size() - 1;
    stage.peak = std::ranges::max_element(h) - h.begin();
    stage.slope.emplace_back(slope(h, m), m, lags + transmit);
    stage.victim = h;
  }
  return stage;
}

Window::Window(const Samples& victim, std::span<const TapWeight> taps, int samples_per_symbol, Index from, Index to)
    : from_(from) {
  values_.assign(static_cast<std::size_t>(to - from), 0.0);
  const auto size = static_cast<Index>(victim.size());
  for (const auto& tap : taps) {
    const Index shift = Index{tap.position} * samples_per_symbol;
    const Index first = std::max(from, shift), last = std::min(to, size + shift);
    for (Index t = first; t < last; ++t)
      values_[static_cast<std::size_t>(t - from)] += tap.weight * victim[static_cast<std::size_t>(t - shift)];
  }
}

Index Window::peak(Index from, Index to) const {
  return from + (std::max_element(pointer(from), pointer(to)) - pointer(from));
}

}  // namespace copack::link
