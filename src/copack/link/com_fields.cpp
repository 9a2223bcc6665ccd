// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "copack/link/com.hpp"

namespace copack::link {

std::span<const std::string_view> choice_names(ChannelRole /*unused*/) {
  static constexpr std::array<std::string_view, 3> names{"thru", "fext", "next"};
  return names;
}

void describe(Fields& f, ComChannel& x) {
  f("role", x.role, "what it carries: the victim's signal (thru) or that of a far-end or near-end aggressor");
  f("file", x.file, "Touchstone file, relative to this one; empty: built from elements");
  f("port_order", x.port_order, "ports that are joined, or that the file is a differential two-port already");
  f("ports", "", x.ports, "ports of the file: near +, near -, far +, far -; empty: by port_order",
    {.min = 1.0, .max = 32.0});
  f("elements", x.elements, "pieces from transmitter to receiver when there is no file");
}

void describe(Fields& f, ComPackage& x) {
  f("line", x.line, "propagation of the package line");
  f("die_capacitances", "fF", x.die_capacitances, "capacitances on the die, from the die outward, Cd", non_negative);
  f("die_inductances", "pH", x.die_inductances, "inductances after each of them, Ls", non_negative);
  f("bump_capacitance", "fF", x.bump_capacitance, "capacitance of the bump, Cb", non_negative);
  f("impedance", "ohm", x.impedance, "differential impedance of the package line, Zc", {.min = 10.0, .max = 1000.0});
  f("tx_length", "mm", x.tx_length, "package line of the victim's transmitter, zp", {.min = 0.0, .max = 500.0});
  f("rx_length", "mm", x.rx_length, "package line of the victim's receiver, zp", {.min = 0.0, .max = 500.0});
  f("fext_length", "mm", x.fext_length, "package line of far-end aggressors, zp", {.min = 0.0, .max = 500.0});
  f("next_length", "mm", x.next_length, "package line of near-end aggressors, zp", {.min = 0.0, .max = 500.0});
  f("ball_impedance", "ohm", x.ball_impedance, "differential impedance of the segment at the ball",
    {.min = 10.0, .max = 1000.0});
  f("ball_length", "mm", x.ball_length, "length of the segment at the ball, in every package",
    {.min = 0.0, .max = 500.0});
  f("ball_capacitance", "fF", x.ball_capacitance, "capacitance of the ball, Cp", non_negative);
}

void describe(Fields& f, GainSweep& x) {
  f("min", "dB", x.min, "least gain", {.min = -60.0, .max = 20.0});
  f("max", "dB", x.max, "largest gain; equal to the least one to force it", {.min = -60.0, .max = 20.0});
  f("step", "dB", x.step, "step", non_negative);
}

void describe(Fields& f, TxTap& x) {
  f("position", "", x.position, "symbols after the main tap; negative: before it", {.min = -12.0, .max = 12.0});
  f("min", "", x.min, "least weight", {.min = -1.0, .max = 1.0});
  f("max", "", x.max, "largest weight; equal to the least one to force it", {.min = -1.0, .max = 1.0});
  f("step", "", x.step, "step", non_negative);
}

void describe(Fields& f, FloatingTaps& x) {
  f("groups", "", x.groups, "groups of taps, Nbg or Nwg; 0: none", {.min = 0.0, .max = 16.0});
  f("group_size", "", x.group_size, "neighbouring taps of a group, Nbf or Nwf", {.min = 1.0, .max = 32.0});
  f("reach", "", x.reach, "last symbol after the main tap that they may take, Nf", {.min = 1.0, .max = 256.0});
  f("limit", "", x.limit, "largest magnitude of each, over the cursor or the main tap", {.min = 0.0, .max = 10.0});
}

void describe(Fields& f, ComReceiveFfe& x) {
  f("taps", "", x.taps, "taps in fixed places, the main one included, Nw; 0: the receiver of Annex 93A",
    {.min = 0.0, .max = 64.0});
  f("pre_taps", "", x.pre_taps, "how many of them are before the main one, dw", {.min = 0.0, .max = 63.0});
  f("min", "", x.min, "least weight of each tap over the main one, in order; one number for all; empty: no limit",
    {.min = -10.0, .max = 0.0});
  f("max", "", x.max, "largest weight, likewise; that of the main tap does not count", {.min = 0.0, .max = 10.0});
  f("floating", x.floating, "taps after the fixed ones that go where they help most");
  f("earliest", "", x.earliest, "first sampling instant tried, UI after the peak of the pulse",
    {.min = -2.0, .max = 2.0});
  f("latest", "", x.latest, "last sampling instant tried, UI after the peak of the pulse", {.min = -2.0, .max = 2.0});
  f("adc_bits", "", x.adc_bits, "noise-equivalent bits of the ADC, Nqb; 0: no quantisation noise",
    {.min = 0.0, .max = 24.0});
  f("clip_probability", "", x.clip_probability, "chance that a sample is beyond the range of the ADC, Pqc",
    {.min = 1e-12, .max = 0.1});
  f("sequence_detection", x.sequence_detection, "maximum likelihood sequence detection in place of one feedback tap");
  f("noise_penalty", "dB", x.noise_penalty, "margin that noise takes before sequences are compared, dCOMan",
    {.min = 0.0, .max = 20.0});
}

void describe(Fields& f, ComInputs& x) {
  f("symbol_rate", "GBd", x.symbol_rate, "symbol rate, fb", {.min = 1e-3, .max = 1000.0});
  f("modulation", x.modulation, "line coding");
  f("target_error_ratio", "", x.target_error_ratio, "detector error ratio at which noise is read, DER0",
    {.min = 1e-12, .max = 0.1});
  f("required_com", "dB", x.required_com, "margin to pass");
  f("victim_amplitude", "mV", x.victim_amplitude, "differential peak of the victim's transmitter, Av", positive);
  f("fext_amplitude", "mV", x.fext_amplitude, "of far-end aggressors, Afe", positive);
  f("next_amplitude", "mV", x.next_amplitude, "of near-end aggressors, Ane", positive);
  f("level_mismatch", "", x.level_mismatch, "ratio of level mismatch, RLM", {.min = 0.1, .max = 1.0});
  f("termination", "ohm", x.termination, "single-ended termination at both ends, Rd", {.min = 1.0, .max = 1000.0});
  f("package", x.package, "device and package at every end");
  f("channels", x.channels, "paths to the victim's receiver, one of them its own");
  f("receiver_bandwidth", "", x.receiver_bandwidth, "bandwidth of the receiver filter over fb, fr",
    {.min = 0.05, .max = 10.0});
  f("ctle_zero", "", x.ctle_zero, "CTLE zero over fb, fz", {.min = 1e-4, .max = 1e4});
  f("ctle_pole1", "", x.ctle_pole1, "CTLE pole over fb, fp1", {.min = 1e-4, .max = 1e4});
  f("ctle_pole2", "", x.ctle_pole2, "CTLE pole over fb, fp2", {.min = 1e-4, .max = 1e4});
  f("ctle_low_pole", "", x.ctle_low_pole, "pole of the low-frequency stage over fb, fHP", {.min = 1e-6, .max = 1e4});
  f("ctle_gain", x.ctle_gain, "DC gain of the CTLE, gDC");
  f("ctle_low_gain", x.ctle_low_gain, "DC gain of the low-frequency stage, gDC2; 0 dB: none");
  f("tx_taps", x.tx_taps, "taps of the transmit equaliser beside the main one, c(i)");
  f("smallest_main_tap", "", x.smallest_main_tap, "least c(0), which is 1 - sum |c(i)|", {.min = 0.0, .max = 1.0});
  f("dfe_min", "", x.dfe_min, "least weight of each decision feedback tap, b(n)", {.min = -10.0, .max = 10.0});
  f("dfe_max", "", x.dfe_max, "largest weight of each decision feedback tap, b(n)", {.min = -10.0, .max = 10.0});
  f("dfe_floating", x.dfe_floating, "feedback taps after the fixed ones that go where they help most");
  f("dfe_tail_start", "", x.dfe_tail_start, "first feedback tap of the tail, Nts; 0: none", {.min = 0.0, .max = 256.0});
  f("dfe_tail_limit", "", x.dfe_tail_limit, "largest root sum square of the taps of the tail",
    {.min = 0.0, .max = 10.0});
  f("receive_ffe", x.receive_ffe, "feed-forward equaliser of the receiver (Annex 178A)");
  f("tx_snr", "dB", x.tx_snr, "signal-to-noise ratio of the transmitter, SNR_TX", {.min = 0.0, .max = 60.0});
  f("noise_density", "", x.noise_density, "input-referred receiver noise in V^2/GHz, eta0", {.min = 0.0, .max = 1.0});
  f("random_jitter", "", x.random_jitter, "rms random jitter in UI, sRJ", {.min = 0.0, .max = 1.0});
  f("dual_dirac_jitter", "", x.dual_dirac_jitter, "dual-Dirac jitter amplitude in UI, ADD", {.min = 0.0, .max = 1.0});
  f("rise_time", "ps", x.rise_time, "20-80 % time of the transmitter's Gaussian filter, Tr; 0: none", non_negative);
  f("samples_per_symbol", "", x.samples_per_symbol, "samples of a symbol, M", {.min = 8.0, .max = 128.0});
  f("frequency_step", "MHz", x.frequency_step, "widest step of the frequency grid; its inverse is the time record",
    positive);
}

void describe(Fields& f, TapWeight& x) {
  f("position", "", x.position, "symbols after the main tap");
  f("weight", "", x.weight, "weight");
}

void describe(Fields& f, CrosstalkShare& x) {
  f("name", x.name, "file of the aggressor");
  f("rms", "mV", x.rms, "rms interference at its worst sampling phase");
}

void describe(Fields& f, ComResults& x) {
  f("answered", x.answered, "a signal arrives; otherwise all else is 0");
  f("com", "dB", x.com, "channel operating margin, COM", by("20 * log10(signal / noise) + sequence_gain"));
  f("passes", x.passes, "COM is at least what is required");
  f("figure_of_merit", "dB", x.figure_of_merit, "what the search maximises, FOM",
    by("10 * log10(signal^2 / (sigma_isi^2 + sigma_jitter^2 + sigma_tx^2 + sigma_crosstalk^2 + sigma_noise^2 + "
       "sigma_quantisation^2))"));
  f("detector_error_ratio", "", x.detector_error_ratio,
    "chance that noise and interference exceed the signal, to within 1e-14");
  f("signal", "mV", x.signal, "signal amplitude of one eye, As", by("level_mismatch * pulse_at_cursor / (levels - 1)"));
  f("noise", "mV", x.noise, "noise and interference at the target error ratio, Ani");
  f("eye_opening", "mV", x.eye_opening, "vertical eye opening", by("2 * (signal - noise)"));
  f("pulse_peak", "mV", x.pulse_peak, "peak of the pulse response behind transmit equaliser and CTLE");
  f("pulse_at_cursor", "mV", x.pulse_at_cursor, "equalised pulse response at the sampling instant, h(ts)");
  f("levels", "", x.levels, "levels of the modulation, L");
  f("noise_bandwidth", "GHz", x.noise_bandwidth, "noise bandwidth of receiver filter, CTLE and receive FFE");
  f("tx_noise_pulse", "mV", x.tx_noise_pulse,
    "root energy of the samples by which transmitter noise arrives; h(ts) in Annex 93A");
  f("sigma_isi", "mV", x.sigma_isi, "rms residual intersymbol interference");
  f("sigma_crosstalk", "mV", x.sigma_crosstalk, "rms crosstalk of all aggressors, sXT");
  f("sigma_jitter", "mV", x.sigma_jitter, "rms noise that jitter makes, sJ");
  f("sigma_tx", "mV", x.sigma_tx, "rms transmitter noise, sTx", by("tx_noise_pulse * 10^(-tx_snr / 20)"));
  f("sigma_noise", "mV", x.sigma_noise, "rms receiver noise, sN", by("sqrt(noise_density * noise_bandwidth)"));
  f("sigma_quantisation", "mV", x.sigma_quantisation, "rms quantisation noise of the ADC behind the receive FFE");
  f("sigma_gaussian", "mV", x.sigma_gaussian, "rms of all normal noise: transmitter, receiver, random jitter, sG");
  f("ctle_gain", "dB", x.ctle_gain, "chosen DC gain, gDC");
  f("ctle_low_gain", "dB", x.ctle_low_gain, "chosen low-frequency gain, gDC2");
  f("main_tap", "", x.main_tap, "main tap of the transmit equaliser, c(0)");
  f("tx_taps", x.tx_taps, "chosen taps of the transmit equaliser, c(i)");
  f("dfe_taps", x.dfe_taps, "decision feedback taps, b(n)");
  f("rx_taps", x.rx_taps, "taps of the receive FFE over its main one, w(i)");
  f("adc_step", "mV", x.adc_step, "step of the ADC");
  f("sequence_gain", "dB", x.sequence_gain, "what sequence detection adds to the margin");
  f("crosstalk", x.crosstalk, "what each aggressor adds");
  f("cursor_found", x.cursor_found, "a sampling instant met the timing condition");
  f("cursor_after_peak", "", x.cursor_after_peak, "sampling instant after the peak in UI; negative: before it");
  f("channel_loss", "dB", x.channel_loss, "insertion loss at fb/2 from ball to ball, IL");
  f("die_to_die_loss", "dB", x.die_to_die_loss, "insertion loss at fb/2 with packages");
  f("highest_frequency", "GHz", x.highest_frequency, "up to which the victim's channel is known");
  f("settings_tried", "", x.settings_tried, "equaliser settings compared");
}

}  // namespace copack::link
