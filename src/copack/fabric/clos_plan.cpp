// SPDX-License-Identifier: Apache-2.0
#include "copack/fabric/clos_plan.hpp"

#include <algorithm>

namespace copack::fabric {

int rails(const FabricInputs& in) { return in.accelerators_per_server * in.nics_per_accelerator; }

int networks(const FabricInputs& in) { return in.planes * (in.topology == Topology::rail_only ? rails(in) : 1); }

std::int64_t accelerators_of(std::int64_t endpoints, const FabricInputs& in, bool is_leaf) {
  const bool by_rail = in.topology == Topology::rail_only || (is_leaf && in.topology == Topology::rail_optimized);
  return std::max<std::int64_t>(1, endpoints * (by_rail ? rails(in) : 1) / in.nics_per_accelerator);
}

std::int64_t capacity_of(const Plan& plan, const FabricInputs& in) {
  constexpr double most = 1e12;  // far above any cluster; keeps the count in range
  return accelerators_of(static_cast<std::int64_t>(std::min(plan.capacity, most)), in);
}

std::int64_t uplinks_of_block(const Layer& layer) { return whole(static_cast<double>(layer.positions) * layer.up); }

namespace {

/// NIC ports in one network that belong to `accelerators`.
std::int64_t endpoints_of(std::int64_t accelerators, const FabricInputs& in) {
  const auto ports = accelerators * in.nics_per_accelerator;
  return in.topology == Topology::rail_only ? ceil_div(ports, rails(in)) : ports;
}

const SwitchInputs& box(const FabricInputs& in, int layer) { return layer == 2 ? in.spine : in.core; }
int radix_of(const FabricInputs& in, int layer) { return layer == 1 ? in.leaf.radix : box(in, layer).radix; }

std::int64_t leaf_count(std::int64_t endpoints, int down, const FabricInputs& in) {
  if (in.topology != Topology::rail_optimized) return ceil_div(endpoints, down);
  return rails(in) * ceil_div(ceil_div(endpoints, rails(in)), down);
}

/// Ports down and up of a leaf: what is given, else split by the oversubscription. A leaf that is `alone` joins all
/// rails.
Layer leaf_layer(const FabricInputs& in, std::int64_t endpoints, bool alone) {
  const auto& leaf = in.leaf;
  int down = leaf.down;
  int up = alone ? 0 : leaf.up;
  if (down == 0) {
    down =
        up > 0 ? leaf.radix - up : static_cast<int>(leaf.radix * leaf.oversubscription / (1 + leaf.oversubscription));
    if (alone) down = leaf.radix;
  }
  down = std::max(1, down);
  if (!alone && up == 0) up = std::max(1, static_cast<int>(whole(down / leaf.oversubscription)));
  return {.radix = leaf.radix,
          .blocks = alone ? ceil_div(endpoints, down) : leaf_count(endpoints, down, in),
          .down = static_cast<double>(down),
          .up = static_cast<double>(up),
          .endpoints = down};
}

/// Upward links per position that `m` blocks of `lower` need at the given oversubscription.
double upward(const Layer& lower, double m, double oversubscription) {
  return m * static_cast<double>(lower.endpoints) / (static_cast<double>(lower.positions) * oversubscription);
}

/// Blocks of `lower` that one switch can join when it has one link to each.
std::int64_t most_blocks(const Layer& lower, int radix, bool top, double oversubscription) {
  if (top) return radix;
  return static_cast<std::int64_t>(radix / (1.0 + upward(lower, 1, oversubscription) / lower.up) + 1e-9);
}

/// How each position of `m` lower blocks is served: by how many switches, and what ports these use.
struct Spread {
  std::int64_t switches = 1;
  bool even = false;
  double down = 0;
  double up = 0;
  [[nodiscard]] double ports() const { return down + up; }
};

/// The fewest switches, of which each takes its share of the links to within one.
Spread spread_within_one(const Layer& lower, double m, double up_total, int radix) {
  const auto cables = m * static_cast<double>(uplinks_of_block(lower)) / static_cast<double>(lower.positions);
  const auto enough = [&](std::int64_t n) {
    const auto share = static_cast<double>(n);
    return whole(static_cast<double>(whole(cables)) / share) + whole(up_total / share) <= radix;
  };
  auto n = std::max<std::int64_t>(1, whole((m * lower.up + up_total) / radix));
  while (n < whole(lower.up) && !enough(n)) ++n;
  return {.switches = n, .down = m * lower.up / static_cast<double>(n), .up = up_total / static_cast<double>(n)};
}

/// Equal bundles need a divisor of the uplinks below. Where that would take more than twice the switches, bundles
/// differ by one link instead.
Spread spread_of(const Layer& lower, double m, double up_total, int radix, bool even) {
  constexpr std::int64_t most_for_evenness = 2;
  const auto within_one = spread_within_one(lower, m, up_total, radix);
  const auto uplinks = static_cast<std::int64_t>(lower.up);
  if (!even || static_cast<double>(uplinks) != lower.up) return within_one;
  for (auto n = within_one.switches; n <= std::min(uplinks, most_for_evenness * within_one.switches); ++n) {
    if (uplinks % n != 0) continue;
    const auto share = static_cast<double>(n);
    const Spread equal{n, true, m * lower.up / share, static_cast<double>(whole(up_total / share))};
    if (equal.ports() <= radix) return equal;
  }
  return within_one;
}

/// As many blocks per group as fit, with groups of nearly equal size rather than a last one that is almost empty.
std::int64_t balanced(std::int64_t blocks, std::int64_t most) {
  const auto groups = ceil_div(blocks, std::max<std::int64_t>(1, most));
  return ceil_div(blocks, groups);
}

Layer next_layer(const FabricInputs& in, const Layer& lower, int i, bool top, Plan& plan) {
  const int radix = radix_of(in, i);
  const double oversubscription = i == 2 ? in.core_oversubscription : 1.0;
  const auto most = most_blocks(lower, radix, top, oversubscription);
  std::int64_t m = top ? lower.blocks : balanced(lower.blocks, most);
  const bool pinned = !top && i == 2 && in.pod > 0;
  if (pinned) m = std::min(lower.blocks, ceil_div(endpoints_of(in.pod, in), lower.endpoints));
  plan.capacity *= static_cast<double>(pinned ? std::min(m, most) : most);
  const auto blocks = static_cast<double>(m);
  const double up_total = top ? 0.0 : upward(lower, blocks, oversubscription);
  const auto spread = spread_of(lower, blocks, up_total, radix, in.even_spread);
  if (m > most && plan.failed_at == 0) {
    plan.failed_at = i;
    plan.ports_needed = std::max(spread.ports(), static_cast<double>(m));
  }
  return {.radix = radix,
          .blocks = ceil_div(lower.blocks, m),
          .positions = lower.positions * spread.switches,
          .spread = spread.switches,
          .joins = m,
          .down = spread.down,
          .up = spread.up,
          .endpoints = m * lower.endpoints,
          .even = spread.even};
}

Plan plan_layers(const FabricInputs& in, int layers) {
  const auto endpoints = endpoints_of(in.accelerators, in);
  Plan plan{.layers = layers};
  plan.layer[0] = leaf_layer(in, endpoints, layers == 1);
  const auto& leaf = plan.layer[0];
  const double used = leaf.down + leaf.up;
  plan.capacity = leaf.down;
  if (used > leaf.radix || (layers == 1 && endpoints > leaf.endpoints)) {
    plan.failed_at = 1;
    plan.ports_needed = std::max(used, layers == 1 ? static_cast<double>(endpoints) : 0.0);
  }
  for (int i = 2; i <= layers; ++i) {
    const auto at = static_cast<std::size_t>(i - 1);
    plan.layer[at] = next_layer(in, plan.layer[at - 1], i, i == layers, plan);
  }
  return plan;
}

}  // namespace

Plan plan_clos(const FabricInputs& in) {
  if (in.layers > 0) return plan_layers(in, std::min(in.layers, max_layers));
  Plan plan;
  for (int layers = 1; layers <= max_layers; ++layers) {
    plan = plan_layers(in, layers);
    if (plan.failed_at == 0) break;
  }
  return plan;
}

}  // namespace copack::fabric
