// SPDX-License-Identifier: Apache-2.0
#include "copack/link/laser.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace copack::link {
namespace {

TEST(LaserSplit, QuantumXPhotonicsSwitch) {
  // NVIDIA Q3450: 72 engines of 8 x 200G, a laser for 4 lanes, 8 lasers per module.
  const auto r = evaluate(LaserSplitInputs{.engines = 72});
  EXPECT_EQ(r.lanes, 576.0);
  EXPECT_EQ(r.lasers, 144.0);
  EXPECT_EQ(r.laser_modules, 18.0);
  EXPECT_NEAR(r.lane_power.dbm(), 18.5, 0.05);
  EXPECT_NEAR(r.optical_power.si(), 40.6, 0.05);
  EXPECT_EQ(r.laser_class, LaserClass::super_high);
}

TEST(LaserSplit, ASplitNeitherMakesNorLosesLight) {
  const auto r = evaluate(LaserSplitInputs{.engines = 1, .lanes_per_engine = 8, .lanes_per_laser = 8});
  EXPECT_NEAR(8.0 * r.lane_power.power().si(), r.optical_power.si(), 1e-15);
}

TEST(LaserClass, BoundariesBelongToTheLowerClass) {
  EXPECT_EQ(laser_class(PowerLevel::from_dbm(-3.0)), LaserClass::low);
  EXPECT_EQ(laser_class(PowerLevel::from_dbm(11.0)), LaserClass::low);
  EXPECT_EQ(laser_class(PowerLevel::from_dbm(11.1)), LaserClass::medium);
  EXPECT_EQ(laser_class(PowerLevel::from_dbm(23.0)), LaserClass::ultra_high);
  EXPECT_EQ(laser_class(PowerLevel::from_dbm(26.5)), LaserClass::beyond);
}

TEST(WallPlug, FallsByEOverT1) {
  EXPECT_DOUBLE_EQ(wall_plug_efficiency(0.2, 0.0 * unit::K, 115.0 * unit::K), 0.2);
  EXPECT_NEAR(wall_plug_efficiency(0.2, 115.0 * unit::K, 115.0 * unit::K), 0.2 / std::exp(1.0), 1e-15);
}

TEST(ModuleEnergy, PluggableAgainstPackagedAtTheSameRate) {
  // NVIDIA 2025: 30 W and 9 W per 1.6 Tbit/s: 18.75 and 5.625 pJ/bit, 3.33 times.
  const auto r = evaluate(ModuleEnergyInputs{1.6 * unit::Tbps, 9.0 * unit::W, 30.0 * unit::W});
  EXPECT_NEAR(r.baseline_energy_per_bit.in(unit::pJ_per_bit), 18.75, 1e-12);
  EXPECT_NEAR(r.energy_per_bit.in(unit::pJ_per_bit), 5.625, 1e-12);
  EXPECT_NEAR(r.ratio, 3.333, 5e-4);
  EXPECT_NEAR(r.saving, 0.7, 1e-12);
}

TEST(Laser, Describes) {
  EXPECT_EQ(flatten(LaserSplitInputs{}).size(), 5u);
  EXPECT_EQ(flatten(LaserSplitResults{}).size(), 7u);
  EXPECT_EQ(flatten(ModuleEnergyResults{}).size(), 4u);
  EXPECT_TRUE(validate(LaserSplitInputs{}).empty());
  EXPECT_TRUE(validate(ModuleEnergyInputs{}).empty());
}

}  // namespace
}  // namespace copack::link
