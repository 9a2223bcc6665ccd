// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>

#include "copack/units/constants.hpp"
#include "copack/units/temperature.hpp"
#include "copack/units/unit.hpp"

namespace copack::numerics {

/// Rate of a thermally activated process at `to` over that at `from`: exp(Ea/k_B (1/T_from - 1/T_to)).
inline double arrhenius_factor(Energy activation_energy, Temperature from, Temperature to) {
  return std::exp(activation_energy.si() / boltzmann * (1.0 / from.kelvin() - 1.0 / to.kelvin()));
}

}  // namespace copack::numerics
