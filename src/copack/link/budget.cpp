// SPDX-License-Identifier: Apache-2.0
#include "copack/link/budget.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "copack/link/receiver.hpp"

namespace copack::link {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// Group delay per metre: standard single-mode fibre in the O band (n_g 1.468), and twinax.
constexpr double fibre_delay = 4.9e-9;
constexpr double copper_delay = 4.6e-9;

Decibel sum(const std::vector<LossElement>& chain) {
  Decibel loss;
  for (const auto& element : chain) loss += element.loss;
  return loss;
}

bool one_channel(const LinkInputs& in) { return in.medium == Medium::copper && in.retiming != Retiming::retimed; }

struct Segment {
  Decibel loss;
  Decibel margin;
};

Segment worse(Segment a, Segment b) { return b.margin < a.margin ? b : a; }

/// Losses, margins and Q arguments of the electrical segments; for copper also those of the medium.
void value_electrical(const LinkInputs& in, LinkResults& out) {
  out.host_tx_loss = sum(in.host_channel);
  out.host_rx_loss = in.far_host_channel.empty() ? out.host_tx_loss : sum(in.far_host_channel);
  const auto segment = [](Decibel loss, Decibel budget) { return Segment{loss, budget - loss}; };
  const double q_reference = q_argument(in.electrical_reference_ber, levels(in.modulation));
  const auto q = [&](const Segment& s) { return q_at_gain(q_reference, in.snr_per_loss * s.margin, infinity); };
  auto worst = segment(out.host_tx_loss, in.equaliser_budget);
  if (in.medium == Medium::copper) {
    out.cable_loss = in.cable_fixed_loss + in.length.si() * in.cable_loss_per_metre;
  }
  if (one_channel(in)) {
    worst = segment(out.host_tx_loss + out.cable_loss + out.host_rx_loss, in.equaliser_budget);
    out.medium_q = out.host_tx_q = out.host_rx_q = q(worst);
  } else {
    const auto far = segment(out.host_rx_loss, in.equaliser_budget);
    out.host_tx_q = q(worst);
    out.host_rx_q = q(far);
    worst = worse(worst, far);
    if (in.medium == Medium::copper) {
      const auto cable = segment(out.cable_loss, in.cable_budget);
      out.medium_q = q(cable);
      worst = worse(worst, cable);
    }
  }
  out.electrical_loss = worst.loss;
  out.electrical_margin = worst.margin;
}

/// From laser power to margin at the receiver. A thermally limited receiver gains 2 dB of SNR per dB of OMA.
void value_optical(const LinkInputs& in, LinkResults& out) {
  if (in.medium != Medium::optical) return;
  out.split_loss = split_loss(in.lanes_per_laser);
  out.path_loss = sum(in.optical_path);
  out.fibre_loss = in.length.in(unit::km)*in.fibre_loss_per_km;
  out.optical_loss = out.split_loss + out.path_loss + out.fibre_loss;
  out.modulation_loss = modulation_loss(in.extinction_ratio);
  out.received_oma = in.laser_power - out.optical_loss + oma_over_cw(in.extinction_ratio);
  out.required_oma = in.receiver_sensitivity + in.transmitter_penalty + in.mpi_penalty + in.dispersion_penalty;
  out.optical_margin = out.received_oma - out.required_oma;
  const int m = levels(in.modulation);
  out.medium_q =
      q_at_gain(q_argument(in.optical_reference_ber, m), 2.0 * out.optical_margin, q_argument(in.optical_ber_floor, m));
}

/// Segments that end in a decision contribute their own BER; those that do not hand their noise to the next one.
void value_errors(const LinkInputs& in, LinkResults& out) {
  const int m = levels(in.modulation);
  const bool tx_decides = in.retiming != Retiming::linear && !one_channel(in);
  const bool rx_decides = tx_decides && in.retiming != Retiming::half_retimed;
  double q = out.medium_q;
  if (!one_channel(in)) {
    if (!tx_decides) q = combine_noise(q, out.host_tx_q);
    if (!rx_decides) q = combine_noise(q, out.host_rx_q);
  }
  out.host_tx_ber = tx_decides ? bit_error_ratio(out.host_tx_q, m) : 0.0;
  out.host_rx_ber = rx_decides ? bit_error_ratio(out.host_rx_q, m) : 0.0;
  out.medium_ber = bit_error_ratio(q, m);
  out.pre_fec_ber = std::min(0.5, out.host_tx_ber + out.medium_ber + out.host_rx_ber);

  const auto e = fec_errors(in.fec, out.pre_fec_ber, bits_per_symbol(in.modulation));
  out.codeword_error_ratio = std::exp(e.log_codeword_error_ratio);
  out.frame_loss_ratio = std::exp(e.log_frame_loss_ratio);
  out.log10_frame_loss_ratio = e.log_frame_loss_ratio / std::numbers::ln10;
  out.post_fec_ber = std::exp(e.log_post_fec_ber);
}

void value_lasers(const LinkInputs& in, LinkResults& out) {
  if (in.medium != Medium::optical) return;
  out.lasers_per_port = in.lanes / in.lanes_per_laser;
  out.laser_power_required = in.laser_power - out.optical_margin;
  out.laser_headroom = in.laser_power_max - out.laser_power_required;
  out.laser_class = laser_class(in.laser_power);
  out.laser_wpe_at_temperature =
      wall_plug_efficiency(in.laser_wpe, in.laser_temperature - in.laser_wpe_temperature, in.laser_wpe_t1);
  out.laser_power_optical = out.lasers_per_port * in.laser_power.power();
  out.laser_power_electrical = out.laser_power_optical / out.laser_wpe_at_temperature;
}

/// Heaters only heat: every ring is held at the hottest temperature its engine is to reach.
void value_rings(const LinkInputs& in, LinkResults& out) {
  if (in.medium != Medium::optical || in.rings_per_lane <= 0.0) return;
  out.ring_headroom = in.engine_temperature_max - in.engine_temperature;
  const auto lift = std::max(out.ring_headroom, 0.0 * unit::K) + in.fabrication_offset;
  out.heater_power = in.rings_per_lane * in.lanes * (lift / in.tuning_efficiency);
}

EnergyPerBit& ledger(LinkResults& out, Boundary boundary) {
  switch (boundary) {
    case Boundary::serdes:
      return out.energy_serdes;
    case Boundary::dsp:
      return out.energy_dsp;
    case Boundary::driver:
    case Boundary::modulator:
    case Boundary::tia:
      return out.energy_optics;
    case Boundary::laser:
      return out.energy_laser;
    case Boundary::heater:
      return out.energy_heater;
    case Boundary::control:
    case Boundary::other:
      break;
  }
  return out.energy_other;
}

Power& heat_at(LinkResults& out, Place location) {
  switch (location) {
    case Place::asic:
      return out.heat_asic;
    case Place::engine:
      return out.heat_engine;
    case Place::laser_module:
      return out.heat_laser;
    case Place::module:
    case Place::cable_end:
      break;
  }
  return out.heat_module;
}

/// Every joule appears once by what uses it and once by where it ends as heat. An external laser keeps what it does not
/// emit; its light is absorbed where the optics are (what leaves for the far end comes back as much).
void value_energy(const LinkInputs& in, LinkResults& out) {
  for (const auto& term : in.energy) {
    ledger(out, term.boundary) += term.energy_per_bit;
    heat_at(out, term.location) += term.energy_per_bit * in.payload_rate;
  }
  out.energy_laser += out.laser_power_electrical / in.payload_rate;
  out.energy_heater += out.heater_power / in.payload_rate;
  auto& optics = heat_at(out, in.optics_location);
  optics += out.heater_power;
  if (in.laser_kind == LaserKind::external) {
    optics += out.laser_power_optical;
    out.heat_laser += out.laser_power_electrical - out.laser_power_optical;
  } else {
    optics += out.laser_power_electrical;
  }
  out.energy_per_bit =
      out.energy_serdes + out.energy_dsp + out.energy_optics + out.energy_laser + out.energy_heater + out.energy_other;
  out.power_per_end = out.energy_per_bit * in.payload_rate;
}

void value_delay(const LinkInputs& in, LinkResults& out) {
  for (const auto& term : in.latency_terms) out.latency_elements += term.time;
  const double per_metre = in.medium == Medium::optical ? fibre_delay : copper_delay;
  out.latency_propagation = Time::from_si(per_metre * in.length.si());
  const auto encoded_rate = in.lanes * bits_per_symbol(in.modulation) * unit::bit * in.symbol_rate;
  out.latency_fec = block_time(in.fec, encoded_rate) + in.fec_decoder_latency;
  out.latency = out.latency_elements + out.latency_propagation + out.latency_fec;
}

/// Length at which the margin that depends on it is used up, all else equal.
void value_reach(const LinkInputs& in, LinkResults& out) {
  double metres = in.length.si();
  if (in.medium == Medium::optical) {
    metres += 1e3 * out.optical_margin.db() / in.fibre_loss_per_km.db();
    out.fibres_per_port = 2.0 * in.lanes / in.wavelengths;
  } else {
    const auto margin = one_channel(in) ? out.electrical_margin : in.cable_budget - out.cable_loss;
    metres += margin.db() / in.cable_loss_per_metre.db();
  }
  out.reach_limit = Length::from_si(std::max(0.0, metres));
  if (in.shoreline_width.si() > 0.0) out.shoreline_density = in.payload_rate / in.shoreline_width;
}

/// Margins are compared as SNR. The FEC binds only when no segment does: their allocations together exceed the code.
void judge(const LinkInputs& in, LinkResults& out) {
  const bool optical = in.medium == Medium::optical;
  const bool rings = optical && in.rings_per_lane > 0.0;
  const Decibel electrical_snr = in.snr_per_loss * out.electrical_margin;
  const Decibel optical_snr = 2.0 * out.optical_margin;
  const bool segments_close = std::min(electrical_snr, optical ? optical_snr : electrical_snr) >= Decibel{};
  const bool locked = !rings || out.ring_headroom.si() >= 0.0;
  const bool frames_pass = out.frame_loss_ratio <= in.frame_loss_target;
  out.closes = segments_close && locked && frames_pass;
  if (!locked) {
    out.binding = Binding::tuning;
  } else if (segments_close && !frames_pass) {
    out.binding = Binding::fec;
  } else if (optical && optical_snr < electrical_snr) {
    out.binding = out.laser_headroom < Decibel{} ? Binding::laser : Binding::optical;
  }
}

}  // namespace

double q_at_gain(double q_reference, Decibel snr_gain, double q_limit) {
  const double limit = 1.0 / (q_limit * q_limit);
  const double reference = 1.0 / (q_reference * q_reference);
  return 1.0 / std::sqrt((reference - limit) / snr_gain.ratio() + limit);
}

double combine_noise(double q_a, double q_b) { return 1.0 / std::sqrt(1.0 / (q_a * q_a) + 1.0 / (q_b * q_b)); }

LinkResults evaluate(const LinkInputs& in) {
  LinkResults out;
  value_electrical(in, out);
  value_optical(in, out);
  value_errors(in, out);
  value_lasers(in, out);
  value_rings(in, out);
  value_energy(in, out);
  value_delay(in, out);
  value_reach(in, out);
  judge(in, out);
  return out;
}

}  // namespace copack::link
