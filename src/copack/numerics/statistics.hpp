// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace copack::numerics {

/// Statistics of a sample. Sums run in the order of the sample, so equal samples give equal bytes. All are NaN for an
/// empty sample.

/// Positions of the values in ascending order; equal values by position, NaN at an end.
std::vector<std::size_t> ascending_order(std::span<const double> values);

double mean(std::span<const double> values);
/// Unbiased variance (divisor n - 1); 0 for a single value.
double variance(std::span<const double> values);

/// Sample quantile, linear between the order statistics (type 7 of Hyndman & Fan 1996).
double sample_quantile(std::span<const double> values, double p);
/// The same of values that are already in ascending order.
double sorted_quantile(std::span<const double> sorted, double p);

struct Summary {
  double mean = 0.0;
  double sd = 0.0;
  double min = 0.0;
  double p05 = 0.0;
  double p10 = 0.0;
  double p50 = 0.0;
  double p90 = 0.0;
  double p95 = 0.0;
  double max = 0.0;
};
Summary summarize(std::span<const double> values);

/// Mean of the highest share 1 - level of a cost: CVaR_a = min over eta of eta + E[(X - eta)+] / (1 - a). The atom at
/// the quantile is split, so that exactly 1 - a of the probability is averaged (Rockafellar & Uryasev 2002). Level in
/// [0, 1); level 1 means the maximum.
double cvar_high(std::span<const double> costs, double level);
/// Mean of the lowest share 1 - level of a value: the same risk for what one wants to be large.
double cvar_low(std::span<const double> values, double level);
/// CVaR with a weight for each value; the weights need not sum to one.
double cvar_high(std::span<const double> costs, std::span<const double> weights, double level);

/// Share of worlds in which a < b, ties counting half; a[i] and b[i] belong to the same world.
double probability_of_superiority(std::span<const double> a, std::span<const double> b);

}  // namespace copack::numerics
