// SPDX-License-Identifier: Apache-2.0
#include "copack/economics/npv.hpp"

#include <gtest/gtest.h>

#include <utility>

namespace copack::economics {
namespace {

using namespace unit;

NpvInputs comparison() {
  return {.baseline = {.capex = 10.0 * MUSD,
                       .mean_power = 1.0 * MW,
                       .repair = 200'000.0 * USD_per_year,
                       .lost_accelerator_hours_per_year = 700'000.0},
          .alternative = {.capex = 12.0 * MUSD,
                          .one_off = 0.5 * MUSD,
                          .end_of_life = 0.1 * MUSD,
                          .mean_power = 0.4 * MW,
                          .repair = 250'000.0 * USD_per_year,
                          .lost_accelerator_hours_per_year = 600'000.0,
                          .relative_speed = 1.001},
          .accelerators = 1000.0,
          .accelerator_price = 2.0 * USD_per_hour,
          .electricity_price = 0.1 * USD_per_kWh,
          .discount_rate = 0.1,
          .life_years = 5};
}

double waterfall(const NpvResults& r) {
  return (r.capex + r.one_off + r.energy + r.repair + r.lost_work + r.performance + r.end_of_life).in(USD);
}

// A full year: energy 600 kW x 8760 h x 0.1 = 525,600; repair -50,000; lost work 100,000 h x 2 = 200,000;
// performance (8,760,000 - 600,000) x 0.001 x 2 = 16,320. Annuity of 5 years at 10 %: 3.790787.
TEST(Npv, AddsUpDifferences) {
  const auto r = evaluate(comparison());
  EXPECT_NEAR(r.yearly_gain.in(USD_per_year), 525'600.0 - 50'000.0 + 200'000.0 + 16'320.0, 1e-6);
  EXPECT_NEAR(r.npv.in(USD), -2.5e6 + 691'920.0 * 3.790787 + 100'000.0 * 0.620921, 1.0);
}

TEST(Npv, WaterfallAndCashFlowAgree) {
  for (const double ramp : {1.0, 0.4}) {
    auto in = comparison();
    in.first_year_activity = ramp;
    const auto r = evaluate(in);
    EXPECT_EQ(waterfall(r), r.npv.in(USD));
    EXPECT_NEAR(r.returns.npv.in(USD), r.npv.in(USD), 1e-6);
    EXPECT_TRUE(r.returns.has_irr);
  }
}

TEST(Npv, OfTheBaselineAgainstItselfIsZero) {
  auto in = comparison();
  in.alternative = in.baseline;
  const auto r = evaluate(in);
  EXPECT_EQ(r.npv.si(), 0.0);
  EXPECT_FALSE(r.returns.has_irr);
}

TEST(Npv, ChangesSignWhenSidesAreExchanged) {
  auto in = comparison();
  in.value_performance = false;
  const double forward = evaluate(in).npv.in(USD);
  std::swap(in.baseline, in.alternative);
  EXPECT_NEAR(evaluate(in).npv.in(USD), -forward, 1e-6);
}

// Work = hours x speed, so the two terms of work are exact whatever the size of the changes.
TEST(Npv, SplitsWorkWithoutRemainder) {
  auto in = comparison();
  in.alternative.relative_speed = 3.0;
  const auto r = evaluate(in);
  const double work = (8'760'000.0 - 600'000.0) * 3.0 - (8'760'000.0 - 700'000.0);
  EXPECT_NEAR((r.lost_work + r.performance).in(USD), work * 2.0 * r.operating_factor, 1e-5);
}

TEST(Npv, BreakEvensMakeItZero) {
  const auto r = evaluate(comparison());
  auto at_capex = comparison();
  at_capex.alternative.capex = r.break_even_capex;
  EXPECT_NEAR(evaluate(at_capex).npv.in(USD), 0.0, 1e-6);
  ASSERT_TRUE(r.has_break_even_electricity);
  auto at_price = comparison();
  at_price.electricity_price = r.break_even_electricity_price;
  EXPECT_NEAR(evaluate(at_price).npv.in(USD), 0.0, 1e-6);
  ASSERT_TRUE(r.has_break_even_accelerator_price);
  auto at_hour = comparison();
  at_hour.accelerator_price = r.break_even_accelerator_price;
  EXPECT_NEAR(evaluate(at_hour).npv.in(USD), 0.0, 1e-6);
}

TEST(Npv, StatesThatNoPriceBreaksEven) {
  auto in = comparison();
  in.alternative.capex = 5.0 * MUSD;  // better at any electricity price
  EXPECT_FALSE(evaluate(in).has_break_even_electricity);
}

TEST(Npv, TellsAllProblems) {
  EXPECT_TRUE(validate(comparison()).empty());
  auto in = comparison();
  in.life_years = 0;
  in.baseline.relative_speed = 0.0;
  in.alternative.lost_accelerator_hours_per_year = 1e9;
  EXPECT_EQ(validate(in).size(), 3u);
}

}  // namespace
}  // namespace copack::economics
