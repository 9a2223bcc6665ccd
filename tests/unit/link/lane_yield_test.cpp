// SPDX-License-Identifier: Apache-2.0
#include "copack/link/lane_yield.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "copack/numerics/probability_functions.hpp"

namespace copack::link {
namespace {

TEST(LaneYield, IsANormalTail) {
  EXPECT_DOUBLE_EQ(lane_yield({1.5, 0.3, 0.0, 0.4}, 0.5), numerics::normal_cdf(2.0));
  EXPECT_EQ(lane_yield({1.0}, 1.0), 1.0);
  EXPECT_EQ(lane_yield({1.0}, 1.1), 0.0);
}

TEST(UnitYield, OfIndependentLanesIsBinomial) {
  // OIF panel, 2023: 99.865 % (three sigma) per fibre and 1,088 fibres leave 23.0 % of the boards.
  EXPECT_NEAR(unit_yield({3.0, 1.0}, {1088, 1088, 1}, 0.0), 0.2300, 5e-5);
  EXPECT_NEAR(unit_yield({1.0, 1.0}, {20, 17, 1}, 0.0), numerics::binomial_sf(16, 20, numerics::normal_cdf(1.0)),
              1e-14);
}

TEST(UnitYield, OfLanesThatShareEverythingIsThatOfOne) {
  for (const double tiny : {0.0, 1e-7}) {
    EXPECT_NEAR(unit_yield({1.0, tiny, 0.0, 0.8}, {64, 64, 1}, 0.2), numerics::normal_cdf(1.0), 1e-6);
    EXPECT_NEAR(unit_yield({1.0, tiny, 0.8, 0.0}, {64, 60, 4}, 0.2),
                numerics::binomial_sf(14, 16, numerics::normal_cdf(1.0)), 1e-6);
  }
}

// Equal parts shared and own make a correlation of 1/2, and the shared number is then just one more of n + 1 equal
// ones: the count of lanes above the mean is uniform on 0..n.
TEST(UnitYield, AtCorrelationOneHalfIsExactlyKnown) {
  for (const int n : {1, 2, 4, 8, 64, 512}) {
    EXPECT_NEAR(unit_yield({0.0, 1.0, 0.0, 1.0}, {n, n, 1}, 0.0), 1.0 / (n + 1.0), 1e-8) << n;
  }
  for (const int k : {1, 5, 8}) {
    EXPECT_NEAR(unit_yield({0.0, 1.0, 0.0, 1.0}, {8, k, 1}, 0.0), (9.0 - k) / 9.0, 1e-8) << k;
  }
}

TEST(UnitYield, OfTwoLanesOnALaserIsABivariateTail) {
  const double rho = 0.36 / (0.36 + 0.25);
  const double pair = numerics::bivariate_normal_cdf(1.1, 1.1, rho);
  const double limit = -1.1 * std::sqrt(0.61);
  EXPECT_NEAR(unit_yield({0.0, 0.5, 0.6, 0.0}, {2, 2, 2}, limit), pair, 1e-8);
  EXPECT_NEAR(unit_yield({0.0, 0.5, 0.6, 0.0}, {32, 32, 2}, limit), std::pow(pair, 16), 1e-8);
  // One laser of two may be half dead: two lanes of four at most one of which is bad, of all four.
  const double one = numerics::normal_cdf(1.1);
  const double half = 2.0 * (one - pair);
  EXPECT_NEAR(unit_yield({0.0, 0.5, 0.6, 0.0}, {4, 3, 2}, limit), pair * pair + 2.0 * pair * half, 1e-8);
}

/// The same by a fine rectangle rule over both shared parts.
double brute_force(const SharedNormal& m, const LaneCount& count, double limit) {
  const int lasers = count.lanes / count.lanes_per_laser;
  double sum = 0.0;
  for (double z = -8.0; z <= 8.0; z += 0.02) {
    double laser = 0.0;
    for (double w = -8.0; w <= 8.0; w += 0.02) {
      const double p = numerics::normal_cdf((m.mean + m.unit * z + m.laser * w - limit) / m.lane);
      laser += 0.02 * numerics::normal_pdf(w) * std::pow(p, count.lanes_per_laser);
    }
    sum += 0.02 * numerics::normal_pdf(z) * std::pow(laser, lasers);
  }
  return sum;
}

TEST(UnitYield, WithThreeLevelsMatchesBruteForce) {
  for (const SharedNormal m :
       {SharedNormal{2.0, 0.6, 0.5, 0.3}, {0.5, 0.2, 0.5, 0.6}, {1.0, 0.1, 0.4, 1.0}, {3.0, 1.0, 0.1, 0.1}}) {
    for (const LaneCount count : {LaneCount{64, 64, 2}, {64, 64, 8}, {8, 8, 4}}) {
      EXPECT_NEAR(unit_yield(m, count, 0.2), brute_force(m, count, 0.2), 1e-7)
          << m.mean << ' ' << count.lanes_per_laser;
    }
  }
}

TEST(LastingYield, OfASingleLaneDoesNotDependOnWhatIsShared) {
  const double expected = lasting_lane_yield({1.0, 0.5}, {-0.8, 0.3}, 0.4);
  EXPECT_NEAR(lasting_unit_yield({1.0, 0.5}, {-0.8, 0.3}, {1, 1, 1}, 0.4), expected, 1e-8);
  EXPECT_NEAR(lasting_unit_yield({1.0, 0.3, 0.0, 0.4}, {-0.8, 0.18, 0.0, 0.24}, {1, 1, 1}, 0.4), expected, 1e-8);
  EXPECT_NEAR(lasting_unit_yield({1.0, 0.3, 0.0, 0.4}, {-0.8, 0.0, 0.0, 0.3}, {1, 1, 1}, 0.4), expected, 1e-4);
}

TEST(LastingYield, AfterACertainChangeIsThatOfTheHarderLimit) {
  const SharedNormal m{2.0, 0.6, 0.5, 0.3};
  const LaneCount count{16, 15, 4};
  EXPECT_EQ(lasting_unit_yield(m, {-1.5}, count, 0.5), unit_yield(m, count, 1.5));
  EXPECT_EQ(lasting_unit_yield(m, {-0.2}, count, 0.5), unit_yield(m, count, 0.5));
  EXPECT_NEAR(lasting_lane_yield(m, {-1.5}, 0.5), lane_yield(m, 1.5), 1e-15);
  // and nearly so when the change is nearly certain
  EXPECT_NEAR(lasting_unit_yield(m, {-1.5, 1e-6, 1e-6, 1e-6}, count, 0.5), unit_yield(m, count, 1.5), 1e-6);
}

TEST(LastingYield, OfIndependentLanesIsBinomial) {
  const double lane = lasting_lane_yield({2.0, 0.6}, {-1.0, 0.4}, 0.5);
  EXPECT_NEAR(lasting_unit_yield({2.0, 0.6}, {-1.0, 0.4}, {16, 15, 1}, 0.5), numerics::binomial_sf(14, 16, lane),
              1e-14);
}

}  // namespace
}  // namespace copack::link
