// SPDX-License-Identifier: Apache-2.0
#include "copack/adoption/learning.hpp"

#include <gtest/gtest.h>

namespace copack::adoption {
namespace {

TEST(Wright, FallsByTheLearningRatePerDoubling) {
  EXPECT_NEAR(evaluate(WrightInputs{.learning_rate = 0.2, .volume_ratio = 2.0}).cost_factor, 0.8, 1e-12);
  const auto ten = evaluate(WrightInputs{.learning_rate = 0.2, .volume_ratio = 10.0});
  EXPECT_NEAR(ten.exponent, 0.3219, 5e-5);
  EXPECT_NEAR(ten.cost_factor, 0.4765, 5e-5);
}

CrossingInputs crossing(double years) {
  return {.premium = 0.3,
          .newcomer = {.drift = -0.18 * unit::per_year, .volatility = 0.2, .history = 8},
          .incumbent = {.drift = -0.08 * unit::per_year, .volatility = 0.1, .history = 15},
          .horizon = years * unit::year};
}

TEST(Crossing, HasTheClosedFormOfTwoRandomWalks) {
  EXPECT_NEAR(evaluate(crossing(1)).probability, 0.2457, 5e-5);
  EXPECT_NEAR(evaluate(crossing(3)).probability, 0.5335, 5e-5);
  EXPECT_NEAR(evaluate(crossing(8)).probability, 0.7309, 5e-5);
}

TEST(Crossing, IsCertainWithoutTimeOrNoise) {
  EXPECT_EQ(evaluate(crossing(0)).probability, 0.0);
  EXPECT_DOUBLE_EQ(evaluate(crossing(0)).median_ratio, 1.3);
}

TEST(Crossing, RangeHoldsTheMedian) {
  const auto r = evaluate(crossing(4));
  EXPECT_LT(r.ratio_p5, r.median_ratio);
  EXPECT_GT(r.ratio_p95, r.median_ratio);
}

}  // namespace
}  // namespace copack::adoption
