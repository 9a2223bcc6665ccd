// SPDX-License-Identifier: Apache-2.0
#include "copack/numerics/sensitivity.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "copack/core/random.hpp"
#include "copack/numerics/probability_functions.hpp"
#include "copack/numerics/statistics.hpp"
#include "copack/numerics/test_functions.hpp"

namespace copack::numerics {
namespace {

double draw(std::size_t sample, std::uint32_t entity) {
  return uniform(3, Purpose::test, {.sample = static_cast<std::uint32_t>(sample), .entity = entity});
}

TEST(SobolIndices, OfASumAreTheSharesOfVariance) {
  // y = x1 + 2 x2 + 0 x3 with equal variances: shares 1/5, 4/5, 0, without
  // interactions.
  constexpr std::size_t n = 20000;
  std::vector<double> y_a(n), y_b(n);
  Matrix y_ab(3, n);
  for (std::size_t k = 0; k < n; ++k) {
    const double a1 = draw(k, 0), a2 = draw(k, 1), b1 = draw(k, 2), b2 = draw(k, 3);
    y_a[k] = a1 + 2.0 * a2;
    y_b[k] = b1 + 2.0 * b2;
    y_ab(0, k) = b1 + 2.0 * a2;
    y_ab(1, k) = a1 + 2.0 * b2;
    y_ab(2, k) = y_a[k];
  }
  const auto out = sobol_indices(y_a, y_b, y_ab);
  const double expected[] = {0.2, 0.8, 0.0};
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_NEAR(out.first[i], expected[i], 0.03);
    EXPECT_NEAR(out.total[i], expected[i], 0.03);
  }
  EXPECT_EQ(out.total[2], 0.0);
  EXPECT_EQ(out.total_error[2], 0.0);
}

TEST(SobolIndices, DoNotDependOnTheLevelOfY) {
  const auto at = [](double level) {
    constexpr std::size_t n = 64;
    std::vector<double> y_a(n), y_b(n);
    Matrix y_ab(1, n);
    for (std::size_t k = 0; k < n; ++k) {
      y_a[k] = level + draw(k, 0) * draw(k, 1);
      y_b[k] = level + draw(k, 2) * draw(k, 3);
      y_ab(0, k) = level + draw(k, 2) * draw(k, 1);
    }
    return sobol_indices(y_a, y_b, y_ab).first[0];
  };
  EXPECT_NEAR(at(0.0), at(1e6), 1e-6);
}

TEST(SobolIndices, OfAConstantAreZero) {
  const std::vector<double> y(8, 5.0);
  const auto out = sobol_indices(y, y, Matrix(2, 8, 5.0));
  EXPECT_EQ(out.first, (std::vector{0.0, 0.0}));
  EXPECT_EQ(out.total, (std::vector{0.0, 0.0}));
}

TEST(SobolIndices, RefuseUnequalSamples) {
  const std::vector<double> y(8, 5.0);
  EXPECT_THROW(sobol_indices(y, y, Matrix(2, 7)), std::invalid_argument);
}

TEST(GivenDataIndex, MeetsTheExactIndicesOfIshigami) {
  constexpr std::size_t n = 16384;
  Matrix u(n, 3);
  std::vector<double> y(n);
  for (std::size_t k = 0; k < n; ++k) {
    for (std::uint32_t i = 0; i < 3; ++i) u(k, i) = draw(k, i);
    y[k] = value(TestFunction::ishigami, u.row(k));
  }
  const auto exact = exact_indices(TestFunction::ishigami);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_NEAR(given_data_index(u.column(i), y).first, exact.first[i], 0.02) << i;
}

TEST(GivenDataIndex, OfAnIdleInputIsZeroOnAverage) {
  double sum = 0.0;
  constexpr int repeats = 200;
  for (int r = 0; r < repeats; ++r) {
    std::vector<double> x(256), y(256);
    for (std::size_t k = 0; k < x.size(); ++k) {
      x[k] = draw(k, static_cast<std::uint32_t>(2 * r));
      y[k] = draw(k, static_cast<std::uint32_t>(2 * r + 1));
    }
    sum += given_data_index(x, y).first;
  }
  EXPECT_NEAR(sum / repeats, 0.0,
              0.01);  // without the correction it is bins / n = 0.05
}

TEST(GivenDataIndex, KeepsEqualValuesOfADiscreteInputTogether) {
  std::vector<double> x(1000), y(1000);
  for (std::size_t k = 0; k < x.size(); ++k) {
    x[k] = static_cast<double>(k % 3);
    y[k] = 1e3 + x[k];
  }
  const auto out = given_data_index(x, y);
  EXPECT_EQ(out.bins, 3);
  EXPECT_NEAR(out.first, 1.0, 1e-9);
  EXPECT_EQ(given_data_index(std::vector<double>(100, 1.0), std::vector<double>(100, 2.0)).first, 0.0);
}

// Y = X1 + X2 + X3, sd 1, 1, 2, corr(X2, X3) = rho. By hand for this case
// (Iooss & Prieur 2019, section 4): Sh_1 = 1 / V, Sh_2 = (1 + 2 rho + rho^2 (4
// - 1)/2) / V, Sh_3 = (4 + 2 rho + rho^2 (1 - 4)/2) / V, V = 6 + 4 rho.
TEST(Shapley, MeetsTheLinearGaussianClosedForm) {
  for (const double rho : {-0.5, 0.0, 0.9}) {
    const Matrix covariance{{1.0, 0.0, 0.0}, {0.0, 1.0, 2.0 * rho}, {0.0, 2.0 * rho, 4.0}};
    const auto effects = linear_gaussian_shapley(std::vector{1.0, 1.0, 1.0}, covariance);
    const double v = 6.0 + 4.0 * rho;
    EXPECT_NEAR(effects[0], 1.0 / v, 1e-12);
    EXPECT_NEAR(effects[1], (1.0 + 2.0 * rho + 1.5 * rho * rho) / v, 1e-12);
    EXPECT_NEAR(effects[2], (4.0 + 2.0 * rho - 1.5 * rho * rho) / v, 1e-12);
  }
}

TEST(Shapley, SharesEquallyBetweenTwins) {
  const auto effects = linear_gaussian_shapley(std::vector{1.0, 3.0}, Matrix{{1.0, 1.0}, {1.0, 1.0}});
  EXPECT_NEAR(effects[0], 0.5, 1e-12);
  EXPECT_NEAR(effects[1], 0.5, 1e-12);
}

TEST(Shapley, SumsToOneForManyInputs) {
  Matrix covariance(12, 12, 0.3);
  for (std::size_t i = 0; i < 12; ++i) covariance(i, i) = 1.0;
  const auto effects = linear_gaussian_shapley(std::vector<double>(12, 1.0), covariance);
  double sum = 0.0;
  for (const double e : effects) {
    EXPECT_NEAR(e, 1.0 / 12.0, 1e-12);
    sum += e;
  }
  EXPECT_NEAR(sum, 1.0, 1e-12);
  EXPECT_THROW(linear_gaussian_shapley(std::vector<double>(13, 1.0), Matrix(13, 13)), std::invalid_argument);
}

TEST(Shapley, OfAGameIsAverageOverOrders) {
  // Worth 0, 1, 2, 5 for {}, {1}, {2}, {1, 2}: player 1 adds 1 or 3, player 2
  // adds 4 or 2.
  EXPECT_EQ(shapley_values(std::vector{0.0, 1.0, 2.0, 5.0}), (std::vector{2.0, 3.0}));
  EXPECT_THROW(shapley_values(std::vector{0.0, 1.0, 2.0}), std::invalid_argument);
}

}  // namespace
}  // namespace copack::numerics
