// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "copack/fabric/graph.hpp"
#include "copack/fabric/max_min.hpp"

/// Paths of flows through the graph of a folded Clos: the shortest ones, up to the first block that holds both ends and
/// down again, over links that work.
namespace copack::fabric {

enum class Routing : unsigned char {
  ecmp,  ///< each connection takes one of the equal paths, by a hash
  spray  ///< packets spread evenly over all of them, whatever their load
};
std::span<const std::string_view> choice_names(Routing routing);

/// One accelerator sends to another.
struct Flow {
  std::uint32_t from = 0;
  std::uint32_t to = 0;
};

struct RouteRules {
  Routing routing = Routing::ecmp;
  int connections = 1;     ///< of a flow on each NIC and plane (ecmp)
  std::uint32_t seed = 1;  ///< of the hash
};

/// Streams over links. A flow is one stream (spray, or inside a scale-up domain) or one for each NIC, plane and
/// connection (ecmp), which share its bytes evenly.
struct RoutedFlows {
  FlowNetwork network;
  std::vector<std::uint32_t> flow;         ///< of each stream
  double share = 1;                        ///< of its flow's bytes, of each stream
  std::vector<std::uint32_t> unreachable;  ///< flows that no whole path joins
};

/// Routes flows between different accelerators. A stream whose NIC or plane has failed takes another.
RoutedFlows route(const Graph& graph, std::span<const Flow> flows, const RouteRules& rules);

/// The accelerators whose NICs a flow uses: its own, but on `rail-only` networks a flow between rails first crosses the
/// scale-up domain of its source to the target's rail, or else enters at the source's rail and crosses that of its
/// target. Nothing if neither domain has such an accelerator.
std::optional<Flow> network_ends(const FabricInputs& in, Flow flow);

/// A lane: one NIC of each end on one plane.
struct Lane {
  std::uint32_t nic = 0;
  std::uint32_t plane = 0;
};

/// Calls `visit` with every whole path on a lane.
void for_each_path(const Graph& graph, Flow flow, Lane lane,
                   const std::function<void(std::span<const std::uint32_t>)>& visit);

}  // namespace copack::fabric
