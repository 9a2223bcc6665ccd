// SPDX-License-Identifier: Apache-2.0
#include "copack/thermal/coolant.hpp"

#include <gtest/gtest.h>

namespace copack::thermal {
namespace {

constexpr VolumeFlow liters_per_minute(double x) { return VolumeFlow::from_si(x * 1e-3 / 60.0); }

TEST(Coolant, CaloricRise) {
  CoolantInputs x;
  x.flow = liters_per_minute(1.0);
  x.power = 1000.0 * unit::W;
  // 60 / (1.020 * 3900) K/W
  EXPECT_NEAR(evaluate(x).resistance.si(), 0.01508, 5e-6);
  x.flow = liters_per_minute(1.5);
  EXPECT_NEAR(evaluate(x).outlet_rise.si(), 10.06, 5e-3);
  EXPECT_NEAR(evaluate(x).mean_rise.si(), 5.03, 3e-3);
}

TEST(Coolant, NeedsFlow) { EXPECT_EQ(validate(CoolantInputs{}).size(), 1u); }

}  // namespace
}  // namespace copack::thermal
