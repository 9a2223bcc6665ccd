// SPDX-License-Identifier: Apache-2.0
#include "copack/link/network.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace copack::link {
namespace {

void expect_same(const TwoPort& a, const TwoPort& b, double tolerance = 1e-13) {
  EXPECT_NEAR(std::abs(a.s11 - b.s11), 0.0, tolerance);
  EXPECT_NEAR(std::abs(a.s12 - b.s12), 0.0, tolerance);
  EXPECT_NEAR(std::abs(a.s21 - b.s21), 0.0, tolerance);
  EXPECT_NEAR(std::abs(a.s22 - b.s22), 0.0, tolerance);
}

TwoPort line(double phase, double loss = 1.0) {
  const Complex through = loss * std::polar(1.0, -phase);
  return {0.0, through, through, 0.0};
}

/// A lossless series reactance of x times the reference impedance: S11 = jx/(2 + jx), S21 = 2/(2 + jx).
TwoPort series(double x) {
  const Complex jx{0.0, x};
  return {jx / (2.0 + jx), 2.0 / (2.0 + jx), 2.0 / (2.0 + jx), jx / (2.0 + jx)};
}

TEST(Network, MatchedLinesAddTheirPhases) { expect_same(cascade(line(0.3), line(0.5)), line(0.8)); }

TEST(Network, CascadeIsTheProductOfChainMatrices) {
  const TwoPort a{{0.1, 0.2}, {0.5, -0.3}, {0.6, 0.1}, {-0.2, 0.1}}, b{{0.3, -0.1}, {0.2, 0.4}, {0.1, 0.7}, {0.2, 0.2}};
  const auto x = to_abcd(a), y = to_abcd(b);
  const Abcd product{x.a * y.a + x.b * y.c, x.a * y.b + x.b * y.d, x.c * y.a + x.d * y.c, x.c * y.b + x.d * y.d};
  expect_same(cascade(a, b), to_s(product));
  expect_same(to_s(x), a);
}

TEST(Network, ChainOfASeriesImpedanceIsItself) {
  const auto chain = to_abcd(series(0.7));
  EXPECT_NEAR(std::abs(chain.a - 1.0), 0.0, 1e-14);
  EXPECT_NEAR(std::abs(chain.b - Complex(0.0, 0.7)), 0.0, 1e-14);
  EXPECT_NEAR(std::abs(chain.c), 0.0, 1e-14);
}

TEST(Network, ReversingAReciprocalChainKeepsItsLoss) {
  const auto chain = cascade(cascade(series(0.9), line(0.4, 0.8)), renormalised(line(1.1, 0.7), 80.0, 100.0));
  const auto backward = reversed(chain);
  EXPECT_NEAR(insertion_loss_db(chain), insertion_loss_db(backward), 1e-12);
  EXPECT_EQ(chain.s11, backward.s22);
}

TEST(Network, CascadesOfLosslessTwoPortsConserveEnergy) {
  const auto chain = cascade(cascade(series(0.9), line(0.4)), renormalised(line(1.1), 50.0, 100.0));
  EXPECT_NEAR(std::norm(chain.s11) + std::norm(chain.s21), 1.0, 1e-13);
}

TEST(Network, RenormalisingALineGivesTheMismatchOfBooks) {
  // A quarter-wave line of 50 ohm between 100 ohm: input impedance 50^2/100 = 25 ohm, S11 = (25 - 100)/(25 + 100).
  const auto quarter = renormalised(line(std::numbers::pi / 2.0), 50.0, 100.0);
  EXPECT_NEAR(std::abs(quarter.s11 - Complex(-0.6)), 0.0, 1e-14);
  EXPECT_NEAR(std::abs(quarter.s21), 0.8, 1e-14);
  expect_same(renormalised(quarter, 100.0, 50.0), line(std::numbers::pi / 2.0));
}

TEST(Network, CascadeAllowsNothingToPass) {
  const TwoPort blocked{0.5, 0.0, 0.0, 0.25};
  expect_same(cascade(blocked, line(1.0)), {0.5, 0.0, 0.0, 0.25 * std::polar(1.0, -2.0)});
}

/// A delay of 1 ns with a magnitude that falls along a line: exactly what linear magnitude and phase can follow.
Channel delayed(double from_ghz, double step_ghz, int points) {
  Channel out;
  for (int i = 0; i < points; ++i) {
    const double f = from_ghz + step_ghz * i;
    out.frequency.push_back(f * 1e9);
    out.s.push_back(line(2.0 * std::numbers::pi * f, 1.0 - 0.1 * f));
  }
  return out;
}

TEST(Network, ResamplingFollowsDelayAndLoss) {
  const auto coarse = delayed(0.2, 0.2, 20), fine = delayed(0.05, 0.05, 79);
  const auto out = resampled(coarse, fine.frequency);
  for (std::size_t i = 3; i < fine.s.size(); ++i) expect_same(out.s[i], fine.s[i], 1e-12);
  // Below the first point the phase is still right, the magnitude stays.
  EXPECT_NEAR(std::arg(out.s[0].s21), std::arg(fine.s[0].s21), 1e-12);
  EXPECT_NEAR(std::abs(out.s[0].s21), 0.98, 1e-12);
}

TEST(Network, ResamplingOnTheSameFrequenciesChangesNothing) {
  const auto channel = delayed(0.1, 0.1, 5);
  EXPECT_EQ(resampled(channel, channel.frequency).s[3].s21, channel.s[3].s21);
}

TEST(Network, NothingPassesAboveTheLastFrequency) {
  const auto channel = delayed(0.0, 0.1, 5);
  const auto out = resampled(channel, std::vector{0.0, 0.41e9});
  EXPECT_EQ(out.s[0].s21, channel.s[0].s21);
  EXPECT_EQ(out.s[1].s21, Complex(0.0));
  EXPECT_EQ(resampled(Channel{}, std::vector{1.0}).s.size(), 1u);
}

TEST(Network, ASinglePointAndZeroHertz) {
  const Channel one{.frequency = {1e9}, .s = {line(0.2, 0.9)}};
  const auto out = resampled(one, std::vector{0.0, 1e9});
  EXPECT_NEAR(std::abs(out.s[0].s21 - Complex(0.9)), 0.0, 1e-14);
  expect_same(out.s[1], one.s[0]);
}

TEST(Network, MedianDelayIsThatOfThePhase) {
  Channel channel;
  for (int i = 1; i <= 400; ++i) {
    channel.frequency.push_back(0.1e9 * i);
    channel.s.push_back(line(2.0 * std::numbers::pi * 0.1e9 * i * 0.579e-9, 0.5));
  }
  EXPECT_NEAR(median_delay(channel), 0.579e-9, 1e-18);
  EXPECT_EQ(median_delay({}), 0.0);
}

}  // namespace
}  // namespace copack::link
