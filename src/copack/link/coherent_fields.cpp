// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "copack/link/coherent.hpp"

namespace copack::link {

std::span<const std::string_view> choice_names(CoherentModulation /*unused*/) {
  static constexpr std::array<std::string_view, 3> names{"dp-qpsk", "dp-16qam", "dp-64qam"};
  return names;
}

std::span<const std::string_view> choice_names(CoherentFec /*unused*/) {
  static constexpr std::array<std::string_view, 3> names{"cfec", "ofec", "stated"};
  return names;
}

std::span<const std::string_view> choice_names(LaunchSetting /*unused*/) {
  static constexpr std::array<std::string_view, 2> names{"stated", "optimal"};
  return names;
}

std::span<const std::string_view> choice_names(CoherentBinding /*unused*/) {
  static constexpr std::array<std::string_view, 4> names{"power", "ase", "nonlinearity", "transceiver"};
  return names;
}

namespace {

constexpr Rule level_rule{.min = -60.0, .max = 40.0};
constexpr Rule snr_rule{.min = 0.0, .max = 100.0};
constexpr Rule figure_rule{.min = 0.0, .max = 30.0};

}  // namespace

void describe(Fields& f, CoherentTransmitter& x) {
  f("power", "dBm", x.power, "average power that leaves the module", level_rule);
  f("osnr", "dB", x.osnr,
    "noise of the transmitter as OSNR in 0.1 nm; a back-to-back floor given as SNR is 10 lg(R_s / 12.5 GHz) more",
    snr_rule);
}

void describe(Fields& f, CoherentReceiver& x) {
  f("sensitivity", "dBm", x.sensitivity, "received power at which its own noise leaves sensitivity_snr, P_s",
    level_rule);
  f("sensitivity_snr", "dB", x.sensitivity_snr, "SNR of its own shot and thermal noise there, SNR_s", snr_rule);
  f("largest_power", "dBm", x.largest_power, "received power that overloads it", level_rule);
}

void describe(Fields& f, CoherentFibre& x) {
  f("loss_per_km", "dB", x.loss_per_km, "attenuation of 1 km, alpha", {.min = 0.01, .max = 10.0});
  f("dispersion", "", x.dispersion, "chromatic dispersion in ps/(nm km), D", {.min = -100.0, .max = 100.0});
  f("effective_area", "um2", x.effective_area, "effective area, A_eff", positive);
  f("nonlinear_index", "", x.nonlinear_index, "nonlinear refractive index in m2/W, n2", non_negative);
}

void describe(Fields& f, CoherentLine& x) {
  f("spans", "", x.spans, "spans, N; 0: back to back", {.min = 0.0, .max = 10000.0});
  f("span_length", "km", x.span_length, "length of each span, L", positive);
  f("connector_loss_in", "dB", x.connector_loss_in, "of each span, before its fibre", non_negative);
  f("connector_loss_out", "dB", x.connector_loss_out, "of each span, behind its fibre", non_negative);
  f("add_loss", "dB", x.add_loss, "transmitter to line: multiplexer, patch panel", non_negative);
  f("drop_loss", "dB", x.drop_loss, "line to receiver: demultiplexer, patch panel", non_negative);
  f("booster", x.booster, "an amplifier lifts the transmitter to the launch power");
  f("preamplifier", x.preamplifier, "an amplifier brings the last span to receiver_power");
  f("booster_noise_figure", "dB", x.booster_noise_figure, "noise figure of the booster, F_b", figure_rule);
  f("noise_figure", "dB", x.noise_figure, "noise figure of amplifiers between spans and before the receiver, F",
    figure_rule);
  f("amplifier_power", "dBm", x.amplifier_power, "most power of an amplifier, all channels together", level_rule);
  f("launch", x.launch, "launch power as stated, or the one of the best signal as far as amplifier_power allows");
  f("launch_power", "dBm", x.launch_power, "power of a channel into each span, with a booster, P", level_rule);
  f("receiver_power", "dBm", x.receiver_power, "power of a channel at the receiver, with a preamplifier", level_rule);
}

void describe(Fields& f, CoherentInputs& x) {
  f("payload_rate", "Gbit/s", x.payload_rate, "payload of one wavelength in one direction", positive);
  f("modulation", x.modulation, "constellation on each of two polarisations");
  f("symbol_rate", "GBd", x.symbol_rate, "symbol rate, R_s", positive);
  f("roll_off", "", x.roll_off, "excess bandwidth of the pulse shape", fraction);
  f("wavelength", "nm", x.wavelength, "wavelength, l", positive);
  f("channels", "", x.channels, "channels on the fibre, all alike; the middle one is valued",
    {.min = 1.0, .max = 1000.0});
  f("spacing", "GHz", x.spacing, "spacing of the grid", positive);
  f("fec", x.fec, "code whose threshold counts: cfec 1.25e-2, ofec 2.0e-2, or stated");
  f("stated_threshold", "", x.stated_threshold, "largest bit error ratio that a stated code corrects",
    {.min = 1e-15, .max = 0.1});
  f("transmitter", x.transmitter, "transmitter");
  f("receiver", x.receiver, "receiver");
  f("implementation_penalty", "dB", x.implementation_penalty, "SNR that real converters and processing need more",
    non_negative);
  f("path_penalty", "dB", x.path_penalty, "allocation for residual dispersion, PMD, PDL and filters", non_negative);
  f("margin_wanted", "dB", x.margin_wanted, "margin to be left for ageing, repairs and ripple", non_negative);
  f("fibre", x.fibre, "fibre");
  f("line", x.line, "spans and amplifiers");
  f("module_power", "W", x.module_power, "power of one module; 0: not known", non_negative);
  f("module_latency", "us", x.module_latency, "FEC, signal processing and framing of both ends; 0: not known",
    non_negative);
}

namespace {

void describe_signal(Fields& f, CoherentResults& x) {
  f("line_rate", "Gbit/s", x.line_rate, "bits on the line", by("2 * bits_per_symbol(modulation) * symbol_rate"));
  f("overhead", "", x.overhead, "line rate over payload, less 1", by("line_rate / payload_rate - 1"));
  f("spectral_efficiency", "", x.spectral_efficiency, "payload in bit/s per Hz of the grid",
    by("payload_rate / spacing"));
  f("fibre_rate", "Tbit/s", x.fibre_rate, "payload of all channels", by("channels * payload_rate"));
  f("fec_threshold", "", x.fec_threshold, "largest bit error ratio that the code corrects");
  f("ideal_snr", "dB", x.ideal_snr, "SNR at which ideal transceivers have this bit error ratio");
  f("ideal_osnr", "dB", x.ideal_osnr, "the same in 0.1 nm", by("ideal_snr * symbol_rate / 12.5 GHz"));
  f("required_snr", "dB", x.required_snr, "SNR needed of this link",
    by("ideal_snr + implementation_penalty + path_penalty"));
  f("required_osnr", "dB", x.required_osnr,
    "OSNR of transmitter and amplifiers needed at this received power without nonlinear noise; infinite: no OSNR does",
    by("symbol_rate / 12.5 GHz / (1 / required_snr - 1 / snr_receiver)"));
}

void describe_line(Fields& f, CoherentResults& x) {
  f("length", "km", x.length, "fibre", by("line.spans * line.span_length"));
  f("span_loss", "dB", x.span_loss, "of one span",
    by("line.span_length * fibre.loss_per_km + line.connector_loss_in + line.connector_loss_out"));
  f("line_loss", "dB", x.line_loss, "of all spans", by("line.spans * span_loss"));
  f("accumulated_dispersion", "", x.accumulated_dispersion, "in ps/nm", by("fibre.dispersion * length"));
  f("nonlinear_coefficient", "", x.nonlinear_coefficient, "gamma in 1/(W km)",
    by("2 * pi * fibre.nonlinear_index / (wavelength * fibre.effective_area)"));
  f("effective_length", "km", x.effective_length, "of one span, L_eff",
    by("(1 - exp(-fibre.loss_per_km * line.span_length)) / fibre.loss_per_km"));
  f("nonlinear_efficiency", "", x.nonlinear_efficiency,
    "nonlinear noise over signal of one span by launch power squared in 1/W2, eta");
  f("optimal_launch_power", "dBm", x.optimal_launch_power,
    "launch power of the best signal; infinite where the fibre adds no noise");
  f("launch_power", "dBm", x.launch_power, "of a channel into each span, as used");
  f("span_end_power", "dBm", x.span_end_power, "behind each span", by("launch_power - span_loss"));
  f("received_power", "dBm", x.received_power, "at the receiver");
  f("booster_gain", "dB", x.booster_gain, "transmitter to launch power; 0 without booster",
    by("launch_power - (transmitter.power - line.add_loss)"));
  f("preamplifier_gain", "dB", x.preamplifier_gain, "end of the line to receiver; 0 without preamplifier",
    by("received_power + line.drop_loss - span_end_power"));
}

void describe_noise(Fields& f, CoherentResults& x) {
  f("snr_transmitter", "dB", x.snr_transmitter, "left by the transmitter's noise alone",
    by("transmitter.osnr * 12.5 GHz / symbol_rate"));
  f("snr_ase", "dB", x.snr_ase, "left by the amplifiers' noise alone; infinite without amplifiers");
  f("snr_nonlinear", "dB", x.snr_nonlinear, "left by nonlinear interference alone",
    by("1 / (line.spans * nonlinear_efficiency * launch_power^2)"));
  f("snr_receiver", "dB", x.snr_receiver, "left by the receiver's noise alone",
    by("receiver.sensitivity_snr + received_power - receiver.sensitivity"));
  f("snr", "dB", x.snr, "with all noise",
    by("1 / (1 / snr_transmitter + 1 / snr_ase + 1 / snr_nonlinear + 1 / snr_receiver)"));
  f("gsnr", "dB", x.gsnr, "without the receiver's noise, in the symbol rate",
    by("1 / (1 / snr_transmitter + 1 / snr_ase + 1 / snr_nonlinear)"));
  f("osnr", "dB", x.osnr, "of transmitter and amplifiers in 0.1 nm at the receiver",
    by("symbol_rate / 12.5 GHz / (1 / snr_transmitter + 1 / snr_ase)"));
}

}  // namespace

void describe(Fields& f, CoherentResults& x) {
  describe_signal(f, x);
  describe_line(f, x);
  describe_noise(f, x);
  f("pre_fec_ber", "", x.pre_fec_ber, "bit error ratio before decoding, penalties included");
  f("corrected", x.corrected, "it is at or below fec_threshold; what is left behind the decoder is not modelled");
  f("margin", "dB", x.margin, "SNR above what is needed", by("snr - required_snr"));
  f("closes", x.closes, "margin is at least margin_wanted and the receiver is not overloaded");
  f("binding", x.binding, "what binds: the largest noise, or power when the receiver is overloaded");
  f("most_spans", "", x.most_spans, "spans of this length that close, at most 16384; a single span counts as itself");
  f("reach", "km", x.reach, "most_spans of this length, or the longest single span that closes");
  f("latency_fibre", "us", x.latency_fibre, "flight time, 4.9 ns/m");
  f("latency", "us", x.latency, "one way", by("latency_fibre + module_latency"));
  f("energy_per_bit", "pJ/bit", x.energy_per_bit,
    "one end, transmit plus receive, per payload bit of one direction; without the line's amplifiers",
    by("module_power / payload_rate"));
}

}  // namespace copack::link
