// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "copack/core/diagnostics.hpp"
#include "copack/core/fields.hpp"

/// Time of a collective operation in closed form (alpha-beta model) on a hierarchy of networks.
namespace copack::fabric {

enum class Collective : unsigned char { all_reduce, reduce_scatter, all_gather, all_to_all, point_to_point };
std::span<const std::string_view> choice_names(Collective kind);

enum class Algorithm : unsigned char {
  best,              ///< the fastest of those that apply
  ring,              ///< one ring through all ranks
  halving_doubling,  ///< recursive halving and doubling, nearest ranks first
  tree,              ///< double binary tree, pipelined
  direct,            ///< every pair at once, sharing the port
  pairwise,          ///< one partner after the other
  in_network,        ///< the switches of the outermost level reduce
  hierarchical       ///< reduce-scatter inside, all-reduce across, all-gather inside; ring on every level
};
std::span<const std::string_view> choice_names(Algorithm algorithm);

/// One level of the hierarchy, from the inside out: it joins `ranks` groups of the level below.
struct CommunicationLevel {
  int ranks = 1;            ///< groups of the level below that this level joins, r
  BitRate bandwidth;        ///< per rank, one direction, for traffic that crosses this level, B
  Time latency;             ///< one message, alpha
  bool in_network = false;  ///< its switches reduce and multicast
};
void describe(Fields& f, CommunicationLevel& x);

inline constexpr int max_levels = 5;

/// The ranks of one group and what joins them. Fixed size: passing one costs no allocation.
struct CommunicationDomain {
  std::array<CommunicationLevel, max_levels> levels{};
  int count = 0;  ///< levels in use

  void add(const CommunicationLevel& level) { levels.at(static_cast<std::size_t>(count++)) = level; }
  [[nodiscard]] std::int64_t ranks() const;
};

struct CollectiveQuery {
  Collective kind = Collective::all_reduce;
  /// All-reduce, reduce-scatter, all-gather: the full buffer. All-to-all: what one rank sends, own share included.
  /// Point-to-point: the message, over the outermost level.
  DataSize size;
  Algorithm algorithm = Algorithm::best;
  int chunks = 4;  ///< pieces that a hierarchical operation overlaps across levels
};

struct CollectiveTime {
  Time time;
  Time latency;  ///< share that does not depend on the size
  Time bound;    ///< no algorithm can be faster: bytes through the busiest port over its bandwidth
  Algorithm algorithm = Algorithm::best;  ///< the one used
};

/// The least time that port sharing allows.
Time port_bound(const CollectiveQuery& query, const CommunicationDomain& domain);

/// Time with its working. One rank takes no time. An algorithm that does not apply to the operation gives the best that
/// does.
CollectiveTime collective(const CollectiveQuery& query, const CommunicationDomain& domain);

/// Time alone; the hot path. No allocation.
Time collective_time(const CollectiveQuery& query, const CommunicationDomain& domain);

struct CollectiveInputs {
  Collective kind = Collective::all_reduce;
  DataSize size;
  Algorithm algorithm = Algorithm::best;
  int chunks = 4;
  std::vector<CommunicationLevel> levels;  ///< inside out
};
struct CollectiveResults {
  std::int64_t ranks = 0;                 ///< n
  Algorithm algorithm = Algorithm::best;  ///< the one used
  Time time;
  Time latency;                 ///< share that does not depend on the size
  Time bound;                   ///< port-sharing lower bound
  BitRate algorithm_bandwidth;  ///< size over time
  double bus_factor = 1;        ///< nccl-tests doc/PERFORMANCE.md
  BitRate bus_bandwidth;        ///< comparable with the hardware whatever n is
};
void describe(Fields& f, CollectiveInputs& x);
void describe(Fields& f, CollectiveResults& x);
std::vector<Problem> validate(const CollectiveInputs& in);
CollectiveResults evaluate(const CollectiveInputs& in);

}  // namespace copack::fabric
