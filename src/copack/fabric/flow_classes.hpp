// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "copack/fabric/max_min.hpp"
#include "copack/fabric/topology.hpp"

namespace copack::fabric {

/// Flows and links of equal fate, counted: `network` has one flow and one link for each class, with weights such that
/// `max_min` gives the rate of each flow of a class. Where every class has one member the network is the network
/// itself.
struct FlowClasses {
  FlowNetwork network;
  std::vector<double> flows;          ///< members of each flow class
  std::vector<double> links;          ///< members of each link class
  std::vector<Tier> tier;             ///< of each link class
  std::vector<std::uint32_t> sender;  ///< of each flow class: class of the accelerators that send
  std::vector<double> senders;        ///< accelerators in each of these
};

}  // namespace copack::fabric
