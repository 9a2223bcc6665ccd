// SPDX-License-Identifier: Apache-2.0
#include "copack/link/noise_law.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace copack::link {
namespace {

double q(double x) { return 0.5 * std::erfc(x / std::sqrt(2.0)); }

NoiseLaw law(double sigma, std::vector<double> h, int levels = 2) {
  NoiseLaw out(sigma);
  out.add_symbols(h, levels);
  out.prepare();
  return out;
}

TEST(NoiseLaw, NormalNoiseAlone) {
  // Abramowitz and Stegun, table 26.5: Q(4.26489) = 1e-5, Q(3.71902) = 1e-4.
  EXPECT_NEAR(law(0.002, {}).quantile(1e-5), 4.26489 * 0.002, 1e-8);
  EXPECT_NEAR(law(1.0, {}).quantile(1e-4), 3.71902, 1e-5);
  for (const double y : {0.0, 0.5, 2.0, 5.0, 7.5}) EXPECT_NEAR(law(1.0, {}).tail(y), q(y), 1e-15) << y;
}

TEST(NoiseLaw, OneSignIsTheMeanOfTwoNormalTails) {
  const auto x = law(0.1, {0.7});
  for (const double y : {0.3, 0.7, 0.9, 1.2})
    EXPECT_NEAR(x.tail(y), 0.5 * (q((y - 0.7) / 0.1) + q((y + 0.7) / 0.1)), 1e-15);
}

TEST(NoiseLaw, FourLevelsAreFourEqualWeights) {
  const auto x = law(0.1, {0.9}, 4);
  for (const double y : {0.2, 0.8, 1.3}) {
    double sum = 0.0;
    for (const double level : {-0.9, -0.3, 0.3, 0.9}) sum += 0.25 * q((y - level) / 0.1);
    EXPECT_NEAR(x.tail(y), sum, 1e-15);
  }
}

TEST(NoiseLaw, ManyEqualSignsAreBinomial) {
  constexpr int n = 20;
  const auto x = law(0.25, std::vector<double>(n, 1.0));
  const auto exact = [](double y) {
    double sum = 0.0;
    for (int k = 0; k <= n; ++k) {
      const double weight =
          std::exp(std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1)) * std::pow(0.5, n);
      sum += weight * q((y - (2 * k - n)) / 0.25);
    }
    return sum;
  };
  for (const double y : {1.0, 8.5, 15.0, 19.5}) EXPECT_NEAR(x.tail(y), exact(y), 1e-14) << y;
  EXPECT_NEAR(exact(x.quantile(1e-5)), 1e-5, 1e-12);
}

TEST(NoiseLaw, SmallSignsThroughCumulantsAreExact) {
  // 4,000 signs of 0.001 and one of 0.5 against the same law with the small ones as their normal limit corrected by
  // nothing: the fourth cumulant -2 n a^4 = -8e-9 shifts the tail by less than 1e-7 relative to sigma^4 = 1e-4.
  std::vector<double> h(4000, 0.001);
  h.push_back(0.5);
  const auto x = law(0.08, h);
  const double sigma = std::sqrt(0.08 * 0.08 + 4000 * 1e-6);
  const double y = 0.8;
  EXPECT_NEAR(x.tail(y) / (0.5 * (q((y - 0.5) / sigma) + q((y + 0.5) / sigma))), 1.0, 5e-3);
  EXPECT_NEAR(x.variance(), sigma * sigma + 0.25, 1e-12);
}

TEST(NoiseLaw, LargerInterferenceOrRarerErrorsNeedMoreRoom) {
  EXPECT_GT(law(0.1, {0.5, 0.2}).quantile(1e-5), law(0.1, {0.5}).quantile(1e-5));
  EXPECT_GT(law(0.1, {0.5}).quantile(1e-6), law(0.1, {0.5}).quantile(1e-5));
}

TEST(NoiseLaw, NothingAtAllIsZero) {
  EXPECT_EQ(law(0.0, {}).quantile(1e-5), 0.0);
  EXPECT_EQ(law(0.0, {0.0}).variance(), 0.0);
}

TEST(NoiseLaw, BeyondItsPeriodNothingIsLeft) { EXPECT_EQ(law(1.0, {}).tail(13.0), 0.0); }

/// The integral of Q is x Q(x) less the density.
TEST(NoiseLaw, AUniformPartIsAMeanOfNormalTails) {
  const auto integral = [](double x) { return x * q(x) - std::exp(-0.5 * x * x) / std::sqrt(2.0 * std::numbers::pi); };
  for (const double u : {0.002, 0.05, 0.4, 2.0}) {
    NoiseLaw x(0.1);
    x.add_uniform(-u);  // a negative tap
    x.prepare();
    EXPECT_NEAR(x.variance(), 0.01 + u * u / 3.0, 1e-15);
    for (const double y : {0.05, 0.3, 0.5})
      EXPECT_NEAR(x.tail(y), 0.1 / (2.0 * u) * (integral((y + u) / 0.1) - integral((y - u) / 0.1)), 1e-14) << u << y;
  }
}

TEST(NoiseLaw, NormalNoiseAddsInPower) {
  auto x = law(0.3, {0.7});
  x.add_normal(0.16);
  x.prepare();
  EXPECT_NEAR(x.quantile(1e-4), law(0.5, {0.7}).quantile(1e-4), 1e-12);
}

/// 802.3dj asks for a clip level at 1e-7; the interference of a PAM4 pulse with long tails.
TEST(NoiseLaw, SaddlePointIsCloseToTheExactQuantile) {
  std::vector<double> h;
  for (int n = -6; n < 12; ++n) h.push_back(0.03 * std::exp(-0.6 * std::abs(n)));
  for (const double sigma : {5e-4, 2e-3, 1e-2}) {
    for (const double p : {1e-3, 5e-8}) {
      const double exact = law(sigma, h, 4).quantile(p);
      EXPECT_NEAR(saddle_point_quantile(h, 4, sigma, p), exact, 2e-3 * exact) << sigma << " " << p;
    }
  }
  EXPECT_NEAR(saddle_point_quantile({}, 4, 1.0, 1e-4), 3.71902, 1e-5);
  EXPECT_EQ(saddle_point_quantile({}, 4, 0.0, 1e-4), 0.0);
}

}  // namespace
}  // namespace copack::link
