// SPDX-License-Identifier: Apache-2.0
#include "copack/numerics/test_functions.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace copack::numerics {
namespace {

// Ishigami with a = 7, b = 0.1: OpenTURNS, IshigamiUseCase.hxx.
TEST(TestFunctions, IshigamiIndicesAreThosePublished) {
  const auto exact = exact_indices(TestFunction::ishigami);
  EXPECT_NEAR(exact.variance, 13.844588, 1e-6);
  EXPECT_NEAR(exact.first[0], 0.313905, 1e-6);
  EXPECT_NEAR(exact.first[1], 0.442411, 1e-6);
  EXPECT_EQ(exact.first[2], 0.0);
  EXPECT_NEAR(exact.total[0], 0.557589, 1e-6);
  EXPECT_NEAR(exact.total[1], 0.442411, 1e-6);
  EXPECT_NEAR(exact.total[2], 0.243684, 1e-6);
}

// V = product of (1 + V_i) - 1, V_i = 1 / (3 (1 + a_i)^2): Saltelli et al.
// 2008, Global Sensitivity Analysis, section 2.9.
TEST(TestFunctions, GIndicesFollowTheFormula) {
  const auto exact = exact_indices(TestFunction::g);
  EXPECT_NEAR(exact.variance, 0.465424, 1e-6);
  EXPECT_NEAR(exact.first[0], 0.716192, 1e-6);
  EXPECT_NEAR(exact.first[1], 0.179048, 1e-6);
  EXPECT_NEAR(exact.first[2], 0.023676, 1e-6);
  EXPECT_NEAR(exact.first[3], 0.007162, 1e-6);
  EXPECT_NEAR(exact.total[0], 0.787144, 1e-6);
  EXPECT_NEAR(exact.total[7], 0.000105, 1e-6);
}

TEST(TestFunctions, EstimatesMeetTheExactIndices) {
  for (const TestFunction function : {TestFunction::ishigami, TestFunction::g}) {
    const auto exact = exact_indices(function);
    const auto estimated = estimated_indices(function, 4096, 1);
    EXPECT_NEAR(estimated.variance / exact.variance, 1.0, 0.01);
    for (std::size_t i = 0; i < exact.first.size(); ++i) {
      EXPECT_NEAR(estimated.first[i], exact.first[i], 0.01) << i;
      EXPECT_NEAR(estimated.total[i], exact.total[i], 0.01) << i;
      EXPECT_LT(std::abs(estimated.first[i] - exact.first[i]), 3.0 * estimated.first_error[i]) << i;
      EXPECT_LT(std::abs(estimated.total[i] - exact.total[i]), 3.0 * estimated.total_error[i]) << i;
    }
  }
}

}  // namespace
}  // namespace copack::numerics
