// SPDX-License-Identifier: Apache-2.0
#include "copack/link/com_search.hpp"

#include <algorithm>
#include <cmath>

#include "copack/link/floating_taps.hpp"

namespace copack::link {
namespace {

using Index = std::ptrdiff_t;

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

/// Feedback taps after the fixed ones where they take most from the post-cursors h(ts + nT)/h(ts), n = 1, 2, ...
void add_floating_taps(const ComInputs& in, std::span<const double> post, std::vector<TapWeight>& dfe) {
  const auto& floating = in.dfe_floating;
  const auto tap = [&](double h) { return std::clamp(h, -floating.limit, floating.limit); };
  const std::size_t fixed = in.dfe_max.size();
  std::vector<double> gains;
  for (const double h : post.subspan(fixed)) gains.push_back(h * h - (h - tap(h)) * (h - tap(h)));
  for (const std::size_t place : place_groups(gains, floating.groups, floating.group_size))
    dfe.push_back({static_cast<int>(fixed + place) + 1, tap(post[fixed + place])});
}

/// Scales the taps of the tail down to the root sum square that they may have.
void limit_tail(const ComInputs& in, std::vector<TapWeight>& dfe) {
  if (in.dfe_tail_start <= 0) return;
  double square = 0.0;
  for (const auto& tap : dfe) square += tap.position >= in.dfe_tail_start ? tap.weight * tap.weight : 0.0;
  if (std::sqrt(square) <= in.dfe_tail_limit) return;
  for (auto& tap : dfe) tap.weight *= tap.position >= in.dfe_tail_start ? in.dfe_tail_limit / std::sqrt(square) : 1.0;
}

/// Post-cursors after the decision feedback replace those before it in the energy of the phase.
double isi_energy(const ComInputs& in, const Stage& stage, Equalised& eq, double phase_energy) {
  const auto at = [&](int n) {
    const Index t = eq.cursor + Index{n} * in.samples_per_symbol;
    return equalised(stage.victim, eq.taps, in.samples_per_symbol, t);
  };
  const auto fixed = static_cast<int>(in.dfe_max.size());
  eq.dfe.clear();
  std::vector<double> post;
  for (int n = 1; n <= fixed; ++n) {
    const auto i = static_cast<std::size_t>(n - 1);
    post.push_back(at(n));
    eq.dfe.push_back({n, std::clamp(post[i] / eq.cursor_height, in.dfe_min[i], in.dfe_max[i])});
  }
  if (in.dfe_floating.groups > 0) {
    for (int n = fixed + 1; n <= in.dfe_floating.reach; ++n) post.push_back(at(n));
    auto over_cursor = post;
    for (double& h : over_cursor) h /= eq.cursor_height;
    add_floating_taps(in, over_cursor, eq.dfe);
  }
  limit_tail(in, eq.dfe);
  double energy = phase_energy - eq.cursor_height * eq.cursor_height;
  for (const auto& tap : eq.dfe) {
    const double h = post[static_cast<std::size_t>(tap.position - 1)], left = h - tap.weight * eq.cursor_height;
    energy += left * left - h * h;
  }
  return std::max(0.0, energy);
}

void add_crosstalk(const std::vector<ChannelPulses>& pulses, const Stage& stage, double power, Equalised& eq) {
  eq.crosstalk = 0.0;
  eq.aggressors.clear();
  eq.aggressor_phases.clear();
  for (std::size_t k = 0; k < pulses.size(); ++k) {
    if (pulses[k].role == ChannelRole::thru) continue;
    const auto taps = pulses[k].role == ChannelRole::next ? one_tap() : std::span<const TapWeight>(eq.taps);
    const auto [energy, phase] = stage.correlations[k].largest_energy(taps);
    eq.aggressors.push_back(power * energy);
    eq.aggressor_phases.push_back(phase);
    eq.crosstalk += power * energy;
  }
}

/// Figure of merit of one setting (93A-25 to 93A-36). `eq.taps` are given.
void judge(const ComInputs& in, const Stage& stage, const std::vector<ChannelPulses>& pulses, Equalised& eq) {
  const int m = in.samples_per_symbol, l = levels(in.modulation);
  const Index reach = Index{transmit_span(in) + 4} * m;
  const Window h(stage.victim, eq.taps, m, stage.peak - reach, stage.peak + reach);
  eq.peak = std::clamp(h.peak(stage.peak - reach, stage.peak + reach), stage.peak - reach + Index{3} * m,
                       stage.peak + reach - Index{2} * m);
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
  eq.isi = power * isi_energy(in, stage, eq, stage.correlations[stage.victim_channel].energy(phase, eq.taps));
  eq.slope = power * stage.slope.front().energy(phase, eq.taps);
  eq.jitter = (in.dual_dirac_jitter * in.dual_dirac_jitter + in.random_jitter * in.random_jitter) * eq.slope;
  eq.tx_noise_pulse = eq.cursor_height;
  eq.tx = eq.cursor_height * eq.cursor_height / in.tx_snr.ratio();
  eq.noise_bandwidth = stage.noise.front();
  eq.noise = in.noise_density * stage.noise.front();
  add_crosstalk(pulses, stage, power, eq);
  eq.merit = eq.signal * eq.signal / (eq.isi + eq.jitter + eq.tx + eq.crosstalk + eq.noise);
}

bool better(const Equalised& a, const Equalised& b) {
  const bool a_timed = a.cursor_found && a.merit > 0.0, b_timed = b.cursor_found && b.merit > 0.0;
  return a_timed != b_timed ? a_timed : a.merit > b.merit;
}

}  // namespace

std::vector<TapWeight> Equalised::path(ChannelRole role) const {
  return in_series(role == ChannelRole::next ? one_tap() : std::span<const TapWeight>(taps), rx_taps);
}

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
      const auto weights = basis.weights(gain, low_gain);
      auto stage = make_stage(in, weights, pulses, 0);
      stage.noise = {bandwidth.ghz(weights)};
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
