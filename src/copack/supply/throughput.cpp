// SPDX-License-Identifier: Apache-2.0
#include "copack/supply/throughput.hpp"

#include <algorithm>

#include "copack/supply/network.hpp"

namespace copack::supply {
namespace {

/// The same bill of materials as a one-quarter plan, so that one compiler serves both.
SupplyInputs as_plan(const ThroughputInputs& in) {
  SupplyInputs plan{.quarters = 1, .product = in.product};
  for (const auto& item : in.items) {
    Supplier all{.name = item.name, .capacity = item.capacity / item.yield, .yield = item.yield};
    plan.items.push_back({.name = item.name, .inputs = item.inputs, .suppliers = {std::move(all)}});
  }
  plan.builds.push_back({.name = "output", .due = 2027.0, .units = 1.0});
  return plan;
}

}  // namespace

std::vector<Problem> validate(const ThroughputInputs& inputs) { return validate(as_plan(inputs)); }

ThroughputResults evaluate(const ThroughputInputs& in) {
  ThroughputResults r;
  const auto net = compile(as_plan(in));
  if (!net) return r;
  for (const auto& node : net->nodes) {
    const auto& item = in.items[node.item];
    r.limits.push_back({item.name, node.per_product, item.capacity / node.per_product, 0.0});
  }
  std::ranges::stable_sort(r.limits, {}, &ItemLimit::limit);
  r.solved = true;
  r.throughput = r.limits.front().limit;
  r.next_limit = r.throughput;
  r.bottleneck = r.limits.front().name;
  for (auto& item : r.limits) {
    item.utilisation = item.limit > 0.0 ? r.throughput / item.limit : 1.0;
    if (item.limit <= r.throughput * (1.0 + 1e-9)) {
      r.bottleneck_group.push_back(item.name);
    } else if (r.next_limit == r.throughput) {
      r.next_limit = item.limit;
    }
  }
  return r;
}

void describe(Fields& f, SteadyItem& x) {
  f("name", x.name, "item", Rule{.required = true});
  f("inputs", x.inputs, "what one unit is made of; all are needed");
  f("capacity", "", x.capacity, "good units per quarter, all suppliers", required_non_negative);
  f("yield", "", x.yield, "good units per unit started", {.min = 1e-6, .max = 1.0});
}

void describe(Fields& f, ThroughputInputs& x) {
  f("product", x.product, "the item whose output counts", Rule{.required = true});
  f("items", x.items, "bill of materials", Rule{.required = true});
}

void describe(Fields& f, ItemLimit& x) {
  f("name", x.name, "item");
  f("per_product", "", x.per_product, "good units per unit of the product, N");
  f("limit", "", x.limit, "product units per quarter that its capacity allows, capacity / N");
  f("utilisation", "", x.utilisation, "part of the capacity in use", by("throughput / limit"));
}

void describe(Fields& f, ThroughputResults& x) {
  f("solved", x.solved, "false: the bill of materials is broken");
  f("throughput", "", x.throughput, "product units per quarter, the least limit");
  f("bottleneck", x.bottleneck, "scarcest item");
  f("bottleneck_group", x.bottleneck_group, "every item at the limit");
  f("next_limit", "", x.next_limit, "throughput once the group is relieved");
  f("limits", x.limits, "items, scarcest first");
}

}  // namespace copack::supply
