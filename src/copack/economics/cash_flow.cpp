// SPDX-License-Identifier: Apache-2.0
#include "copack/economics/cash_flow.hpp"

#include <boost/math/tools/toms748_solve.hpp>
#include <cmath>

namespace copack::economics {

Money present_value(std::span<const Money> flows, double discount_rate) {
  const double v = 1.0 / (1.0 + discount_rate);
  Money sum;
  for (std::size_t t = flows.size(); t-- > 0;) sum = flows[t] + v * sum;
  return sum;
}

double annuity_factor(double discount_rate, std::int64_t years) {
  const auto n = static_cast<double>(years);
  if (discount_rate == 0.0) return n;
  return -std::expm1(-n * std::log1p(discount_rate)) / discount_rate;
}

std::int64_t sign_changes(std::span<const Money> flows) {
  std::int64_t changes = 0;
  double last = 0.0;
  for (const Money flow : flows) {
    if (flow.si() == 0.0) continue;
    if (last * flow.si() < 0.0) ++changes;
    last = flow.si() > 0.0 ? 1.0 : -1.0;
  }
  return changes;
}

double internal_rate_of_return(std::span<const Money> flows) {
  // In x = ln(1 + r) every rate above -100 % is a real number; |x| = 40 is far beyond any rate of interest.
  const auto value = [&](double x) { return present_value(flows, std::expm1(x)).si(); };
  double high = 0.125;
  while (high < 40.0 && value(-high) * value(high) > 0.0) high *= 2.0;
  if (!(value(-high) * value(high) <= 0.0)) return std::nan("");  // also when a flow is not finite
  std::uintmax_t iterations = 200;
  const auto [a, b] =
      boost::math::tools::toms748_solve(value, -high, high, boost::math::tools::eps_tolerance<double>(50), iterations);
  return std::expm1(0.5 * (a + b));
}

Payback payback(std::span<const Money> flows, double discount_rate) {
  Payback found{.reached = true, .years = 0.0};
  double total = 0.0;
  double factor = 1.0;
  for (std::size_t t = 0; t < flows.size(); ++t) {
    const double before = total;
    total += flows[t].si() * factor;
    factor /= 1.0 + discount_rate;
    if (total < 0.0) {
      found.reached = false;
    } else if (!found.reached) {
      found = {.reached = true, .years = static_cast<double>(t) - total / (total - before)};
    }
  }
  return found.reached ? found : Payback{};
}

CashFlowResults judge(std::span<const Money> flows, double discount_rate) {
  CashFlowResults r;
  r.npv = present_value(flows, discount_rate);
  r.sign_changes = sign_changes(flows);
  if (r.sign_changes == 1) {
    r.irr = internal_rate_of_return(flows);
    r.has_irr = std::isfinite(r.irr);
  }
  const auto simple = payback(flows, 0.0);
  const auto discounted = payback(flows, discount_rate);
  r.pays_back = simple.reached;
  r.payback = simple.years;
  r.pays_back_discounted = discounted.reached;
  r.discounted_payback = discounted.years;
  return r;
}

std::vector<Problem> validate(const CashFlowInputs& in) {
  std::vector<Problem> problems;
  if (in.flows.empty()) problems.push_back({"flows", "give at least one flow; the first one is now"});
  if (!(in.discount_rate > -1.0)) problems.push_back({"discount_rate", "must be above -100 %"});
  return problems;
}

CashFlowResults evaluate(const CashFlowInputs& in) { return judge(in.flows, in.discount_rate); }

void describe(Fields& f, CashFlowInputs& x) {
  f("flows", "USD", x.flows, "money in (+) and out (-) at the end of each year; the first entry is now", required);
  f("discount_rate", "", x.discount_rate, "discount rate per year, r", {.min = -0.99, .max = 10.0});
}

void describe(Fields& f, CashFlowResults& x) {
  f("npv", "USD", x.npv, "net present value", by("sum(flows[t] / (1 + discount_rate)^t)"));
  f("sign_changes", "", x.sign_changes, "changes of sign along the flows");
  f("has_irr", x.has_irr, "one change of sign: the internal rate of return exists and is unique");
  f("irr", "%", x.irr, "internal rate of return per year", by("root of sum(flows[t] / (1 + irr)^t)"));
  f("pays_back", x.pays_back, "the running total reaches zero to stay there");
  f("payback", "", x.payback, "years until then");
  f("pays_back_discounted", x.pays_back_discounted, "the discounted running total reaches zero to stay there");
  f("discounted_payback", "", x.discounted_payback, "years until then");
}

}  // namespace copack::economics
