// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "copack/core/diagnostics.hpp"
#include "copack/core/fields.hpp"
#include "copack/units/quantity.hpp"
#include "copack/units/unit.hpp"

/// How fast a technology gets cheaper, and when it passes another.
namespace copack::adoption {

/// Cost falls by the learning rate with each doubling of cumulative volume (Wright 1936).
struct WrightInputs {
  double learning_rate = 0.2;  ///< LR
  double volume_ratio = 1.0;   ///< cumulative volume over the reference volume, Q/Q1
};

struct WrightResults {
  double exponent = 0.0;     ///< b
  double cost_factor = 1.0;  ///< c/c1
};

/// The log cost of a technology as a random walk with drift, seen over m past years (Farmer & Lafond 2016).
struct CostTrend {
  Frequency drift;          ///< mu: per year, negative when it gets cheaper
  double volatility = 0.1;  ///< K: standard deviation of a yearly change
  int history = 10;         ///< m: yearly changes behind the estimate
};

/// Will the newcomer be cheaper than the incumbent after a time?
struct CrossingInputs {
  double premium = 0.0;  ///< of the newcomer's cost today, relative
  CostTrend newcomer;
  CostTrend incumbent;
  Time horizon = 1.0 * unit::year;  ///< tau
};

struct CrossingResults {
  double probability = 0.0;   ///< that the newcomer is cheaper
  double median_ratio = 1.0;  ///< newcomer over incumbent
  double ratio_p5 = 1.0;
  double ratio_p95 = 1.0;
  double log_sd = 0.0;  ///< standard deviation of the log ratio
};

std::vector<Problem> validate(const WrightInputs& inputs);
std::vector<Problem> validate(const CrossingInputs& inputs);
WrightResults evaluate(const WrightInputs& inputs);
CrossingResults evaluate(const CrossingInputs& inputs);

void describe(Fields& f, WrightInputs& x);
void describe(Fields& f, WrightResults& x);
void describe(Fields& f, CostTrend& x);
void describe(Fields& f, CrossingInputs& x);
void describe(Fields& f, CrossingResults& x);

}  // namespace copack::adoption
