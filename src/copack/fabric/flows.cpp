// SPDX-License-Identifier: Apache-2.0
#include "copack/fabric/flows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "copack/core/random.hpp"
#include "copack/fabric/all_to_all.hpp"
#include "copack/fabric/block_tree.hpp"
#include "copack/fabric/domain.hpp"
#include "copack/fabric/flow_classes.hpp"
#include "copack/fabric/flow_limits.hpp"
#include "copack/fabric/symmetry.hpp"

namespace copack::fabric {
namespace {

/// A fabric without the planes that have failed: those left have their rate.
FabricInputs surviving(const FlowInputs& in) {
  auto fabric = in.fabric;
  fabric.planes = std::max(1, in.fabric.planes - in.failed_planes);
  fabric.port_rate = in.fabric.port_rate * (static_cast<double>(fabric.planes) / in.fabric.planes);
  return fabric;
}

void break_links(Graph& g, const FlowInputs& in) {
  constexpr std::uint32_t stream = 2;  // paths draw from stream 0, permutations from 1
  for (std::uint32_t k = 0; k < in.faults.size(); ++k) {
    const auto& fault = in.faults[k];
    const auto at = static_cast<std::size_t>(fault.tier);
    if (fault.tier == Tier::scale_up || static_cast<int>(fault.tier) > g.layers) continue;
    const auto begin = g.tier_begin[at];
    std::vector<std::uint32_t> cables(g.tier_begin[at + 1] - begin);
    for (std::uint32_t c = 0; c < cables.size(); ++c) cables[c] = begin + c;
    const auto n = std::min(static_cast<std::size_t>(fault.links), cables.size());
    for (std::size_t i = 0; i < n; ++i) {
      const DrawId id{.sample = k, .time = stream, .entity = static_cast<std::uint32_t>(i), .draw = ~0U};
      const auto left = static_cast<double>(cables.size() - i);
      const double u = uniform(static_cast<std::uint32_t>(in.traffic.seed), Purpose::simulation, id);
      const auto other = fault.first >= 0 ? (static_cast<std::size_t>(fault.first) + i) % cables.size()
                                          : i + static_cast<std::size_t>(u * left);
      const auto cable = cables[other];
      if (fault.first < 0) std::swap(cables[i], cables[other]);
      g.capacity[cable] *= fault.remaining;
      g.capacity[g.down(cable)] *= fault.remaining;
    }
  }
}

/// What is solved: classes, the share of a flow's bytes that a stream has, and the flows that got no path.
struct Case {
  FlowClasses classes;
  double share = 1;
  std::int64_t unreachable = 0;
};

std::optional<Case> explicit_case(const FlowInputs& in, const FabricInputs& fabric) {
  auto graph = build_graph(fabric);
  if (!graph) return std::nullopt;
  break_links(*graph, in);
  const auto flows = flows_of(traffic_on(in.traffic, fabric), fabric.accelerators);
  auto routed = route(
      *graph, flows,
      {.routing = in.routing, .connections = in.connections, .seed = static_cast<std::uint32_t>(in.traffic.seed)});
  Case p{.share = routed.share, .unreachable = static_cast<std::int64_t>(routed.unreachable.size())};
  p.classes.flows.assign(routed.flow.size(), 1.0);
  p.classes.links.assign(routed.network.links(), 1.0);
  p.classes.senders.assign(static_cast<std::size_t>(fabric.accelerators), 1.0);
  p.classes.tier.reserve(routed.network.links());
  for (std::uint32_t l = 0; l < routed.network.links(); ++l) p.classes.tier.push_back(tier_of(*graph, l));
  for (auto& f : routed.flow) f = flows[f].from;
  p.classes.sender = std::move(routed.flow);
  p.classes.network = std::move(routed.network);
  return p;
}

std::optional<Case> reduced_case(const FlowInputs& in, const FabricInputs& fabric) {
  const auto traffic = traffic_on(in.traffic, fabric);
  if (in.traffic.pattern == Pattern::all_to_all &&
      group_ranks(in.traffic, fabric.accelerators) == fabric.accelerators) {
    if (auto classes = all_to_all_classes(fabric)) return Case{.classes = std::move(*classes)};
  }
  const auto tree = block_tree(fabric, repeats_after(traffic));
  if (!tree) return std::nullopt;
  return Case{.classes = classes_on(*tree, flows_of(traffic, tree->period))};
}

/// Max-min by the classes of classes where finding them costs less than it saves.
MaxMinResults solve(const FlowNetwork& network, FlowResults& r) {
  constexpr std::size_t worth_refining = 100'000;  // links of streams times rounds
  r.streams = static_cast<std::int64_t>(network.flows());
  r.links = static_cast<std::int64_t>(network.links());
  if (r.method == Method::explicit_) return max_min(network);
  const auto p = equitable_partition(network, static_cast<int>(worth_refining / (network.link.size() + 1)));
  if (!p.equitable) return max_min(network);
  r.streams = p.flow_classes;
  r.links = p.link_classes;
  const auto q = max_min(quotient(network, p));
  MaxMinResults all;
  for (std::size_t f = 0; f < network.flows(); ++f) {
    const auto own = network.links_of(f);
    const auto held = std::ranges::find(own, q.bottleneck[p.flow[f]], [&](std::uint32_t l) { return p.link[l]; });
    all.rate.push_back(q.rate[p.flow[f]]);
    all.bottleneck.push_back(held == own.end() ? no_link : *held);
  }
  for (std::size_t l = 0; l < network.links(); ++l) all.load.push_back(q.load[p.link[l]]);
  return all;
}

/// Flows inside scale-up domains take none of the network's links.
bool crosses_network(const FlowClasses& c, std::size_t f) {
  return std::ranges::any_of(c.network.links_of(f), [&](std::uint32_t l) { return c.tier[l] != Tier::scale_up; });
}

void tell_times(const FlowInputs& in, const FabricInputs& fabric, const Case& p, const MaxMinResults& m,
                FlowResults& r) {
  const auto sizes = flow_sizes(traffic_on(in.traffic, fabric));
  const auto& c = p.classes;
  std::vector<double> sent(c.senders.size(), 0.0), end(c.senders.size(), 0.0);
  double last = 0;
  for (std::size_t f = 0; f < m.rate.size(); ++f) {
    const bool across = crosses_network(c, f);
    const double size = p.share * (across ? sizes.across : sizes.inside).si();
    const double time = size / m.rate[f];
    r.flows += c.flows[f] * p.share;
    if (time > last) {
      last = time;
      if (m.bottleneck[f] != no_link) r.bottleneck = c.tier[m.bottleneck[f]];
    }
    if (!across) continue;
    sent[c.sender[f]] += c.flows[f] * size;
    end[c.sender[f]] = std::max(end[c.sender[f]], time);
  }
  r.time = Time::from_si(last);
  double senders = 0, sum = 0, least = 0, most = 0;
  for (std::size_t s = 0; s < sent.size(); ++s) {
    if (sent[s] <= 0.0) continue;
    const double rate = sent[s] / c.senders[s] / end[s];
    least = senders > 0 ? std::min(least, rate) : rate;
    most = std::max(most, rate);
    senders += c.senders[s];
    sum += c.senders[s] * rate;
  }
  r.rate_min = BitRate::from_si(least);
  r.rate_max = BitRate::from_si(most);
  r.rate_mean = BitRate::from_si(senders > 0 ? sum / senders : 0.0);
  r.share_min = r.rate_min / r.injection;
  r.share_mean = r.rate_mean / r.injection;
}

void tell_tiers(const FabricResults& counts, const FabricInputs& fabric, const Case& p, const MaxMinResults& m,
                FlowResults& r) {
  const auto& c = p.classes;
  for (const auto& tier : counts.tiers) r.tiers.push_back({.tier = tier.tier});
  for (std::size_t l = 0; l < m.load.size(); ++l) {
    auto& use = r.tiers[static_cast<std::size_t>(c.tier[l])];
    const double capacity = c.network.capacity[l];
    if (capacity > 0.0) use.utilisation_max = std::max(use.utilisation_max, m.load[l] / capacity);
    use.utilisation_mean += c.links[l] * m.load[l];
  }
  for (auto& use : r.tiers) {
    const auto& tier = counts.tiers[static_cast<std::size_t>(use.tier)];
    const double up = use.tier == Tier::scale_up
                          ? static_cast<double>(fabric.accelerators) * fabric.scale_up.bandwidth.si()
                          : static_cast<double>(tier.links) * tier.rate.si();
    use.utilisation_mean = up > 0.0 ? use.utilisation_mean / (2.0 * up) : 0.0;
  }
  double flows = 0;
  for (std::size_t f = 0; f < m.bottleneck.size(); ++f) {
    flows += c.flows[f];
    if (m.bottleneck[f] != no_link) {
      r.tiers[static_cast<std::size_t>(c.tier[m.bottleneck[f]])].holds_back += c.flows[f];
    }
  }
  for (auto& use : r.tiers) use.holds_back = flows > 0.0 ? use.holds_back / flows : 0.0;
}

/// Transfer time of the closed form on the same tiers at their full rate, every tier without latency.
Time closed_form_time(const FlowInputs& in, const FabricResults& counts) {
  const auto form = closed_form(traffic_on(in.traffic, in.fabric));
  std::array<Reach, max_levels> networks;
  std::size_t n = 0;
  for (const auto& tier : counts.tiers) networks[n++] = {.accelerators = tier.reach, .bandwidth = tier.bandwidth};
  const auto domain = communication_domain(std::span(networks).first(n), form.ranks, form.stride);
  return collective_time(form.query, domain);
}

}  // namespace

FlowResults evaluate(const FlowInputs& in) {
  FlowResults r;
  const auto choice = choose_method(in);
  r.method = choice.method;
  r.problem = choice.problem;
  if (!r.problem.empty()) return r;
  const auto fabric = surviving(in);
  const auto counts = evaluate(fabric);
  const auto p = r.method == Method::reduced ? reduced_case(in, fabric) : explicit_case(in, fabric);
  if (!p) {
    r.problem = "the network cannot be laid out; evaluate the model `fabric` to see why";
    return r;
  }
  const auto m = solve(p->classes.network, r);
  r.injection = in.fabric.nics_per_accelerator * in.fabric.port_rate;
  tell_times(in, fabric, *p, m, r);
  tell_tiers(counts, fabric, *p, m, r);
  r.closed_form_time = closed_form_time(in, evaluate(in.fabric));
  if (r.time > Time{}) r.efficiency = r.closed_form_time / r.time;
  r.efficiency_error = in.fabric.scale_out_efficiency - r.efficiency;
  r.unreachable = p->unreachable;
  r.solved = r.unreachable == 0;
  if (!r.solved) {
    r.problem = fmt::format("{} flows have no path left; the results are those of the others", r.unreachable);
  }
  return r;
}

}  // namespace copack::fabric
