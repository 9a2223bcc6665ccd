// SPDX-License-Identifier: Apache-2.0
#include "copack/manufacturing/package_cost.hpp"

#include <gtest/gtest.h>

// Expected numbers: Chiplet Actuary (Feng and Ma, DAC 2022), commit 2c91fb9, classes OS, FO and SI, run on 800 mm2 of
// silicon at 5 nm; chiplets carry 10 % for die-to-die links.
namespace copack::manufacturing {
namespace {

PackageCostInputs five_nm(PackageKind kind, int count, double area_mm2) {
  PackageCostInputs x;
  x.kind = kind;
  x.chips = {{"chip", count, area_mm2 * unit::mm2, 16988.0 * unit::USD, 0.11 / unit::cm2, 10.0}};
  if (kind != PackageKind::organic_substrate) x.chip_bumps = 0.01 * unit::USD / unit::mm2;
  return x;
}

PackageCostInputs fan_out(PackageKind kind) {
  auto x = five_nm(kind, 2, 440.0);
  x.chip_bond_yield = 0.98;
  x.interposer_wafer_cost = 1200.0 * unit::USD;
  x.interposer_area_factor = 1.2;
  x.interposer_defect_density = 0.05 / unit::cm2;
  x.interposer_clustering = 3.0;
  return x;
}

void expect(const PackageCostResults& r, double raw, double defect, double package, double bad_package, double wasted) {
  EXPECT_NEAR(r.raw_chips.si(), raw, 5e-4);
  EXPECT_NEAR(r.defect_chips.si(), defect, 5e-4);
  EXPECT_NEAR(r.package.si(), package, 5e-4);
  EXPECT_NEAR(r.defect_package.si(), bad_package, 5e-4);
  EXPECT_NEAR(r.wasted_chips.si(), wasted, 5e-4);
}

TEST(PackageCost, SystemOnChip) {
  expect(evaluate(five_nm(PackageKind::organic_substrate, 1, 800.0)), 292.946, 382.6463, 16.0, 0.1616, 6.8242);
}

TEST(PackageCost, ChipletsOnASubstrate) {
  expect(evaluate(five_nm(PackageKind::organic_substrate, 2, 440.0)), 295.106, 175.657, 35.2, 0.7147, 9.5584);
}

TEST(PackageCost, FanOut) {
  expect(evaluate(fan_out(PackageKind::fan_out_chip_last)), 299.506, 175.657, 54.915, 24.2262, 24.5898);
  expect(evaluate(fan_out(PackageKind::fan_out_chip_first)), 299.506, 175.657, 54.915, 21.937, 305.4385);
}

TEST(PackageCost, SiliconInterposer) {
  const auto r = evaluate(five_nm(PackageKind::silicon_interposer, 2, 440.0));
  expect(r, 299.506, 175.657, 65.5951, 44.0458, 56.6515);
  EXPECT_NEAR(r.total.si(), 641.4555, 5e-5);
}

/// Server processors as in the AMD_cost study: compute dies of 67 + 7 mm2 at 7 nm around an I/O die of 360 + 56 mm2 at
/// 14 nm, on a substrate for eight compute dies; unused sites carry blanks.
PackageCostInputs server(int compute_dies) {
  PackageCostInputs x;
  x.chips = {{"compute", compute_dies, 74.0 * unit::mm2, 9346.0 * unit::USD, 0.09 / unit::cm2, 10.0},
             {"io", 1, 416.0 * unit::mm2, 3984.0 * unit::USD, 0.08 / unit::cm2, 10.0}};
  if (compute_dies < 8) x.chips.push_back({"blank", 8 - compute_dies, 67.0 * unit::mm2, {}, {}, 10.0});
  return x;
}

PackageCostInputs one_die_server(int compute_dies) {
  PackageCostInputs x;
  const auto area = (67.0 * compute_dies + 360.0) * unit::mm2;
  x.chips = {{"soc", 1, area, 9346.0 * unit::USD, 0.09 / unit::cm2, 10.0}};
  return x;
}

TEST(PackageCost, ServerProcessors) {
  // Raw chips, defect chips and packaging, relative to the dies of the 64-core chiplet part.
  const auto reference = evaluate(server(8));
  const auto dies = reference.raw_chips + reference.defect_chips;
  const auto expect_ratios = [&](const PackageCostInputs& x, double raw, double defect, double packaging) {
    const auto r = evaluate(x);
    EXPECT_NEAR(r.raw_chips / dies, raw, 5.1e-5);
    EXPECT_NEAR(r.defect_chips / dies, defect, 5.1e-5);
    EXPECT_NEAR((r.package + r.defect_package + r.wasted_chips) / dies, packaging, 5.1e-5);
  };
  expect_ratios(server(2), 0.4003, 0.0924, 0.3249);
  expect_ratios(one_die_server(2), 0.6155, 0.3266, 0.0752);
  expect_ratios(server(8), 0.8751, 0.1249, 0.3851);
  expect_ratios(one_die_server(8), 1.2267, 1.4028, 0.1457);
}

TEST(PackageCost, PerfectBondsWasteNothing) {
  auto x = five_nm(PackageKind::organic_substrate, 2, 440.0);
  x.substrate_bond_yield = 1.0;
  EXPECT_EQ(evaluate(x).wasted_chips.si(), 0.0);
}

TEST(PackageCost, PointsAtTheChipThatDoesNotFit) {
  auto x = five_nm(PackageKind::organic_substrate, 1, 90000.0);
  ASSERT_EQ(validate(x).size(), 1u);
  EXPECT_EQ(validate(x)[0].path, "chips[0].area");
}

}  // namespace
}  // namespace copack::manufacturing
