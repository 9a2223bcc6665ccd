// SPDX-License-Identifier: Apache-2.0
#include "copack/thermal/spreading.hpp"

#include <gtest/gtest.h>

namespace copack::thermal {
namespace {

SpreadingInputs plate() {
  SpreadingInputs x;
  x.source_area = 625.0 * unit::mm2;
  x.plate_area = 3600.0 * unit::mm2;
  x.thickness = 2.0 * unit::mm;
  x.conductivity = 390.0 * unit::W_per_mK;
  x.h = 8000.0 * unit::W_per_m2K;
  x.power = 500.0 * unit::W;
  return x;
}

TEST(Spreading, FollowsTheClosedForm) {
  const auto r = evaluate(plate());
  // 25/60; 8000 * 33.851 mm / 390; the rest evaluated by hand from Lee et al. 1995.
  EXPECT_NEAR(r.epsilon, 0.416667, 1e-6);
  EXPECT_NEAR(r.biot, 0.694387, 1e-6);
  EXPECT_NEAR(r.phi, 2.512326, 1e-6);
  EXPECT_NEAR(r.mean_rise.si(), 46.7737, 1e-4);
  EXPECT_NEAR(r.max_rise.si(), 60.4751, 1e-4);
}

TEST(Spreading, FullSourceIsOneDimensional) {
  auto x = plate();
  x.source_area = x.plate_area;
  const double by_hand = 500.0 * (2e-3 / 390.0 + 1.0 / 8000.0) / 3600e-6;
  EXPECT_NEAR(evaluate(x).mean_rise.si(), by_hand, 1e-9);
  EXPECT_NEAR(evaluate(x).max_rise.si(), by_hand, 1e-9);
}

TEST(Spreading, SourceMustFitThePlate) {
  auto x = plate();
  x.source_area = 4000.0 * unit::mm2;
  EXPECT_EQ(validate(x).size(), 1u);
}

TEST(HalfSpace, SquareSource) {
  const auto r = evaluate(HalfSpaceInputs{10.0 * unit::mm, 120.0 * unit::W_per_mK, 50.0 * unit::W});
  // 0.47320 and 0.56110 divided by k s.
  EXPECT_NEAR(r.mean_rise.si(), 19.71671, 1e-5);
  EXPECT_NEAR(r.centre_rise.si(), 23.37916, 2e-5);
}

}  // namespace
}  // namespace copack::thermal
