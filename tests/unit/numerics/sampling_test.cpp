// SPDX-License-Identifier: Apache-2.0
#include "copack/numerics/sampling.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "copack/core/random.hpp"
#include "copack/numerics/probability_functions.hpp"

namespace copack::numerics {
namespace {

Matrix independent_sample(std::size_t n, std::size_t d) {
  Matrix m(n, d);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < d; ++j) {
      m(i, j) =
          uniform(1, Purpose::test, {.sample = static_cast<std::uint32_t>(i), .entity = static_cast<std::uint32_t>(j)});
    }
  }
  return m;
}

const Matrix example{{1.0, 0.7, -0.3}, {0.7, 1.0, 0.1}, {-0.3, 0.1, 1.0}};

TEST(Ranks, ShareTies) {
  EXPECT_EQ(ranks(std::vector{10.0, 30.0, 20.0, 20.0}), (std::vector{1.0, 4.0, 2.5, 2.5}));
  EXPECT_TRUE(ranks(std::vector<double>{}).empty());
}

TEST(Spearman, MatchesHandArithmetic) {
  // No ties: 1 - 6 sum d^2 / (n (n^2 - 1)) with d = 0, 1, -1, 0: 1 - 12 / 60.
  EXPECT_DOUBLE_EQ(spearman(std::vector{1.0, 2.0, 3.0, 4.0}, std::vector{5.0, 7.0, 6.0, 8.0}), 0.8);
  EXPECT_DOUBLE_EQ(spearman(std::vector{1.0, 2.0, 3.0}, std::vector{-1.0, -8.0, -27.0}), -1.0);
  EXPECT_TRUE(std::isnan(spearman(std::vector{1.0, 2.0}, std::vector{3.0, 3.0})));
  EXPECT_TRUE(std::isnan(spearman(std::vector{1.0, 2.0}, std::vector{3.0})));
}

TEST(ImanConover, ReachesTheRankCorrelation) {
  const auto out = iman_conover(independent_sample(4096, 3), example);
  ASSERT_TRUE(out);
  for (std::size_t i = 0; i < 3; ++i) {
    for (std::size_t j = 0; j < i; ++j) EXPECT_NEAR(spearman(out->column(i), out->column(j)), example(i, j), 0.01);
  }
}

TEST(ImanConover, KeepsEveryMarginal) {
  const Matrix in = independent_sample(500, 3);
  const auto out = iman_conover(in, example);
  ASSERT_TRUE(out);
  EXPECT_EQ(out->column(0), in.column(0));
  for (std::size_t j = 0; j < 3; ++j) {
    auto before = in.column(j), after = out->column(j);
    std::ranges::sort(before);
    std::ranges::sort(after);
    EXPECT_EQ(before, after);
  }
}

TEST(ImanConover, RefusesWhatCannotBe) {
  const Matrix in = independent_sample(100, 3);
  EXPECT_FALSE(iman_conover(in, Matrix{{1.0, 0.5}, {0.5, 1.0}}));
  EXPECT_FALSE(iman_conover(independent_sample(3, 3), example));
  EXPECT_FALSE(iman_conover(Matrix(100, 3, 1.0), example));
}

TEST(RankCorrelation, IsChecked) {
  EXPECT_TRUE(validate_rank_correlation(example).empty());
  EXPECT_EQ(validate_rank_correlation(Matrix(2, 3)).size(), 1u);
  EXPECT_EQ(validate_rank_correlation(Matrix{{2.0, 0.1}, {0.2, 1.0}}).size(), 2u);
  EXPECT_EQ(validate_rank_correlation(Matrix{{1.0, 1.5}, {1.5, 1.0}}).size(), 1u);
  // Each pair is possible, all three are not.
  const Matrix contradiction{{1.0, 0.9, 0.9}, {0.9, 1.0, -0.9}, {0.9, -0.9, 1.0}};
  EXPECT_EQ(validate_rank_correlation(contradiction).front().path, "correlation");
}

TEST(GaussianCopula, GivesUniformsWithTheRankCorrelation) {
  const auto copula = GaussianCopula::with_rank_correlation(example);
  ASSERT_TRUE(copula);
  Matrix u = independent_sample(20000, 3);
  for (std::size_t i = 0; i < u.rows(); ++i) copula->transform(u.row(i));
  for (std::size_t i = 0; i < 3; ++i) {
    auto column = u.column(i);
    std::ranges::sort(column);
    for (const double p : {0.1, 0.5, 0.9}) {
      EXPECT_NEAR(column[static_cast<std::size_t>(p * static_cast<double>(u.rows()))], p, 0.012);
    }
    for (std::size_t j = 0; j < i; ++j) EXPECT_NEAR(spearman(u.column(i), u.column(j)), example(i, j), 0.02);
  }
}

TEST(GaussianCopula, WorksOnOneSampleAtATime) {
  // Two inputs: z2 = r z1 + sqrt(1 - r^2) z2' with r = 2 sin(pi rho / 6).
  const auto copula = GaussianCopula::with_rank_correlation(Matrix{{1.0, 0.7}, {0.7, 1.0}});
  ASSERT_TRUE(copula);
  std::vector<double> u{0.8, 0.3};
  copula->transform(u);
  const double r = 2.0 * std::sin(std::numbers::pi * 0.7 / 6.0);
  EXPECT_NEAR(u[0], 0.8, 1e-14);
  EXPECT_NEAR(u[1], normal_cdf(r * normal_quantile(0.8) + std::sqrt(1.0 - r * r) * normal_quantile(0.3)), 1e-14);
}

TEST(GaussianCopula, RefusesContradictions) {
  EXPECT_FALSE(GaussianCopula::with_rank_correlation(Matrix{{1.0, 2.0}, {2.0, 1.0}}));
}

}  // namespace
}  // namespace copack::numerics
