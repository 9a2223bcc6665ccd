// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "copack/core/fields.hpp"
#include "copack/manufacturing/compound.hpp"

/// The process graph of one product without names, for repeated evaluation; assembly.hpp has the named form.
///
/// A started unit is alive until a test scraps it; it is good or bad. Each operation pays for every unit alive, can
/// turn good units bad, and ends with a test that scraps some of the bad ones (Williams and Brown 1981). With a = share
/// alive, g = share alive and good, y = unit yield, T = coverage:
///     g <- g y,   a <- a (g / a)^T
namespace copack::manufacturing {

/// Items of another part that an operation builds in.
struct Consumption {
  int part = 0;
  double quantity = 1.0;
};

struct Operation {
  Sites sites;            ///< yield, sites, rework of the operation itself
  Money material;         ///< bought for it, per unit
  Money process;          ///< machine and labour, per unit
  Money test;             ///< per unit
  Money rework;           ///< per attempt
  double coverage = 0.0;  ///< T
  int first_use = 0;      ///< its range in Process::uses
  int end_use = 0;
};

struct Part {
  Money cost;                 ///< bought in, before the first operation
  double defect_level = 0.0;  ///< share of bad units bought in
  int first_operation = 0;    ///< its range in Process::operations
  int end_operation = 0;
};

struct Process {
  std::vector<Part> parts;
  std::vector<Operation> operations;
  std::vector<Consumption> uses;
  std::vector<int>
      order;  ///< parts of the product, each after the parts it uses; the product is last. Empty: malformed
};

struct PartOutcome {
  double alive = 0.0;         ///< share of started units that ship
  double good = 0.0;          ///< share of started units that ship and are good
  double defect_level = 0.0;  ///< share of bad units among the shipped
  Money cost_per_shipped;
  Money cost_per_good;
  double starts = 0.0;    ///< per good product
  double embedded = 0.0;  ///< units in one product
  Money purchase_loss;    ///< per product: cost of units lost because they were bought in bad
};

struct OperationOutcome {
  double alive = 0.0;     ///< share of started units that reach the operation
  double incoming = 1.0;  ///< probability that what a site builds in is good
  SitesOutcome sites;     ///< with the incoming quality
  Money own_cost;         ///< per unit that goes through, with the items built in
  Money sunk;             ///< in a unit after the operation
  double runs = 0.0;      ///< per good product
  Money loss;             ///< per product: cost of the units that turn bad here
  Money cost_slope;       ///< change of the product's cost per good unit per change of sites.yield
};

struct Outcome {
  bool ships = false;  ///< false: malformed, or no good unit leaves the line
  std::vector<PartOutcome> parts;
  std::vector<OperationOutcome> operations;
};

/// Expected values in closed form; derivatives exact, by one reverse sweep over the graph.
[[nodiscard]] Outcome assess(const Process& process);

}  // namespace copack::manufacturing
