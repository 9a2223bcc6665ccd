// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "copack/fabric/collective.hpp"
#include "copack/fabric/routing.hpp"

/// Who sends how much to whom, all at the same time.
namespace copack::fabric {

enum class Pattern : unsigned char {
  all_to_all,         ///< every rank of a group to every other
  shift,              ///< every accelerator to the one `shift` further on, round the whole cluster
  ring_all_reduce,    ///< rings through every group, one for each rank that a scale-up domain holds of it
  incast,             ///< all ranks of a group to its first
  random_permutation  ///< every accelerator to one other, drawn by the seed
};
std::span<const std::string_view> choice_names(Pattern pattern);

/// Groups of `ranks` accelerators that stand `stride` apart tile the cluster.
struct TrafficInputs {
  Pattern pattern = Pattern::all_to_all;
  std::int64_t ranks = 0;        ///< of a group; 0: all accelerators
  std::int64_t stride = 1;       ///< between ranks of a group, in placement order
  std::int64_t shift = 1;        ///< accelerators between sender and receiver (shift)
  DataSize size = 1 * unit::GB;  ///< what one rank sends in all, own share included (all-to-all), the buffer
                                 ///< (ring-all-reduce), or what one accelerator sends
  int seed = 1;                  ///< of the permutation and of hashed paths
};
void describe(Fields& f, TrafficInputs& x);
/// Contradictions in a cluster of so many accelerators.
std::vector<Problem> validate(const TrafficInputs& in, std::int64_t accelerators);

/// Traffic on a cluster of `accelerators` in scale-up domains of `domain`.
struct Traffic {
  TrafficInputs in;
  std::int64_t accelerators = 0;
  std::int64_t domain = 1;
};
Traffic traffic_on(const TrafficInputs& in, const FabricInputs& fabric);

/// Ranks of a group.
std::int64_t group_ranks(const TrafficInputs& in, std::int64_t accelerators);
/// Rings of a group: on each, all ranks of a domain follow one another, and another one passes on to the next domain.
std::int64_t rings(const Traffic& traffic);
/// Accelerators after which the traffic repeats; 0: never.
std::int64_t repeats_after(const Traffic& traffic);
/// Flows of the first `senders` accelerators at most, as a number that cannot overflow.
double flow_count(const Traffic& traffic, std::int64_t senders);
/// Flows of the first `senders` accelerators, in their order. An accelerator that a permutation leaves in place is
/// silent. On several rings each has one flow inside its domain and one to its like in the next domain; the former come
/// first.
std::vector<Flow> flows_of(const Traffic& traffic, std::int64_t senders);

/// What one flow carries inside a scale-up domain and across the network.
struct FlowSizes {
  DataSize inside;
  DataSize across;
};
FlowSizes flow_sizes(const Traffic& traffic);

/// The collective operation that the closed forms know this traffic as, and its ranks and their stride.
struct ClosedForm {
  CollectiveQuery query;
  std::int64_t ranks = 1;
  std::int64_t stride = 1;
};
ClosedForm closed_form(const Traffic& traffic);

}  // namespace copack::fabric
