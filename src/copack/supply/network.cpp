// SPDX-License-Identifier: Apache-2.0
#include "copack/supply/network.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <string_view>

namespace copack::supply {
namespace {

/// Two flows closer than this count as equal: both sides bind.
constexpr double tie_tolerance = 1e-9;

bool about_equal(double a, double b) { return std::abs(a - b) <= tie_tolerance * std::max(std::abs(a), std::abs(b)); }

/// Integral of a supplier's capacity from the start of the plan to `date`, in units (capacity is per quarter).
double started_until(const Supplier& s, double start, double date) {
  double total = 0.0;
  double at = start;
  double level = s.capacity;
  for (const auto& point : s.later) {
    const double until = std::min(date, point.date);
    if (until > at) {
      const double slope = s.growth == Growth::ramp ? (point.capacity - level) / (point.date - at) : 0.0;
      const double span = until - at;
      total += 4.0 * span * (level + 0.5 * slope * span);
    }
    if (point.date >= date) return total;
    at = std::max(at, point.date);
    level = point.capacity;
  }
  return total + 4.0 * std::max(0.0, date - at) * level;
}

void append_source(Network& net, const SupplyInputs& in, const Item& item, std::size_t index) {
  const auto& s = item.suppliers[index];
  const double lead = std::max(0.0, s.lead_time.in(unit::quarter));
  const double whole = std::floor(lead + tie_tolerance);
  net.sources.push_back({index, s.yield, static_cast<std::size_t>(whole), std::max(0.0, lead - whole)});
  double before = started_until(s, net.start, std::max(net.start, s.available_from));
  for (int t = 0; t < in.quarters; ++t) {
    const double after = started_until(s, net.start, std::max(net.date(t + 1), s.available_from));
    net.capacity.push_back(s.share * (after - before));
    before = after;
  }
}

void append_sources(Network& net, const SupplyInputs& in, const Item& item) {
  const auto n = item.suppliers.size();
  std::vector<std::size_t> order(n);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) {
    const auto &x = item.suppliers[a], &y = item.suppliers[b];
    return x.lead_time != y.lead_time ? x.lead_time < y.lead_time : x.yield > y.yield;
  });
  for (const auto i : order) append_source(net, in, item, i);
}

constexpr std::size_t fresh = std::numeric_limits<std::size_t>::max();
constexpr std::size_t open = fresh - 1;  ///< being visited, or broken

/// Visits an item after its inputs. @returns its node, or `open` for an unknown name or a cycle.
class Compiler {
 public:
  Compiler(const SupplyInputs& in, Network& net) : in_(in), net_(net), state_(in.items.size(), fresh) {}

  std::size_t visit(std::string_view name) {
    const auto at = std::ranges::find(in_.items, name, &Item::name);
    if (at == in_.items.end()) return open;
    const auto i = static_cast<std::size_t>(at - in_.items.begin());
    if (state_[i] != fresh) return state_[i];
    state_[i] = open;
    return state_[i] = finish(i);
  }

 private:
  std::size_t finish(std::size_t i) {
    const auto& item = in_.items[i];
    std::vector<Arc> arcs;
    for (const auto& input : item.inputs) {
      const auto child = visit(input.item);
      if (child == open || !(input.quantity > 0.0)) return open;
      arcs.push_back({child, input.quantity, 1.0});
    }
    Node node{.item = i, .arcs_begin = net_.arcs.size(), .sources_begin = net_.sources.size(), .stock = item.stock};
    net_.arcs.insert(net_.arcs.end(), arcs.begin(), arcs.end());
    append_sources(net_, in_, item);
    node.arcs_end = net_.arcs.size();
    node.sources_end = net_.sources.size();
    net_.nodes.push_back(node);
    return net_.nodes.size() - 1;
  }

  const SupplyInputs& in_;
  Network& net_;
  std::vector<std::size_t> state_;
};

/// Starts needed per good unit, with the yields weighted by capacity.
double starts_per_good(const Network& net, const Node& node) {
  double starts = 0.0, good = 0.0;
  for (auto k = node.sources_begin; k < node.sources_end; ++k) {
    const double c = std::accumulate(net.capacity_of(k), net.capacity_of(k) + net.quarters, 0.0);
    starts += c;
    good += net.sources[k].yield * c;
  }
  return good > 0.0 ? starts / good : 1.0;
}

/// N from the product down, and the split of an input that has several users in proportion to what each needs.
void explode(Network& net) {
  net.nodes.back().per_product = 1.0;
  for (auto n = net.nodes.size(); n-- > 0;) {
    const auto& node = net.nodes[n];
    const double starts = node.per_product * starts_per_good(net, node);
    for (auto a = node.arcs_begin; a < node.arcs_end; ++a) {
      net.arcs[a].split = starts * net.arcs[a].quantity;
      net.nodes[net.arcs[a].node].per_product += net.arcs[a].split;
    }
  }
  for (auto& arc : net.arcs) arc.split /= net.nodes[arc.node].per_product;
}

void list_dues(Network& net, const SupplyInputs& in) {
  for (std::size_t b = 0; b < in.builds.size(); ++b) {
    net.dues.push_back({b, 4.0 * (in.builds[b].due - net.start), in.builds[b].units});
  }
  std::ranges::stable_sort(net.dues, {}, &Due::quarter);
  for (std::size_t b = 1; b < net.dues.size(); ++b) net.dues[b].cumulative += net.dues[b - 1].cumulative;
}

/// A_t: kits for starts of a node that its inputs allow, cumulative.
double kits(const Network& net, const Flow& flow, const Node& node, std::size_t t) {
  double least = std::numeric_limits<double>::infinity();
  for (auto a = node.arcs_begin; a < node.arcs_end; ++a) {
    const auto& arc = net.arcs[a];
    least = std::min(least, flow.output[arc.node * net.quarters + t] * arc.kits_per_unit());
  }
  return least;
}

/// X of the suppliers of one node: they take what there is, in their order.
void start(const Network& net, Flow& flow, const Node& node) {
  double used = 0.0;
  for (std::size_t t = 0; t < net.quarters; ++t) {
    const double available = std::max(0.0, kits(net, flow, node, t) - used);
    double left = available;
    for (auto k = node.sources_begin; k < node.sources_end; ++k) {
      const double x = std::min(net.capacity_of(k)[t], left);
      left -= x;
      used += x;
      double* started = flow.started.data() + k * net.quarters;
      started[t] = (t > 0 ? started[t - 1] : 0.0) + x;
    }
  }
}

/// O of one node: stock and arrivals.
void arrive(const Network& net, Flow& flow, std::size_t n) {
  const auto& node = net.nodes[n];
  double* output = flow.output.data() + n * net.quarters;
  std::fill_n(output, net.quarters, node.stock);
  for (auto k = node.sources_begin; k < node.sources_end; ++k) {
    const auto& source = net.sources[k];
    const double* started = flow.started.data() + k * net.quarters;
    for (std::size_t t = source.lead; t < net.quarters; ++t) {
      const auto s = t - source.lead;
      const double before = s > 0 ? started[s - 1] : 0.0;
      output[t] += source.yield * (started[s] - source.lead_fraction * (started[s] - before));
    }
  }
  if (node.sources_begin == node.sources_end && node.arcs_begin < node.arcs_end) {
    for (std::size_t t = 0; t < net.quarters; ++t) output[t] += kits(net, flow, node, t);
  }
}

}  // namespace

std::optional<Network> compile(const SupplyInputs& in) {
  if (in.quarters < 1 || in.builds.empty()) return {};
  Network net;
  net.start = in.start_year + (in.start_quarter - 1) / 4.0;
  net.quarters = static_cast<std::size_t>(in.quarters);
  if (Compiler(in, net).visit(in.product) == open) return {};
  explode(net);
  list_dues(net, in);
  return net;
}

void run(const Network& net, Flow& flow) {
  flow.started.resize(net.sources.size() * net.quarters);
  flow.output.resize(net.nodes.size() * net.quarters);
  for (std::size_t n = 0; n < net.nodes.size(); ++n) {
    start(net, flow, net.nodes[n]);
    arrive(net, flow, n);
  }
}

namespace {

const double* product_output(const Network& net, const Flow& flow) {
  return flow.output.data() + (net.nodes.size() - 1) * net.quarters;
}

/// First time at which the product's cumulative output reaches `units`; the horizon when it never does.
double time_of(const Network& net, const Flow& flow, double units) {
  const double* output = product_output(net, flow);
  double before = net.nodes.back().stock;
  if (units <= before * (1.0 + tie_tolerance)) return 0.0;
  for (std::size_t t = 0; t < net.quarters; ++t) {
    if (units <= output[t] * (1.0 + tie_tolerance)) {
      return static_cast<double>(t) + std::min(1.0, (units - before) / (output[t] - before));
    }
    before = output[t];
  }
  return static_cast<double>(net.quarters);
}

}  // namespace

double deliverable(const Network& net, const Flow& flow, double quarter) {
  const double stock = net.nodes.back().stock;
  if (!(quarter > 0.0)) return stock;
  const double* output = product_output(net, flow);
  const auto t = static_cast<std::size_t>(std::min(quarter, static_cast<double>(net.quarters)));
  const double before = t > 0 ? output[t - 1] : stock;
  return t == net.quarters ? before : before + (quarter - static_cast<double>(t)) * (output[t] - before);
}

Delivery deliver(const Network& net, const Flow& flow) {
  Delivery d;
  d.lateness = -std::numeric_limits<double>::infinity();
  for (std::size_t b = 0; b < net.dues.size(); ++b) {
    d.promised.push_back(time_of(net, flow, net.dues[b].cumulative));
    const double lateness = d.promised[b] - net.dues[b].quarter;
    if (lateness < d.lateness) continue;
    d.lateness = lateness;
    d.critical = b;
  }
  const double end = product_output(net, flow)[net.quarters - 1];
  const double missing = net.dues.back().cumulative - end;
  d.undelivered = missing > tie_tolerance * net.dues.back().cumulative ? missing : 0.0;
  return d;
}

namespace {

/// The derivative, carried backwards from the product through `run`.
class Adjoint {
 public:
  Adjoint(const Network& net, const Flow& flow, std::size_t quarter)
      : net_(net), flow_(flow), d_output_(flow.output.size(), 0.0), d_kits_(net.quarters) {
    prices_.worth.assign(net.nodes.size(), 0.0);
    prices_.tied.assign(net.nodes.size(), 0);
    d_output_[(net.nodes.size() - 1) * net.quarters + quarter] = 1.0;
  }

  Prices take() {
    for (auto n = net_.nodes.size(); n-- > 0;) {
      std::ranges::fill(d_kits_, 0.0);
      starts_of(n);
      inputs_of(n);
    }
    return std::move(prices_);
  }

 private:
  /// d(output) / d(start of source k in quarter t): what arrives from it later, all quarters after t counting.
  void arrivals(const Node& node, const double* d_output) {
    d_start_.assign((node.sources_end - node.sources_begin) * net_.quarters, 0.0);
    for (auto k = node.sources_begin; k < node.sources_end; ++k) {
      const auto& source = net_.sources[k];
      double* d = d_start_.data() + (k - node.sources_begin) * net_.quarters;
      double later = 0.0;
      for (auto t = net_.quarters; t-- > source.lead;) {
        d[t - source.lead] = source.yield * (later + (1.0 - source.lead_fraction) * d_output[t]);
        later += d_output[t];
      }
    }
  }

  void starts_of(std::size_t n) {
    const auto& node = net_.nodes[n];
    const double* d_output = d_output_.data() + n * net_.quarters;
    if (node.sources_begin == node.sources_end) {
      std::copy_n(d_output, net_.quarters, d_kits_.begin());
      return;
    }
    arrivals(node, d_output);
    double claimed = 0.0;  // a kit used now is missing in every later quarter that was short of kits
    for (auto t = net_.quarters; t-- > 0;) claimed += quarter_of(n, t, claimed);
  }

  [[nodiscard]] double started_in(std::size_t k, std::size_t t) const {
    const double* x = flow_.started.data() + k * net_.quarters;
    return x[t] - (t > 0 ? x[t - 1] : 0.0);
  }

  /// One quarter of one node: capacity binds, kits bind, or both. @returns d(output) / d(kits of this quarter).
  double quarter_of(std::size_t n, std::size_t t, double claimed) {
    const auto& node = net_.nodes[n];
    const auto worth_of = [&](std::size_t k) {
      return d_start_[(k - node.sources_begin) * net_.quarters + t] - claimed;
    };
    auto marginal = node.sources_begin;  // the source that the next kit would go to, if kits were short
    double capacity = 0.0, used = 0.0, before = 0.0;
    for (auto k = node.sources_begin; k < node.sources_end; ++k) {
      const double x = started_in(k, t);
      if (x > 0.0 || capacity == 0.0) marginal = k;
      capacity += net_.capacity_of(k)[t];
      used += x;
      if (t > 0) before += flow_.started[k * net_.quarters + t - 1];
    }
    const double available = kits(net_, flow_, node, t) - before;
    const bool starved = used < capacity && !about_equal(used, capacity);
    const bool tie = !starved && capacity > 0.0 && node.arcs_begin < node.arcs_end && about_equal(available, capacity);
    const double kit_part = starved ? 1.0 : tie ? 0.5 : 0.0;
    const double kit_worth = worth_of(marginal);
    for (auto k = node.sources_begin; k < node.sources_end; ++k) {
      const double full = worth_of(k) * (1.0 - kit_part);
      const double ahead = k < marginal ? (worth_of(k) - kit_worth) * kit_part : 0.0;
      prices_.worth[n] += (full + ahead) * net_.capacity_of(k)[t];
    }
    d_kits_[t] = kit_part * kit_worth;
    if (tie && kit_worth > 0.0) prices_.tied[n] = 1;
    return d_kits_[t];
  }

  /// Passes the worth of kits on to the inputs that are scarcest.
  void inputs_of(std::size_t n) {
    const auto& node = net_.nodes[n];
    if (node.arcs_begin == node.arcs_end) return;
    for (std::size_t t = 0; t < net_.quarters; ++t) {
      if (d_kits_[t] == 0.0) continue;
      const double least = kits(net_, flow_, node, t);
      const auto scarce = [&](const Arc& arc) {
        return about_equal(flow_.output[arc.node * net_.quarters + t] * arc.kits_per_unit(), least);
      };
      const auto first = net_.arcs.begin() + static_cast<std::ptrdiff_t>(node.arcs_begin);
      const auto last = net_.arcs.begin() + static_cast<std::ptrdiff_t>(node.arcs_end);
      const auto ties = std::count_if(first, last, scarce);
      for (auto arc = first; arc != last; ++arc) {
        if (!scarce(*arc)) continue;
        d_output_[arc->node * net_.quarters + t] += d_kits_[t] * arc->kits_per_unit() / static_cast<double>(ties);
        if (ties > 1 || prices_.tied[n]) prices_.tied[arc->node] = 1;
      }
    }
  }

  const Network& net_;
  const Flow& flow_;
  std::vector<double> d_output_, d_kits_, d_start_;
  Prices prices_;
};

}  // namespace

Prices price(const Network& net, const Flow& flow, std::size_t quarter) { return Adjoint(net, flow, quarter).take(); }

}  // namespace copack::supply
