// SPDX-License-Identifier: Apache-2.0
#include "copack/manufacturing/system_cost.hpp"

#include <gtest/gtest.h>

namespace copack::manufacturing {
namespace {

TEST(SystemCost, RackOf72) {
  // GB300 NVL72 with a three-layer network, USD per rack (SemiAnalysis 2026-01-01, relayed).
  const SystemCostInputs x{5464039.0 * unit::USD, 4357943.0 * unit::USD, 836944.0 * unit::USD, 499925.0 * unit::USD,
                           0.46};
  const auto r = evaluate(x);
  EXPECT_EQ(r.other.si(), 269152.0);
  EXPECT_NEAR(r.networking_share, 0.15317, 5e-6);
  EXPECT_NEAR(r.total_saving, 0.0705, 5e-5);
}

TEST(FreedPower, FeedsWholeAccelerators) {
  const auto r = evaluate(FreedPowerInputs{12, 7.0 * unit::kW, 3.95 * unit::kW, 1.4 * unit::kW});
  EXPECT_NEAR(r.freed.in(unit::kW), 36.6, 1e-9);
  EXPECT_EQ(r.accelerators, 26);
}

}  // namespace
}  // namespace copack::manufacturing
