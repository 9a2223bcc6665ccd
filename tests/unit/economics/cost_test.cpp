// SPDX-License-Identifier: Apache-2.0
#include "copack/economics/cost.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "copack/economics/cash_flow.hpp"

namespace copack::economics {
namespace {

using namespace unit;

EconomicsInputs cluster() {
  return {.capex = {{.name = "servers", .count = 10.0, .unit_price = 300.0 * kUSD},
                    {.name = "modules", .count = 160.0, .unit_price = 1.0 * kUSD, .replacement_factor = 1.05}},
          .one_off = 32.0 * kUSD,
          .decommissioning = 10.0 * kUSD,
          .salvage = 0.1,
          .network_power = 10.0 * kW,
          .accelerator_power = 90.0 * kW,
          .load = 0.8,
          .pue = 1.25,
          .electricity_price = 0.1 * USD_per_kWh,
          .repairs = {{.name = "modules", .removals = 4.0 * per_year, .unit_cost = 1.0 * kUSD}},
          .labour_hours_per_year = 10.0,
          .labour_rate = 178.0 * USD_per_hour,
          .accelerators = 80.0,
          .achieved_rate = 80.0 * 400.0 * TFLOPs,
          .goodput = 0.9,
          .accelerator_price = 2.0 * USD_per_hour,
          .discount_rate = 0.1,
          .life_years = 2};
}

// By hand: capex 3,168,000; 100 kW x 0.8 x 1.25 x 8760 h x 0.1 = 87,600; repair 4,000 + 1,780.
TEST(Economics, AddsUpAYear) {
  const auto r = evaluate(cluster());
  EXPECT_NEAR(r.capex_total.in(USD), 3'168'000.0, 1e-6);
  EXPECT_NEAR(r.initial_outlay.in(USD), 3'200'000.0, 1e-6);
  EXPECT_NEAR(r.energy.in(USD_per_year), 87'600.0, 1e-6);
  EXPECT_NEAR(r.repair.in(USD_per_year), 5780.0, 1e-6);
  EXPECT_NEAR(r.opex.in(USD_per_year), 93'380.0, 1e-6);
  EXPECT_NEAR(r.lost_work.in(USD_per_year), 80.0 * 8760.0 * 0.1 * 2.0, 1e-6);
}

// 3,200,000 + 93,380 (1/1.1 + 1/1.21) - (316,800 - 10,000) / 1.21.
TEST(Economics, DiscountsTheWholeLife) {
  const auto r = evaluate(cluster());
  const double factor = 1.0 / 1.1 + 1.0 / 1.21;
  const double total = 3'200'000.0 + 93'380.0 * factor - 306'800.0 / 1.21;
  EXPECT_NEAR(r.total_cost.in(USD), total, 1e-5);
  EXPECT_NEAR(r.annual_cost.in(USD), total / factor, 1e-5);
  EXPECT_NEAR(r.cost_per_accelerator_hour.in(USD_per_hour), total / factor / (80.0 * 8760.0 * 0.9), 1e-10);
  EXPECT_NEAR(r.cost_per_flop.si() * 1e18, total / factor / (80.0 * 400e12 * 8760.0 * 3600.0 * 0.9) * 1e18, 1e-9);
  ASSERT_EQ(r.cash_flow.size(), 3u);
  EXPECT_NEAR(present_value(r.cash_flow, 0.1).in(USD), -total, 1e-5);
}

// A year that runs half time costs half its opex, and yields half its work.
TEST(Economics, RampScalesCostAndWorkOfTheFirstYear) {
  auto in = cluster();
  in.first_year_activity = 0.5;
  const auto r = evaluate(in);
  EXPECT_NEAR(r.cash_flow[1].in(USD), -46'690.0, 1e-6);
  EXPECT_NEAR(r.operating_factor, 0.5 / 1.1 + 1.0 / 1.21, 1e-15);
  EXPECT_GT(r.cost_per_flop, evaluate(cluster()).cost_per_flop);
}

TEST(Economics, BetterGoodputCheapensWorkByItsRatioAlone) {
  auto in = cluster();
  in.goodput = 0.45;
  const auto half = evaluate(in);
  const auto full = evaluate(cluster());
  EXPECT_NEAR(half.cost_per_flop / full.cost_per_flop, 2.0, 1e-12);
  EXPECT_EQ(half.total_cost, full.total_cost);  // lost work is not paid for twice
}

TEST(Economics, GivesNoUnitCostWithoutWork) {
  auto in = cluster();
  in.goodput = 0.0;
  const auto r = evaluate(in);
  EXPECT_EQ(r.cost_per_flop.si(), 0.0);
  EXPECT_EQ(r.cost_per_accelerator_hour.si(), 0.0);
}

TEST(Economics, TellsAllProblems) {
  EXPECT_TRUE(validate(cluster()).empty());
  auto in = cluster();
  in.life_years = 0;
  in.discount_rate = -1.0;
  in.pue = 0.5;
  in.goodput = 2.0;
  in.capex[0].count = -1.0;
  EXPECT_EQ(validate(in).size(), 5u);
}

}  // namespace
}  // namespace copack::economics
