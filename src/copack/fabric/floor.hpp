// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "copack/core/fields.hpp"

namespace copack::fabric {

/// Racks stand in rows on a grid; cables run along rows and across them in overhead trays.
struct FloorPlan {
  int accelerators_per_rack = 32;         ///< counts racks
  int racks_per_row = 20;                 ///< racks side by side
  Length rack_pitch = 0.6 * unit::m;      ///< centre to centre along a row
  Length row_pitch = 3.0 * unit::m;       ///< centre to centre across rows, aisle included
  Length vertical_slack = 5.0 * unit::m;  ///< up to the tray and down again, both ends, with spare loop
  Length in_rack_mean = 1.2 * unit::m;    ///< a cable that stays in its rack
  Length in_rack_max = 2.5 * unit::m;     ///< the longest of these
};
void describe(Fields& f, FloorPlan& x);

struct LinkLength {
  Length mean;
  Length max;
};

/// Number of racks that `accelerators` fill.
std::int64_t racks_of(std::int64_t accelerators, const FloorPlan& floor);

/// Cable from the middle of a unit to the middle of the block that the unit is part of, both counted in racks.
/// A block of one rack gives the in-rack lengths. Manhattan distance; units fill rows one after the other.
LinkLength cable_length(std::int64_t block_racks, std::int64_t unit_racks, const FloorPlan& floor);

}  // namespace copack::fabric
