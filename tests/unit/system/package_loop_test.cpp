// SPDX-License-Identifier: Apache-2.0
#include "copack/system/package_loop.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace copack::system {
namespace {

Temperature celsius(double value) { return Temperature::from_celsius(value); }

/// 64 ports of 800 Gbit/s: 4 W of SerDes in the switch chip, 4 W in the engine, and four lasers of 16 dBm at 10 %
/// efficiency in a module of their own, each ending in the coolant over a resistance of its own.
TechnologyCard co_packaged() {
  TechnologyCard card{.id = "t", .name = "t", .kind = TechnologyKind::cpo, .reach = 1.0 * unit::km};
  card.port_rate = 800.0 * unit::Gbps;
  card.ports_per_engine = 8;
  card.ports_per_laser_module = 8;
  auto& link = card.link;
  link.payload_rate = 800.0 * unit::Gbps;
  link.retiming = link::Retiming::direct;
  link.host_channel = {{"attach", Decibel::from_db(5.0)}};
  link.laser_kind = link::LaserKind::external;
  link.laser_power = PowerLevel::from_dbm(16.0);
  link.receiver_sensitivity = PowerLevel::from_dbm(-6.0);
  link.energy = {{"SerDes", link::Boundary::serdes, link::Place::asic, 5.0 * unit::pJ_per_bit},
                 {"driver", link::Boundary::driver, link::Place::engine, 5.0 * unit::pJ_per_bit}};
  link.laser_wpe_t1 = 1e12 * unit::K;
  card.thermal.nodes = {{.name = "asic", .limit = celsius(105.0)},
                        {.name = "engine", .limit = celsius(85.0)},
                        {.name = "laser", .limit = celsius(60.0)},
                        {.name = "coolant", .boundary = true, .fixed_temperature = celsius(35.0)}};
  card.thermal.resistances = {{"asic", "coolant", 0.05 * unit::K_per_W},
                              {"engine", "coolant", 0.10 * unit::K_per_W},
                              {"laser", "coolant", 0.20 * unit::K_per_W}};
  return card;
}

/// 512 accelerators under 16 leaves and 8 full spines of 64 ports; the technology joins leaves and spines.
Design design_with(const TechnologyCard& card) {
  Design design{.alternative = "a"};
  design.technologies = {card};
  design.technology_of_tier = {-1, 0, -1};
  for (auto& platform : design.platforms) {
    platform.ports = 64;
    platform.asic_core_power = 400.0 * unit::W;
  }
  design.fabric.accelerators = 512;
  complete(design);
  return design;
}

// 10^1.6 mW = 39.81 mW of light from one laser.
constexpr double light_per_port = 4.0 * 0.039810717;

TEST(PackageLoop, BalancesHeatByHandWhenNothingFeedsBack) {
  const auto design = design_with(co_packaged());
  ASSERT_TRUE(design.counts.feasible) << design.counts.problem;
  ASSERT_EQ(design.counts.spine_switches, 8);
  const auto state = balance_package(design, NetworkTier::leaf_spine, nullptr);
  ASSERT_TRUE(state.converged);
  EXPECT_LE(state.iterations, 2);
  // The spine is the hottest box: all its 64 ports carry the technology.
  EXPECT_NEAR(state.asic.celsius(), 35.0 + 0.05 * (400.0 + 64.0 * 4.0), 1e-6);
  EXPECT_NEAR(state.engine.celsius(), 35.0 + 0.10 * 64.0 * (4.0 + light_per_port), 1e-6);
  EXPECT_NEAR(state.laser.celsius(), 35.0 + 0.20 * 64.0 * 9.0 * light_per_port, 1e-6);
  EXPECT_NEAR(state.thermal_margin.in(unit::K), 60.0 - state.laser.celsius(), 1e-6);
}

TEST(PackageLoop, FindsTheFixedPointOfLaserAndTemperature) {
  auto card = co_packaged();
  card.link.laser_wpe_t1 = 100.0 * unit::K;
  const auto state = balance_package(design_with(card), NetworkTier::leaf_spine, nullptr);
  ASSERT_TRUE(state.converged);
  EXPECT_LE(state.residual.in(unit::K), package_tolerance_kelvin);
  // The laser's own equation: T = 35 + 0.2 * 64 * (P / wpe(T) - P), wpe = 0.1 exp(-(T - 50) / 100).
  const double t = state.laser.celsius();
  const double efficiency = 0.1 * std::exp(-(t - 50.0) / 100.0);
  EXPECT_NEAR(t, 35.0 + 0.2 * 64.0 * light_per_port * (1.0 / efficiency - 1.0), 0.01);
  EXPECT_NEAR(state.link.laser_wpe_at_temperature, efficiency, 1e-6);
}

TEST(PackageLoop, SaysWhenLasersRunAway) {
  auto card = co_packaged();
  card.link.laser_wpe_t1 = 3.0 * unit::K;
  card.thermal.resistances[2].resistance = 3.0 * unit::K_per_W;
  const auto design = design_with(card);
  const auto state = balance_package(design, NetworkTier::leaf_spine, nullptr);
  EXPECT_FALSE(state.converged);
  EXPECT_LE(state.iterations, package_iterations_max);
  EXPECT_FALSE(tier_face(design, NetworkTier::leaf_spine, state).closes);
}

TEST(PackageLoop, ATechnologyWithoutPackageRunsAtItsCardsTemperatures) {
  auto card = co_packaged();
  card.thermal = {};
  card.link.engine_temperature = celsius(40.0);
  const auto state = balance_package(design_with(card), NetworkTier::leaf_spine, nullptr);
  EXPECT_TRUE(state.converged);
  EXPECT_EQ(state.engine, celsius(40.0));
  EXPECT_TRUE(std::isinf(state.thermal_margin.si()));
}

TEST(PackageLoop, TheFaceAddsUpOverTheTier) {
  const auto design = design_with(co_packaged());
  const auto face =
      tier_face(design, NetworkTier::leaf_spine, balance_package(design, NetworkTier::leaf_spine, nullptr));
  EXPECT_EQ(face.tier, "leaf-spine");
  EXPECT_EQ(face.links, 512.0);
  EXPECT_EQ(face.ends, 1024.0);
  EXPECT_NEAR(face.optics_power.in(unit::W), 1024.0 * face.optics_power_per_end.in(unit::W), 1e-9);
  EXPECT_NEAR(face.power_per_end.in(unit::W), 8.0 + 10.0 * light_per_port, 1e-6);
  EXPECT_NEAR((face.power_per_end - face.optics_power_per_end).in(unit::W), 4.0, 1e-9);
  EXPECT_TRUE(face.closes);
}

TEST(PackageLoop, LinksBeyondTheReachDoNotClose) {
  auto card = co_packaged();
  card.reach = 1.0 * unit::m;
  const auto design = design_with(card);
  EXPECT_FALSE(
      tier_face(design, NetworkTier::leaf_spine, balance_package(design, NetworkTier::leaf_spine, nullptr)).closes);
}

TEST(PackageLoop, TheTraceHoldsLinkAndPackage) {
  Trace trace;
  (void)balance_package(design_with(co_packaged()), NetworkTier::leaf_spine, &trace);
  const auto* laser = trace.find("a.leaf-spine.link.laser_temperature");
  ASSERT_NE(laser, nullptr);
  ASSERT_FALSE(laser->inputs.empty());
  EXPECT_EQ(laser->inputs.back(), "a.leaf-spine.thermal.nodes[2].temperature");
}

}  // namespace
}  // namespace copack::system
