// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "copack/core/diagnostics.hpp"
#include "copack/core/fields.hpp"
#include "copack/units/quantity.hpp"
#include "copack/units/unit.hpp"

/// What can be delivered, when, and what stops it: cumulative capacity against demand along a bill of materials in
/// which the inputs of an item add up to one kit (AND) and its suppliers are alternates (OR). Theory:
/// docs/theory/supply.md.
namespace copack::supply {

/// How capacity moves between the dated points of a supplier.
enum class Growth { steps, ramp };
std::span<const std::string_view> choice_names(Growth growth);

/// Capacity of a supplier from a date on.
struct CapacityPoint {
  double date = 0.0;      ///< calendar year; 2027.5 is the middle of 2027
  double capacity = 0.0;  ///< units started per quarter
};

/// One source of an item. The suppliers of an item add up.
struct Supplier {
  std::string name;
  std::string region;
  double capacity = 0.0;             ///< c: units started per quarter at the start, whole supplier
  std::vector<CapacityPoint> later;  ///< capacity from later dates on
  Growth growth = Growth::steps;
  double share = 1.0;           ///< a: part of the capacity that this buyer gets
  double yield = 1.0;           ///< Y: good units per unit started
  Time lead_time;               ///< L: from start to arrival
  double available_from = 0.0;  ///< calendar year of the first start (permit, qualification, new fab); 0: now
  bool single_source = false;   ///< no other supplier is qualified, whatever the list says
};

/// Units of another item that one started unit takes.
struct Ingredient {
  std::string item;
  double quantity = 1.0;  ///< q
};

struct Item {
  std::string name;
  std::vector<Ingredient> inputs;   ///< all of them are needed (AND)
  std::vector<Supplier> suppliers;  ///< any of them can make it (OR); none: put together without limit or delay
  double stock = 0.0;               ///< finished units at the start
};

struct Build {
  std::string name;
  double due = 0.0;    ///< calendar year
  double units = 0.0;  ///< units of the product
};

struct SupplyInputs {
  int start_year = 2026;
  int start_quarter = 4;  ///< 1..4; the plan begins at the start of this quarter
  int quarters = 20;      ///< T: horizon
  std::string product;    ///< the item that builds ask for
  std::vector<Item> items;
  std::vector<Build> builds;
  bool stress = true;  ///< also the finite capacity steps, the relief chain and the loss of every supplier
};

struct BuildDelivery {
  std::string name;
  bool delivered = false;     ///< within the horizon; if not, `promised` is the horizon and only a lower bound
  double promised = 0.0;      ///< calendar year in which the last unit arrives
  Time delay;                 ///< promised - due, 0 when on time
  double short_at_due = 0.0;  ///< units missing at the due date
};

struct QuarterSupply {
  double date = 0.0;         ///< calendar year, end of the quarter
  double deliverable = 0.0;  ///< units of the product that can have arrived, cumulative
  double demanded = 0.0;     ///< units due, cumulative
};

/// What an item is worth to the critical build and how exposed it is.
struct ItemExposure {
  std::string name;
  double per_product = 0.0;         ///< N: units per unit of the product, yield losses included
  double capacity = 0.0;            ///< good units per quarter for this buyer, mean over the horizon
  double elasticity = 0.0;          ///< d ln(deliverable) / d ln(capacity) at the critical quarter
  bool tied = false;                ///< shares its elasticity with another item that binds at the same time
  double marginal = 0.0;            ///< product units gained at the critical quarter per unit/quarter, step of +10 %
  double concentration = 0.0;       ///< Herfindahl index of the suppliers' effective capacity; 1 is one supplier
  double worst_region_share = 0.0;  ///< largest part of the effective capacity in one region
  std::string worst_region;
  bool single_source = false;
};

/// One link of the headroom chain: what binds is relieved until more of it buys nothing.
struct ReliefStep {
  std::vector<std::string> items;  ///< one item, or several that bind together and must grow together
  double factor = 1.0;             ///< on top of the steps before; 100: nothing else binds below that
  double deliverable = 0.0;        ///< product units at the critical quarter after the relief
  double gain = 0.0;               ///< relative to before this step
  Time delay;                      ///< largest delay after the relief
};

/// The plan without one supplier.
struct SupplierLoss {
  std::string item;
  std::string supplier;
  Time delay;                 ///< largest delay without it from the start on
  Time added_delay;           ///< more than with it
  double undelivered = 0.0;   ///< units missing at the end of the horizon
  int quarters_survived = 0;  ///< longest outage from the start, whole quarters, that adds no delay
};

struct SupplyResults {
  bool solved = false;          ///< false: the bill of materials is broken (see validate), nothing else is meaningful
  bool delivered = false;       ///< every build arrives within the horizon
  Time delay;                   ///< largest delay of a build
  double undelivered = 0.0;     ///< units missing at the end of the horizon
  std::string critical_build;   ///< the build with the largest lateness
  double critical_date = 0.0;   ///< end of the quarter in which it is completed, calendar year
  double critical_units = 0.0;  ///< deliverable units at that date
  std::string bottleneck;       ///< item with the largest elasticity there; empty: stock or lead time alone decide
  std::vector<std::string> bottleneck_group;      ///< with the items that tie with it
  std::vector<std::string> bottleneck_suppliers;  ///< who makes it
  std::vector<std::string> single_points;         ///< single-source items that bind
  std::vector<BuildDelivery> builds;              ///< in the order of the inputs
  std::vector<QuarterSupply> timeline;
  std::vector<ItemExposure> items;   ///< items that the product needs, inputs before users
  std::vector<ReliefStep> relief;    ///< only with `stress`
  std::vector<SupplierLoss> losses;  ///< only with `stress`, worst first
};

std::vector<Problem> validate(const SupplyInputs& inputs);
SupplyResults evaluate(const SupplyInputs& inputs);

void describe(Fields& f, CapacityPoint& x);
void describe(Fields& f, Supplier& x);
void describe(Fields& f, Ingredient& x);
void describe(Fields& f, Item& x);
void describe(Fields& f, Build& x);
void describe(Fields& f, SupplyInputs& x);
void describe(Fields& f, BuildDelivery& x);
void describe(Fields& f, QuarterSupply& x);
void describe(Fields& f, ItemExposure& x);
void describe(Fields& f, ReliefStep& x);
void describe(Fields& f, SupplierLoss& x);
void describe(Fields& f, SupplyResults& x);

}  // namespace copack::supply
