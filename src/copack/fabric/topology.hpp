// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "copack/core/diagnostics.hpp"
#include "copack/core/fields.hpp"
#include "copack/fabric/floor.hpp"

/// The network of a cluster, counted in closed form: switches, links, link ends and their lengths on every tier.
namespace copack::fabric {

enum class Topology : unsigned char {
  clos,            ///< folded Clos (fat tree); a leaf serves all NICs of its servers
  rail_optimized,  ///< leaf r serves NIC r of every server of its group; the spines join the rails
  rail_only        ///< every rail is a network of its own; the scale-up domain joins the rails
};
std::span<const std::string_view> choice_names(Topology topology);

/// Where links sit. `core_core` joins the core switches of a four-layer network and takes the technology of
/// `spine_core`.
enum class Tier : unsigned char { scale_up, nic_leaf, leaf_spine, spine_core, core_core };
std::span<const std::string_view> choice_names(Tier tier);

inline constexpr int max_layers = 4;

struct ScaleUpInputs {
  int domain = 8;                            ///< accelerators that reach one another without a NIC, q
  BitRate bandwidth = 450 * unit::GB_per_s;  ///< per accelerator, one direction
  BitRate link_rate = 25 * unit::GB_per_s;   ///< of one link, one direction
  int switch_radix = 0;                      ///< links per scale-up switch chip; 0: accelerators are joined directly
  Time latency = 600 * unit::ns;             ///< accelerator to accelerator
  double efficiency = 0.8;                   ///< share of the bandwidth that a large transfer reaches
};

struct SwitchInputs {
  int radix = 64;                 ///< ports of one box at the port rate
  int asics = 1;                  ///< switch chips in one box
  Time latency = 700 * unit::ns;  ///< port to port
};

struct LeafInputs {
  int radix = 64;                 ///< ports of one box at the port rate, k
  int asics = 1;                  ///< switch chips in one box
  Time latency = 700 * unit::ns;  ///< port to port
  int down = 0;                   ///< ports towards the NICs, d; 0: from radix and oversubscription
  int up = 0;                     ///< ports towards the spines, u; 0: down / oversubscription
  double oversubscription = 1;    ///< downward over upward bandwidth where `down` or `up` is not given
};

/// What the links of one tier are made of, as far as counting needs it.
struct TierInputs {
  bool optical = true;              ///< the links of this tier are optical
  int switch_ports_per_module = 1;  ///< ports in one module at the switch (2: twin-port)
  int nic_ports_per_module = 1;     ///< ports in one module at the NIC or accelerator
  Time link_latency;                ///< coding, retiming and conversion of one link, without time of flight
};

struct FabricInputs {
  std::int64_t accelerators = 0;                ///< N
  int accelerators_per_server = 8;              ///< rails = this times `nics_per_accelerator`
  ScaleUpInputs scale_up;                       ///< the network inside a server or rack
  int nics_per_accelerator = 1;                 ///< network ports of one accelerator
  BitRate port_rate = 400 * unit::Gbps;         ///< of one NIC, one direction
  int planes = 1;                               ///< parallel networks over which every NIC is split
  Topology topology = Topology::clos;           ///< how leaves are joined
  int layers = 0;                               ///< of switches; 0: the fewest that fit
  bool even_spread = true;                      ///< a switch gives every switch above it the same number of links
  LeafInputs leaf;                              ///< first layer
  std::int64_t pod = 0;                         ///< accelerators under one set of spines; 0: as many as fit
  SwitchInputs spine;                           ///< second layer
  double core_oversubscription = 1;             ///< bandwidth of a pod's accelerators over the pod's core links
  SwitchInputs core;                            ///< third and fourth layer
  double scale_out_efficiency = 0.95;           ///< share of the port rate that a large transfer reaches
  Time endpoint_latency = 2600 * unit::ns;      ///< NICs and software of both ends, without switches and links
  TierInputs scale_up_links{.optical = false};  ///< links inside the scale-up domain
  TierInputs nic_leaf{.optical = false};        ///< links from NIC to leaf
  TierInputs leaf_spine;                        ///< links from leaf to spine
  TierInputs spine_core;                        ///< links above the spines
  FloorPlan floor;                              ///< where racks stand
};

struct TierResults {
  Tier tier = Tier::nic_leaf;
  std::int64_t links = 0;                ///< of this tier, all planes and rails
  std::int64_t switch_ends = 0;          ///< link ends at switches
  std::int64_t nic_ends = 0;             ///< link ends at NICs or accelerators
  BitRate rate;                          ///< of one link, one direction
  Length length_mean;                    ///< of a link
  Length length_max;                     ///< of a link
  std::int64_t switches = 0;             ///< boxes at the upper end of this tier's links
  double ports_used = 0;                 ///< of such a box, the fullest one
  int ports = 0;                         ///< of such a box
  double oversubscription = 1;           ///< bandwidth of the accelerators over bandwidth of this tier
  BitRate bandwidth;                     ///< per accelerator, one direction, for traffic that crosses this tier
  BitRate effective_bandwidth;           ///< the same as a large transfer reaches it
  std::int64_t reach = 0;                ///< accelerators that reach one another without a higher tier
  int switch_hops = 0;                   ///< switches on a path that turns round at this tier
  Time path_latency;                     ///< one way, accelerator to accelerator, on such a path
  std::int64_t optical_switch_ends = 0;  ///< link ends at switches that are optical
  std::int64_t optical_nic_ends = 0;     ///< link ends at NICs or accelerators that are optical
  std::int64_t switch_modules = 0;       ///< modules if every optical switch end is in a pluggable
  std::int64_t nic_modules = 0;          ///< modules if every optical NIC end is in a pluggable
};

struct FabricResults {
  bool feasible = false;                    ///< the network can be built from the boxes given
  std::string problem;                      ///< why not, by how much, and what would fit
  int layers = 0;                           ///< of switches, scale-up not counted
  std::int64_t capacity = 0;                ///< accelerators that these boxes and layers can join
  int networks = 0;                         ///< separate copies: planes, times rails if `rail_only`
  std::int64_t scale_up_switches = 0;       ///< switch chips inside the scale-up domains
  std::int64_t leaf_switches = 0;           ///< boxes of the first layer
  std::int64_t spine_switches = 0;          ///< boxes of the second layer
  std::int64_t core_switches = 0;           ///< boxes above the second layer
  std::int64_t switches = 0;                ///< boxes, scale-up not counted
  std::int64_t asics = 0;                   ///< switch chips in these boxes
  std::int64_t switch_links = 0;            ///< links between switches
  std::int64_t switch_ports = 0;            ///< ports of switches in use
  std::int64_t optical_ends = 0;            ///< link ends that are optical, all tiers
  std::int64_t modules = 0;                 ///< modules if every optical end is in a pluggable
  double optical_ends_per_accelerator = 0;  ///< optical link ends per accelerator
  std::vector<TierResults> tiers;  ///< [0] scale-up, [1] nic-leaf, [2] leaf-spine, [3] spine-core, [4] core-core
};

void describe(Fields& f, ScaleUpInputs& x);
void describe(Fields& f, SwitchInputs& x);
void describe(Fields& f, LeafInputs& x);
void describe(Fields& f, TierInputs& x);
void describe(Fields& f, FabricInputs& x);
void describe(Fields& f, TierResults& x);
void describe(Fields& f, FabricResults& x);

/// Everything wrong with the inputs. That boxes are too small for a cluster is an answer, not a wrong input.
std::vector<Problem> validate(const FabricInputs& in);

/// Counts the network. When the boxes cannot join that many accelerators, `feasible` is false, `problem` says by how
/// much, and only the scale-up and nic-leaf tiers are filled.
FabricResults evaluate(const FabricInputs& in);

}  // namespace copack::fabric
