// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

namespace copack::link {

/// Numbers of neighbouring sampling instants, for which the same is done at once.
inline constexpr std::size_t lanes = 8;
using Lane = std::array<double, lanes>;

/// H^T R^-1 H of symmetric Toeplitz matrices R, each given by its first row, by the recursion of Levinson and Durbin:
/// its prediction errors are a factorisation of R^-1, so the right-hand sides need no solution of their own.
class ToeplitzLanes {
 public:
  /// @param covariance first row of R; its size is that of the problem.
  /// @param columns    of H: element i of column r for all lanes is at columns[r] - i * step and after.
  /// @returns the symmetric matrix, row by row.
  const std::vector<Lane>& gram(std::span<const Lane> covariance, std::span<const double* const> columns,
                                std::ptrdiff_t step);

 private:
  std::vector<Lane> predictor_, innovation_, gram_;
};

}  // namespace copack::link
