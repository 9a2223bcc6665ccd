// SPDX-License-Identifier: Apache-2.0
#include "copack/fabric/graph.hpp"

#include <algorithm>
#include <numeric>

namespace copack::fabric {
namespace {

std::uint32_t narrow(std::int64_t x) { return static_cast<std::uint32_t>(x); }

void add_layers(const Plan& plan, Graph& g) {
  g.layers = plan.layers;
  g.layer[0] = {.first = 0, .blocks = g.accelerators()};
  auto next = g.accelerators();
  for (int i = 1; i <= plan.layers; ++i) {
    const auto& from = plan.layer[static_cast<std::size_t>(i - 1)];
    auto& to = g.layer[static_cast<std::size_t>(i)];
    to = {.first = next,
          .blocks = narrow(from.blocks),
          .positions = narrow(from.positions),
          .spread = narrow(from.spread),
          .joins = narrow(from.joins)};
    next += g.networks * to.blocks * to.positions;
  }
  g.deal.assign(next, 0);
  g.up_begin.reserve(next + 1);
  g.up_begin.push_back(0);
}

void add_nic_cables(const FabricInputs& in, Graph& g) {
  for (std::uint32_t a = 0; a < g.accelerators(); ++a) {
    for (std::uint32_t plane = 0; plane < static_cast<std::uint32_t>(in.planes); ++plane) {
      for (std::uint32_t nic = 0; nic < static_cast<std::uint32_t>(in.nics_per_accelerator); ++nic) {
        const auto leaf = leaf_of(g.fabric, g.leaf_ports, a, nic, plane);
        g.lower.push_back(a);
        g.upper.push_back(g.node(1, leaf.network, leaf.block, 0));
      }
    }
    g.up_begin.push_back(g.cables());
  }
}

/// Cables of layer i to the layer above. A block's cables are dealt to its positions, and a position's cables to the
/// switches above it, both in turn.
void add_switch_cables(const Layer& plan, int i, Graph& g) {
  const auto& here = g.layer[static_cast<std::size_t>(i)];
  const auto& above = g.layer[static_cast<std::size_t>(i) + 1];
  const auto per_block = uplinks_of_block(plan);
  const auto each = narrow(per_block / here.positions);
  const auto more = per_block % here.positions;  // positions with one cable more
  std::vector<std::uint32_t> turn(here.positions);
  for (std::uint32_t network = 0; network < g.networks; ++network) {
    for (std::uint32_t block = 0; block < here.blocks; ++block) {
      if (block % above.joins == 0) std::ranges::fill(turn, 0U);
      const auto first_with_more = block * more % here.positions;
      for (std::uint32_t p = 0; p < here.positions; ++p) {
        const auto from = g.node(i, network, block, p);
        const bool one_more = (p + here.positions - first_with_more) % here.positions < more;
        g.deal[from] = turn[p];
        for (std::uint32_t c = 0; c < each + (one_more ? 1 : 0); ++c) {
          g.lower.push_back(from);
          g.upper.push_back(g.node(i + 1, network, block / above.joins, p * above.spread + turn[p]));
          turn[p] = (turn[p] + 1) % above.spread;
        }
        g.up_begin.push_back(g.cables());
      }
    }
  }
}

}  // namespace

LeafPlace leaf_of(const FabricInputs& in, std::uint32_t ports, std::uint32_t accelerator, std::uint32_t nic,
                  std::uint32_t plane) {
  const auto port = accelerator * narrow(in.nics_per_accelerator) + nic;
  const auto all_rails = narrow(rails(in));
  switch (in.topology) {
    case Topology::rail_optimized:
      return {plane, port / all_rails / ports * all_rails + port % all_rails};
    case Topology::rail_only:
      return {plane * all_rails + port % all_rails, port / all_rails / ports};
    case Topology::clos:
      break;
  }
  return {plane, port / ports};
}

std::int64_t graph_links(const FabricInputs& in, const FabricResults& counts) {
  std::int64_t cables = in.scale_up.domain > 1 ? in.accelerators : 0;
  for (const auto& tier : counts.tiers) cables += tier.tier == Tier::scale_up ? 0 : tier.links;
  return 2 * cables;
}

std::optional<Graph> build_graph(const FabricInputs& in) {
  const auto counts = evaluate(in);
  if (!counts.feasible || graph_links(in, counts) > most_graph_links) return std::nullopt;
  const auto plan = plan_clos(in);
  Graph g{.fabric = in, .networks = narrow(networks(in)), .leaf_ports = narrow(plan.layer[0].endpoints)};
  if (plan.layers == 1 && in.topology == Topology::rail_optimized) g.fabric.topology = Topology::clos;  // one leaf
  const auto cables = static_cast<std::size_t>(graph_links(in, counts) / 2);
  g.lower.reserve(cables);
  g.upper.reserve(cables);
  add_layers(plan, g);
  g.tier_begin[1] = 0;
  add_nic_cables(in, g);
  for (int i = 1; i <= plan.layers; ++i) {
    g.tier_begin[static_cast<std::size_t>(i) + 1] = g.cables();
    if (i < plan.layers) add_switch_cables(plan.layer[static_cast<std::size_t>(i - 1)], i, g);
  }
  g.up_begin.resize(g.deal.size() + 1, g.cables());  // nothing above the last layer
  const BitRate rate = in.port_rate / in.planes;
  g.capacity.assign(2 * std::size_t{g.cables()}, rate.si());
  if (in.scale_up.domain > 1) {
    g.capacity.resize(g.capacity.size() + 2 * std::size_t{g.accelerators()}, in.scale_up.bandwidth.si());
  }
  return g;
}

Tier tier_of(const Graph& graph, std::uint32_t link) {
  if (link >= 2 * graph.cables()) return Tier::scale_up;
  const auto cable = link % graph.cables();
  int i = 1;
  while (i < graph.layers && cable >= graph.tier_begin[static_cast<std::size_t>(i) + 1]) ++i;
  return static_cast<Tier>(i);
}

Adjacency out_links(const Graph& graph) {
  Adjacency out{.begin = std::vector<std::uint32_t>(graph.nodes() + 1, 0), .link = {}};
  for (std::uint32_t c = 0; c < graph.cables(); ++c) {
    ++out.begin[graph.lower[c] + 1];
    ++out.begin[graph.upper[c] + 1];
  }
  std::inclusive_scan(out.begin.begin(), out.begin.end(), out.begin.begin());
  out.link.resize(2 * std::size_t{graph.cables()});
  auto next = out.begin;
  for (std::uint32_t c = 0; c < graph.cables(); ++c) {
    out.link[next[graph.lower[c]]++] = c;
    out.link[next[graph.upper[c]]++] = graph.down(c);
  }
  return out;
}

}  // namespace copack::fabric
