// SPDX-License-Identifier: Apache-2.0
#include "copack/supply/capacity.hpp"

#include <gtest/gtest.h>

namespace copack::supply {
namespace {

TEST(Capacity, TurnsWafersIntoProducts) {
  // TrendForce 2026-07-08: 10,000 wafers a month at 650 PICs each are 78 M a year; 72 go into one Q3450.
  const auto r = evaluate(CapacityInputs{.starts = 10000.0, .units_per_start = 650.0, .units_per_product = 72.0});
  EXPECT_DOUBLE_EQ(r.units_per_year, 78e6);
  EXPECT_DOUBLE_EQ(r.units_per_quarter, 19.5e6);
  EXPECT_NEAR(r.products_per_year, 1.0833e6, 50.0);
}

TEST(Availability, TendsToTheLongRunShare) {
  const auto r = evaluate(AvailabilityInputs{.fail = 0.1, .recover = 0.3, .periods = 2});
  EXPECT_DOUBLE_EQ(r.up_share, 0.75);
  // Period 1: 0.9; period 2: 0.9 * 0.9 + 0.1 * 0.3 = 0.84. Mean 0.87. No outage: 0.81.
  EXPECT_NEAR(r.up_share_horizon, 0.87, 1e-12);
  EXPECT_NEAR(r.no_outage, 0.81, 1e-12);
  EXPECT_NEAR(evaluate(AvailabilityInputs{.fail = 0.1, .recover = 0.3, .periods = 5000}).up_share_horizon, 0.75, 1e-3);
}

TEST(Availability, RefusesAChainThatNeverMoves) {
  EXPECT_EQ(validate(AvailabilityInputs{.fail = 0.0, .recover = 0.0}).size(), 1u);
}

}  // namespace
}  // namespace copack::supply
