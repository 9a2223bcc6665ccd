// SPDX-License-Identifier: Apache-2.0
#include "copack/fabric/floor.hpp"

#include <algorithm>

namespace copack::fabric {
namespace {

std::int64_t ceil_div(std::int64_t a, std::int64_t b) { return (a + b - 1) / b; }

/// Mean of |i - (n-1)/2| over i = 0 .. n-1.
double mean_offset(std::int64_t n) {
  const auto x = static_cast<double>(n);
  return n % 2 == 0 ? x / 4.0 : (x * x - 1.0) / (4.0 * x);
}
double max_offset(std::int64_t n) { return (static_cast<double>(n) - 1.0) / 2.0; }

}  // namespace

std::int64_t racks_of(std::int64_t accelerators, const FloorPlan& floor) {
  return std::max<std::int64_t>(1, ceil_div(accelerators, floor.accelerators_per_rack));
}

LinkLength cable_length(std::int64_t block_racks, std::int64_t unit_racks, const FloorPlan& floor) {
  if (block_racks <= 1) return {.mean = floor.in_rack_mean, .max = floor.in_rack_max};
  const auto row = static_cast<std::int64_t>(floor.racks_per_row);
  const auto unit = std::clamp<std::int64_t>(unit_racks, 1, block_racks);
  const auto units = ceil_div(block_racks, unit);
  const auto columns = std::min(units, std::max<std::int64_t>(1, row / unit));
  const auto rows = ceil_div(units, columns);
  const Length width = static_cast<double>(std::min(unit, row)) * floor.rack_pitch;
  const Length depth = static_cast<double>(ceil_div(unit, row)) * floor.row_pitch;
  return {.mean = floor.vertical_slack + mean_offset(columns) * width + mean_offset(rows) * depth,
          .max = floor.vertical_slack + max_offset(columns) * width + max_offset(rows) * depth};
}

void describe(Fields& f, FloorPlan& x) {
  f("accelerators_per_rack", "", x.accelerators_per_rack, "accelerators in one rack", {.min = 1, .max = 1e6});
  f("racks_per_row", "", x.racks_per_row, "racks side by side", {.min = 1, .max = 1e6});
  f("rack_pitch", "m", x.rack_pitch, "rack to rack along a row", positive);
  f("row_pitch", "m", x.row_pitch, "row to row, aisle included", positive);
  f("vertical_slack", "m", x.vertical_slack, "up to the cable tray and down, both ends, with spare loop", non_negative);
  f("in_rack_mean", "m", x.in_rack_mean, "mean cable that stays in its rack", non_negative);
  f("in_rack_max", "m", x.in_rack_max, "longest cable that stays in its rack", non_negative);
}

}  // namespace copack::fabric
