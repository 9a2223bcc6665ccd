// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "copack/numerics/matrix.hpp"

namespace copack::numerics {

/// R(a, w) = C(a, w) - min over a' of C(a', w), for costs with a row for each action and a column for each world
/// (Savage 1951). Absolute, in the unit of the costs: a relative regret is undefined where the best cost is near 0.
Matrix regret_table(const Matrix& costs);

/// Largest regret of each action. The smallest of them marks the minimax-regret action.
std::vector<double> max_regret(const Matrix& regret);
/// Regret of each action that is not exceeded with the given probability when all worlds are equally likely.
std::vector<double> quantile_regret(const Matrix& regret, double p);

}  // namespace copack::numerics
