// SPDX-License-Identifier: Apache-2.0
#include "copack/manufacturing/test_escape.hpp"

#include <gtest/gtest.h>

namespace copack::manufacturing {
namespace {

TEST(TestEscape, WilliamsBrown) {
  const auto r = evaluate(TestEscapeInputs{0.81, 0.5, 90.0 * unit::USD, 9.0 * unit::USD});
  // sqrt(0.81) = 0.9 pass, 0.81 good, 0.09 escape, DL = 0.1; 99 / 0.9 and 99 / 0.81 USD.
  EXPECT_NEAR(r.pass_fraction, 0.9, 1e-15);
  EXPECT_NEAR(r.escape, 0.09, 1e-15);
  EXPECT_NEAR(r.defect_level, 0.1, 1e-15);
  EXPECT_NEAR(r.cost_per_passed.si(), 110.0, 1e-12);
  EXPECT_NEAR(r.cost_per_good.si(), 99.0 / 0.81, 1e-12);
}

TEST(TestEscape, StreamsAddUpAndDefectLevelIsTheirRatio) {
  for (const double coverage : {0.0, 0.3, 0.9, 1.0}) {
    const auto r = evaluate(TestEscapeInputs{0.6, coverage, {}, {}});
    EXPECT_NEAR(r.good + r.escape + r.scrap, 1.0, 1e-15);
    EXPECT_NEAR(r.defect_level, r.escape / r.pass_fraction, 1e-12);
  }
}

TEST(TestEscape, LimitsOfCoverage) {
  EXPECT_EQ(pass_fraction(0.6, 0.0), 1.0);
  EXPECT_EQ(pass_fraction(0.6, 1.0), 0.6);
  EXPECT_EQ(pass_fraction(0.0, 0.0), 1.0);
}

}  // namespace
}  // namespace copack::manufacturing
