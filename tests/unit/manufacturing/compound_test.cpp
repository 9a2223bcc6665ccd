// SPDX-License-Identifier: Apache-2.0
#include "copack/manufacturing/compound.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace copack::manufacturing {
namespace {

double unit_yield(const Sites& x) { return make_sites(x).yield; }

TEST(Compound, AllSitesNeeded) {
  EXPECT_NEAR(unit_yield({.yield = 0.95, .needed = 32, .fitted = 32}), 0.1937115, 1e-7);         // 0.95^32
  EXPECT_NEAR(unit_yield({.yield = 0.99865, .needed = 1088, .fitted = 1088}), 0.2299732, 1e-7);  // OIF 2023: 23.0 %
}

TEST(Compound, SparesByHand) {
  // At least 2 of 3 at 0.9: 3 * 0.81 * 0.1 + 0.729 = 0.972.
  EXPECT_NEAR(unit_yield({.yield = 0.9, .needed = 2, .fitted = 3}), 0.972, 1e-12);
}

TEST(Compound, ReworkByHand) {
  const Sites x{.yield = 0.9, .needed = 2, .fitted = 2, .rework_attempts = 2, .rework_success = 0.5};
  // Site: 1 - 0.1 * 0.25 = 0.975; attempts per failed site: 1 + 0.5; two sites fail with 0.1 each: 0.3 attempts.
  EXPECT_NEAR(unit_yield(x), 0.975 * 0.975, 1e-12);
  EXPECT_NEAR(make_sites(x).attempts, 0.3, 1e-12);
}

TEST(Compound, ReworkThatNeverSucceedsOnlyCosts) {
  const Sites x{.yield = 0.9, .needed = 1, .fitted = 1, .rework_attempts = 3};
  EXPECT_NEAR(unit_yield(x), 0.9, 1e-15);
  EXPECT_NEAR(make_sites(x).attempts, 0.3, 1e-12);
}

TEST(Compound, LotFactorFollowsTheBetaMoment) {
  // E[p^n] = B(a + n, b) / B(a, b); p = 0.95, rho = 0.05: a + b = 19, a = 18.05, b = 0.95.
  const double a = 18.05;
  const double b = 0.95;
  const double expected = std::exp(std::lgamma(a + 32) - std::lgamma(a) + std::lgamma(a + b) - std::lgamma(a + b + 32));
  const Sites x{.yield = 0.95, .needed = 32, .fitted = 32, .correlation = 0.05};
  EXPECT_NEAR(unit_yield(x), expected, 1e-12);
  EXPECT_GT(expected, std::pow(0.95, 32));
}

TEST(Compound, LotFactorTendsToIndependentAndToOneFate) {
  Sites x{.yield = 0.95, .needed = 30, .fitted = 32, .rework_attempts = 1, .rework_success = 0.6};
  const double independent = unit_yield(x);
  x.correlation = 1e-7;
  EXPECT_NEAR(unit_yield(x), independent, 1e-5);
  x.rework_attempts = 0;
  x.correlation = 1.0;
  EXPECT_NEAR(unit_yield(x), 0.95, 1e-12);
}

TEST(Compound, SlopesMatchDifferences) {
  for (const double rho : {0.0, 0.1}) {
    Sites x{.yield = 0.93, .needed = 7, .fitted = 8, .rework_attempts = 2, .rework_success = 0.4, .correlation = rho};
    const auto middle = make_sites(x);
    x.yield = 0.9301;
    const auto high = make_sites(x);
    x.yield = 0.9299;
    const auto low = make_sites(x);
    EXPECT_NEAR(middle.yield_slope, (high.yield - low.yield) / 2e-4, 1e-6);
    EXPECT_NEAR(middle.attempts_slope, (high.attempts - low.attempts) / 2e-4, 1e-6);
  }
}

TEST(Compound, MoreSparesAndMoreReworkNeverHurt) {
  double last = 0.0;
  for (int spares = 0; spares < 5; ++spares) {
    const double y = unit_yield({.yield = 0.9, .needed = 16, .fitted = 16 + spares});
    EXPECT_GT(y, last);
    last = y;
  }
}

TEST(Compound, TargetSiteYield) {
  CompoundInputs x;
  x.site_yield = 0.95;
  x.needed = 32;
  EXPECT_NEAR(evaluate(x).site_yield_needed, std::pow(0.9, 1.0 / 32.0), 1e-12);
  x.spares = 2;
  x.rework_attempts = 1;
  x.rework_success = 0.5;
  x.site_yield = evaluate(x).site_yield_needed;
  EXPECT_NEAR(evaluate(x).unit_yield, 0.9, 1e-9);
}

TEST(Compound, PackagesMultiply) {
  CompoundInputs x;
  x.site_yield = 0.99865;
  x.needed = 324;
  x.units = 4;
  EXPECT_NEAR(evaluate(x).product_yield, 0.1736, 5e-5);
}

}  // namespace
}  // namespace copack::manufacturing
