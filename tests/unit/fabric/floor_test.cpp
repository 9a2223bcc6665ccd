// SPDX-License-Identifier: Apache-2.0
#include "copack/fabric/floor.hpp"

#include <gtest/gtest.h>

namespace copack::fabric {
namespace {

TEST(Floor, OneRackUsesInRackCables) {
  const FloorPlan floor;
  EXPECT_EQ(cable_length(1, 1, floor).mean, floor.in_rack_mean);
  EXPECT_EQ(cable_length(1, 1, floor).max, floor.in_rack_max);
}

// Four racks in a row: offsets from the middle 1.5, 0.5, 0.5, 1.5 pitches, mean 1.
TEST(Floor, ARowIsMeasuredFromItsMiddle) {
  const FloorPlan floor;
  const auto length = cable_length(4, 1, floor);
  EXPECT_DOUBLE_EQ(length.mean.in(unit::m), 5.0 + 0.6);
  EXPECT_DOUBLE_EQ(length.max.in(unit::m), 5.0 + 0.9);
}

// 60 racks are 3 rows of 20: mean 5 pitches along and 2/3 of a row across; maximum 9.5 pitches and one row.
TEST(Floor, RowsAddTheWayAcross) {
  const FloorPlan floor;
  const auto length = cable_length(60, 1, floor);
  EXPECT_DOUBLE_EQ(length.mean.in(unit::m), 5.0 + 5 * 0.6 + 2.0 / 3.0 * 3.0);
  EXPECT_DOUBLE_EQ(length.max.in(unit::m), 5.0 + 9.5 * 0.6 + 3.0);
}

TEST(Floor, LengthGrowsWithTheBlock) {
  const FloorPlan floor;
  Length before{};
  for (std::int64_t racks = 1; racks < 2000; racks *= 2) {
    const auto length = cable_length(racks, 1, floor);
    EXPECT_GT(length.mean, before);
    EXPECT_GE(length.max, length.mean);
    before = length.mean;
  }
}

TEST(Floor, CountsWholeRacks) {
  const FloorPlan floor{.accelerators_per_rack = 72};
  EXPECT_EQ(racks_of(72, floor), 1);
  EXPECT_EQ(racks_of(73, floor), 2);
}

}  // namespace
}  // namespace copack::fabric
