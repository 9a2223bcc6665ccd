// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "copack/core/diagnostics.hpp"
#include "copack/core/fields.hpp"

/// How fast a heated face warms up after a power step: exact solutions for one dimension.
namespace copack::thermal {

using Diffusivity = Quantity<Dimension{.m = 2, .s = -1}>;

/// A body without end, heated evenly on its face from t = 0.
struct SemiInfiniteInputs {
  HeatFlux flux;                         ///< q
  ThermalConductivity conductivity;      ///< k
  VolumetricHeatCapacity heat_capacity;  ///< cv
  Time time;                             ///< t
  Length depth;                          ///< x, below the face
};

struct SemiInfiniteResults {
  Diffusivity diffusivity;  ///< alpha = k / cv
  Length diffusion_length;  ///< sqrt(alpha t)
  TemperatureDelta surface_rise;
  TemperatureDelta rise;  ///< at `depth`
};

void describe(Fields& f, SemiInfiniteInputs& x);
void describe(Fields& f, SemiInfiniteResults& x);
[[nodiscard]] std::vector<Problem> validate(const SemiInfiniteInputs& inputs);

/// Carslaw and Jaeger 1959, section 2.9: constant flux at the surface of a semi-infinite solid.
[[nodiscard]] SemiInfiniteResults evaluate(const SemiInfiniteInputs& inputs);

/// A plate heated evenly on one face from t = 0 and cooled on the other.
struct PlaneWallInputs {
  HeatFlux flux;                         ///< q
  Length thickness;                      ///< L
  ThermalConductivity conductivity;      ///< k
  VolumetricHeatCapacity heat_capacity;  ///< cv
  HeatTransferCoefficient h;
  Time time;  ///< t
};

struct PlaneWallResults {
  double biot = 0.0;             ///< Bi = h L / k
  double fourier = 0.0;          ///< Fo = alpha t / L^2
  Time lumped_time_constant;     ///< cv L / h
  Time slowest_time_constant;    ///< L^2 / (alpha z_1^2)
  TemperatureDelta steady_rise;  ///< of the heated face after a long time
  TemperatureDelta heated_face_rise;
  TemperatureDelta cooled_face_rise;
  int terms = 0;           ///< terms of the series that were summed
  bool converged = false;  ///< false: t so short that the series is cut; take the semi-infinite body
};

void describe(Fields& f, PlaneWallInputs& x);
void describe(Fields& f, PlaneWallResults& x);
[[nodiscard]] std::vector<Problem> validate(const PlaneWallInputs& inputs);

/// Series over the roots z_n tan z_n = Bi (Carslaw and Jaeger 1959, section 3.11).
[[nodiscard]] PlaneWallResults evaluate(const PlaneWallInputs& inputs);

}  // namespace copack::thermal
