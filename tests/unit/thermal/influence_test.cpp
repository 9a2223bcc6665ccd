// SPDX-License-Identifier: Apache-2.0
#include "copack/thermal/influence.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "copack/thermal/flux_channel.hpp"

namespace copack::thermal {
namespace {

/// A 51.2T-like package: one ASIC, four engines on each side, on lid and cold plate.
FluxChannelInputs package() {
  FluxChannelInputs x;
  x.a = x.b = 76.8 * unit::mm;
  x.h = 8000.0 * unit::W_per_m2K;
  const auto copper = 390.0 * unit::W_per_mK;
  x.layers = {{"base", 3.0 * unit::mm, copper, copper}, {"lid", 2.0 * unit::mm, copper, copper}};
  const auto add = [&](double cx, double cy, double width, double depth, double power) {
    x.sources.push_back({"", cx * unit::mm, cy * unit::mm, width * unit::mm, depth * unit::mm, power * unit::W});
  };
  add(38.4, 38.4, 26.4, 26.4, 600.0);
  for (const double s : {27.6, 34.8, 42.0, 49.2}) {
    add(s, 18.0, 4.8, 7.2, 18.0);
    add(s, 58.8, 4.8, 7.2, 19.0);
    add(18.0, s, 7.2, 4.8, 17.0);
    add(58.8, s, 7.2, 4.8, 16.0);
  }
  return x;
}

TEST(Influence, TheNetworkAnswersAsTheExactSeries) {
  const auto x = package();
  const auto exact = evaluate(x);
  const auto equivalent = network_from_influence(influence_of(x));
  ASSERT_TRUE(equivalent.converged);
  std::vector<Power> power;
  for (const auto& s : x.sources) power.push_back(s.power);
  power.emplace_back();
  const std::vector<Temperature> coolant{Temperature::from_celsius(40.0)};
  const auto s = solve(equivalent.network, power, coolant);
  ASSERT_TRUE(s.converged);
  for (std::size_t i = 0; i < x.sources.size(); ++i) {
    const double rise = (s.temperature[i] - coolant[0]).si();
    EXPECT_NEAR(rise / exact.sources[i].mean_rise.si(), 1.0, 1e-9) << i;
  }
}

TEST(Influence, CountsCouplingsWithoutAPathOfTheirOwn) {
  const auto equivalent = network_from_influence(influence_of(package()));
  // Opposite engines see each other only through what lies between; the exact inverse corrects with small negative
  // links.
  EXPECT_GT(equivalent.negative_links, 0);
  EXPECT_LT(equivalent.most_negative, 0.0);
  EXPECT_GT(equivalent.most_negative, -0.1);
}

TEST(Influence, TwoBlocksByHand) {
  // psi = [[3, 1], [1, 2]] K/W: inverse = [[2, -1], [-1, 3]] / 5 W/K, so links 1/5 to each other, 1/5 and 2/5 to
  // coolant.
  const InfluenceMatrix psi{2, {3.0 * unit::K_per_W, 1.0 * unit::K_per_W, 1.0 * unit::K_per_W, 2.0 * unit::K_per_W}};
  const auto n = network_from_influence(psi);
  ASSERT_TRUE(n.converged);
  ASSERT_EQ(n.network.links.size(), 3u);
  EXPECT_NEAR(n.network.links[0].resistance.si(), 5.0, 1e-12);
  EXPECT_NEAR(n.network.links[1].resistance.si(), 5.0, 1e-12);
  EXPECT_NEAR(n.network.links[2].resistance.si(), 2.5, 1e-12);
  EXPECT_EQ(n.negative_links, 0);
}

TEST(Influence, RefusesWhatIsNotAnInfluenceMatrix) {
  const auto k = unit::K_per_W;
  EXPECT_FALSE(network_from_influence({2, {1.0 * k, 2.0 * k, 2.0 * k, 1.0 * k}}).converged);  // indefinite
  EXPECT_FALSE(network_from_influence({2, {1.0 * k, 0.5 * k, 0.1 * k, 1.0 * k}}).converged);  // not reciprocal
  EXPECT_FALSE(network_from_influence({2, {1.0 * k}}).converged);                             // wrong size
}

}  // namespace
}  // namespace copack::thermal
