// SPDX-License-Identifier: Apache-2.0
#include "copack/reliability/switch_comparison.hpp"

#include <gtest/gtest.h>

namespace copack::reliability {
namespace {

using namespace unit;

SwitchComparisonInputs soldered(double engine_fit, double laser_fit) {
  return {.module_rate = 1.0 / (550'000.0 * hour),
          .module_repair = 4.0 * hour,
          .engine_rate = engine_fit * FIT,
          .engine_wait = 24.0 * hour,
          .engine_active = 4.0 * hour,
          .laser_rate = laser_fit * FIT};
}

// By hand: 64 / 550,000 h x 8760 h x 2 ports x 4 h = 8.155; an engine loses 16 x 24 + 128 x 4 = 896 port-hours.
TEST(SwitchComparison, CountsPortHours) {
  const auto r = evaluate(soldered(200.0, 500.0));
  EXPECT_NEAR(r.module_port_hours_per_year, 8.155, 5e-4);
  EXPECT_NEAR(r.engine_port_hours_per_year, 8.0 * 200e-9 * 8760.0 * 896.0, 1e-12);
  EXPECT_NEAR(r.cpo_port_hours_per_year, 12.8, 0.05);
  EXPECT_NEAR(r.engine_failures.in(per_year), 0.014, 5e-5);
}

TEST(SwitchComparison, BreakEvenMakesBothEqual) {
  auto in = soldered(0.0, 200.0);
  in.engine_rate = evaluate(in).break_even_engine_rate;
  EXPECT_NEAR(in.engine_rate.in(FIT), 128.0, 0.5);
  EXPECT_NEAR(evaluate(in).port_hours_ratio, 1.0, 1e-12);
}

TEST(SwitchComparison, HasNoBreakEvenWhenLasersAloneLoseMore) {
  const auto r = evaluate(soldered(0.0, 20'000.0));
  EXPECT_FALSE(r.has_break_even);
  EXPECT_EQ(r.break_even_engine_rate.si(), 0.0);
}

TEST(SwitchComparison, TellsAllProblems) {
  EXPECT_TRUE(validate(soldered(1.0, 1.0)).empty());
  EXPECT_EQ(validate(SwitchComparisonInputs{.engine_service_scope = 1.0}).size(), 4u);
}

}  // namespace
}  // namespace copack::reliability
