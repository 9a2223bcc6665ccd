// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string>
#include <vector>

#include "copack/fabric/topology.hpp"
#include "copack/system/cards.hpp"
#include "copack/thermal/network.hpp"
#include "copack/workload/training.hpp"

/// One alternative, complete: what is built, of what, for what work, by whom. All numbers are plain, so that a world
/// can be put into a copy of it and evaluated.
namespace copack::system {

/// Tiers that a study assigns a technology to, from the accelerator outwards.
enum class NetworkTier : unsigned char { nic_leaf, leaf_spine, spine_core };
inline constexpr int network_tiers = 3;
inline constexpr std::array tiers_outwards{NetworkTier::nic_leaf, NetworkTier::leaf_spine, NetworkTier::spine_core};
std::span<const std::string_view> choice_names(NetworkTier tier);

/// Layers of switches.
enum class SwitchLevel : unsigned char { leaf, spine, core };
inline constexpr int switch_levels = 3;
std::span<const std::string_view> choice_names(SwitchLevel level);

/// A cluster to be delivered.
struct PlannedBuild {
  std::string name;
  double due = 0.0;  ///< calendar year
  double accelerators = 0.0;
};

/// Work of the cluster and the share of its time that it takes.
struct Job {
  std::string name;
  double share = 1.0;
  workload::WorkloadInputs workload;
};

/// A technology's package network with the places of its nodes, so that repeated solves need no names.
struct PackageNetwork {
  thermal::Network network;
  int asic = -1;
  int engine = -1;
  int laser = -1;  ///< -1: lasers are inside the engine
};

/// The test that sorts a technology's lanes, as far as it does not depend on the world. Slopes are those of the card;
/// for numbers in dB they are the same in every world.
struct LaneTest {
  StepPlace place;  ///< of the step in its card's manufacturing
  link::MarginGauge gauge;
  std::vector<double> slopes;
  double yield = 1.0;  ///< in the world last propagated
};
/// A step whose lanes hardly ever pass counts with this yield, and the evaluation does not answer.
inline constexpr double least_tested_yield = 0.01;

struct Design {
  std::string alternative;
  fabric::FabricInputs fabric;
  fabric::FabricResults counts;  ///< of `fabric`; links and boxes do not depend on the world
  std::array<PlatformCard, switch_levels> platforms;
  ServerCard server;
  OrganisationCard organisation;
  std::vector<TechnologyCard> technologies;                       ///< those in use, each once
  std::vector<PackageNetwork> packages;                           ///< beside `technologies`
  std::vector<LaneTest> lane_tests;                               ///< beside `technologies`
  std::array<int, network_tiers> technology_of_tier{-1, -1, -1};  ///< index into `technologies`
  std::vector<int> technologies_of_baseline;  ///< of ours, those that the baseline uses too: they need no qualification
  std::vector<Job> jobs;
  std::vector<PlannedBuild> builds;
  double now = 2026.0;  ///< calendar year of the decision

  [[nodiscard]] bool uses(NetworkTier tier) const { return technology_of_tier[static_cast<std::size_t>(tier)] >= 0; }
  [[nodiscard]] const TechnologyCard& technology(NetworkTier tier) const {
    return technologies[static_cast<std::size_t>(technology_of_tier[static_cast<std::size_t>(tier)])];
  }
};

/// Ports of one switch box by the tier they serve.
struct BoxPorts {
  double boxes = 0.0;
  std::array<double, network_tiers> per_box{};

  [[nodiscard]] double total() const { return per_box[0] + per_box[1] + per_box[2]; }
};

/// Boxes and ports of every level of the counted fabric.
std::array<BoxPorts, switch_levels> box_ports(const fabric::FabricResults& counts);

/// Link ends of a tier at switches and at NICs.
struct TierEnds {
  double links = 0.0;
  double at_switches = 0.0;
  double at_nics = 0.0;
  [[nodiscard]] double total() const { return at_switches + at_nics; }
};
TierEnds tier_ends(const fabric::FabricResults& counts, NetworkTier tier);

/// Carries numbers of the cards to where the models read them: server to fabric and jobs, boxes to fabric, the yield of
/// lanes to the step that tests them. To be called after a world was put into the cards.
void propagate(Design& design);

/// Fills what follows from the cards once and for all: the counts of the fabric, the package networks and the
/// slopes of lane tests; then propagates.
void complete(Design& design);

}  // namespace copack::system
