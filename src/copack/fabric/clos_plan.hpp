// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cmath>
#include <cstdint>

#include "copack/fabric/topology.hpp"

/// How a folded Clos is put together: blocks, switches and ports of every layer. Counting, the explicit graph and the
/// classes of its links all start from this plan.
namespace copack::fabric {

constexpr std::int64_t ceil_div(std::int64_t a, std::int64_t b) { return (a + b - 1) / b; }
/// The next whole number, but for rounding.
inline std::int64_t whole(double x) { return static_cast<std::int64_t>(std::ceil(x - 1e-9)); }

/// One layer of switches. A block of layer i is the smallest set of accelerators that layer i joins: the leaf, the pod,
/// ... Switches of a block stand in positions: switch j of a lower block connects only to the `spread` switches of
/// position j.
struct Layer {
  int radix = 0;
  std::int64_t blocks = 0;     ///< in one network
  std::int64_t positions = 1;  ///< switches per block, s
  std::int64_t spread = 1;     ///< switches that serve one position of the layer below, n
  std::int64_t joins = 1;      ///< blocks of the layer below in one block, m; fewer in the last block
  double down = 0;             ///< ports per switch towards the accelerators
  double up = 0;               ///< ports per switch towards the next layer
  std::int64_t endpoints = 0;  ///< NIC ports under one block, e
  bool even = true;            ///< a switch below gives each of its `spread` switches the same number of links
};

struct Plan {
  std::array<Layer, max_layers> layer{};
  int layers = 0;
  double capacity = 0;      ///< NIC ports in one network
  int failed_at = 0;        ///< layer whose radix is too small; 0: none
  double ports_needed = 0;  ///< of a switch there
};

/// NICs of a server, each of which is a rail.
int rails(const FabricInputs& in);
/// Separate copies of the network: planes, times rails if `rail_only`.
int networks(const FabricInputs& in);
/// Accelerators whose NICs lie under `endpoints` ports of one network. Rail-optimized leaves come in sets of one per
/// rail.
std::int64_t accelerators_of(std::int64_t endpoints, const FabricInputs& in, bool is_leaf = false);
/// Accelerators that the boxes and layers of a plan can join.
std::int64_t capacity_of(const Plan& plan, const FabricInputs& in);
/// Links from one block of a layer to the layer above.
std::int64_t uplinks_of_block(const Layer& layer);

/// The layers that hold the cluster, or the first ones that do not, with `failed_at` set.
Plan plan_clos(const FabricInputs& in);

}  // namespace copack::fabric
