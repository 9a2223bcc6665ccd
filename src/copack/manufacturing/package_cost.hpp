// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "copack/core/diagnostics.hpp"
#include "copack/core/fields.hpp"

/// Recurring cost of a multi-chip package after Chiplet Actuary (Feng and Ma 2022): dies, package, and what bad
/// packages waste. It has no test, rework or spares; assembly.hpp has.
namespace copack::manufacturing {

enum class PackageKind {
  organic_substrate,   ///< chips on the substrate (one chip: a plain system on chip)
  fan_out_chip_last,   ///< chips on a redistribution layer that is made first
  fan_out_chip_first,  ///< redistribution layer grown over the chips: its yield loss wastes good dies
  silicon_interposer   ///< 2.5D
};
std::span<const std::string_view> choice_names(PackageKind kind);

struct PackagedChip {
  std::string name;
  int count = 1;
  Area area;                    ///< A
  Money wafer_cost;             ///< 0 for a blank that only fills its site
  ArealDensity defect_density;  ///< D0
  double clustering = 10.0;     ///< alpha
};

/// Defaults: parameters as published with Chiplet Actuary; those of the interposer are for silicon.
struct PackageCostInputs {
  PackageKind kind = PackageKind::organic_substrate;
  std::vector<PackagedChip> chips;
  MoneyPerArea chip_bumps = 0.005 * unit::USD / unit::mm2;      ///< C4; micro-bumps on an interposer cost 0.01 USD/mm2
  MoneyPerArea substrate_cost = 0.005 * unit::USD / unit::mm2;  ///< per layer set
  double substrate_area_factor = 4.0;                           ///< package area over silicon area
  double substrate_bond_yield = 0.99;                           ///< y3, interposer or chip on the substrate
  double chip_bond_yield = 0.95;                                ///< of one chip on the interposer
  Money interposer_wafer_cost = 1937.0 * unit::USD;
  double interposer_area_factor = 1.1;                                    ///< interposer area over silicon area
  ArealDensity interposer_defect_density = ArealDensity::from_si(600.0);  ///< 0.06 / cm2
  double interposer_clustering = 6.0;
  MoneyPerArea interposer_bumps = 0.005 * unit::USD / unit::mm2;
};

struct PackageCostResults {
  Area silicon_area;              ///< S
  int chips = 0;                  ///< n
  Area interposer_area;           ///< I
  double interposer_yield = 1.0;  ///< y1
  double bond_yield = 1.0;        ///< y2, all chips on the interposer
  Money raw_chips;                ///< dies, good or bad, with bumps
  Money defect_chips;             ///< what bad dies cost
  Money package;                  ///< substrate and interposer
  Money defect_package;           ///< what bad packages cost
  Money wasted_chips;             ///< good dies lost in bad packages
  Money total;
};

void describe(Fields& f, PackagedChip& x);
void describe(Fields& f, PackageCostInputs& x);
void describe(Fields& f, PackageCostResults& x);
[[nodiscard]] std::vector<Problem> validate(const PackageCostInputs& inputs);
[[nodiscard]] PackageCostResults evaluate(const PackageCostInputs& inputs);

}  // namespace copack::manufacturing
