// SPDX-License-Identifier: Apache-2.0
#include "copack/fabric/collective.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

namespace copack::fabric {
namespace {

/// A domain prepared for arithmetic: levels of one rank left out, sizes of the groups, bytes and seconds.
struct Level {
  double r = 1;      ///< groups joined
  double inner = 1;  ///< ranks in one of these groups
  double outer = 1;  ///< ranks joined
  double rate = 0;   ///< per rank, bit/s
  double alpha = 0;  ///< s
  bool in_network = false;
};
struct Levels {
  std::array<Level, max_levels> at{};
  std::size_t count = 0;
  double n = 1;

  [[nodiscard]] const Level* begin() const { return at.data(); }
  [[nodiscard]] const Level* end() const { return at.data() + count; }
  [[nodiscard]] const Level& top() const { return at[count - 1]; }
};

Levels prepare(const CommunicationDomain& domain) {
  Levels levels;
  for (int i = 0; i < domain.count; ++i) {
    const auto& from = domain.levels[static_cast<std::size_t>(i)];
    if (from.ranks < 2) continue;
    const double r = from.ranks;
    levels.at[levels.count++] = {.r = r,
                                 .inner = levels.n,
                                 .outer = levels.n * r,
                                 .rate = from.bandwidth.si(),
                                 .alpha = from.latency.si(),
                                 .in_network = from.in_network};
    levels.n *= r;
  }
  return levels;
}

double steps_log2(double r) { return static_cast<double>(std::bit_width(static_cast<std::uint64_t>(r) - 1)); }

/// An all-reduce is a reduce-scatter and an all-gather: twice the passes.
double passes(Collective kind) { return kind == Collective::all_reduce ? 2.0 : 1.0; }

struct Cost {
  double latency = 0;
  double transfer = 0;
  [[nodiscard]] double total() const { return latency + transfer; }
};

/// One ring through all ranks, as many rings side by side as the inner groups have ports, so that crossing a level runs
/// at the sum of its group's ports. n - 1 steps, of which n/inner - n/outer cross a level (the last one: n/inner - 1).
Cost ring(const Levels& levels, double size, double k) {
  Cost cost;
  double slowest = std::numeric_limits<double>::infinity();
  for (const auto& l : levels) {
    const double crossings = levels.n / l.inner - levels.n / l.outer;
    cost.latency += k * crossings * l.alpha;
    slowest = std::min(slowest, l.inner * l.rate);
  }
  cost.transfer = k * (levels.n - 1) / levels.n * size / slowest;
  return cost;
}

/// Up and down two complementary trees: 2 log2(n) messages deep, every byte up and down once.
Cost tree(const Levels& levels, double size) {
  Cost cost;
  double slowest = std::numeric_limits<double>::infinity();
  for (const auto& l : levels) {
    cost.latency += 2.0 * steps_log2(l.r) * l.alpha;
    slowest = std::min(slowest, l.inner * l.rate);
  }
  cost.transfer = 2.0 * size / slowest;
  return cost;
}

enum class Steps : unsigned char { linear, logarithmic };

/// The share of one level when every level works on what the level below has left it, size / inner.
Cost level_share(const Level& l, double size, double k, Steps steps, bool switch_reduces) {
  if (switch_reduces) return {.latency = 2.0 * l.alpha, .transfer = size / l.inner / l.rate};
  const double count = steps == Steps::linear ? l.r - 1 : steps_log2(l.r);
  return {.latency = k * count * l.alpha, .transfer = k * (l.r - 1) / l.r * size / l.inner / l.rate};
}

/// All levels in turn; with `chunks` pieces the levels work at the same time, each on its own piece.
Cost by_level(const Levels& levels, double size, double k, Steps steps, bool in_network, int chunks) {
  const double c = std::max(1, chunks);
  Cost sum;
  double slowest = 0;
  for (const auto& l : levels) {
    const auto share = level_share(l, size, k, steps, in_network && &l == &levels.top());
    sum.latency += share.latency;
    sum.transfer += share.transfer;
    slowest = std::max(slowest, share.latency + share.transfer / c);
  }
  const Cost pipelined{.latency = sum.latency, .transfer = sum.transfer / c + (c - 1) * slowest};
  return pipelined.total() < sum.total() ? pipelined : sum;
}

/// What a rank sends beyond its own group crosses every level up to the one where it turns round.
double all_to_all_transfer(const Levels& levels, double size) {
  double longest = 0;
  for (const auto& l : levels) longest = std::max(longest, (levels.n - l.inner) / levels.n * size / l.rate);
  return longest;
}

Cost all_to_all(const Levels& levels, double size, bool direct) {
  Cost cost{.transfer = all_to_all_transfer(levels, size)};
  for (const auto& l : levels) {
    cost.latency = direct ? std::max(cost.latency, l.alpha) : cost.latency + (l.outer - l.inner) * l.alpha;
  }
  return cost;
}

double bound_of(const CollectiveQuery& query, const Levels& levels) {
  const double size = query.size.si();
  if (query.kind == Collective::point_to_point) return size / levels.top().rate;
  if (query.kind == Collective::all_to_all) return all_to_all_transfer(levels, size);
  double bound = 0;
  for (const auto& l : levels) {
    const double groups = levels.n / l.inner;
    const bool once = query.kind == Collective::all_reduce && l.in_network;
    const double factor = once ? 1.0 : passes(query.kind) * (groups - 1) / groups;
    bound = std::max(bound, factor * size / l.inner / l.rate);
  }
  return bound;
}

struct Best {
  Cost cost{.latency = std::numeric_limits<double>::infinity()};
  Algorithm algorithm = Algorithm::best;

  void offer(Algorithm wanted, Algorithm a, const Cost& c) {
    if (wanted != Algorithm::best && wanted != a) return;
    if (c.total() < cost.total()) *this = {.cost = c, .algorithm = a};
  }
  [[nodiscard]] bool found() const { return algorithm != Algorithm::best; }
};

Best choose(const CollectiveQuery& query, const Levels& levels, Algorithm wanted) {
  Best best;
  const double size = query.size.si();
  if (query.kind == Collective::point_to_point) {
    best.offer(Algorithm::best, Algorithm::direct,
               {.latency = levels.top().alpha, .transfer = size / levels.top().rate});
    return best;
  }
  if (query.kind == Collective::all_to_all) {
    best.offer(wanted, Algorithm::direct, all_to_all(levels, size, true));
    best.offer(wanted, Algorithm::pairwise, all_to_all(levels, size, false));
    return best;
  }
  const double k = passes(query.kind);
  const bool reduces = query.kind == Collective::all_reduce;
  best.offer(wanted, Algorithm::ring, ring(levels, size, k));
  best.offer(wanted, Algorithm::halving_doubling, by_level(levels, size, k, Steps::logarithmic, false, query.chunks));
  if (reduces) best.offer(wanted, Algorithm::tree, tree(levels, size));
  if (reduces && levels.top().in_network) {
    best.offer(wanted, Algorithm::in_network, by_level(levels, size, k, Steps::logarithmic, true, query.chunks));
  }
  if (levels.count > 1) {
    best.offer(wanted, Algorithm::hierarchical, by_level(levels, size, k, Steps::linear, false, query.chunks));
  }
  return best;
}

}  // namespace

std::int64_t CommunicationDomain::ranks() const {
  std::int64_t n = 1;
  for (int i = 0; i < count; ++i) n *= std::max(1, levels[static_cast<std::size_t>(i)].ranks);
  return n;
}

Time port_bound(const CollectiveQuery& query, const CommunicationDomain& domain) {
  const auto levels = prepare(domain);
  return levels.count == 0 ? Time{} : Time::from_si(bound_of(query, levels));
}

CollectiveTime collective(const CollectiveQuery& query, const CommunicationDomain& domain) {
  const auto levels = prepare(domain);
  if (levels.count == 0 || query.size.si() <= 0.0) return {};
  auto best = choose(query, levels, query.algorithm);
  if (!best.found()) best = choose(query, levels, Algorithm::best);
  const double bound = bound_of(query, levels);
  return {.time = Time::from_si(std::max(best.cost.total(), bound)),
          .latency = Time::from_si(best.cost.latency),
          .bound = Time::from_si(bound),
          .algorithm = best.algorithm};
}

Time collective_time(const CollectiveQuery& query, const CommunicationDomain& domain) {
  return collective(query, domain).time;
}

CollectiveResults evaluate(const CollectiveInputs& in) {
  CommunicationDomain domain;
  for (const auto& level : in.levels) {
    if (domain.count < max_levels) domain.add(level);
  }
  const auto t = collective({.kind = in.kind, .size = in.size, .algorithm = in.algorithm, .chunks = in.chunks}, domain);
  CollectiveResults r{
      .ranks = domain.ranks(), .algorithm = t.algorithm, .time = t.time, .latency = t.latency, .bound = t.bound};
  if (t.time.si() <= 0.0) return r;
  const auto n = static_cast<double>(r.ranks);
  r.algorithm_bandwidth = in.size / t.time;
  r.bus_factor = in.kind == Collective::point_to_point ? 1.0 : passes(in.kind) * (n - 1) / n;
  r.bus_bandwidth = r.bus_factor * r.algorithm_bandwidth;
  return r;
}

std::span<const std::string_view> choice_names(Collective /*unused*/) {
  static constexpr std::array<std::string_view, 5> names{"all-reduce", "reduce-scatter", "all-gather", "all-to-all",
                                                         "point-to-point"};
  return names;
}

std::span<const std::string_view> choice_names(Algorithm /*unused*/) {
  static constexpr std::array<std::string_view, 8> names{"best",   "ring",     "halving-doubling", "tree",
                                                         "direct", "pairwise", "in-network",       "hierarchical"};
  return names;
}

void describe(Fields& f, CommunicationLevel& x) {
  f("ranks", "", x.ranks, "groups of the level below that this level joins, r",
    {.min = 1, .max = 1e8, .required = true});
  f("bandwidth", "GB/s", x.bandwidth, "per rank, one direction, B", required_positive);
  f("latency", "us", x.latency, "one message, alpha", non_negative);
  f("in_network", x.in_network, "its switches reduce and multicast");
}

void describe(Fields& f, CollectiveInputs& x) {
  f("kind", x.kind, "the operation");
  f("size", "B", x.size, "full buffer; all-to-all: what one rank sends, own share included; S", required_positive);
  f("algorithm", x.algorithm, "how it is done");
  f("chunks", "", x.chunks, "pieces that overlap across levels", {.min = 1, .max = 1024});
  f("levels", x.levels, "networks from the inside out", required);
}

void describe(Fields& f, CollectiveResults& x) {
  f("ranks", "", x.ranks, "ranks in the group, n");
  f("algorithm", x.algorithm, "the algorithm used");
  f("time", "us", x.time, "from the first send to the last receive");
  f("latency", "us", x.latency, "share that does not depend on the size");
  f("bound", "us", x.bound, "port-sharing lower bound");
  f("algorithm_bandwidth", "GB/s", x.algorithm_bandwidth, "size over time", by("size / time"));
  f("bus_factor", "", x.bus_factor, "wire bytes per rank over the size");
  f("bus_bandwidth", "GB/s", x.bus_bandwidth, "comparable with the hardware", by("bus_factor * algorithm_bandwidth"));
}

std::vector<Problem> validate(const CollectiveInputs& in) {
  std::vector<Problem> out;
  if (in.levels.empty()) out.push_back({"levels", "at least one level is needed"});
  if (in.levels.size() > max_levels) {
    out.push_back({"levels", fmt::format("{} levels given, at most {} are supported", in.levels.size(), max_levels)});
  }
  for (std::size_t i = 1; i < in.levels.size(); ++i) {
    if (in.levels[i].bandwidth > in.levels[i - 1].bandwidth) {
      out.push_back({fmt::format("levels[{}].bandwidth", i),
                     "exceeds that of the level inside it; list levels from the inside out"});
    }
  }
  return out;
}

}  // namespace copack::fabric
