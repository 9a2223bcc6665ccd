// SPDX-License-Identifier: Apache-2.0
#include "copack/fabric/topology.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "copack/fabric/clos_plan.hpp"

namespace copack::fabric {
namespace {

/// Group index of standard single-mode fibre, 1.468: 4.9 ns/m. Copper is within 10 % of it.
constexpr double time_of_flight_s_per_m = 4.9e-9;

Time switch_latency(const FabricInputs& in, int layer) {
  return layer == 1 ? in.leaf.latency : (layer == 2 ? in.spine.latency : in.core.latency);
}

const TierInputs& tier_inputs(const FabricInputs& in, int i) {
  if (i == 0) return in.scale_up_links;
  return i == 1 ? in.nic_leaf : (i == 2 ? in.leaf_spine : in.spine_core);
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
  return networks(in) * lower.blocks * uplinks_of_block(lower);
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
  const auto plan = plan_clos(in);
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
