// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "copack/core/diagnostics.hpp"
#include "copack/core/fields.hpp"
#include "copack/manufacturing/process.hpp"

/// From die yield to the cost of one good shipped product: dies, engines, packages, switches, each an ordered list of
/// steps that build in other items, can fail, can be reworked and are tested.
namespace copack::manufacturing {

/// An item that a step builds in.
struct Use {
  std::string item;
  double quantity = 1.0;  ///< per unit
};

struct Step {
  std::string name;
  std::vector<Use> inputs;      ///< items built in at this step
  Money cost;                   ///< material bought for this step, per unit
  Time time;                    ///< machine or labour time, per unit
  MoneyPerTime cost_rate;       ///< of that time
  double yield = 1.0;           ///< of one site at first pass
  int fitted = 1;               ///< n, sites made on a unit
  int needed = 1;               ///< k, good sites a unit needs
  int rework_attempts = 0;      ///< m, on a failed site
  double rework_success = 0.0;  ///< q, of one attempt
  Money rework_cost;            ///< of one attempt, with what it replaces
  double correlation = 0.0;     ///< rho, between the sites of a unit
  double coverage = 0.0;        ///< T of the test that ends the step; 0: no test
  Money test_cost;              ///< per unit
};

struct Item {
  std::string name;
  Money cost;                 ///< bought in, per unit
  double defect_level = 0.0;  ///< share of bad units bought in
  std::vector<Step> steps;    ///< in order; empty for a bought item
};

struct ManufacturingInputs {
  std::string product;  ///< the item that is sold
  std::vector<Item> items;
  Money nre;            ///< non-recurring cost, shared by all units
  double volume = 1.0;  ///< good units that share it
};

struct ItemResult {
  std::string name;
  double yield = 0.0;         ///< share of started units that ship
  double defect_level = 0.0;  ///< share of bad units among the shipped
  Money cost_per_shipped;
  Money cost_per_good;
  double starts = 0.0;    ///< per good product
  double embedded = 0.0;  ///< units in one product
};

/// A row of the waterfall, per good product; an item bought in has a row whose step is "purchase".
struct StepResult {
  std::string item;
  std::string step;
  double runs = 0.0;             ///< times the step is done
  Time time;                     ///< machine or labour time
  double unit_yield = 1.0;       ///< after rework and spares, with bad items built in
  double rework_attempts = 0.0;  ///< per unit
  Money material;                ///< in the product that ships
  Money process;
  Money test;
  Money rework;
  Money loss;        ///< sunk in units that fail because of this step
  Money cost_slope;  ///< change of cost_per_good per change of the site yield
};

struct ManufacturingResults {
  bool ships = false;   ///< false: the graph is malformed, or no good unit leaves the line
  Money cost_per_good;  ///< recurring cost of a good product
  Money nre_per_unit;
  Money unit_cost;            ///< with the share of non-recurring cost
  double yield = 0.0;         ///< share of started products that ship
  double starts = 0.0;        ///< products started per good one
  double defect_level = 0.0;  ///< share of bad products among the shipped
  Money material;             ///< the waterfall, summed by kind
  Money process;
  Money test;
  Money rework;
  Money loss;
  double balance_residual = 0.0;  ///< waterfall minus cost_per_good, relative
  std::string binding_item;       ///< where the costliest losses start
  std::string binding_step;
  Money binding_loss;
  std::vector<ItemResult> items;
  std::vector<StepResult> steps;
};

void describe(Fields& f, Use& x);
void describe(Fields& f, Step& x);
void describe(Fields& f, Item& x);
void describe(Fields& f, ManufacturingInputs& x);
void describe(Fields& f, ItemResult& x);
void describe(Fields& f, StepResult& x);
void describe(Fields& f, ManufacturingResults& x);

/// All problems: unknown, double or unused items, a graph that goes in circles (by name), impossible steps.
[[nodiscard]] std::vector<Problem> validate(const ManufacturingInputs& inputs);

/// Part indices are positions in `inputs.items`; operations follow in the order of items and steps. A graph with
/// unknown items or a circle has an empty order, which `assess` answers with ships = false.
[[nodiscard]] Process compile(const ManufacturingInputs& inputs);

[[nodiscard]] ManufacturingResults evaluate(const ManufacturingInputs& inputs);

}  // namespace copack::manufacturing
