// SPDX-License-Identifier: Apache-2.0
#include "copack/numerics/linear_solve.hpp"

#include <Eigen/Cholesky>
#include <Eigen/Core>
#include <Eigen/Eigenvalues>
#include <Eigen/SparseCholesky>
#include <Eigen/SparseCore>
#include <algorithm>
#include <cmath>

namespace copack::numerics {
namespace {

using Index = Eigen::Index;
using ColumnsView = Eigen::Map<const Eigen::MatrixXd>;

ColumnsView right_hand_sides(std::span<const double> b, std::size_t n) {
  return {b.data(), static_cast<Index>(n), static_cast<Index>(b.size() / n)};
}

template <class Operator>
LinearSolution checked(const Operator& a, const Eigen::MatrixXd& x, const ColumnsView& b) {
  LinearSolution out{.x = {x.data(), x.data() + x.size()}, .relative_residual = 0.0, .solved = x.allFinite()};
  const Eigen::MatrixXd rest = a * x - b;
  for (Index j = 0; j < b.cols(); ++j) {
    const double size = b.col(j).norm();
    out.relative_residual =
        std::max(out.relative_residual, size > 0.0 ? rest.col(j).norm() / size : rest.col(j).norm());
  }
  if (!out.solved) out.x.clear();
  return out;
}

}  // namespace

LinearSolution solve_dense_spd(std::span<const double> a, std::span<const double> b) {
  const auto n = static_cast<std::size_t>(std::lround(std::sqrt(static_cast<double>(a.size()))));
  if (n == 0 || n * n != a.size() || b.size() % n != 0) return {};
  const ColumnsView matrix(a.data(), static_cast<Index>(n),
                           static_cast<Index>(n));  // symmetric: either order of storage
  const ColumnsView rhs = right_hand_sides(b, n);
  const Eigen::LDLT<Eigen::MatrixXd, Eigen::Upper> factors(matrix);  // the lower triangle when read by rows
  if (factors.info() != Eigen::Success || !(factors.vectorD().minCoeff() > 0.0)) return {};
  return checked(matrix, factors.solve(rhs), rhs);
}

LinearSolution solve_sparse_spd(std::size_t n, std::span<const Triplet> a, std::span<const double> b) {
  const auto inside = [n](int i) { return i >= 0 && static_cast<std::size_t>(i) < n; };
  const bool fits = std::ranges::all_of(a, [&](const Triplet& t) { return inside(t.row) && inside(t.column); });
  if (n == 0 || !fits || b.size() % n != 0) return {};
  std::vector<Eigen::Triplet<double>> entries;
  entries.reserve(a.size());
  for (const Triplet& t : a) entries.emplace_back(t.row, t.column, t.value);
  Eigen::SparseMatrix<double> matrix(static_cast<Index>(n), static_cast<Index>(n));
  matrix.setFromTriplets(entries.begin(), entries.end());

  const ColumnsView rhs = right_hand_sides(b, n);
  const Eigen::SimplicialLDLT<Eigen::SparseMatrix<double>> factors(matrix);
  if (factors.info() != Eigen::Success || !(factors.vectorD().minCoeff() > 0.0)) return {};
  return checked(matrix, factors.solve(rhs), rhs);
}

bool is_positive_semidefinite(const Matrix& symmetric) {
  const auto n = static_cast<Index>(symmetric.rows());
  if (n == 0 || symmetric.columns() != symmetric.rows()) return false;
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(ColumnsView(symmetric.values().data(), n, n),
                                                              Eigen::EigenvaluesOnly);
  return solver.info() == Eigen::Success && solver.eigenvalues().minCoeff() >= -1e-10 * solver.eigenvalues().maxCoeff();
}

}  // namespace copack::numerics
