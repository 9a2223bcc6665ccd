// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "copack/link/pulse_response.hpp"

namespace copack::link {

/// sum_n h[m + M n] h[m + M (n + lag)] of a pulse response h for every sampling phase m. The energy that any equaliser
/// leaves at a phase is a quadratic form of these numbers, so no equalised response need be built for it.
class PhaseCorrelation {
 public:
  PhaseCorrelation(std::span<const double> h, int samples_per_symbol, int lags);
  /// sum_n of the squared response to the taps at phase m.
  [[nodiscard]] double energy(std::size_t phase, std::span<const TapWeight> taps) const;
  /// The largest over all phases, with its phase.
  [[nodiscard]] std::pair<double, std::size_t> largest_energy(std::span<const TapWeight> taps) const;
  /// The sum at one phase; `lag` in symbols.
  [[nodiscard]] double at(std::size_t phase, int lag) const {
    return sums_[static_cast<std::size_t>(lag) * phases_ + phase];
  }
  /// sum_n y[n] y[n + lag] of the response y to the taps at a phase.
  [[nodiscard]] double between(std::size_t phase, int lag, std::span<const TapWeight> taps) const;

 private:
  std::size_t phases_;
  std::vector<double> sums_;  ///< phases_ numbers for every lag
};

/// h(t) of the equalised response at one sample: sum_i c_i h[t - i M]; zero outside the record.
double equalised(std::span<const double> h, std::span<const TapWeight> taps, int samples_per_symbol, std::ptrdiff_t t);

/// The taps of two equalisers one after the other.
std::vector<TapWeight> in_series(std::span<const TapWeight> a, std::span<const TapWeight> b);

/// Slope per UI of a pulse response at every sample, M (h[t+1] - h[t-1])/2 (93A-28).
Samples slope(std::span<const double> h, int samples_per_symbol);

/// sX^2: power of a PAM-L symbol between -1 and 1 (93A-29).
double symbol_power(int levels);

/// Symbols from the first to the last tap of the transmit equaliser.
int transmit_span(const ComInputs& in);

/// The taps of a path without equaliser.
std::span<const TapWeight> one_tap();

/// One CTLE setting: the responses it leaves and what they correlate to over `lags` symbols.
struct Stage {
  Samples victim;
  std::ptrdiff_t peak = 0;                     ///< of the victim without transmit equaliser
  std::vector<PhaseCorrelation> correlations;  ///< beside the channels
  std::vector<PhaseCorrelation> slope;         ///< of the victim's slope alone
  std::size_t victim_channel = 0;
  std::vector<double> noise;  ///< autocorrelation of the receiver's noise over eta0, GHz, by lag in symbols
};
Stage make_stage(const ComInputs& in, const CtleBasis::Weights& weights, const std::vector<ChannelPulses>& pulses,
                 int lags);

/// Samples of the victim's response to a transmit equaliser from one place to another, computed once and read often.
class Window {
 public:
  Window(const Samples& victim, std::span<const TapWeight> taps, int samples_per_symbol, std::ptrdiff_t from,
         std::ptrdiff_t to);
  double operator()(std::ptrdiff_t t) const { return values_[static_cast<std::size_t>(t - from_)]; }
  [[nodiscard]] const double* pointer(std::ptrdiff_t t) const { return values_.data() + (t - from_); }
  /// Where it is largest between two places.
  [[nodiscard]] std::ptrdiff_t peak(std::ptrdiff_t from, std::ptrdiff_t to) const;

 private:
  std::ptrdiff_t from_;
  std::vector<double> values_;
};

}  // namespace copack::link
