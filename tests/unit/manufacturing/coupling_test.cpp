// SPDX-License-Identifier: Apache-2.0
#include "copack/manufacturing/coupling.hpp"

#include <gtest/gtest.h>

namespace copack::manufacturing {
namespace {

CouplingInputs matched(double mfd_um) {
  CouplingInputs x;
  x.mfd_1 = x.mfd_2 = mfd_um * unit::um;
  return x;
}

TEST(Coupling, PerfectAlignmentOfEqualModesIsLossless) {
  EXPECT_NEAR(evaluate(matched(9.2)).loss.db(), 0.0, 1e-12);
  EXPECT_EQ(evaluate(matched(9.2)).placement_yield, 1.0);
}

TEST(Coupling, OneDecibelOffset) {
  // w sqrt(0.1 ln 10): 4.6 um * 0.479853 = 2.2073 um.
  EXPECT_NEAR(evaluate(matched(9.2)).offset_tolerance.in(unit::um), 2.2073, 5e-5);
  auto x = matched(9.2);
  x.offset = evaluate(x).offset_tolerance;
  EXPECT_NEAR(evaluate(x).offset_loss.db(), 1.0, 1e-12);
}

TEST(Coupling, PlacementYield) {
  auto x = matched(4.0);
  x.sigma = 0.5 * unit::um;
  // 1 - exp(-0.9597^2 / 0.5)
  EXPECT_NEAR(evaluate(x).placement_yield, 0.84151, 5e-6);
}

TEST(Coupling, MismatchTiltAndGapByHand) {
  CouplingInputs x;
  x.mfd_1 = 10.0 * unit::um;
  x.mfd_2 = 5.0 * unit::um;
  // (2 * 10 * 5 / 125)^2 = 0.64: 1.9382 dB
  EXPECT_NEAR(evaluate(x).mismatch_loss.db(), 1.9382, 5e-5);
  x = matched(9.2);
  x.tilt = 0.01;
  // pi * 4.6 * 0.01 / 1.31 = 0.110316; squared times 4.342945 = 0.05285 dB
  EXPECT_NEAR(evaluate(x).tilt_loss.db(), 0.05285, 5e-6);
  x.gap = 2.0 * evaluate(x).rayleigh_range;
  EXPECT_NEAR(evaluate(x).gap_loss.db(), 3.0103, 5e-5);
}

TEST(Coupling, IsSymmetricInTheTwoSides) {
  CouplingInputs x;
  x.mfd_1 = 9.2 * unit::um;
  x.mfd_2 = 4.0 * unit::um;
  x.offset = 0.7 * unit::um;
  auto y = x;
  std::swap(y.mfd_1, y.mfd_2);
  EXPECT_EQ(evaluate(x).loss, evaluate(y).loss);
}

}  // namespace
}  // namespace copack::manufacturing
