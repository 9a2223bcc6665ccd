// SPDX-License-Identifier: Apache-2.0
#include "copack/fabric/flow_limits.hpp"

#include <fmt/format.h>

#include <cmath>

#include "copack/fabric/all_to_all.hpp"
#include "copack/fabric/block_tree.hpp"
#include "copack/fabric/graph.hpp"

namespace copack::fabric {
namespace {

/// Links that the streams of one flow take at most.
double links_per_flow(const FlowInputs& in, const Plan& plan) {
  const double lanes = static_cast<double>(in.fabric.nics_per_accelerator) * in.fabric.planes;
  if (in.routing == Routing::ecmp) return lanes * in.connections * 2.0 * plan.layers;
  double links = 1.0, fan = 1.0;
  for (int i = 1; i < plan.layers; ++i) {
    fan *= std::ceil(plan.layer[static_cast<std::size_t>(i - 1)].up);
    links += fan;
  }
  return lanes * 2.0 * links;
}

MethodChoice explicit_choice(const FlowInputs& in, const Plan& plan, const FabricResults& counts) {
  MethodChoice choice{.method = Method::explicit_, .path = {}, .problem = {}};
  const auto links = graph_links(in.fabric, counts);
  if (links > most_graph_links) {
    choice.path = "fabric.accelerators";
    choice.problem = fmt::format(
        "the network has {:.3g} directed links, more than {:.3g}; take fewer accelerators, or routing = \"spray\" "
        "without "
        "single faults, which is solved by classes",
        static_cast<double>(links), static_cast<double>(most_graph_links));
    return choice;
  }
  const double uses = flow_count(traffic_on(in.traffic, in.fabric), in.fabric.accelerators) * links_per_flow(in, plan);
  if (uses > most_stream_links) {
    choice.path = in.traffic.pattern == Pattern::all_to_all ? "traffic.ranks" : "fabric.accelerators";
    choice.problem =
        fmt::format("all streams together take {:.3g} links, more than {:.3g}; take fewer, or routing = \"{}\"", uses,
                    most_stream_links, in.routing == Routing::spray ? "ecmp" : "spray");
  }
  return choice;
}

/// Whether even spraying over equal blocks solves it, and what of it.
MethodChoice reduced_choice(const FlowInputs& in, const Plan& plan) {
  MethodChoice choice{.method = Method::reduced, .path = {}, .problem = {}};
  const auto refuse = [&](std::string_view path, std::string problem) {
    choice.path = path;
    choice.problem = std::move(problem);
    return choice;
  };
  if (in.routing == Routing::ecmp) {
    return refuse("method",
                  "paths hashed one by one have no classes; take routing = \"spray\" or method = \"explicit\"");
  }
  if (!in.faults.empty()) {
    return refuse("method", "single faults break the classes of blocks; take method = \"explicit\"");
  }
  if (!spreads_evenly(plan)) {
    return refuse(
        "method",
        "some switch has more links to one switch above than to another; take method = \"explicit\", or another "
        "`fabric.pod` or radix");
  }
  if (in.traffic.pattern == Pattern::all_to_all &&
      group_ranks(in.traffic, in.fabric.accelerators) == in.fabric.accelerators && all_to_all_classes(in.fabric)) {
    return choice;
  }
  const auto traffic = traffic_on(in.traffic, in.fabric);
  const auto period = period_of(in.fabric, plan, repeats_after(traffic));
  const double uses = flow_count(traffic, period) * 2.0 * plan.layers * in.fabric.nics_per_accelerator;
  if (uses > most_stream_links || period > most_graph_links / 4) {
    return refuse("fabric.accelerators",
                  fmt::format("{:.3g} flows remain to be solved, as traffic repeats itself only after {} accelerators; "
                              "take fewer, or a number that whole blocks and groups divide",
                              flow_count(traffic, period), period));
  }
  return choice;
}

}  // namespace

MethodChoice choose_method(const FlowInputs& in) {
  const auto counts = evaluate(in.fabric);
  if (!counts.feasible) return {.method = in.method, .path = "fabric", .problem = counts.problem};
  const auto plan = plan_clos(in.fabric);
  if (in.method == Method::explicit_) return explicit_choice(in, plan, counts);
  auto reduced = reduced_choice(in, plan);
  if (in.method == Method::reduced || reduced.problem.empty()) return reduced;
  auto by_cable = explicit_choice(in, plan, counts);
  // What would have been by classes is told by what broke them.
  if (!by_cable.problem.empty() && in.routing == Routing::spray && in.faults.empty()) return reduced;
  return by_cable;
}

}  // namespace copack::fabric
