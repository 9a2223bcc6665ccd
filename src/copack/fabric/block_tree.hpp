// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>

#include "copack/fabric/clos_plan.hpp"
#include "copack/fabric/flow_classes.hpp"
#include "copack/fabric/routing.hpp"

namespace copack::fabric {

/// The links between the blocks of a layer and the layer above as one pipe up and one pipe down for each block.
struct Pipes {
  std::uint32_t first = 0;  ///< number of the first pipe upwards
  std::uint32_t count = 0;  ///< in one period of one network
  double capacity = 0;      ///< of one pipe, bit/s
};

/// A folded Clos under even spraying. Where every switch gives every switch above it the same number of links, all
/// links between a block and the layer above carry the same, whatever the traffic, and so do all planes: the network is
/// a tree of blocks with a pipe up and a pipe down each. Exact, and the number of paths no longer counts.
///
/// A shift of all accelerators by a period that full blocks divide maps blocks on blocks. Traffic that such shifts
/// leave as it is needs only the senders of one period, with pipes numbered modulo the period.
struct BlockTree {
  FabricInputs fabric;
  int layers = 0;
  std::int64_t period = 0;                            ///< accelerators; all of them unless blocks are full
  std::uint32_t leaf_ports = 1;                       ///< of a leaf towards the NICs
  std::array<std::uint32_t, max_layers + 1> joins{};  ///< blocks of the layer below in one block, by layer
  std::array<Pipes, max_layers + 1> pipes{};          ///< by tier; those of tier 1 are the NICs
  std::uint32_t total = 0;                            ///< pipes upwards; a pipe downwards is `total` further on
};

/// All links from a layer spread evenly over the switches above.
bool spreads_evenly(const Plan& plan);

/// The smallest multiple of `unit` after which full blocks and scale-up domains repeat too, or all accelerators.
std::int64_t period_of(const FabricInputs& in, const Plan& plan, std::int64_t unit);

/// The tree of a fabric that is feasible and spreads evenly, with at most `most_graph_links` pipes; else nothing.
/// @param unit 0, or a number of accelerators that traffic repeats itself after (`rail-*` topologies: 0). The period is
/// the smallest multiple that full blocks divide, or else everything.
std::optional<BlockTree> block_tree(const FabricInputs& in, std::int64_t unit = 0);

/// Flows of the senders of one period as classes. Where every accelerator sends and receives one flow at most,
/// neighbours whose flows leave and enter the same leaves are one class; else every flow is. Flows that no network
/// joins are left out.
FlowClasses classes_on(const BlockTree& tree, std::span<const Flow> flows);

}  // namespace copack::fabric
