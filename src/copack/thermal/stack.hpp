// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "copack/core/diagnostics.hpp"
#include "copack/core/fields.hpp"

namespace copack::thermal {

struct StackLayer {
  std::string name;
  Length thickness;                  ///< t
  ThermalConductivity conductivity;  ///< k, through the layer
};

/// Heat through a pile of layers of one area into a coolant, without spreading.
struct StackInputs {
  Power power;                ///< P
  Area area;                  ///< A
  HeatTransferCoefficient h;  ///< to the coolant
  std::vector<StackLayer> layers;
};

struct StackLayerResult {
  std::string name;
  AreaThermalResistance resistance;  ///< t / k
  TemperatureDelta drop;
};

struct StackResults {
  HeatFlux flux;                          ///< q
  AreaThermalResistance conduction;       ///< sum of t / k
  AreaThermalResistance convection;       ///< 1 / h
  AreaThermalResistance area_resistance;  ///< R''
  ThermalResistance resistance;           ///< R''/A
  TemperatureDelta rise;                  ///< of the heated face above the coolant
  std::vector<StackLayerResult> layers;
};

void describe(Fields& f, StackLayer& x);
void describe(Fields& f, StackInputs& x);
void describe(Fields& f, StackLayerResult& x);
void describe(Fields& f, StackResults& x);

[[nodiscard]] std::vector<Problem> validate(const StackInputs& inputs);

/// dT = q (sum t_i / k_i + 1 / h); Fourier's law in one dimension.
[[nodiscard]] StackResults evaluate(const StackInputs& inputs);

}  // namespace copack::thermal
