// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "copack/fabric/routing.hpp"

/// Walking the equal paths between two accelerators: any upwards, then the bundles that lead down.
namespace copack::fabric {

using Links = std::vector<std::uint32_t>;

/// Both ends of a path in one network, with the block of each layer that holds them. It turns round at the first layer
/// where they share one.
struct Ends {
  std::uint32_t network = 0;
  std::array<std::uint32_t, max_layers + 1> from{}, to{};  ///< block by layer
  int turn = 0;                                            ///< 0: the networks differ
};

inline Ends ends_of(const Graph& g, Flow flow, Lane lane) {
  const auto a = leaf_of(g.fabric, g.leaf_ports, flow.from, lane.nic, lane.plane);
  const auto b = leaf_of(g.fabric, g.leaf_ports, flow.to, lane.nic, lane.plane);
  Ends ends{.network = a.network};
  if (a.network != b.network) return ends;
  ends.from[1] = a.block;
  ends.to[1] = b.block;
  ends.turn = 1;
  for (int i = 1; ends.from[static_cast<std::size_t>(i)] != ends.to[static_cast<std::size_t>(i)]; ++i) {
    const auto at = static_cast<std::size_t>(i);
    ends.from[at + 1] = ends.from[at] / g.layer[at + 1].joins;
    ends.to[at + 1] = ends.to[at] / g.layer[at + 1].joins;
    ends.turn = i + 1;
  }
  return ends;
}

inline std::uint32_t nic_cable(const Graph& g, std::uint32_t accelerator, Lane lane) {
  return g.up_begin[accelerator] + lane.plane * static_cast<std::uint32_t>(g.fabric.nics_per_accelerator) + lane.nic;
}

/// The cables between a switch of layer i and the switch below it in `block`: every `spread`-th from the first.
struct Bundle {
  std::uint32_t first = 0;
  std::uint32_t step = 1;
  std::uint32_t size = 0;
  std::uint32_t below = 0;
};
inline Bundle bundle_of(const Graph& g, int i, std::uint32_t network, std::uint32_t position, std::uint32_t block) {
  const auto spread = g.layer[static_cast<std::size_t>(i)].spread;
  const auto below = g.node(i - 1, network, block, position / spread);
  const auto skip = (position % spread + spread - g.deal[below]) % spread;
  const auto cables = g.uplinks(below);
  const auto size = cables > skip ? (cables - skip + spread - 1) / spread : 0;
  return {g.up_begin[below] + skip, spread, size, below};
}

inline std::uint32_t position_of(const Graph& g, int i, std::uint32_t node) {
  const auto& layer = g.layer[static_cast<std::size_t>(i)];
  return (node - layer.first) % layer.positions;
}

/// Walks one path; `pick(n)` chooses among n cables.
template <class Pick>
bool walk(const Graph& g, const Ends& ends, std::uint32_t first, std::uint32_t last, const Pick& pick, Links& links) {
  links.push_back(first);
  auto node = g.upper[first];
  for (int i = 1; i < ends.turn; ++i) {
    if (g.uplinks(node) == 0) return false;
    const auto cable = g.up_begin[node] + pick(g.uplinks(node));
    links.push_back(cable);
    node = g.upper[cable];
  }
  auto position = position_of(g, ends.turn, node);
  for (int i = ends.turn; i > 1; --i) {
    const auto bundle = bundle_of(g, i, ends.network, position, ends.to[static_cast<std::size_t>(i - 1)]);
    if (bundle.size == 0) return false;
    links.push_back(g.down(bundle.first + bundle.step * pick(bundle.size)));
    position /= bundle.step;
  }
  links.push_back(g.down(last));
  return std::ranges::all_of(links, [&](std::uint32_t l) { return g.capacity[l] > 0.0; });
}

/// Depth first over all whole paths of a lane. `at_end(links)` is called with each, `leave(link, paths)` whenever a
/// link has been tried, with the number of paths found through it from there.
template <class AtEnd, class Leave>
struct Search {
  const Graph& g;
  const Ends& ends;
  std::uint32_t last;  ///< cable of the target's NIC
  const AtEnd& at_end;
  const Leave& leave;
  Links links{};

  std::uint32_t down(int i, std::uint32_t position) {
    if (i == 1) {
      return step(g.down(last), [&] {
        at_end(links);
        return 1U;
      });
    }
    const auto bundle = bundle_of(g, i, ends.network, position, ends.to[static_cast<std::size_t>(i - 1)]);
    std::uint32_t paths = 0;
    for (std::uint32_t k = 0; k < bundle.size; ++k) {
      paths += step(g.down(bundle.first + bundle.step * k), [&] { return down(i - 1, position / bundle.step); });
    }
    return paths;
  }
  std::uint32_t up(int i, std::uint32_t cable) {
    return step(cable, [&] {
      const auto node = g.upper[cable];
      if (i == ends.turn) return down(i, position_of(g, i, node));
      std::uint32_t paths = 0;
      for (auto c = g.up_begin[node]; c < g.up_begin[node + 1]; ++c) paths += up(i + 1, c);
      return paths;
    });
  }
  template <class Then>
  std::uint32_t step(std::uint32_t link, const Then& then) {
    if (g.capacity[link] <= 0.0) return 0;
    links.push_back(link);
    const std::uint32_t paths = then();
    links.pop_back();
    leave(link, paths);
    return paths;
  }
};

/// @returns the number of whole paths.
template <class AtEnd, class Leave>
std::uint32_t search(const Graph& g, Flow flow, Lane lane, const AtEnd& at_end, const Leave& leave) {
  const auto ends = ends_of(g, flow, lane);
  if (ends.turn == 0) return 0;
  Search<AtEnd, Leave> all{g, ends, nic_cable(g, flow.to, lane), at_end, leave};
  return all.up(1, nic_cable(g, flow.from, lane));
}

}  // namespace copack::fabric
