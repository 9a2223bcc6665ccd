// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "copack/link/modulation.hpp"

namespace copack::link {

using Responsivity = decltype(Current{} / Power{});
using Dispersion = decltype(Time{} / Area{});

/// Outer OMA over average power, 2 (ER - 1)/(ER + 1).
Decibel oma_over_average(Decibel extinction_ratio);
/// Loss from CW to average power of a modulator driven between P_top and P_top/ER, (1 + 1/ER)/2.
Decibel modulation_loss(Decibel extinction_ratio);
/// Outer OMA over the CW power that becomes P_top, 1 - 1/ER: the product of the two above.
Decibel oma_over_cw(Decibel extinction_ratio);

/// Model `link/receiver`: outer OMA a direct-detection receiver needs for a BER, with thermal, shot and laser intensity
/// noise taken at the top level of the eye, solved jointly. The extinction ratio acts here only through P_top.
struct ReceiverInputs {
  Modulation modulation = Modulation::pam4;
  Frequency symbol_rate = 53.125 * unit::GHz;
  double bandwidth_factor = 0.75;  ///< noise bandwidth B over symbol rate
  double target_ber = 2.4e-4;
  Responsivity responsivity = Responsivity::from_si(0.9);
  double noise_density = 16.0;  ///< i_n, input-referred current noise, pA/sqrt(Hz)
  Current dark_current = Current::from_si(10e-9);
  Decibel rin = Decibel::from_db(-140.0);  ///< relative intensity noise per Hz
  Decibel extinction_ratio = Decibel::from_db(5.0);
  Decibel penalty;  ///< allocations that add in dB (residual ISI, MPI, ageing)
};

struct ReceiverResults {
  double q = 0.0;        ///< x at the target
  double q_limit = 0.0;  ///< largest x any power can reach against RIN
  Decibel top_level;     ///< k, P_top over OMA
  Frequency noise_bandwidth;
  bool reachable = false;          ///< q < q_limit; when not, the powers below are infinite
  PowerLevel thermal_sensitivity;  ///< OMA with thermal noise alone
  Decibel noise_penalty;           ///< what shot noise and RIN add, jointly
  PowerLevel sensitivity;          ///< OMA with all noise
  PowerLevel required_oma;         ///< with the penalty
};

void describe(Fields& f, ReceiverInputs& x);
void describe(Fields& f, ReceiverResults& x);
std::vector<Problem> validate(const ReceiverInputs& in);
ReceiverResults evaluate(const ReceiverInputs& in);

/// Model `link/spec-receiver`: what an optical specification says of its receiver and whether its budget closes.
/// A stressed receiver must decide at the target with a transmitter whose penalty is SECQ.
struct SpecReceiverInputs {
  PowerLevel stressed_sensitivity = PowerLevel::from_dbm(-1.9);  ///< SRS, OMA
  Decibel secq = Decibel::from_db(3.4);                          ///< stressed eye closure
  double symbol_error_ratio = 4.8e-4;                            ///< target of TDECQ and SECQ
  Responsivity responsivity = Responsivity::from_si(0.9);
  Frequency noise_bandwidth = 39.8 * unit::GHz;
  PowerLevel oma_minus_tdecq = PowerLevel::from_dbm(-2.2);  ///< least transmitter
  Decibel tdecq = Decibel::from_db(3.4);
  Decibel channel_loss = Decibel::from_db(3.0);
  Decibel mpi_penalty = Decibel::from_db(0.1);
};

struct SpecReceiverResults {
  double q = 0.0;                ///< Q_t
  Power receiver_noise;          ///< sigma_rx, rms, input-referred
  double noise_density = 0.0;    ///< the same as a current density, pA/sqrt(Hz)
  PowerLevel ideal_sensitivity;  ///< OMA without transmitter penalty, SRS - SECQ
  PowerLevel received_oma;       ///< of the least transmitter
  Decibel margin;
};

void describe(Fields& f, SpecReceiverInputs& x);
void describe(Fields& f, SpecReceiverResults& x);
std::vector<Problem> validate(const SpecReceiverInputs& in);
SpecReceiverResults evaluate(const SpecReceiverInputs& in);

/// TDECQ of a transmitter: how much less noise its eye tolerates than an ideal one of the same OMA.
/// `noise` is the rms noise that still meets the target; IEEE 802.3bs, 121.8.5.3.
Decibel tdecq(Power oma, double q_target, Power noise);

/// Model `link/dispersion`: chromatic dispersion of a fibre and the first null it puts in a double-sideband signal.
struct DispersionInputs {
  Length length = 500.0 * unit::m;
  Length wavelength = 1310.0 * unit::nm;
  Length zero_dispersion_wavelength = 1300.0 * unit::nm;
  double slope = 0.092;  ///< S0, ps/(nm^2 km)
  bool known = false;    ///< take `dispersion` as given instead of computing it
  Dispersion dispersion;
};

struct DispersionResults {
  Dispersion dispersion;     ///< D
  double accumulated = 0.0;  ///< D L, ps/nm
  Frequency first_null;      ///< infinite at the zero-dispersion wavelength
};

void describe(Fields& f, DispersionInputs& x);
void describe(Fields& f, DispersionResults& x);
std::vector<Problem> validate(const DispersionInputs& in);
DispersionResults evaluate(const DispersionInputs& in);

}  // namespace copack::link
