// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "copack/fabric/topology.hpp"
#include "copack/fabric/traffic.hpp"

/// How long traffic takes on a fabric when its flows share links fairly: the second method beside the closed forms,
/// which know tiers but neither collisions of hashed paths nor uneven bundles nor failures.
namespace copack::fabric {

enum class Method : unsigned char {
  automatic,  ///< by classes where they hold, else cable by cable
  explicit_,  ///< every cable and every stream
  reduced     ///< classes of equal blocks and flows; needs even spraying over a network without single faults
};
std::span<const std::string_view> choice_names(Method method);

/// Cables of a tier that have lost some or all of their rate, in both directions.
struct LinkFault {
  Tier tier = Tier::leaf_spine;
  std::int64_t links = 1;   ///< cables
  std::int64_t first = -1;  ///< of consecutive cables of the tier, counted from the lowest node; -1: drawn by the seed
  double remaining = 0;     ///< share of the rate that is left; 0: failed
};
void describe(Fields& f, LinkFault& x);

struct FlowInputs {
  FabricInputs fabric;
  TrafficInputs traffic;
  Routing routing = Routing::spray;
  int connections = 1;            ///< of a flow on each NIC and plane, each on its own path (ecmp)
  int failed_planes = 0;          ///< planes that carry nothing
  std::vector<LinkFault> faults;  ///< single cables
  Method method = Method::automatic;
};

struct TierUse {
  Tier tier = Tier::nic_leaf;
  double utilisation_mean = 0;  ///< of the links' capacity, both directions, while all flows last
  double utilisation_max = 0;   ///< of the busiest link
  double holds_back = 0;        ///< share of the flows whose bottleneck is here
};

struct FlowResults {
  bool solved = false;
  std::string problem;                ///< why not, and what to do
  Method method = Method::explicit_;  ///< used
  Time time;                          ///< until the last flow ends
  double flows = 0;                   ///< between two accelerators
  std::int64_t streams = 0;           ///< solved for: paths, or flow classes
  std::int64_t links = 0;             ///< solved for: directed links, or link classes
  std::int64_t unreachable = 0;       ///< flows that no path joins
  BitRate injection;                  ///< of an accelerator into the network
  BitRate rate_min;                   ///< of a sending accelerator: bytes over the time until its last flow ends
  BitRate rate_mean;                  ///< over sending accelerators
  BitRate rate_max;                   ///< of the fastest
  double share_min = 0;               ///< of the injection
  double share_mean = 0;              ///< of the injection
  Time closed_form_time;              ///< transfer time of the closed form at the full rate of every tier
  double efficiency = 0;              ///< closed form over this time
  double efficiency_error = 0;        ///< of the closed form's constant: `scale_out_efficiency` less this efficiency
  Tier bottleneck = Tier::nic_leaf;   ///< tier that holds the slowest flow back
  std::vector<TierUse> tiers;         ///< scale-up, nic-leaf, leaf-spine, spine-core, core-core
};

void describe(Fields& f, FlowInputs& x);
void describe(Fields& f, TierUse& x);
void describe(Fields& f, FlowResults& x);
std::vector<Problem> validate(const FlowInputs& in);

/// Max-min fair rates of all flows at once, and the time until the last one ends. Flows of a kind carry the same, so
/// none changes its rate when others end (`completion`). Latency is not in it.
FlowResults evaluate(const FlowInputs& in);

}  // namespace copack::fabric
