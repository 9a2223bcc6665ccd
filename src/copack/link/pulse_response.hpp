// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <utility>
#include <vector>

#include "copack/link/com.hpp"
#include "copack/link/com_filters.hpp"

namespace copack::link {

/// Samples of a pulse response, `samples_per_symbol` of them to a symbol, over 1/`step`.
struct TimeGrid {
  std::size_t samples = 0;
  double step = 0.0;  ///< Hz
};

/// The step of the victim's own data where that fits a whole number of samples and is no coarser than asked for, so
/// that nothing is interpolated; else the nearest finer one with a length that is quick to transform.
TimeGrid time_grid(const ComInputs& in);

/// 0, step, 2 step, ... below half the sample rate, and not above `highest` (Hz).
std::vector<double> frequencies(const TimeGrid& grid, double highest);

using Samples = std::vector<double>;

/// Real responses to two one-sided spectra by one inverse transform: 1/n sum_k X_k exp(2 pi i j k/n) with X_(-k) the
/// conjugate of X_k. Missing high frequencies are zero.
std::pair<Samples, Samples> real_responses(std::span<const Complex> a, std::span<const Complex> b, std::size_t samples);

/// Pulse responses of a channel with its packages, before any transmit equaliser, to every term of the CTLE basis. They
/// arrive at a quarter of the record.
struct ChannelPulses {
  ChannelRole role = ChannelRole::thru;
  std::vector<Samples> terms;  ///< V
};
std::vector<ChannelPulses> channel_pulses(const ComInputs& in, const CtleBasis& basis, const TimeGrid& grid);

/// sum_i weights_i terms_i.
void combine(const ChannelPulses& pulses, const CtleBasis::Weights& weights, Samples& out);

/// A channel at the given frequencies: resampled data of a file, or built from elements.
Channel channel_at(const ComChannel& channel, std::span<const double> frequency);

/// Highest frequency of a channel's data in Hz; infinite when it is built from elements.
double highest_frequency(const ComChannel& channel);

/// From die to die: package, channel, package.
Channel with_packages(const ComInputs& in, ChannelRole role, const Channel& channel);

}  // namespace copack::link
