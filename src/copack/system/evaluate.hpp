// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "copack/economics/npv.hpp"
#include "copack/link/link.hpp"
#include "copack/manufacturing/assembly.hpp"
#include "copack/reliability/fru.hpp"
#include "copack/supply/plan.hpp"
#include "copack/system/design.hpp"
#include "copack/system/evaluation.hpp"
#include "copack/system/trace.hpp"

namespace copack::system {

/// What a comparison with the baseline needs of each side, and what a trace shows.
struct Assessment {
  Evaluation evaluation;
  std::vector<economics::CostSide> costs;  ///< one per build
};

/// Evaluates a design in the world that its numbers describe: fabric, links and temperatures, workload, reliability,
/// manufacturing, supply, economics. `baseline`: the baseline's assessment in the same world, or nullptr for the baseline
/// itself. `trace`: collects every named intermediate; nullptr in repeated evaluations.
Assessment evaluate(const Design& design, const Assessment* baseline, Trace* trace = nullptr);

/// Names of the FRU classes in the order that OperationsFace::binding_class counts.
std::vector<std::string> fru_class_names(const Design& design);
/// Names of the supply items in the order that SourcingFace::binding_item counts.
std::vector<std::string> supply_item_names(const Design& design);
/// The supply plan of a technology of the design with the demand of its builds.
supply::SupplyInputs supply_plan(const Design& design, std::size_t technology);

}  // namespace copack::system
