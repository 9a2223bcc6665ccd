// SPDX-License-Identifier: Apache-2.0
#include "copack/fabric/nccl_latency.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>

namespace copack::fabric {
namespace {

/// Microseconds by protocol: LL, LL128, Simple.
using ByProtocol = std::array<double, 3>;
struct Constants {
  ByProtocol base;
  ByProtocol nvlink;
  ByProtocol network;
};

/// [constants][algorithm]. Network values of the newer set are not published; it is used on one node only.
constexpr std::array<std::array<Constants, 2>, 2> table{{
    {{{.base = {3.6, 10, 8.4}, .nvlink = {0.47, 1.9, 3.4}, .network = {2.7, 4.0, 9.6}},
      {.base = {4.4, 4.4, 0}, .nvlink = {0.52, 1.2, 28}, .network = {5, 8.5, 50}}}},
    {{{.base = {6.6, 14, 8.4}, .nvlink = {0.6, 1.9, 1.4}, .network = {}},
      {.base = {6.8, 14, 0}, .nvlink = {0.6, 1.25, 28}, .network = {}}}},
}};

/// What a protocol leaves of the bandwidth: LL sends a flag with every word, LL128 with every 128 bytes.
constexpr ByProtocol protocol_share{0.25, 0.92, 1.0};
constexpr double tree_share = 0.9;

int ring_steps(int n) { return 2 * (n - 1); }
int ring_inter_steps(int nodes) { return nodes > 1 ? 2 * (nodes - 1) : 0; }
int log2_ceil(int x) { return static_cast<int>(std::bit_width(static_cast<unsigned>(std::max(1, x)) - 1)); }

}  // namespace

NcclLatencyResults evaluate(const NcclLatencyInputs& in) {
  const auto& c = table.at(static_cast<std::size_t>(in.constants)).at(static_cast<std::size_t>(in.algorithm));
  const auto p = static_cast<std::size_t>(in.protocol);
  const bool is_ring = in.algorithm == NcclAlgorithm::ring;
  NcclLatencyResults r;
  r.base = c.base[p] * unit::us;
  r.intra = c.nvlink[p] * unit::us;
  r.inter = c.network[p] * unit::us;
  const int per_node = std::max(1, in.ranks / in.nodes);
  r.inter_steps = is_ring ? ring_inter_steps(in.nodes) : 2 * log2_ceil(in.nodes);
  r.intra_steps = is_ring ? ring_steps(in.ranks) - r.inter_steps : 2 * (per_node - 1);
  r.latency = r.base + r.intra_steps * r.intra + r.inter_steps * r.inter;
  const double share = protocol_share[p] *
                       (is_ring ? static_cast<double>(in.ranks) / std::max(1, ring_steps(in.ranks)) : 0.5 * tree_share);
  r.algorithm_bandwidth = share * in.bandwidth;
  r.time = r.latency;
  if (r.algorithm_bandwidth.si() > 0.0) r.time += in.size / r.algorithm_bandwidth;
  return r;
}

std::span<const std::string_view> choice_names(NcclAlgorithm /*unused*/) {
  static constexpr std::array<std::string_view, 2> names{"ring", "tree"};
  return names;
}
std::span<const std::string_view> choice_names(NcclProtocol /*unused*/) {
  static constexpr std::array<std::string_view, 3> names{"ll", "ll128", "simple"};
  return names;
}
std::span<const std::string_view> choice_names(NcclConstants /*unused*/) {
  static constexpr std::array<std::string_view, 2> names{"nccl-2.10", "aws-ofi-nccl"};
  return names;
}

void describe(Fields& f, NcclLatencyInputs& x) {
  f("ranks", "", x.ranks, "ranks in the group, n", {.min = 1, .max = 1e8});
  f("nodes", "", x.nodes, "servers they are spread over", {.min = 1, .max = 1e8});
  f("algorithm", x.algorithm, "ring or double binary tree");
  f("protocol", x.protocol, "how data and its arrival are signalled");
  f("constants", x.constants, "set of latency constants");
  f("size", "B", x.size, "buffer to be reduced", non_negative);
  f("bandwidth", "GB/s", x.bandwidth, "bus bandwidth of a large transfer; 0: latency alone", non_negative);
}

void describe(Fields& f, NcclLatencyResults& x) {
  f("base", "us", x.base, "start of the operation");
  f("intra", "us", x.intra, "one step inside a node");
  f("inter", "us", x.inter, "one step between nodes");
  f("intra_steps", "", x.intra_steps, "steps inside nodes");
  f("inter_steps", "", x.inter_steps, "steps between nodes");
  f("latency", "us", x.latency, "without the transfer", by("base + intra_steps * intra + inter_steps * inter"));
  f("algorithm_bandwidth", "GB/s", x.algorithm_bandwidth, "of the protocol and algorithm");
  f("time", "us", x.time, "latency and transfer", by("latency + size / algorithm_bandwidth"));
}

std::vector<Problem> validate(const NcclLatencyInputs& in) {
  std::vector<Problem> out;
  if (in.ranks % in.nodes != 0) {
    out.push_back({"ranks", fmt::format("{} ranks do not spread evenly over {} nodes", in.ranks, in.nodes)});
  }
  if (in.nodes > 1 && in.constants == NcclConstants::aws_ofi_nccl) {
    out.push_back({"constants", "aws-ofi-nccl has no network constants here; use nccl-2.10 for more than one node"});
  }
  return out;
}

}  // namespace copack::fabric
