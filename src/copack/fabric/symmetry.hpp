// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <limits>
#include <vector>

#include "copack/fabric/max_min.hpp"

/// Flows and links that cannot be told apart get the same rate and load, as the max-min fair allocation is unique. It
/// is therefore solved once for each class.
namespace copack::fabric {

/// A partition of flows and links.
struct Partition {
  std::vector<std::uint32_t> flow;  ///< class of each flow
  std::vector<std::uint32_t> link;  ///< class of each link
  std::uint32_t flow_classes = 0;
  std::uint32_t link_classes = 0;
  int rounds = 0;
  bool equitable = false;  ///< false if the rounds did not suffice
};

/// The coarsest equitable partition that keeps capacities apart: flows of a class take the same of as many links of
/// every class, links of a class carry as many flows of every class with the same weight. Colour refinement (Weisfeiler
/// and Leman 1968) of the bipartite graph of flows and links; neighbourhoods are compared by sums of 128-bit hashes.
Partition equitable_partition(const FlowNetwork& network, int most_rounds = std::numeric_limits<int>::max());

/// One flow and one link for each class; `max_min` of it gives the rates of the members. A link class keeps the
/// capacity of one link, and a flow class has as weight on it what its members take of one such link.
FlowNetwork quotient(const FlowNetwork& network, const Partition& partition);

}  // namespace copack::fabric
