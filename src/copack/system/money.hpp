// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "copack/economics/npv.hpp"
#include "copack/reliability/fru.hpp"
#include "copack/system/design.hpp"
#include "copack/system/evaluation.hpp"
#include "copack/system/sourcing.hpp"
#include "copack/system/trace.hpp"

namespace copack::system {

/// What the money of a design is computed from.
struct MoneyBasis {
  const Design& design;
  const PowerFace& power;
  const PerformanceFace& performance;
  const reliability::ReliabilityResults& reliability;
  const std::vector<reliability::FruClass>& frus;
  const Sourcing& sourcing;
};

/// Spare parts of one cluster. A network that repairs cannot keep up with has no steady cost: nothing is counted.
MoneyPerTime parts_cost(const MoneyBasis& basis);

/// Labour of repairs of one cluster, hands-on and beside it.
MoneyPerTime labour_cost(const MoneyBasis& basis);

/// Power at the meter per IT power.
Power at_meter(const Design& design, Power it_power);

/// Cost side of one build: the cluster's figures scaled to the build, at the prices of its year.
economics::CostSide cost_side(const MoneyBasis& basis, const PlannedBuild& build, bool first);

/// Economics of the design alone: capital, energy, repair, lost work, cost of useful work.
EconomicsFace own_money(const MoneyBasis& basis, const economics::CostSide& cluster, Trace* trace);

/// Adds the NPV against the baseline over all builds. Units that are late at a due date are bought as in the baseline.
void compare(const MoneyBasis& basis, const std::vector<economics::CostSide>& own,
             const std::vector<economics::CostSide>& baseline, EconomicsFace& face, Trace* trace);

}  // namespace copack::system
