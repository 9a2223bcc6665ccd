// SPDX-License-Identifier: Apache-2.0
#include "copack/thermal/coolant.hpp"

namespace copack::thermal {

void describe(Fields& f, CoolantInputs& x) {
  f("density", "kg/m3", x.density, "density of the coolant, rho", positive);
  f("specific_heat", "J/(kg*K)", x.specific_heat, "specific heat, c_p", positive);
  f("flow", "L/min", x.flow, "volume flow", required_positive);
  f("power", "W", x.power, "heat given to the stream, P", required);
}

void describe(Fields& f, CoolantResults& x) {
  f("mass_flow", "kg/s", x.mass_flow, "mass flow, mdot", by("density * flow"));
  f("resistance", "K/W", x.resistance, "outlet rise per watt", by("1 / (mass_flow * specific_heat)"));
  f("outlet_rise", "K", x.outlet_rise, "rise from inlet to outlet", by("power * resistance"));
  f("mean_rise", "K", x.mean_rise, "mean rise along the stream under even flux", by("outlet_rise / 2"));
}

std::vector<Problem> validate(const CoolantInputs& inputs) {
  std::vector<Problem> problems;
  if (!(inputs.flow.si() > 0.0)) problems.push_back({"flow", "must be above 0; a stream at rest carries no heat away"});
  return problems;
}

CoolantResults evaluate(const CoolantInputs& inputs) {
  CoolantResults r;
  r.mass_flow = inputs.density * inputs.flow;
  r.resistance = 1.0 / (r.mass_flow * inputs.specific_heat);
  r.outlet_rise = inputs.power * r.resistance;
  r.mean_rise = 0.5 * r.outlet_rise;
  return r;
}

}  // namespace copack::thermal
