// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "copack/numerics/matrix.hpp"

namespace copack::numerics {

/// Rows of `objectives` (all to be minimized) that no other row dominates, in their order. A row dominates another when
/// it is nowhere worse and somewhere better; equal rows do not dominate each other. Rows with a NaN are left out.
std::vector<std::size_t> pareto_set(const Matrix& objectives);

/// Area dominated by points in the plane (both coordinates minimized) and bounded by the reference point; points beyond
/// it count nothing (Zitzler & Thiele 1998).
double hypervolume_2d(std::span<const std::array<double, 2>> points, std::array<double, 2> reference);

}  // namespace copack::numerics
