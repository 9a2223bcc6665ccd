// SPDX-License-Identifier: Apache-2.0
#include "copack/numerics/linear_solve.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace copack::numerics {
namespace {

TEST(SolveDense, MatchesHandArithmetic) {
  // [4 1; 1 3] x = [1; 2]: x = (1/11, 7/11).
  const auto out = solve_dense_spd(std::vector{4.0, 1.0, 1.0, 3.0}, std::vector{1.0, 2.0});
  ASSERT_TRUE(out.solved);
  EXPECT_NEAR(out.x[0], 1.0 / 11.0, 1e-15);
  EXPECT_NEAR(out.x[1], 7.0 / 11.0, 1e-15);
  EXPECT_LT(out.relative_residual, 1e-15);
}

TEST(SolveDense, TakesSeveralRightHandSides) {
  const auto out = solve_dense_spd(std::vector{4.0, 1.0, 1.0, 3.0}, std::vector{1.0, 2.0, 4.0, 1.0});
  ASSERT_TRUE(out.solved);
  EXPECT_NEAR(out.x[2], 1.0, 1e-15);
  EXPECT_NEAR(out.x[3], 0.0, 1e-15);
}

TEST(SolveDense, HilbertMatrixKeepsASmallResidual) {
  std::vector<double> a(64), b(8);
  for (std::size_t i = 0; i < 8; ++i) {
    for (std::size_t j = 0; j < 8; ++j) a[i * 8 + j] = 1.0 / static_cast<double>(i + j + 1);
    for (std::size_t j = 0; j < 8; ++j) b[i] += a[i * 8 + j];
  }
  const auto out = solve_dense_spd(a, b);
  ASSERT_TRUE(out.solved);
  EXPECT_LT(out.relative_residual, 1e-12);
  for (const double v : out.x) EXPECT_NEAR(v, 1.0, 1e-4);  // condition number 1.5e10
}

TEST(SolveDense, SaysWhenItCannot) {
  EXPECT_FALSE(solve_dense_spd(std::vector{1.0, 2.0, 2.0, 1.0}, std::vector{1.0, 1.0}).solved);
  EXPECT_FALSE(solve_dense_spd(std::vector{0.0}, std::vector{1.0}).solved);
  EXPECT_FALSE(solve_dense_spd(std::vector{1.0, 2.0}, std::vector{1.0}).solved);
  EXPECT_FALSE(solve_dense_spd(std::vector<double>{}, std::vector<double>{}).solved);
}

/// Five-point Laplacian with fixed edges on an m x m grid, h = 1 / (m + 1),
/// without the factor 1 / h^2.
std::vector<Triplet> laplacian(int m) {
  std::vector<Triplet> a;
  for (int i = 0; i < m; ++i) {
    for (int j = 0; j < m; ++j) {
      const int here = i * m + j;
      a.push_back({here, here, 4.0});
      if (i > 0) a.push_back({here, here - m, -1.0});
      if (i + 1 < m) a.push_back({here, here + m, -1.0});
      if (j > 0) a.push_back({here, here - 1, -1.0});
      if (j + 1 < m) a.push_back({here, here + 1, -1.0});
    }
  }
  return a;
}

TEST(SolveSparse, MeetsTheEigenvectorOfTheLaplacian) {
  // sin(pi x) sin(pi y) on the grid is an eigenvector with eigenvalue 4 - 4
  // cos(pi h).
  constexpr int m = 40;
  const double h = 1.0 / (m + 1), pi = std::acos(-1.0), eigenvalue = 4.0 - 4.0 * std::cos(pi * h);
  std::vector<double> mode;
  for (int i = 1; i <= m; ++i) {
    for (int j = 1; j <= m; ++j) mode.push_back(std::sin(pi * i * h) * std::sin(pi * j * h));
  }
  const auto out = solve_sparse_spd(mode.size(), laplacian(m), mode);
  ASSERT_TRUE(out.solved);
  EXPECT_LT(out.relative_residual, 1e-12);
  for (std::size_t k = 0; k < mode.size(); ++k) EXPECT_NEAR(out.x[k] * eigenvalue, mode[k], 1e-11);
}

TEST(SolveSparse, AgreesWithDense) {
  const auto a = laplacian(3);
  std::vector<double> dense(81, 0.0), b(18);
  for (const auto& t : a) dense[static_cast<std::size_t>(t.row) * 9 + static_cast<std::size_t>(t.column)] += t.value;
  for (std::size_t i = 0; i < b.size(); ++i) b[i] = std::sin(static_cast<double>(i));
  const auto one = solve_dense_spd(dense, b), two = solve_sparse_spd(9, a, b);
  ASSERT_TRUE(one.solved && two.solved);
  for (std::size_t i = 0; i < b.size(); ++i) EXPECT_NEAR(one.x[i], two.x[i], 1e-14);
}

TEST(SolveSparse, SaysWhenItCannot) {
  EXPECT_FALSE(solve_sparse_spd(2, std::vector<Triplet>{{0, 0, 1.0}, {1, 1, -1.0}}, std::vector{1.0, 1.0}).solved);
  EXPECT_FALSE(solve_sparse_spd(2, std::vector<Triplet>{{0, 0, 1.0}}, std::vector{1.0, 1.0}).solved);
  EXPECT_FALSE(solve_sparse_spd(2, std::vector<Triplet>{{0, 5, 1.0}}, std::vector{1.0, 1.0}).solved);
}

TEST(PositiveSemidefinite, IsTold) {
  EXPECT_TRUE(is_positive_semidefinite(Matrix{{1.0, 1.0}, {1.0, 1.0}}));
  EXPECT_FALSE(is_positive_semidefinite(Matrix{{1.0, 1.1}, {1.1, 1.0}}));
  EXPECT_FALSE(is_positive_semidefinite(Matrix()));
}

}  // namespace
}  // namespace copack::numerics
