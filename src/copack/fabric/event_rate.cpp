// SPDX-License-Identifier: Apache-2.0
#include "copack/fabric/event_rate.hpp"

#include <cmath>

namespace copack::fabric {
namespace {

/// Upper 90 % bound of a Poisson mean after `n` events: half the chi-square quantile with 2 n + 2 degrees of freedom,
/// by Wilson and Hilferty 1931 (error below 1 % for n >= 0).
double upper_bound_90(double n) {
  constexpr double z = 1.2815515655446004;
  const double dof = 2.0 * n + 2.0;
  const double c = 2.0 / (9.0 * dof);
  return 0.5 * dof * std::pow(1.0 - c + z * std::sqrt(c), 3);
}

}  // namespace

void describe(Fields& f, EventRateInputs& x) {
  f("events", "", x.events, "events counted", required_non_negative);
  f("duration", "d", x.duration, "length of the observation", required_positive);
  f("parts", "", x.parts, "links, ports or accelerators observed", positive);
}

void describe(Fields& f, EventRateResults& x) {
  f("interval", "h", x.interval, "mean time between events of the whole", by("duration / events"));
  f("rate", "FIT", x.rate, "of one part", by("events / (parts * duration)"));
  f("rate_upper", "FIT", x.rate_upper, "of one part, 90 % one-sided upper bound");
}

std::vector<Problem> validate(const EventRateInputs& /*in*/) { return {}; }

EventRateResults evaluate(const EventRateInputs& in) {
  return {.interval = in.duration / in.events,
          .rate = in.events / (in.parts * in.duration),
          .rate_upper = upper_bound_90(in.events) / (in.parts * in.duration)};
}

}  // namespace copack::fabric
