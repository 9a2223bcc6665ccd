// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "copack/economics/npv.hpp"
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
/// manufacturing, supply, economics. `baseline`: the baseline's assessment in the same world, or nullptr for the
/// baseline itself. `trace`: collects every named intermediate; nullptr in repeated evaluations.
Assessment evaluate(const Design& design, const Assessment* baseline, Trace* trace = nullptr);

/// Names of the FRU classes in the order that OperationsFace::binding_class counts.
std::vector<std::string> fru_class_names(const Design& design);
}  // namespace copack::system
