// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "copack/link/com_stage.hpp"

namespace copack::link {

/// All that the figure of merit is made of, and its equaliser.
struct Equalised {
  Decibel ctle_gain, ctle_low_gain;
  std::vector<TapWeight> taps;               ///< of the transmitter, the main one (position 0) first
  std::vector<TapWeight> rx_taps{{0, 1.0}};  ///< of the receiver, over the main one
  std::ptrdiff_t peak = 0, cursor = 0;       ///< samples
  bool cursor_found = false;
  double pulse_peak = 0.0;       ///< h at the peak before the receive taps, V
  double cursor_height = 0.0;    ///< h(ts), V
  double noise_bandwidth = 0.0;  ///< of receiver filter, CTLE and receive taps, GHz
  double tx_noise_pulse = 0.0;   ///< root energy of the pulse by which transmitter noise arrives, V
  double adc_step = 0.0;         ///< V
  std::vector<TapWeight> dfe;    ///< b(n)
  double signal = 0.0;           ///< As, V
  /// Variances in V^2. `slope` is sX^2 sum hJ^2, what jitter of one UI would make.
  double isi = 0.0, slope = 0.0, jitter = 0.0, tx = 0.0, crosstalk = 0.0, noise = 0.0, quantisation = 0.0;
  std::vector<double> aggressors;  ///< share of each in `crosstalk`
  std::vector<std::size_t> aggressor_phases;
  double adc_normal = 0.0;  ///< variance of the normal noise before the receive taps
  /// Autocorrelations behind them by lag, of all noise and of the receiver's; for sequence detection alone.
  std::vector<double> detector_noise, detector_receiver_noise;
  double merit = -1.0;  ///< As^2 over the sum of the variances; negative: no signal

  /// All taps between the symbols of a path and the detector.
  [[nodiscard]] std::vector<TapWeight> path(ChannelRole role) const;
};

/// The equaliser setting with the best figure of merit among all that the inputs allow (93A.1.6). A setting at which no
/// instant meets the timing condition is taken only when no setting has one.
struct SearchResult {
  Equalised best;
  int settings_tried = 0;
};
SearchResult search(const ComInputs& in, const CtleBasis& basis, const TimeGrid& grid,
                    const std::vector<ChannelPulses>& pulses);

/// Tap sets that the inputs allow, the main tap first and those below the least main tap left out.
std::vector<std::vector<TapWeight>> transmit_settings(const ComInputs& in);

}  // namespace copack::link
