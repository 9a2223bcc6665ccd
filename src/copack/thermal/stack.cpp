// SPDX-License-Identifier: Apache-2.0
#include "copack/thermal/stack.hpp"

#include <fmt/format.h>

namespace copack::thermal {

void describe(Fields& f, StackLayer& x) {
  f("name", x.name, "name of the layer");
  f("thickness", "mm", x.thickness, "thickness, t", required_positive);
  f("conductivity", "W/(m*K)", x.conductivity, "conductivity through the layer, k", required_positive);
}

void describe(Fields& f, StackInputs& x) {
  f("power", "W", x.power, "heat through the stack, P", required);
  f("area", "mm2", x.area, "area of every layer, A", required_positive);
  f("h", "W/(m2*K)", x.h, "heat-transfer coefficient to the coolant, h", required_positive);
  f("layers", x.layers, "layers in any order", required);
}

void describe(Fields& f, StackLayerResult& x) {
  f("name", x.name, "name of the layer");
  f("resistance", "cm2*K/W", x.resistance, "area-specific resistance", by("thickness / conductivity"));
  f("drop", "K", x.drop, "temperature drop", by("flux * resistance"));
}

void describe(Fields& f, StackResults& x) {
  f("flux", "W/cm2", x.flux, "heat flux, q", by("power / area"));
  f("conduction", "cm2*K/W", x.conduction, "area-specific resistance of the layers", by("sum(layers.resistance)"));
  f("convection", "cm2*K/W", x.convection, "area-specific resistance to the coolant", by("1 / h"));
  f("area_resistance", "cm2*K/W", x.area_resistance, "area-specific resistance, R''", by("conduction + convection"));
  f("resistance", "K/W", x.resistance, "resistance, R", by("area_resistance / area"));
  f("rise", "K", x.rise, "rise of the heated face above the coolant, dT", by("flux * area_resistance"));
  f("layers", x.layers, "resistance and drop by layer");
}

std::vector<Problem> validate(const StackInputs& inputs) {
  std::vector<Problem> problems;
  if (!(inputs.area.si() > 0.0)) problems.push_back({"area", "must be above 0"});
  if (!(inputs.h.si() > 0.0)) problems.push_back({"h", "must be above 0"});
  for (std::size_t i = 0; i < inputs.layers.size(); ++i) {
    if (inputs.layers[i].thickness.si() > 0.0 && inputs.layers[i].conductivity.si() > 0.0) continue;
    problems.push_back({fmt::format("layers[{}]", i), "thickness and conductivity must be above 0"});
  }
  return problems;
}

StackResults evaluate(const StackInputs& inputs) {
  StackResults r;
  r.flux = inputs.power / inputs.area;
  for (const auto& layer : inputs.layers) {
    const auto resistance = layer.thickness / layer.conductivity;
    r.conduction += resistance;
    r.layers.push_back({layer.name, resistance, r.flux * resistance});
  }
  r.convection = 1.0 / inputs.h;
  r.area_resistance = r.conduction + r.convection;
  r.resistance = r.area_resistance / inputs.area;
  r.rise = r.flux * r.area_resistance;
  return r;
}

}  // namespace copack::thermal
