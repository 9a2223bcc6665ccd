// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "copack/manufacturing/assembly.hpp"
#include "copack/supply/plan.hpp"
#include "copack/system/design.hpp"
#include "copack/system/evaluation.hpp"
#include "copack/system/trace.hpp"

namespace copack::system {

/// What making and buying a technology comes to.
struct TechnologySourcing {
  bool made = false;   ///< its card says how it is made
  double yield = 1.0;  ///< of started products
  Money unit_cost;     ///< of one good product
  Money scrap_per_end;
  Money price_per_end;  ///< in the year of the card
};

struct Sourcing {
  SourcingFace face;
  std::vector<TechnologySourcing> technologies;  ///< beside Design::technologies
  std::vector<double> on_time_share;             ///< beside Design::builds
  bool answers = true;  ///< false: a supply plan has no solution (its technology counts as on time), or lanes hardly
                        ///< ever pass their test
};

/// Manufacturing and supply of all technologies of a design.
Sourcing source(const Design& design, Trace* trace);

/// Price in a calendar year over that in the year of the card. No price is known for earlier years: 1.
double price_factor(const TechnologyCard& card, double year);

/// The supply plan of a technology with the demand of the design's builds; empty when its card has no bill of
/// materials.
supply::SupplyInputs supply_plan(const Design& design, std::size_t technology);

/// Names of the supply items in the order that SourcingFace::binding_item counts: all technologies, one after the
/// other.
std::vector<std::string> supply_item_names(const Design& design);

}  // namespace copack::system
