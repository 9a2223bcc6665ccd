// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "copack/core/diagnostics.hpp"
#include "copack/core/fields.hpp"

namespace copack::fabric {

/// What an operator reports: so many events in a time on so many parts.
struct EventRateInputs {
  double events = 0;  ///< counted
  Time duration;      ///< of the observation
  double parts = 1;   ///< links, ports or accelerators that were observed
};
struct EventRateResults {
  Time interval;           ///< mean time between events of the whole
  FailureRate rate;        ///< of one part
  FailureRate rate_upper;  ///< of one part, 90 % one-sided bound (Wilson-Hilferty form of chi-square / 2)
};
void describe(Fields& f, EventRateInputs& x);
void describe(Fields& f, EventRateResults& x);
std::vector<Problem> validate(const EventRateInputs& in);
EventRateResults evaluate(const EventRateInputs& in);

}  // namespace copack::fabric
