// SPDX-License-Identifier: Apache-2.0
#include "copack/fabric/routing.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "copack/core/random.hpp"
#include "copack/fabric/paths.hpp"

namespace copack::fabric {
namespace {

/// `n` choices by 32 random bits, without a division.
std::uint32_t choose(std::uint32_t bits, std::uint32_t n) {
  return static_cast<std::uint32_t>(std::uint64_t{bits} * n >> 32U);
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
    auto& n = out_.network;
    const auto first = n.link.size();
    if (through_.empty()) through_.assign(g_.capacity.size(), 0);
    std::size_t live = 0;
    for (const auto lane : lanes_) {
      const auto paths = search(
          g_, ends, lane, [](const Links&) {},
          [&](std::uint32_t link, std::uint32_t through) {
            if (through_[link] == 0 && through > 0) n.link.push_back(link);
            through_[link] += through;
          });
      for (auto at = n.weight.size(); at < n.link.size(); ++at) {
        n.weight.push_back(static_cast<double>(std::exchange(through_[n.link[at]], 0)) / paths);
      }
      live += paths > 0 ? 1 : 0;
    }
    if (live == 0) return false;
    for (auto at = first; at < n.weight.size(); ++at) n.weight[at] /= static_cast<double>(live);
    n.link.insert(n.link.end(), before_.begin(), before_.end());
    n.link.insert(n.link.end(), after_.begin(), after_.end());
    add_stream(index, {});
    return true;
  }

  const Graph& g_;
  RouteRules rules_;
  std::vector<Lane> lanes_;
  std::size_t streams_ = 1;  ///< of a flow
  Links path_;
  std::vector<std::uint32_t> through_;  ///< paths of the flow at hand through each link
  Links before_, after_;                ///< through scale-up domains, on the way to the network and from it
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
  search(graph, flow, lane, [&](const Links& links) { visit(links); }, [](std::uint32_t, std::uint32_t) {});
}

RoutedFlows route(const Graph& graph, std::span<const Flow> flows, const RouteRules& rules) {
  Router router(graph, rules);
  router.expect(flows.size());
  for (std::uint32_t i = 0; i < flows.size(); ++i) router.route(i, flows[i]);
  return router.take();
}

}  // namespace copack::fabric
