// SPDX-License-Identifier: Apache-2.0
#include "copack/fabric/traffic.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <numeric>

#include "copack/core/random.hpp"

namespace copack::fabric {
namespace {

bool by_groups(Pattern pattern) { return pattern != Pattern::shift && pattern != Pattern::random_permutation; }

/// Fisher-Yates, one draw for each step.
std::vector<std::uint32_t> permutation(std::uint32_t n, std::uint32_t seed) {
  constexpr std::uint32_t stream = 1;  // paths draw from stream 0
  std::vector<std::uint32_t> to(n);
  std::iota(to.begin(), to.end(), 0U);
  for (std::uint32_t i = n; i-- > 1;) {
    const double u = uniform(seed, Purpose::simulation, {.time = stream, .entity = i, .draw = ~0U});
    std::swap(to[i], to[static_cast<std::uint32_t>(u * (i + 1.0))]);
  }
  return to;
}

/// Adds what rank `rank` of the group that begins at `base` sends outside rings.
void add_group_flows(const TrafficInputs& in, std::int64_t base, std::int64_t rank, std::int64_t ranks,
                     std::vector<Flow>& flows) {
  const auto member = [&](std::int64_t r) { return static_cast<std::uint32_t>(base + r * in.stride); };
  if (in.pattern == Pattern::incast) {
    if (rank > 0) flows.push_back({member(rank), member(0)});
    return;
  }
  for (std::int64_t r = 0; r < ranks; ++r) {
    if (r != rank) flows.push_back({member(rank), member(r)});
  }
}

void add_ring_flows(const Traffic& traffic, std::int64_t senders, std::vector<Flow>& flows) {
  const auto& in = traffic.in;
  const auto ranks = group_ranks(in, traffic.accelerators);
  const auto side_by_side = rings(traffic);
  const auto add = [&](const auto& next) {
    for (std::int64_t a = 0; a < senders; ++a) {
      const auto rank = a / in.stride % ranks;
      flows.push_back({static_cast<std::uint32_t>(a), static_cast<std::uint32_t>(a + (next(rank) - rank) * in.stride)});
    }
  };
  if (side_by_side == 1) return add([&](std::int64_t rank) { return (rank + 1) % ranks; });
  add([&](std::int64_t rank) { return rank / side_by_side * side_by_side + (rank + 1) % side_by_side; });
  add([&](std::int64_t rank) { return (rank + side_by_side) % ranks; });
}

}  // namespace

std::span<const std::string_view> choice_names(Pattern /*unused*/) {
  static constexpr std::array<std::string_view, 5> names{"all-to-all", "shift", "ring-all-reduce", "incast",
                                                         "random-permutation"};
  return names;
}

void describe(Fields& f, TrafficInputs& x) {
  f("pattern", x.pattern, "who sends to whom, all at the same time");
  f("ranks", "", x.ranks, "ranks of a group; 0: all accelerators", {.min = 0, .max = 1e9});
  f("stride", "", x.stride, "between ranks of a group, in placement order", {.min = 1, .max = 1e9});
  f("shift", "", x.shift, "accelerators between sender and receiver (shift)", {.min = 1, .max = 1e9});
  f("size", "GB", x.size, "what a rank sends in all (all-to-all), the buffer (ring-all-reduce), or one flow", positive);
  f("seed", "", x.seed, "of the permutation and of hashed paths", {.min = 0});
}

std::vector<Problem> validate(const TrafficInputs& in, std::int64_t accelerators) {
  std::vector<Problem> out;
  if (in.pattern == Pattern::shift && in.shift >= accelerators) {
    out.push_back({"shift", fmt::format("{} is no other of {} accelerators; give less", in.shift, accelerators)});
  }
  if (!by_groups(in.pattern)) return out;
  const double block = static_cast<double>(group_ranks(in, accelerators)) * static_cast<double>(in.stride);
  if (block > static_cast<double>(accelerators) || accelerators % static_cast<std::int64_t>(block) != 0) {
    out.push_back(
        {"ranks", fmt::format("groups of {} with stride {} do not tile {} accelerators; ranks times stride must "
                              "divide them",
                              group_ranks(in, accelerators), in.stride, accelerators)});
  }
  if (group_ranks(in, accelerators) < 2) out.push_back({"ranks", "a group of one sends nothing; give at least 2"});
  return out;
}

std::int64_t group_ranks(const TrafficInputs& in, std::int64_t accelerators) {
  return in.ranks > 0 ? in.ranks : std::max<std::int64_t>(1, accelerators / in.stride);
}

Traffic traffic_on(const TrafficInputs& in, const FabricInputs& fabric) {
  return {in, fabric.accelerators, std::max(1, fabric.scale_up.domain)};
}

std::int64_t rings(const Traffic& traffic) {
  const auto& in = traffic.in;
  const auto ranks = group_ranks(in, traffic.accelerators);
  const auto in_domain = traffic.domain / in.stride;
  const bool fits =
      traffic.domain % in.stride == 0 && in_domain < ranks && ranks % std::max<std::int64_t>(1, in_domain) == 0;
  return in.pattern == Pattern::ring_all_reduce && fits ? std::max<std::int64_t>(1, in_domain) : 1;
}

std::int64_t repeats_after(const Traffic& traffic) {
  if (traffic.in.pattern == Pattern::shift) return 1;
  const auto ranks = group_ranks(traffic.in, traffic.accelerators);
  const bool round = traffic.in.pattern == Pattern::ring_all_reduce && ranks == traffic.accelerators;
  if (round) return rings(traffic);  // round the whole cluster from domain to domain
  return by_groups(traffic.in.pattern) ? ranks * traffic.in.stride : 0;
}

double flow_count(const Traffic& traffic, std::int64_t senders) {
  const bool to_all = traffic.in.pattern == Pattern::all_to_all;
  const auto each = to_all ? static_cast<double>(group_ranks(traffic.in, traffic.accelerators) - 1) : 1.0;
  return static_cast<double>(senders) * each * (rings(traffic) > 1 ? 2.0 : 1.0);
}

std::vector<Flow> flows_of(const Traffic& traffic, std::int64_t senders) {
  const auto& in = traffic.in;
  std::vector<Flow> flows;
  flows.reserve(static_cast<std::size_t>(flow_count(traffic, senders)));
  if (in.pattern == Pattern::ring_all_reduce) {
    add_ring_flows(traffic, senders, flows);
    return flows;
  }
  std::vector<std::uint32_t> to;
  if (in.pattern == Pattern::random_permutation) {
    to = permutation(static_cast<std::uint32_t>(traffic.accelerators), static_cast<std::uint32_t>(in.seed));
  }
  const auto ranks = group_ranks(in, traffic.accelerators);
  for (std::int64_t a = 0; a < senders; ++a) {
    const auto from = static_cast<std::uint32_t>(a);
    if (!to.empty()) {
      if (to[from] != from) flows.push_back({from, to[from]});
    } else if (in.pattern == Pattern::shift) {
      flows.push_back({from, static_cast<std::uint32_t>((a + in.shift) % traffic.accelerators)});
    } else {
      const auto rank = a / in.stride % ranks;
      add_group_flows(in, a - rank * in.stride, rank, ranks, flows);
    }
  }
  return flows;
}

FlowSizes flow_sizes(const Traffic& traffic) {
  const auto& in = traffic.in;
  const auto n = static_cast<double>(group_ranks(in, traffic.accelerators));
  if (in.pattern == Pattern::all_to_all) return {in.size / n, in.size / n};
  if (in.pattern != Pattern::ring_all_reduce) return {in.size, in.size};
  const DataSize all = 2.0 * (n - 1.0) / n * in.size;
  const auto r = static_cast<double>(rings(traffic));
  return r > 1.0 ? FlowSizes{(r - 1.0) / r * all, all / r} : FlowSizes{all, all};
}

ClosedForm closed_form(const Traffic& traffic) {
  const auto& in = traffic.in;
  const auto n = group_ranks(in, traffic.accelerators);
  switch (in.pattern) {
    case Pattern::all_to_all:
      return {{.kind = Collective::all_to_all, .size = in.size, .algorithm = Algorithm::direct}, n, in.stride};
    case Pattern::ring_all_reduce:
      return {{.kind = Collective::all_reduce, .size = in.size, .algorithm = Algorithm::ring}, n, in.stride};
    case Pattern::incast: {  // what the first rank receives is what each would in an all-to-all of messages as large
      const auto all = static_cast<double>(n) * in.size;
      return {{.kind = Collective::all_to_all, .size = all, .algorithm = Algorithm::direct}, n, in.stride};
    }
    case Pattern::shift:
      return {{.kind = Collective::point_to_point, .size = in.size}, 2, in.shift};
    case Pattern::random_permutation:
      break;
  }
  return {{.kind = Collective::point_to_point, .size = in.size}, traffic.accelerators, 1};
}

}  // namespace copack::fabric
