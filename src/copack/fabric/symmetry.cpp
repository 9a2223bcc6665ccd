// SPDX-License-Identifier: Apache-2.0
#include "copack/fabric/symmetry.hpp"

#include <algorithm>
#include <bit>
#include <compare>
#include <numeric>
#include <span>

namespace copack::fabric {
namespace {

constexpr std::uint64_t golden = 0x9E3779B97F4A7C15;

/// Finalizer of SplitMix64 (Steele, Lea and Flood 2014): every bit of the input moves half of the output's.
constexpr std::uint64_t mix(std::uint64_t x) {
  x = (x ^ (x >> 30U)) * 0xBF58476D1CE4E5B9;
  x = (x ^ (x >> 27U)) * 0x94D049BB133111EB;
  return x ^ (x >> 31U);
}

/// Two independent sums, which do not depend on the order of what is added.
struct Signature {
  std::uint64_t a = 0, b = 0;
  void add(std::uint32_t color, double weight) {
    const auto w = mix(std::bit_cast<std::uint64_t>(weight) + golden);
    a += mix(w + mix(color + golden));
    b += mix(w * golden + mix(color * golden + 1));
  }
  auto operator<=>(const Signature&) const = default;
};

/// Numbers distinct keys in their order. @returns how many there are.
template <class Key>
std::uint32_t number(std::span<const Key> keys, std::vector<std::uint32_t>& color) {
  std::vector<std::uint32_t> order(keys.size());
  std::iota(order.begin(), order.end(), 0U);
  std::ranges::sort(order, {}, [&](std::uint32_t i) { return keys[i]; });
  std::uint32_t classes = 0;
  color.resize(keys.size());
  for (std::size_t k = 0; k < order.size(); ++k) {
    if (k > 0 && keys[order[k]] != keys[order[k - 1]]) ++classes;
    color[order[k]] = classes;
  }
  return keys.empty() ? 0 : classes + 1;
}

std::uint32_t refine_links(const FlowNetwork& n, Partition& p) {
  std::vector<Signature> seen(n.links());
  for (std::size_t l = 0; l < n.links(); ++l) seen[l].add(p.link[l], -1.0);
  for (std::size_t f = 0; f < n.flows(); ++f) {
    for (auto e = n.begin[f]; e < n.begin[f + 1]; ++e) seen[n.link[e]].add(p.flow[f], n.weight_at(e));
  }
  return number<Signature>(seen, p.link);
}

std::uint32_t refine_flows(const FlowNetwork& n, Partition& p) {
  std::vector<Signature> seen(n.flows());
  for (std::size_t f = 0; f < n.flows(); ++f) {
    seen[f].add(p.flow[f], -1.0);
    for (auto e = n.begin[f]; e < n.begin[f + 1]; ++e) seen[f].add(p.link[n.link[e]], n.weight_at(e));
  }
  return number<Signature>(seen, p.flow);
}

struct Entry {
  std::uint32_t flow = 0, link = 0;
  double weight = 0;
};

/// What flows take of the first link of every class.
std::vector<Entry> entries_of_first_links(const FlowNetwork& n, const Partition& p,
                                          std::span<const std::uint32_t> first_link) {
  std::vector<Entry> entries;
  for (std::size_t f = 0; f < n.flows(); ++f) {
    for (auto e = n.begin[f]; e < n.begin[f + 1]; ++e) {
      const auto l = n.link[e];
      if (first_link[p.link[l]] == l) entries.push_back({p.flow[f], p.link[l], n.weight_at(e)});
    }
  }
  std::ranges::stable_sort(
      entries, [](const Entry& x, const Entry& y) { return std::pair(x.flow, x.link) < std::pair(y.flow, y.link); });
  return entries;
}

}  // namespace

Partition equitable_partition(const FlowNetwork& network, int most_rounds) {
  Partition p{.flow = std::vector<std::uint32_t>(network.flows(), 0)};
  p.flow_classes = network.flows() > 0 ? 1 : 0;
  p.link_classes = number<double>(network.capacity, p.link);
  for (; !p.equitable && p.rounds < most_rounds; ++p.rounds) {
    const auto links = refine_links(network, p);
    const auto flows = refine_flows(network, p);
    p.equitable = links == p.link_classes && flows == p.flow_classes;
    p.link_classes = links;
    p.flow_classes = flows;
  }
  return p;
}

FlowNetwork quotient(const FlowNetwork& network, const Partition& p) {
  FlowNetwork q;
  std::vector<std::uint32_t> first_link(p.link_classes, no_link);
  q.capacity.resize(p.link_classes);
  for (std::uint32_t l = 0; l < network.links(); ++l) {
    auto& first = first_link[p.link[l]];
    if (first != no_link) continue;
    first = l;
    q.capacity[p.link[l]] = network.capacity[l];
  }
  const auto entries = entries_of_first_links(network, p, first_link);
  auto at = entries.begin();
  for (std::uint32_t f = 0; f < p.flow_classes; ++f) {
    for (; at != entries.end() && at->flow == f; ++at) {
      if (q.link.size() > q.begin.back() && q.link.back() == at->link) {
        q.weight.back() += at->weight;
      } else {
        q.link.push_back(at->link);
        q.weight.push_back(at->weight);
      }
    }
    q.end_flow();
  }
  return q;
}

}  // namespace copack::fabric
