// SPDX-License-Identifier: Apache-2.0
#include "copack/fabric/routing.hpp"

#include <algorithm>
#include <array>

#include "copack/core/random.hpp"

namespace copack::fabric {
namespace {

using Links = std::vector<std::uint32_t>;

/// Both ends of a path in one network, with the block of each layer that holds them. It turns round at the first layer
/// where they share one.
struct Ends {
  std::uint32_t network = 0;
  std::array<std::uint32_t, max_layers + 1> from{}, to{};  ///< block by layer
  int turn = 0;                                            ///< 0: the networks differ
};

Ends ends_of(const Graph& g, Flow flow, Lane lane) {
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

std::uint32_t nic_cable(const Graph& g, std::uint32_t accelerator, Lane lane) {
  return g.up_begin[accelerator] + lane.plane * static_cast<std::uint32_t>(g.fabric.nics_per_accelerator) + lane.nic;
}

/// The cables between a switch of layer i and the switch below it in `block`: every `spread`-th from the first.
struct Bundle {
  std::uint32_t first = 0;
  std::uint32_t step = 1;
  std::uint32_t size = 0;
  std::uint32_t below = 0;
};
Bundle bundle_of(const Graph& g, int i, std::uint32_t network, std::uint32_t position, std::uint32_t block) {
  const auto spread = g.layer[static_cast<std::size_t>(i)].spread;
  const auto below = g.node(i - 1, network, block, position / spread);
  const auto skip = (position % spread + spread - g.deal[below]) % spread;
  const auto cables = g.uplinks(below);
  const auto size = cables > skip ? (cables - skip + spread - 1) / spread : 0;
  return {g.up_begin[below] + skip, spread, size, below};
}

std::uint32_t position_of(const Graph& g, int i, std::uint32_t node) {
  const auto& layer = g.layer[static_cast<std::size_t>(i)];
  return (node - layer.first) % layer.positions;
}

/// `n` choices by 32 random bits, without a division.
std::uint32_t choose(std::uint32_t bits, std::uint32_t n) {
  return static_cast<std::uint32_t>(std::uint64_t{bits} * n >> 32U);
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

/// Depth first over all whole paths.
struct Search {
  const Graph& g;
  const Ends& ends;
  const std::function<void(std::span<const std::uint32_t>)>& visit;
  Links links;

  void down(int i, std::uint32_t position, std::uint32_t last) {
    if (i == 1) return step(g.down(last), [&] { visit(links); });
    const auto bundle = bundle_of(g, i, ends.network, position, ends.to[static_cast<std::size_t>(i - 1)]);
    for (std::uint32_t k = 0; k < bundle.size; ++k) {
      step(g.down(bundle.first + bundle.step * k), [&] { down(i - 1, position / bundle.step, last); });
    }
  }
  void up(int i, std::uint32_t cable, std::uint32_t last) {
    step(cable, [&] {
      const auto node = g.upper[cable];
      if (i == ends.turn) return down(i, position_of(g, i, node), last);
      for (auto c = g.up_begin[node]; c < g.up_begin[node + 1]; ++c) up(i + 1, c, last);
    });
  }
  template <class Then>
  void step(std::uint32_t link, const Then& then) {
    if (g.capacity[link] <= 0.0) return;
    links.push_back(link);
    then();
    links.pop_back();
  }
};

class Router {
 public:
  Router(const Graph& graph, const RouteRules& rules) : g_(graph), rules_(rules) {
    out_.network.capacity = graph.capacity;
    for (std::uint32_t plane = 0; plane < static_cast<std::uint32_t>(graph.fabric.planes); ++plane) {
      for (std::uint32_t nic = 0; nic < static_cast<std::uint32_t>(graph.fabric.nics_per_accelerator); ++nic) {
        lanes_.push_back({nic, plane});
      }
    }
    if (rules.routing == Routing::ecmp) streams_ = lanes_.size() * static_cast<std::size_t>(rules.connections);
    out_.share = 1.0 / static_cast<double>(streams_);
  }

  /// Room for hashed streams at their longest; they are many, and a vector that grows takes twice its room.
  void expect(std::size_t flows) {
    if (rules_.routing != Routing::ecmp) return;
    const auto streams = flows * streams_;
    out_.network.link.reserve(streams * 2 * static_cast<std::size_t>(g_.layers));
    out_.network.begin.reserve(streams + 1);
    out_.flow.reserve(streams);
  }

  void route(std::uint32_t index, Flow flow) {
    const auto domain = static_cast<std::uint32_t>(g_.fabric.scale_up.domain);
    if (domain > 1 && flow.from / domain == flow.to / domain) {
      before_ = {g_.scale_up_out(flow.from), g_.scale_up_in(flow.to)};
      for (std::size_t s = 0; s < streams_; ++s) add_stream(index, before_);
      return;
    }
    const auto ends = network_ends(g_.fabric, flow);
    before_.clear();
    after_.clear();
    if (ends && ends->from != flow.from) before_ = {g_.scale_up_out(flow.from), g_.scale_up_in(ends->from)};
    if (ends && ends->to != flow.to) after_ = {g_.scale_up_out(ends->to), g_.scale_up_in(flow.to)};
    const bool reached = ends && (rules_.routing == Routing::ecmp ? hash(index, *ends) : spray(index, *ends));
    if (!reached) out_.unreachable.push_back(index);
  }
  RoutedFlows take() { return std::move(out_); }

 private:
  void add_stream(std::uint32_t index, std::span<const std::uint32_t> path) {
    out_.network.link.insert(out_.network.link.end(), path.begin(), path.end());
    if (rules_.routing == Routing::spray) out_.network.weight.resize(out_.network.link.size(), 1.0);
    out_.network.end_flow();
    out_.flow.push_back(index);
  }

  bool hash(std::uint32_t index, Flow ends) {
    for (std::uint32_t s = 0; s < streams_; ++s) {
      path_ = before_;
      bool found = false;
      for (std::size_t other = 0; other < lanes_.size() && !found; ++other) {
        found = hash_on_lane(index, ends, s, lanes_[(s + other) % lanes_.size()]);
      }
      if (!found) return false;  // no lane works, so this is the first stream
      path_.insert(path_.end(), after_.begin(), after_.end());
      add_stream(index, path_);
    }
    return true;
  }

  /// Hashes until the path is whole, which is even over whole paths; after that many tries there may be none.
  bool hash_on_lane(std::uint32_t index, Flow flow, std::uint32_t stream, Lane lane) {
    constexpr std::uint32_t tries = 32;
    const auto kept = path_.size();
    const std::array<std::uint32_t, 2> key{rules_.seed, static_cast<std::uint32_t>(Purpose::simulation)};
    const auto ends = ends_of(g_, flow, lane);
    const auto first = nic_cable(g_, flow.from, lane), last = nic_cable(g_, flow.to, lane);
    if (ends.turn == 0 || g_.capacity[first] <= 0.0 || g_.capacity[g_.down(last)] <= 0.0) return false;
    for (std::uint32_t attempt = 0; attempt < tries; ++attempt) {
      std::array<std::uint32_t, 4> words{};
      std::uint32_t used = 0;
      const auto pick = [&](std::uint32_t n) {
        if (used % 4 == 0) words = philox4x32({index, stream, attempt, used}, key);
        return choose(words[used++ % 4], n);
      };
      path_.resize(kept);
      if (walk(g_, ends, first, last, pick, path_)) return true;
    }
    return pick_among_all(flow, lane, philox4x32({index, stream, tries, 0}, key)[0], kept);
  }
  bool pick_among_all(Flow flow, Lane lane, std::uint32_t bits, std::size_t kept) {
    std::uint32_t paths = 0;
    for_each_path(g_, flow, lane, [&](auto) { ++paths; });
    const auto chosen = choose(bits, paths);
    std::uint32_t at = 0;
    path_.resize(kept);
    for_each_path(g_, flow, lane, [&](auto path) {
      if (at++ == chosen) path_.insert(path_.end(), path.begin(), path.end());
    });
    return paths > 0;
  }

  bool spray(std::uint32_t index, Flow ends) {
    struct Use {
      std::uint32_t link = 0;
      double weight = 0;
    };
    std::vector<Use> uses;
    std::size_t live = 0;
    for (const auto lane : lanes_) {
      path_.clear();
      double paths = 0;
      for_each_path(g_, ends, lane, [&](auto path) {
        path_.insert(path_.end(), path.begin(), path.end());
        ++paths;
      });
      std::ranges::sort(path_);
      for (auto at = path_.begin(); at != path_.end();) {
        const auto next = std::find_if(at, path_.end(), [&](std::uint32_t l) { return l != *at; });
        uses.push_back({*at, static_cast<double>(next - at) / paths});
        at = next;
      }
      live += paths > 0 ? 1 : 0;
    }
    if (live == 0) return false;
    auto& n = out_.network;
    const auto add = [&](std::uint32_t link, double weight) {
      n.link.push_back(link);
      n.weight.push_back(weight);
    };
    for (const auto& use : uses) add(use.link, use.weight / static_cast<double>(live));
    for (const auto link : before_) add(link, 1.0);
    for (const auto link : after_) add(link, 1.0);
    add_stream(index, {});
    return true;
  }

  const Graph& g_;
  RouteRules rules_;
  std::vector<Lane> lanes_;
  std::size_t streams_ = 1;  ///< of a flow
  Links path_;
  Links before_, after_;  ///< through scale-up domains, on the way to the network and from it
  RoutedFlows out_;
};

}  // namespace

std::optional<Flow> network_ends(const FabricInputs& in, Flow flow) {
  const auto server = static_cast<std::uint32_t>(in.accelerators_per_server);
  if (in.topology != Topology::rail_only || flow.from % server == flow.to % server) return flow;
  const auto domain = static_cast<std::uint32_t>(in.scale_up.domain);
  const auto joined = [&](std::uint32_t a, std::uint32_t b) { return b < in.accelerators && a / domain == b / domain; };
  const auto out = flow.from / server * server + flow.to % server;
  if (joined(flow.from, out)) return Flow{out, flow.to};
  const auto entry = flow.to / server * server + flow.from % server;
  if (joined(flow.to, entry)) return Flow{flow.from, entry};
  return std::nullopt;
}

std::span<const std::string_view> choice_names(Routing /*unused*/) {
  static constexpr std::array<std::string_view, 2> names{"ecmp", "spray"};
  return names;
}

void for_each_path(const Graph& graph, Flow flow, Lane lane,
                   const std::function<void(std::span<const std::uint32_t>)>& visit) {
  const auto ends = ends_of(graph, flow, lane);
  if (ends.turn == 0) return;
  Search{graph, ends, visit, {}}.up(1, nic_cable(graph, flow.from, lane), nic_cable(graph, flow.to, lane));
}

RoutedFlows route(const Graph& graph, std::span<const Flow> flows, const RouteRules& rules) {
  Router router(graph, rules);
  router.expect(flows.size());
  for (std::uint32_t i = 0; i < flows.size(); ++i) router.route(i, flows[i]);
  return router.take();
}

}  // namespace copack::fabric
