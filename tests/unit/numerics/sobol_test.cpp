// SPDX-License-Identifier: Apache-2.0
#include "copack/numerics/sobol.hpp"

#include <gtest/gtest.h>

#include <array>
#include <bit>
#include <cmath>
#include <numbers>
#include <set>
#include <vector>

#include "copack/core/random.hpp"

namespace copack::numerics {
namespace {

// First points of the three-dimensional sequence in Gray-code order; Joe & Kuo
// 2008, "Notes on generating Sobol' sequences", and the output of
// scipy.stats.qmc.Sobol(d=3, scramble=False).
TEST(Sobol, StartsAsPublished) {
  const SobolSequence sequence(3);
  constexpr std::array<std::array<double, 3>, 8> expected{{{0.0, 0.0, 0.0},
                                                           {0.5, 0.5, 0.5},
                                                           {0.75, 0.25, 0.25},
                                                           {0.25, 0.75, 0.75},
                                                           {0.375, 0.375, 0.625},
                                                           {0.875, 0.875, 0.125},
                                                           {0.625, 0.125, 0.875},
                                                           {0.125, 0.625, 0.375}}};
  for (std::uint32_t k = 0; k < 8; ++k) {
    for (int i = 0; i < 3; ++i) EXPECT_EQ(sequence.digits(k, i) * 0x1.0p-32, expected[k][static_cast<std::size_t>(i)]);
  }
}

// new-joe-kuo-6.21201, rows d = 7, 8 and 10: initial numbers m; digit k of a direction number is m_k / 2^k.
TEST(Sobol, UsesTheDirectionNumbersOfJoeAndKuo) {
  const SobolSequence sequence(10);
  const auto initial = [&](int dimension, int count) {
    std::vector<double> m(static_cast<std::size_t>(count));
    int k = 0;
    for (double& number : m) {
      number = sequence.digits((2U << k) - 1, dimension) * std::exp2(k + 1 - 32);
      ++k;
    }
    return m;
  };
  EXPECT_EQ(initial(6, 4), (std::vector{1.0, 3.0, 5.0, 13.0}));
  EXPECT_EQ(initial(7, 5), (std::vector{1.0, 1.0, 5.0, 5.0, 17.0}));
  EXPECT_EQ(initial(9, 5), (std::vector{1.0, 1.0, 7.0, 11.0, 19.0}));
}

TEST(Sobol, HoldsEveryDirectionNumber) {
  // A direction number is an odd multiple of 2^-(k+1): its lowest set digit is
  // digit k.
  const SobolSequence sequence(SobolSequence::max_dimensions);
  for (int i = 0; i < sequence.dimensions(); ++i) {
    for (int k = 0; k < 32; ++k) {
      const auto index = static_cast<std::uint32_t>((std::uint64_t{2} << k) - 1);
      EXPECT_EQ(std::countr_zero(sequence.digits(index, i)), 31 - k);
    }
  }
}

TEST(Sobol, EveryProjectionStaysStratifiedAfterScrambling) {
  const SobolSequence sequence(SobolSequence::max_dimensions);
  for (const std::uint32_t n : {64U, 1024U}) {
    for (int i = 0; i < sequence.dimensions(); ++i) {
      std::set<int> cells;
      for (std::uint32_t k = 0; k < n; ++k) cells.insert(static_cast<int>(sequence.point(k, i, 42) * n));
      EXPECT_EQ(cells.size(), n) << "dimension " << i;
    }
  }
}

TEST(Sobol, FirstTwoDimensionsStayANetAfterScrambling) {
  // A (0, 8, 2)-net: one point in each of the 2^8 boxes of any shape 2^-a x
  // 2^-(8-a).
  const SobolSequence sequence(2);
  for (int a = 0; a <= 8; ++a) {
    std::set<std::pair<int, int>> boxes;
    for (std::uint32_t k = 0; k < 256; ++k) {
      boxes.emplace(static_cast<int>(sequence.point(k, 0, 7) * std::exp2(a)),
                    static_cast<int>(sequence.point(k, 1, 7) * std::exp2(8 - a)));
    }
    EXPECT_EQ(boxes.size(), 256u) << a;
  }
}

TEST(Sobol, ScramblingFlipsEachDigitOfEachBranchIndependently) {
  // Owen scrambling: the flip of digit b depends on the digits before it alone,
  // is fair, and is independent between branches.
  const SobolSequence sequence(1);
  constexpr int seeds = 4096, levels = 4;
  std::vector<std::array<int, 15>> flips(seeds);
  for (int s = 0; s < seeds; ++s) {
    for (std::uint32_t k = 0; k < 16; ++k) {
      const std::uint32_t before = sequence.digits(k, 0);
      const auto after = static_cast<std::uint32_t>(sequence.point(k, 0, static_cast<std::uint32_t>(s)) * 0x1.0p32);
      for (unsigned b = 0; b < levels; ++b) {
        const std::size_t branch = (std::size_t{1} << b) - 1 + (b == 0 ? 0 : before >> (32U - b));
        flips[static_cast<std::size_t>(s)][branch] = (((before ^ after) >> (31U - b)) & 1U) != 0 ? 1 : -1;
      }
    }
  }
  for (std::size_t a = 0; a < 15; ++a) {
    for (std::size_t b = 0; b <= a; ++b) {
      double sum = 0.0;
      for (const auto& f : flips) sum += a == b ? f[a] : f[a] * f[b];
      EXPECT_LT(std::abs(sum) / seeds, 5.0 / std::sqrt(seeds)) << a << ' ' << b;
    }
  }
}

TEST(Sobol, SeedsAndDimensionsGiveDifferentPointsInsideTheUnitInterval) {
  const SobolSequence sequence(2);
  EXPECT_NE(sequence.point(5, 0, 1), sequence.point(5, 0, 2));
  EXPECT_NE(sequence.point(0, 0, 1), sequence.point(0, 1, 1));
  EXPECT_EQ(sequence.point(5, 0, 1), SobolSequence(9).point(5, 0, 1));
  for (std::uint32_t seed = 0; seed < 1000; ++seed) {
    EXPECT_GT(sequence.point(0, 0, seed), 0.0);
    EXPECT_LT(sequence.point(0, 0, seed), 1.0);
  }
}

double ishigami(double u, double v, double w) {
  const double pi = std::numbers::pi, x = pi * (2 * u - 1), y = pi * (2 * v - 1), z = pi * (2 * w - 1);
  return std::sin(x) + 7.0 * std::sin(y) * std::sin(y) + 0.1 * std::pow(z, 4) * std::sin(x);
}

/// Root mean square error of the mean of the Ishigami function, whose exact
/// value is 7/2, over 32 seeds.
template <class Coordinate>
double rms_error(std::uint32_t n, Coordinate u) {
  double squares = 0.0;
  for (std::uint32_t seed = 0; seed < 32; ++seed) {
    double sum = 0.0;
    for (std::uint32_t k = 0; k < n; ++k) sum += ishigami(u(k, 0, seed), u(k, 1, seed), u(k, 2, seed));
    squares += std::pow(sum / n - 3.5, 2);
  }
  return std::sqrt(squares / 32.0);
}

TEST(Sobol, ErrorFallsFasterThanThatOfMonteCarlo) {
  const SobolSequence sequence(3);
  const auto sobol = [&](std::uint32_t k, int i, std::uint32_t seed) { return sequence.point(k, i, seed); };
  const auto plain = [](std::uint32_t k, int i, std::uint32_t seed) {
    return uniform(seed, Purpose::test, {.sample = k, .entity = static_cast<std::uint32_t>(i)});
  };
  // Monte Carlo: error ~ n^-1/2, a factor 4 from 256 to 4096 points; scrambled
  // nets: about n^-3/2 on smooth functions, 64.
  EXPECT_NEAR(std::log2(rms_error(256, plain) / rms_error(4096, plain)), 2.0, 0.7);
  EXPECT_GT(std::log2(rms_error(256, sobol) / rms_error(4096, sobol)), 4.0);
  EXPECT_LT(rms_error(4096, sobol), 0.05 * rms_error(4096, plain));
}

TEST(Sobol, RefusesImpossibleDimensions) {
  EXPECT_THROW(SobolSequence(0), std::invalid_argument);
  EXPECT_THROW(SobolSequence(129), std::invalid_argument);
}

}  // namespace
}  // namespace copack::numerics
