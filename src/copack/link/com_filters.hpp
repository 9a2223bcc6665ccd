// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <span>

#include "copack/link/com.hpp"

namespace copack::link {

/// 4th-order Butterworth receiver filter with bandwidth fr fb (93A-20).
Complex receiver_filter(const ComInputs& in, double hz);
/// Spectrum of the transmitted pulse, sinc(f/fb), with its Gaussian rise-time filter (93A-23, 93A-46).
double transmitted_pulse(const ComInputs& in, double hz);

/// Receiver filter and CTLE (93A-22) as a sum of at most four fixed responses, of which a gain setting only changes the
/// weights: the numerator (G1 + jf/fz)(G2 + jf/fHP) multiplied out. Responses to all settings follow from those of the
/// four without another Fourier transform.
class CtleBasis {
 public:
  static constexpr std::size_t most_terms = 4;
  using Weights = std::array<double, most_terms>;

  explicit CtleBasis(const ComInputs& in);
  [[nodiscard]] std::size_t terms() const { return terms_; }
  /// The responses at one frequency; the first `terms()` count.
  [[nodiscard]] std::array<Complex, most_terms> at(double hz) const;
  [[nodiscard]] Weights weights(Decibel gain, Decibel low_gain) const;

 private:
  const ComInputs& in_;
  std::size_t terms_;  ///< 4, 2 when the low-frequency stage is off, 1 when there is one setting only
};

/// integral |receiver filter x CTLE|^2 df in GHz for any setting, as a quadratic form of its weights.
class NoiseBandwidth {
 public:
  NoiseBandwidth(const CtleBasis& basis, std::span<const double> frequency);
  [[nodiscard]] double ghz(const CtleBasis::Weights& weights) const;

 private:
  std::array<std::array<double, CtleBasis::most_terms>, CtleBasis::most_terms> gram_{};
};

/// The values of a sweep, from `min` upward.
std::vector<double> values_of(double min, double max, double step);
std::vector<Decibel> values_of(const GainSweep& sweep);

}  // namespace copack::link
