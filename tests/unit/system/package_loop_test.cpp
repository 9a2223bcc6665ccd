// SPDX-License-Identifier: Apache-2.0
#include "copack/system/package_loop.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "small_design.hpp"

namespace copack::system {
namespace {

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
