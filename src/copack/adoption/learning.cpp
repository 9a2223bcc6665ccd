// SPDX-License-Identifier: Apache-2.0
#include "copack/adoption/learning.hpp"

#include <boost/math/distributions/normal.hpp>
#include <cmath>

namespace copack::adoption {

std::vector<Problem> validate(const WrightInputs&) { return {}; }

WrightResults evaluate(const WrightInputs& in) {
  const double b = -std::log2(1.0 - in.learning_rate);
  return {b, std::pow(in.volume_ratio, -b)};
}

std::vector<Problem> validate(const CrossingInputs& in) {
  std::vector<Problem> out;
  if (!(in.premium > -1.0)) out.push_back({"premium", "must be above -1: the newcomer's cost would not be positive"});
  return out;
}

namespace {

/// Variance of the log-cost forecast: the walk itself and the error of a drift estimated from m changes.
double forecast_variance(const CostTrend& trend, double years) {
  return trend.volatility * trend.volatility * (years + years * years / trend.history);
}

}  // namespace

CrossingResults evaluate(const CrossingInputs& in) {
  CrossingResults r;
  const double years = in.horizon.in(unit::year);
  const double drift = (in.newcomer.drift - in.incumbent.drift).in(unit::per_year);
  const double mean = std::log1p(in.premium) + drift * years;
  r.log_sd = std::sqrt(forecast_variance(in.newcomer, years) + forecast_variance(in.incumbent, years));
  r.median_ratio = std::exp(mean);
  if (!(r.log_sd > 0.0)) {
    r.ratio_p5 = r.ratio_p95 = r.median_ratio;
    r.probability = mean < 0.0 ? 1.0 : 0.0;
    return r;
  }
  const boost::math::normal standard;
  const double z95 = boost::math::quantile(standard, 0.95);
  r.probability = boost::math::cdf(standard, -mean / r.log_sd);
  r.ratio_p5 = std::exp(mean - z95 * r.log_sd);
  r.ratio_p95 = std::exp(mean + z95 * r.log_sd);
  return r;
}

void describe(Fields& f, WrightInputs& x) {
  f("learning_rate", "", x.learning_rate, "fall of cost per doubling of volume, LR",
    {.min = 0.0, .max = 0.99, .required = true});
  f("volume_ratio", "", x.volume_ratio, "cumulative volume over the reference volume, Q/Q1", required_positive);
}

void describe(Fields& f, WrightResults& x) {
  f("exponent", "", x.exponent, "learning exponent, b", by("-log(1 - learning_rate) / log(2)"));
  f("cost_factor", "", x.cost_factor, "cost over reference cost", by("volume_ratio^(-exponent)"));
}

void describe(Fields& f, CostTrend& x) {
  f("drift", "1/year", x.drift, "drift of the log cost, mu", Rule{.required = true});
  f("volatility", "", x.volatility, "standard deviation of a yearly change, K", required_non_negative);
  f("history", "", x.history, "yearly changes behind the estimate, m", {.min = 1, .max = 1000});
}

void describe(Fields& f, CrossingInputs& x) {
  f("premium", "", x.premium, "of the newcomer's cost today, relative",
    {.min = -0.999, .max = 1000.0, .required = true});
  f("newcomer", x.newcomer, "trend of the newcomer");
  f("incumbent", x.incumbent, "trend of the incumbent");
  f("horizon", "year", x.horizon, "time ahead, tau", required_non_negative);
}

void describe(Fields& f, CrossingResults& x) {
  f("probability", "", x.probability, "that the newcomer is cheaper by then");
  f("median_ratio", "", x.median_ratio, "median of newcomer over incumbent cost");
  f("ratio_p5", "", x.ratio_p5, "5th percentile of it");
  f("ratio_p95", "", x.ratio_p95, "95th percentile of it");
  f("log_sd", "", x.log_sd, "standard deviation of its logarithm");
}

}  // namespace copack::adoption
