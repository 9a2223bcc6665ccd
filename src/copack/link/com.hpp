// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "copack/link/channel_elements.hpp"
#include "copack/link/mixed_mode.hpp"
#include "copack/link/modulation.hpp"

namespace copack::link {

/// What a channel carries to the victim receiver: its own signal, or that of an aggressor at the far or near end.
enum class ChannelRole { thru, fext, next };
std::span<const std::string_view> choice_names(ChannelRole);

/// One path to the victim receiver, from a Touchstone file or from elements.
struct ComChannel {
  ChannelRole role = ChannelRole::thru;
  std::string file;                          ///< Touchstone file; empty: built from `elements`
  PortOrder port_order = PortOrder::detect;  ///< how the ports of the file belong together
  std::vector<int> ports;                    ///< near +, near -, far +, far -; overrides `port_order`
  std::vector<ChannelElement> elements;
  Channel data;  ///< what the file holds; filled by `load_files`, not a field
};
void describe(Fields& f, ComChannel& x);

/// Device and package model of Annex 93A (93A.1.2): die capacitances and inductances, bump, two line segments, ball.
/// All zero: the channel reaches to the die.
struct ComPackage {
  LineCoefficients line{.g0 = 5e-4, .a1 = 8.9e-4, .a2 = 2e-4, .delay = 6.141e-3};
  std::vector<Capacitance> die_capacitances;              ///< Cd, from the die outward
  std::vector<Inductance> die_inductances;                ///< Ls, each after the capacitance of the same place
  Capacitance bump_capacitance;                           ///< Cb
  Resistance impedance = Resistance::from_si(87.5);       ///< Zc of the line, differential
  Length tx_length;                                       ///< zp of the victim's transmitter
  Length rx_length;                                       ///< zp of the victim's receiver
  Length fext_length;                                     ///< zp of far-end aggressors
  Length next_length;                                     ///< zp of near-end aggressors
  Resistance ball_impedance = Resistance::from_si(92.5);  ///< Zc of the second segment
  Length ball_length;                                     ///< zp of the second segment, at every package
  Capacitance ball_capacitance;                           ///< Cp
};
void describe(Fields& f, ComPackage& x);

/// Gains from `min` to `max` in steps; min = max forces one.
struct GainSweep {
  Decibel min, max;
  Decibel step = Decibel::from_db(1.0);
};
void describe(Fields& f, GainSweep& x);

/// One tap of the transmit equaliser beside the main one, from `min` to `max` in steps; min = max forces it.
struct TxTap {
  int position = -1;  ///< symbols after the main tap; negative: before it
  double min = 0.0, max = 0.0, step = 0.02;
};
void describe(Fields& f, TxTap& x);

/// Groups of neighbouring equaliser taps that go where they help most, beyond the fixed taps.
struct FloatingTaps {
  int groups = 0;       ///< N_bg of a feedback, N_wg of a feed-forward equaliser; 0: none
  int group_size = 4;   ///< N_bf, N_wf
  int reach = 40;       ///< N_f: last symbol after the main one that they may take
  double limit = 0.05;  ///< largest magnitude of each
};
void describe(Fields& f, FloatingTaps& x);

/// Receiver of Annex 178A: a feed-forward equaliser by least mean square error before the decision feedback, which then
/// rarely has more than one tap. Without taps the receiver is that of Annex 93A.
struct ComReceiveFfe {
  int taps = 0;                  ///< in fixed places
  int pre_taps = 0;              ///< dw: those before the main one
  std::vector<double> min, max;  ///< of each tap over the main one; one for all; or none
  FloatingTaps floating;         ///< after the fixed taps
  double earliest = -0.5;        ///< sampling instants tried, UI after the peak of the pulse
  double latest = 0.5;
  int adc_bits = 0;                 ///< N_qb; 0: nothing is lost to quantisation
  double clip_probability = 1e-7;   ///< P_qc: chance that a sample exceeds the range of the ADC
  bool sequence_detection = false;  ///< maximum likelihood sequence detection in place of the decision feedback
  Decibel noise_penalty = Decibel::from_db(3.0);  ///< dCOM_an: of the noise added before sequences are compared
};
void describe(Fields& f, ComReceiveFfe& x);

/// Model `link/com`: channel operating margin, IEEE 802.3 Annexes 93A and 178A.
struct ComInputs {
  Frequency symbol_rate = 53.125 * unit::GHz;  ///< fb
  Modulation modulation = Modulation::pam4;
  double target_error_ratio = 1e-4;  ///< DER0
  Decibel required_com = Decibel::from_db(3.0);
  Voltage victim_amplitude = Voltage::from_si(0.413);  ///< Av
  Voltage fext_amplitude = Voltage::from_si(0.413);    ///< Afe
  Voltage next_amplitude = Voltage::from_si(0.608);    ///< Ane
  double level_mismatch = 0.95;                        ///< RLM
  Resistance termination = Resistance::from_si(50.0);  ///< Rd
  ComPackage package;
  std::vector<ComChannel> channels;
  double receiver_bandwidth = 0.75;  ///< fr, of fb
  double ctle_zero = 0.4;            ///< fz, of fb
  double ctle_pole1 = 0.4;           ///< fp1, of fb
  double ctle_pole2 = 1.0;           ///< fp2, of fb
  double ctle_low_pole = 0.0125;     ///< fHP, of fb
  GainSweep ctle_gain;               ///< gDC
  GainSweep ctle_low_gain;           ///< gDC2
  std::vector<TxTap> tx_taps;
  double smallest_main_tap = 0.5;  ///< least c0
  std::vector<double> dfe_min;     ///< of each tap
  std::vector<double> dfe_max;     ///< of each tap
  FloatingTaps dfe_floating;       ///< feedback taps after the fixed ones
  int dfe_tail_start = 0;          ///< N_ts: first tap of the tail of the feedback; 0: no tail
  double dfe_tail_limit = 0.02;    ///< largest root sum square of the tail
  ComReceiveFfe receive_ffe;
  Decibel tx_snr = Decibel::from_db(33.0);      ///< SNR_TX
  double noise_density = 9e-9;                  ///< eta0, V^2/GHz
  double random_jitter = 0.01;                  ///< sRJ, UI
  double dual_dirac_jitter = 0.02;              ///< ADD, UI
  Time rise_time;                               ///< Tr of the transmitter's Gaussian filter; 0: none
  int samples_per_symbol = 32;                  ///< M
  Frequency frequency_step = 0.01 * unit::GHz;  ///< largest; also 1 / length of the time record
};

/// A tap that the search chose or limits gave.
struct TapWeight {
  int position = 0;  ///< symbols after the main tap
  double weight = 0.0;
};
void describe(Fields& f, TapWeight& x);

/// What one aggressor adds.
struct CrosstalkShare {
  std::string name;
  Voltage rms;
};
void describe(Fields& f, CrosstalkShare& x);

struct ComResults {
  bool answered = false;  ///< false when a file was not loaded or no signal arrives; all else is then 0
  Decibel com;
  bool passes = false;
  Decibel figure_of_merit;            ///< FOM of the chosen equaliser
  double detector_error_ratio = 0.0;  ///< chance that noise and interference exceed the signal, to 1e-14
  Voltage signal;                     ///< As
  Voltage noise;                      ///< Ani
  Voltage eye_opening;                ///< 2 (As - Ani)
  Voltage pulse_peak;                 ///< of the pulse response behind transmit equaliser and CTLE
  Voltage pulse_at_cursor;            ///< h(ts)
  int levels = 0;                     ///< L
  Frequency noise_bandwidth;          ///< integral |Hr Hctf|^2 df, with a receive FFE behind it also of that
  Voltage tx_noise_pulse;             ///< root energy of the samples by which transmitter noise arrives
  Voltage sigma_isi, sigma_crosstalk, sigma_jitter, sigma_tx, sigma_noise, sigma_quantisation, sigma_gaussian;
  Decibel ctle_gain, ctle_low_gain;
  double main_tap = 1.0;  ///< c0
  std::vector<TapWeight> tx_taps;
  std::vector<TapWeight> dfe_taps;
  std::vector<TapWeight> rx_taps;         ///< of the receive FFE over its main one, at position 0
  Voltage adc_step;                       ///< Delta
  Decibel sequence_gain;                  ///< what sequence detection adds to the margin
  std::vector<CrosstalkShare> crosstalk;  ///< of each aggressor, in order of the channels
  bool cursor_found = false;              ///< a sampling instant met the Mueller-Mueller condition
  double cursor_after_peak = 0.0;         ///< UI, negative: before the peak
  Decibel channel_loss;                   ///< at fb/2, ball to ball
  Decibel die_to_die_loss;                ///< at fb/2, with the packages
  Frequency highest_frequency;            ///< of the victim's data
  int settings_tried = 0;
};

void describe(Fields& f, ComInputs& x);
void describe(Fields& f, ComResults& x);
std::vector<Problem> validate(const ComInputs& in);
ComResults evaluate(const ComInputs& in);

}  // namespace copack::link
