// SPDX-License-Identifier: Apache-2.0
#include "copack/thermal/arrhenius.hpp"

#include <gtest/gtest.h>

namespace copack::thermal {
namespace {

double factor(double ea_ev, double use, double stress) {
  constexpr auto electronvolt = Energy::from_si(1.602176634e-19);
  return evaluate(
             ArrheniusInputs{ea_ev * electronvolt, Temperature::from_celsius(use), Temperature::from_celsius(stress)})
      .acceleration_factor;
}

TEST(Arrhenius, AccelerationFactors) {
  // 0.7 eV / 8.617333e-5 eV/K = 8123 K; 1/328.15 - 1/358.15 = 2.5526e-4 1/K; exp(2.0735) = 7.95.
  EXPECT_NEAR(factor(0.7, 55.0, 85.0), 7.95, 0.005);
  EXPECT_NEAR(factor(0.35, 50.0, 60.0), 1.46, 0.005);
}

TEST(Arrhenius, ChainsAndInverts) {
  EXPECT_DOUBLE_EQ(factor(0.5, 60.0, 60.0), 1.0);
  EXPECT_NEAR(factor(0.5, 40.0, 60.0) * factor(0.5, 60.0, 85.0), factor(0.5, 40.0, 85.0), 1e-12);
  EXPECT_NEAR(factor(0.5, 40.0, 60.0) * factor(0.5, 60.0, 40.0), 1.0, 1e-12);
}

}  // namespace
}  // namespace copack::thermal
