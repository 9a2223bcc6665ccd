// SPDX-License-Identifier: Apache-2.0
#include "copack/reliability/spares.hpp"

#include <algorithm>
#include <cmath>

namespace copack::reliability {
namespace {

/// Poisson (v = 1) and negative binomial (v > 1) in one recurrence, P(x+1)/P(x) = (m + x (v-1)) / (v (x+1)).
/// Weights start at 1 nine standard deviations below the mean, where the mass left out is under 1e-17, and are
/// normalised by their own sum: no logarithm of a factorial, no underflow at large means.
class Demand {
 public:
  Demand(double mean, double variance_to_mean)
      : mean_(mean), v_(variance_to_mean), first_(std::max(0.0, std::floor(mean - 9.0 * std::sqrt(mean * v_)))) {}

  [[nodiscard]] double first() const { return first_; }
  [[nodiscard]] double ratio(double x) const { return (mean_ + x * (v_ - 1.0)) / (v_ * (x + 1.0)); }

  /// P(X = first). The tail beyond x is below w v (geometric bound with ratio (v-1)/v).
  [[nodiscard]] double first_probability() const {
    constexpr double negligible = 1e-17;
    double w = 1.0;
    double sum = 1.0;
    for (double x = first_; x < mean_ || w * v_ > negligible * sum; ++x) {
      w *= ratio(x);
      sum += w;
    }
    return 1.0 / sum;
  }

 private:
  double mean_;
  double v_;
  double first_;
};

}  // namespace

double removals_per_failure(double no_trouble_found) { return 1.0 / (1.0 - no_trouble_found); }

StockLevel size_stock(double pipeline_mean, double variance_to_mean, double service_level) {
  const Demand demand(pipeline_mean, variance_to_mean);
  double p = demand.first_probability();
  double x = demand.first();
  double cdf = p;
  double below = 0.0;    // P(X <= x - 1)
  double sum_cdf = 0.0;  // sum of P(X <= y) over y < x, which is sum of (x - y) P(y)
  while (cdf < service_level && p > 0.0) {
    p *= demand.ratio(x);
    ++x;
    below = cdf;
    sum_cdf += cdf;
    cdf += p;
  }
  return {.stock = static_cast<std::int64_t>(x),
          .covered = std::min(cdf, 1.0),
          .fill_rate = below,
          .expected_backorders = std::max(0.0, pipeline_mean - x + sum_cdf)};
}

double demand_covered(double pipeline_mean, double variance_to_mean, double stock) {
  const Demand demand(pipeline_mean, variance_to_mean);
  if (stock < demand.first()) return 0.0;
  double p = demand.first_probability();
  double cdf = p;
  for (double x = demand.first(); x + 1.0 <= stock && p > 0.0; ++x) {
    p *= demand.ratio(x);
    cdf += p;
  }
  return std::min(cdf, 1.0);
}

std::vector<Problem> validate(const SparesInputs& in) {
  std::vector<Problem> problems;
  if (in.no_trouble_found >= 1.0) {
    problems.push_back({"no_trouble_found", "must be below 1: some removed units must be truly failed"});
  }
  if (in.variance_to_mean < 1.0) {
    problems.push_back({"variance_to_mean", "must be at least 1: demand more regular than Poisson is not modelled"});
  }
  if (in.service_level >= 1.0)
    problems.push_back({"service_level", "must be below 1: no finite stock covers all demand"});
  return problems;
}

SparesResults evaluate(const SparesInputs& in) {
  SparesResults r;
  r.failures = in.units * in.failure_rate;
  r.removals = r.failures * removals_per_failure(in.no_trouble_found);
  r.pipeline_mean = r.removals * in.lead_time;
  const auto level = size_stock(r.pipeline_mean, in.variance_to_mean, in.service_level);
  r.stock = level.stock;
  r.covered = level.covered;
  r.fill_rate = level.fill_rate;
  r.expected_backorders = level.expected_backorders;
  r.value = static_cast<double>(r.stock) * in.unit_cost;
  return r;
}

void describe(Fields& f, SparesInputs& x) {
  f("units", "", x.units, "units in service, N", {.min = 0.0, .max = 1e10, .required = true});
  f("failure_rate", "FIT", x.failure_rate, "true failures of one unit, lambda",
    {.min = 0.0, .max = 1e9, .required = true});
  f("no_trouble_found", "", x.no_trouble_found, "share of removed units that are found good",
    {.min = 0.0, .max = 0.99});
  f("lead_time", "days", x.lead_time, "removal to replacement back in stock, L", required_non_negative);
  f("variance_to_mean", "", x.variance_to_mean, "variance to mean of the demand in a lead time, v; 1: Poisson",
    {.min = 1.0, .max = 1000.0});
  f("service_level", "", x.service_level, "wanted probability that the stock covers the pipeline",
    {.min = 0.0, .max = 0.999999});
  f("unit_cost", "USD", x.unit_cost, "price of one spare", non_negative);
}

void describe(Fields& f, SparesResults& x) {
  f("failures", "1/day", x.failures, "true failures of the population", by("units * failure_rate"));
  f("removals", "1/day", x.removals, "units taken out", by("failures / (1 - no_trouble_found)"));
  f("pipeline_mean", "", x.pipeline_mean, "mean units between removal and return, m", by("removals * lead_time"));
  f("stock", "", x.stock, "smallest stock that reaches the service level, S",
    by("quantile(pipeline_mean, variance_to_mean, service_level)"));
  f("covered", "", x.covered, "probability that the pipeline does not exceed the stock, P(X <= S)",
    by("cdf(pipeline_mean, variance_to_mean, stock)"));
  f("fill_rate", "", x.fill_rate, "share of demands met at once, P(X <= S - 1)",
    by("cdf(pipeline_mean, variance_to_mean, stock - 1)"));
  f("expected_backorders", "", x.expected_backorders, "mean units waited for, EBO(S)");
  f("value", "USD", x.value, "money tied up in spares", by("stock * unit_cost"));
}

}  // namespace copack::reliability
