// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "copack/numerics/sensitivity.hpp"

namespace copack::numerics {

/// Functions whose Sobol' indices are known exactly.
enum class TestFunction : unsigned char {
  ishigami,  ///< sin x1 + 7 sin^2 x2 + 0.1 x3^4 sin x1, each x uniform on (-pi, pi) (Ishigami & Homma 1990)
  g          ///< product of (|4 u_i - 2| + a_i) / (1 + a_i), a = 0, 1, 4.5, 9, 99, 99, 99, 99 (Saltelli & Sobol' 1995)
};
std::span<const std::string_view> choice_names(TestFunction function);

int dimensions(TestFunction function);

/// The function at a point of the unit cube. Precondition: u has `dimensions(function)` coordinates.
double value(TestFunction function, std::span<const double> u);

/// Variance, first and total indices in closed form; the errors are left empty.
SobolIndices exact_indices(TestFunction function);

/// Indices estimated from `points` scrambled Sobol' points and the design of Saltelli: points * (dimensions + 2)
/// evaluations.
SobolIndices estimated_indices(TestFunction function, int points, std::uint32_t seed);

}  // namespace copack::numerics
