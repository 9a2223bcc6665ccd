// SPDX-License-Identifier: Apache-2.0
#include "copack/manufacturing/assembly.hpp"

namespace copack::manufacturing {

void describe(Fields& f, Use& x) {
  f("item", x.item, "name of the item", required);
  f("quantity", "", x.quantity, "pieces per unit", positive);
}

void describe(Fields& f, Step& x) {
  f("name", x.name, "name of the step", required);
  f("inputs", x.inputs, "items built in at this step");
  f("cost", "USD", x.cost, "material bought for this step, per unit", non_negative);
  f("time", "min", x.time, "machine or labour time per unit", non_negative);
  f("cost_rate", "USD/h", x.cost_rate, "cost of that time", non_negative);
  f("yield", "", x.yield, "first-pass yield of one site, p", fraction);
  f("fitted", "", x.fitted, "sites made on a unit, n", {1.0, 1e4});
  f("needed", "", x.needed, "good sites a unit needs, k", {1.0, 1e4});
  f("rework_attempts", "", x.rework_attempts, "attempts on a failed site, m", {0.0, 1000.0});
  f("rework_success", "", x.rework_success, "success of one attempt, q", fraction);
  f("rework_cost", "USD", x.rework_cost, "cost of one attempt, with what it replaces", non_negative);
  f("correlation", "", x.correlation, "correlation between the sites of a unit (lot factor), rho", fraction);
  f("coverage", "", x.coverage, "share of faults the test after the step sees, T; 0: no test", fraction);
  f("test_cost", "USD", x.test_cost, "cost of the test, per unit", non_negative);
}

void describe(Fields& f, Item& x) {
  f("name", x.name, "name of the item", required);
  f("cost", "USD", x.cost, "price of a unit bought in", non_negative);
  f("defect_level", "", x.defect_level, "share of bad units bought in, DL", {.min = 0.0, .max = 0.999999});
  f("steps", x.steps, "what is done to it, in order");
}

void describe(Fields& f, ManufacturingInputs& x) {
  f("product", x.product, "name of the item that is sold", required);
  f("items", x.items, "items, bought or made", required);
  f("nre", "USD", x.nre, "non-recurring cost", non_negative);
  f("volume", "", x.volume, "good units that share it", positive);
}

void describe(Fields& f, ItemResult& x) {
  f("name", x.name, "name of the item");
  f("yield", "", x.yield, "share of started units that ship");
  f("defect_level", "", x.defect_level, "share of bad units among the shipped");
  f("cost_per_shipped", "USD", x.cost_per_shipped, "cost per unit that ships");
  f("cost_per_good", "USD", x.cost_per_good, "cost per good unit", by("cost_per_shipped / (1 - defect_level)"));
  f("starts", "", x.starts, "units started per good product");
  f("embedded", "", x.embedded, "units in one product");
}

void describe(Fields& f, StepResult& x) {
  f("item", x.item, "name of the item");
  f("step", x.step, "name of the step");
  f("runs", "", x.runs, "times the step is done per good product");
  f("time", "min", x.time, "machine or labour time per good product");
  f("unit_yield", "", x.unit_yield, "units that stay good, after rework and spares");
  f("rework_attempts", "", x.rework_attempts, "rework attempts per unit");
  f("material", "USD", x.material, "bought for the step, in the product that ships");
  f("process", "USD", x.process, "machine and labour, for the product that ships");
  f("test", "USD", x.test, "test, for the product that ships");
  f("rework", "USD", x.rework, "rework, for the product that ships");
  f("loss", "USD", x.loss, "sunk in units that fail because of this step");
  f("cost_slope", "USD", x.cost_slope, "change of cost_per_good per change of the site yield by 1");
}

void describe(Fields& f, ManufacturingResults& x) {
  f("ships", x.ships, "good units leave the line");
  f("cost_per_good", "USD", x.cost_per_good, "recurring cost per good product",
    by("material + process + test + rework + loss"));
  f("nre_per_unit", "USD", x.nre_per_unit, "share of the non-recurring cost", by("nre / volume"));
  f("unit_cost", "USD", x.unit_cost, "cost of a good product", by("cost_per_good + nre_per_unit"));
  f("yield", "", x.yield, "share of started products that ship");
  f("starts", "", x.starts, "products started per good one", by("1 / (yield * (1 - defect_level))"));
  f("defect_level", "", x.defect_level, "share of bad products among the shipped");
  f("material", "USD", x.material, "bought material in the product", by("sum(steps.material)"));
  f("process", "USD", x.process, "machine and labour", by("sum(steps.process)"));
  f("test", "USD", x.test, "tests", by("sum(steps.test)"));
  f("rework", "USD", x.rework, "rework", by("sum(steps.rework)"));
  f("loss", "USD", x.loss, "units that were lost, all items", by("sum(steps.loss)"));
  f("balance_residual", "", x.balance_residual, "waterfall minus cost_per_good, relative");
  f("binding_item", x.binding_item, "item in which the costliest losses start");
  f("binding_step", x.binding_step, "step in which the costliest losses start");
  f("binding_loss", "USD", x.binding_loss, "what they cost per good product");
  f("items", x.items, "cost and yield by item");
  f("steps", x.steps, "the waterfall");
}

}  // namespace copack::manufacturing
