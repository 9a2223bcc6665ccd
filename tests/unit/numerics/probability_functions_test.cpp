// SPDX-License-Identifier: Apache-2.0
#include "copack/numerics/probability_functions.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace copack::numerics {
namespace {

// Percentage points of the normal, t, chi-squared and F laws: NIST/SEMATECH
// e-Handbook of Statistical Methods, section 1.3.6.7.
TEST(NormalFunctions, MatchPrintedTables) {
  EXPECT_NEAR(normal_quantile(0.975), 1.959963984540054, 1e-14);
  EXPECT_NEAR(normal_quantile(0.95), 1.6448536269514722, 1e-14);
  EXPECT_NEAR(normal_quantile(0.5), 0.0, 1e-16);
  EXPECT_NEAR(normal_cdf(1.0), 0.8413447460685429, 1e-15);
  EXPECT_NEAR(normal_pdf(0.0), 0.3989422804014327, 1e-16);
  // Abramowitz & Stegun 1964, table 26.2: Q(5) = 2.866515719e-7.
  EXPECT_NEAR(normal_cdf(-5.0) / 2.866515719e-7, 1.0, 1e-9);
}

TEST(NormalFunctions, AreInverse) {
  for (const double z : {-8.0, -3.0, -0.5, 0.0, 0.7, 4.0}) EXPECT_NEAR(normal_quantile(normal_cdf(z)), z, 1e-10) << z;
  for (const double p : {1e-300, 1e-12, 0.3}) EXPECT_NEAR(normal_cdf(normal_quantile(p)) / p, 1.0, 1e-11) << p;
}

TEST(BivariateNormal, MatchesClosedFormsAndIntegration) {
  // Sheppard 1899: 1/4 + asin(rho)/(2 pi) at the origin.
  EXPECT_NEAR(bivariate_normal_cdf(0.0, 0.0, 0.5), 1.0 / 3.0, 1e-15);
  EXPECT_NEAR(bivariate_normal_cdf(0.7, -1.2, 0.0), normal_cdf(0.7) * normal_cdf(-1.2), 1e-15);
  EXPECT_NEAR(bivariate_normal_cdf(0.7, -1.2, 1.0), normal_cdf(-1.2), 1e-15);
  EXPECT_NEAR(bivariate_normal_cdf(0.7, -1.2, -1.0), 0.0, 1e-15);
  EXPECT_EQ(bivariate_normal_cdf(INFINITY, 0.3, 0.4), normal_cdf(0.3));
  EXPECT_EQ(bivariate_normal_cdf(-INFINITY, 0.3, 0.4), 0.0);
  // Integral of phi(x) Phi((k - rho x)/sqrt(1 - rho^2)) up to h, by the trapezoidal rule on a fine grid.
  for (const double rho : {-0.9, -0.3, 0.2, 0.8, 0.99}) {
    for (const auto& [h, k] : {std::pair{1.0, 0.5}, {-2.0, 1.5}, {0.0, -1.0}, {1.0, 0.0}, {-3.0, -3.0}}) {
      constexpr int steps = 40000;
      const double width = (h + 10.0) / steps;
      double sum = 0.0;
      for (int i = 0; i <= steps; ++i) {
        const double x = -10.0 + i * width;
        const double value = normal_pdf(x) * normal_cdf((k - rho * x) / std::sqrt(1.0 - rho * rho));
        sum += (i == 0 || i == steps ? 0.5 : 1.0) * width * value;
      }
      EXPECT_NEAR(bivariate_normal_cdf(h, k, rho), sum, 2e-8) << h << ' ' << k << ' ' << rho;
    }
  }
}

TEST(StudentT, MatchesPrintedTable) {
  EXPECT_NEAR(student_t_quantile(0.95, 10.0), 1.812, 5e-4);
  EXPECT_NEAR(student_t_quantile(0.975, 1.0), 12.706, 5e-4);
}

TEST(ChiSquared, MatchesPrintedTable) {
  EXPECT_NEAR(chi_squared_quantile(0.95, 1.0), 3.841, 5e-4);
  EXPECT_NEAR(chi_squared_quantile(0.90, 10.0), 15.987, 5e-4);
  // With 2 degrees of freedom the law is exponential with mean 2.
  EXPECT_NEAR(chi_squared_quantile(0.6, 2.0), -2.0 * std::log(0.4), 1e-13);
}

TEST(Gamma, ShapeOneIsExponential) { EXPECT_NEAR(gamma_quantile(0.25, 1.0, 3.0), -3.0 * std::log(0.75), 1e-14); }

TEST(Beta, IntegerShapesArePolynomials) {
  // beta(2, 2): F(x) = 3 x^2 - 2 x^3.
  EXPECT_NEAR(beta_cdf(0.3, 2.0, 2.0), 3.0 * 0.09 - 2.0 * 0.027, 1e-15);
  EXPECT_NEAR(beta_quantile(0.216, 2.0, 2.0), 0.3, 1e-12);
  EXPECT_NEAR(beta_quantile(0.5, 1.0, 5.0), 1.0 - std::pow(0.5, 0.2), 1e-14);
}

TEST(Poisson, SumsItsTerms) {
  const double mean = 2.5;
  double term = std::exp(-mean), sum = 0.0;
  for (int k = 0; k < 12; ++k) {
    sum += term;
    EXPECT_NEAR(poisson_cdf(k, mean), sum, 1e-14) << k;
    EXPECT_NEAR(poisson_sf(k, mean), 1.0 - sum, 1e-14) << k;
    term *= mean / (k + 1);
  }
}

TEST(Poisson, QuantileIsTheSmallestSufficientCount) {
  for (const double mean : {0.0, 0.01, 0.7, 5.0, 300.0}) {
    for (const double p : {1e-9, 0.05, 0.5, 0.95, 0.999999}) {
      const double k = poisson_quantile(p, mean);
      EXPECT_GE(poisson_cdf(static_cast<std::int64_t>(k), mean), p);
      EXPECT_LT(poisson_cdf(static_cast<std::int64_t>(k) - 1, mean), p);
    }
  }
}

TEST(Binomial, SumsItsTerms) {
  const double p = 0.2;
  double term = std::pow(1.0 - p, 6), sum = 0.0;
  for (int k = 0; k <= 6; ++k) {
    sum += term;
    EXPECT_NEAR(binomial_cdf(k, 6, p), sum, 1e-14) << k;
    EXPECT_NEAR(binomial_sf(k, 6, p), 1.0 - sum, 1e-14) << k;
    term *= (6.0 - k) / (k + 1.0) * p / (1.0 - p);
  }
}

TEST(Binomial, KeepsSmallTails) {
  // P(K > 15) for 544 trials is close to its first term binomial(544, 16) p^16
  // when p is small.
  const double p = 1e-6;
  const double first = std::exp(std::lgamma(545.0) - std::lgamma(17.0) - std::lgamma(529.0) + 16.0 * std::log(p));
  EXPECT_NEAR(binomial_sf(15, 544, p) / first, 1.0, 1e-3);
}

TEST(ProbabilityFunctions, AreNaNOutsideTheirDomain) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_TRUE(std::isnan(normal_quantile(1.5)));
  EXPECT_TRUE(std::isnan(normal_quantile(nan)));
  EXPECT_TRUE(std::isnan(chi_squared_quantile(0.5, -1.0)));
  EXPECT_TRUE(std::isnan(student_t_quantile(0.5, 0.0)));
  EXPECT_TRUE(std::isnan(beta_quantile(0.5, 0.0, 1.0)));
  EXPECT_TRUE(std::isnan(poisson_cdf(1, -1.0)));
  EXPECT_TRUE(std::isnan(poisson_quantile(0.5, nan)));
  EXPECT_TRUE(std::isnan(binomial_cdf(1, 2, 1.1)));
}

TEST(ProbabilityFunctions, HoldAtTheEnds) {
  EXPECT_EQ(normal_quantile(0.0), -std::numeric_limits<double>::infinity());
  EXPECT_EQ(normal_quantile(1.0), std::numeric_limits<double>::infinity());
  EXPECT_EQ(student_t_quantile(1.0, 3.0), std::numeric_limits<double>::infinity());
  EXPECT_EQ(gamma_quantile(0.0, 2.0, 1.0), 0.0);
  EXPECT_EQ(gamma_quantile(1.0, 2.0, 1.0), std::numeric_limits<double>::infinity());
  EXPECT_EQ(poisson_cdf(-1, 3.0), 0.0);
  EXPECT_EQ(poisson_sf(0, 0.0), 0.0);
  EXPECT_EQ(poisson_quantile(1.0, 2.0), std::numeric_limits<double>::infinity());
  EXPECT_EQ(binomial_cdf(5, 5, 0.3), 1.0);
  EXPECT_EQ(binomial_sf(-1, 5, 0.3), 1.0);
}

}  // namespace
}  // namespace copack::numerics
