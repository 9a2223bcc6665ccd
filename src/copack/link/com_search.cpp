// SPDX-License-Identifier: Apache-2.0
#include "copack/link/com_search.hpp"

#include <algorithm>
#include <cmath>

namespace copack::link {
namespace {

using Index = std::ptrdiff_t;

/// One CTLE setting: the responses it leaves and what they correlate to.
struct Stage {
  Samples victim;
  Index peak = 0;                              ///< of the victim without transmit equaliser
  std::vector<PhaseCorrelation> correlations;  ///< beside the channels
  std::vector<PhaseCorrelation> slope;         ///< of the victim's slope alone
  double noise_bandwidth = 0.0;                ///< GHz
};

int span_of(const ComInputs& in) {
  int low = 0, high = 0;
  for (const auto& tap : in.tx_taps) low = std::min(low, tap.position), high = std::max(high, tap.position);
  return high - low;
}

Stage make_stage(const ComInputs& in, const CtleBasis::Weights& weights, const NoiseBandwidth& bandwidth,
                 const std::vector<ChannelPulses>& pulses) {
  Stage stage{.noise_bandwidth = bandwidth.ghz(weights)};
  const int lags = span_of(in), m = in.samples_per_symbol;
  Samples h;
  for (const auto& channel : pulses) {
    combine(channel, weights, h);
    stage.correlations.emplace_back(h, m, channel.role == ChannelRole::next ? 0 : lags);
    if (channel.role != ChannelRole::thru) continue;
    stage.peak = std::ranges::max_element(h) - h.begin();
    stage.slope.emplace_back(slope(h, m), m, lags);
    stage.victim = h;
  }
  return stage;
}

/// Samples of the equalised response around a place, computed once and read often.
class Window {
 public:
  Window(const Stage& stage, std::span<const TapWeight> taps, int m, Index from, Index to) : from_(from) {
    values_.assign(static_cast<std::size_t>(to - from), 0.0);
    const auto size = static_cast<Index>(stage.victim.size());
    for (const auto& tap : taps) {
      const Index shift = Index{tap.position} * m;
      const Index first = std::max(from, shift), last = std::min(to, size + shift);
      for (Index t = first; t < last; ++t)
        values_[static_cast<std::size_t>(t - from)] += tap.weight * stage.victim[static_cast<std::size_t>(t - shift)];
    }
  }
  double operator()(Index t) const { return values_[static_cast<std::size_t>(t - from_)]; }
  [[nodiscard]] Index peak() const { return from_ + (std::ranges::max_element(values_) - values_.begin()); }

 private:
  Index from_;
  std::vector<double> values_;
};

double first_dfe_tap(const ComInputs& in, double ratio) {
  return in.dfe_max.empty() ? 0.0 : std::clamp(ratio, in.dfe_min.front(), in.dfe_max.front());
}

struct Instant {
  Index sample = 0;
  bool found = false;
};

/// The last instant at or before the peak at which the timing condition h(t-T) = h(t+T) - b1 h(t) changes its sign
/// (93A-25), at the nearer sample; without one, where it comes closest within one symbol before the peak.
Instant find_cursor(const ComInputs& in, const Window& h, Index peak) {
  const Index m = in.samples_per_symbol;
  const auto error = [&](Index t) {
    const double here = h(t), after = h(t + m);
    return h(t - m) - (after - (here > 0.0 ? first_dfe_tap(in, after / here) * here : 0.0));
  };
  Instant nearest{.sample = peak};
  double later = error(peak), least = std::abs(later);
  if (later == 0.0) return {peak, true};
  for (Index t = peak - 1; t >= peak - 2 * m && h(t) > 0.0; --t) {
    const double now = error(t);
    if ((now <= 0.0) != (later <= 0.0)) return {std::abs(now) <= std::abs(later) ? t : t + 1, true};
    if (t >= peak - m && std::abs(now) < least) least = std::abs(now), nearest.sample = t;
    later = now;
  }
  return nearest;
}

/// Post-cursors after the decision feedback replace those before it in the energy of the phase.
double isi_energy(const ComInputs& in, const Stage& stage, Equalised& eq, double phase_energy) {
  double energy = phase_energy - eq.cursor_height * eq.cursor_height;
  eq.dfe.resize(in.dfe_max.size());
  for (std::size_t n = 0; n < eq.dfe.size(); ++n) {
    const Index t = eq.cursor + static_cast<Index>(n + 1) * in.samples_per_symbol;
    const double h = equalised(stage.victim, eq.taps, in.samples_per_symbol, t);
    eq.dfe[n] = std::clamp(h / eq.cursor_height, in.dfe_min[n], in.dfe_max[n]);
    const double left = h - eq.dfe[n] * eq.cursor_height;
    energy += left * left - h * h;
  }
  return std::max(0.0, energy);
}

void add_crosstalk(const std::vector<ChannelPulses>& pulses, const Stage& stage, double power, Equalised& eq) {
  static const std::vector<TapWeight> no_equaliser{{0, 1.0}};  // near-end aggressors send plain pulses
  eq.crosstalk = 0.0;
  eq.aggressors.clear();
  eq.aggressor_phases.clear();
  for (std::size_t k = 0; k < pulses.size(); ++k) {
    if (pulses[k].role == ChannelRole::thru) continue;
    const auto& taps = pulses[k].role == ChannelRole::next ? no_equaliser : eq.taps;
    const auto [energy, phase] = stage.correlations[k].largest_energy(taps);
    eq.aggressors.push_back(power * energy);
    eq.aggressor_phases.push_back(phase);
    eq.crosstalk += power * energy;
  }
}

std::size_t victim_of(const std::vector<ChannelPulses>& pulses) {
  return static_cast<std::size_t>(std::ranges::find(pulses, ChannelRole::thru, &ChannelPulses::role) - pulses.begin());
}

/// Figure of merit of one setting (93A-25 to 93A-36). `eq.taps` are given.
void judge(const ComInputs& in, const Stage& stage, const std::vector<ChannelPulses>& pulses, Equalised& eq) {
  const int m = in.samples_per_symbol, l = levels(in.modulation);
  const Index reach = Index{span_of(in) + 4} * m;
  const Window h(stage, eq.taps, m, stage.peak - reach, stage.peak + reach);
  eq.peak = std::clamp(h.peak(), stage.peak - reach + Index{3} * m, stage.peak + reach - Index{2} * m);
  const auto instant = find_cursor(in, h, eq.peak);
  eq.cursor = instant.sample;
  eq.cursor_found = instant.found;
  eq.pulse_peak = h(eq.peak);
  eq.cursor_height = h(eq.cursor);
  eq.merit = -1.0;
  const bool in_record = eq.cursor >= 0 && eq.cursor < static_cast<Index>(stage.victim.size());
  if (!in_record || !(eq.cursor_height > 0.0)) return;
  const double power = symbol_power(l);
  const auto phase = static_cast<std::size_t>(eq.cursor % m);
  eq.signal = in.level_mismatch * eq.cursor_height / (l - 1);
  eq.isi = power * isi_energy(in, stage, eq, stage.correlations[victim_of(pulses)].energy(phase, eq.taps));
  eq.slope = power * stage.slope.front().energy(phase, eq.taps);
  eq.jitter = (in.dual_dirac_jitter * in.dual_dirac_jitter + in.random_jitter * in.random_jitter) * eq.slope;
  eq.tx = eq.cursor_height * eq.cursor_height / in.tx_snr.ratio();
  eq.noise_bandwidth = stage.noise_bandwidth;
  eq.noise = in.noise_density * stage.noise_bandwidth;
  add_crosstalk(pulses, stage, power, eq);
  eq.merit = eq.signal * eq.signal / (eq.isi + eq.jitter + eq.tx + eq.crosstalk + eq.noise);
}

bool better(const Equalised& a, const Equalised& b) {
  const bool a_timed = a.cursor_found && a.merit > 0.0, b_timed = b.cursor_found && b.merit > 0.0;
  return a_timed != b_timed ? a_timed : a.merit > b.merit;
}

}  // namespace

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

double equalised(std::span<const double> h, std::span<const TapWeight> taps, int samples_per_symbol, Index t) {
  double sum = 0.0;
  for (const auto& tap : taps) {
    const Index at = t - Index{tap.position} * samples_per_symbol;
    if (at >= 0 && at < static_cast<Index>(h.size())) sum += tap.weight * h[static_cast<std::size_t>(at)];
  }
  return sum;
}

Samples slope(std::span<const double> h, int samples_per_symbol) {
  Samples out(h.size(), 0.0);
  for (std::size_t t = 1; t + 1 < h.size(); ++t) out[t] = 0.5 * samples_per_symbol * (h[t + 1] - h[t - 1]);
  return out;
}

double symbol_power(int levels) { return (levels * levels - 1.0) / (3.0 * (levels - 1.0) * (levels - 1.0)); }

std::vector<std::vector<TapWeight>> transmit_settings(const ComInputs& in) {
  std::vector<std::vector<TapWeight>> settings{{{0, 1.0}}};
  for (const auto& tap : in.tx_taps) {
    std::vector<std::vector<TapWeight>> longer;
    for (const double weight : values_of(tap.min, tap.max, tap.step)) {
      for (auto setting : settings) {
        setting.front().weight -= std::abs(weight);
        if (setting.front().weight < in.smallest_main_tap - 1e-9) continue;
        setting.push_back({tap.position, weight});
        longer.push_back(std::move(setting));
      }
    }
    settings = std::move(longer);
  }
  return settings;
}

SearchResult search(const ComInputs& in, const CtleBasis& basis, const TimeGrid& grid,
                    const std::vector<ChannelPulses>& pulses) {
  const NoiseBandwidth bandwidth(basis, frequencies(grid, 1e300));
  const auto settings = transmit_settings(in);
  SearchResult result;
  Equalised candidate;
  for (const auto gain : values_of(in.ctle_gain)) {
    for (const auto low_gain : values_of(in.ctle_low_gain)) {
      const auto stage = make_stage(in, basis.weights(gain, low_gain), bandwidth, pulses);
      candidate.ctle_gain = gain;
      candidate.ctle_low_gain = low_gain;
      for (const auto& taps : settings) {
        candidate.taps = taps;
        judge(in, stage, pulses, candidate);
        if (result.settings_tried == 0 || better(candidate, result.best)) result.best = candidate;
        ++result.settings_tried;
      }
    }
  }
  return result;
}

}  // namespace copack::link
