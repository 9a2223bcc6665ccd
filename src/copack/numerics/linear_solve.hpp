// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "copack/numerics/matrix.hpp"

namespace copack::numerics {

/// One entry of a sparse matrix. Entries at the same place add up.
struct Triplet {
  int row = 0;
  int column = 0;
  double value = 0.0;
};

/// Answer to A x = b for one or more right-hand sides, one after the other.
struct LinearSolution {
  std::vector<double> x;
  double relative_residual = 0.0;  ///< largest |A x - b| / |b| over the right-hand sides (Euclidean norms)
  bool solved = false;             ///< A was positive definite to working accuracy; x is empty otherwise
};

/// Solves with a dense symmetric positive definite matrix of n = sqrt(a.size()) rows. `b` holds a whole number of
/// right-hand sides of n numbers. Only the lower triangle of `a` is read for the factors, all of it for the residual.
LinearSolution solve_dense_spd(std::span<const double> a, std::span<const double> b);

/// Solves with a sparse symmetric positive definite n x n matrix of which both triangles are given. The factors are
/// made once for all right-hand sides, in a fill-reducing order (approximate minimum degree).
LinearSolution solve_sparse_spd(std::size_t n, std::span<const Triplet> a, std::span<const double> b);

/// Whether a symmetric matrix can be a covariance: no eigenvalue is below -1e-10 of the largest.
bool is_positive_semidefinite(const Matrix& symmetric);

}  // namespace copack::numerics
