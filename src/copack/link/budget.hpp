// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "copack/link/link.hpp"

namespace copack::link {

/// Model `link`: values a link by loss, power and energy ledgers and exact FEC arithmetic. Electrical segments are
/// judged by loss at half the symbol rate against what their equaliser closes; the optical path by outer OMA against a
/// receiver sensitivity. Inputs must have passed `validate`. About a microsecond.
LinkResults evaluate(const LinkInputs& in);

/// Q argument of a segment whose noise falls by `snr_gain` from the one that gives `q_reference`, except for a part
/// that alone would allow `q_limit` (+inf: no such part). Noise powers add: 1/q^2 is their sum over the eye.
double q_at_gain(double q_reference, Decibel snr_gain, double q_limit);

/// Q argument of segments that share one decision: 1/q^2 adds.
double combine_noise(double q_a, double q_b);

}  // namespace copack::link
