// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "copack/core/diagnostics.hpp"
#include "copack/core/fields.hpp"

namespace copack::manufacturing {

/// Two Gaussian modes that face each other, and how well a machine places one on the other.
struct CouplingInputs {
  Length mfd_1;                           ///< mode-field diameter, 2 w1
  Length mfd_2;                           ///< mode-field diameter, 2 w2
  Length offset;                          ///< d, lateral
  double tilt = 0.0;                      ///< theta, rad
  Length gap;                             ///< z, axial
  Length wavelength = 1310.0 * unit::nm;  ///< lambda
  double index = 1.0;                     ///< n_r, refractive index of the gap
  Length sigma;                           ///< placement standard deviation per axis
  Decibel limit = Decibel::from_db(1.0);  ///< largest offset loss that passes
};

struct CouplingResults {
  Length mode_radius;     ///< w, root mean square of w1 and w2
  Length rayleigh_range;  ///< z_R
  Decibel mismatch_loss;  ///< modes of different size
  Decibel offset_loss;
  Decibel tilt_loss;
  Decibel gap_loss;
  Decibel loss;                  ///< sum
  Length offset_tolerance;       ///< offset that costs `limit`
  double placement_yield = 0.0;  ///< probability that a placement stays within it
};

void describe(Fields& f, CouplingInputs& x);
void describe(Fields& f, CouplingResults& x);
[[nodiscard]] std::vector<Problem> validate(const CouplingInputs& inputs);

/// Overlap of Gaussian beams (Joyce and DeLoach 1984) for small errors, each taken alone; the offsets of a two-axis
/// Gaussian placement have a Rayleigh-distributed radius.
[[nodiscard]] CouplingResults evaluate(const CouplingInputs& inputs);

}  // namespace copack::manufacturing
