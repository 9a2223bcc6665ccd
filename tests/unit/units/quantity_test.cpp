// SPDX-License-Identifier: Apache-2.0
#include "copack/units/quantity.hpp"

#include <gtest/gtest.h>

#include <type_traits>

#include "copack/units/decibel.hpp"
#include "copack/units/probability.hpp"
#include "copack/units/temperature.hpp"
#include "copack/units/unit.hpp"

namespace copack {
namespace {

static_assert(std::is_trivially_copyable_v<Power>);
static_assert(sizeof(Power) == sizeof(double));
static_assert((5.0 * unit::pJ_per_bit * (400.0 * unit::Gbps)).in(unit::mW) > 1999.9);

TEST(Quantity, EnergyPerBitTimesRateIsPower) {
  const Power p = 18.75 * unit::pJ_per_bit * (1.6 * unit::Tbps);
  EXPECT_DOUBLE_EQ(p.in(unit::W), 30.0);
}

TEST(Quantity, RatioOfEqualDimensionsIsAPlainNumber) {
  static_assert(std::is_same_v<decltype(unit::W / unit::mW), double>);
  EXPECT_DOUBLE_EQ(unit::W / unit::mW, 1000.0);
}

TEST(Quantity, RateTimesTimeIsACount) { EXPECT_NEAR((300.0 * unit::FIT) * (1e9 * unit::hour), 300.0, 1e-9); }

TEST(Quantity, OrdersAndAccumulates) {
  Money m = 2.0 * unit::kUSD;
  m += 500.0 * unit::USD;
  m -= 1.0 * unit::USD;
  m *= 2.0;
  m /= 4.0;
  EXPECT_DOUBLE_EQ(m.in(unit::USD), 1249.5);
  EXPECT_LT(m, 2.0 * unit::kUSD);
  EXPECT_EQ(-m + m, 0.0 * unit::USD);
}

TEST(Quantity, InverseHasTheInverseDimension) {
  const Frequency f = 1.0 / (2.0 * unit::s);
  EXPECT_DOUBLE_EQ(f.si(), 0.5);
}

TEST(Decibel, LevelsAndRatios) {
  const auto laser = PowerLevel::from_dbm(24.5);
  const auto lane = laser - Decibel::from_ratio(4.0);
  EXPECT_NEAR(lane.dbm(), 18.4794, 1e-4);  // NVIDIA Q3450: one laser feeds four lanes
  EXPECT_NEAR((laser - lane).ratio(), 4.0, 1e-12);
  EXPECT_NEAR(PowerLevel::from_power(1.0 * unit::mW).dbm(), 0.0, 1e-12);
  EXPECT_NEAR(PowerLevel::from_dbm(24.5).power().in(unit::mW), 281.838, 1e-3);
}

TEST(Temperature, IsAffine) {
  const auto hot = Temperature::from_celsius(105.0);
  const auto cold = Temperature::from_celsius(40.0);
  EXPECT_DOUBLE_EQ((hot - cold).in(unit::K), 65.0);
  EXPECT_DOUBLE_EQ((cold + 65.0 * unit::K).celsius(), 105.0);
}

TEST(Probability, RefusesWhatIsNotOne) {
  EXPECT_THROW(Probability(1.0000001), std::domain_error);
  EXPECT_THROW(Probability(-1e-300), std::domain_error);
  EXPECT_THROW(Probability(std::numeric_limits<double>::quiet_NaN()), std::domain_error);
  EXPECT_DOUBLE_EQ(Probability(0.25).complement().value(), 0.75);
}

}  // namespace
}  // namespace copack
