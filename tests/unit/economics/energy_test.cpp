// SPDX-License-Identifier: Apache-2.0
#include "copack/economics/energy.hpp"

#include <gtest/gtest.h>

namespace copack::economics {
namespace {

using namespace unit;

TEST(EnergyCost, OfAHundredWatts) {  // 0.1 kW x 8760 h x 0.8 x 0.12 USD/kWh = 84.096
  const auto r = evaluate(EnergyCostInputs{.power = 100.0 * W, .load = 0.8, .price = 0.12 * USD_per_kWh});
  EXPECT_NEAR(r.cost.in(USD_per_year), 84.096, 1e-9);
  EXPECT_NEAR(r.energy_per_year.in(kWh), 700.8, 1e-9);
}

TEST(EnergyCost, GrowsWithTheFacility) {
  EnergyCostInputs in{.power = 1.0 * kW, .pue = 1.5, .price = 0.1 * USD_per_kWh};
  EXPECT_NEAR(evaluate(in).cost.in(USD_per_year), 1314.0, 1e-9);
  EXPECT_EQ(validate(EnergyCostInputs{.power = -1.0 * W, .load = 2.0, .pue = 0.9}).size(), 3u);
}

// Lambda 2026: 7.0 kW against 3.95 kW, 1.4 kW an accelerator.
TEST(FreedPower, FeedsWholeAccelerators) {
  const auto extra = [](std::int64_t switches) {
    return evaluate(FreedPowerInputs{.switches = switches,
                                     .baseline_switch = 7.0 * kW,
                                     .alternative_switch = 3.95 * kW,
                                     .accelerator = 1.4 * kW})
        .extra_accelerators;
  };
  EXPECT_EQ(extra(12), 26);
  EXPECT_EQ(extra(100), 217);
  EXPECT_EQ(extra(216), 470);
}

TEST(FreedPower, IsNegativeWhenTheAlternativeDrawsMore) {
  const auto r = evaluate(FreedPowerInputs{
      .switches = 2, .baseline_switch = 1.0 * kW, .alternative_switch = 3.0 * kW, .accelerator = 1.0 * kW});
  EXPECT_DOUBLE_EQ(r.freed.in(kW), -4.0);
  EXPECT_EQ(r.extra_accelerators, 0);
  EXPECT_EQ(validate(FreedPowerInputs{.switches = -1}).size(), 2u);
}

}  // namespace
}  // namespace copack::economics
