// SPDX-License-Identifier: Apache-2.0
#include "copack/manufacturing/compound.hpp"

#include <algorithm>
#include <boost/math/special_functions/beta.hpp>
#include <cmath>

namespace copack::manufacturing {
namespace {

/// P(at least k of n) = I_s(k, n - k + 1)
double at_least(int k, int n, double s) {
  if (k <= 0) return 1.0;
  if (k > n) return 0.0;
  if (k == n) return std::pow(s, n);
  return boost::math::ibeta(static_cast<double>(k), static_cast<double>(n - k + 1), s);
}

/// Its derivative with respect to s.
double at_least_slope(int k, int n, double s) {
  if (k <= 0 || k > n) return 0.0;
  if (k == n) return n * std::pow(s, n - 1);
  return boost::math::ibeta_derivative(static_cast<double>(k), static_cast<double>(n - k + 1), s);
}

/// Probability that a failed site is repaired within m attempts.
double repaired(const Sites& x) { return 1.0 - std::pow(1.0 - x.rework_success, x.rework_attempts); }

/// Mean attempts on a failed site: 1 + (1-q) + ... + (1-q)^(m-1)
double attempts_per_failure(const Sites& x) {
  return x.rework_success > 0.0 ? repaired(x) / x.rework_success : x.rework_attempts;
}

/// Unit yield when all sites of a unit share one p ~ Beta(a, b): sum over the first-pass failures (beta-binomial), each
/// repaired on its own.
double lot_yield(const Sites& x, double p) {
  if (p <= 0.0 || p >= 1.0 || x.correlation >= 1.0) return p + (1.0 - p) * at_least(x.needed, x.fitted, repaired(x));
  const double size = 1.0 / x.correlation - 1.0;
  const double a = p * size;
  const double b = (1.0 - p) * size;
  const int n = x.fitted;
  const double q = repaired(x);
  // P(no failure) = E[p^n] as a product: std::lgamma would write the global signgam from every thread.
  double probability = 1.0;
  for (int i = 0; i < n; ++i) probability *= (a + i) / (size + i);
  double sum = 0.0;
  for (int failed = 0; failed <= n; ++failed) {
    sum += probability * at_least(x.needed - (n - failed), failed, q);
    // P(f + 1) / P(f) of the beta-binomial law
    probability *= (n - failed) * (b + failed) / ((failed + 1.0) * (a + n - failed - 1.0));
  }
  return std::min(sum, 1.0);
}

double lot_yield_slope(const Sites& x) {
  constexpr double step = 1e-5;
  const double low = std::max(0.0, x.yield - step);
  const double high = std::min(1.0, x.yield + step);
  return (lot_yield(x, high) - lot_yield(x, low)) / (high - low);
}

Sites sites_of(const CompoundInputs& x) {
  return {x.site_yield, x.needed, x.needed + x.spares, x.rework_attempts, x.rework_success, x.correlation};
}

double needed_for_target(const CompoundInputs& x) {
  const auto sites = sites_of(x);
  const double after_rework = boost::math::ibeta_inv(static_cast<double>(x.needed), x.spares + 1.0, x.target);
  const double q = repaired(sites);
  return after_rework <= q ? 0.0 : (after_rework - q) / (1.0 - q);
}

}  // namespace

SitesOutcome make_sites(const Sites& x) {
  const double q = repaired(x);
  const double s = 1.0 - (1.0 - x.yield) * (1.0 - q);
  SitesOutcome out;
  if (x.correlation > 0.0) {
    out.yield = lot_yield(x, x.yield);
    out.yield_slope = lot_yield_slope(x);
  } else {
    out.yield = at_least(x.needed, x.fitted, s);
    out.yield_slope = at_least_slope(x.needed, x.fitted, s) * (1.0 - q);
  }
  out.attempts_slope = x.rework_attempts > 0 ? -x.fitted * attempts_per_failure(x) : 0.0;
  out.attempts = -(1.0 - x.yield) * out.attempts_slope;
  return out;
}

void describe(Fields& f, CompoundInputs& x) {
  f("site_yield", "", x.site_yield, "probability that a site is good at first pass, p", {0.0, 1.0, true});
  f("needed", "", x.needed, "good sites a unit needs, k", {1.0, 1e6});
  f("spares", "", x.spares, "sites fitted beyond the needed, n - k", {0.0, 1e6});
  f("rework_attempts", "", x.rework_attempts, "attempts on a failed site, m", {0.0, 1000.0});
  f("rework_success", "", x.rework_success, "success of one attempt, q", fraction);
  f("correlation", "", x.correlation, "correlation between sites of a unit (lot factor), rho", fraction);
  f("units", "", x.units, "independent units of a product", {1.0, 1e6});
  f("target", "", x.target, "unit yield to reach", fraction);
}

void describe(Fields& f, CompoundResults& x) {
  f("reworked_site_yield", "", x.reworked_site_yield, "yield of a site after rework",
    by("1 - (1 - site_yield) * (1 - rework_success)^rework_attempts"));
  f("unit_yield", "", x.unit_yield, "probability that a unit has its good sites");
  f("product_yield", "", x.product_yield, "probability that all units are good", by("unit_yield^units"));
  f("rework_attempts_per_unit", "", x.rework_attempts_per_unit, "mean rework attempts on a unit");
  f("unit_yield_slope", "", x.unit_yield_slope, "change of unit_yield per change of site_yield");
  f("site_yield_needed", "", x.site_yield_needed, "site yield at which a unit reaches target (independent sites)");
}

std::vector<Problem> validate(const CompoundInputs& inputs) {
  std::vector<Problem> problems;
  if (inputs.needed < 1) problems.push_back({"needed", "must be at least 1"});
  if (inputs.spares < 0) problems.push_back({"spares", "must not be negative"});
  if (inputs.rework_success > 0.0 && inputs.rework_attempts == 0) {
    problems.push_back({"rework_attempts", "is 0, so rework_success has no effect; set rework_attempts"});
  }
  return problems;
}

CompoundResults evaluate(const CompoundInputs& inputs) {
  const auto sites = sites_of(inputs);
  const auto made = make_sites(sites);
  CompoundResults r;
  r.reworked_site_yield = 1.0 - (1.0 - inputs.site_yield) * (1.0 - repaired(sites));
  r.unit_yield = made.yield;
  r.product_yield = std::pow(made.yield, inputs.units);
  r.rework_attempts_per_unit = made.attempts;
  r.unit_yield_slope = made.yield_slope;
  r.site_yield_needed = needed_for_target(inputs);
  return r;
}

}  // namespace copack::manufacturing
