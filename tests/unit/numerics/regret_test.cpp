// SPDX-License-Identifier: Apache-2.0
#include "copack/numerics/regret.hpp"

#include <gtest/gtest.h>

namespace copack::numerics {
namespace {

// Costs of stay, pilot, full, dual in four worlds.
const Matrix costs{{100, 100, 100, 100}, {130, 110, 85, 75}, {150, 105, 70, 60}, {112, 104, 90, 84}};

TEST(Regret, IsTheExcessOverTheBestOfEachWorld) {
  const Matrix regret = regret_table(costs);
  EXPECT_EQ(regret.column(0), (std::vector{0.0, 30.0, 50.0, 12.0}));
  EXPECT_EQ(regret.column(3), (std::vector{40.0, 15.0, 0.0, 24.0}));
}

TEST(Regret, MaximumOfEachAction) { EXPECT_EQ(max_regret(regret_table(costs)), (std::vector{40.0, 30.0, 50.0, 24.0})); }

TEST(Regret, QuantileOfEachAction) {
  // Regrets of dual: 12, 4, 20, 24; median 16.
  EXPECT_DOUBLE_EQ(quantile_regret(regret_table(costs), 0.5)[3], 16.0);
}

TEST(Regret, OfNothingIsNothing) { EXPECT_TRUE(max_regret(regret_table(Matrix())).empty()); }

}  // namespace
}  // namespace copack::numerics
