// SPDX-License-Identifier: Apache-2.0
#include "copack/adoption/options.hpp"

#include <algorithm>
#include <boost/math/tools/toms748_solve.hpp>
#include <cmath>
#include <tuple>
#include <utility>

namespace copack::adoption {
namespace {

double per_year(Frequency x) { return x.in(unit::per_year); }

/// Roots of s^2/2 b (b - 1) + drift b = rate: b1 > 0 > b2.
std::pair<double, double> roots(double drift, double volatility, double rate) {
  const double s2 = volatility * volatility;
  const double centre = 0.5 - drift / s2;
  const double half = std::sqrt(centre * centre + 2.0 * rate / s2);
  return {centre + half, centre - half};
}

}  // namespace

std::vector<Problem> validate(const RealOptionInputs& in) {
  std::vector<Problem> out;
  if (!(in.payout > Frequency{}))
    out.push_back({"payout", "must be above 0: without it waiting is free and nobody invests"});
  return out;
}

/// Sudden death raises only the discounting of the option, not the drift r - d of the value.
RealOptionResults evaluate(const RealOptionInputs& in) {
  RealOptionResults r;
  const double rate = per_year(in.rate);
  r.beta = roots(rate - per_year(in.payout), in.volatility, rate + per_year(in.sudden_death)).first;
  r.multiple = r.beta / (r.beta - 1.0);
  r.threshold = r.multiple * in.cost;
  r.invest_now = in.value >= r.threshold;
  r.option_value =
      r.invest_now ? in.value - in.cost : std::pow(in.value / r.threshold, r.beta) * (r.threshold - in.cost);
  return r;
}

std::vector<Problem> validate(const TwoPeriodInputs& in) {
  std::vector<Problem> out;
  if (!(in.rate > 0.0)) out.push_back({"rate", "must be above 0: a flow for ever has no finite value otherwise"});
  return out;
}

TwoPeriodResults evaluate(const TwoPeriodInputs& in) {
  TwoPeriodResults r;
  const double p = in.up_probability;
  const double annuity = (1.0 + in.rate) / in.rate;  // of a flow that starts at once
  const Money up = in.flow * (1.0 + in.up) * annuity, down = in.flow * (1.0 - in.down) * annuity;
  const Money later = p * up + (1.0 - p) * down;
  const double d = 1.0 / (1.0 + in.rate);
  r.invest_now = in.flow + d * later - in.cost;
  r.wait = d * (p * std::max(up - in.cost, Money{}) + (1.0 - p) * std::max(down - in.cost, Money{}));
  r.flexibility = r.wait - std::max(r.invest_now, Money{});
  // Flexible project of cost I': d p (up - I') = invest now, with investment only after a rise.
  r.cost_of_flexibility = p > 0.0 ? up - r.invest_now / (d * p) : Money{};
  return r;
}

std::vector<Problem> validate(const HysteresisInputs& in) {
  std::vector<Problem> out;
  if (!(in.rate > in.drift))
    out.push_back({"drift", "must be below the rate: the price has no finite value otherwise"});
  if (!(in.entry_cost + in.exit_cost > Money{})) {
    out.push_back({"entry_cost", "entry and exit are free: there is no band, both prices are the running cost"});
  }
  return out;
}

namespace {

/// The four conditions of Dixit 1989 in two steps. For a ratio z = P_H/P_L > 1 the equal slopes are linear in A and B,
/// and the two value conditions then give P_L twice, from entry and from exit; z is right when both agree.
class HysteresisBand {
 public:
  explicit HysteresisBand(const HysteresisInputs& in)
      : rate_(per_year(in.rate)),
        margin_(rate_ - per_year(in.drift)),
        running_(in.running_cost.in(unit::USD) / rate_),
        entry_(in.entry_cost.in(unit::USD)),
        exit_(in.exit_cost.in(unit::USD)) {
    std::tie(b1_, b2_) = roots(per_year(in.drift), in.volatility, rate_);
  }

  struct Point {
    double low, high, a, b;
  };

  /// Slopes -A b1 P^(b1-1) + B b2 P^(b2-1) + 1/(r-mu) = 0 at P = 1 and P = z, for P_L = 1; A and B scale with P_L.
  [[nodiscard]] std::pair<double, double> coefficients(double z) const {
    const double h1 = b1_ * std::pow(z, b1_ - 1.0), h2 = b2_ * std::pow(z, b2_ - 1.0);
    const double a = (h2 - b2_) / (margin_ * (b1_ * h2 - b2_ * h1));
    const double b = (h1 - b1_) / (margin_ * (b1_ * h2 - b2_ * h1));
    return {a, b};
  }

  /// V1 - V0 + w/r at P = x for P_L = 1.
  [[nodiscard]] double gain(double x, double a, double b) const {
    return -a * std::pow(x, b1_) + b * std::pow(x, b2_) + x / margin_;
  }

  /// Unbalance of P_L from entry and from exit.
  [[nodiscard]] double unbalance(double z) const {
    const auto [a, b] = coefficients(z);
    return (running_ + entry_) * gain(1.0, a, b) - (running_ - exit_) * gain(z, a, b);
  }

  [[nodiscard]] Point at(double z) const {
    const auto [a, b] = coefficients(z);
    const double low = (running_ + entry_) / gain(z, a, b);
    return {low, z * low, a * std::pow(low, 1.0 - b1_), b * std::pow(low, 1.0 - b2_)};
  }

  /// Largest unbalance of the four conditions, relative to w/r.
  [[nodiscard]] double residual(const Point& p) const {
    const auto slope = [&](double x) {
      return x * (-p.a * b1_ * std::pow(x, b1_ - 1.0) + p.b * b2_ * std::pow(x, b2_ - 1.0) + 1.0 / margin_);
    };
    const double enter = gain(p.high, p.a, p.b) - running_ - entry_, leave = gain(p.low, p.a, p.b) - running_ + exit_;
    return std::max({std::abs(enter), std::abs(leave), std::abs(slope(p.low)), std::abs(slope(p.high))}) / running_;
  }

 private:
  double rate_, margin_, running_, entry_, exit_, b1_ = 0.0, b2_ = 0.0;
};

}  // namespace

HysteresisResults evaluate(const HysteresisInputs& in) {
  HysteresisResults r;
  r.marshall_enter = in.running_cost + per_year(in.rate) * in.entry_cost;
  r.marshall_leave = in.running_cost - per_year(in.rate) * in.exit_cost;
  if (!validate(in).empty()) return r;
  const HysteresisBand band(in);
  const auto f = [&](double z) { return band.unbalance(z); };
  const double low = 1.0 + 1e-6;
  double high = 2.0;
  while (f(low) * f(high) > 0.0 && high < 1e6) high *= 2.0;
  if (f(low) * f(high) > 0.0) return r;
  std::uintmax_t steps = 200;
  const auto [z, z_up] =
      boost::math::tools::toms748_solve(f, low, high, boost::math::tools::eps_tolerance<double>(50), steps);
  const auto point = band.at(0.5 * (z + z_up));
  r.enter_at = point.high * unit::USD;
  r.leave_at = point.low * unit::USD;
  r.residual = band.residual(point);
  r.converged = r.residual < 1e-8;
  return r;
}

std::vector<Problem> validate(const ImprovementInputs& in) {
  std::vector<Problem> out;
  if (!(in.benefit > Money{})) out.push_back({"benefit", "must be above 0"});
  return out;
}

/// Waiting for one more improvement pays as long as r I + lambda (1 - phi) I > B; the case is monotone, so looking one
/// improvement ahead is optimal.
ImprovementResults evaluate(const ImprovementInputs& in) {
  ImprovementResults r;
  const double rate = per_year(in.rate), arrival = per_year(in.arrival);
  r.npv_threshold = in.benefit / rate;
  r.threshold = in.benefit / (rate + arrival * (1.0 - in.factor));
  const auto steps_to = [&](Money threshold) {
    if (in.cost <= threshold) return 0;
    return static_cast<int>(std::ceil(std::log(threshold / in.cost) / std::log(in.factor) - 1e-12));
  };
  r.improvements = steps_to(r.threshold);
  r.npv_improvements = steps_to(r.npv_threshold);
  r.expected_wait = r.improvements > 0 ? r.improvements / in.arrival : Time{};
  r.value_now = r.npv_threshold - in.cost;
  const double discount = std::pow(arrival / (arrival + rate), r.improvements);
  r.value = discount * (r.npv_threshold - in.cost * std::pow(in.factor, r.improvements));
  return r;
}

void describe(Fields& f, RealOptionInputs& x) {
  f("rate", "1/year", x.rate, "discount rate, r", positive);
  f("payout", "1/year", x.payout, "what waiting forgoes, d", positive);
  f("volatility", "", x.volatility, "per square root of a year, s", positive);
  f("sudden_death", "1/year", x.sudden_death, "rate at which the project becomes worthless, lambda", non_negative);
  f("cost", "USD", x.cost, "sunk cost, I", positive);
  f("value", "USD", x.value, "value of the project today, V", positive);
}

void describe(Fields& f, RealOptionResults& x) {
  f("beta", "", x.beta, "positive root of the fundamental quadratic");
  f("multiple", "", x.multiple, "option multiple", by("beta / (beta - 1)"));
  f("threshold", "USD", x.threshold, "value at which to invest, V*", by("multiple * cost"));
  f("option_value", "USD", x.option_value, "value of the option to invest, F(V)");
  f("invest_now", x.invest_now, "the value is at or above the threshold");
}

void describe(Fields& f, TwoPeriodInputs& x) {
  f("flow", "USD", x.flow, "per period, from today on", required_positive);
  f("up", "", x.up, "relative rise", non_negative);
  f("down", "", x.down, "relative fall", fraction);
  f("up_probability", "", x.up_probability, "probability of the rise", fraction);
  f("rate", "", x.rate, "discount rate per period", positive);
  f("cost", "USD", x.cost, "investment cost, I", required_non_negative);
}

void describe(Fields& f, TwoPeriodResults& x) {
  f("invest_now", "USD", x.invest_now, "net present value of investing now");
  f("wait", "USD", x.wait, "value of waiting one period and investing if it pays");
  f("flexibility", "USD", x.flexibility, "worth of being able to wait", by("wait - max(invest_now, 0)"));
  f("cost_of_flexibility", "USD", x.cost_of_flexibility,
    "cost at which the flexible project is worth as much as investing now");
}

void describe(Fields& f, HysteresisInputs& x) {
  f("rate", "1/year", x.rate, "discount rate, r", positive);
  f("drift", "1/year", x.drift, "drift of the price, mu");
  f("volatility", "", x.volatility, "per square root of a year, s", positive);
  f("running_cost", "USD", x.running_cost, "per year, w", positive);
  f("entry_cost", "USD", x.entry_cost, "entry cost, k", non_negative);
  f("exit_cost", "USD", x.exit_cost, "exit cost, l", non_negative);
}

void describe(Fields& f, HysteresisResults& x) {
  f("converged", x.converged, "the four conditions hold");
  f("residual", "", x.residual, "largest unbalance of the conditions, relative to w/r");
  f("enter_at", "USD", x.enter_at, "price at which to enter, P_H");
  f("leave_at", "USD", x.leave_at, "price at which to leave, P_L");
  f("marshall_enter", "USD", x.marshall_enter, "entry price without uncertainty, w + r k");
  f("marshall_leave", "USD", x.marshall_leave, "exit price without uncertainty, w - r l");
}

void describe(Fields& f, ImprovementInputs& x) {
  f("benefit", "USD", x.benefit, "per year after adoption, B", required_positive);
  f("cost", "USD", x.cost, "adoption cost today, I_0", required_positive);
  f("factor", "", x.factor, "what an improvement multiplies the cost by, phi",
    {.min = 0.001, .max = 0.999999, .required = true});
  f("arrival", "1/year", x.arrival, "rate of improvements, lambda", required_positive);
  f("rate", "1/year", x.rate, "discount rate, r", required_positive);
}

void describe(Fields& f, ImprovementResults& x) {
  f("threshold", "USD", x.threshold, "adopt once the cost is at or below",
    by("benefit / (rate + arrival * (1 - factor))"));
  f("npv_threshold", "USD", x.npv_threshold, "what the NPV rule asks for", by("benefit / rate"));
  f("improvements", "", x.improvements, "improvements to wait for");
  f("npv_improvements", "", x.npv_improvements, "improvements that the NPV rule waits for");
  f("expected_wait", "year", x.expected_wait, "mean time to adoption", by("improvements / arrival"));
  f("value", "USD", x.value, "of the optimal rule today");
  f("value_now", "USD", x.value_now, "of adopting today", by("npv_threshold - cost"));
}

}  // namespace copack::adoption
