// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <array>

#include "copack/fabric/topology.hpp"

namespace copack::fabric {

std::span<const std::string_view> choice_names(Topology /*unused*/) {
  static constexpr std::array<std::string_view, 3> names{"clos", "rail-optimized", "rail-only"};
  return names;
}

std::span<const std::string_view> choice_names(Tier /*unused*/) {
  static constexpr std::array<std::string_view, 5> names{"scale-up", "nic-leaf", "leaf-spine", "spine-core",
                                                         "core-core"};
  return names;
}

void describe(Fields& f, ScaleUpInputs& x) {
  f("domain", "", x.domain, "accelerators that reach one another without a NIC, q", {.min = 1, .max = 1e6});
  f("bandwidth", "GB/s", x.bandwidth, "per accelerator, one direction", positive);
  f("link_rate", "GB/s", x.link_rate, "one link, one direction", positive);
  f("switch_radix", "", x.switch_radix, "links per scale-up switch chip; 0: accelerators are joined directly",
    {.min = 0, .max = 1e6});
  f("latency", "ns", x.latency, "accelerator to accelerator", non_negative);
  f("efficiency", "", x.efficiency, "share of the bandwidth that a large transfer reaches", fraction);
}

void describe(Fields& f, SwitchInputs& x) {
  f("radix", "", x.radix, "ports of one box at the port rate, k", {.min = 2, .max = 1e5});
  f("asics", "", x.asics, "switch chips in one box", {.min = 1, .max = 1e4});
  f("latency", "ns", x.latency, "port to port", non_negative);
}

void describe(Fields& f, LeafInputs& x) {
  f("radix", "", x.radix, "ports of one box at the port rate, k", {.min = 2, .max = 1e5});
  f("asics", "", x.asics, "switch chips in one box", {.min = 1, .max = 1e4});
  f("latency", "ns", x.latency, "port to port", non_negative);
  f("down", "", x.down, "ports towards the NICs, d; 0: from radix and oversubscription", {.min = 0, .max = 1e5});
  f("up", "", x.up, "ports towards the spines, u; 0: down / oversubscription", {.min = 0, .max = 1e5});
  f("oversubscription", "", x.oversubscription, "downward over upward bandwidth where not fixed by the ports",
    {.min = 0.1, .max = 1000});
}

void describe(Fields& f, TierInputs& x) {
  f("optical", x.optical, "the links of this tier are optical");
  f("switch_ports_per_module", "", x.switch_ports_per_module, "ports in one module at the switch",
    {.min = 1, .max = 1e4});
  f("nic_ports_per_module", "", x.nic_ports_per_module, "ports in one module at the NIC or accelerator",
    {.min = 1, .max = 1e4});
  f("link_latency", "ns", x.link_latency, "coding, retiming and conversion of one link, without time of flight",
    non_negative);
}

void describe(Fields& f, FabricInputs& x) {
  f("accelerators", "", x.accelerators, "accelerators to be joined, N", {.min = 1, .max = 1e9, .required = true});
  f("accelerators_per_server", "", x.accelerators_per_server, "accelerators in one server; sets the number of rails",
    {.min = 1, .max = 1e5});
  f("scale_up", x.scale_up, "the network inside a server or rack");
  f("nics_per_accelerator", "", x.nics_per_accelerator, "network ports of one accelerator", {.min = 1, .max = 64});
  f("port_rate", "Gbit/s", x.port_rate, "one NIC, one direction", positive);
  f("planes", "", x.planes, "parallel networks over which every NIC is split", {.min = 1, .max = 64});
  f("topology", x.topology, "how the leaves are joined");
  f("layers", "", x.layers, "layers of switches; 0: the fewest that fit", {.min = 0, .max = max_layers});
  f("even_spread", x.even_spread, "a switch gives every switch above it the same number of links");
  f("leaf", x.leaf, "switches of the first layer");
  f("pod", "", x.pod, "accelerators under one set of spines; 0: as many as fit", {.min = 0, .max = 1e9});
  f("spine", x.spine, "switches of the second layer");
  f("core_oversubscription", "", x.core_oversubscription, "bandwidth of a pod's accelerators over its core links",
    {.min = 0.1, .max = 1000});
  f("core", x.core, "switches of the third and fourth layer");
  f("scale_out_efficiency", "", x.scale_out_efficiency, "share of the port rate that a large transfer reaches",
    fraction);
  f("endpoint_latency", "ns", x.endpoint_latency, "NICs and software of both ends, without switches and links",
    non_negative);
  f("scale_up_links", x.scale_up_links, "links inside the scale-up domain");
  f("nic_leaf", x.nic_leaf, "links from NIC to leaf");
  f("leaf_spine", x.leaf_spine, "links from leaf to spine");
  f("spine_core", x.spine_core, "links above the spines");
  f("floor", x.floor, "where racks stand");
}

void describe(Fields& f, TierResults& x) {
  f("tier", x.tier, "where these links sit");
  f("links", "", x.links, "links of this tier, all planes and rails");
  f("switch_ends", "", x.switch_ends, "link ends at switches");
  f("nic_ends", "", x.nic_ends, "link ends at NICs or accelerators");
  f("rate", "Gbit/s", x.rate, "one link, one direction");
  f("length_mean", "m", x.length_mean, "mean length of a link");
  f("length_max", "m", x.length_max, "longest link");
  f("switches", "", x.switches, "boxes at the upper end of these links");
  f("ports_used", "", x.ports_used, "ports in use on the fullest of these boxes");
  f("ports", "", x.ports, "ports of one of these boxes");
  f("oversubscription", "", x.oversubscription, "bandwidth of the accelerators over bandwidth of this tier");
  f("bandwidth", "GB/s", x.bandwidth, "per accelerator, one direction, for traffic that crosses this tier");
  f("effective_bandwidth", "GB/s", x.effective_bandwidth, "the same as a large transfer reaches it");
  f("reach", "", x.reach, "accelerators that reach one another without a higher tier");
  f("switch_hops", "", x.switch_hops, "switches on a path that turns round at this tier");
  f("path_latency", "ns", x.path_latency, "one way, accelerator to accelerator, on such a path");
  f("optical_switch_ends", "", x.optical_switch_ends, "optical link ends at switches");
  f("optical_nic_ends", "", x.optical_nic_ends, "optical link ends at NICs or accelerators");
  f("switch_modules", "", x.switch_modules, "modules if every optical switch end is in a pluggable");
  f("nic_modules", "", x.nic_modules, "modules if every optical NIC end is in a pluggable");
}

void describe(Fields& f, FabricResults& x) {
  f("feasible", x.feasible, "the network can be built from the boxes given");
  f("problem", x.problem, "why not, by how much, and what would fit");
  f("layers", "", x.layers, "layers of switches, scale-up not counted");
  f("capacity", "", x.capacity, "accelerators that these boxes and layers can join");
  f("networks", "", x.networks, "separate copies: planes, times rails if rail-only");
  f("scale_up_switches", "", x.scale_up_switches, "switch chips inside the scale-up domains");
  f("leaf_switches", "", x.leaf_switches, "boxes of the first layer");
  f("spine_switches", "", x.spine_switches, "boxes of the second layer");
  f("core_switches", "", x.core_switches, "boxes above the second layer");
  f("switches", "", x.switches, "boxes, scale-up not counted", by("leaf_switches + spine_switches + core_switches"));
  f("asics", "", x.asics, "switch chips in these boxes",
    by("leaf_switches * leaf.asics + spine_switches * spine.asics + core_switches * core.asics"));
  f("switch_links", "", x.switch_links, "links between switches");
  f("switch_ports", "", x.switch_ports, "ports of switches in use");
  f("optical_ends", "", x.optical_ends, "optical link ends, all tiers");
  f("modules", "", x.modules, "modules if every optical end is in a pluggable");
  f("optical_ends_per_accelerator", "", x.optical_ends_per_accelerator, "optical link ends per accelerator",
    by("optical_ends / accelerators"));
  f("tiers", x.tiers, "scale-up, nic-leaf, leaf-spine, spine-core, core-core");
}

namespace {

void check_leaf(const FabricInputs& in, std::vector<Problem>& out) {
  const auto& leaf = in.leaf;
  if (leaf.down + leaf.up > leaf.radix) {
    out.push_back(
        {"leaf.down", fmt::format("{} ports down and {} up exceed the radix {}", leaf.down, leaf.up, leaf.radix)});
  }
  if (leaf.down == 0 && leaf.up >= leaf.radix) {
    out.push_back({"leaf.up", fmt::format("leaves no port of {} for the NICs", leaf.radix)});
  }
  const bool fixed = leaf.down > 0 && leaf.up > 0;
  if (fixed && leaf.oversubscription != 1.0) {
    out.push_back({"leaf.oversubscription", "is fixed by leaf.down and leaf.up; leave one of the three out"});
  }
}

void check_scale_up(const FabricInputs& in, std::vector<Problem>& out) {
  const auto& s = in.scale_up;
  if (s.domain > 1 && s.link_rate > s.bandwidth) {
    out.push_back({"scale_up.link_rate", "exceeds the bandwidth of one accelerator"});
  }
  if (s.link_rate * 1e4 < s.bandwidth) {
    out.push_back(
        {"scale_up.link_rate", "is less than a 10,000th of the bandwidth of one accelerator; check its unit"});
  }
  if (s.efficiency <= 0.0) out.push_back({"scale_up.efficiency", "must be above 0"});
  if (in.scale_out_efficiency <= 0.0) out.push_back({"scale_out_efficiency", "must be above 0"});
}

}  // namespace

std::vector<Problem> validate(const FabricInputs& in) {
  std::vector<Problem> out;
  check_leaf(in, out);
  check_scale_up(in, out);
  if (in.pod > 0 && in.layers > 0 && in.layers < 3) {
    out.push_back({"pod", fmt::format("has no meaning with {} layers; take it out or give layers = 3", in.layers)});
  }
  if (in.floor.in_rack_max < in.floor.in_rack_mean) {
    out.push_back({"floor.in_rack_max", "is below the mean"});
  }
  return out;
}

}  // namespace copack::fabric
