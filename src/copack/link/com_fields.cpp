// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "copack/link/com.hpp"
#include "copack/link/com_search.hpp"

namespace copack::link {
namespace {

constexpr double most_settings = 2e7;
constexpr double most_samples = 4e6;
constexpr double fewest_symbols = 64.0;  // of a record: the reach of all taps and room for what rings
constexpr int longest_transmit_reach = 12;

double count_of(double min, double max, double step) {
  return step > 0.0 && max > min ? std::floor((max - min) / step + 1e-9) + 1.0 : 1.0;
}

/// What a sweep gives to the number of settings; complains when it goes backward or has no step.
double check_sweep(double min, double max, double step, const std::string& path, std::vector<Problem>& problems) {
  if (max < min) problems.push_back({path + ".max", fmt::format("{} is below min, {}", max, min)});
  if (max > min && !(step > 0.0)) problems.push_back({path + ".step", "a sweep needs a positive step"});
  return count_of(min, max, step);
}

void check_transmitter(const ComInputs& in, double& settings, std::vector<Problem>& problems) {
  int low = 0, high = 0;
  for (std::size_t i = 0; i < in.tx_taps.size(); ++i) {
    const auto& tap = in.tx_taps[i];
    const auto path = fmt::format("tx_taps[{}]", i);
    low = std::min(low, tap.position);
    high = std::max(high, tap.position);
    settings *= check_sweep(tap.min, tap.max, tap.step, path, problems);
    if (tap.position == 0)
      problems.push_back(
          {path + ".position", "the main tap follows from the others; give positions before or after it"});
    for (std::size_t j = 0; j < i; ++j) {
      if (in.tx_taps[j].position == tap.position)
        problems.push_back({path + ".position", fmt::format("{} is there twice", tap.position)});
    }
  }
  if (high - low > longest_transmit_reach)
    problems.push_back(
        {"tx_taps", fmt::format("taps reach over {} symbols; at most {}", high - low, longest_transmit_reach)});
}

void check_feedback(const ComInputs& in, std::vector<Problem>& problems) {
  if (in.dfe_min.size() != in.dfe_max.size()) {
    problems.push_back({"dfe_min", fmt::format("has {} numbers and dfe_max {}; give one of each to every tap",
                                               in.dfe_min.size(), in.dfe_max.size())});
    return;
  }
  for (std::size_t i = 0; i < in.dfe_min.size(); ++i) {
    if (in.dfe_max[i] < in.dfe_min[i])
      problems.push_back(
          {fmt::format("dfe_max[{}]", i), fmt::format("{} is below dfe_min, {}", in.dfe_max[i], in.dfe_min[i])});
  }
}

/// ns, of the lines and cables of a channel.
double delay_of(const ComChannel& channel) {
  double ns = 0.0;
  for (const auto& e : channel.elements) {
    if (e.kind == ElementKind::line || e.kind == ElementKind::cable)
      ns += coefficients_of(e).delay * e.length.in(unit::mm);
  }
  return ns;
}

void check_channel(const ComInputs& in, std::size_t i, std::vector<Problem>& problems) {
  const auto& channel = in.channels[i];
  const auto path = fmt::format("channels[{}]", i);
  if (channel.file.empty() == channel.elements.empty())
    problems.push_back({path, "needs either a Touchstone file or elements"});
  if (!channel.ports.empty() && channel.ports.size() != 4)
    problems.push_back({path + ".ports", "are four: near +, near -, far +, far -"});
  for (std::size_t j = 0; j < channel.elements.size(); ++j)
    check(channel.elements[j], fmt::format("{}.elements[{}]", path, j), problems);
  const double record = 1e9 / in.frequency_step.si();
  if (delay_of(channel) > 0.5 * record) {
    problems.push_back(
        {"frequency_step", fmt::format("gives a record of {:.4g} ns for a channel of {:.4g} ns; use less "
                                       "than {:.3g} MHz",
                                       record, delay_of(channel), 500.0 / delay_of(channel))});
  }
}

void check_record(const ComInputs& in, std::vector<Problem>& problems) {
  const double symbols = in.symbol_rate.si() / in.frequency_step.si();
  const double samples = symbols * in.samples_per_symbol;
  if (samples > most_samples) {
    problems.push_back(
        {"frequency_step",
         fmt::format("makes records of {:.3g} samples, more than {:.3g}; use a wider step", samples, most_samples)});
  }
  if (symbols < fewest_symbols) {
    problems.push_back(
        {"frequency_step", fmt::format("makes records of {:.3g} symbols, fewer than {}; use at most "
                                       "{:.4g} MHz",
                                       symbols, fewest_symbols, in.symbol_rate.si() / fewest_symbols / 1e6)});
  }
}

}  // namespace

std::vector<Problem> validate(const ComInputs& in) {
  std::vector<Problem> problems;
  const auto victims = std::ranges::count(in.channels, ChannelRole::thru, &ComChannel::role);
  if (victims != 1)
    problems.push_back({"channels", fmt::format("need exactly one with role \"thru\", there are {}", victims)});
  for (std::size_t i = 0; i < in.channels.size(); ++i) check_channel(in, i, problems);
  double settings =
      check_sweep(in.ctle_gain.min.db(), in.ctle_gain.max.db(), in.ctle_gain.step.db(), "ctle_gain", problems);
  settings *= check_sweep(in.ctle_low_gain.min.db(), in.ctle_low_gain.max.db(), in.ctle_low_gain.step.db(),
                          "ctle_low_gain", problems);
  check_transmitter(in, settings, problems);
  check_feedback(in, problems);
  if (settings > most_settings) {
    problems.push_back({"tx_taps", fmt::format("{:.3g} equaliser settings are more than {:.3g}; use wider steps",
                                               settings, most_settings)});
  } else if (problems.empty() && transmit_settings(in).empty()) {
    problems.push_back({"smallest_main_tap", "no setting of tx_taps leaves that much to the main tap"});
  }
  check_record(in, problems);
  return problems;
}

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
  f("com", "dB", x.com, "channel operating margin, COM", by("20 * log10(signal / noise)"));
  f("passes", x.passes, "COM is at least what is required");
  f("figure_of_merit", "dB", x.figure_of_merit, "what the search maximises, FOM",
    by("10 * log10(signal^2 / (sigma_isi^2 + sigma_jitter^2 + sigma_tx^2 + sigma_crosstalk^2 + sigma_noise^2))"));
  f("detector_error_ratio", "", x.detector_error_ratio,
    "chance that noise and interference exceed the signal, to within 1e-14");
  f("signal", "mV", x.signal, "signal amplitude of one eye, As", by("level_mismatch * pulse_at_cursor / (levels - 1)"));
  f("noise", "mV", x.noise, "noise and interference at the target error ratio, Ani");
  f("eye_opening", "mV", x.eye_opening, "vertical eye opening", by("2 * (signal - noise)"));
  f("pulse_peak", "mV", x.pulse_peak, "peak of the equalised pulse response");
  f("pulse_at_cursor", "mV", x.pulse_at_cursor, "equalised pulse response at the sampling instant, h(ts)");
  f("levels", "", x.levels, "levels of the modulation, L");
  f("noise_bandwidth", "GHz", x.noise_bandwidth, "noise bandwidth of receiver filter and CTLE");
  f("sigma_isi", "mV", x.sigma_isi, "rms residual intersymbol interference");
  f("sigma_crosstalk", "mV", x.sigma_crosstalk, "rms crosstalk of all aggressors, sXT");
  f("sigma_jitter", "mV", x.sigma_jitter, "rms noise that jitter makes, sJ");
  f("sigma_tx", "mV", x.sigma_tx, "rms transmitter noise, sTx", by("pulse_at_cursor * 10^(-tx_snr / 20)"));
  f("sigma_noise", "mV", x.sigma_noise, "rms receiver noise, sN", by("sqrt(noise_density * noise_bandwidth)"));
  f("sigma_gaussian", "mV", x.sigma_gaussian, "rms of all normal noise: transmitter, receiver, random jitter, sG");
  f("ctle_gain", "dB", x.ctle_gain, "chosen DC gain, gDC");
  f("ctle_low_gain", "dB", x.ctle_low_gain, "chosen low-frequency gain, gDC2");
  f("main_tap", "", x.main_tap, "main tap of the transmit equaliser, c(0)");
  f("tx_taps", x.tx_taps, "chosen taps of the transmit equaliser, c(i)");
  f("dfe_taps", x.dfe_taps, "decision feedback taps, b(n)");
  f("crosstalk", x.crosstalk, "what each aggressor adds");
  f("cursor_found", x.cursor_found, "a sampling instant met the timing condition");
  f("cursor_after_peak", "", x.cursor_after_peak, "sampling instant after the peak in UI; negative: before it");
  f("channel_loss", "dB", x.channel_loss, "insertion loss at fb/2 from ball to ball, IL");
  f("die_to_die_loss", "dB", x.die_to_die_loss, "insertion loss at fb/2 with packages");
  f("highest_frequency", "GHz", x.highest_frequency, "up to which the victim's channel is known");
  f("settings_tried", "", x.settings_tried, "equaliser settings compared");
}

}  // namespace copack::link
