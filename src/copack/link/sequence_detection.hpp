// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "copack/link/noise_law.hpp"
#include "copack/units/decibel.hpp"

namespace copack::link {

/// Maximum likelihood sequence detection in place of a one-tap decision feedback, as 178A.1.10 rates it: noise is added
/// until the margin is gone, and the errors that sequences of wrong symbols then make are compared with those of the
/// feedback. What the detector is spared is the gain.
struct SequenceDetector {
  double signal = 0.0;              ///< As, V
  double feedback = 0.0;            ///< b(1)
  int levels = 4;                   ///< L
  double target_error_ratio = 0.0;  ///< DER0
  Decibel noise_penalty;            ///< dCOM_an
  /// Autocorrelations at the detector by lag, V^2: of all noise and residual interference, and of the receiver's noise.
  std::vector<double> noise, receiver_noise;
};

struct SequenceResult {
  Decibel gain;              ///< never negative: the feedback is there to fall back on
  double error_ratio = 0.0;  ///< DER_MLSD, with the noise added
  int length = 0;            ///< of the longest sequence that counted
};

/// @param law noise and interference behind the feedback.
SequenceResult evaluate(const SequenceDetector& detector, const NoiseLaw& law);

}  // namespace copack::link
