// SPDX-License-Identifier: Apache-2.0
#include "copack/reliability/spares.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace copack::reliability {
namespace {

using namespace unit;

// Poisson and negative-binomial quantiles of a pipeline of 9.26 (trace of 400 nodes, 349 days).
TEST(SizeStock, GivesExactQuantiles) {
  EXPECT_EQ(size_stock(9.26, 1.0, 0.95).stock, 15);
  EXPECT_EQ(size_stock(9.26, 1.0, 0.99).stock, 17);
  EXPECT_EQ(size_stock(9.26, 1.0, 0.999).stock, 20);
  EXPECT_EQ(size_stock(9.26, 5.79, 0.95).stock, 23);
  EXPECT_EQ(size_stock(9.26, 5.79, 0.99).stock, 33);
  EXPECT_EQ(size_stock(9.26, 5.79, 0.999).stock, 47);
}

// Poisson(2): P(0..4) = e^-2 (1, 2, 2, 4/3, 2/3); EBO(4) = sum_{x>4} (x - 4) P(x) = 2 - 4 + sum_{x<4} (4 - x) P(x)
// = -2 + e^-2 (4 + 6 + 4 + 4/3).
TEST(SizeStock, CarriesFillRateAndBackorders) {
  const auto level = size_stock(2.0, 1.0, 0.9);
  EXPECT_EQ(level.stock, 4);
  EXPECT_NEAR(level.covered, std::exp(-2.0) * 7.0, 1e-14);
  EXPECT_NEAR(level.fill_rate, std::exp(-2.0) * (5.0 + 4.0 / 3.0), 1e-14);
  EXPECT_NEAR(level.expected_backorders, -2.0 + std::exp(-2.0) * (14.0 + 4.0 / 3.0), 1e-14);
}

TEST(SizeStock, NeedsNothingForNoDemand) {
  EXPECT_EQ(size_stock(0.0, 1.0, 0.999999).stock, 0);
  EXPECT_DOUBLE_EQ(demand_covered(0.0, 1.0, 0.0), 1.0);
}

// At large means the standardised quantile tends to the normal one (2.3263 at 99 %), continuity within one unit.
TEST(SizeStock, StaysExactAtLargeMeans) {
  for (const double m : {1e3, 1e5, 1e7}) {
    const auto level = size_stock(m, 1.0, 0.99);
    EXPECT_NEAR((static_cast<double>(level.stock) - m) / std::sqrt(m), 2.3263, 1.7 / std::sqrt(m) + 1e-3);
    EXPECT_NEAR(demand_covered(m, 1.0, static_cast<double>(level.stock)), level.covered, 1e-12);
  }
}

TEST(SizeStock, BoundsTheServiceLevelFromBothSides) {
  for (const double m : {0.01, 0.7, 12.0, 400.0}) {
    for (const double v : {1.0, 2.5, 50.0}) {
      const auto level = size_stock(m, v, 0.99);
      EXPECT_GE(level.covered, 0.99);
      EXPECT_LT(level.fill_rate, 0.99);
      EXPECT_GE(level.expected_backorders, 0.0);
    }
  }
}

// 200,000 modules at 550,000 h with 14 days to return: 8.73 removals a day, 122.2 in the pipeline, 149 spares.
TEST(Spares, SizesAFleetOfModules) {
  const auto r = evaluate(SparesInputs{.units = 200'000.0,
                                       .failure_rate = 1.0 / (550'000.0 * hour),
                                       .lead_time = 14.0 * day,
                                       .unit_cost = 1000.0 * USD});
  EXPECT_NEAR(r.removals.in(per_day), 8.727, 1e-3);
  EXPECT_NEAR(r.pipeline_mean, 122.18, 1e-2);
  EXPECT_EQ(r.stock, 149);
  EXPECT_NEAR(r.value.in(USD), 149'000.0, 1e-6);
}

TEST(Spares, MultipliesRemovalsByNoTroubleFound) {
  EXPECT_NEAR(removals_per_failure(0.8), 5.0, 1e-12);
  EXPECT_EQ(validate(SparesInputs{.no_trouble_found = 1.0, .variance_to_mean = 0.5, .service_level = 1.0}).size(), 3u);
}

}  // namespace
}  // namespace copack::reliability
