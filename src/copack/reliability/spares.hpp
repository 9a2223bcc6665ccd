// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "copack/core/diagnostics.hpp"
#include "copack/core/fields.hpp"
#include "copack/units/unit.hpp"

namespace copack::reliability {

/// One population of identical units, replaced from one stock.
struct SparesInputs {
  double units = 0.0;             ///< units in service, N
  FailureRate failure_rate;       ///< true failures of one unit, lambda
  double no_trouble_found = 0.0;  ///< share of removed units that are found good
  Time lead_time;                 ///< removal to replacement back in stock, L
  double variance_to_mean = 1.0;  ///< of the demand in a lead time; 1: Poisson, above: negative binomial, v
  double service_level = 0.99;    ///< wanted probability that the units in the pipeline do not exceed the stock
  Money unit_cost;                ///< price of one spare
};

struct SparesResults {
  Frequency failures;
  Frequency removals;
  double pipeline_mean = 0.0;        ///< mean units between removal and return, m (Palm)
  std::int64_t stock = 0;            ///< smallest S with P(X <= S) >= service level
  double covered = 0.0;              ///< P(X <= S)
  double fill_rate = 0.0;            ///< P(X <= S - 1): share of demands met at once under one-for-one resupply
  double expected_backorders = 0.0;  ///< EBO(S)
  Money value;                       ///< money tied up in S units
};

struct StockLevel {
  std::int64_t stock = 0;
  double covered = 0.0;
  double fill_rate = 0.0;
  double expected_backorders = 0.0;
};

/// Removals for each true failure: 1 / (1 - P(no trouble found)).
double removals_per_failure(double no_trouble_found);
/// Smallest stock that covers the demand in the pipeline, by exact summation at any mean (no normal approximation).
StockLevel size_stock(double pipeline_mean, double variance_to_mean, double service_level);
/// P(X <= stock).
double demand_covered(double pipeline_mean, double variance_to_mean, double stock);

std::vector<Problem> validate(const SparesInputs& in);
SparesResults evaluate(const SparesInputs& in);
void describe(Fields& f, SparesInputs& x);
void describe(Fields& f, SparesResults& x);

}  // namespace copack::reliability
