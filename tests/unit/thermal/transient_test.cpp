// SPDX-License-Identifier: Apache-2.0
#include "copack/thermal/transient.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace copack::thermal {
namespace {

SemiInfiniteInputs silicon(double time_us, double depth_um) {
  return {HeatFlux::from_si(1e6), 120.0 * unit::W_per_mK, VolumetricHeatCapacity::from_si(1.66e6), time_us * unit::us,
          depth_um * unit::um};
}

PlaneWallInputs base(double time_s) {
  return {HeatFlux::from_si(5e5),   3.0 * unit::mm,  390.0 * unit::W_per_mK, VolumetricHeatCapacity::from_si(3.45e6),
          8000.0 * unit::W_per_m2K, time_s * unit::s};
}

TEST(SemiInfinite, SurfaceAndDepth) {
  // (2e6/120) sqrt(7.2289e-5 t / pi)
  EXPECT_NEAR(evaluate(silicon(10.0, 0.0)).surface_rise.si(), 0.25282, 1e-5);
  EXPECT_NEAR(evaluate(silicon(100.0, 0.0)).surface_rise.si(), 0.79949, 1e-5);
  EXPECT_NEAR(evaluate(silicon(1000.0, 0.0)).surface_rise.si(), 2.52819, 1e-5);
  EXPECT_NEAR(evaluate(silicon(100.0, 50.0)).rise.si(), 0.45096, 1e-5);
  EXPECT_EQ(evaluate(silicon(100.0, 0.0)).rise, evaluate(silicon(100.0, 0.0)).surface_rise);
}

TEST(PlaneWall, FacesOverTime) {
  const double times[] = {0.01, 0.1, 0.5, 1.0, 5.0};
  const double heated[] = {1.5382, 6.0134, 21.7817, 35.8298, 64.8708};
  const double cooled[] = {0.0656, 3.9770, 19.2724, 32.8991, 61.0689};
  for (std::size_t i = 0; i < 5; ++i) {
    const auto r = evaluate(base(times[i]));
    EXPECT_TRUE(r.converged);
    EXPECT_NEAR(r.heated_face_rise.si(), heated[i], 1e-4) << times[i];
    EXPECT_NEAR(r.cooled_face_rise.si(), cooled[i], 1e-4) << times[i];
  }
}

TEST(PlaneWall, TimeConstants) {
  const auto r = evaluate(base(1.0));
  EXPECT_NEAR(r.lumped_time_constant.in(unit::s), 1.29375, 1e-9);  // 3.45e6 * 3e-3 / 8000
  EXPECT_NEAR(r.slowest_time_constant.in(unit::s), 1.320, 5e-4);
  EXPECT_NEAR(r.steady_rise.si(), 66.3462, 1e-4);
  EXPECT_NEAR(evaluate(base(100.0)).heated_face_rise.si(), r.steady_rise.si(), 1e-9);
}

TEST(PlaneWall, StartsAsASemiInfiniteBody) {
  const auto wall = evaluate(base(1e-4));
  const SemiInfiniteInputs body{
      HeatFlux::from_si(5e5), 390.0 * unit::W_per_mK, VolumetricHeatCapacity::from_si(3.45e6), 100.0 * unit::us, {}};
  ASSERT_TRUE(wall.converged);
  EXPECT_NEAR(wall.heated_face_rise.si(), evaluate(body).surface_rise.si(), 1e-9);
}

TEST(PlaneWall, SaysWhenTheSeriesIsCut) { EXPECT_FALSE(evaluate(base(1e-9)).converged); }

}  // namespace
}  // namespace copack::thermal
