// SPDX-License-Identifier: Apache-2.0
#include "copack/manufacturing/learning.hpp"

#include <gtest/gtest.h>

namespace copack::manufacturing {
namespace {

TEST(Learning, FitsAndExtrapolates) {
  // 0.6 to 0.24 while volume grows from 77 k to 1.8 M: b = ln 2.5 / ln 23.377 = 0.2907.
  const LearningInputs x{0.6 * unit::USD, 77e3, 0.24 * unit::USD, 1.8e6, 1.8e6};
  const auto r = evaluate(x);
  EXPECT_NEAR(r.exponent, 0.2907, 5e-5);
  EXPECT_NEAR(r.learning_rate, 0.1825, 5e-5);
  EXPECT_NEAR(r.cost.si(), 0.24, 1e-12);
}

TEST(Learning, EveryDoublingSavesTheLearningRate) {
  const double b = wright_exponent(0.2);
  EXPECT_NEAR(wright_factor(2.0, b), 0.8, 1e-12);
  EXPECT_NEAR(wright_factor(8.0, b), 0.512, 1e-12);
  EXPECT_EQ(wright_factor(1.0, b), 1.0);
}

}  // namespace
}  // namespace copack::manufacturing
