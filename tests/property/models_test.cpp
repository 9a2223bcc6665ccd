// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <vector>

#include "copack/economics/cash_flow.hpp"
#include "copack/link/fec.hpp"
#include "copack/manufacturing/die.hpp"
#include "copack/numerics/distributions.hpp"
#include "copack/reliability/goodput.hpp"
#include "copack/reliability/redundancy.hpp"
#include "copack/supply/inventory.hpp"
#include "real.hpp"

namespace copack {
namespace {

RC_GTEST_PROP(Fec, MoreErrorsBeforeNeverMeanFewerAfter, ()) {
  link::FecScheme scheme;
  scheme.code = *rc::gen::element(link::Code::kp4, link::Code::kr4, link::Code::rs272);
  scheme.interleave = *rc::gen::element(1, 2, 4);
  scheme.burst_continuation = any_in(0.0, 0.75);
  const double few = any_magnitude(1e-9, 1e-3);
  const double many = few * any_in(1.0, 10.0);
  const auto low = link::fec_errors(scheme, few, 2);
  const auto high = link::fec_errors(scheme, many, 2);
  RC_ASSERT(low.log_codeword_error_ratio <= high.log_codeword_error_ratio + 1e-9);
  RC_ASSERT(low.log_post_fec_ber <= high.log_post_fec_ber + 1e-9);
  RC_ASSERT(high.log_codeword_error_ratio <= 1e-9);
}

RC_GTEST_PROP(Distributions, QuantilesRiseWithinTheRange, ()) {
  const double low = any_magnitude(1e-3, 1e3);
  const double nominal = low * any_in(1.0, 4.0);
  const double high = nominal * any_in(1.0, 4.0);
  const auto law = *rc::gen::element(numerics::Law::uniform, numerics::Law::loguniform, numerics::Law::triangular,
                                     numerics::Law::pert);
  const numerics::Distribution x{law, nominal, low, high};
  const double u = any_in(0.0, 1.0);
  const double v = any_in(u, 1.0);
  const double slack = 1e-9 * high;
  RC_ASSERT(numerics::quantile(x, u) <= numerics::quantile(x, v) + slack);
  RC_ASSERT(numerics::quantile(x, u) >= low - slack);
  RC_ASSERT(numerics::quantile(x, v) <= high + slack);
}

RC_GTEST_PROP(Goodput, RareInterruptionsAndDalysIntervalAreBest, ()) {
  const Time mtti = any_magnitude(0.5, 1000.0) * unit::hour;
  const reliability::GoodputInputs in{.mtti = mtti,
                                      .checkpoint_write = any_in(1.0, 120.0) * unit::s,
                                      .restart = any_in(60.0, 1800.0) * unit::s,
                                      .checkpoint_interval = {}};
  const auto best = reliability::evaluate(in);
  RC_ASSERT(best.goodput > 0.0 && best.goodput < 1.0);
  auto rarer = in;
  rarer.mtti = any_in(1.0, 20.0) * mtti;
  RC_ASSERT(reliability::evaluate(rarer).goodput >= best.goodput - 1e-12);
  auto other = in;
  other.checkpoint_interval = any_magnitude(0.1, 10.0) * best.checkpoint_interval;
  // Daly's interval is an expansion of the optimum; what it leaves is below one part in a thousand.
  RC_ASSERT(reliability::evaluate(other).goodput <= best.goodput + 1e-3);
}

RC_GTEST_PROP(KOfN, LiesBetweenOneUnitAndAll, ()) {
  const int units = *rc::gen::inRange(1, 60);
  const int required = *rc::gen::inRange(1, units + 1);
  const double p = any_in(0.0, 1.0);
  const double failure = reliability::probability_of_failures(units, p, units - required + 1);
  const double all_fail = std::pow(p, units);
  const double any_fails = 1.0 - std::pow(1.0 - p, units);
  RC_ASSERT(failure >= all_fail - 1e-12);
  RC_ASSERT(failure <= any_fails + 1e-12);
}

RC_GTEST_PROP(KOfN, EqualUnitsAreASpecialCaseOfUnequalOnes, ()) {
  const int units = *rc::gen::inRange(1, 40);
  const int failures = *rc::gen::inRange(0, units + 1);
  const double p = any_in(0.0, 1.0);
  const std::vector<double> each(static_cast<std::size_t>(units), p);
  const double equal = reliability::probability_of_failures(units, p, failures);
  RC_ASSERT(std::abs(equal - reliability::probability_of_failures(each, failures)) <= 1e-10 * (equal + 1e-300));
}

RC_GTEST_PROP(Die, MoreDefectsNeverMeanCheaperDies, ()) {
  manufacturing::DieInputs in{.area = any_in(1.0, 800.0) * unit::mm2,
                              .wafer_cost = any_in(1e3, 2e4) * unit::USD,
                              .defect_density = any_in(0.0, 1.0) / unit::cm2};
  const auto clean = manufacturing::evaluate(in);
  RC_ASSERT(clean.yield > 0.0 && clean.yield <= 1.0);
  in.defect_density = any_in(1.0, 5.0) * in.defect_density;
  const auto dirty = manufacturing::evaluate(in);
  RC_ASSERT(dirty.yield <= clean.yield + 1e-12);
  RC_ASSERT(dirty.good_cost.si() >= clean.good_cost.si() * (1.0 - 1e-12));
}

RC_GTEST_PROP(CashFlow, PresentValuesAddAndFallWithTheRate, ()) {
  const auto years = *rc::gen::inRange<std::size_t>(1, 12);
  economics::CashFlowInputs a;
  economics::CashFlowInputs sum;
  economics::CashFlowInputs b;
  for (std::size_t i = 0; i < years; ++i) {
    a.flows.push_back(any_in(0.0, 100.0) * unit::USD);
    b.flows.push_back(any_in(-100.0, 100.0) * unit::USD);
    sum.flows.push_back(a.flows.back() + b.flows.back());
  }
  const double together = economics::evaluate(sum).npv.si();
  const double apart = (economics::evaluate(a).npv + economics::evaluate(b).npv).si();
  RC_ASSERT(std::abs(together - apart) < 1e-9 * (1.0 + std::abs(apart)) * 100.0);
  auto dearer = a;
  dearer.discount_rate = a.discount_rate + any_in(0.0, 0.3);
  RC_ASSERT(economics::evaluate(dearer).npv <= economics::evaluate(a).npv + 1e-9 * unit::USD);
}

RC_GTEST_PROP(Newsvendor, DearerShortageNeverLowersTheOrder, ()) {
  supply::NewsvendorInputs in{
      .holding = any_in(0.1, 10.0), .shortage = any_in(0.1, 10.0), .mean = any_in(10.0, 1e4), .sd = any_in(0.0, 1e3)};
  const auto before = supply::evaluate(in);
  in.shortage *= any_in(1.0, 10.0);
  RC_ASSERT(supply::evaluate(in).order >= before.order - 1e-9);
}

}  // namespace
}  // namespace copack
