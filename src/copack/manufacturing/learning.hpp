// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "copack/core/diagnostics.hpp"
#include "copack/core/fields.hpp"

namespace copack::manufacturing {

/// Two points of a cost curve and the cumulative volume at which the cost is wanted.
struct LearningInputs {
  Money first_cost;           ///< c1, of a unit at first_volume
  double first_volume = 0.0;  ///< n1, cumulative units
  Money later_cost;           ///< c2
  double later_volume = 0.0;  ///< n2
  double volume = 0.0;        ///< n
};

struct LearningResults {
  double exponent = 0.0;       ///< b
  double learning_rate = 0.0;  ///< cost reduction per doubling, 1 - 2^-b
  Money cost;                  ///< at `volume`
};

void describe(Fields& f, LearningInputs& x);
void describe(Fields& f, LearningResults& x);
[[nodiscard]] std::vector<Problem> validate(const LearningInputs& inputs);
[[nodiscard]] LearningResults evaluate(const LearningInputs& inputs);

/// Wright's law: c(n) = c1 (n / n1)^-b.
[[nodiscard]] double wright_factor(double volume_ratio, double exponent);
/// b = -log2(1 - learning rate)
[[nodiscard]] double wright_exponent(double learning_rate);

}  // namespace copack::manufacturing
