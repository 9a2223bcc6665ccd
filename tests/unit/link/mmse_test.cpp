// SPDX-License-Identifier: Apache-2.0
#include "copack/link/mmse.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "copack/link/toeplitz_lanes.hpp"

namespace copack::link {
namespace {

/// A channel of three samples before white noise of variance `noise` over the power of a symbol.
MmseProblem three_taps(double before, double at, double after, double noise, int places, int pre_taps) {
  MmseProblem p{.taps = places, .pre_taps = pre_taps};
  p.covariance.assign(static_cast<std::size_t>(places), 0.0);
  const double r[] = {before * before + at * at + after * after + noise, at * (before + after), before * after};
  for (std::size_t lag = 0; lag < std::min<std::size_t>(3, p.covariance.size()); ++lag) p.covariance[lag] = r[lag];
  for (int n = pre_taps + 1 - places; n <= pre_taps; ++n)
    p.pulse.push_back(n == -1 ? before : n == 0 ? at : n == 1 ? after : 0.0);
  return p;
}

void add_feedback(MmseProblem& p, double after_next, double least, double most) {
  p.pulse.push_back(after_next);
  p.dfe_min.push_back(least);
  p.dfe_max.push_back(most);
}

constexpr double g = 0.4, noise = 0.01;

TEST(Mmse, OneTapScalesAndLeavesAllElse) {
  const auto s = solve(three_taps(0.1, 2.0, 0.6, noise, 1, 0));
  EXPECT_NEAR(s.weights[0], 0.5, 1e-15);
  EXPECT_NEAR(s.error, (0.01 + 0.36 + noise) / 4.0, 1e-15);
}

/// The tap after the main one sees nothing of the detected symbol: w1 = -g/(1 + g^2 + s).
TEST(Mmse, TwoTapsInClosedForm) {
  const auto s = solve(three_taps(0.0, 1.0, g, noise, 2, 0));
  EXPECT_NEAR(s.weights[0], 1.0, 1e-15);
  EXPECT_NEAR(s.weights[1], -g / (1.0 + g * g + noise), 1e-15);
  EXPECT_NEAR(s.error, g * g + noise - g * g / (1.0 + g * g + noise), 1e-14);
  const auto mirrored = solve(three_taps(g, 1.0, 0.0, noise, 2, 1));
  EXPECT_NEAR(mirrored.weights[0], s.weights[1], 1e-15);
  EXPECT_NEAR(mirrored.error, s.error, 1e-15);
}

/// h = (q, 1, q) and three taps (x, y, x): (r + q^2) x + 2 q y = q and 4 q x + r y = 1 with r = 1 + 2 q^2 + s, up to
/// the factor that makes the response 2 q x + y one.
TEST(Mmse, ThreeTapsInClosedForm) {
  constexpr double q = 0.3, r = 1.0 + 2.0 * q * q + noise, d = (r + q * q) * r - 8.0 * q * q;
  constexpr double x = (q * r - 2.0 * q) / d, y = (r - 3.0 * q * q) / d, response = 2.0 * q * x + y;
  const auto s = solve(three_taps(q, 1.0, q, noise, 3, 1));
  EXPECT_NEAR(s.weights[0], x / response, 1e-14);
  EXPECT_NEAR(s.weights[1], y / response, 1e-14);
  EXPECT_NEAR(s.weights[2], x / response, 1e-14);
  EXPECT_NEAR(s.error, 1.0 / response - 1.0, 1e-14);
}

/// Feedback takes the post-cursor for nothing: the forward taps rest and the noise alone is left.
TEST(Mmse, FeedbackRemovesAPostCursor) {
  auto p = three_taps(0.0, 1.0, g, noise, 2, 0);
  add_feedback(p, g, -1.0, 1.0);
  const auto s = solve(p);
  EXPECT_NEAR(s.weights[1], 0.0, 1e-15);
  EXPECT_NEAR(s.feedback[0], g, 1e-15);
  EXPECT_NEAR(s.error, noise, 1e-14);
}

/// At its limit b the tap leaves a post-cursor of g - b to the forward taps: minimise s + (g - b + w)^2 + w^2 (g^2 +
/// s).
TEST(Mmse, FeedbackAtItsLimitIsSolvedAgain) {
  constexpr double b = 0.25;
  auto p = three_taps(0.0, 1.0, g, noise, 2, 0);
  add_feedback(p, g, 0.0, b);
  const auto s = solve(p);
  constexpr double w = -(g - b) / (1.0 + g * g + noise);
  EXPECT_EQ(s.feedback[0], b);
  EXPECT_NEAR(s.weights[1], w, 1e-15);
  EXPECT_NEAR(s.error, noise + (g - b + w) * (g - b + w) + w * w * (g * g + noise), 1e-14);
}

/// Some lossy pulse with coloured noise, `places` long.
MmseProblem long_channel(int places, int pre_taps, int feedback) {
  MmseProblem p{.taps = places, .pre_taps = pre_taps};
  const auto h = [](int n) {
    return n < -6 ? 0.0 : 0.03 * std::exp(-0.5 * std::abs(n - 0.3)) * (1.0 + 0.4 * std::sin(2.1 * n));
  };
  for (int lag = 0; lag < places; ++lag) {
    double sum = 2e-5 * std::exp(-0.7 * lag);
    for (int n = -10; n < 60; ++n) sum += h(n) * h(n + lag);
    p.covariance.push_back(sum);
  }
  for (int n = pre_taps + 1 - places; n <= pre_taps + feedback; ++n) p.pulse.push_back(h(n));
  p.dfe_min.assign(static_cast<std::size_t>(feedback), -2.0);
  p.dfe_max.assign(static_cast<std::size_t>(feedback), 2.0);
  return p;
}

double covariance_times(const MmseProblem& p, const std::vector<double>& w, int row) {
  double sum = 0.0;
  for (int j = 0; j < p.places(); ++j)
    sum += p.covariance[static_cast<std::size_t>(std::abs(row - j))] * w[static_cast<std::size_t>(j)];
  return sum;
}

/// R w - Hb^T b is along h0, b = Hb w, and h0 w = 1.
TEST(Mmse, TapsSatisfyTheNormalEquations) {
  const auto p = long_channel(12, 4, 2);
  const auto s = solve(p);
  double response = 0.0, fed[2]{};
  for (int i = 0; i < 12; ++i) {
    const double w = s.weights[static_cast<std::size_t>(i)];
    response += p.response(0, i) * w;
    fed[0] += p.response(1, i) * w;
    fed[1] += p.response(2, i) * w;
  }
  EXPECT_NEAR(response, 1.0, 1e-11);
  EXPECT_NEAR(fed[0], s.feedback[0], 1e-10);
  EXPECT_NEAR(fed[1], s.feedback[1], 1e-10);
  const auto gradient = [&](int i) {
    return covariance_times(p, s.weights, i) - p.response(1, i) * s.feedback[0] - p.response(2, i) * s.feedback[1];
  };
  const double multiplier = gradient(4) / p.response(0, 4);
  EXPECT_NEAR(multiplier, 1.0 + s.error, 1e-10);
  for (int i = 0; i < 12; ++i) EXPECT_NEAR(gradient(i), multiplier * p.response(0, i), 1e-13) << i;
}

TEST(Mmse, MoreTapsNeverLeaveMore) {
  double before = 1e300;
  for (int places = 5; places <= 14; ++places) {
    const double error = solve(long_channel(places, 3, 1)).error;
    EXPECT_LE(error, before * (1.0 + 1e-9)) << places;
    before = error;
  }
  EXPECT_GT(solve(long_channel(10, 3, 1)).error, solve(long_channel(10, 3, 3)).error);
}

TEST(Mmse, TapsBeyondTheirLimitsAreCut) {
  auto p = long_channel(10, 4, 1);
  const auto open = solve(p);
  p.min.assign(10, -0.1);
  p.max.assign(10, 0.1);
  p.dfe_max[0] = 0.5;
  const auto s = solve(p);
  EXPECT_TRUE(s.clipped);
  EXPECT_GT(s.error, open.error);
  double response = 0.0;
  for (int i = 0; i < 10; ++i) {
    const double largest = (i == 4 ? 1.0 : 0.1) * s.weights[4];
    EXPECT_LE(std::abs(s.weights[static_cast<std::size_t>(i)]), largest * (1.0 + 1e-12)) << i;
    response += p.response(0, i) * s.weights[static_cast<std::size_t>(i)];
  }
  EXPECT_NEAR(response, 1.0, 1e-12);
  EXPECT_LE(s.feedback[0], 0.5);
}

TEST(Mmse, AFloatingGroupGoesToTheBestPlace) {
  auto p = long_channel(20, 3, 1);
  p.taps = 6;
  const auto without = solve(p);
  p.groups = 1;
  p.group_size = 3;
  const auto s = solve(p);
  double best = 1e300;
  for (int start = 6; start + 3 <= 20; ++start)
    best = std::min(best, solve(p, std::vector{0, 1, 2, 3, 4, 5, start, start + 1, start + 2}).error);
  EXPECT_EQ(s.places.size(), 9u);
  EXPECT_NEAR(s.error, best, 1e-12);
  EXPECT_LT(s.error, without.error);
  p.groups = 2;
  EXPECT_LE(solve(p).error, s.error);
  EXPECT_EQ(solve(p).places.size(), 12u);
}

/// The factorisation behind the bounds of the search goes another way than that of `solve`.
TEST(Mmse, LeastErrorsOfManyInstantsAtOnceAreThoseOfEach) {
  constexpr int places = 11, pre_taps = 4;
  for (const int feedback : {0, 1, 3}) {
    std::vector<MmseProblem> problems;
    for (std::size_t l = 0; l < lanes; ++l) {
      problems.push_back(long_channel(places, pre_taps, feedback));
      for (double& h : problems.back().pulse) h *= 1.0 + 0.01 * static_cast<double>(l);
      problems.back().covariance[0] *= 1.1 + 0.01 * static_cast<double>(l);
    }
    std::vector<Lane> covariance(places), pulse(problems[0].pulse.size());
    for (std::size_t l = 0; l < lanes; ++l) {
      for (std::size_t i = 0; i < covariance.size(); ++i) covariance[i][l] = problems[l].covariance[i];
      for (std::size_t i = 0; i < pulse.size(); ++i) pulse[i][l] = problems[l].pulse[i];
    }
    std::vector<const double*> columns;
    for (std::size_t k = 0; k <= static_cast<std::size_t>(feedback); ++k)
      columns.push_back(pulse[places - 1 + k].data());
    ToeplitzLanes toeplitz;
    const auto& gram = toeplitz.gram(covariance, columns, lanes);
    for (std::size_t l = 0; l < lanes; ++l) {
      std::vector<double> one;
      for (const auto& x : gram) one.push_back(x[l]);
      const auto& p = problems[l];
      EXPECT_NEAR(least_error(one, p.dfe_min, p.dfe_max), solve(p).error, 1e-9 * solve(p).error) << feedback << l;
    }
  }
}

TEST(Mmse, ALimitOfOneFeedbackTapIsInTheLeastError) {
  auto p = long_channel(8, 3, 1);
  for (const double most : {0.0, 0.2, 1.5}) {
    p.dfe_max[0] = most;
    std::vector<Lane> covariance(8), pulse(p.pulse.size());
    for (std::size_t i = 0; i < covariance.size(); ++i) covariance[i].fill(p.covariance[i]);
    for (std::size_t i = 0; i < pulse.size(); ++i) pulse[i].fill(p.pulse[i]);
    ToeplitzLanes toeplitz;
    const auto& gram = toeplitz.gram(covariance, std::vector<const double*>{pulse[7].data(), pulse[8].data()}, lanes);
    const std::vector<double> one{gram[0][5], gram[1][5], gram[2][5], gram[3][5]};
    EXPECT_NEAR(least_error(one, p.dfe_min, p.dfe_max), solve(p).error, 1e-9 * solve(p).error) << most;
  }
}

TEST(Mmse, NoSignalNoSolution) {
  EXPECT_FALSE(std::isfinite(solve(three_taps(0.0, 0.0, 0.0, noise, 3, 1)).error));
  EXPECT_FALSE(std::isfinite(solve(three_taps(0.0, 0.0, 0.0, 0.0, 3, 1)).error));
}

}  // namespace
}  // namespace copack::link
