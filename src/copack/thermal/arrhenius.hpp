// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "copack/core/diagnostics.hpp"
#include "copack/core/fields.hpp"

namespace copack::thermal {

/// How much faster a thermally activated process runs when hot.
struct ArrheniusInputs {
  Energy activation_energy;  ///< Ea
  Temperature use;           ///< T_use
  Temperature stress;        ///< T_stress
};

struct ArrheniusResults {
  double acceleration_factor = 1.0;  ///< rate at T_stress over rate at T_use
};

void describe(Fields& f, ArrheniusInputs& x);
void describe(Fields& f, ArrheniusResults& x);
[[nodiscard]] std::vector<Problem> validate(const ArrheniusInputs& inputs);

/// AF = exp(Ea / k_B (1 / T_use - 1 / T_stress)). Not for fatigue of solder, which follows the temperature swing.
[[nodiscard]] ArrheniusResults evaluate(const ArrheniusInputs& inputs);

}  // namespace copack::thermal
