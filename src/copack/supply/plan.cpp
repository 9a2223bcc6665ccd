// SPDX-License-Identifier: Apache-2.0
#include "copack/supply/plan.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "copack/supply/network.hpp"

namespace copack::supply {
namespace {

constexpr double finite_step = 1.1;     ///< capacity factor that confirms a derivative
constexpr double largest_relief = 100;  ///< an item that still binds at a hundredfold is not followed further
constexpr std::size_t longest_chain = 6;
constexpr double no_gain = 1e-9;  ///< relative: below this a derivative counts as zero

Time in_quarters(double n) { return n * unit::quarter; }

/// One run with what is read off it.
struct Outcome {
  Flow flow;
  Delivery delivery;
};

Outcome outcome(const Network& net) {
  Outcome o;
  run(net, o.flow);
  o.delivery = deliver(net, o.flow);
  return o;
}

/// The quarter in which the critical build is completed.
std::size_t critical_quarter(const Network& net, const Delivery& d) {
  const double quarter = std::ceil(d.promised[d.critical]) - 1.0;
  return static_cast<std::size_t>(std::clamp(quarter, 0.0, static_cast<double>(net.quarters - 1)));
}

double units_by(const Network& net, const Flow& flow, std::size_t quarter) {
  return flow.output[(net.nodes.size() - 1) * net.quarters + quarter];
}

void scale(Network& net, const Node& node, double factor) {
  const auto first = net.capacity.begin() + static_cast<std::ptrdiff_t>(node.sources_begin * net.quarters);
  const auto last = net.capacity.begin() + static_cast<std::ptrdiff_t>(node.sources_end * net.quarters);
  std::for_each(first, last, [factor](double& c) { c *= factor; });
}

double good_units(const Network& net, std::size_t k) {
  return net.sources[k].yield * std::accumulate(net.capacity_of(k), net.capacity_of(k) + net.quarters, 0.0);
}

void fill_builds(SupplyResults& r, const SupplyInputs& in, const Network& net, const Outcome& o) {
  const auto horizon = static_cast<double>(net.quarters);
  const double end = units_by(net, o.flow, net.quarters - 1);
  r.builds.resize(in.builds.size());
  for (std::size_t b = 0; b < net.dues.size(); ++b) {
    const auto& due = net.dues[b];
    const double promised = o.delivery.promised[b];
    const double missing = due.cumulative - deliverable(net, o.flow, due.quarter);
    auto& build = r.builds[due.build];
    build.name = in.builds[due.build].name;
    build.delivered = promised < horizon || due.cumulative <= end * (1.0 + no_gain);
    build.promised = net.date(promised);
    build.delay = in_quarters(std::max(0.0, promised - due.quarter));
    build.short_at_due = promised <= due.quarter ? 0.0 : std::clamp(missing, 0.0, in.builds[due.build].units);
  }
}

void fill_timeline(SupplyResults& r, const Network& net, const Flow& flow) {
  for (std::size_t t = 0; t < net.quarters; ++t) {
    const auto end = static_cast<double>(t + 1);
    double demanded = 0.0;
    for (const auto& due : net.dues) {
      if (due.quarter <= end) demanded = due.cumulative;
    }
    r.timeline.push_back({net.date(end), units_by(net, flow, t), demanded});
  }
}

/// Shares of suppliers and regions in the effective capacity of an item.
void fill_concentration(ItemExposure& x, const Network& net, const Node& node, const Item& item) {
  double total = 0.0;
  std::size_t active = 0;
  std::vector<std::pair<std::string_view, double>> regions;
  for (auto k = node.sources_begin; k < node.sources_end; ++k) {
    const auto& supplier = item.suppliers[net.sources[k].supplier];
    const double good = good_units(net, k);
    total += good;
    if (good > 0.0) ++active;
    x.single_source = x.single_source || supplier.single_source;
    x.concentration += good * good;
    const auto same = std::ranges::find(regions, supplier.region, &std::pair<std::string_view, double>::first);
    if (same == regions.end()) {
      regions.emplace_back(supplier.region, good);
    } else {
      same->second += good;
    }
  }
  x.single_source = x.single_source || active == 1;
  x.capacity = total / static_cast<double>(net.quarters);
  if (!(total > 0.0)) return;
  x.concentration /= total * total;
  const auto worst = std::ranges::max_element(regions, {}, &std::pair<std::string_view, double>::second);
  x.worst_region = worst->first;
  x.worst_region_share = worst->second / total;
}

void fill_items(SupplyResults& r, const SupplyInputs& in, const Network& net, const Prices& prices) {
  for (std::size_t n = 0; n < net.nodes.size(); ++n) {
    const auto& node = net.nodes[n];
    ItemExposure x{.name = in.items[node.item].name, .per_product = node.per_product};
    x.elasticity = r.critical_units > 0.0 ? prices.worth[n] / r.critical_units : 0.0;
    x.tied = prices.tied[n] != 0 && x.elasticity > no_gain;
    fill_concentration(x, net, node, in.items[node.item]);
    r.items.push_back(std::move(x));
  }
}

/// What a tenth more of each item's capacity brings, by running the plan again.
void confirm_by_steps(SupplyResults& r, const Network& net, std::size_t quarter) {
  Network changed = net;
  Flow flow;
  for (std::size_t n = 0; n < net.nodes.size(); ++n) {
    auto& x = r.items[n];
    if (!(x.capacity > 0.0)) continue;
    scale(changed, net.nodes[n], finite_step);
    run(changed, flow);
    x.marginal = (units_by(changed, flow, quarter) - r.critical_units) / ((finite_step - 1.0) * x.capacity);
    changed.capacity = net.capacity;
  }
}

/// Nodes that bind together.
using Group = std::vector<std::size_t>;

/// The node that is worth most, with all that tie when it ties; empty when no capacity binds.
Group binding_group(const Prices& prices, double output) {
  const auto top = static_cast<std::size_t>(std::ranges::max_element(prices.worth) - prices.worth.begin());
  Group group;
  for (std::size_t n = 0; n < prices.worth.size(); ++n) {
    const bool binds = prices.worth[n] > no_gain * output;
    if (binds && (n == top || (prices.tied[n] != 0 && prices.tied[top] != 0))) group.push_back(n);
  }
  return group;
}

/// The network with the capacity of a group multiplied.
Network scaled(Network net, const Group& group, double factor) {
  for (const auto n : group) scale(net, net.nodes[n], factor);
  return net;
}

/// Smallest capacity factor of a group that gives as much as the largest relief does. The output is concave and
/// piecewise linear in the factor, so tangents from the left arrive at the kink in a few steps and never pass it.
double relief_factor(const Network& net, const Group& group, std::size_t quarter) {
  Flow flow;
  run(scaled(net, group, largest_relief), flow);
  const double goal = units_by(net, flow, quarter);
  double factor = 1.0;
  for (int step = 0; step < 60; ++step) {
    const auto now = scaled(net, group, factor);
    run(now, flow);
    const auto worth = price(now, flow, quarter).worth;
    double slope = 0.0;
    for (const auto n : group) slope += worth[n] / factor;
    const double missing = goal - units_by(now, flow, quarter);
    if (missing <= no_gain * goal || slope <= 0.0) return factor;
    factor += missing / slope;
    if (factor >= largest_relief * (1.0 - 1e-6)) return largest_relief;
  }
  return factor;
}

void fill_relief(SupplyResults& r, const SupplyInputs& in, Network net, std::size_t quarter) {
  double before = r.critical_units;
  for (std::size_t step = 0; step < longest_chain; ++step) {
    const auto bound = outcome(net);
    const auto group = binding_group(price(net, bound.flow, quarter), before);
    const double factor = group.empty() ? 1.0 : relief_factor(net, group, quarter);
    if (factor == 1.0) return;
    net = scaled(std::move(net), group, factor);
    const auto relieved = outcome(net);
    const double after = units_by(net, relieved.flow, quarter);
    ReliefStep next{.factor = factor,
                    .deliverable = after,
                    .gain = after / before - 1.0,
                    .delay = in_quarters(relieved.delivery.delay())};
    for (const auto n : group) next.items.push_back(in.items[net.nodes[n].item].name);
    r.relief.push_back(std::move(next));
    before = after;
    if (factor >= largest_relief) return;
  }
}

void name_bottleneck(SupplyResults& r, const SupplyInputs& in, const Network& net, const Prices& prices) {
  for (const auto& x : r.items) {
    if (x.single_source && x.elasticity > no_gain) r.single_points.push_back(x.name);
  }
  for (const auto n : binding_group(prices, r.critical_units)) r.bottleneck_group.push_back(r.items[n].name);
  if (r.bottleneck_group.empty()) return;
  const auto top = std::ranges::max_element(r.items, {}, &ItemExposure::elasticity);
  r.bottleneck = top->name;
  const auto& node = net.nodes[static_cast<std::size_t>(top - r.items.begin())];
  for (auto k = node.sources_begin; k < node.sources_end; ++k) {
    if (good_units(net, k) <= 0.0) continue;
    r.bottleneck_suppliers.push_back(in.items[node.item].suppliers[net.sources[k].supplier].name);
  }
}

/// Longest outage of a source from the start, in whole quarters, that adds no delay; more outage never delivers
/// earlier.
int quarters_survived(const Network& net, Network& changed, std::size_t k, double delay) {
  std::size_t safe = 0, unsafe = net.quarters + 1;
  while (unsafe - safe > 1) {
    const auto outage = (safe + unsafe) / 2;
    std::copy_n(net.capacity_of(k), net.quarters, changed.capacity_of(k));
    std::fill_n(changed.capacity_of(k), outage, 0.0);
    (outcome(changed).delivery.delay() <= delay + no_gain ? safe : unsafe) = outage;
  }
  return static_cast<int>(safe);
}

void fill_losses(SupplyResults& r, const SupplyInputs& in, const Network& net) {
  Network changed = net;
  const double delay = r.delay.in(unit::quarter);
  for (const auto& node : net.nodes) {
    for (auto k = node.sources_begin; k < node.sources_end; ++k) {
      std::fill_n(changed.capacity_of(k), net.quarters, 0.0);
      const auto without = outcome(changed).delivery;
      const auto& item = in.items[node.item];
      r.losses.push_back({item.name, item.suppliers[net.sources[k].supplier].name, in_quarters(without.delay()),
                          in_quarters(std::max(0.0, without.delay() - delay)), without.undelivered,
                          quarters_survived(net, changed, k, delay)});
      std::copy_n(net.capacity_of(k), net.quarters, changed.capacity_of(k));
    }
  }
  std::ranges::stable_sort(r.losses, [](const SupplierLoss& a, const SupplierLoss& b) {
    return a.delay != b.delay ? a.delay > b.delay : a.undelivered > b.undelivered;
  });
}

}  // namespace

SupplyResults evaluate(const SupplyInputs& in) {
  SupplyResults r;
  const auto compiled = compile(in);
  if (!compiled) return r;
  const auto& net = *compiled;
  const auto now = outcome(net);
  const auto quarter = critical_quarter(net, now.delivery);
  r.solved = true;
  r.delay = in_quarters(now.delivery.delay());
  r.undelivered = now.delivery.undelivered;
  r.delivered = r.undelivered == 0.0;
  r.critical_build = in.builds[net.dues[now.delivery.critical].build].name;
  r.critical_date = net.date(static_cast<double>(quarter + 1));
  r.critical_units = units_by(net, now.flow, quarter);
  fill_builds(r, in, net, now);
  fill_timeline(r, net, now.flow);
  const auto prices = price(net, now.flow, quarter);
  fill_items(r, in, net, prices);
  name_bottleneck(r, in, net, prices);
  if (!in.stress) return r;
  confirm_by_steps(r, net, quarter);
  fill_relief(r, in, net, quarter);
  fill_losses(r, in, net);
  return r;
}

}  // namespace copack::supply
