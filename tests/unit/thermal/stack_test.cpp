// SPDX-License-Identifier: Apache-2.0
#include "copack/thermal/stack.hpp"

#include <gtest/gtest.h>

namespace copack::thermal {
namespace {

StackInputs stack() {
  StackInputs x;
  x.power = 888.0 * unit::W;
  x.area = 76.8 * 76.8 * unit::mm2;
  x.h = 8000.0 * unit::W_per_m2K;
  x.layers = {{"die", 0.7 * unit::mm, 120.0 * unit::W_per_mK},
              {"tim1", 0.1 * unit::mm, 20.0 * unit::W_per_mK},
              {"lid", 2.0 * unit::mm, 390.0 * unit::W_per_mK},
              {"tim2", 0.1 * unit::mm, 6.0 * unit::W_per_mK},
              {"base", 3.0 * unit::mm, 390.0 * unit::W_per_mK}};
  return x;
}

TEST(Stack, SumsLayers) {
  const auto r = evaluate(stack());
  // 1.25e-4 + 5.8333e-6 + 5e-6 + 5.1282e-6 + 1.66667e-5 + 7.6923e-6 = 1.653205e-4 m2 K/W; 150,553 W/m2.
  EXPECT_NEAR(r.area_resistance.si(), 1.653205e-4, 1e-10);
  EXPECT_NEAR(r.rise.si(), 24.8896, 1e-4);
  EXPECT_NEAR(r.resistance.si() * 888.0, r.rise.si(), 1e-12);
}

TEST(Stack, OrderOfLayersDoesNotMatter) {
  auto x = stack();
  std::swap(x.layers[0], x.layers[4]);
  EXPECT_NEAR(evaluate(x).rise.si(), evaluate(stack()).rise.si(), 1e-12);
}

TEST(Stack, PointsAtABadLayer) {
  auto x = stack();
  x.layers[1].conductivity = {};
  ASSERT_EQ(validate(x).size(), 1u);
  EXPECT_EQ(validate(x)[0].path, "layers[1]");
}

}  // namespace
}  // namespace copack::thermal
