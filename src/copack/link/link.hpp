// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "copack/core/diagnostics.hpp"
#include "copack/core/fields.hpp"
#include "copack/link/fec.hpp"
#include "copack/link/inner_fec.hpp"
#include "copack/link/lane_devices.hpp"
#include "copack/link/laser.hpp"
#include "copack/link/modulation.hpp"

/// What a link is: ordered elements between two ASICs, with their loss, energy and delay. How it is valued stands
/// elsewhere (budget.hpp), so that other methods can answer with the same results.
namespace copack::link {

enum class Medium { copper, optical };
std::span<const std::string_view> choice_names(Medium);

/// Where the signal is regenerated, and so which errors add and which noises add.
enum class Retiming {
  retimed,       ///< both host channels end in a retimer: three segments, their BERs add
  half_retimed,  ///< retimed towards the medium only (LRO): the medium and the receive host channel share one noise
                 ///< budget
  linear,        ///< not retimed (LPO, direct-drive engines): host channels and medium share one noise budget
  direct,        ///< a short digital host segment (XSR, UCIe) ends in the engine: as retimed, without a retimer chip
  none           ///< passive copper: one channel from ASIC to ASIC
};
std::span<const std::string_view> choice_names(Retiming);

enum class LaserKind { integrated, external };
std::span<const std::string_view> choice_names(LaserKind);

/// How an optical lane is valued: by the penalties and the sensitivity of a specification, or from its devices with all
/// noises solved together (`ImddInputs`).
enum class OpticalMethod { budget, analytic };
std::span<const std::string_view> choice_names(OpticalMethod);

/// Whether the laser's power is given, or found from the margin that is wanted.
enum class LaserSetting { stated, solved };
std::span<const std::string_view> choice_names(LaserSetting);

/// What an energy figure covers.
enum class Boundary { serdes, dsp, driver, modulator, tia, laser, heater, control, other };
std::span<const std::string_view> choice_names(Boundary);

/// Where the heat of an energy term goes.
enum class Place { asic, engine, laser_module, module, cable_end };
std::span<const std::string_view> choice_names(Place);

/// What limits a link: the requirement it fails by most, or, when it closes, the one with least to spare.
enum class Binding { electrical, optical, fec, laser, tuning };
std::span<const std::string_view> choice_names(Binding);

struct LossElement {
  std::string name;
  Decibel loss;
};

/// Energy of one part of one end, transmit plus receive, per payload bit of one direction. Equalisers pay for the loss
/// they undo: what stands in `energy_per_bit` holds at `reference_loss`, and each dB of a SerDes's channel beside it
/// adds `energy_per_loss`.
struct EnergyTerm {
  std::string name;
  Boundary boundary = Boundary::other;
  Place location = Place::module;
  EnergyPerBit energy_per_bit;
  EnergyPerBit energy_per_loss = {};  ///< per dB of the loss that a SerDes equalises
  Decibel reference_loss = {};
};

struct LatencyTerm {
  std::string name;
  Time time;
};

/// One port's link in one direction; both directions and both ends are alike unless `far_host_channel` says otherwise.
struct LinkInputs {
  // Line
  BitRate payload_rate;  ///< one direction
  double lanes = 4;
  Modulation modulation = Modulation::pam4;
  Frequency symbol_rate = 53.125 * unit::GHz;
  Medium medium = Medium::optical;
  Retiming retiming = Retiming::retimed;
  Length length = 30.0 * unit::m;

  // Electrical channel; losses at half the symbol rate
  std::vector<LossElement> host_channel;              ///< ASIC to module, engine or cable, at the transmit end
  std::vector<LossElement> far_host_channel;          ///< the same at the receive end; empty: as host_channel
  Decibel equaliser_budget = Decibel::from_db(28.0);  ///< loss the SerDes closes at its reference BER
  double electrical_reference_ber = 1e-6;
  double snr_per_loss = 0.2;  ///< dB of SNR gained per dB of loss below the budget; `ComFitResults::slope`
  Decibel snr_gain_max = Decibel::from_db(40.0);  ///< most that a short channel gains; `ComFitResults::snr_gain_max`
  Decibel cable_loss_per_metre;
  Decibel cable_fixed_loss;                       ///< paddle cards and cable connectors
  Decibel cable_budget = Decibel::from_db(28.0);  ///< what the retimers in the cable ends close (active copper)

  // Optical path
  LaserKind laser_kind = LaserKind::integrated;
  LaserSetting laser_setting = LaserSetting::stated;
  PowerLevel laser_power;                                   ///< when stated
  Decibel laser_margin;                                     ///< wanted optical margin when solved
  PowerLevel laser_power_max = PowerLevel::from_dbm(26.0);  ///< strongest laser to be had
  double lanes_per_laser = 1;
  std::vector<LossElement> optical_path;  ///< laser to photodiode, without split, modulation and fibre loss
  Decibel fibre_loss_per_km = Decibel::from_db(0.4);
  Decibel extinction_ratio = Decibel::from_db(4.5);
  Decibel transmitter_penalty;  ///< TDECQ
  Decibel mpi_penalty;
  Decibel dispersion_penalty;
  PowerLevel receiver_sensitivity;  ///< OMA of a transmitter without penalty, at the reference BER
  double optical_reference_ber = 2.4e-4;
  double optical_ber_floor = 0.0;  ///< BER left at any received power
  double wavelengths = 1;          ///< per fibre
  OpticalMethod optical_method = OpticalMethod::budget;
  LaneDevices devices;  ///< dispersion for both methods; analytic: in place of sensitivity, closure and floor

  // Errors
  FecScheme fec;
  InnerDecoder inner_decoder = InnerDecoder::none;  ///< of the Hamming code on the medium, between its two retimers
  double frame_loss_target = 6.2e-11;

  // Energy and temperatures of one end
  std::vector<EnergyTerm> energy;
  Place optics_location = Place::engine;  ///< of modulators and rings, and of an integrated laser
  double laser_wpe = 0.1;                 ///< wall-plug efficiency at the reference temperature, with driver and cooler
  Temperature laser_wpe_temperature = Temperature::from_celsius(50.0);
  TemperatureDelta laser_wpe_t1 = 115.0 * unit::K;  ///< fall-off of the efficiency, from Lumentum, CLEO 2022
  Temperature laser_temperature = Temperature::from_celsius(50.0);
  double rings_per_lane = 0;
  RingBank ring_bank;  ///< channels > 0: heaters, crosstalk and pass loss follow from it
  ThermalResistance tuning_efficiency = ThermalResistance::from_si(2000.0);  ///< ring temperature per heater power
  TemperatureDelta fabrication_offset = 0.0 * unit::K;  ///< extra heating that puts an average ring on its channel
  Temperature engine_temperature = Temperature::from_celsius(55.0);
  Temperature engine_temperature_max = Temperature::from_celsius(80.0);  ///< at which rings are locked

  // Delay and edge
  std::vector<LatencyTerm> latency_terms;
  Time fec_decoder_latency;
  Length shoreline_width;  ///< edge the port takes; 0: not known
};

struct LinkResults {
  // Electrical
  Decibel host_tx_loss;
  Decibel host_rx_loss;
  Decibel cable_loss;
  Decibel electrical_loss;    ///< of the segment with least margin
  Decibel electrical_margin;  ///< of the same
  Decibel serdes_loss;        ///< that a SerDes equalises: of the whole channel, or of the longer host channel
  double host_tx_q = 0.0;     ///< Q argument of the transmit host channel alone
  double host_rx_q = 0.0;

  // Optical
  PowerLevel laser_power_emitted;  ///< of one laser: as stated or as solved
  Decibel split_loss;
  Decibel path_loss;
  Decibel ring_pass_loss;  ///< of passing the other rings of every bank
  Decibel fibre_loss;
  Decibel optical_loss;
  Decibel modulation_loss;
  PowerLevel received_oma;
  PowerLevel sensitivity;  ///< OMA of an ideal transmitter
  Decibel eye_closure;     ///< what transmitter and dispersion add to it
  Decibel crosstalk_penalty;
  PowerLevel required_oma;
  Decibel optical_margin;
  double medium_q = 0.0;  ///< Q argument of the medium alone

  // Errors
  double host_tx_ber = 0.0;
  double medium_ber = 0.0;
  double medium_ber_decoded = 0.0;  ///< behind the inner code: independent errors that hit as many code symbols
  double host_rx_ber = 0.0;
  double pre_fec_ber = 0.0;
  double codeword_error_ratio = 0.0;
  double frame_loss_ratio = 0.0;
  double log10_frame_loss_ratio = 0.0;
  double post_fec_ber = 0.0;

  // Lasers and rings of one end
  double lasers_per_port = 0.0;
  PowerLevel laser_power_required;
  Decibel laser_headroom;
  LaserClass laser_class = LaserClass::low;
  double laser_wpe_at_temperature = 0.0;
  Power laser_power_optical;
  Power laser_power_electrical;
  TemperatureDelta ring_headroom;
  Power heater_power;
  bool tuned = true;  ///< rings are in lock and their heaters within range

  // Energy of one end
  EnergyPerBit energy_serdes;
  EnergyPerBit energy_dsp;
  EnergyPerBit energy_optics;  ///< driver, modulator and TIA
  EnergyPerBit energy_laser;
  EnergyPerBit energy_heater;
  EnergyPerBit energy_other;
  EnergyPerBit energy_per_bit;
  Power power_per_end;
  Power heat_asic;
  Power heat_engine;
  Power heat_laser;
  Power heat_module;  ///< module or cable end

  // Delay, reach, density
  Time latency_elements;
  Time latency_propagation;
  Time latency_fec;
  Time latency;
  Length reach_limit;
  double fibres_per_port = 0.0;
  LinearBandwidthDensity shoreline_density;

  bool closes = false;
  Binding binding = Binding::electrical;
};

void describe(Fields& f, LossElement& x);
void describe(Fields& f, EnergyTerm& x);
void describe(Fields& f, LatencyTerm& x);
void describe(Fields& f, LinkInputs& x);
void describe(Fields& f, LinkResults& x);
std::vector<Problem> validate(const LinkInputs& in);

}  // namespace copack::link
