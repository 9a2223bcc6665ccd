// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "copack/core/diagnostics.hpp"
#include "copack/core/fields.hpp"

namespace copack::link {

/// Square QAM with Gray labels on both polarisations.
enum class CoherentModulation { dp_qpsk, dp_16qam, dp_64qam };
std::span<const std::string_view> choice_names(CoherentModulation);

/// cfec: staircase and Hamming code of OIF 400ZR; ofec: open FEC of OpenROADM and OpenZR+; stated: a threshold given.
enum class CoherentFec { cfec, ofec, stated };
std::span<const std::string_view> choice_names(CoherentFec);

/// Power into each span: as given, or what leaves the best signal.
enum class LaunchSetting { stated, optimal };
std::span<const std::string_view> choice_names(LaunchSetting);

/// The largest noise: of the receiver for want of power, of amplifiers, of the fibre, of the transceivers alone.
enum class CoherentBinding { power, ase, nonlinearity, transceiver };
std::span<const std::string_view> choice_names(CoherentBinding);

struct CoherentTransmitter {
  PowerLevel power = PowerLevel::from_dbm(-10.0);  ///< leaves the module
  Decibel osnr = Decibel::from_db(34.0);           ///< its own noise in 0.1 nm, as a signal-to-noise ratio
};

/// Shot noise of the local oscillator and noise of the amplifiers do not grow with the signal, so that this part of the
/// signal-to-noise ratio follows the received power.
struct CoherentReceiver {
  PowerLevel sensitivity = PowerLevel::from_dbm(-20.0);  ///< power at which ...
  Decibel sensitivity_snr = Decibel::from_db(19.2);      ///< ... its noise alone leaves this
  PowerLevel largest_power = PowerLevel::from_dbm(0.0);  ///< overload
};

struct CoherentFibre {
  Decibel loss_per_km = Decibel::from_db(0.2);
  double dispersion = 16.7;                     ///< D, ps/(nm km)
  Area effective_area = Area::from_si(83e-12);  ///< A_eff
  double nonlinear_index = 2.6e-20;             ///< n2, m2/W
};

/// Spans with an amplifier between each two, maybe one before the first and one behind the last.
struct CoherentLine {
  int spans = 1;  ///< N; 0: back to back
  Length span_length = 80.0 * unit::km;
  Decibel connector_loss_in;   ///< of each span, before its fibre
  Decibel connector_loss_out;  ///< of each span, behind its fibre
  Decibel add_loss;            ///< transmitter to line: multiplexer, patch panel
  Decibel drop_loss;           ///< line to receiver: demultiplexer
  bool booster = true;         ///< lifts the transmitter to the launch power
  bool preamplifier = true;    ///< brings the last span to receiver_power
  Decibel booster_noise_figure = Decibel::from_db(5.5);
  Decibel noise_figure = Decibel::from_db(5.5);             ///< between spans and before the receiver
  PowerLevel amplifier_power = PowerLevel::from_dbm(23.0);  ///< most of an amplifier, all channels together
  LaunchSetting launch = LaunchSetting::stated;
  PowerLevel launch_power = PowerLevel::from_dbm(0.0);      ///< of a channel into each span, with a booster
  PowerLevel receiver_power = PowerLevel::from_dbm(-10.0);  ///< of a channel, with a preamplifier
};

/// Model `link/coherent`: one wavelength between data centres, coherently detected, over one span or many.
struct CoherentInputs {
  BitRate payload_rate = 400.0 * unit::Gbps;  ///< of one wavelength
  CoherentModulation modulation = CoherentModulation::dp_16qam;
  Frequency symbol_rate = 59.84375 * unit::GHz;  ///< R_s
  double roll_off = 0.2;
  Length wavelength = 1550.0 * unit::nm;
  int channels = 1;                       ///< on the fibre, all alike; the middle one is valued
  Frequency spacing = 100.0 * unit::GHz;  ///< of the grid
  CoherentFec fec = CoherentFec::cfec;
  double stated_threshold = 1.25e-2;  ///< bit error ratio before decoding, when stated
  CoherentTransmitter transmitter;
  CoherentReceiver receiver;
  Decibel implementation_penalty;  ///< of real converters and signal processing against the ideal
  Decibel path_penalty;            ///< allocation for residual dispersion, PMD, PDL, filters
  Decibel margin_wanted;           ///< ageing, repairs, ripple
  CoherentFibre fibre;
  CoherentLine line;
  Power module_power;   ///< of one module; 0: not known
  Time module_latency;  ///< FEC, signal processing and framing, both ends; 0: not known
};

struct CoherentResults {
  // Signal
  BitRate line_rate;
  double overhead = 0.0;             ///< line rate over payload, less 1
  double spectral_efficiency = 0.0;  ///< payload bit/s per Hz of the grid
  BitRate fibre_rate;                ///< payload of all channels
  double fec_threshold = 0.0;
  Decibel ideal_snr;      ///< of an ideal transceiver at the threshold
  Decibel ideal_osnr;     ///< the same in 0.1 nm
  Decibel required_snr;   ///< with the penalties
  Decibel required_osnr;  ///< of transmitter and amplifiers at this received power, without nonlinearity

  // Line
  Length length;
  Decibel span_loss;
  Decibel line_loss;                    ///< of all spans
  double accumulated_dispersion = 0.0;  ///< ps/nm
  double nonlinear_coefficient = 0.0;   ///< gamma, 1/(W km)
  Length effective_length;              ///< of one span
  double nonlinear_efficiency = 0.0;    ///< eta, 1/W2, noise over signal of one span by launch power squared
  PowerLevel optimal_launch_power;      ///< infinite where the fibre adds no noise
  PowerLevel launch_power;              ///< used
  PowerLevel span_end_power;            ///< behind each span
  PowerLevel received_power;
  Decibel booster_gain;
  Decibel preamplifier_gain;

  // Noise in the symbol rate, each as the signal-to-noise ratio it leaves alone; infinite where there is none
  Decibel snr_transmitter;
  Decibel snr_ase;
  Decibel snr_nonlinear;
  Decibel snr_receiver;
  Decibel snr;   ///< all together
  Decibel gsnr;  ///< without the receiver's
  Decibel osnr;  ///< of transmitter and amplifiers in 0.1 nm, as a spectrum analyser shows it

  // Verdict
  double pre_fec_ber = 0.0;
  bool corrected = false;  ///< pre_fec_ber is at or below the threshold; what is left behind it is not modelled
  Decibel margin;
  bool closes = false;
  CoherentBinding binding = CoherentBinding::transceiver;
  int most_spans = 0;  ///< spans of this length that close; a single span counts as itself
  Length reach;

  Time latency_fibre;
  Time latency;
  EnergyPerBit energy_per_bit;  ///< of one end, per payload bit of one direction
};

void describe(Fields& f, CoherentTransmitter& x);
void describe(Fields& f, CoherentReceiver& x);
void describe(Fields& f, CoherentFibre& x);
void describe(Fields& f, CoherentLine& x);
void describe(Fields& f, CoherentInputs& x);
void describe(Fields& f, CoherentResults& x);
std::vector<Problem> validate(const CoherentInputs& in);
CoherentResults evaluate(const CoherentInputs& in);

}  // namespace copack::link
