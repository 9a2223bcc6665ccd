// SPDX-License-Identifier: Apache-2.0
#include "copack/numerics/distributions.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace copack::numerics {
namespace {

constexpr Law all_laws[] = {Law::fixed, Law::uniform, Law::loguniform, Law::triangular,
                            Law::pert,  Law::normal,  Law::lognormal};

TEST(Quantile, HasTheStatedEnds) {
  for (const Law law : {Law::uniform, Law::loguniform, Law::triangular, Law::pert}) {
    const Distribution x{law, 3.0, 2.0, 9.0};
    EXPECT_NEAR(quantile(x, 0.0), 2.0, 1e-14);
    EXPECT_NEAR(quantile(x, 1.0), 9.0, 1e-14);
  }
  for (const Law law : {Law::normal, Law::lognormal}) {
    const Distribution x{law, 3.0, 2.0, 9.0};
    EXPECT_NEAR(quantile(x, 0.05), 2.0, 1e-13);
    EXPECT_NEAR(quantile(x, 0.95), 9.0, 1e-13);
  }
}

TEST(Quantile, HasTheStatedMedian) {
  EXPECT_DOUBLE_EQ(quantile({Law::uniform, 3.0, 2.0, 8.0}, 0.5), 5.0);
  EXPECT_DOUBLE_EQ(quantile({Law::loguniform, 3.0, 2.0, 8.0}, 0.5), 4.0);
  EXPECT_DOUBLE_EQ(quantile({Law::normal, 3.0, 2.0, 8.0}, 0.5), 5.0);
  EXPECT_DOUBLE_EQ(quantile({Law::lognormal, 3.0, 2.0, 8.0}, 0.5), 4.0);
  EXPECT_NEAR(quantile({Law::pert, 5.0, 2.0, 8.0}, 0.5), 5.0, 1e-14);
  // Triangular: F(mode) = (mode - low) / (high - low).
  EXPECT_DOUBLE_EQ(quantile({Law::triangular, 3.0, 2.0, 8.0}, 1.0 / 6.0), 3.0);
}

TEST(Quantile, PertIsABetaLaw) {
  // low 0, mode 0.25, high 1: beta(2, 4), F(x) = 1 - (1-x)^5 - 5 x (1-x)^4.
  const Distribution x{Law::pert, 0.25, 0.0, 1.0};
  for (const double v : {0.05, 0.3, 0.6, 0.9}) {
    EXPECT_NEAR(quantile(x, 1.0 - std::pow(1.0 - v, 5) - 5.0 * v * std::pow(1.0 - v, 4)), v, 1e-10) << v;
  }
}

TEST(Quantile, PertMayHaveItsModeAtAnEnd) {
  EXPECT_NEAR(quantile({Law::pert, 0.0, 0.0, 1.0}, 0.5), 1.0 - std::pow(0.5, 0.2), 1e-14);
  EXPECT_NEAR(quantile({Law::pert, 1.0, 0.0, 1.0}, 0.5), std::pow(0.5, 0.2), 1e-14);
}

TEST(Quantile, RisesWithU) {
  for (const Law law : all_laws) {
    double last = -std::numeric_limits<double>::infinity();
    for (int i = 0; i <= 200; ++i) {
      const double q = quantile({law, 3.0, 2.0, 9.0}, i / 200.0);
      EXPECT_GE(q, last);
      last = q;
    }
  }
}

TEST(Mean, IsTheIntegralOfTheQuantile) {
  constexpr int n = 20000;
  for (const Law law : all_laws) {
    const Distribution x{law, 3.0, 2.0, 9.0};
    double sum = 0.0;
    for (int i = 0; i < n; ++i) sum += quantile(x, (i + 0.5) / n);
    EXPECT_NEAR(sum / n, mean(x), 2e-4) << choice_names(law)[static_cast<std::size_t>(law)];
  }
}

TEST(Quantile, OfNoSpreadIsTheValue) {
  for (const Law law : all_laws) {
    EXPECT_EQ(quantile({law, 3.0, 3.0, 3.0}, 0.01), 3.0);
    EXPECT_EQ(mean({law, 3.0, 3.0, 3.0}), 3.0);
  }
}

TEST(Quantile, IsNaNOutsideTheUnitInterval) {
  EXPECT_TRUE(std::isnan(quantile({Law::uniform, 1.0, 0.0, 2.0}, 1.1)));
  EXPECT_TRUE(std::isnan(quantile({Law::fixed, 1.0, 0.0, 2.0}, std::numeric_limits<double>::quiet_NaN())));
}

TEST(ValidateDistribution, TellsAllProblems) {
  EXPECT_TRUE(validate(Distribution{Law::pert, 3.0, 2.0, 9.0}).empty());
  EXPECT_TRUE(validate(Distribution{Law::fixed, 3.0, 0.0, 0.0}).empty());
  EXPECT_EQ(validate(Distribution{Law::pert, 1.0, 2.0, 9.0}).size(), 1u);
  EXPECT_EQ(validate(Distribution{Law::pert, 3.0, 9.0, 2.0}).front().path, "low");
  EXPECT_EQ(validate(Distribution{Law::lognormal, -5.0, -1.0, 2.0}).size(), 2u);
  EXPECT_EQ(validate(Distribution{Law::uniform, std::nan(""), std::nan(""), 1.0}).size(), 2u);
}

}  // namespace
}  // namespace copack::numerics
