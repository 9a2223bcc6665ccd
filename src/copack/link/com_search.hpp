// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "copack/link/pulse_response.hpp"

namespace copack::link {

/// sum_n h[m + M n] h[m + M (n + lag)] of a pulse response h for every sampling phase m. The energy that any transmit
/// equaliser leaves at a phase is a quadratic form of these numbers, so no equalised response need be built for it.
class PhaseCorrelation {
 public:
  PhaseCorrelation(std::span<const double> h, int samples_per_symbol, int lags);
  /// sum_n of the squared response to the taps at phase m.
  [[nodiscard]] double energy(std::size_t phase, std::span<const TapWeight> taps) const;
  /// The largest over all phases, with its phase.
  [[nodiscard]] std::pair<double, std::size_t> largest_energy(std::span<const TapWeight> taps) const;

 private:
  std::size_t phases_;
  std::vector<double> sums_;  ///< phases_ numbers for every lag
};

/// h(t) of the equalised response at one sample: sum_i c_i h[t - i M]; zero outside the record.
double equalised(std::span<const double> h, std::span<const TapWeight> taps, int samples_per_symbol, std::ptrdiff_t t);

/// Slope per UI of a pulse response at every sample, M (h[t+1] - h[t-1])/2 (93A-28).
Samples slope(std::span<const double> h, int samples_per_symbol);

/// All that the figure of merit is made of, and its equaliser.
struct Equalised {
  Decibel ctle_gain, ctle_low_gain;
  std::vector<TapWeight> taps;          ///< the main one (position 0) first
  std::ptrdiff_t peak = 0, cursor = 0;  ///< samples
  bool cursor_found = false;
  double pulse_peak = 0.0;       ///< h at the peak, V
  double cursor_height = 0.0;    ///< h(ts), V
  double noise_bandwidth = 0.0;  ///< of receiver filter and CTLE, GHz
  std::vector<double> dfe;       ///< b(n)
  double signal = 0.0;           ///< As, V
  /// Variances in V^2. `slope` is sX^2 sum hJ^2, what jitter of one UI would make.
  double isi = 0.0, slope = 0.0, jitter = 0.0, tx = 0.0, crosstalk = 0.0, noise = 0.0;
  std::vector<double> aggressors;  ///< share of each in `crosstalk`
  std::vector<std::size_t> aggressor_phases;
  double merit = -1.0;  ///< As^2 over the sum of the variances; negative: no signal
};

/// The equaliser setting with the best figure of merit among all that the inputs allow (93A.1.6). A setting at which no
/// instant meets the timing condition is taken only when no setting has one.
struct SearchResult {
  Equalised best;
  int settings_tried = 0;
};
SearchResult search(const ComInputs& in, const CtleBasis& basis, const TimeGrid& grid,
                    const std::vector<ChannelPulses>& pulses);

/// sX^2: power of a PAM-L symbol between -1 and 1 (93A-29).
double symbol_power(int levels);

/// Tap sets that the inputs allow, the main tap first and those below the least main tap left out.
std::vector<std::vector<TapWeight>> transmit_settings(const ComInputs& in);

}  // namespace copack::link
