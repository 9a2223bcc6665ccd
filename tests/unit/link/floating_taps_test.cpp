// SPDX-License-Identifier: Apache-2.0
#include "copack/link/floating_taps.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace copack::link {
namespace {

using testing::ElementsAre;

TEST(FloatingTaps, OneGroupTakesTheBestNeighbours) {
  const std::vector<double> gains{1.0, 0.0, 3.0, 2.0, 4.0, 0.0};
  EXPECT_THAT(place_groups(gains, 1, 1), ElementsAre(4));
  EXPECT_THAT(place_groups(gains, 1, 2), ElementsAre(3, 4));
  EXPECT_THAT(place_groups(gains, 1, 3), ElementsAre(2, 3, 4));
}

/// The best pair in the middle would leave no room for a second.
TEST(FloatingTaps, GroupsAreChosenTogether) {
  EXPECT_THAT(place_groups(std::vector{3.0, 4.0, 4.0, 3.0}, 2, 2), ElementsAre(0, 1, 2, 3));
  EXPECT_THAT(place_groups(std::vector{3.0, 4.0, 4.0, 3.0}, 1, 2), ElementsAre(1, 2));
}

TEST(FloatingTaps, AsManyAsThereIsRoomFor) {
  EXPECT_THAT(place_groups(std::vector{1.0, 2.0, 3.0}, 2, 2), ElementsAre(1, 2));
  EXPECT_THAT(place_groups(std::vector{1.0, 2.0, 3.0}, 0, 2), ElementsAre());
  EXPECT_THAT(place_groups(std::vector{1.0}, 3, 2), ElementsAre());
  EXPECT_THAT(place_groups({}, 3, 2), ElementsAre());
}

TEST(FloatingTaps, NoOtherPlacesGainMore) {
  std::vector<double> gains;
  for (int i = 0; i < 13; ++i) gains.push_back(std::abs(std::sin(7.3 * i * i)));
  const auto sum = [&](std::size_t from) { return gains[from] + gains[from + 1] + gains[from + 2]; };
  double best = 0.0;
  for (std::size_t i = 0; i + 3 <= gains.size(); ++i)
    for (std::size_t j = i + 3; j + 3 <= gains.size(); ++j) best = std::max(best, sum(i) + sum(j));
  double found = 0.0;
  for (const std::size_t i : place_groups(gains, 2, 3)) found += gains[i];
  EXPECT_NEAR(found, best, 1e-12);
}

}  // namespace
}  // namespace copack::link
