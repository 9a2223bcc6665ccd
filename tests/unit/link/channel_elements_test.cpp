// SPDX-License-Identifier: Apache-2.0
#include "copack/link/channel_elements.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace copack::link {
namespace {

constexpr double nyquist = 26.5625e9;

ChannelElement line(double mm, double ohm = 100.0) {
  return {.length = mm * unit::mm, .impedance = Resistance::from_si(ohm)};
}
ChannelElement capacitor(double farad) {
  return {.kind = ElementKind::capacitance, .capacitance = Capacitance::from_si(farad)};
}
ChannelElement inductor(double henry) {
  return {.kind = ElementKind::inductance, .inductance = Inductance::from_si(henry)};
}

TwoPort at(const std::vector<ChannelElement>& elements, double hz) {
  return build_channel(elements, std::vector{hz}).s.front();
}

TEST(ChannelElements, MatchedLineLosesWhatItsAttenuationSays) {
  // 8.6859 * 25.4 * (3.8206e-4 sqrt(26.5625) + 9.5909e-5 * 26.5625) = 0.9964 dB for one inch.
  EXPECT_NEAR(insertion_loss_db(at({line(25.4)}, nyquist)), 0.9964, 1e-4);
  EXPECT_EQ(at({line(25.4)}, nyquist).s11, Complex(0.0));
  EXPECT_NEAR(insertion_loss_db(at({line(300), line(200)}, nyquist)), insertion_loss_db(at({line(500)}, nyquist)),
              1e-10);
}

TEST(ChannelElements, NothingIsLostAtZeroHertz) {
  const auto s = at({capacitor(1e-13), line(100, 85), inductor(1e-10)}, 0.0);
  EXPECT_NEAR(std::abs(s.s21 - 1.0), 0.0, 1e-15);
}

TEST(ChannelElements, DelayIsTauPlusTheCausalPart) {
  // At 1 GHz ln f = 0: the phase is a1 + 2 pi tau = 3.8206e-4 + 0.036380 rad/mm.
  EXPECT_NEAR(propagation_per_mm({}, 1.0).imag(), 3.8206e-4 + 2.0 * std::numbers::pi * 5.79e-3, 1e-15);
}

TEST(ChannelElements, CableByItsLossPerMetre) {
  // 2 m of 3 sqrt(f) + 0.1 f dB/m at 25 GHz: 2 (15 + 2.5) = 35 dB.
  const ChannelElement cable{
      .kind = ElementKind::cable, .length = 2.0 * unit::m, .skin_loss = 3.0, .dielectric_loss = 0.1};
  EXPECT_NEAR(insertion_loss_db(at({cable}, 25e9)), 35.0, 1e-10);
  EXPECT_NEAR(coefficients_of(cable).delay, 4.6e-3, 1e-15);
}

TEST(ChannelElements, LumpedElementsByHand) {
  // x = w C R0 = 1: S21 = 2/(2 + j), |S21|^2 = 4/5.
  const double c = 1.0 / (2.0 * std::numbers::pi * 1e9 * 50.0), l = 50.0 / (2.0 * std::numbers::pi * 1e9);
  EXPECT_NEAR(std::norm(at({capacitor(c)}, 1e9).s21), 0.8, 1e-14);
  EXPECT_NEAR(std::abs(at({inductor(l)}, 1e9).s11 + at({capacitor(c)}, 1e9).s11), 0.0, 1e-14);
}

TEST(ChannelElements, LosslessChainsConserveEnergyAndReversedOnesLoseTheSame) {
  auto lossless = line(20, 80);
  lossless.line.a1 = lossless.line.a2 = 0.0;
  const auto s = at({capacitor(1e-13), lossless, inductor(1e-10), lossless}, nyquist);
  EXPECT_NEAR(std::norm(s.s11) + std::norm(s.s21), 1.0, 1e-12);
  const std::vector<ChannelElement> forward{capacitor(2e-13), line(30, 70), inductor(5e-10), line(90, 120)};
  const std::vector<ChannelElement> backward{forward.rbegin(), forward.rend()};
  EXPECT_NEAR(insertion_loss_db(at(forward, nyquist)), insertion_loss_db(at(backward, nyquist)), 1e-11);
}

TEST(ChannelElements, EveryKindSaysWhatItNeeds) {
  std::vector<Problem> problems;
  for (const auto kind : {ElementKind::line, ElementKind::cable, ElementKind::capacitance, ElementKind::inductance})
    check({.kind = kind}, "e", problems);
  ASSERT_EQ(problems.size(), 5u);
  EXPECT_EQ(problems[0].path, "e.length");
  EXPECT_EQ(problems[2].path, "e.skin_loss");
  EXPECT_EQ(problems[4].path, "e.inductance");
}

}  // namespace
}  // namespace copack::link
