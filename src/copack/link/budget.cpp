// SPDX-License-Identifier: Apache-2.0
#include "copack/link/budget.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "copack/link/optical_lane.hpp"
#include "copack/link/propagation.hpp"

namespace copack::link {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

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
  const auto q = [&](const Segment& s) {
    return q_at_gain(q_reference, std::min(in.snr_per_loss * s.margin, in.snr_gain_max), infinity);
  };
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
  out.serdes_loss = one_channel(in) ? worst.loss : std::max(out.host_tx_loss, out.host_rx_loss);
  out.electrical_loss = worst.loss;
  out.electrical_margin = worst.margin;
}

/// Rings before the light that passes them: their heaters, what they leak, what they absorb. Heaters only heat: without
/// a bank every ring is held at the hottest temperature its engine is to reach.
RingEffects value_rings(const LinkInputs& in, LinkResults& out) {
  if (in.medium != Medium::optical || in.rings_per_lane <= 0.0) return {};
  out.ring_headroom = in.engine_temperature_max - in.engine_temperature;
  out.tuned = out.ring_headroom.si() >= 0.0;
  if (in.ring_bank.channels <= 0) {
    const auto lift = std::max(out.ring_headroom, 0.0 * unit::K) + in.fabrication_offset;
    out.heater_power = in.rings_per_lane * in.lanes * (lift / in.tuning_efficiency);
    return {};
  }
  const auto bank = evaluate(bank_of(in));
  out.heater_power = in.lanes * bank.lane_power;
  out.tuned = bank.lock_held;
  out.ring_pass_loss = in.rings_per_lane * bank.pass_loss;
  out.crosstalk_penalty = bank.crosstalk_penalty;
  return {.pass_loss = out.ring_pass_loss, .crosstalk = bank.crosstalk};
}

/// OMA at the photodiode, OMA it needs, and the Q argument that follows, for one laser power.
struct Reception {
  PowerLevel received, sensitivity;
  Decibel eye_closure, modulation_loss;
  double q = 0.0;
};

/// What dispersion costs at this length: its allocation, or what undoing it takes where that is more.
Decibel dispersion_penalty(const LinkInputs& in) {
  const auto& d = in.devices;
  return std::max(in.dispersion_penalty, dispersion_closure({.length = in.length,
                                                             .wavelength = d.wavelength,
                                                             .zero_dispersion_wavelength = d.zero_dispersion_wavelength,
                                                             .slope = d.dispersion_slope},
                                                            in.symbol_rate, d.chirp));
}

/// By specification. A thermally limited receiver gains 2 dB of SNR per dB of OMA.
Reception receive_by_budget(const LinkInputs& in, const LinkResults& out, PowerLevel laser) {
  const int m = levels(in.modulation);
  Reception r{.received = laser - out.optical_loss + oma_over_cw(in.extinction_ratio),
              .sensitivity = in.receiver_sensitivity,
              .eye_closure = in.transmitter_penalty + dispersion_penalty(in),
              .modulation_loss = modulation_loss(in.extinction_ratio)};
  const Decibel margin = r.received - (r.sensitivity + r.eye_closure + in.mpi_penalty + out.crosstalk_penalty);
  r.q = q_at_gain(q_argument(in.optical_reference_ber, m), 2.0 * margin, q_argument(in.optical_ber_floor, m));
  return r;
}

/// From the devices, all noises solved together.
Reception receive_by_devices(const LinkInputs& in, const RingEffects& rings, PowerLevel laser) {
  auto lane = lane_of(in, rings);
  lane.laser_power = laser;
  const auto r = evaluate(lane);
  return {.received = r.received_oma,
          .sensitivity = r.thermal_sensitivity,
          .eye_closure = r.signal_noise_penalty,
          .modulation_loss = r.modulation_loss,
          .q = r.q};
}

/// From laser power to margin at the receiver, and back when the laser is solved: margin follows power dB by dB.
void value_optical(const LinkInputs& in, const RingEffects& rings, LinkResults& out) {
  if (in.medium != Medium::optical) return;
  out.split_loss = split_loss(in.lanes_per_laser);
  out.path_loss = sum(in.optical_path);
  out.fibre_loss = in.length.in(unit::km)*in.fibre_loss_per_km;
  out.optical_loss = out.split_loss + out.path_loss + out.ring_pass_loss + out.fibre_loss;
  const auto receive = [&](PowerLevel laser) {
    return in.optical_method == OpticalMethod::budget ? receive_by_budget(in, out, laser)
                                                      : receive_by_devices(in, rings, laser);
  };
  const auto needed = [&](const Reception& r) {
    return r.sensitivity + r.eye_closure + in.mpi_penalty + out.crosstalk_penalty;
  };
  const bool solved = in.laser_setting == LaserSetting::solved;
  out.laser_power_emitted = solved ? in.laser_power_max : in.laser_power;
  auto r = receive(out.laser_power_emitted);
  if (const Decibel excess = r.received - needed(r) - in.laser_margin; solved && excess > Decibel{}) {
    out.laser_power_emitted = out.laser_power_emitted - excess;
    r = receive(out.laser_power_emitted);
  }
  out.modulation_loss = r.modulation_loss;
  out.received_oma = r.received;
  out.sensitivity = r.sensitivity;
  out.eye_closure = r.eye_closure;
  out.required_oma = needed(r);
  out.optical_margin = out.received_oma - out.required_oma;
  out.medium_q = r.q;
}

/// What the bits of a lane have suffered since they were last decided, and the errors of all decisions so far.
struct Signal {
  double noise = 0.0;  ///< of all segments since the last decision, as 1/q^2 of one eye
  double ber = 0.0;
};

Signal through(Signal s, double q) {
  s.noise += 1.0 / (q * q);
  return s;
}

/// The errors of this decision alone. Noise does not pass it.
double decide(Signal& s, int levels) {
  const double ber = bit_error_ratio(1.0 / std::sqrt(s.noise), levels);
  s = {.ber = s.ber + ber};
  return ber;
}

/// Errors of the medium as its outer decoder counts them: those independent ones that hit as many of its symbols as the
/// inner decoder leaves wrong.
double behind_inner_code(const LinkInputs& in, double ber) {
  if (in.inner_decoder == InnerDecoder::none) return ber;
  const double symbols = std::exp(inner_errors(in.inner_decoder, ber).log_symbol_error_ratio);
  return -std::expm1(std::log1p(-symbols) / inner_symbol_bits);
}

/// The signal folded through transmit host channel, medium and receive host channel. Segments that end in a decision
/// contribute their own errors; those that do not hand their noise on.
void value_errors(const LinkInputs& in, LinkResults& out) {
  const int m = levels(in.modulation);
  const bool tx_decides = in.retiming != Retiming::linear && !one_channel(in);
  const bool rx_decides = tx_decides && in.retiming != Retiming::half_retimed;
  Signal s;
  if (!one_channel(in)) s = through(s, out.host_tx_q);
  if (tx_decides) out.host_tx_ber = decide(s, m);
  s = through(s, out.medium_q);
  if (!one_channel(in) && !rx_decides) s = through(s, out.host_rx_q);
  const double before = s.ber;
  out.medium_ber = decide(s, m);
  out.medium_ber_decoded = behind_inner_code(in, out.medium_ber);
  s.ber = before + out.medium_ber_decoded;
  if (rx_decides) out.host_rx_ber = decide(s = through(s, out.host_rx_q), m);
  out.pre_fec_ber = std::min(0.5, s.ber);

  const auto e = fec_errors(in.fec, out.pre_fec_ber, bits_per_symbol(in.modulation));
  out.codeword_error_ratio = std::exp(e.log_codeword_error_ratio);
  out.frame_loss_ratio = std::exp(e.log_frame_loss_ratio);
  out.log10_frame_loss_ratio = e.log_frame_loss_ratio / std::numbers::ln10;
  out.post_fec_ber = std::exp(e.log_post_fec_ber);
}

void value_lasers(const LinkInputs& in, LinkResults& out) {
  if (in.medium != Medium::optical) return;
  out.lasers_per_port = in.lanes / in.lanes_per_laser;
  out.laser_power_required = out.laser_power_emitted - out.optical_margin;
  out.laser_headroom = in.laser_power_max - out.laser_power_required;
  out.laser_class = laser_class(out.laser_power_emitted);
  out.laser_wpe_at_temperature =
      wall_plug_efficiency(in.laser_wpe, in.laser_temperature - in.laser_wpe_temperature, in.laser_wpe_t1);
  out.laser_power_optical = out.lasers_per_port * out.laser_power_emitted.power();
  out.laser_power_electrical = out.laser_power_optical / out.laser_wpe_at_temperature;
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
    const auto energy = energy_at(term, out.serdes_loss);
    ledger(out, term.boundary) += energy;
    heat_at(out, term.location) += energy * in.payload_rate;
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
  const double inner = in.inner_decoder == InnerDecoder::none ? 1.0 : inner_overhead;
  const auto encoded_rate = in.lanes * bits_per_symbol(in.modulation) / inner * unit::bit * in.symbol_rate;
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
  const Decibel electrical_snr = in.snr_per_loss * out.electrical_margin;
  const Decibel optical_snr = 2.0 * out.optical_margin;
  const bool segments_close = std::min(electrical_snr, optical ? optical_snr : electrical_snr) >= Decibel{};
  const bool frames_pass = out.frame_loss_ratio <= in.frame_loss_target;
  out.closes = segments_close && out.tuned && frames_pass;
  if (!out.tuned) {
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

EnergyPerBit energy_at(const EnergyTerm& term, Decibel serdes_loss) {
  const double extra = (serdes_loss - term.reference_loss).db();
  return std::max(EnergyPerBit{}, term.energy_per_bit + extra * term.energy_per_loss);
}

LinkResults evaluate(const LinkInputs& in) {
  LinkResults out;
  value_electrical(in, out);
  value_optical(in, value_rings(in, out), out);
  value_errors(in, out);
  value_lasers(in, out);
  value_energy(in, out);
  value_delay(in, out);
  value_reach(in, out);
  judge(in, out);
  return out;
}

}  // namespace copack::link
