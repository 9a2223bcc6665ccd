// SPDX-License-Identifier: Apache-2.0
#include "copack/thermal/arrhenius.hpp"

#include "copack/numerics/arrhenius.hpp"

namespace copack::thermal {

void describe(Fields& f, ArrheniusInputs& x) {
  f("activation_energy", "eV", x.activation_energy, "activation energy, Ea", required_positive);
  f("use", "degC", x.use, "temperature in use, T_use", required);
  f("stress", "degC", x.stress, "temperature under stress, T_stress", required);
}

void describe(Fields& f, ArrheniusResults& x) {
  f("acceleration_factor", "", x.acceleration_factor, "rate under stress over rate in use, AF",
    by("exp(activation_energy / k_B * (1 / use - 1 / stress))"));
}

std::vector<Problem> validate(const ArrheniusInputs& inputs) {
  std::vector<Problem> problems;
  if (!(inputs.use.kelvin() > 0.0)) problems.push_back({"use", "must be above absolute zero"});
  if (!(inputs.stress.kelvin() > 0.0)) problems.push_back({"stress", "must be above absolute zero"});
  return problems;
}

ArrheniusResults evaluate(const ArrheniusInputs& inputs) {
  return {numerics::arrhenius_factor(inputs.activation_energy, inputs.use, inputs.stress)};
}

}  // namespace copack::thermal
