// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "copack/core/diagnostics.hpp"
#include "copack/core/fields.hpp"

namespace copack::thermal {

/// A stream that carries heat away. Defaults: 25 % propylene glycol in water near 40 degC.
struct CoolantInputs {
  Density density = Density::from_si(1020.0);                  ///< rho
  SpecificHeat specific_heat = SpecificHeat::from_si(3900.0);  ///< c_p
  VolumeFlow flow;
  Power power;  ///< P, heat given to the stream
};

struct CoolantResults {
  MassFlow mass_flow;
  ThermalResistance resistance;  ///< outlet rise per watt
  TemperatureDelta outlet_rise;
  TemperatureDelta mean_rise;  ///< half of it: what a plate of even flux sees on average
};

void describe(Fields& f, CoolantInputs& x);
void describe(Fields& f, CoolantResults& x);
[[nodiscard]] std::vector<Problem> validate(const CoolantInputs& inputs);

/// Caloric rise of the coolant, R = 1 / (mdot c_p).
[[nodiscard]] CoolantResults evaluate(const CoolantInputs& inputs);

}  // namespace copack::thermal
