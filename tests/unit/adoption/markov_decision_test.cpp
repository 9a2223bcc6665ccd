// SPDX-License-Identifier: Apache-2.0
#include "copack/adoption/markov_decision.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace copack::adoption {
namespace {

using testing::DoubleNear;
using testing::ElementsAre;

/// MDPtoolbox, mdp_example_forest: fire with probability 0.1, 4 for an old forest left, 1 and 2 for cutting.
MarkovDecisionInputs forest() {
  const TransitionRow young{{1.0, 0.0, 0.0}};
  return {.actions = {{.name = "wait",
                       .from = {{{0.1, 0.9, 0.0}}, {{0.1, 0.0, 0.9}}, {{0.1, 0.0, 0.9}}},
                       .reward = {0.0, 0.0, 4.0}},
                      {.name = "cut", .from = {young, young, young}, .reward = {0.0, 1.0, 2.0}}},
          .stages = 3,
          .discount = 0.9};
}

TEST(MarkovDecision, SolvesTheForest) {
  const auto r = evaluate(forest());
  ASSERT_TRUE(r.solved);
  ASSERT_EQ(r.stages.size(), 4u);
  EXPECT_THAT(r.stages[0].value,
              ElementsAre(DoubleNear(2.6973, 5e-5), DoubleNear(5.9373, 5e-5), DoubleNear(9.9373, 5e-5)));
  EXPECT_THAT(r.stages[0].action, ElementsAre(0, 0, 0));
  EXPECT_THAT(r.stages[2].action, ElementsAre(0, 1, 0));  // the young forest is a tie: the lower action
}

TEST(MarkovDecision, TendsToTheInfiniteHorizon) {
  auto in = forest();
  in.stages = 2000;
  in.discount = 0.96;
  EXPECT_THAT(evaluate(in).stages[0].value,
              ElementsAre(DoubleNear(74.6496, 5e-5), DoubleNear(78.1056, 5e-5), DoubleNear(82.1056, 5e-5)));
}

TEST(MarkovDecision, RefusesRowsThatDoNotSumToOne) {
  auto in = forest();
  in.actions[1].from[2].to = {0.5, 0.0, 0.0};
  in.actions[0].reward.pop_back();
  in.terminal = {1.0};
  EXPECT_GE(validate(in).size(), 3u);
  EXPECT_FALSE(evaluate(in).solved);
}

}  // namespace
}  // namespace copack::adoption
