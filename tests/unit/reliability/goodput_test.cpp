// SPDX-License-Identifier: Apache-2.0
#include "copack/reliability/goodput.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace copack::reliability {
namespace {

using namespace unit;

// Daly 2006: d = 5 min, M = 24 h, 6 h, 15 min; published optima 117, 57, 9.1 min.
TEST(DalyInterval, ReproducesThePublishedOptima) {
  EXPECT_NEAR(daly_interval(5.0 * minute, 24.0 * hour).in(minute), 116.69, 5e-3);
  EXPECT_NEAR(daly_interval(5.0 * minute, 6.0 * hour).in(minute), 56.713, 5e-4);
  EXPECT_NEAR(daly_interval(5.0 * minute, 15.0 * minute).in(minute), 9.1409, 5e-5);
}

TEST(DalyInterval, IsTheMttiWhenCheckpointsAreSlowAndZeroWhenTheyAreFree) {
  EXPECT_EQ(daly_interval(10.0 * minute, 5.0 * minute), 5.0 * minute);
  EXPECT_EQ(daly_interval(Time{}, 5.0 * hour), Time{});
}

// Kokolis et al. 2025: 2,048 nodes, 6.5 failures per 1000 node-days, restart 5 min, free checkpoints.
TEST(RenewalGoodput, ReproducesTheSixteenThousandAcceleratorCase) {
  const Time M = 1.0 / (2048.0 * 6.5e-3 * per_day);
  EXPECT_NEAR(renewal_goodput(M, 5.0 * minute, Time{}, 5.0 * minute), 0.9329, 5e-5);
  EXPECT_NEAR(renewal_goodput(M, 60.0 * minute, Time{}, 5.0 * minute), 0.7144, 5e-5);
  EXPECT_NEAR(first_order_goodput(M, 5.0 * minute, Time{}, 5.0 * minute), 0.9307, 5e-5);
  EXPECT_NEAR(first_order_goodput(M, 60.0 * minute, Time{}, 5.0 * minute), 0.6764, 5e-5);
}

// The optimum of the exact form obeys tau = M (1 - e^-((tau + d)/M)); found here by fixed-point iteration.
TEST(RenewalGoodput, DalyIsWithinATenThousandthOfItsTrueOptimum) {
  for (const double M : {20.0, 185.6, 1440.0}) {
    const double d = 0.5;
    double tau = M;
    for (int i = 0; i < 2000; ++i) tau = M * -std::expm1(-(tau + d) / M);
    const auto goodput = [&](Time interval) {
      return renewal_goodput(M * minute, interval, d * minute, 10.0 * minute);
    };
    EXPECT_NEAR(goodput(daly_interval(d * minute, M * minute)), goodput(tau * minute), 1e-4 * goodput(tau * minute));
  }
}

TEST(RenewalGoodput, TendsToItsLimits) {
  const Time forever = Time::from_si(std::numeric_limits<double>::infinity());
  EXPECT_DOUBLE_EQ(renewal_goodput(forever, 9.0 * minute, 1.0 * minute, 5.0 * minute), 0.9);
  EXPECT_DOUBLE_EQ(renewal_goodput(forever, forever, 1.0 * minute, 5.0 * minute), 1.0);
  EXPECT_DOUBLE_EQ(renewal_goodput(Time{}, 9.0 * minute, 1.0 * minute, 5.0 * minute), 0.0);
  EXPECT_DOUBLE_EQ(renewal_goodput(1.0 * s, 1.0 * hour, 1.0 * minute, 5.0 * minute), 0.0);
  EXPECT_DOUBLE_EQ(renewal_goodput(5.0 * minute, Time{}, Time{}, 5.0 * minute), std::exp(-1.0));
}

TEST(RenewalGoodput, AgreesWithTheFirstOrderFormWhenInterruptionsAreRare) {
  const double exact = renewal_goodput(1000.0 * hour, 60.0 * minute, 1.0 * minute, 10.0 * minute);
  EXPECT_NEAR(first_order_goodput(1000.0 * hour, 60.0 * minute, 1.0 * minute, 10.0 * minute), exact, 2e-5);
}

TEST(Goodput, SplitsTheLossWithoutRemainder) {
  const auto r =
      evaluate(GoodputInputs{.mtti = 3.0 * hour, .checkpoint_write = 0.5 * minute, .restart = 10.0 * minute});
  EXPECT_EQ(r.checkpoint_interval, r.daly_interval);
  EXPECT_NEAR(r.goodput + r.lost_to_checkpoints + r.lost_to_interruptions, 1.0, 1e-15);
  EXPECT_LT(r.first_order_goodput, r.goodput);
}

TEST(Goodput, TellsAllProblems) {
  EXPECT_TRUE(validate(GoodputInputs{.mtti = 1.0 * hour}).empty());
  EXPECT_EQ(
      validate(GoodputInputs{
                   .mtti = Time{}, .checkpoint_write = -1.0 * s, .restart = -1.0 * s, .checkpoint_interval = -1.0 * s})
          .size(),
      4u);
}

}  // namespace
}  // namespace copack::reliability
