// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "copack/core/diagnostics.hpp"
#include "copack/core/fields.hpp"
#include "copack/units/unit.hpp"

namespace copack::reliability {

/// n units of which k must work. Units are identical, given by a failure probability or by a rate and a mission time;
/// or each has its own probability.
struct RedundancyInputs {
  std::int64_t units = 0;             ///< n; ignored when `probabilities` is given
  std::int64_t required = 0;          ///< k
  double failure_probability = 0.0;   ///< of one unit over the mission, p; used when the rate is zero
  FailureRate failure_rate;           ///< of one unit, lambda
  Time mission;                       ///< time without repair, t
  Time repair_time;                   ///< mean time to replace one failed unit, 1/mu; 0: no repair
  double common_cause = 0.0;          ///< share of a unit's rate that fails all units at once, beta
  std::vector<double> probabilities;  ///< unit by unit, when they differ
};

struct RedundancyResults {
  std::int64_t units = 0;
  std::int64_t spares = 0;                ///< n - k
  double unit_failure_probability = 0.0;  ///< p of one unit, all causes; the mean when units differ
  double independent_failure = 0.0;       ///< P(more than n - k independent failures), all units powered
  double common_failure = 0.0;            ///< P(common cause)
  double failure = 0.0;                   ///< P(system failed), spares powered (hot)
  double failure_cold = 0.0;    ///< same with unpowered spares that cannot fail before use; identical units only
  bool has_repair = false;      ///< the two figures below are given
  Time mttf;                    ///< mean time to system failure with repair, from all units good
  double unavailability = 0.0;  ///< steady state, independent repair
};

/// P(at least `failures` of the units fail), by the Poisson-binomial recurrence with an absorbing last state:
/// only positive terms are added, so small probabilities keep their relative accuracy. O(n failures).
double probability_of_failures(std::span<const double> probabilities, std::int64_t failures);
double probability_of_failures(std::int64_t units, double probability, std::int64_t failures);
/// P(N >= events) for a Poisson count, without cancellation.
double poisson_tail(double mean, std::int64_t events);
/// Mean time until fewer than k of n units work. Each failed unit is replaced at rate mu; all fail together at rate
/// `common_rate`. For 8 of 9 without common cause: (17 lambda + mu) / (72 lambda^2).
Time mttf_with_repair(std::int64_t units, std::int64_t required, FailureRate rate, Frequency repair_rate,
                      FailureRate common_rate);

std::vector<Problem> validate(const RedundancyInputs& in);
RedundancyResults evaluate(const RedundancyInputs& in);
void describe(Fields& f, RedundancyInputs& x);
void describe(Fields& f, RedundancyResults& x);

}  // namespace copack::reliability
