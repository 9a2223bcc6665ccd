// SPDX-License-Identifier: Apache-2.0
#include "copack/adoption/information.hpp"

#include <gtest/gtest.h>

namespace copack::adoption {
namespace {

/// Raiffa 1968, oil wildcatter; states dry, wet, soaking.
ValueOfInformationInputs wildcatter() {
  return {.prior = {0.5, 0.3, 0.2},
          .choices = {{.name = "drill", .payoff = {-70.0, 50.0, 200.0}}, {.name = "leave", .payoff = {0.0, 0.0, 0.0}}},
          .likelihoods = {{{0.6, 0.3, 0.1}}, {{0.3, 0.4, 0.3}}, {{0.1, 0.4, 0.5}}},
          .test_cost = 10.0};
}

TEST(ValueOfInformation, SolvesTheOilWildcatter) {
  const auto r = evaluate(wildcatter());
  ASSERT_TRUE(r.solved);
  EXPECT_EQ(r.choice, "drill");
  EXPECT_NEAR(r.value, 20.0, 1e-12);
  EXPECT_NEAR(r.evpi, 35.0, 1e-12);
  EXPECT_NEAR(r.evsi, 12.5, 1e-12);
  EXPECT_NEAR(r.net, 22.5, 1e-12);
  EXPECT_TRUE(r.test_pays);
  EXPECT_NEAR(r.signals[0].probability, 0.41, 1e-12);
  EXPECT_EQ(r.signals[0].choice, "leave");
}

TEST(ValueOfInformation, ATellingTestIsPerfectInformation) {
  auto in = wildcatter();
  in.likelihoods = {{{1.0, 0.0, 0.0}}, {{0.0, 1.0, 0.0}}, {{0.0, 0.0, 1.0}}};
  const auto r = evaluate(in);
  EXPECT_NEAR(r.evsi, r.evpi, 1e-12);
}

TEST(ValueOfInformation, RefusesWhatDoesNotFit) {
  auto in = wildcatter();
  in.prior = {0.5, 0.3};
  EXPECT_GE(validate(in).size(), 3u);
  EXPECT_FALSE(evaluate(in).solved);
}

TEST(NormalInformation, MatchesTheUnitNormalLoss) {
  // Prior N(-1, 4^2), noise 6: EVPI 1.145379; EVSI .473582, .838448, 1.047110 for n = 1, 4, 16.
  const auto evsi = [](double n) {
    return evaluate(NormalInformationInputs{.mean = -1.0, .sd = 4.0, .noise = 6.0, .observations = n});
  };
  EXPECT_NEAR(evsi(1).evsi, 0.473582, 1e-6);
  EXPECT_NEAR(evsi(4).evsi, 0.838448, 1e-6);
  EXPECT_NEAR(evsi(16).evsi, 1.047110, 1e-6);
  EXPECT_NEAR(evsi(16).evpi, 1.145379, 1e-6);
}

TEST(CostlySignals, HasTheConeOfMcCardle) {
  const auto value = [](int looks) { return evaluate(CostlySignalsInputs{.looks = looks}).value; };
  EXPECT_NEAR(value(1), 16.0, 1e-9);
  EXPECT_NEAR(value(3), 18.2648, 1e-6);
  EXPECT_NEAR(value(6), 19.123272, 1e-6);
  EXPECT_NEAR(value(20), 19.646725, 1e-6);
  const auto r = evaluate(CostlySignalsInputs{.looks = 4});
  EXPECT_EQ(r.verdict, Verdict::look_again);
  EXPECT_EQ(r.reject_at, -2);
  EXPECT_EQ(r.adopt_at, 2);
  const auto one = evaluate(CostlySignalsInputs{.looks = 1});
  EXPECT_EQ(one.reject_at, -1);
  EXPECT_EQ(one.adopt_at, 1);
}

TEST(CostlySignals, DearLooksAreNotBought) {
  EXPECT_EQ(evaluate(CostlySignalsInputs{.prior = 0.6, .look_cost = 50.0}).verdict, Verdict::adopt);
  EXPECT_EQ(evaluate(CostlySignalsInputs{.prior = 0.4, .look_cost = 50.0}).verdict, Verdict::reject);
}

}  // namespace
}  // namespace copack::adoption
