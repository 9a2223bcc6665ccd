// SPDX-License-Identifier: Apache-2.0
#include "copack/numerics/statistics.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "copack/numerics/probability_functions.hpp"

namespace copack::numerics {
namespace {

const std::vector<double> tens{10, 20, 30, 40, 50, 60, 70, 80, 90, 100};

TEST(Statistics, OfAFewNumbers) {
  const std::vector x{2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0};
  EXPECT_DOUBLE_EQ(mean(x), 5.0);
  EXPECT_DOUBLE_EQ(variance(x), 32.0 / 7.0);
  EXPECT_EQ(variance(std::vector{3.0}), 0.0);
  EXPECT_TRUE(std::isnan(mean(std::vector<double>{})));
  EXPECT_TRUE(std::isnan(variance(std::vector<double>{})));
}

TEST(AscendingOrder, PutsEqualsByPositionAndNaNLast) {
  EXPECT_EQ(ascending_order(std::vector{2.0, std::nan(""), 1.0, 2.0, -0.0, 0.0}),
            (std::vector<std::size_t>{4, 5, 2, 0, 3, 1}));
}

TEST(SampleQuantile, InterpolatesBetweenOrderStatistics) {
  // Type 7: position (n - 1) p; for n = 10 and p = 0.9 that is 8.1.
  EXPECT_DOUBLE_EQ(sample_quantile(std::vector{40.0, 10.0, 30.0, 20.0}, 0.5), 25.0);
  EXPECT_DOUBLE_EQ(sample_quantile(tens, 0.9), 91.0);
  EXPECT_DOUBLE_EQ(sample_quantile(tens, 0.0), 10.0);
  EXPECT_DOUBLE_EQ(sample_quantile(tens, 1.0), 100.0);
  EXPECT_TRUE(std::isnan(sample_quantile(tens, 1.5)));
  EXPECT_TRUE(std::isnan(sample_quantile(std::vector<double>{}, 0.5)));
  EXPECT_TRUE(std::isnan(sample_quantile(std::vector{1.0, std::nan("")}, 0.5)));
}

TEST(Summary, HoldsTheQuantiles) {
  const auto s = summarize(tens);
  EXPECT_DOUBLE_EQ(s.mean, 55.0);
  EXPECT_DOUBLE_EQ(s.sd, std::sqrt(8250.0 / 9.0));
  EXPECT_DOUBLE_EQ(s.min, 10.0);
  EXPECT_DOUBLE_EQ(s.p05, 14.5);
  EXPECT_DOUBLE_EQ(s.p10, 19.0);
  EXPECT_DOUBLE_EQ(s.p50, 55.0);
  EXPECT_DOUBLE_EQ(s.p90, 91.0);
  EXPECT_DOUBLE_EQ(s.p95, 95.5);
  EXPECT_DOUBLE_EQ(s.max, 100.0);
}

TEST(Cvar, SplitsTheAtomAtTheQuantile) {
  // The worst 15 % are the whole of 100 and half of 90: (0.10 * 100 + 0.05 *
  // 90) / 0.15.
  EXPECT_NEAR(cvar_high(tens, 0.85), 96.0 + 2.0 / 3.0, 1e-12);
  EXPECT_NEAR(cvar_low(tens, 0.85), 13.0 + 1.0 / 3.0, 1e-12);
}

TEST(Cvar, MinimizesTheFormOfRockafellarAndUryasev) {
  const double level = 0.73;
  double least = std::numeric_limits<double>::infinity();
  for (const double eta : tens) {  // piecewise linear in eta: the minimum lies at an atom
    double excess = 0.0;
    for (const double x : tens) excess += std::max(x - eta, 0.0) / 10.0;
    least = std::min(least, eta + excess / (1.0 - level));
  }
  EXPECT_NEAR(cvar_high(tens, level), least, 1e-12);
}

TEST(Cvar, HasItsLimits) {
  EXPECT_DOUBLE_EQ(cvar_high(tens, 0.0), 55.0);
  EXPECT_DOUBLE_EQ(cvar_high(tens, 1.0), 100.0);
  EXPECT_DOUBLE_EQ(cvar_low(tens, 1.0), 10.0);
  EXPECT_DOUBLE_EQ(cvar_high(tens, 0.999), 100.0);
  EXPECT_TRUE(std::isnan(cvar_high(std::vector<double>{}, 0.5)));
  EXPECT_TRUE(std::isnan(cvar_high(tens, -0.1)));
}

TEST(Cvar, TakesWeights) {
  // Costs 0 and 100 with probabilities 0.98 and 0.02: the worst 5 % hold 0.02
  // of 100 and 0.03 of 0.
  EXPECT_NEAR(cvar_high(std::vector{0.0, 100.0}, std::vector{0.98, 0.02}, 0.95), 40.0, 1e-12);
  EXPECT_NEAR(cvar_high(std::vector{0.0, 100.0}, std::vector{98.0, 2.0}, 0.95), 40.0, 1e-12);
}

TEST(Cvar, OfANormalSampleMeetsTheFormula) {
  // phi(z) / (1 - a): 1.754983, 2.062713, 2.665214.
  std::vector<double> x(100000);
  for (std::size_t i = 0; i < x.size(); ++i) x[i] = normal_quantile((static_cast<double>(i) + 0.5) / 1e5);
  EXPECT_NEAR(cvar_high(x, 0.90), 1.754983, 2e-4);
  EXPECT_NEAR(cvar_high(x, 0.95), 2.062713, 2e-4);
  EXPECT_NEAR(cvar_high(x, 0.99), 2.665214, 1e-3);
}

TEST(Superiority, CountsWorlds) {
  EXPECT_DOUBLE_EQ(probability_of_superiority(std::vector{1.0, 2.0, 3.0, 4.0}, std::vector{2.0, 2.0, 2.0, 5.0}), 0.625);
  EXPECT_TRUE(std::isnan(probability_of_superiority(std::vector{1.0}, std::vector{1.0, 2.0})));
}

}  // namespace
}  // namespace copack::numerics
