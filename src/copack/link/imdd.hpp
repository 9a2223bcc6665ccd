// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "copack/core/diagnostics.hpp"
#include "copack/core/fields.hpp"
#include "copack/link/lane_devices.hpp"
#include "copack/link/link.hpp"

namespace copack::link {

/// The part of the received noise that dominates, or what makes the target unreachable at any power.
enum class ImddLimit { thermal, shot, intensity, intensity_floor, dispersion };
std::span<const std::string_view> choice_names(ImddLimit);

struct ImddTransmitter {
  Modulator modulator = Modulator::stated;
  Decibel insertion_loss = Decibel::from_db(5.0);      ///< fully open; electro-absorption: at the bias of the top level
  Decibel extinction_ratio = Decibel::from_db(5.0);    ///< stated; for the others what the drive makes is computed
  Voltage drive_swing = Voltage::from_si(2.0);         ///< V_pp
  Voltage half_wave_voltage = Voltage::from_si(6.0);   ///< V_pi of a Mach-Zehnder modulator
  Decibel static_extinction = Decibel::from_db(25.0);  ///< of a Mach-Zehnder modulator at DC
  double absorption_slope = 5.0;                       ///< of an electro-absorption modulator, dB/V
  double level_mismatch = 1.0;                         ///< RLM: the smallest eye over an even one
  Decibel rin = Decibel::from_db(-140.0);              ///< relative intensity noise per Hz
  Frequency bandwidth;                                 ///< 3 dB, driver, modulator and photodiode together; 0: no limit
  double chirp = 0.0;                                  ///< alpha, small-signal
};

struct ImddFibre {
  Length length = 500.0 * unit::m;
  Decibel loss_per_km = Decibel::from_db(0.4);
  Length wavelength = 1310.0 * unit::nm;
  Length zero_dispersion_wavelength = 1310.0 * unit::nm;
  double slope = 0.092;  ///< S0, ps/(nm^2 km)
};

struct ImddReceiver {
  Responsivity responsivity = Responsivity::from_si(0.8);
  double noise_density = 16.0;  ///< i_n, pA/sqrt(Hz)
  Current dark_current = Current::from_si(10e-9);
  double bandwidth_factor = 0.75;  ///< noise bandwidth over symbol rate
};

/// Electrical power of one lane, one direction.
struct ImddEnergy {
  double laser_wpe = 0.12;  ///< wall-plug efficiency with driver and cooler
  EnergyPerBit modulator;   ///< with its driver
  EnergyPerBit receiver;
  EnergyPerBit serdes;
  Power tuning;  ///< rings of the lane
};

/// Model `link/imdd`: one lane of intensity modulation and direct detection from the laser to the bit error ratio.
struct ImddInputs {
  int levels = 4;  ///< M
  Frequency symbol_rate = 53.125 * unit::GHz;
  double target_ber = 2.4e-4;
  double tdecq_symbol_error_ratio = 4.8e-4;  ///< at which TDECQ and stressed sensitivity are defined
  Decibel secq = Decibel::from_db(3.4);      ///< eye closure of the signal that stresses the receiver
  PowerLevel laser_power;                    ///< of the lane, continuous
  ImddTransmitter transmitter;
  std::vector<LossElement> path;  ///< laser to photodiode, without modulator and fibre
  ImddFibre fibre;
  ImddReceiver receiver;
  Decibel mpi_penalty;
  Decibel other_penalty;   ///< residual ISI, ageing, temperature
  double crosstalk = 0.0;  ///< X, outer amplitude of all interferers over the signal's
  ImddEnergy energy;
};

struct ImddResults {
  // Transmitter
  Decibel extinction_ratio;
  Decibel drive_loss;       ///< of the top level, because the modulator does not open fully
  Decibel modulation_loss;  ///< top level to average
  PowerLevel launched_average;
  PowerLevel launched_oma;
  Decibel tdecq;  ///< of level mismatch, intensity noise, bandwidth and dispersion

  // Fibre and path
  Decibel path_loss;
  Decibel fibre_loss;
  double accumulated_dispersion = 0.0;  ///< ps/nm
  Frequency first_null;                 ///< infinite without dispersion
  Decibel fade;                         ///< of the electrical signal at half the symbol rate, dispersion alone
  double noise_enhancement = 1.0;       ///< E, noise power behind the equaliser over that without one
  Decibel equaliser_penalty;            ///< optical dB that E costs a thermally limited receiver
  PowerLevel received_average;
  PowerLevel received_oma;

  // Receiver
  double q_target = 0.0;
  double q_limit = 0.0;             ///< largest Q argument any power reaches
  double ber_floor = 0.0;           ///< BER at q_limit
  PowerLevel thermal_sensitivity;   ///< OMA of an ideal transmitter with thermal and dark noise alone
  Decibel signal_noise_penalty;     ///< what all else but the allocations adds
  PowerLevel sensitivity;           ///< OMA with all noise and the equaliser
  PowerLevel stressed_sensitivity;  ///< OMA of a signal closed by SECQ at the symbol error ratio of TDECQ
  Decibel crosstalk_penalty;
  Decibel penalties;  ///< crosstalk, MPI and other
  PowerLevel required_oma;
  Decibel margin;
  bool reachable = false;
  bool closes = false;

  // At the received power
  Current thermal_noise;  ///< rms behind the equaliser, dark current included
  Current shot_noise;
  Current intensity_noise;
  double q = 0.0;
  double ber = 0.0;
  double log10_ber = 0.0;
  ImddLimit limit = ImddLimit::thermal;

  // Energy of one lane
  EnergyPerBit energy_laser;
  EnergyPerBit energy_tuning;
  EnergyPerBit energy_per_bit;
};

void describe(Fields& f, ImddTransmitter& x);
void describe(Fields& f, ImddFibre& x);
void describe(Fields& f, ImddReceiver& x);
void describe(Fields& f, ImddEnergy& x);
void describe(Fields& f, ImddInputs& x);
void describe(Fields& f, ImddResults& x);
std::vector<Problem> validate(const ImddInputs& in);
ImddResults evaluate(const ImddInputs& in);

/// Optical penalty of undoing the dispersion of a fibre with a linear equaliser, 5 lg E; infinite beyond a null in the
/// band.
Decibel dispersion_closure(const DispersionInputs& in, Frequency symbol_rate, double chirp);

}  // namespace copack::link
