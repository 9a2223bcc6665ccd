// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "copack/link/link.hpp"

namespace copack::link {

std::span<const std::string_view> choice_names(Medium /*unused*/) {
  static constexpr std::array<std::string_view, 2> names{"copper", "optical"};
  return names;
}

std::span<const std::string_view> choice_names(Retiming /*unused*/) {
  static constexpr std::array<std::string_view, 5> names{"retimed", "half-retimed", "linear", "direct", "none"};
  return names;
}

std::span<const std::string_view> choice_names(LaserKind /*unused*/) {
  static constexpr std::array<std::string_view, 2> names{"integrated", "external"};
  return names;
}

std::span<const std::string_view> choice_names(OpticalMethod /*unused*/) {
  static constexpr std::array<std::string_view, 2> names{"budget", "analytic"};
  return names;
}

std::span<const std::string_view> choice_names(LaserSetting /*unused*/) {
  static constexpr std::array<std::string_view, 2> names{"stated", "solved"};
  return names;
}

std::span<const std::string_view> choice_names(Boundary /*unused*/) {
  static constexpr std::array<std::string_view, 9> names{"serdes", "dsp",    "driver",  "modulator", "tia",
                                                         "laser",  "heater", "control", "other"};
  return names;
}

std::span<const std::string_view> choice_names(Place /*unused*/) {
  static constexpr std::array<std::string_view, 5> names{"asic", "engine", "laser-module", "module", "cable-end"};
  return names;
}

std::span<const std::string_view> choice_names(Binding /*unused*/) {
  static constexpr std::array<std::string_view, 5> names{"electrical", "optical", "fec", "laser", "tuning"};
  return names;
}

void describe(Fields& f, LossElement& x) {
  f("name", x.name, "what the element is");
  f("loss", "dB", x.loss, "insertion loss", required_non_negative);
}

void describe(Fields& f, EnergyTerm& x) {
  f("name", x.name, "what uses the energy");
  f("boundary", x.boundary, "what the figure covers", required);
  f("location", x.location, "where its heat goes", required);
  f("energy_per_bit", "pJ/bit", x.energy_per_bit, "per payload bit of one direction, transmit plus receive of one end",
    required_non_negative);
  f("energy_per_loss", "pJ/bit", x.energy_per_loss, "added per dB of serdes_loss above reference_loss (equalisers)",
    non_negative);
  f("reference_loss", "dB", x.reference_loss, "loss of a SerDes channel at which energy_per_bit holds", non_negative);
}

void describe(Fields& f, LatencyTerm& x) {
  f("name", x.name, "what causes the delay");
  f("time", "ns", x.time, "delay, both ends together", required_non_negative);
}

namespace {

constexpr Rule ber_rule{.min = 1e-300, .max = 0.1};
constexpr Rule at_least_one{.min = 1.0};

void describe_line(Fields& f, LinkInputs& x) {
  f("payload_rate", "Gbit/s", x.payload_rate, "payload of the port in one direction", required_positive);
  f("lanes", "", x.lanes, "lanes in one direction", {.min = 1.0, .required = true});
  f("modulation", x.modulation, "line coding");
  f("symbol_rate", "GBd", x.symbol_rate, "symbol rate of a lane, fb", required_positive);
  f("medium", x.medium, "copper or optical", required);
  f("retiming", x.retiming, "where the signal is regenerated", required);
  f("length", "m", x.length, "length of fibre or cable, L", non_negative);
}

void describe_electrical(Fields& f, LinkInputs& x) {
  f("host_channel", x.host_channel, "electrical elements from ASIC to module, engine or cable at the transmit end");
  f("far_host_channel", x.far_host_channel, "the same at the receive end; left out: as host_channel");
  f("equaliser_budget", "dB", x.equaliser_budget, "loss at half the symbol rate that the SerDes closes", non_negative);
  f("electrical_reference_ber", "", x.electrical_reference_ber, "bit error ratio at that loss", ber_rule);
  f("snr_per_loss", "", x.snr_per_loss, "dB of SNR gained per dB of loss below the budget", {.min = 0.01, .max = 2.0});
  f("snr_gain_max", "dB", x.snr_gain_max, "most SNR that a short channel gains over the reference", non_negative);
  f("cable_loss_per_metre", "dB", x.cable_loss_per_metre, "cable loss at half the symbol rate, per metre",
    non_negative);
  f("cable_fixed_loss", "dB", x.cable_fixed_loss, "loss of paddle cards and cable connectors", non_negative);
  f("cable_budget", "dB", x.cable_budget, "loss that retimers in the cable ends close (active copper)", non_negative);
}

void describe_optical(Fields& f, LinkInputs& x) {
  f("laser_kind", x.laser_kind, "integrated with the modulators or in an external module");
  f("laser_setting", x.laser_setting,
    "stated, or solved: as much power as leaves laser_margin, at most laser_power_max");
  f("laser_power", "dBm", x.laser_power, "optical power of one laser per wavelength when stated, P_laser",
    {.min = -30.0, .max = 40.0});
  f("laser_margin", "dB", x.laser_margin, "optical margin wanted of a solved laser", non_negative);
  f("laser_power_max", "dBm", x.laser_power_max, "strongest laser to be had", {.min = -30.0, .max = 40.0});
  f("lanes_per_laser", "", x.lanes_per_laser, "lanes that share one laser", at_least_one);
  f("optical_path", x.optical_path, "optical elements from laser to photodiode, without split, modulation and fibre");
  f("fibre_loss_per_km", "dB", x.fibre_loss_per_km, "fibre attenuation per kilometre", positive);
  f("extinction_ratio", "dB", x.extinction_ratio, "outer extinction ratio, ER", {.min = 0.5, .max = 40.0});
  f("transmitter_penalty", "dB", x.transmitter_penalty, "eye closure of the transmitter, TDECQ", non_negative);
  f("mpi_penalty", "dB", x.mpi_penalty, "allocation for multipath interference", non_negative);
  f("dispersion_penalty", "dB", x.dispersion_penalty,
    "allocation for dispersion; exceeded where that of devices at this length is more", non_negative);
  f("receiver_sensitivity", "dBm", x.receiver_sensitivity, "outer OMA needed from a transmitter without penalty",
    {.min = -40.0, .max = 20.0});
  f("optical_reference_ber", "", x.optical_reference_ber, "bit error ratio at that sensitivity", ber_rule);
  f("optical_ber_floor", "", x.optical_ber_floor, "bit error ratio that remains at any received power",
    {.min = 0.0, .max = 0.1});
  f("wavelengths", "", x.wavelengths, "wavelengths per fibre", at_least_one);
  f("optical_method", x.optical_method,
    "budget: sensitivity and penalties as given; analytic: from the devices, all noises together");
  f("devices", x.devices, "devices of a lane: dispersion for both methods, all else for the analytic one");
}

void describe_energy(Fields& f, LinkInputs& x) {
  f("energy", x.energy, "energy ledger of one end; lasers and ring heaters are computed and stand beside it");
  f("optics_location", x.optics_location, "where modulators, rings and an integrated laser sit: engine or module");
  f("laser_wpe", "", x.laser_wpe,
    "wall-plug efficiency of the laser with driver and cooler, at its reference temperature",
    {.min = 1e-4, .max = 1.0});
  f("laser_wpe_temperature", "degC", x.laser_wpe_temperature, "reference temperature of the efficiency, T_ref");
  f("laser_wpe_t1", "K", x.laser_wpe_t1, "temperature over which the efficiency falls by e, T1", positive);
  f("laser_temperature", "degC", x.laser_temperature, "laser temperature, T_laser");
  f("rings_per_lane", "", x.rings_per_lane, "tuned rings per lane at one end, transmit plus receive", non_negative);
  f("ring_bank", x.ring_bank, "banks of rings; with channels above 0 heaters, crosstalk and pass loss follow from it");
  f("tuning_efficiency", "K/mW", x.tuning_efficiency, "ring temperature per heater power", positive);
  f("fabrication_offset", "K", x.fabrication_offset, "heating that puts an average ring on its channel", non_negative);
  f("engine_temperature", "degC", x.engine_temperature, "engine temperature, T_engine");
  f("engine_temperature_max", "degC", x.engine_temperature_max, "hottest engine at which rings are held, T_max");
}

}  // namespace

void describe(Fields& f, LinkInputs& x) {
  describe_line(f, x);
  describe_electrical(f, x);
  describe_optical(f, x);
  f("fec", x.fec, "forward error correction");
  f("inner_decoder", x.inner_decoder,
    "decoder of a Hamming(128,120) code on the medium: none, hard, chase-4 or chase-6");
  f("frame_loss_target", "", x.frame_loss_target, "largest acceptable frame loss ratio", {.min = 1e-300, .max = 1.0});
  describe_energy(f, x);
  f("latency_terms", x.latency_terms, "delays of retimers, modules and PHYs");
  f("fec_decoder_latency", "ns", x.fec_decoder_latency, "delay of the decoder beyond filling its block", non_negative);
  f("shoreline_width", "mm", x.shoreline_width, "package edge the port takes; 0: not known", non_negative);
}

}  // namespace copack::link
