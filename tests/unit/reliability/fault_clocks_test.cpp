// SPDX-License-Identifier: Apache-2.0
#include "copack/reliability/fault_clocks.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace copack::reliability {
namespace {

TEST(Ramp, TimeOfIsTheInverseOfExposure) {
  for (const double factor : {0.1, 1.0, 3.0, 50.0})
    for (const double t : {1e-3, 1.0, 20.0, 500.0, 1e5}) {
      const Ramp ramp{factor, 100.0};
      EXPECT_NEAR(ramp.time_of(ramp.exposure(t), 0.0), t, 1e-9 * t) << factor;
    }
}

// 200 + (5 - 1) 100 (1 - e^-2) by hand.
TEST(Ramp, ExposureIsTheIntegralOfTheRate) {
  EXPECT_NEAR((Ramp{5.0, 100.0}.exposure(200.0)), 200.0 + 400.0 * (1.0 - std::exp(-2.0)), 1e-10);
  EXPECT_DOUBLE_EQ((Ramp{5.0, 0.0}.exposure(200.0)), 200.0);
}

FaultStream stream(std::uint32_t entity) { return {.seed = 7, .replication = 3, .entity = entity}; }

TEST(FaultClocks, TicksAreInOrderAndPoisson) {
  FaultClocks clocks;
  EXPECT_TRUE(std::isinf(clocks.next()));
  clocks.add({FaultKind::hard, 0, 2.0, {}, stream(1)});
  clocks.add({FaultKind::flap, 1, 3.0, {}, stream(2)});
  clocks.add({FaultKind::other, 2, 0.0, {}, stream(3)});
  double last = 0.0, hard = 0.0, all = 0.0, marks = 0.0;
  while (clocks.next() < 4000.0) {
    const auto tick = clocks.pop();
    EXPECT_GE(tick.time, last);
    last = tick.time;
    ++all;
    hard += tick.kind == FaultKind::hard ? 1.0 : 0.0;
    marks += tick.unit + tick.cover;
  }
  EXPECT_NEAR(all, 20000.0, 4.0 * std::sqrt(20000.0));
  EXPECT_NEAR(hard, 8000.0, 4.0 * std::sqrt(8000.0));
  EXPECT_NEAR(marks / all, 1.0, 4.0 * std::sqrt(1.0 / 6.0 / all));
}

// Twice the rate is the same history at half the times; another clock beside it changes nothing.
TEST(FaultClocks, AClockIsAFunctionOfItsOwnStream) {
  FaultClocks slow, fast;
  slow.add({FaultKind::hard, 0, 1.0, {}, stream(1)});
  fast.add({FaultKind::flap, 0, 1e-9, {}, stream(9)});
  fast.add({FaultKind::hard, 0, 2.0, {}, stream(1)});
  for (int i = 0; i < 100; ++i) {
    const auto a = slow.pop();
    const auto b = fast.pop();
    EXPECT_NEAR(a.time, 2.0 * b.time, 1e-12 * a.time);
    EXPECT_EQ(a.unit, b.unit);
    EXPECT_EQ(a.cover, b.cover);
  }
}

}  // namespace
}  // namespace copack::reliability
