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

/// Which way a flow takes besides the network: into the rail of its target on the way out, or of its source on the way
/// in.
struct Forwarding {
  Flow flow;  ///< between the accelerators whose NICs are used
  Links before, after;
  bool possible = true;
};

Forwarding forwarding(const Graph& g, Flow flow) {
  Forwarding f{.flow = flow};
  const auto server = static_cast<std::uint32_t>(g.fabric.accelerators_per_server);
  if (g.fabric.topology != Topology::rail_only || flow.from % server == flow.to % server) return f;
  const auto domain = static_cast<std::uint32_t>(g.fabric.scale_up.domain);
  const auto reaches = [&](std::uint32_t a, std::uint32_t b) {
    return b < g.accelerators() && a / domain == b / domain;
  };
  const auto out = flow.from / server * server + flow.to % server;
  const auto in = flow.to / server * server + flow.from % server;
  if (reaches(flow.from, out)) {
    f.before = {g.scale_up_out(flow.from), g.scale_up_in(out)};
    f.flow.from = out;
  } else if (reaches(flow.to, in)) {
    f.after = {g.scale_up_out(in), g.scale_up_in(flow.to)};
    f.flow.to = in;
  } else {
    f.possible = false;
  }
  return f;
}

class Router {
 public:
  Router(const Graph& graph, const RouteRules& rules) : g_(graph), rules_(rules) {
    out_.network.capacity = graph.capacity;
    for (std::uint32_t plane = 0; plane < static_cast<std::uint32_t>(graph.fabric.planes); ++plane) {
      for (std::uint32_t nic = 0; nic < static_cast<std::uint32_t>(graph.fabric.nics_per_accelerator); ++nic) {
        lanes_.push_back({nic, plane});
      }
    }
  }

  void route(std::uint32_t index, Flow flow) {
    const auto domain = g_.fabric.scale_up.domain;
    if (domain > 1 && static_cast<int>(flow.from) / domain == static_cast<int>(flow.to) / domain) {
      Links path{g_.scale_up_out(flow.from), g_.scale_up_in(flow.to)};
      return add_stream(index, 1.0, path);
    }
    const auto way = forwarding(g_, flow);
    const bool reached = way.possible && (rules_.routing == Routing::ecmp ? hash(index, way) : spray(index, way));
    if (!reached) out_.unreachable.push_back(index);
  }
  RoutedFlows take() { return std::move(out_); }

 private:
  void add_stream(std::uint32_t index, double share, std::span<const std::uint32_t> path) {
    out_.network.link.insert(out_.network.link.end(), path.begin(), path.end());
    if (rules_.routing == Routing::spray) out_.network.weight.resize(out_.network.link.size(), 1.0);
    out_.network.end_flow();
    out_.flow.push_back(index);
    out_.share.push_back(share);
  }

  bool hash(std::uint32_t index, const Forwarding& way) {
    const auto streams = lanes_.size() * static_cast<std::size_t>(rules_.connections);
    for (std::uint32_t s = 0; s < streams; ++s) {
      path_ = way.before;
      bool found = false;
      for (std::size_t other = 0; other < lanes_.size() && !found; ++other) {
        found = hash_on_lane(index, way.flow, s, lanes_[(s + other) % lanes_.size()]);
      }
      if (!found) return false;  // no lane works, so this is the first stream
      path_.insert(path_.end(), way.after.begin(), way.after.end());
      add_stream(index, 1.0 / static_cast<double>(streams), path_);
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

  bool spray(std::uint32_t index, const Forwarding& way) {
    struct Use {
      std::uint32_t link = 0;
      double weight = 0;
    };
    std::vector<Use> uses;
    std::size_t live = 0;
    for (const auto lane : lanes_) {
      path_.clear();
      double paths = 0;
      for_each_path(g_, way.flow, lane, [&](auto path) {
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
    for (const auto link : way.before) add(link, 1.0);
    for (const auto link : way.after) add(link, 1.0);
    add_stream(index, 1.0, {});
    return true;
  }

  const Graph& g_;
  RouteRules rules_;
  std::vector<Lane> lanes_;
  Links path_;
  RoutedFlows out_;
};

}  // namespace

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
  for (std::uint32_t i = 0; i < flows.size(); ++i) router.route(i, flows[i]);
  return router.take();
}

}  // namespace copack::fabric
