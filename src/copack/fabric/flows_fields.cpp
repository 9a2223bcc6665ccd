// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <array>

#include "copack/fabric/flow_limits.hpp"
#include "copack/fabric/flows.hpp"

namespace copack::fabric {

std::span<const std::string_view> choice_names(Method /*unused*/) {
  static constexpr std::array<std::string_view, 3> names{"auto", "explicit", "reduced"};
  return names;
}

void describe(Fields& f, LinkFault& x) {
  f("tier", x.tier, "where the links are");
  f("links", "", x.links, "cables, both directions of each", {.min = 0, .max = 1e9});
  f("first", "", x.first, "of consecutive cables, counted from the lowest node; -1: drawn by the seed",
    {.min = -1, .max = 1e9});
  f("remaining", "", x.remaining, "share of the rate that is left; 0: failed", fraction);
}

void describe(Fields& f, FlowInputs& x) {
  f("fabric", x.fabric, "the network");
  f("traffic", x.traffic, "who sends how much to whom");
  f("routing", x.routing, "ecmp: one hashed path a connection; spray: packets evenly over all equal paths");
  f("connections", "", x.connections, "of a flow on each NIC and plane, each on its own path (ecmp)",
    {.min = 1, .max = 1024});
  f("failed_planes", "", x.failed_planes, "planes that carry nothing", {.min = 0, .max = 63});
  f("faults", x.faults, "cables that have lost their rate or some of it");
  f("method", x.method, "auto, explicit: cable by cable, or reduced: by classes");
}

void describe(Fields& f, TierUse& x) {
  f("tier", x.tier, "where the links sit");
  f("utilisation_mean", "", x.utilisation_mean, "of the links, both directions, while all flows last");
  f("utilisation_max", "", x.utilisation_max, "of the busiest link");
  f("holds_back", "", x.holds_back, "share of the flows whose bottleneck is here");
}

void describe(Fields& f, FlowResults& x) {
  f("solved", x.solved, "every flow has a rate");
  f("problem", x.problem, "why not, and what to do");
  f("method", x.method, "used");
  f("time", "ms", x.time, "until the last flow ends, without latency");
  f("flows", "", x.flows, "between two accelerators");
  f("streams", "", x.streams, "solved for: paths, or flow classes");
  f("links", "", x.links, "solved for: directed links, or link classes");
  f("unreachable", "", x.unreachable, "flows that no path joins");
  f("injection", "Gbit/s", x.injection, "of an accelerator into the network",
    by("fabric.nics_per_accelerator * fabric.port_rate"));
  f("rate_min", "Gbit/s", x.rate_min, "slowest sender: bytes into the network over the time until its last flow ends");
  f("rate_mean", "Gbit/s", x.rate_mean, "the same, mean of all senders");
  f("rate_max", "Gbit/s", x.rate_max, "the same, fastest sender");
  f("share_min", "", x.share_min, "of the injection", by("rate_min / injection"));
  f("share_mean", "", x.share_mean, "of the injection", by("rate_mean / injection"));
  f("closed_form_time", "ms", x.closed_form_time, "transfer time of the closed form at the full rate of every tier");
  f("efficiency", "", x.efficiency, "share of the closed form's speed that is reached", by("closed_form_time / time"));
  f("efficiency_error", "", x.efficiency_error, "by how much the constant of the closed forms is too high",
    by("fabric.scale_out_efficiency - efficiency"));
  f("bottleneck", x.bottleneck, "tier that holds the slowest flow back");
  f("tiers", x.tiers, "scale-up, nic-leaf, leaf-spine, spine-core, core-core");
}

namespace {

void add_all(std::vector<Problem> found, std::string_view at, std::vector<Problem>& out) {
  for (auto& problem : found) out.push_back({fmt::format("{}.{}", at, problem.path), std::move(problem.message)});
}

void check_rails(const FlowInputs& in, std::vector<Problem>& out) {
  const auto& fabric = in.fabric;
  if (fabric.topology == Topology::rail_only && fabric.scale_up.domain % fabric.accelerators_per_server != 0) {
    out.push_back(
        {"fabric.scale_up.domain", "must hold whole servers on rail-only networks, as flows between rails cross it"});
  }
}

}  // namespace

std::vector<Problem> validate(const FlowInputs& in) {
  std::vector<Problem> out;
  add_all(validate(in.fabric), "fabric", out);
  add_all(validate(in.traffic, in.fabric.accelerators), "traffic", out);
  check_rails(in, out);
  if (in.failed_planes >= in.fabric.planes) {
    out.push_back({"failed_planes", fmt::format("all of {} planes fail; leave at least one", in.fabric.planes)});
  }
  for (std::size_t k = 0; k < in.faults.size(); ++k) {
    if (in.faults[k].tier == Tier::scale_up) {
      out.push_back({fmt::format("faults[{}].tier", k), "links inside scale-up domains are not laid out one by one"});
    }
  }
  if (!out.empty()) return out;
  if (auto choice = choose_method(in); !choice.problem.empty()) {
    out.push_back({std::move(choice.path), std::move(choice.problem)});
  }
  return out;
}

}  // namespace copack::fabric
