// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "copack/fabric/collective.hpp"
#include "copack/fabric/topology.hpp"

namespace copack::fabric {

/// A network by what it joins: neighbours in placement order within `accelerators` reach one another through it.
struct Reach {
  std::int64_t accelerators = 0;  ///< 0: all
  BitRate bandwidth;              ///< per accelerator, one direction, of a large transfer
  Time latency;                   ///< one message
};

/// What joins a group of `ranks` accelerators that stand `stride` apart in placement order (1: neighbours), with every
/// accelerator of the cluster in a group of the same kind at the same time. One level for each network the group
/// crosses, `networks` being listed from the inside out; the last one joins whatever is left.
CommunicationDomain communication_domain(std::span<const Reach> networks, std::int64_t ranks, std::int64_t stride = 1);

/// The same over the tiers of a counted fabric, which must be feasible.
CommunicationDomain communication_domain(const FabricResults& fabric, std::int64_t ranks, std::int64_t stride = 1);

}  // namespace copack::fabric
