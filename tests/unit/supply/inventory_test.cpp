// SPDX-License-Identifier: Apache-2.0
#include "copack/supply/inventory.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace copack::supply {
namespace {

TEST(Newsvendor, HasTheCriticalFractile) {
  // stockpyl: h 0.18, p 0.70, N(50, 8^2).
  const auto r = evaluate(NewsvendorInputs{.holding = 0.18, .shortage = 0.70, .mean = 50.0, .sd = 8.0});
  EXPECT_NEAR(r.order, 56.60395592743389, 1e-9);
  EXPECT_NEAR(r.cost, 1.9976051931766445, 1e-9);
}

/// stockpyl 0bae176, example_6_5.
GuaranteedServiceInputs example() {
  return {
      .stages = {{.name = "1", .processing = 2, .holding = 1.0, .inbound = 1},
                 {.name = "2", .processing = 1, .holding = 3.0, .suppliers = {"3"}, .demand_sd = 1.0, .outbound = 0},
                 {.name = "3", .processing = 1, .holding = 2.0, .suppliers = {"1"}},
                 {.name = "4", .processing = 1, .holding = 3.0, .suppliers = {"3"}, .demand_sd = 1.0, .outbound = 1}},
      .z = 1.0};
}

TEST(GuaranteedService, PlacesStockInATree) {
  const auto r = evaluate(example());
  ASSERT_TRUE(r.solved);
  EXPECT_NEAR(r.cost, 8.277916867529369, 1e-9);
  EXPECT_EQ(r.stages[0].outbound, 0);
  EXPECT_EQ(r.stages[2].outbound, 0);
  EXPECT_EQ(r.stages[3].outbound, 1);
}

TEST(GuaranteedService, IsNoWorseThanAnyOtherServiceTimes) {
  // All 4^3 choices of (S1, S3, S4) with S2 = 0, by hand: cost = sum h sigma sqrt(SI + T - S).
  const double root2 = std::sqrt(2.0);
  double best = 1e9;
  for (int s1 = 0; s1 <= 3; ++s1) {
    for (int s3 = 0; s3 <= s1 + 1; ++s3) {
      for (int s4 = 0; s4 <= 1; ++s4) {
        const double cost = root2 * std::sqrt(3.0 - s1) + 2.0 * root2 * std::sqrt(s1 + 1.0 - s3) +
                            3.0 * std::sqrt(s3 + 1.0) + 3.0 * std::sqrt(s3 + 1.0 - s4);
        best = std::min(best, cost);
      }
    }
  }
  EXPECT_NEAR(evaluate(example()).cost, best, 1e-12);
}

TEST(GuaranteedService, RefusesACycleAndAnUnknownSupplier) {
  auto in = example();
  in.stages[0].suppliers = {"4"};
  EXPECT_FALSE(evaluate(in).solved);
  EXPECT_EQ(validate(in).size(), 1u);
  in.stages[0].suppliers = {"9"};
  EXPECT_FALSE(evaluate(in).solved);
  EXPECT_EQ(validate(in).size(), 1u);
}

}  // namespace
}  // namespace copack::supply
