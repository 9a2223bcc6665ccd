// SPDX-License-Identifier: Apache-2.0
#include "copack/adoption/options.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace copack::adoption {
namespace {

double usd(Money x) { return x.in(unit::USD); }

TEST(RealOption, HasTheThresholdOfDixitAndPindyck) {
  struct Case {
    double r, d, s, death, beta, threshold, option;
  };
  for (const auto& c :
       {Case{.04, .04, .2, 0, 2, 2, .25}, Case{.04, .04, .1, 0, 3.372281, 1.421535, .128734},
        Case{.04, .04, .3, 0, 1.567187, 2.763086, .358530}, Case{.10, .05, .3, 0, 1.436191, 3.292572, .414041},
        Case{.04, .04, .2, .1, 3.19258, 1.45608, -1}, Case{.04, .04, .2, .2, 4, 1.33333, -1}}) {
    const auto r = evaluate(RealOptionInputs{.rate = c.r * unit::per_year,
                                             .payout = c.d * unit::per_year,
                                             .volatility = c.s,
                                             .sudden_death = c.death * unit::per_year});
    EXPECT_NEAR(r.beta, c.beta, 1e-5);
    EXPECT_NEAR(usd(r.threshold), c.threshold, 1e-5);
    if (c.option > 0.0) {
      EXPECT_NEAR(usd(r.option_value), c.option, 1e-6);
    }
  }
}

TEST(RealOption, IsWorthItsPayoffAboveTheThreshold) {
  const auto r = evaluate(RealOptionInputs{.value = 3.0 * unit::USD});
  EXPECT_TRUE(r.invest_now);
  EXPECT_DOUBLE_EQ(usd(r.option_value), 2.0);
}

TEST(TwoPeriod, IsTheWidgetFactory) {
  const auto r = evaluate(TwoPeriodInputs{});
  EXPECT_NEAR(usd(r.invest_now), 600.0, 1e-9);
  EXPECT_NEAR(usd(r.wait), 772.727, 5e-4);
  EXPECT_NEAR(usd(r.cost_of_flexibility), 1980.0, 1e-9);
}

TEST(Hysteresis, IsWiderThanMarshall) {
  const auto r = evaluate(HysteresisInputs{});
  ASSERT_TRUE(r.converged);
  EXPECT_NEAR(usd(r.enter_at), 1.466679, 1e-6);
  EXPECT_NEAR(usd(r.leave_at), 0.765732, 1e-6);
  EXPECT_DOUBLE_EQ(usd(r.marshall_enter), 1.1);
  EXPECT_DOUBLE_EQ(usd(r.marshall_leave), 1.0);
}

TEST(Hysteresis, ClosesAsUncertaintyVanishesButSlowly) {
  double before = 1e9;
  for (const double s : {0.2, 0.1, 0.05, 0.02}) {
    const auto r = evaluate(HysteresisInputs{.volatility = s, .exit_cost = 1.0 * unit::USD});
    ASSERT_TRUE(r.converged);
    const double band = usd(r.enter_at - r.leave_at);
    EXPECT_LT(band, before);
    EXPECT_GT(band, usd(r.marshall_enter - r.marshall_leave));
    before = band;
  }
}

TEST(Hysteresis, SaysWhenThereIsNoBand) {
  const HysteresisInputs in{.entry_cost = Money{}};
  EXPECT_EQ(validate(in).size(), 1u);
  EXPECT_FALSE(evaluate(in).converged);
}

TEST(Improvement, WaitsLongerThanTheNpvRule) {
  // B 1, r .08, lambda 1, phi .9: adopt at or below 1/.18 = 5.556; 10 * .9^n: n = 6 gives 5.314. NPV: 12.5, at once.
  const auto r = evaluate(ImprovementInputs{});
  EXPECT_NEAR(usd(r.threshold), 1.0 / 0.18, 1e-12);
  EXPECT_EQ(r.improvements, 6);
  EXPECT_EQ(r.npv_improvements, 0);
  EXPECT_GT(r.value, r.value_now);
}

TEST(Improvement, IsTheBestOfAllWaits) {
  for (const double phi : {0.5, 0.8, 0.95}) {
    for (const double arrival : {0.2, 1.0, 4.0}) {
      const auto r = evaluate(ImprovementInputs{.factor = phi, .arrival = arrival * unit::per_year});
      for (int n = 0; n < 200; ++n) {
        const double other = std::pow(arrival / (arrival + 0.08), n) * (12.5 - 10.0 * std::pow(phi, n));
        EXPECT_GE(usd(r.value), other - 1e-9) << phi << " " << arrival << " " << n;
      }
    }
  }
}

}  // namespace
}  // namespace copack::adoption
