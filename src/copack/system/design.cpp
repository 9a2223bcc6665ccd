// SPDX-License-Identifier: Apache-2.0
#include "copack/system/design.hpp"

#include <algorithm>

#include "copack/link/budget.hpp"

namespace copack::system {
namespace {

std::size_t fabric_tier(NetworkTier tier) { return static_cast<std::size_t>(tier) + 1; }

int node_index(const thermal::ThermalInputs& inputs, std::string_view name) {
  for (std::size_t i = 0; i < inputs.nodes.size(); ++i) {
    if (inputs.nodes[i].name == name) return static_cast<int>(i);
  }
  return -1;
}

PackageNetwork package_of(const TechnologyCard& technology) {
  return {.network = thermal::compile(technology.thermal),
          .asic = node_index(technology.thermal, "asic"),
          .engine = node_index(technology.thermal, "engine"),
          .laser = node_index(technology.thermal, "laser")};
}

/// What the fabric needs to know of a tier's links to count them.
void tell_fabric(const Design& design, NetworkTier tier, fabric::TierInputs& inputs) {
  if (!design.uses(tier)) return;
  const auto& technology = design.technology(tier);
  inputs.optical = technology.link.medium == link::Medium::optical;
  inputs.switch_ports_per_module = technology.ports_per_engine;
  inputs.nic_ports_per_module = 1;
}

LaneTest lane_test_of(const TechnologyCard& card) {
  const auto& t = card.tolerances;
  LaneTest test{.place = find_step(card.manufacturing, t.step), .gauge = {}, .slopes = {}};
  if (test.place.step < 0) return test;
  test.gauge = link::margin_gauge(card.link, t.margin);
  test.slopes = link::margin_slopes(card.link, test.gauge, t.spreads);
  return test;
}

/// Share of sites whose lanes pass; the evaluation of the link takes one microsecond, the yield one to four.
double tested_yield(const TechnologyCard& card, const LaneTest& test) {
  const auto& t = card.tolerances;
  const double margin = test.gauge.read(card.link, link::evaluate(card.link));
  const auto law = link::margin_law(margin, t.spreads, test.slopes);
  return link::unit_yield(law, link::lane_count(card.link, t.lanes, t.needed), t.test_limit.db());
}

}  // namespace

std::span<const std::string_view> choice_names(NetworkTier /*tier*/) {
  static constexpr std::array<std::string_view, network_tiers> names{"nic-leaf", "leaf-spine", "spine-core"};
  return names;
}

std::span<const std::string_view> choice_names(SwitchLevel /*level*/) {
  static constexpr std::array<std::string_view, switch_levels> names{"leaf", "spine", "core"};
  return names;
}

TierEnds tier_ends(const fabric::FabricResults& counts, NetworkTier tier) {
  TierEnds ends;
  const auto add = [&](std::size_t index) {
    if (index >= counts.tiers.size()) return;
    const auto& t = counts.tiers[index];
    ends.links += static_cast<double>(t.links);
    ends.at_switches += static_cast<double>(t.switch_ends);
    ends.at_nics += static_cast<double>(t.nic_ends);
  };
  add(fabric_tier(tier));
  if (tier == NetworkTier::spine_core) add(fabric_tier(tier) + 1);  // links between core switches are of the same kind
  return ends;
}

std::array<BoxPorts, switch_levels> box_ports(const fabric::FabricResults& counts) {
  std::array<BoxPorts, switch_levels> levels{};
  levels[0].boxes = static_cast<double>(counts.leaf_switches);
  levels[1].boxes = static_cast<double>(counts.spine_switches);
  levels[2].boxes = static_cast<double>(counts.core_switches);
  const auto share = [](double ports, double boxes) { return boxes > 0.0 ? ports / boxes : 0.0; };
  const auto nic = tier_ends(counts, NetworkTier::nic_leaf);
  const auto leaf = tier_ends(counts, NetworkTier::leaf_spine);
  const auto core = tier_ends(counts, NetworkTier::spine_core);
  levels[0].per_box = {share(nic.at_switches, levels[0].boxes), share(leaf.links, levels[0].boxes), 0.0};
  const double at_spines = counts.tiers.size() > 3 ? static_cast<double>(counts.tiers[3].links) : 0.0;
  levels[1].per_box = {0.0, share(leaf.links, levels[1].boxes), share(at_spines, levels[1].boxes)};
  levels[2].per_box = {0.0, 0.0, share(core.at_switches - at_spines, levels[2].boxes)};
  return levels;
}

void propagate(Design& design) {
  auto& fabric = design.fabric;
  fabric.accelerators_per_server = design.server.accelerators_per_server;
  fabric.scale_up = design.server.scale_up;
  fabric.leaf.latency = design.platforms[0].latency;
  fabric.spine.latency = design.platforms[1].latency;
  fabric.core.latency = design.platforms[2].latency;
  for (auto& job : design.jobs) job.workload.accelerator = design.server.accelerator;
  for (std::size_t i = 0; i < design.lane_tests.size(); ++i) {
    auto& test = design.lane_tests[i];
    if (test.place.step < 0) continue;
    auto& card = design.technologies[i];
    auto& item = card.manufacturing.items[static_cast<std::size_t>(test.place.item)];
    test.yield = tested_yield(card, test);
    item.steps[static_cast<std::size_t>(test.place.step)].yield = std::max(test.yield, least_tested_yield);
  }
}

void complete(Design& design) {
  auto& fabric = design.fabric;
  tell_fabric(design, NetworkTier::nic_leaf, fabric.nic_leaf);
  tell_fabric(design, NetworkTier::leaf_spine, fabric.leaf_spine);
  tell_fabric(design, NetworkTier::spine_core, fabric.spine_core);
  fabric.leaf.radix = design.platforms[0].ports;
  fabric.leaf.asics = design.platforms[0].asics;
  fabric.spine.radix = design.platforms[1].ports;
  fabric.spine.asics = design.platforms[1].asics;
  fabric.core.radix = design.platforms[2].ports;
  fabric.core.asics = design.platforms[2].asics;
  design.lane_tests.clear();
  for (const auto& technology : design.technologies) design.lane_tests.push_back(lane_test_of(technology));
  propagate(design);
  design.counts = fabric::evaluate(fabric);
  design.packages.clear();
  for (const auto& technology : design.technologies) design.packages.push_back(package_of(technology));
}

}  // namespace copack::system
