// SPDX-License-Identifier: Apache-2.0
#include "copack/fabric/topology.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace copack::fabric {
namespace {

/// Group index of standard single-mode fibre, 1.468: 4.9 ns/m. Copper is within 10 % of it.
constexpr double time_of_flight_s_per_m = 4.9e-9;

std::int64_t ceil_div(std::int64_t a, std::int64_t b) { return (a + b - 1) / b; }
std::int64_t whole(double x) { return static_cast<std::int64_t>(std::ceil(x - 1e-9)); }

/// One layer of switches. A block of layer i is the smallest set of accelerators that layer i joins: the leaf, the pod,
/// ... Switches of a block stand in positions: switch j of a lower block connects only to the `n` switches of position
/// j.
struct Layer {
  int radix = 0;
  std::int64_t blocks = 0;     ///< in one network
  std::int64_t positions = 1;  ///< switches per block, s
  double down = 0;             ///< ports per switch towards the accelerators
  double up = 0;               ///< ports per switch towards the next layer
  std::int64_t endpoints = 0;  ///< NIC ports under one block, e
};

struct Plan {
  std::array<Layer, max_layers> layer{};
  int layers = 0;
  double capacity = 0;      ///< NIC ports in one network
  int failed_at = 0;        ///< layer whose radix is too small; 0: none
  double ports_needed = 0;  ///< of a switch there
};

int rails(const FabricInputs& in) { return in.accelerators_per_server * in.nics_per_accelerator; }

int networks(const FabricInputs& in) { return in.planes * (in.topology == Topology::rail_only ? rails(in) : 1); }

/// NIC ports in one network that belong to `accelerators`.
std::int64_t endpoints_of(std::int64_t accelerators, const FabricInputs& in) {
  const auto ports = accelerators * in.nics_per_accelerator;
  return in.topology == Topology::rail_only ? ceil_div(ports, rails(in)) : ports;
}

/// Accelerators whose NICs lie under `endpoints` ports of one network. Rail-optimized leaves come in sets of one per
/// rail.
std::int64_t accelerators_of(std::int64_t endpoints, const FabricInputs& in, bool is_leaf = false) {
  const bool by_rail = in.topology == Topology::rail_only || (is_leaf && in.topology == Topology::rail_optimized);
  return std::max<std::int64_t>(1, endpoints * (by_rail ? rails(in) : 1) / in.nics_per_accelerator);
}

const SwitchInputs& box(const FabricInputs& in, int layer) { return layer == 2 ? in.spine : in.core; }
int radix_of(const FabricInputs& in, int layer) { return layer == 1 ? in.leaf.radix : box(in, layer).radix; }
Time switch_latency(const FabricInputs& in, int layer) { return layer == 1 ? in.leaf.latency : box(in, layer).latency; }

std::int64_t leaf_count(std::int64_t endpoints, int down, const FabricInputs& in) {
  if (in.topology != Topology::rail_optimized) return ceil_div(endpoints, down);
  return rails(in) * ceil_div(ceil_div(endpoints, rails(in)), down);
}

/// Ports down and up of a leaf: what is given, else split by the oversubscription.
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
          .blocks = leaf_count(endpoints, down, in),
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

/// Ports a switch uses when each position of `m` lower blocks is served by `n` switches.
struct Ports {
  double down = 0;
  double up = 0;
  [[nodiscard]] double total() const { return down + up; }
};
Ports ports_of(const Layer& lower, double m, double n, double up_total, bool even) {
  const double up = up_total / n;
  return {.down = m * lower.up / n, .up = even ? static_cast<double>(whole(up)) : up};
}

/// Fewest switches per position: a divisor of the uplinks below when every bundle must have equal width.
std::int64_t switches_per_position(const Layer& lower, double m, double up_total, int radix, bool even) {
  const double links = m * lower.up + up_total;
  const auto least = std::max<std::int64_t>(1, whole(links / radix));
  if (!even) return least;
  const auto up = static_cast<std::int64_t>(lower.up);
  for (std::int64_t n = least; n <= up; ++n) {
    if (up % n == 0 && ports_of(lower, m, static_cast<double>(n), up_total, true).total() <= radix) return n;
  }
  return up;
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
  const auto n = switches_per_position(lower, blocks, up_total, radix, in.even_spread);
  const auto ports = ports_of(lower, blocks, static_cast<double>(n), up_total, in.even_spread);
  if (m > most && plan.failed_at == 0) {
    plan.failed_at = i;
    plan.ports_needed = std::max(ports.total(), static_cast<double>(m));
  }
  return {.radix = radix,
          .blocks = ceil_div(lower.blocks, m),
          .positions = lower.positions * n,
          .down = ports.down,
          .up = ports.up,
          .endpoints = m * lower.endpoints};
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

Plan choose_plan(const FabricInputs& in) {
  if (in.layers > 0) return plan_layers(in, std::min(in.layers, max_layers));
  Plan plan;
  for (int layers = 1; layers <= max_layers; ++layers) {
    plan = plan_layers(in, layers);
    if (plan.failed_at == 0) break;
  }
  return plan;
}

const TierInputs& tier_inputs(const FabricInputs& in, int i) {
  if (i == 0) return in.scale_up_links;
  return i == 1 ? in.nic_leaf : (i == 2 ? in.leaf_spine : in.spine_core);
}

std::int64_t capacity_of(const Plan& plan, const FabricInputs& in) {
  constexpr double most = 1e12;  // far above any cluster; keeps the count in range
  return accelerators_of(static_cast<std::int64_t>(std::min(plan.capacity, most)), in);
}

void count_ends(TierResults& t, const TierInputs& in) {
  if (!in.optical) return;
  t.optical_switch_ends = t.switch_ends;
  t.optical_nic_ends = t.nic_ends;
  t.switch_modules = ceil_div(t.switch_ends, in.switch_ports_per_module);
  t.nic_modules = ceil_div(t.nic_ends, in.nic_ports_per_module);
}

/// Domains of accelerators that share a NIC-free network: q links of rate r each, through switches or direct.
TierResults scale_up_tier(const FabricInputs& in) {
  const auto& s = in.scale_up;
  TierResults t{.tier = Tier::scale_up, .rate = s.link_rate, .bandwidth = s.bandwidth, .reach = s.domain};
  t.effective_bandwidth = s.efficiency * s.bandwidth;
  t.path_latency = s.latency + (s.switch_radix > 0 ? 2.0 : 1.0) * in.scale_up_links.link_latency;
  const auto length = cable_length(racks_of(s.domain, in.floor), 1, in.floor);
  t.length_mean = length.mean;
  t.length_max = length.max;
  if (s.domain < 2) return t;
  constexpr double most_links = 1e4;  // keeps counts in range whatever the rates
  const auto per_accelerator = whole(std::min(most_links, s.bandwidth / s.link_rate));
  const auto domains = ceil_div(in.accelerators, s.domain);
  if (s.switch_radix == 0) {
    t.links = ceil_div(in.accelerators * per_accelerator, 2);
    t.nic_ends = 2 * t.links;
  } else {
    t.links = t.nic_ends = t.switch_ends = in.accelerators * per_accelerator;
    t.ports = s.switch_radix;
    t.switches = domains * ceil_div(s.domain * per_accelerator, s.switch_radix);
    t.ports_used = std::min<double>(s.switch_radix, static_cast<double>(s.domain * per_accelerator));
    t.switch_hops = 1;
  }
  count_ends(t, in.scale_up_links);
  return t;
}

/// Links from layer i-1 (0: the NICs) to layer i.
std::int64_t links_below(const FabricInputs& in, const Plan& plan, int i) {
  if (i == 1) return in.accelerators * in.nics_per_accelerator * in.planes;
  const auto& lower = plan.layer[static_cast<std::size_t>(i - 2)];
  return networks(in) * lower.blocks * whole(static_cast<double>(lower.positions) * lower.up);
}

std::int64_t reach_of(const FabricInputs& in, const Plan& plan, int i) {
  if (i == plan.layers) return in.accelerators;
  const auto& layer = plan.layer[static_cast<std::size_t>(i - 1)];
  return std::min(in.accelerators, accelerators_of(layer.endpoints, in, i == 1));
}

TierResults scale_out_tier(const FabricInputs& in, const Plan& plan, int i, const TierResults& below) {
  const auto& layer = plan.layer[static_cast<std::size_t>(i - 1)];
  TierResults t{.tier = static_cast<Tier>(i), .rate = in.port_rate / in.planes, .ports = layer.radix};
  t.links = links_below(in, plan, i);
  t.nic_ends = i == 1 ? t.links : 0;
  t.switch_ends = i == 1 ? t.links : 2 * t.links;
  t.switches = networks(in) * layer.blocks * layer.positions;
  t.ports_used = layer.down + layer.up;
  t.reach = reach_of(in, plan, i);
  const auto length = cable_length(racks_of(t.reach, in.floor), i == 1 ? 1 : racks_of(below.reach, in.floor), in.floor);
  t.length_mean = length.mean;
  t.length_max = length.max;
  const BitRate injection = in.nics_per_accelerator * in.port_rate;
  if (i > 1) {
    const auto& lower = plan.layer[static_cast<std::size_t>(i - 2)];
    t.oversubscription = static_cast<double>(lower.endpoints) / (static_cast<double>(lower.positions) * lower.up);
  }
  const BitRate own = injection / std::max(1.0, t.oversubscription);
  t.bandwidth = i == 1 ? own : std::min(own, below.bandwidth);
  t.effective_bandwidth = in.scale_out_efficiency * t.bandwidth;
  const Time one_link = tier_inputs(in, i).link_latency + Time::from_si(time_of_flight_s_per_m * t.length_mean.si());
  t.switch_hops = 2 * i - 1;
  t.path_latency = (i == 1 ? in.endpoint_latency + switch_latency(in, 1)
                           : below.path_latency + switch_latency(in, i - 1) + switch_latency(in, i)) +
                   2.0 * one_link;
  count_ends(t, tier_inputs(in, i));
  return t;
}

std::string explain_failure(const FabricInputs& in, const Plan& plan, std::int64_t capacity) {
  static constexpr std::array names{"leaf", "spine", "core", "core"};
  const auto at = static_cast<std::size_t>(plan.failed_at - 1);
  const char* name = names.at(at);
  return fmt::format(
      "a {} switch would need {:.0f} ports and has {}; {} of these boxes can join at most {} of the {} "
      "accelerators - give {}.radix = {:.0f}, add a layer or planes, or oversubscribe",
      name, std::ceil(plan.ports_needed), plan.layer.at(at).radix,
      plan.layers == 1 ? "one layer" : fmt::format("{} layers", plan.layers), capacity, in.accelerators, name,
      std::ceil(plan.ports_needed));
}

void add_totals(const FabricInputs& in, FabricResults& r) {
  for (const auto& t : r.tiers) {
    r.optical_ends += t.optical_switch_ends + t.optical_nic_ends;
    r.modules += t.switch_modules + t.nic_modules;
    if (t.tier == Tier::scale_up) continue;
    r.switch_ports += t.switch_ends;
    if (t.tier != Tier::nic_leaf) r.switch_links += t.links;
    if (t.tier >= Tier::spine_core) r.core_switches += t.switches;
  }
  r.scale_up_switches = r.tiers[0].switches;
  r.leaf_switches = r.tiers.size() > 1 ? r.tiers[1].switches : 0;
  r.spine_switches = r.tiers.size() > 2 ? r.tiers[2].switches : 0;
  r.switches = r.leaf_switches + r.spine_switches + r.core_switches;
  r.asics = r.leaf_switches * in.leaf.asics + r.spine_switches * in.spine.asics + r.core_switches * in.core.asics;
  r.optical_ends_per_accelerator = static_cast<double>(r.optical_ends) / static_cast<double>(in.accelerators);
}

}  // namespace

FabricResults evaluate(const FabricInputs& in) {
  FabricResults r;
  if (in.accelerators < 1) {
    r.problem = "accelerators must be at least 1";
    return r;
  }
  const auto plan = choose_plan(in);
  r.feasible = plan.failed_at == 0;
  r.layers = plan.layers;
  r.networks = networks(in);
  r.capacity = capacity_of(plan, in);
  if (!r.feasible) r.problem = explain_failure(in, plan, r.capacity);
  r.tiers.reserve(max_layers + 1);
  r.tiers.push_back(scale_up_tier(in));
  const int filled = r.feasible ? plan.layers : 1;
  for (int i = 1; i <= filled; ++i) r.tiers.push_back(scale_out_tier(in, plan, i, r.tiers.back()));
  add_totals(in, r);
  return r;
}

}  // namespace copack::fabric
