// SPDX-License-Identifier: Apache-2.0
#include "copack/link/com.hpp"

#include <algorithm>
#include <cmath>

#include "copack/link/com_receive_ffe.hpp"
#include "copack/link/noise_law.hpp"
#include "copack/link/sequence_detection.hpp"

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
  const auto taps = eq.path(ChannelRole::thru);
  auto h = one_a_symbol(victim.size(), eq.cursor, m, [&](Index t) { return equalised(victim, taps, m, t); });
  const auto cursor = static_cast<std::size_t>(eq.cursor / m);
  h[cursor] = 0.0;
  for (const auto& tap : eq.dfe) {
    const auto at = cursor + static_cast<std::size_t>(tap.position);
    if (at < h.size()) h[at] -= tap.weight * eq.cursor_height;
  }
  return h;
}

/// Variance of all normal noise at the detector (93A-41, 178A-45).
double normal_variance(const ComInputs& in, const Equalised& eq) {
  return eq.tx + in.random_jitter * in.random_jitter * eq.slope + eq.noise;
}

/// Law of what is sampled behind the taps of `eq`: normal noise, jitter, crosstalk, and the victim's own samples, which
/// `own` makes of its response.
template <class Own>
NoiseLaw sampled_law(const ComInputs& in, const CtleBasis& basis, const std::vector<ChannelPulses>& pulses,
                     const Equalised& eq, double normal, const Own& own) {
  const int m = in.samples_per_symbol, l = levels(in.modulation);
  const auto weights = basis.weights(eq.ctle_gain, eq.ctle_low_gain);
  NoiseLaw law(std::sqrt(normal));
  Samples h;
  std::size_t aggressor = 0;
  for (const auto& channel : pulses) {
    combine(channel, weights, h);
    const auto taps = eq.path(channel.role);
    if (channel.role == ChannelRole::thru) {
      law.add_symbols(own(h), l);
      const auto rate = slope(h, m);
      law.add_symbols(one_a_symbol(h.size(), eq.cursor, m,
                                   [&](Index t) { return in.dual_dirac_jitter * equalised(rate, taps, m, t); }),
                      l);
      continue;
    }
    const auto phase = static_cast<Index>(eq.aggressor_phases[aggressor++]);
    law.add_symbols(one_a_symbol(h.size(), phase, m, [&](Index t) { return equalised(h, taps, m, t); }), l);
  }
  return law;
}

/// Noise and interference of the chosen equaliser as one law (93A.1.7, 178A.1.9).
NoiseLaw noise_law(const ComInputs& in, const CtleBasis& basis, const std::vector<ChannelPulses>& pulses,
                   const Equalised& eq) {
  auto law = sampled_law(in, basis, pulses, eq, normal_variance(in, eq),
                         [&](const Samples& h) { return residual_isi(in, eq, h); });
  for (const auto& tap : eq.rx_taps) law.add_uniform(0.5 * eq.adc_step * tap.weight);
  law.prepare();
  return law;
}

/// Sets the ADC by the law of what it samples, and what follows from that.
void set_adc(const ComInputs& in, const CtleBasis& basis, const std::vector<ChannelPulses>& pulses, Equalised& eq) {
  auto before = eq;
  before.rx_taps.assign(one_tap().begin(), one_tap().end());
  const int m = in.samples_per_symbol;
  auto law = sampled_law(in, basis, pulses, before, eq.adc_normal, [&](const Samples& h) {
    return one_a_symbol(h.size(), eq.cursor, m, [&](Index t) { return equalised(h, eq.taps, m, t); });
  });
  law.prepare();
  const double noise = eq.signal * eq.signal / eq.merit - eq.quantisation;
  const double step = adc_step_of(in.receive_ffe, law.quantile(0.5 * in.receive_ffe.clip_probability));
  eq.quantisation *= step * step / (eq.adc_step * eq.adc_step);
  eq.adc_step = step;
  eq.merit = eq.signal * eq.signal / (noise + eq.quantisation);
}

/// What sequence detection adds to the margin.
Decibel sequence_gain(const ComInputs& in, const CtleBasis& basis, const std::vector<ChannelPulses>& pulses,
                      const Equalised& eq, const NoiseLaw& law) {
  const auto& thru = pulses[static_cast<std::size_t>(
      std::ranges::find(pulses, ChannelRole::thru, &ChannelPulses::role) - pulses.begin())];
  Samples h;
  combine(thru, basis.weights(eq.ctle_gain, eq.ctle_low_gain), h);
  const auto isi = residual_isi(in, eq, h);
  const int l = levels(in.modulation);
  SequenceDetector detector{.signal = eq.signal,
                            .feedback = eq.dfe.front().weight,
                            .levels = l,
                            .target_error_ratio = in.target_error_ratio,
                            .noise_penalty = in.receive_ffe.noise_penalty,
                            .noise = eq.detector_noise,
                            .receiver_noise = eq.detector_receiver_noise};
  const PhaseCorrelation correlation(isi, 1, static_cast<int>(detector.noise.size()) - 1);
  for (std::size_t lag = 0; lag < detector.noise.size(); ++lag)
    detector.noise[lag] += symbol_power(l) * correlation.at(0, static_cast<int>(lag));
  return evaluate(detector, law).gain;
}

void report_equaliser(const ComInputs& in, const Equalised& eq, ComResults& out) {
  out.ctle_gain = eq.ctle_gain;
  out.ctle_low_gain = eq.ctle_low_gain;
  out.main_tap = eq.taps.front().weight;
  out.tx_taps.assign(eq.taps.begin() + 1, eq.taps.end());
  out.dfe_taps = eq.dfe;
  if (in.receive_ffe.taps > 0) out.rx_taps = eq.rx_taps;
  std::ranges::sort(out.rx_taps, {}, &TapWeight::position);
  out.adc_step = Voltage::from_si(eq.adc_step);
  out.cursor_found = eq.cursor_found;
  out.cursor_after_peak = static_cast<double>(eq.cursor - eq.peak) / in.samples_per_symbol;
}

void report_variances(const ComInputs& in, const Equalised& eq, ComResults& out) {
  out.signal = Voltage::from_si(eq.signal);
  out.pulse_peak = Voltage::from_si(eq.pulse_peak);
  out.pulse_at_cursor = Voltage::from_si(eq.cursor_height);
  out.levels = levels(in.modulation);
  out.noise_bandwidth = eq.noise_bandwidth * unit::GHz;
  out.tx_noise_pulse = Voltage::from_si(eq.tx_noise_pulse);
  out.sigma_isi = rms(eq.isi);
  out.sigma_crosstalk = rms(eq.crosstalk);
  out.sigma_jitter = rms(eq.jitter);
  out.sigma_tx = rms(eq.tx);
  out.sigma_noise = rms(eq.noise);
  out.sigma_quantisation = rms(eq.quantisation);
  out.sigma_gaussian = rms(normal_variance(in, eq));
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
  const auto& ffe = in.receive_ffe;
  const auto limits = [&](const std::vector<double>& x) {
    return x.size() <= 1 || x.size() == static_cast<std::size_t>(ffe.taps);
  };
  const bool receiver =
      ffe.taps <= 0 || (ffe.pre_taps >= 0 && ffe.pre_taps < ffe.taps && limits(ffe.min) && limits(ffe.max) &&
                        ffe.min.empty() == ffe.max.empty() && (!ffe.sequence_detection || in.dfe_max.size() == 1));
  return receiver && in.dfe_min.size() == in.dfe_max.size() &&
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
  auto found = in.receive_ffe.taps > 0 ? search_receive_ffe(in, basis, grid, pulses) : search(in, basis, grid, pulses);
  out.settings_tried = found.settings_tried;
  if (!(found.best.merit > 0.0)) return out;
  if (found.best.adc_step > 0.0) set_adc(in, basis, pulses, found.best);
  const auto law = noise_law(in, basis, pulses, found.best);
  report_equaliser(in, found.best, out);
  report_variances(in, found.best, out);
  report_losses(in, out);
  const double noise = law.quantile(in.target_error_ratio);
  out.noise = Voltage::from_si(noise);
  out.com = Decibel::from_db(20.0 * std::log10(found.best.signal / noise));
  if (in.receive_ffe.taps > 0 && in.receive_ffe.sequence_detection) {
    out.sequence_gain = sequence_gain(in, basis, pulses, found.best, law);
    out.com += out.sequence_gain;
  }
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
