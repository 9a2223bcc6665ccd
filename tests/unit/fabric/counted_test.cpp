// SPDX-License-Identifier: Apache-2.0
#include "copack/fabric/counted.hpp"

#include <gtest/gtest.h>

namespace copack::fabric {
namespace {

// ISCA 2025, Table 3: 32,928 endpoints, 1,568 switches, 32,928 links of a Slim Fly with q = 28 and 64 ports.
TEST(Counted, SlimFly) {
  const auto r = evaluate(SlimFlyInputs{.q = 28, .endpoints_per_switch = 21});
  EXPECT_EQ(r.endpoints, 32928);
  EXPECT_EQ(r.switches, 1568);
  EXPECT_EQ(r.switch_links, 32928);
  EXPECT_EQ(r.radix, 63);
  EXPECT_EQ(evaluate(SlimFlyInputs{.q = 5}).switch_links, 175);  // Hoffman-Singleton graph: 50 vertices, degree 7
  EXPECT_EQ(validate(SlimFlyInputs{.q = 6}).size(), 1u);
}

// Same table: 261,632 endpoints, 16,352 switches, 384,272 links.
TEST(Counted, Dragonfly) {
  const DragonflyInputs in{.switches_per_group = 32, .endpoints_per_switch = 16, .global_links = 16, .groups = 511};
  const auto r = evaluate(in);
  EXPECT_EQ(r.endpoints, 261632);
  EXPECT_EQ(r.switches, 16352);
  EXPECT_EQ(r.switch_links, 384272);
  EXPECT_EQ(r.radix, 63);
  EXPECT_TRUE(validate(in).empty());
  EXPECT_EQ(evaluate(DragonflyInputs{.switches_per_group = 4, .endpoints_per_switch = 2, .global_links = 2}).endpoints,
            72);
}

// TPU v7 pod: 9,216 chips in 144 cubes of 64, 1.5 optical transceivers per chip, 13,824 in all.
TEST(Counted, CubeTorus) {
  const auto r = evaluate(CubeTorusInputs{.chips = 9216});
  EXPECT_EQ(r.cubes, 144);
  EXPECT_EQ(r.transceivers, 13824);
  EXPECT_DOUBLE_EQ(r.transceivers_per_chip, 1.5);
  EXPECT_EQ(r.electrical_links + r.transceivers / 2, 3 * 9216);  // a torus has three links per chip
  EXPECT_EQ(validate(CubeTorusInputs{.chips = 100}).size(), 1u);
}

}  // namespace
}  // namespace copack::fabric
