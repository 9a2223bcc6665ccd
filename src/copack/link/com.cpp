// SPDX-License-Identifier: Apache-2.0
#include "copack/link/com.hpp"

#include <algorithm>
#include <cmath>

#include "copack/link/com_search.hpp"
#include "copack/link/noise_law.hpp"

namespace copack::link {
namespace {

using Index = std::ptrdiff_t;

Voltage rms(double variance) { return Voltage::from_si(std::sqrt(variance)); }

/// Every M-th sample through the cursor of a response of which `at` gives the samples.
template <class At>
std::vector<double> one_a_symbol(std::size_t samples, Index through, int m, const At& at) {
  std::vector<double> out;
  for (Index t = through % m; t < static_cast<Index>(samples); t += m) out.push_back(at(t));
  return out;
}

/// ISI after decision feedback at every symbol but the cursor's (93A-27).
std::vector<double> residual_isi(const ComInputs& in, const Equalised& eq, const Samples& victim) {
  const int m = in.samples_per_symbol;
  auto h = one_a_symbol(victim.size(), eq.cursor, m, [&](Index t) { return equalised(victim, eq.taps, m, t); });
  const auto cursor = static_cast<std::size_t>(eq.cursor / m);
  h[cursor] = 0.0;
  for (std::size_t n = 0; n < eq.dfe.size() && cursor + n + 1 < h.size(); ++n)
    h[cursor + n + 1] -= eq.dfe[n] * eq.cursor_height;
  return h;
}

/// Noise and interference of the chosen equaliser as one law (93A.1.7).
NoiseLaw noise_law(const ComInputs& in, const CtleBasis& basis, const std::vector<ChannelPulses>& pulses,
                   const Equalised& eq) {
  const int m = in.samples_per_symbol, l = levels(in.modulation);
  const auto weights = basis.weights(eq.ctle_gain, eq.ctle_low_gain);
  NoiseLaw law(std::sqrt(eq.tx + in.random_jitter * in.random_jitter * eq.slope + eq.noise));
  Samples h;
  std::size_t aggressor = 0;
  for (const auto& channel : pulses) {
    combine(channel, weights, h);
    if (channel.role == ChannelRole::thru) {
      law.add_symbols(residual_isi(in, eq, h), l);
      const auto rate = slope(h, m);
      law.add_symbols(one_a_symbol(h.size(), eq.cursor, m,
                                   [&](Index t) { return in.dual_dirac_jitter * equalised(rate, eq.taps, m, t); }),
                      l);
      continue;
    }
    const std::vector<TapWeight> plain{{0, 1.0}};
    const auto& taps = channel.role == ChannelRole::next ? plain : eq.taps;
    const auto phase = static_cast<Index>(eq.aggressor_phases[aggressor++]);
    law.add_symbols(one_a_symbol(h.size(), phase, m, [&](Index t) { return equalised(h, taps, m, t); }), l);
  }
  law.prepare();
  return law;
}

void report_equaliser(const ComInputs& in, const Equalised& eq, ComResults& out) {
  out.ctle_gain = eq.ctle_gain;
  out.ctle_low_gain = eq.ctle_low_gain;
  out.main_tap = eq.taps.front().weight;
  out.tx_taps.assign(eq.taps.begin() + 1, eq.taps.end());
  for (std::size_t n = 0; n < eq.dfe.size(); ++n) out.dfe_taps.push_back({static_cast<int>(n) + 1, eq.dfe[n]});
  out.cursor_found = eq.cursor_found;
  out.cursor_after_peak = static_cast<double>(eq.cursor - eq.peak) / in.samples_per_symbol;
}

void report_variances(const ComInputs& in, const Equalised& eq, ComResults& out) {
  out.signal = Voltage::from_si(eq.signal);
  out.pulse_peak = Voltage::from_si(eq.pulse_peak);
  out.pulse_at_cursor = Voltage::from_si(eq.cursor_height);
  out.levels = levels(in.modulation);
  out.noise_bandwidth = eq.noise_bandwidth * unit::GHz;
  out.sigma_isi = rms(eq.isi);
  out.sigma_crosstalk = rms(eq.crosstalk);
  out.sigma_jitter = rms(eq.jitter);
  out.sigma_tx = rms(eq.tx);
  out.sigma_noise = rms(eq.noise);
  out.sigma_gaussian = rms(eq.tx + in.random_jitter * in.random_jitter * eq.slope + eq.noise);
  out.figure_of_merit = Decibel::from_ratio(eq.merit);
  std::size_t aggressor = 0;
  for (const auto& channel : in.channels) {
    if (channel.role == ChannelRole::thru) continue;
    out.crosstalk.push_back({channel.file, rms(eq.aggressors[aggressor++])});
  }
}

void report_losses(const ComInputs& in, ComResults& out) {
  const auto thru = std::ranges::find(in.channels, ChannelRole::thru, &ComChannel::role);
  const std::vector<double> nyquist{0.5 * in.symbol_rate.si()};
  const auto channel = channel_at(*thru, nyquist);
  out.channel_loss = Decibel::from_db(insertion_loss_db(channel.s.front()));
  out.die_to_die_loss = Decibel::from_db(insertion_loss_db(with_packages(in, ChannelRole::thru, channel).s.front()));
}

bool can_be_answered(const ComInputs& in) {
  return in.dfe_min.size() == in.dfe_max.size() &&
         std::ranges::count(in.channels, ChannelRole::thru, &ComChannel::role) == 1 &&
         std::ranges::all_of(in.channels,
                             [](const ComChannel& c) { return c.file.empty() || !c.data.frequency.empty(); });
}

}  // namespace

ComResults evaluate(const ComInputs& in) {
  ComResults out;
  if (!can_be_answered(in)) return out;
  const CtleBasis basis(in);
  const auto grid = time_grid(in);
  const auto pulses = channel_pulses(in, basis, grid);
  const auto found = search(in, basis, grid, pulses);
  out.settings_tried = found.settings_tried;
  if (!(found.best.merit > 0.0)) return out;
  const auto law = noise_law(in, basis, pulses, found.best);
  report_equaliser(in, found.best, out);
  report_variances(in, found.best, out);
  report_losses(in, out);
  const double noise = law.quantile(in.target_error_ratio);
  out.noise = Voltage::from_si(noise);
  out.com = Decibel::from_db(20.0 * std::log10(found.best.signal / noise));
  out.passes = out.com >= in.required_com;
  out.eye_opening = 2.0 * (out.signal - out.noise);
  out.detector_error_ratio = std::max(0.0, law.tail(found.best.signal));
  const auto thru = std::ranges::find(in.channels, ChannelRole::thru, &ComChannel::role);
  const double top = 0.5 * static_cast<double>(grid.samples) * grid.step;
  out.highest_frequency = Frequency::from_si(std::min(top, highest_frequency(*thru)));
  out.answered = true;
  return out;
}

}  // namespace copack::link
