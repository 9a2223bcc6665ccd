// SPDX-License-Identifier: Apache-2.0
#include "copack/adoption/risk.hpp"

#include <gtest/gtest.h>

namespace copack::adoption {
namespace {

/// Costs of four policies in four scenarios.
CriteriaInputs policies() {
  return {.alternatives = {{"stay", {100, 100, 100, 100}},
                           {"pilot", {130, 110, 85, 75}},
                           {"full", {150, 105, 70, 60}},
                           {"dual", {112, 104, 90, 84}}}};
}

TEST(Criteria, EachPicksItsOwn) {
  const auto r = evaluate(policies());
  ASSERT_TRUE(r.solved);
  EXPECT_EQ(r.by_max_regret, "dual");
  EXPECT_EQ(r.by_worst, "stay");
  EXPECT_EQ(r.by_mean, "full");
  EXPECT_DOUBLE_EQ(r.alternatives[0].max_regret, 40.0);
  EXPECT_DOUBLE_EQ(r.alternatives[1].max_regret, 30.0);
  EXPECT_DOUBLE_EQ(r.alternatives[2].max_regret, 50.0);
  EXPECT_DOUBLE_EQ(r.alternatives[3].max_regret, 24.0);
  EXPECT_DOUBLE_EQ(r.alternatives[2].mean, 96.25);
}

TEST(Criteria, CvarSplitsTheAtomAtItsEdge) {
  std::vector<double> costs, weights;
  for (int i = 1; i <= 10; ++i) {
    costs.push_back(10.0 * i);
    weights.push_back(0.1);
  }
  // Rockafellar & Uryasev: (0.1 * 100 + 0.05 * 90) / 0.15.
  EXPECT_NEAR(conditional_value_at_risk(costs, weights, 0.85), 96.0 + 2.0 / 3.0, 1e-9);
  EXPECT_NEAR(conditional_value_at_risk(costs, weights, 0.0), 55.0, 1e-9);
}

TEST(Criteria, WeightsCount) {
  auto in = policies();
  in.weights = {3.0, 1.0, 0.0, 0.0};
  EXPECT_EQ(evaluate(in).by_mean, "stay");
  EXPECT_DOUBLE_EQ(evaluate(in).alternatives[3].mean, 110.0);
}

TEST(Criteria, RefusesTablesThatDoNotFit) {
  auto in = policies();
  in.alternatives[2].costs.pop_back();
  in.weights = {1.0};
  EXPECT_EQ(validate(in).size(), 2u);
  EXPECT_FALSE(evaluate(in).solved);
}

}  // namespace
}  // namespace copack::adoption
