// SPDX-License-Identifier: Apache-2.0
#include "copack/link/electrical.hpp"

#include <gtest/gtest.h>

namespace copack::link {
namespace {

double per_inch(double g0, double a1, double a2, double ghz) {
  return evaluate(LineLossInputs{.g0 = g0, .a1 = a1, .a2 = a2, .frequency = ghz * unit::GHz}).loss_per_inch.db();
}

TEST(LineLoss, LinesOfTheComConfigurations) {
  // Coefficients of the 802.3bj and 802.3ck boards and of the COM package (per mm, f in GHz).
  EXPECT_NEAR(per_inch(0.0, 4.114e-4, 2.547e-4, 12.89), 1.05, 0.01);
  EXPECT_NEAR(per_inch(0.0, 4.114e-4, 2.547e-4, 26.56), 1.96, 0.01);
  EXPECT_NEAR(per_inch(0.0, 4.114e-4, 2.547e-4, 53.125), 3.65, 0.01);
  EXPECT_NEAR(per_inch(0.0, 3.8206e-4, 9.5909e-5, 12.89), 0.58, 0.01);
  EXPECT_NEAR(per_inch(0.0, 3.8206e-4, 9.5909e-5, 26.56), 1.00, 0.01);
  EXPECT_NEAR(per_inch(0.0, 3.8206e-4, 9.5909e-5, 53.125), 1.74, 0.01);
  EXPECT_NEAR(per_inch(5e-4, 8.9e-4, 2e-4, 26.56), 2.29, 0.01);
  EXPECT_NEAR(per_inch(5e-4, 8.9e-4, 2e-4, 53.125), 3.89, 0.01);
}

TEST(LineLoss, LossIsProportionalToLength) {
  const auto one = evaluate(LineLossInputs{.length = 100.0 * unit::mm}).loss;
  const auto two = evaluate(LineLossInputs{.length = 200.0 * unit::mm}).loss;
  EXPECT_NEAR(two.db(), 2.0 * one.db(), 1e-12);
}

TEST(C2mMask, BothBranchesGiveSixteenAtTheKnee) {
  EXPECT_NEAR(evaluate(C2mMaskInputs{.frequency = 26.56 * unit::GHz}).loss.db(), 16.001, 0.001);
  EXPECT_NEAR(evaluate(C2mMaskInputs{.frequency = 26.5600001 * unit::GHz}).loss.db(), 16.000, 0.001);
}

TEST(Electrical, Describes) {
  EXPECT_EQ(flatten(LineLossInputs{}).size(), 5u);
  EXPECT_EQ(flatten(C2mMaskResults{}).size(), 1u);
  EXPECT_TRUE(validate(LineLossInputs{}).empty());
  EXPECT_TRUE(validate(C2mMaskInputs{}).empty());
}

}  // namespace
}  // namespace copack::link
