// SPDX-License-Identifier: Apache-2.0
#include "copack/thermal/network.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

namespace copack::thermal {
namespace {

using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;

Temperature celsius(double value) { return Temperature::from_celsius(value); }

/// An ASIC and an engine share a lid; the lid and the engine reach the coolant.
ThermalInputs package() {
  ThermalInputs x;
  x.nodes = {{.name = "asic", .power = 400.0 * unit::W, .limit = celsius(105.0)},
             {.name = "engine", .power = 20.0 * unit::W, .limit = celsius(70.0)},
             {.name = "lid"},
             {.name = "coolant", .boundary = true, .fixed_temperature = celsius(30.0)}};
  x.resistances = {{"asic", "lid", 0.05 * unit::K_per_W},
                   {"engine", "lid", 0.5 * unit::K_per_W},
                   {"lid", "coolant", 0.04 * unit::K_per_W}};
  return x;
}

TEST(Network, AddsResistancesInSeries) {
  const auto r = evaluate(package());
  ASSERT_TRUE(r.converged);
  // By hand: lid = 30 + 0.04 * 420 = 46.8; asic = 46.8 + 0.05 * 400 = 66.8; engine = 46.8 + 0.5 * 20 = 56.8 degC.
  EXPECT_NEAR(r.nodes[2].temperature.celsius(), 46.8, 1e-9);
  EXPECT_NEAR(r.nodes[0].temperature.celsius(), 66.8, 1e-9);
  EXPECT_NEAR(r.nodes[1].temperature.celsius(), 56.8, 1e-9);
  EXPECT_EQ(r.binding, "engine");
  EXPECT_NEAR(r.margin.si(), 13.2, 1e-9);
  EXPECT_NEAR(r.flows[2].heat.in(unit::W), 420.0, 1e-9);
}

TEST(Network, SplitsHeatBetweenTwoBoundaries) {
  auto x = package();
  x.nodes.push_back({.name = "board", .boundary = true, .fixed_temperature = celsius(30.0)});
  x.resistances.push_back({"lid", "board", 0.12 * unit::K_per_W});
  const auto r = evaluate(x);
  ASSERT_TRUE(r.converged);
  // 0.04 and 0.12 K/W in parallel carry 3/4 and 1/4 of 420 W.
  EXPECT_NEAR(r.nodes[3].removed.in(unit::W), 315.0, 1e-9);
  EXPECT_NEAR(r.nodes[4].removed.in(unit::W), 105.0, 1e-9);
}

TEST(Network, BalancesEnergy) {
  const auto r = evaluate(package());
  EXPECT_LT(std::abs(r.energy_residual), 1e-12);
  EXPECT_NEAR(r.removed.si(), r.power.si(), 1e-9);
}

TEST(Network, IsLinearInPower) {
  auto x = package();
  const auto one = evaluate(x);
  for (auto& n : x.nodes) n.power *= 2.0;
  const auto two = evaluate(x);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_NEAR(two.nodes[i].temperature.celsius() - 30.0, 2.0 * (one.nodes[i].temperature.celsius() - 30.0), 1e-9);
  }
}

TEST(Network, WithoutHeatEverythingTakesTheBoundaryTemperature) {
  auto x = package();
  for (auto& n : x.nodes) n.power = 0.0 * unit::W;
  for (const auto& n : evaluate(x).nodes) EXPECT_NEAR(n.temperature.celsius(), 30.0, 1e-9);
}

TEST(Network, GetsCoolerWithABetterPath) {
  auto x = package();
  const auto before = evaluate(x).nodes[0].temperature;
  x.resistances[2].resistance *= 0.5;
  EXPECT_LT(evaluate(x).nodes[0].temperature, before);
}

TEST(Network, NamesTheNodeThatCannotShedHeat) {
  auto x = package();
  x.resistances.pop_back();
  const auto problems = validate(x);
  ASSERT_EQ(problems.size(), 3u);
  EXPECT_THAT(problems[0].message, HasSubstr("\"asic\" has no path"));
  EXPECT_FALSE(evaluate(x).converged);
  EXPECT_EQ(evaluate(x).binding, "");
}

TEST(Network, ReportsAllProblemsAtOnce) {
  auto x = package();
  x.nodes[1].name = "asic";
  x.resistances[1].to = "lidd";
  x.resistances[2].resistance = 0.0 * unit::K_per_W;
  const auto problems = validate(x);
  EXPECT_THAT(problems, testing::IsSupersetOf({Field(&Problem::path, "nodes[1].name"),
                                               Field(&Problem::message, HasSubstr("did you mean \"lid\"")),
                                               Field(&Problem::path, "resistances[2].resistance")}));
  EXPECT_FALSE(evaluate(x).converged);
}

TEST(Network, AcceptsAGoodPackage) { EXPECT_THAT(validate(package()), ElementsAre()); }

TEST(Network, TheIntegerFormGivesTheSameAnswer) {
  const auto x = package();
  const std::vector<Power> power{400.0 * unit::W, 20.0 * unit::W, {}, {}};
  const std::vector<Temperature> fixed{celsius(30.0)};
  const auto s = solve(compile(x), power, fixed);
  const auto r = evaluate(x);
  for (std::size_t i = 0; i < 4; ++i) EXPECT_EQ(s.temperature[i], r.nodes[i].temperature);
}

TEST(Network, DoesNotAnswerForAPowerThatIsNotANumber) {
  auto x = package();
  x.nodes[0].power = std::nan("") * unit::W;
  EXPECT_FALSE(evaluate(x).converged);
}

TEST(Network, DescribesItself) {
  const auto flat = flatten(evaluate(package()));
  const auto it = std::ranges::find(flat, "nodes[1].margin", &FlatField::path);
  ASSERT_NE(it, flat.end());
  EXPECT_EQ(it->formula, "limit - temperature");
  EXPECT_NEAR(it->stored, 13.2, 1e-9);
}

}  // namespace
}  // namespace copack::thermal
