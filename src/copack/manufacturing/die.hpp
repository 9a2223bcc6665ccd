// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "copack/core/diagnostics.hpp"
#include "copack/core/fields.hpp"

namespace copack::manufacturing {

/// How the yield of a die falls with its defects x = A D0.
enum class YieldLaw {
  poisson,            ///< exp(-x)
  murphy,             ///< ((1 - exp(-x)) / x)^2
  seeds,              ///< 1 / (1 + x)
  negative_binomial,  ///< (1 + x / clustering)^-clustering
  bose_einstein,      ///< (1 + x)^-critical_layers
  fixed               ///< fixed_yield, whatever the area
};
std::span<const std::string_view> choice_names(YieldLaw law);

/// A wafer and the dies cut from it. Defaults: 300 mm wafer as in Chiplet Actuary (Feng and Ma 2022).
struct DieInputs {
  Area area;  ///< A
  Money wafer_cost;
  ArealDensity defect_density;  ///< D0
  YieldLaw law = YieldLaw::negative_binomial;
  double clustering = 10.0;      ///< alpha of the negative-binomial law
  double critical_layers = 1.0;  ///< N of the Bose-Einstein law
  double fixed_yield = 1.0;
  Length wafer_diameter = 300.0 * unit::mm;  ///< d
  Length scribe = 0.2 * unit::mm;            ///< s, width of the cut
  Length edge_loss = 5.0 * unit::mm;         ///< e, unused rim
};

struct DieResults {
  double defects = 0.0;     ///< x, mean number per die
  double yield = 0.0;       ///< Y
  double gross_dies = 0.0;  ///< N per wafer, as a mean over placements (not rounded); 0: the die does not fit
  double good_dies = 0.0;   ///< N Y
  Money raw_cost;           ///< of a die, good or bad
  Money good_cost;          ///< of a known good die
  Money defect_cost;        ///< share of it that pays for bad dies
};

void describe(Fields& f, DieInputs& x);
void describe(Fields& f, DieResults& x);
[[nodiscard]] std::vector<Problem> validate(const DieInputs& inputs);

/// Y of the law for x mean defects. Poisson, Murphy 1964, Seeds 1967, Stapper 1973, Price 1970.
[[nodiscard]] double die_yield(const DieInputs& law, double defects);

/// Dies per wafer and cost of a good one (Feng and Ma 2022, section 3). A die that does not fit costs infinity.
[[nodiscard]] DieResults evaluate(const DieInputs& inputs);

}  // namespace copack::manufacturing
