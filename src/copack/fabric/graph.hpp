// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "copack/fabric/clos_plan.hpp"

/// The network of a cluster cable by cable, as the plan that counts it says.
namespace copack::fabric {

/// One layer of switches in a graph; layer 0 is the accelerators.
struct GraphLayer {
  std::uint32_t first = 0;      ///< node
  std::uint32_t blocks = 0;     ///< in one network
  std::uint32_t positions = 1;  ///< switches per block
  std::uint32_t spread = 1;     ///< switches that serve one position of the layer below
  std::uint32_t joins = 1;      ///< blocks of the layer below in one block
};

/// A leaf, by the network it is in and its place there.
struct LeafPlace {
  std::uint32_t network = 0;
  std::uint32_t block = 0;
};

/// Directed links. The `cables()` links upwards come first, ordered by the node below (compressed rows), so that tiers
/// lie one after the other; the link down the same cable is `cables()` further on. Then, for every accelerator, its
/// port out of and its port into the scale-up domain, each as one link of the whole bandwidth. Switch (network, block,
/// position) of layer i is node first + (network * blocks + block) * positions + position.
struct Graph {
  FabricInputs fabric;
  int layers = 0;
  std::uint32_t networks = 1;
  std::uint32_t leaf_ports = 1;  ///< of a leaf towards the NICs
  std::array<GraphLayer, max_layers + 1> layer{};
  std::array<std::uint32_t, max_layers + 2> tier_begin{};  ///< first cable of tier i; tier 1 joins NICs and leaves
  std::vector<std::uint32_t> up_begin;                     ///< first cable upwards of each node; one more than nodes
  std::vector<std::uint32_t> deal;   ///< of each node: which of the switches above takes its first cable
  std::vector<std::uint32_t> lower;  ///< of each cable: node below
  std::vector<std::uint32_t> upper;  ///< of each cable: node above
  std::vector<double> capacity;      ///< of each directed link, bit/s; 0: failed

  [[nodiscard]] std::uint32_t accelerators() const { return static_cast<std::uint32_t>(fabric.accelerators); }
  [[nodiscard]] std::uint32_t nodes() const { return static_cast<std::uint32_t>(up_begin.size() - 1); }
  [[nodiscard]] std::uint32_t cables() const { return static_cast<std::uint32_t>(upper.size()); }
  [[nodiscard]] std::uint32_t down(std::uint32_t cable) const { return cables() + cable; }
  [[nodiscard]] std::uint32_t scale_up_out(std::uint32_t accelerator) const { return 2 * cables() + 2 * accelerator; }
  [[nodiscard]] std::uint32_t scale_up_in(std::uint32_t accelerator) const { return scale_up_out(accelerator) + 1; }
  [[nodiscard]] std::uint32_t uplinks(std::uint32_t node) const { return up_begin[node + 1] - up_begin[node]; }
  [[nodiscard]] std::uint32_t node(int i, std::uint32_t network, std::uint32_t block, std::uint32_t position) const {
    const auto& l = layer[static_cast<std::size_t>(i)];
    return l.first + (network * l.blocks + block) * l.positions + position;
  }
};

/// Directed links beyond which no graph is built: some gigabytes.
inline constexpr std::int64_t most_graph_links = 50'000'000;

/// Directed links of the graph of a counted fabric.
std::int64_t graph_links(const FabricInputs& in, const FabricResults& counts);

/// The graph of a fabric that is feasible and has at most `most_graph_links`; else nothing. Links upwards from the
/// switches of a position are dealt to the switches above in turn, so that bundles differ by one link at most.
std::optional<Graph> build_graph(const FabricInputs& in);

/// Where NIC `nic` of an accelerator is plugged in on a plane, if leaves have `ports` towards the NICs.
LeafPlace leaf_of(const FabricInputs& in, std::uint32_t ports, std::uint32_t accelerator, std::uint32_t nic,
                  std::uint32_t plane);

/// Tier of a directed link.
Tier tier_of(const Graph& graph, std::uint32_t link);

/// Links out of every node but the scale-up ports, as compressed rows.
struct Adjacency {
  std::vector<std::uint32_t> begin;
  std::vector<std::uint32_t> link;
};
Adjacency out_links(const Graph& graph);

}  // namespace copack::fabric
