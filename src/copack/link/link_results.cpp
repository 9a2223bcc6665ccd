// SPDX-License-Identifier: Apache-2.0
#include "copack/link/link.hpp"

namespace copack::link {
namespace {

void describe_margins(Fields& f, LinkResults& x) {
  f("host_tx_loss", "dB", x.host_tx_loss, "loss of the transmit host channel", by("sum(host_channel)"));
  f("host_rx_loss", "dB", x.host_rx_loss, "loss of the receive host channel", by("sum(far_host_channel)"));
  f("cable_loss", "dB", x.cable_loss, "loss of the copper cable",
    by("cable_fixed_loss + length * cable_loss_per_metre"));
  f("electrical_loss", "dB", x.electrical_loss, "loss of the electrical segment with least margin");
  f("electrical_margin", "dB", x.electrical_margin, "least margin of an electrical segment",
    by("equaliser_budget - electrical_loss"));
  f("serdes_loss", "dB", x.serdes_loss,
    "loss that a SerDes equalises: of the whole channel, or of the longer host channel");
  f("host_tx_q", "", x.host_tx_q, "Q argument of the transmit host channel alone",
    by("Q_inverse(electrical_reference_ber) * 10^(min(snr_per_loss * (equaliser_budget - host_tx_loss), snr_gain_max) "
       "/ 20)"));
  f("host_rx_q", "", x.host_rx_q, "Q argument of the receive host channel alone",
    by("Q_inverse(electrical_reference_ber) * 10^(min(snr_per_loss * (equaliser_budget - host_rx_loss), snr_gain_max) "
       "/ 20)"));
  f("laser_power_emitted", "dBm", x.laser_power_emitted, "power of one laser: as stated, or solved for its margin",
    by("laser_power; solved: what leaves laser_margin, at most laser_power_max"));
  f("split_loss", "dB", x.split_loss, "loss of the laser split", by("10 * log10(lanes_per_laser)"));
  f("path_loss", "dB", x.path_loss, "loss of the optical elements", by("sum(optical_path)"));
  f("ring_pass_loss", "dB", x.ring_pass_loss, "loss of passing the other rings of every bank",
    by("rings_per_lane * pass_loss(ring_bank.channels)"));
  f("fibre_loss", "dB", x.fibre_loss, "loss of the fibre", by("length * fibre_loss_per_km"));
  f("optical_loss", "dB", x.optical_loss, "loss from laser to photodiode at the top level",
    by("split_loss + path_loss + ring_pass_loss + fibre_loss"));
  f("modulation_loss", "dB", x.modulation_loss, "loss from CW to average power",
    by("-10 * log10((1 + 1 / extinction_ratio) / 2)"));
  f("received_oma", "dBm", x.received_oma, "outer OMA at the photodiode",
    by("laser_power_emitted - optical_loss + 10 * log10(1 - 1 / extinction_ratio)"));
  f("sensitivity", "dBm", x.sensitivity, "outer OMA an ideal transmitter needs at the reference BER",
    by("receiver_sensitivity; analytic: thermal noise of devices"));
  f("eye_closure", "dB", x.eye_closure, "what transmitter, its noise and dispersion add to that",
    by("transmitter_penalty + max(dispersion_penalty, dispersion(devices, length)); analytic: from devices"));
  f("crosstalk_penalty", "dB", x.crosstalk_penalty, "eye closed by other wavelengths",
    by("-10 * log10(1 - (levels - 1) * crosstalk(ring_bank.channels, ring_bank.quality_factor))"));
  f("required_oma", "dBm", x.required_oma, "outer OMA needed at the reference BER",
    by("sensitivity + eye_closure + mpi_penalty + crosstalk_penalty"));
  f("optical_margin", "dB", x.optical_margin, "optical power to spare", by("received_oma - required_oma"));
  f("medium_q", "", x.medium_q, "Q argument of fibre or cable alone",
    by("Q_inverse(optical_reference_ber) * 10^(optical_margin / 10), limited by Q_inverse(optical_ber_floor); "
       "analytic: all noises of devices at received_oma"));
}

void describe_errors(Fields& f, LinkResults& x) {
  f("host_tx_ber", "", x.host_tx_ber, "errors decided at the end of the transmit host channel; 0 when it is linear");
  f("medium_ber", "", x.medium_ber, "errors decided after the medium, with the noise of linear host channels",
    by("BER(medium_q, and host_tx_q, host_rx_q where linear: 1/q^2 adds)"));
  f("medium_ber_decoded", "", x.medium_ber_decoded, "the same behind the inner code, as independent errors",
    by("1 - (1 - symbol_error_ratio(medium_ber, inner_decoder))^(1/10); without inner code: medium_ber"));
  f("host_rx_ber", "", x.host_rx_ber, "errors decided at the end of the receive host channel; 0 when it is linear");
  f("pre_fec_ber", "", x.pre_fec_ber, "bit error ratio before decoding",
    by("host_tx_ber + medium_ber_decoded + host_rx_ber"));
  f("codeword_error_ratio", "", x.codeword_error_ratio, "codewords that cannot be decoded");
  f("frame_loss_ratio", "", x.frame_loss_ratio, "64-byte frames lost", by("FLR(pre_fec_ber, fec)"));
  f("log10_frame_loss_ratio", "", x.log10_frame_loss_ratio, "its decimal logarithm", by("log10(frame_loss_ratio)"));
  f("post_fec_ber", "", x.post_fec_ber, "bit error ratio after decoding");
}

void describe_light(Fields& f, LinkResults& x) {
  f("lasers_per_port", "", x.lasers_per_port, "lasers of one end", by("lanes / lanes_per_laser"));
  f("laser_power_required", "dBm", x.laser_power_required, "laser power that leaves no optical margin",
    by("laser_power_emitted - optical_margin"));
  f("laser_headroom", "dB", x.laser_headroom, "what the strongest laser has beyond that",
    by("laser_power_max - laser_power_required"));
  f("laser_class", x.laser_class, "OIF ELSFP power class of one laser", by("class(laser_power_emitted)"));
  f("laser_wpe_at_temperature", "", x.laser_wpe_at_temperature, "wall-plug efficiency at the laser temperature",
    by("laser_wpe * exp(-(laser_temperature - laser_wpe_temperature) / laser_wpe_t1)"));
  f("laser_power_optical", "W", x.laser_power_optical, "light of one end's lasers",
    by("lasers_per_port * laser_power_emitted"));
  f("laser_power_electrical", "W", x.laser_power_electrical, "power of one end's lasers",
    by("laser_power_optical / laser_wpe_at_temperature"));
  f("ring_headroom", "K", x.ring_headroom, "how much hotter the engine may get before rings lose lock",
    by("engine_temperature_max - engine_temperature"));
  f("heater_power", "W", x.heater_power, "power of one end's ring heaters",
    by("rings_per_lane * lanes * (ring_headroom + fabrication_offset) / tuning_efficiency; with ring_bank: lanes * "
       "lane_power(ring_bank)"));
  f("tuned", x.tuned, "rings are in lock and their heaters within range");
}

void describe_energy(Fields& f, LinkResults& x) {
  f("energy_serdes", "pJ/bit", x.energy_serdes, "SerDes of one end", by("sum(energy where boundary = serdes)"));
  f("energy_dsp", "pJ/bit", x.energy_dsp, "retimer or DSP of one end", by("sum(energy where boundary = dsp)"));
  f("energy_optics", "pJ/bit", x.energy_optics, "drivers, modulators and TIAs of one end",
    by("sum(energy where boundary = driver, modulator, tia)"));
  f("energy_laser", "pJ/bit", x.energy_laser, "lasers of one end",
    by("laser_power_electrical / payload_rate + sum(energy where boundary = laser)"));
  f("energy_heater", "pJ/bit", x.energy_heater, "ring heaters of one end",
    by("heater_power / payload_rate + sum(energy where boundary = heater)"));
  f("energy_other", "pJ/bit", x.energy_other, "control and the rest",
    by("sum(energy where boundary = control, other)"));
  f("energy_per_bit", "pJ/bit", x.energy_per_bit, "energy of one end per payload bit of one direction",
    by("energy_serdes + energy_dsp + energy_optics + energy_laser + energy_heater + energy_other"));
  f("power_per_end", "W", x.power_per_end, "power of one end", by("energy_per_bit * payload_rate"));
  f("heat_asic", "W", x.heat_asic, "its heat in the ASIC", by("sum(energy where location = asic) * payload_rate"));
  f("heat_engine", "W", x.heat_engine, "its heat in the optical engine",
    by("sum(energy where location = engine) * payload_rate + heater_power + laser_power_optical"));
  f("heat_laser", "W", x.heat_laser, "its heat in the external laser module",
    by("sum(energy where location = laser-module) * payload_rate + laser_power_electrical - laser_power_optical"));
  f("heat_module", "W", x.heat_module, "its heat in the pluggable module or cable end",
    by("sum(energy where location = module, cable-end) * payload_rate"));
}

void describe_rest(Fields& f, LinkResults& x) {
  f("latency_elements", "ns", x.latency_elements, "retimers, modules and PHYs", by("sum(latency_terms)"));
  f("latency_propagation", "ns", x.latency_propagation, "flight time: 4.9 ns/m in fibre, 4.6 ns/m in copper",
    by("length / velocity"));
  f("latency_fec", "ns", x.latency_fec, "filling the FEC block and decoding it",
    by("fec.interleave * n * m / (lanes * bits_per_symbol * symbol_rate) + fec_decoder_latency"));
  f("latency", "ns", x.latency, "one way, ASIC to ASIC", by("latency_elements + latency_propagation + latency_fec"));
  f("reach_limit", "m", x.reach_limit, "length at which the margin of the medium is used up");
  f("fibres_per_port", "", x.fibres_per_port, "fibres of both directions", by("2 * lanes / wavelengths"));
  f("shoreline_density", "Gbit/(s*mm)", x.shoreline_density,
    "payload of one direction per package edge; 0: edge not given", by("payload_rate / shoreline_width"));
  f("closes", x.closes, "all margins at or above zero and the frame loss at or below its target");
  f("binding", x.binding, "what fails by most, or has least to spare");
}

}  // namespace

void describe(Fields& f, LinkResults& x) {
  describe_margins(f, x);
  describe_errors(f, x);
  describe_light(f, x);
  describe_energy(f, x);
  describe_rest(f, x);
}

}  // namespace copack::link
