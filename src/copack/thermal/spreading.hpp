// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "copack/core/diagnostics.hpp"
#include "copack/core/fields.hpp"

/// Closed forms for spreading resistance: quick estimates, a few percent off. flux_channel.hpp is the exact solution.
namespace copack::thermal {

/// A centred source on one plate, both replaced by discs of equal area.
struct SpreadingInputs {
  Area source_area;
  Area plate_area;                   ///< A
  Length thickness;                  ///< t
  ThermalConductivity conductivity;  ///< k
  HeatTransferCoefficient h;
  Power power;  ///< P
};

struct SpreadingResults {
  Length source_radius;  ///< a
  Length plate_radius;   ///< b
  double epsilon = 0.0;  ///< a / b
  double tau = 0.0;      ///< t / b
  double biot = 0.0;     ///< h b / k
  double lambda = 0.0;   ///< pi + 1 / (sqrt(pi) epsilon)
  double phi = 0.0;
  double psi_mean = 0.0;         ///< dimensionless constriction resistance, mean of the source
  double psi_max = 0.0;          ///< the same for its centre
  ThermalResistance convection;  ///< 1 / (h A)
  ThermalResistance mean_resistance;
  ThermalResistance max_resistance;
  TemperatureDelta mean_rise;
  TemperatureDelta max_rise;
};

void describe(Fields& f, SpreadingInputs& x);
void describe(Fields& f, SpreadingResults& x);
[[nodiscard]] std::vector<Problem> validate(const SpreadingInputs& inputs);

/// Lee, Song, Au and Moran 1995. Within 1 to 3 % of the exact series in a benign case, up to 10 % in others.
[[nodiscard]] SpreadingResults evaluate(const SpreadingInputs& inputs);

/// A square source on a body much larger than it.
struct HalfSpaceInputs {
  Length side;                       ///< s
  ThermalConductivity conductivity;  ///< k
  Power power;                       ///< P
};

struct HalfSpaceResults {
  ThermalResistance mean_resistance;
  ThermalResistance centre_resistance;
  TemperatureDelta mean_rise;
  TemperatureDelta centre_rise;
};

void describe(Fields& f, HalfSpaceInputs& x);
void describe(Fields& f, HalfSpaceResults& x);
[[nodiscard]] std::vector<Problem> validate(const HalfSpaceInputs& inputs);

/// Integral of the point source over the square (Carslaw and Jaeger 1959, section 10.5):
/// R_centre = 2 ln(1 + sqrt 2) / (pi k s), R_mean = 2 (ln(1 + sqrt 2) - (sqrt 2 - 1)/3) / (pi k s).
[[nodiscard]] HalfSpaceResults evaluate(const HalfSpaceInputs& inputs);

}  // namespace copack::thermal
