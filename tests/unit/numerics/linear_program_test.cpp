// SPDX-License-Identifier: Apache-2.0
#include "copack/numerics/linear_program.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "copack/core/random.hpp"

namespace copack::numerics {
namespace {

/// Wyndor Glass: max 3 x + 5 y; x <= 4, 2 y <= 12, 3 x + 2 y <= 18 (Hillier &
/// Lieberman, chapter 3).
LinearProgram wyndor() {
  LinearProgram p{.sense = Sense::maximize};
  const int x = p.add_column(3.0), y = p.add_column(5.0);
  p.add_row(-no_bound, 4.0, {{x, 1.0}});
  p.add_row(-no_bound, 12.0, {{y, 2.0}});
  p.add_row(-no_bound, 18.0, {{x, 3.0}, {y, 2.0}});
  return p;
}

TEST(LinearProgram, SolvesWyndor) {
  const auto s = solve(wyndor());
  ASSERT_EQ(s.status, LpStatus::optimal);
  EXPECT_NEAR(s.objective, 36.0, 1e-9);
  EXPECT_NEAR(s.primal[0], 2.0, 1e-9);
  EXPECT_NEAR(s.primal[1], 6.0, 1e-9);
  EXPECT_NEAR(s.duals[0], 0.0, 1e-9);
  EXPECT_NEAR(s.duals[1], 1.5, 1e-9);
  EXPECT_NEAR(s.duals[2], 1.0, 1e-9);
  EXPECT_NEAR(s.row_activity[0], 2.0, 1e-9);
}

/// Mix of two links: max x + 0.8 y subject to power, capital and lasers.
LinearProgram link_mix(double lasers) {
  LinearProgram p{.sense = Sense::maximize};
  const int x = p.add_column(1.0), y = p.add_column(0.8);
  p.add_row(-no_bound, 12000.0, {{x, 90.0}, {y, 120.0}});
  p.add_row(-no_bound, 390.0, {{x, 3.2}, {y, 3.0}});
  p.add_row(-no_bound, lasers, {{x, 16.0}, {y, 2.0}});
  return p;
}

TEST(LinearProgram, ReliefOfLasersMovesTheBottleneckToCapital) {
  // Power and lasers bind: x = 48000/870, y = 500 - 8 x. Prices solve 90 p + 16
  // l = 1, 120 p + 2 l = 0.8.
  const auto scarce = solve(link_mix(1000.0));
  EXPECT_NEAR(scarce.objective, 102.069, 5e-4);
  EXPECT_NEAR(scarce.duals[0], 0.00621, 5e-6);
  EXPECT_NEAR(scarce.duals[1], 0.0, 1e-12);
  EXPECT_NEAR(scarce.duals[2], 0.02759, 5e-6);
  const auto ample = solve(link_mix(2000.0));
  EXPECT_NEAR(ample.objective, 121.875, 1e-9);
  EXPECT_NEAR(ample.duals[0], 0.0, 1e-12);
  EXPECT_NEAR(ample.duals[1], 0.3125, 1e-12);
  EXPECT_NEAR(ample.duals[2], 0.0, 1e-12);
}

TEST(LinearProgram, PricesAreDerivativesForBothSenses) {
  for (const Sense sense : {Sense::minimize, Sense::maximize}) {
    // A transport problem with one equation, one `>=` and one `<=` row, all
    // binding for one of the senses.
    const auto with = [&](double a, double b, double c) {
      LinearProgram p{.sense = sense};
      const int x = p.add_column(2.0, 0.0, 9.0), y = p.add_column(3.0, 0.0, 9.0), z = p.add_column(-1.0, 0.0, 4.0);
      p.add_row(a, a, {{x, 1.0}, {y, 1.0}, {z, 1.0}});
      p.add_row(b, no_bound, {{y, 1.0}, {z, -1.0}});
      p.add_row(-no_bound, c, {{x, 1.0}, {y, -2.0}});
      return solve(p);
    };
    const auto at = with(10.0, -1.5, 1.25);
    ASSERT_EQ(at.status, LpStatus::optimal);
    constexpr double step = 1e-4;
    EXPECT_NEAR(at.duals[0], (with(10.0 + step, -1.5, 1.25).objective - at.objective) / step, 1e-6);
    EXPECT_NEAR(at.duals[1], (with(10.0, -1.5 + step, 1.25).objective - at.objective) / step, 1e-6);
    EXPECT_NEAR(at.duals[2], (with(10.0, -1.5, 1.25 + step).objective - at.objective) / step, 1e-6);
  }
}

TEST(LinearProgram, StrongDualityHolds) {
  // Random dense programs min c x, A x >= b, x >= 0, with all data positive:
  // feasible and bounded; c x = b y.
  for (std::uint32_t seed = 0; seed < 20; ++seed) {
    std::uint32_t next = 0;
    const auto u = [&] { return 0.1 + uniform(seed, Purpose::test, {.draw = next++}); };
    LinearProgram p;
    for (int j = 0; j < 8; ++j) p.add_column(u());
    for (int i = 0; i < 5; ++i) {
      p.add_row(u(), no_bound);
      for (int j = 0; j < 8; ++j) p.add_term(i, j, u());
    }
    const auto s = solve(p);
    ASSERT_EQ(s.status, LpStatus::optimal);
    double dual_objective = 0.0;
    for (std::size_t i = 0; i < p.rows(); ++i) {
      EXPECT_GE(s.duals[i], -1e-9);
      dual_objective += s.duals[i] * p.row_lower[i];
    }
    EXPECT_NEAR(dual_objective, s.objective, 1e-9);
    for (const double d : s.reduced_costs) EXPECT_GE(d, -1e-9);
  }
}

TEST(LinearProgram, ReducedCostIsThePriceOfForcingIn) {
  LinearProgram p;  // min 2 x + 3 y, x + y >= 1
  const int x = p.add_column(2.0), y = p.add_column(3.0);
  p.add_row(1.0, no_bound, {{x, 1.0}, {y, 1.0}});
  const auto s = solve(p);
  EXPECT_NEAR(s.reduced_costs[0], 0.0, 1e-12);
  EXPECT_NEAR(s.reduced_costs[1], 1.0, 1e-12);
}

TEST(LinearProgram, TellsInfeasible) {
  LinearProgram p;
  const int x = p.add_column(1.0);
  p.add_row(2.0, no_bound, {{x, 1.0}});
  p.add_row(-no_bound, 1.0, {{x, 1.0}});
  EXPECT_EQ(solve(p).status, LpStatus::infeasible);
  EXPECT_TRUE(solve(p).primal.empty());
  LinearProgram crossed;
  crossed.add_column(1.0, 2.0, 1.0);
  EXPECT_EQ(solve(crossed).status, LpStatus::infeasible);
}

TEST(LinearProgram, TellsUnbounded) {
  LinearProgram p{.sense = Sense::maximize};
  const int x = p.add_column(1.0), y = p.add_column(0.0);
  p.add_row(-no_bound, 1.0, {{x, 1.0}, {y, -1.0}});
  EXPECT_EQ(solve(p).status, LpStatus::unbounded);
}

TEST(LinearProgram, TellsInfeasibleFromUnbounded) {
  // Neither the program nor its dual has a solution.
  LinearProgram p{.sense = Sense::maximize};
  const int x = p.add_column(1.0), y = p.add_column(1.0);
  p.add_row(1.0, no_bound, {{x, 1.0}, {y, -1.0}});
  p.add_row(1.0, no_bound, {{x, -1.0}, {y, 1.0}});
  EXPECT_EQ(solve(p).status, LpStatus::infeasible);
}

TEST(LinearProgram, SolvesTheEmptyAndTheUnconstrained) {
  EXPECT_EQ(solve(LinearProgram{}).status, LpStatus::optimal);
  EXPECT_EQ(solve(LinearProgram{}).objective, 0.0);
  LinearProgram box;
  box.add_column(-2.0, 0.0, 3.0);
  EXPECT_EQ(solve(box).status, LpStatus::optimal);
  EXPECT_NEAR(solve(box).objective, -6.0, 1e-12);
  LinearProgram open;
  open.add_column(-2.0);
  EXPECT_EQ(solve(open).status, LpStatus::unbounded);
  LinearProgram idle;  // a row without entries that asks for more than 0
  idle.add_row(1.0, no_bound);
  EXPECT_EQ(solve(idle).status, LpStatus::infeasible);
}

TEST(LinearProgram, AddsEntriesAtTheSamePlace) {
  LinearProgram p{.sense = Sense::maximize};
  const int x = p.add_column(1.0);
  p.add_row(-no_bound, 6.0, {{x, 1.0}, {x, 2.0}});
  EXPECT_NEAR(solve(p).objective, 2.0, 1e-12);
}

TEST(LinearProgram, TellsProblems) {
  LinearProgram p = wyndor();
  EXPECT_TRUE(validate(p).empty());
  p.objective[0] = std::nan("");
  p.row_lower[0] = no_bound;
  p.matrix.push_back({7, 0, 1.0});
  EXPECT_EQ(validate(p).size(), 3u);
  EXPECT_EQ(solve(p).status, LpStatus::failed);
  p.column_upper.pop_back();
  EXPECT_EQ(validate(p).size(), 4u);
}

TEST(LinearProgram, GivesTheSameBytesEachTime) {
  const auto a = solve(link_mix(1234.0)), b = solve(link_mix(1234.0));
  EXPECT_EQ(a.primal, b.primal);
  EXPECT_EQ(a.duals, b.duals);
  EXPECT_EQ(a.iterations, b.iterations);
}

}  // namespace
}  // namespace copack::numerics
