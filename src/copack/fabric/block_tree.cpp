// SPDX-License-Identifier: Apache-2.0
#include "copack/fabric/block_tree.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace copack::fabric {
namespace {

const Layer& layer_of(const Plan& plan, int i) { return plan.layer[static_cast<std::size_t>(i - 1)]; }

bool inside_domain(const FabricInputs& in, Flow flow) {
  const auto domain = static_cast<std::uint32_t>(in.scale_up.domain);
  return domain > 1 && flow.from / domain == flow.to / domain;
}

class Builder {
 public:
  explicit Builder(const BlockTree& tree) : tree_(tree) {
    const auto& in = tree.fabric;
    auto& n = out_.network;
    n.capacity.resize(2 * std::size_t{tree.total});
    out_.tier.resize(n.capacity.size());
    for (int i = 1; i <= tree.layers; ++i) {
      const auto& pipes = tree.pipes[static_cast<std::size_t>(i)];
      const auto next = i < tree.layers ? tree.pipes[static_cast<std::size_t>(i) + 1].first : tree.total;
      for (auto p = pipes.first; p < next; ++p) {
        n.capacity[p] = n.capacity[p + tree.total] = pipes.capacity;
        out_.tier[p] = out_.tier[p + tree.total] = static_cast<Tier>(i);
      }
    }
    const auto periods = in.accelerators / tree.period;
    out_.links.assign(n.capacity.size(), static_cast<double>(periods));
    out_.senders.assign(static_cast<std::size_t>(tree.period), static_cast<double>(periods));
  }

  /// `members` flows that differ only in their ports.
  void add(Flow flow, double members) {
    const auto& in = tree_.fabric;
    uses_.clear();
    if (inside_domain(in, flow)) {
      scale_up(flow.from, flow.to);
    } else {
      const auto ends = network_ends(in, flow);
      if (!ends) return;
      if (ends->from != flow.from) scale_up(flow.from, ends->from);
      for (std::uint32_t nic = 0; nic < static_cast<std::uint32_t>(in.nics_per_accelerator); ++nic) {
        climb(*ends, nic, members);
      }
      if (ends->to != flow.to) scale_up(ends->to, flow.to);
    }
    finish(flow, members);
  }
  FlowClasses take() { return std::move(out_); }

 private:
  struct Use {
    std::uint32_t link = 0;
    double weight = 0;
  };

  void scale_up(std::uint32_t from, std::uint32_t to) {
    uses_.push_back({scale_up_port(2 * remainder(from)), 1.0});
    uses_.push_back({scale_up_port(2 * remainder(to) + 1), 1.0});
  }
  /// Ports of scale-up domains follow the pipes; those in use are enough.
  std::uint32_t scale_up_port(std::uint32_t port) {
    if (scale_up_ports_.empty()) scale_up_ports_.assign(2 * static_cast<std::size_t>(tree_.period), no_link);
    auto& link = scale_up_ports_[port];
    if (link == no_link) {
      link = static_cast<std::uint32_t>(out_.network.links());
      out_.network.capacity.push_back(tree_.fabric.scale_up.bandwidth.si());
      out_.tier.push_back(Tier::scale_up);
      out_.links.push_back(out_.senders[0]);
    }
    return link;
  }
  [[nodiscard]] std::uint32_t remainder(std::uint32_t accelerator) const {
    return accelerator % static_cast<std::uint32_t>(tree_.period);
  }

  /// Up from one NIC to the first block that holds both ends and down to the other.
  void climb(Flow ends, std::uint32_t nic, double members) {
    const auto& in = tree_.fabric;
    const auto nics = static_cast<std::uint32_t>(in.nics_per_accelerator);
    const double share = 1.0 / nics;
    const auto a = leaf_of(in, tree_.leaf_ports, ends.from, nic, 0);
    const auto b = leaf_of(in, tree_.leaf_ports, ends.to, nic, 0);
    uses_.push_back({remainder(ends.from) * nics + nic, share});
    uses_.push_back({tree_.total + remainder(ends.to) * nics + nic, share});
    auto from = a.block, to = b.block;
    for (int i = 2; from != to; ++i) {
      const auto& pipes = tree_.pipes[static_cast<std::size_t>(i)];
      const auto first = pipes.first + a.network * pipes.count;
      uses_.push_back({first + from % pipes.count, share * members});
      uses_.push_back({tree_.total + first + to % pipes.count, share * members});
      from /= tree_.joins[static_cast<std::size_t>(i)];
      to /= tree_.joins[static_cast<std::size_t>(i)];
    }
  }

  void finish(Flow flow, double members) {
    auto& n = out_.network;
    std::ranges::sort(uses_, {}, &Use::link);
    for (const auto& use : uses_) {
      if (n.link.size() > n.begin.back() && n.link.back() == use.link) {
        n.weight.back() += use.weight;
      } else {
        n.link.push_back(use.link);
        n.weight.push_back(use.weight);
      }
    }
    n.end_flow();
    out_.flows.push_back(members * out_.senders[0]);
    out_.sender.push_back(remainder(flow.from));
  }

  const BlockTree& tree_;
  FlowClasses out_;
  std::vector<Use> uses_;
  std::vector<std::uint32_t> scale_up_ports_;
};

/// Every accelerator sends one flow at most and receives one at most, inside its scale-up domain and across the
/// network.
bool one_each(const BlockTree& tree, std::span<const Flow> flows) {
  const auto period = static_cast<std::uint32_t>(tree.period);
  std::array<std::vector<bool>, 2> sends, receives;
  for (auto* all : {&sends, &receives}) all->fill(std::vector<bool>(period, false));
  return std::ranges::all_of(flows, [&](Flow f) {
    const auto at = inside_domain(tree.fabric, f) ? std::size_t{1} : std::size_t{0};
    const auto from = f.from % period, to = f.to % period;
    const bool fresh = !sends[at][from] && !receives[at][to];
    sends[at][from] = receives[at][to] = true;
    return fresh;
  });
}

/// Ports and senders of a class stand for those of its members, which are as many.
void count_members(const BlockTree& tree, FlowClasses& classes) {
  const auto ports = tree.pipes[2].count > 0 ? tree.pipes[2].first : tree.total;
  for (std::size_t f = 0; f < classes.network.flows(); ++f) {
    for (const auto l : classes.network.links_of(f)) {
      const bool is_port = classes.tier[l] == Tier::scale_up || l % tree.total < ports;
      if (is_port) classes.links[l] = classes.flows[f];
    }
    classes.senders[classes.sender[f]] = classes.flows[f];
  }
}

/// Leaves out links that no flow takes.
void drop_idle_links(FlowClasses& c) {
  auto& n = c.network;
  std::vector<std::uint32_t> place(n.links(), no_link);
  std::vector<double> capacity, links;
  std::vector<Tier> tier;
  for (auto& l : n.link) {
    if (place[l] == no_link) {
      place[l] = static_cast<std::uint32_t>(capacity.size());
      capacity.push_back(n.capacity[l]);
      links.push_back(c.links[l]);
      tier.push_back(c.tier[l]);
    }
    l = place[l];
  }
  n.capacity = std::move(capacity);
  c.links = std::move(links);
  c.tier = std::move(tier);
}

}  // namespace

std::int64_t period_of(const FabricInputs& in, const Plan& plan, std::int64_t unit) {
  const auto n = in.accelerators;
  if (unit <= 0 || in.topology != Topology::clos) return n;
  const auto ports = plan.layers > 1 ? layer_of(plan, plan.layers - 1).endpoints : 1;
  const auto block = std::lcm(ports, std::int64_t{in.nics_per_accelerator}) / in.nics_per_accelerator;
  const auto period = std::lcm(std::lcm(block, unit), std::int64_t{in.scale_up.domain});
  return period > 0 && n % period == 0 ? period : n;
}

bool spreads_evenly(const Plan& plan) {
  for (int i = 1; i < plan.layers; ++i) {
    const double up = layer_of(plan, i).up;
    if (up != std::floor(up)) return false;
    if (static_cast<std::int64_t>(up) % layer_of(plan, i + 1).spread != 0) return false;
  }
  return true;
}

std::optional<BlockTree> block_tree(const FabricInputs& in, std::int64_t unit) {
  const auto plan = plan_clos(in);
  if (plan.failed_at != 0 || !spreads_evenly(plan)) return std::nullopt;
  BlockTree tree{.fabric = in, .layers = plan.layers, .period = period_of(in, plan, unit)};
  if (plan.layers == 1 && in.topology == Topology::rail_optimized) tree.fabric.topology = Topology::clos;  // one leaf
  if (tree.period * in.nics_per_accelerator > most_graph_links / 2) return std::nullopt;
  tree.leaf_ports = static_cast<std::uint32_t>(plan.layer[0].endpoints);
  const auto port_rate = in.port_rate.si();
  const auto in_period = static_cast<std::uint32_t>(tree.period * in.nics_per_accelerator);
  tree.pipes[1] = {.first = 0, .count = in_period, .capacity = port_rate};
  tree.total = in_period;
  const auto separate = static_cast<std::uint32_t>(networks(in) / in.planes);  // planes carry the same
  for (int i = 2; i <= plan.layers; ++i) {
    const auto& below = layer_of(plan, i - 1);
    const auto count = tree.period == in.accelerators ? below.blocks : std::int64_t{in_period} / below.endpoints;
    const auto at = static_cast<std::size_t>(i);
    tree.joins[at] = static_cast<std::uint32_t>(layer_of(plan, i).joins);
    tree.pipes[at] = {.first = tree.total,
                      .count = static_cast<std::uint32_t>(count),
                      .capacity = static_cast<double>(uplinks_of_block(below)) * port_rate};
    tree.total += separate * tree.pipes[at].count;
  }
  return tree;
}

FlowClasses classes_on(const BlockTree& tree, std::span<const Flow> flows) {
  const bool bundle = one_each(tree, flows);
  const auto& in = tree.fabric;
  const bool whole_leaves = tree.leaf_ports % static_cast<std::uint32_t>(in.nics_per_accelerator) == 0;
  const auto alike = [&](Flow x, Flow y) {
    const auto leaf = [&](std::uint32_t a) { return leaf_of(in, tree.leaf_ports, a, 0, 0).block; };
    return leaf(x.from) == leaf(y.from) && leaf(x.to) == leaf(y.to) && inside_domain(in, x) == inside_domain(in, y);
  };
  Builder builder(tree);
  for (auto at = flows.begin(); at != flows.end();) {
    auto next = at + 1;
    if (bundle && whole_leaves && in.topology == Topology::clos) {
      while (next != flows.end() && alike(*at, *next)) ++next;
    }
    builder.add(*at, static_cast<double>(next - at));
    at = next;
  }
  auto classes = builder.take();
  if (bundle) count_members(tree, classes);
  drop_idle_links(classes);
  return classes;
}

}  // namespace copack::fabric
