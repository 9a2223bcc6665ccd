// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "copack/supply/plan.hpp"

namespace copack::supply {

namespace {
constexpr Rule calendar_year{.min = 1990.0, .max = 2100.0};
constexpr Rule needed{.required = true};
constexpr Rule needed_year{.min = 1990.0, .max = 2100.0, .required = true};
}  // namespace

std::span<const std::string_view> choice_names(Growth /*growth*/) {
  static constexpr std::array<std::string_view, 2> names{"steps", "ramp"};
  return names;
}

void describe(Fields& f, CapacityPoint& x) {
  f("date", "", x.date, "calendar year; 2027.5 is the middle of 2027", needed_year);
  f("capacity", "", x.capacity, "units started per quarter from then on", required_non_negative);
}

void describe(Fields& f, Supplier& x) {
  f("name", x.name, "supplier", needed);
  f("region", x.region, "where it makes the item");
  f("capacity", "", x.capacity, "units started per quarter at the start, whole supplier, c", required_non_negative);
  f("later", x.later, "capacity from later dates on");
  f("growth", x.growth, "how capacity moves between the dates");
  f("share", "", x.share, "part of the capacity that this buyer gets, a", fraction);
  f("yield", "", x.yield, "good units per unit started, Y", {.min = 1e-6, .max = 1.0});
  f("lead_time", "week", x.lead_time, "from start to arrival, L", {.min = 0.0, .max = 1040.0});
  f("available_from", "", x.available_from, "calendar year of the first start (permit, qualification, new fab); 0: now",
    {.min = 0.0, .max = 2100.0});
  f("single_source", x.single_source, "no other supplier is qualified");
}

void describe(Fields& f, Ingredient& x) {
  f("item", x.item, "name of the input", needed);
  f("quantity", "", x.quantity, "units per unit started, q", positive);
}

void describe(Fields& f, Item& x) {
  f("name", x.name, "item", needed);
  f("inputs", x.inputs, "what one unit is made of; all are needed");
  f("suppliers", x.suppliers, "who makes it; capacities add up. None: put together without limit or delay");
  f("stock", "", x.stock, "finished units at the start", non_negative);
}

void describe(Fields& f, Build& x) {
  f("name", x.name, "build", needed);
  f("due", "", x.due, "calendar year in which all units are needed", needed_year);
  f("units", "", x.units, "units of the product", required_non_negative);
}

void describe(Fields& f, SupplyInputs& x) {
  f("start_year", "", x.start_year, "year in which the plan begins", calendar_year);
  f("start_quarter", "", x.start_quarter, "quarter at whose start the plan begins", {.min = 1, .max = 4});
  f("quarters", "", x.quarters, "horizon, T", {.min = 1, .max = 200});
  f("product", x.product, "the item that builds ask for", needed);
  f("items", x.items, "bill of materials", needed);
  f("builds", x.builds, "demand; first due is served first");
  f("stress", x.stress, "also capacity steps, relief chain and the loss of every supplier");
}

void describe(Fields& f, BuildDelivery& x) {
  f("name", x.name, "build");
  f("delivered", x.delivered, "complete within the horizon; if not, the date is only a lower bound");
  f("promised", "", x.promised, "calendar year in which the last unit arrives");
  f("delay", "quarter", x.delay, "promised - due, 0 when on time");
  f("short_at_due", "", x.short_at_due, "units missing at the due date");
}

void describe(Fields& f, QuarterSupply& x) {
  f("date", "", x.date, "end of the quarter, calendar year");
  f("deliverable", "", x.deliverable, "units of the product that can have arrived, cumulative");
  f("demanded", "", x.demanded, "units due, cumulative");
}

void describe(Fields& f, ItemExposure& x) {
  f("name", x.name, "item");
  f("per_product", "", x.per_product, "units per unit of the product with yield losses, N");
  f("capacity", "", x.capacity, "good units per quarter for this buyer, mean over the horizon");
  f("elasticity", "", x.elasticity, "d ln(deliverable) / d ln(capacity) at the critical quarter");
  f("tied", x.tied, "shares its elasticity with another item that binds at the same time");
  f("marginal", "", x.marginal, "product units gained per unit/quarter of capacity, by a step of +10 %");
  f("concentration", "", x.concentration, "Herfindahl index of suppliers; 1 is one supplier");
  f("worst_region_share", "", x.worst_region_share, "largest part of the capacity in one region");
  f("worst_region", x.worst_region, "that region");
  f("single_source", x.single_source, "one supplier only");
}

void describe(Fields& f, ReliefStep& x) {
  f("items", x.items, "what binds; several must grow together");
  f("factor", "", x.factor, "capacity factor, on top of the steps before; 100: nothing else binds below that");
  f("deliverable", "", x.deliverable, "product units at the critical quarter after this relief");
  f("gain", "", x.gain, "relative to before this relief");
  f("delay", "quarter", x.delay, "largest delay after this relief");
}

void describe(Fields& f, SupplierLoss& x) {
  f("item", x.item, "item");
  f("supplier", x.supplier, "supplier taken away from the start on");
  f("delay", "quarter", x.delay, "largest delay without it");
  f("added_delay", "quarter", x.added_delay, "more than with it");
  f("undelivered", "", x.undelivered, "units missing at the end of the horizon");
  f("quarters_survived", "", x.quarters_survived, "longest outage from the start that adds no delay, whole quarters");
}

void describe(Fields& f, SupplyResults& x) {
  f("solved", x.solved, "false: the bill of materials is broken and nothing else is meaningful");
  f("delivered", x.delivered, "every build arrives within the horizon");
  f("delay", "quarter", x.delay, "largest delay of a build");
  f("undelivered", "", x.undelivered, "units missing at the end of the horizon");
  f("critical_build", x.critical_build, "build with the largest lateness");
  f("critical_date", "", x.critical_date, "end of the quarter in which it is complete, calendar year");
  f("critical_units", "", x.critical_units, "deliverable units at that date");
  f("bottleneck", x.bottleneck, "item with the largest elasticity; empty: stock or lead time alone decide");
  f("bottleneck_group", x.bottleneck_group, "the bottleneck and the items that tie with it");
  f("bottleneck_suppliers", x.bottleneck_suppliers, "who makes the bottleneck");
  f("single_points", x.single_points, "single-source items that bind");
  f("builds", x.builds, "deliveries");
  f("timeline", x.timeline, "supply and demand by quarter");
  f("items", x.items, "what each item is worth and how exposed it is");
  f("relief", x.relief, "headroom chain: relieve what binds until the next binds");
  f("losses", x.losses, "the plan without one supplier, worst first");
}

}  // namespace copack::supply
