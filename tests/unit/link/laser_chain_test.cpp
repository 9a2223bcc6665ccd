// SPDX-License-Identifier: Apache-2.0
#include "copack/link/laser_chain.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace copack::link {
namespace {

constexpr auto dB = Decibel::from_db;

LaserChainInputs typical() {
  LaserChainInputs in{.lanes = 32, .lanes_per_laser = 4, .required_oma = PowerLevel::from_dbm(-8.0)};
  in.margin = dB(2.0);
  in.path = {{"connectors", dB(1.0)}, {"couplers", dB(4.5)}, {"modulator", dB(4.0)}, {"fibre", dB(1.0)}};
  in.cooler_power_per_heat = 0.5;
  in.control_power_per_module = 1.0 * unit::W;
  return in;
}

TEST(LaserChain, WalksFromTheReceiverToTheLaser) {
  const auto r = evaluate(typical());
  const double er = std::pow(10.0, 0.45);
  const double lane = -8.0 + 2.0 + 10.5 - 10.0 * std::log10(1.0 - 1.0 / er);
  EXPECT_NEAR(r.lane_power.dbm(), lane, 1e-12);
  EXPECT_NEAR(r.laser_power.dbm(), lane + 10.0 * std::log10(4.0), 1e-12);
  EXPECT_EQ(r.lasers, 8.0);
  EXPECT_EQ(r.laser_modules, 1.0);
  // 12.4 dBm: a laser of class MP may give 12.5 dBm only, which is just enough.
  EXPECT_NEAR(r.laser_power.dbm(), 12.42, 0.01);
  EXPECT_EQ(r.laser_class, LaserClass::medium);
  EXPECT_NEAR(r.headroom.db(), 14.0 - 1.5 - r.laser_power.dbm(), 1e-12);
}

TEST(LaserChain, AndBackAgain) {
  const auto in = typical();
  const auto r = evaluate(in);
  const auto oma = r.laser_power - r.split_loss - r.path_loss + r.modulation_factor;
  EXPECT_NEAR(oma.dbm(), -6.0, 1e-12);
}

TEST(LaserChain, EnergyIsConserved) {
  const auto r = evaluate(typical());
  EXPECT_NEAR(r.electrical_power.si(), (r.optical_power + r.heat).si(), 1e-12);
  EXPECT_NEAR(r.electrical_power.si(), (r.laser_electrical_power + r.cooler_power + r.control_power).si(), 1e-12);
  EXPECT_NEAR(r.module_efficiency, r.optical_power / r.electrical_power, 1e-12);
}

TEST(LaserChain, OneDecibelOfLossCostsAQuarterMoreLight) {
  auto in = typical();
  const auto before = evaluate(in);
  in.path.push_back({"more", dB(1.0)});
  EXPECT_NEAR(evaluate(in).optical_power / before.optical_power, 1.2589, 1e-4);
}

TEST(LaserChain, HotLasersNeedMoreElectricity) {
  auto in = typical();
  const auto cool = evaluate(in);
  in.laser_temperature = Temperature::from_celsius(85.0);
  const auto hot = evaluate(in);
  EXPECT_NEAR(hot.laser_electrical_power / cool.laser_electrical_power, std::exp(35.0 / 115.0), 1e-9);
  EXPECT_EQ(hot.optical_power, cool.optical_power);
}

TEST(LaserChain, NoClassIsStrongEnoughForTooMuchLoss) {
  auto in = typical();
  in.path.push_back({"more", dB(13.0)});
  const auto r = evaluate(in);
  EXPECT_EQ(r.laser_class, LaserClass::beyond);
  EXPECT_LT(r.headroom.db(), 0.0);
  EXPECT_EQ(r.class_power.dbm(), 26.0);
  EXPECT_NEAR(r.shortfall.db(), r.laser_power.dbm() - (26.0 - 1.5), 1e-12);
  EXPECT_EQ(r.limit, LaserChainLimit::laser_class);
}

TEST(LaserChain, AClassTooWeakIsReportedWithWhatItLacks) {
  auto in = typical();  // needs 12.42 dBm
  in.strongest_class = LaserClass::medium;
  EXPECT_EQ(evaluate(in).limit, LaserChainLimit::none);
  EXPECT_EQ(evaluate(in).shortfall.db(), 0.0);
  in.strongest_class = LaserClass::low;  // gives 9.5 dBm at least
  const auto r = evaluate(in);
  EXPECT_EQ(r.limit, LaserChainLimit::laser_class);
  EXPECT_NEAR(r.shortfall.db(), r.laser_power.dbm() - 9.5, 1e-12);
}

TEST(LaserChain, AModuleMayNeedMoreThanItsConnectorGives) {
  auto in = typical();
  const auto r = evaluate(in);
  in.module_power_max = 1.001 * r.module_power;
  EXPECT_EQ(evaluate(in).limit, LaserChainLimit::none);
  in.module_power_max = 0.999 * r.module_power;
  EXPECT_EQ(evaluate(in).limit, LaserChainLimit::module_power);
}

TEST(LaserChain, EveryClassAtItsLeastPower) {
  auto in = typical();
  in.margin = {};
  for (const double nominal : {11.0, 14.0, 17.0, 20.0, 23.0, 26.0}) {  // OIF-ELSFP-02.0
    in.required_oma = in.required_oma + (PowerLevel::from_dbm(nominal - 1.5 - 1e-9) - evaluate(in).laser_power);
    EXPECT_EQ(evaluate(in).class_power.dbm(), nominal);
    EXPECT_NEAR(evaluate(in).headroom.db(), 0.0, 1e-6);
  }
}

TEST(LaserChain, ValidateNamesTheField) {
  auto in = typical();
  in.laser_temperature = Temperature::from_celsius(-250.0);
  EXPECT_EQ(validate(in).at(0).path, "wpe");
  in = typical();
  in.strongest_class = LaserClass::beyond;
  EXPECT_EQ(validate(in).at(0).path, "strongest_class");
  EXPECT_TRUE(validate(typical()).empty());
}

}  // namespace
}  // namespace copack::link
