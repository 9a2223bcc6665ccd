// SPDX-License-Identifier: Apache-2.0
#include "copack/manufacturing/package_cost.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>

#include "copack/manufacturing/die.hpp"

namespace copack::manufacturing {
namespace {

/// Large substrates of several chips need more layers (factors of Chiplet Actuary).
double substrate_layer_factor(Area substrate, int chips) {
  if (chips == 1) return 1.0;
  if (substrate > 900.0 * unit::mm2) return 2.0;
  return substrate > 289.0 * unit::mm2 ? 1.75 : 1.5;
}

/// Extra units that must be started so that one is good.
double waste(double yield) { return 1.0 / yield - 1.0; }

DieInputs die_of(const PackagedChip& chip) {
  DieInputs die;
  die.area = chip.area;
  die.wafer_cost = chip.wafer_cost;
  die.defect_density = chip.defect_density;
  die.clustering = chip.clustering;
  return die;
}

void add_chips(const PackageCostInputs& x, PackageCostResults& r) {
  for (const auto& chip : x.chips) {
    const auto die = evaluate(die_of(chip));
    r.chips += chip.count;
    r.silicon_area += chip.count * chip.area;
    r.raw_chips += chip.count * (die.raw_cost + x.chip_bumps * chip.area);
    r.defect_chips += chip.count * die.defect_cost;
  }
}

void put_on_substrate(const PackageCostInputs& x, PackageCostResults& r) {
  const auto area = x.substrate_area_factor * r.silicon_area;
  const double lost = waste(std::pow(x.substrate_bond_yield, r.chips));
  r.package = substrate_layer_factor(area, r.chips) * (x.substrate_cost * area);
  r.defect_package = lost * r.package;
  r.wasted_chips = lost * (r.raw_chips + r.defect_chips);
}

void put_on_interposer(const PackageCostInputs& x, PackageCostResults& r) {
  DieInputs interposer;
  interposer.area = r.interposer_area = x.interposer_area_factor * r.silicon_area;
  interposer.wafer_cost = x.interposer_wafer_cost;
  interposer.defect_density = x.interposer_defect_density;
  interposer.clustering = x.interposer_clustering;
  const auto made = evaluate(interposer);
  r.interposer_yield = made.yield;
  r.bond_yield = std::pow(x.chip_bond_yield, r.chips);

  const auto carrier = made.raw_cost + x.interposer_bumps * interposer.area;
  const auto substrate = x.substrate_cost * (x.substrate_area_factor * interposer.area);
  const double y1 = r.interposer_yield;
  const double y3 = x.substrate_bond_yield;
  // Chip first: the layer is made on the dies, so its loss takes them along. The published model leaves out the bond
  // yield there; so does this one.
  const bool chip_first = x.kind == PackageKind::fan_out_chip_first;
  const double y2 = chip_first ? 1.0 : r.bond_yield;
  r.package = carrier + substrate;
  r.defect_package = waste(y1 * y2 * y3) * carrier + waste(y3) * substrate;
  r.wasted_chips = waste(chip_first ? y1 * y3 : y2 * y3) * (r.raw_chips + r.defect_chips);
}

}  // namespace

std::span<const std::string_view> choice_names(PackageKind /*kind*/) {
  static constexpr std::array<std::string_view, 4> names{"organic-substrate", "fan-out-chip-last", "fan-out-chip-first",
                                                         "silicon-interposer"};
  return names;
}

void describe(Fields& f, PackagedChip& x) {
  f("name", x.name, "name of the chip");
  f("count", "", x.count, "chips of this kind in the package", {1.0, 1000.0});
  f("area", "mm2", x.area, "die area, A", required_positive);
  f("wafer_cost", "USD", x.wafer_cost, "price of a processed wafer; 0 for a blank", required_non_negative);
  f("defect_density", "1/cm2", x.defect_density, "defect density, D0", non_negative);
  f("clustering", "", x.clustering, "clustering, alpha", positive);
}

void describe(Fields& f, PackageCostInputs& x) {
  f("kind", x.kind, "how the chips are put together", required);
  f("chips", x.chips, "chips in the package", required);
  f("chip_bumps", "USD/mm2", x.chip_bumps, "bumps of the chips", non_negative);
  f("substrate_cost", "USD/mm2", x.substrate_cost, "organic substrate", non_negative);
  f("substrate_area_factor", "", x.substrate_area_factor, "substrate area over chip or interposer area", {.min = 1.0});
  f("substrate_bond_yield", "", x.substrate_bond_yield, "yield of one bond to the substrate, y3", fraction);
  f("chip_bond_yield", "", x.chip_bond_yield, "yield of one chip on the interposer", fraction);
  f("interposer_wafer_cost", "USD", x.interposer_wafer_cost, "price of an interposer wafer", non_negative);
  f("interposer_area_factor", "", x.interposer_area_factor, "interposer area over chip area", {.min = 1.0});
  f("interposer_defect_density", "1/cm2", x.interposer_defect_density, "defect density", non_negative);
  f("interposer_clustering", "", x.interposer_clustering, "clustering", positive);
  f("interposer_bumps", "USD/mm2", x.interposer_bumps, "bumps of the interposer", non_negative);
}

void describe(Fields& f, PackageCostResults& x) {
  f("silicon_area", "mm2", x.silicon_area, "area of all chips, S", by("sum(chips.count * chips.area)"));
  f("chips", "", x.chips, "chips in the package, n");
  f("interposer_area", "mm2", x.interposer_area, "interposer area, I", by("interposer_area_factor * silicon_area"));
  f("interposer_yield", "", x.interposer_yield, "yield of the interposer, y1");
  f("bond_yield", "", x.bond_yield, "all chips on the interposer, y2", by("chip_bond_yield^chips"));
  f("raw_chips", "USD", x.raw_chips, "dies, good or bad, with bumps");
  f("defect_chips", "USD", x.defect_chips, "cost of bad dies");
  f("package", "USD", x.package, "substrate and interposer");
  f("defect_package", "USD", x.defect_package, "cost of bad packages");
  f("wasted_chips", "USD", x.wasted_chips, "good dies lost in bad packages");
  f("total", "USD", x.total, "recurring cost of a good package",
    by("raw_chips + defect_chips + package + defect_package + wasted_chips"));
}

std::vector<Problem> validate(const PackageCostInputs& inputs) {
  std::vector<Problem> problems;
  if (inputs.chips.empty()) problems.push_back({"chips", "a package needs at least one chip"});
  if (!(inputs.substrate_bond_yield > 0.0)) problems.push_back({"substrate_bond_yield", "must be above 0"});
  if (!(inputs.chip_bond_yield > 0.0)) problems.push_back({"chip_bond_yield", "must be above 0"});
  for (std::size_t i = 0; i < inputs.chips.size(); ++i) {
    for (auto problem : validate(die_of(inputs.chips[i]))) {
      problem.path = fmt::format("chips[{}].{}", i, problem.path);
      problems.push_back(std::move(problem));
    }
  }
  return problems;
}

PackageCostResults evaluate(const PackageCostInputs& inputs) {
  PackageCostResults r;
  add_chips(inputs, r);
  if (inputs.kind == PackageKind::organic_substrate) {
    put_on_substrate(inputs, r);
  } else {
    put_on_interposer(inputs, r);
  }
  r.total = r.raw_chips + r.defect_chips + r.package + r.defect_package + r.wasted_chips;
  return r;
}

}  // namespace copack::manufacturing
