// SPDX-License-Identifier: Apache-2.0
#include "copack/numerics/pareto.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace copack::numerics {
namespace {

TEST(ParetoSet, LeavesOutTheDominated) {
  const Matrix objectives{{1, 5, 3}, {2, 2, 2}, {2, 2, 3}, {5, 1, 9}, {6, 6, 6}};
  EXPECT_EQ(pareto_set(objectives), (std::vector<std::size_t>{0, 1, 3}));
}

TEST(ParetoSet, KeepsEqualsAndDropsNaN) {
  const Matrix objectives{{1, 1}, {1, 1}, {std::nan(""), 0}};
  EXPECT_EQ(pareto_set(objectives), (std::vector<std::size_t>{0, 1}));
  EXPECT_TRUE(pareto_set(Matrix()).empty());
}

TEST(Hypervolume, OfThreePoints) {
  // Strips below y = 2 from x = 0, 0.5 and 1: 2 * 1 + 1.5 * 0.5 + 1 * 0.5.
  const std::array<std::array<double, 2>, 3> points{{{1.0, 0.0}, {0.5, 0.5}, {0.0, 1.0}}};
  EXPECT_DOUBLE_EQ(hypervolume_2d(points, {2.0, 2.0}), 3.25);
}

TEST(Hypervolume, IgnoresDominatedAndDistantPoints) {
  const std::array<std::array<double, 2>, 3> points{{{1.0, 1.0}, {1.5, 1.0}, {3.0, 0.0}}};
  EXPECT_DOUBLE_EQ(hypervolume_2d(points, {2.0, 2.0}), 1.0);
}

TEST(Hypervolume, OfTheFrontOfZdt1) {
  // y = 1 - sqrt(x), reference (1, 1): 2/3 in the limit (Zitzler, Deb & Thiele
  // 2000); 0.661409 with 100 even points.
  const auto with = [](int n) {
    std::vector<std::array<double, 2>> front(static_cast<std::size_t>(n));
    double i = 0.0;
    for (auto& point : front) {
      const double x = i++ / (n - 1.0);
      point = {x, 1.0 - std::sqrt(x)};
    }
    return hypervolume_2d(front, {1.0, 1.0});
  };
  EXPECT_NEAR(with(100), 0.661409, 1e-6);
  EXPECT_NEAR(with(100000), 2.0 / 3.0, 1e-5);
}

}  // namespace
}  // namespace copack::numerics
