// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "copack/core/diagnostics.hpp"
#include "copack/numerics/matrix.hpp"

namespace copack::numerics {

/// Ranks 1..n; equal values share their average rank.
std::vector<double> ranks(std::span<const double> values);

/// Spearman's rank correlation; NaN when one side is constant.
double spearman(std::span<const double> x, std::span<const double> y);

/// Empty when `correlation` is square, symmetric, has ones on its diagonal and can be a rank correlation of normal
/// scores.
std::vector<Problem> validate_rank_correlation(const Matrix& correlation);

/// Reorders the values within each column of `samples` (rows: samples) so that the columns have the wanted rank
/// correlation. Each column keeps exactly its values; the first keeps its order. Iman & Conover 1982 with van der
/// Waerden scores of the samples' own ranks and the normal-score correlation 2 sin(pi rho / 6) that belongs to the
/// Spearman correlation rho.
/// @returns nothing when the correlation is not valid, a column is constant or there are too few samples.
std::optional<Matrix> iman_conover(const Matrix& samples, const Matrix& rank_correlation);

/// Joins independent uniform numbers by a Gaussian copula, sample by sample, so that no sample depends on another.
class GaussianCopula {
 public:
  /// @returns nothing when the Spearman correlation is not valid (`validate_rank_correlation` tells why).
  static std::optional<GaussianCopula> with_rank_correlation(const Matrix& rank_correlation);

  /// Replaces the independent uniforms `u` in (0, 1), one for each row of the correlation matrix, by dependent ones.
  void transform(std::span<double> u) const;

 private:
  explicit GaussianCopula(Matrix factor) : factor_(std::move(factor)) {}
  Matrix factor_;  ///< lower Cholesky factor of the correlation of the normal scores
};

}  // namespace copack::numerics
