// SPDX-License-Identifier: Apache-2.0
#include "copack/fabric/max_min.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "copack/fabric/filling.hpp"
#include "copack/fabric/radix_heap.hpp"

namespace copack::fabric {
namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();

}  // namespace

Filling::Filling(const FlowNetwork& network)
    : network_(network),
      links_(network.links()),
      rate_(network.flows(), unsettled),
      bottleneck_(network.flows(), no_link) {
  for (std::size_t l = 0; l < links_.size(); ++l) links_[l].left = network.capacity[l];
  list_flows_of_links();
}

void Filling::list_flows_of_links() {
  flows_begin_.assign(network_.links() + 1, 0);
  for (const auto l : network_.link) ++flows_begin_[l];
  std::inclusive_scan(flows_begin_.begin(), flows_begin_.end(), flows_begin_.begin());
  flows_on_.resize(network_.link.size());
  // Backwards from the ends of the rows; what counted an end then tells the beginning.
  for (std::size_t f = network_.flows(); f-- > 0;) {
    for (const auto l : network_.links_of(f)) flows_on_[--flows_begin_[l]] = static_cast<std::uint32_t>(f);
  }
}

void Filling::settle(std::uint32_t flow, double level, std::uint32_t link) {
  rate_[flow] = level;
  bottleneck_[flow] = link;
  for (auto entry = network_.begin[flow]; entry < network_.begin[flow + 1]; ++entry) {
    auto& l = links_[network_.link[entry]];
    const double weight = network_.weight_at(entry);
    l.left -= weight * level;
    l.weight -= weight;
    --l.rising;
  }
}

void Filling::release(std::uint32_t flow) {
  for (auto entry = network_.begin[flow]; entry < network_.begin[flow + 1]; ++entry) {
    links_[network_.link[entry]].left += network_.weight_at(entry) * rate_[flow];
  }
  rate_[flow] = unsettled;
  bottleneck_[flow] = no_link;
}

void Filling::remove(std::uint32_t flow) {
  release(flow);
  rate_[flow] = 0.0;
}

void Filling::fill(std::span<const std::uint32_t> flows, double level) {
  std::vector<std::uint32_t> touched;
  for (const auto f : flows) {
    if (network_.begin[f] == network_.begin[f + 1]) rate_[f] = infinite;
    for (auto entry = network_.begin[f]; entry < network_.begin[f + 1]; ++entry) {
      auto& l = links_[network_.link[entry]];
      if (l.rising++ == 0) {
        l.weight = 0;  // what rounding may have left
        touched.push_back(network_.link[entry]);
      }
      l.weight += network_.weight_at(entry);
    }
  }
  // The level at which a link is full only rises while others stay behind, so a stale key is a lower bound.
  RadixHeap heap;
  const auto full_at = [&](const Link& l) { return std::max(level, l.left / l.weight); };
  for (const auto l : touched) heap.push(full_at(links_[l]), l);
  std::vector<std::uint32_t>().swap(touched);
  while (!heap.empty()) {
    const auto [key, at] = heap.pop();
    level = key;
    const auto& link = links_[at];
    if (link.rising == 0) continue;
    if (const double now = full_at(link); now > key) {
      heap.push(now, at);
      continue;
    }
    for (auto k = flows_begin_[at]; k < flows_begin_[at + 1] && link.rising > 0; ++k) {
      if (rate_[flows_on_[k]] == unsettled) settle(flows_on_[k], key, at);
    }
  }
}

MaxMinResults Filling::take() {
  MaxMinResults r{.rate = std::move(rate_), .bottleneck = std::move(bottleneck_), .load = {}};
  r.load.assign(network_.links(), 0.0);
  for (std::size_t f = 0; f < network_.flows(); ++f) {
    for (auto entry = network_.begin[f]; entry < network_.begin[f + 1]; ++entry) {
      r.load[network_.link[entry]] += network_.weight_at(entry) * r.rate[f];
    }
  }
  return r;
}

MaxMinResults max_min(const FlowNetwork& network) {
  std::vector<std::uint32_t> all(network.flows());
  std::iota(all.begin(), all.end(), 0U);
  Filling filling(network);
  filling.fill(all);
  return filling.take();
}

double max_min_violation(const FlowNetwork& network, std::span<const double> rate) {
  std::vector<double> load(network.links(), 0.0);
  std::vector<double> fastest(network.links(), 0.0);
  for (std::size_t f = 0; f < network.flows(); ++f) {
    for (auto entry = network.begin[f]; entry < network.begin[f + 1]; ++entry) {
      load[network.link[entry]] += network.weight_at(entry) * rate[f];
      fastest[network.link[entry]] = std::max(fastest[network.link[entry]], rate[f]);
    }
  }
  const auto relative = [](double excess, double of) {
    return of > 0.0 ? excess / of : (excess > 0.0 ? infinite : 0.0);
  };
  double worst = 0.0;
  for (std::size_t l = 0; l < network.links(); ++l) {
    worst = std::max(worst, relative(load[l] - network.capacity[l], network.capacity[l]));
  }
  for (std::size_t f = 0; f < network.flows(); ++f) {
    double lacks = network.links_of(f).empty() ? 0.0 : infinite;
    for (const auto l : network.links_of(f)) {
      lacks = std::min(lacks, std::max(relative(network.capacity[l] - load[l], network.capacity[l]),
                                       relative(fastest[l] - rate[f], fastest[l])));
    }
    worst = std::max(worst, lacks);
  }
  return worst;
}

}  // namespace copack::fabric
