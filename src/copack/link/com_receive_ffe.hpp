// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "copack/link/com_search.hpp"

namespace copack::link {

/// The setting with the best figure of merit among all CTLE gains, transmit taps and sampling instants that the inputs
/// allow, each with the receive and feedback taps of least mean square error (178A.1.8). Exact: a setting is solved in
/// full unless a bound below its error shows that it cannot be the best.
SearchResult search_receive_ffe(const ComInputs& in, const CtleBasis& basis, const TimeGrid& grid,
                                const std::vector<ChannelPulses>& pulses);

/// Step of an ADC that takes samples up to `clip` (178A-29).
double adc_step_of(const ComReceiveFfe& ffe, double clip);

/// Autocorrelation over eta0 of the receiver's noise behind receiver filter and CTLE, integral |Hr Hctf|^2 cos(2 pi f k
/// T) df in GHz at lags of k symbols, for any CTLE setting as a quadratic form of its weights.
class NoiseCorrelation {
 public:
  NoiseCorrelation(const CtleBasis& basis, const TimeGrid& grid, const ComInputs& in, int lags);
  [[nodiscard]] std::vector<double> ghz(const CtleBasis::Weights& weights) const;

 private:
  std::vector<std::array<std::array<double, CtleBasis::most_terms>, CtleBasis::most_terms>> gram_;  ///< by lag
};

}  // namespace copack::link
