// SPDX-License-Identifier: Apache-2.0
#include "copack/link/mixed_mode.hpp"

#include <gtest/gtest.h>

#include "copack/link/passivity.hpp"

namespace copack::link {
namespace {

/// Two lines, the plus one from port 1 to 2 and the minus one from 3 to 4, with transmissions p and m and coupling c
/// from each line to the far end of the other.
Network lines(Complex p, Complex m, Complex c) {
  Network n{.ports = 4, .frequency = {1e9}, .reference = {50, 50, 50, 50}, .s = std::vector<Complex>(16)};
  const auto set = [&](int i, int j, Complex x) {
    n.s[static_cast<std::size_t>((i - 1) * 4 + j - 1)] = x;
    n.s[static_cast<std::size_t>((j - 1) * 4 + i - 1)] = x;
  };
  set(2, 1, p);
  set(4, 3, m);
  set(4, 1, c);
  set(2, 3, c);
  return n;
}

/// The same network with ports renamed from 1-2/3-4 to 1-3/2-4.
Network renamed(const Network& n) {
  constexpr std::array<int, 4> old{1, 3, 2, 4};
  Network out = n;
  for (int i = 1; i <= 4; ++i)
    for (int j = 1; j <= 4; ++j)
      out.s[static_cast<std::size_t>((i - 1) * 4 + j - 1)] =
          n.parameter(0, old[static_cast<std::size_t>(i - 1)], old[static_cast<std::size_t>(j - 1)]);
  return out;
}

TEST(MixedMode, BlocksOfTwoCoupledLinesByHand) {
  // Sdd21 = (p + m - 2c)/2, Scc21 = (p + m + 2c)/2, Scd21 = Sdc21 = (p - m)/2.
  const auto n = lines(0.8, 0.6, 0.1);
  const auto s = mixed_mode(n, 0, pairs_of(PortOrder::odd_left));
  EXPECT_NEAR(s.dd.s21.real(), 0.6, 1e-15);
  EXPECT_NEAR(s.cc.s21.real(), 0.8, 1e-15);
  EXPECT_NEAR(s.cd.s21.real(), 0.1, 1e-15);
  EXPECT_NEAR(s.dc.s21.real(), 0.1, 1e-15);
  EXPECT_EQ(s.dd.s11, Complex(0.0));
}

TEST(MixedMode, BothPortOrdersGiveTheSameChannel) {
  const auto n = lines({0.7, 0.2}, {0.6, 0.1}, {0.05, 0.0});
  const auto a = differential(n, pairs_of(PortOrder::odd_left)),
             b = differential(renamed(n), pairs_of(PortOrder::low_left));
  EXPECT_EQ(a.s[0].s21, b.s[0].s21);
  EXPECT_EQ(through_paths(n).order, PortOrder::odd_left);
  EXPECT_EQ(through_paths(renamed(n)).order, PortOrder::low_left);
}

TEST(MixedMode, EnergyIsKept) {
  const auto n = lines({0.7, 0.2}, {0.5, 0.1}, {0.05, 0.3});
  const auto s = mixed_mode(n, 0, pairs_of(PortOrder::odd_left));
  double single = 0.0, mixed = 0.0;
  for (const auto x : n.s) single += std::norm(x);
  for (const auto& block : {s.dd, s.dc, s.cd, s.cc})
    mixed += std::norm(block.s11) + std::norm(block.s12) + std::norm(block.s21) + std::norm(block.s22);
  EXPECT_NEAR(mixed, single, 1e-14);
}

TEST(MixedMode, CrosstalkAndStrangeOrdersAreNotTakenForAThroughPath) {
  EXPECT_EQ(through_paths(lines(0.05, 0.05, 0.001)).order, PortOrder::detect);  // too weak
  EXPECT_EQ(through_paths(lines(0.6, 0.6, 0.5)).order, PortOrder::detect);      // 1-4 as strong
  EXPECT_EQ(through_paths(Network{.ports = 2}).order, PortOrder::detect);
}

TEST(MixedMode, ReferenceOtherThanFiftyOhmIsRenormalised) {
  auto n = lines(1.0, 1.0, 0.0);  // a direct connection looks the same from any impedance
  n.reference.assign(4, 42.5);
  const auto s = differential(n, {}).s[0];
  EXPECT_NEAR(std::abs(s.s21 - 1.0), 0.0, 1e-14);
  const Network two{.ports = 2, .frequency = {1e9}, .reference = {85, 85}, .s = {0.5, 0.0, 0.0, 0.5}};
  // 0.5 against 85 ohm is 255 ohm, which is 155/355 against 100 ohm.
  EXPECT_NEAR(differential(two).s[0].s11.real(), 155.0 / 355.0, 1e-14);
}

TEST(Passivity, LargestSingularValueByHand) {
  // The rows of [0 0.5; 2 0] are orthogonal: singular values 2 and 0.5.
  const Network n{.ports = 2, .frequency = {1e9, 2e9}, .reference = {50, 50}, .s = {0, 0, 0, 0, 0, 0.5, 2.0, 0}};
  const auto worst = passivity(n);
  EXPECT_NEAR(worst.largest_singular_value, 2.0, 1e-14);
  EXPECT_EQ(worst.at, 2e9);
  EXPECT_NEAR(reciprocity(n).largest_difference, 1.5, 1e-15);
  EXPECT_EQ(reciprocity(n).at, 2e9);
}

TEST(Passivity, MixedModeOfALosslessPairHasSingularValueOne) {
  EXPECT_NEAR(passivity(lines({0.0, 1.0}, 1.0, 0.0)).largest_singular_value, 1.0, 1e-14);
}

}  // namespace
}  // namespace copack::link
