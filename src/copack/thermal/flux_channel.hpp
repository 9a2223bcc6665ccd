// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "copack/core/diagnostics.hpp"
#include "copack/core/fields.hpp"
#include "copack/thermal/influence.hpp"

/// Exact spreading of heat from rectangles on a rectangular pile of homogeneous layers.
namespace copack::thermal {

/// A layer over the full footprint.
struct ChannelLayer {
  std::string name;
  Length thickness;          ///< t
  ThermalConductivity k_xy;  ///< in the plane
  ThermalConductivity k_z;   ///< through the layer
};

/// A rectangle that releases heat evenly on the face opposite to the coolant.
struct ChannelSource {
  std::string name;
  Length x;      ///< centre, from a corner of the plate, x_c
  Length y;      ///< centre, y_c
  Length width;  ///< along x, c
  Length depth;  ///< along y, d
  Power power;   ///< P
};

struct FluxChannelInputs {
  Length a;                          ///< plate, along x
  Length b;                          ///< plate, along y
  HeatTransferCoefficient h;         ///< on the coolant face
  std::vector<ChannelLayer> layers;  ///< from the coolant to the sources
  std::vector<ChannelSource> sources;
  int modes_x = 200;  ///< cosine terms along x, m = 0 ... modes_x - 1
  int modes_y = 200;  ///< cosine terms along y
};

struct ChannelSourceResult {
  std::string name;
  TemperatureDelta mean_rise;         ///< of the rectangle above the coolant, all sources on
  TemperatureDelta centre_rise;       ///< of its centre
  ThermalResistance self_resistance;  ///< psi_ii
  ThermalResistance spreading;        ///< psi_ii without its one-dimensional part
};

/// One element of the influence matrix, i <= j.
struct InfluenceResult {
  std::string on;
  std::string from;
  ThermalResistance psi;
};

struct FluxChannelResults {
  ThermalResistance one_dimensional;  ///< of the whole plate: mode m = n = 0
  double truncation = 0.0;            ///< largest relative change of a mean rise between half and all of the modes
  std::vector<ChannelSourceResult> sources;
  std::vector<InfluenceResult> influence;
};

void describe(Fields& f, ChannelLayer& x);
void describe(Fields& f, ChannelSource& x);
void describe(Fields& f, FluxChannelInputs& x);
void describe(Fields& f, ChannelSourceResult& x);
void describe(Fields& f, InfluenceResult& x);
void describe(Fields& f, FluxChannelResults& x);

[[nodiscard]] std::vector<Problem> validate(const FluxChannelInputs& inputs);

/// Double cosine series with the layers' impedance by mode (Muzychka, Culham and Yovanovich 2003); side faces
/// adiabatic.
[[nodiscard]] FluxChannelResults evaluate(const FluxChannelInputs& inputs);

/// The influence matrix alone, to derive a network from.
[[nodiscard]] InfluenceMatrix influence_of(const FluxChannelInputs& inputs);

}  // namespace copack::thermal
