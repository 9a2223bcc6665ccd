// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "copack/link/network.hpp"

namespace copack::link {

/// How far a network is from what a passive one can be.
struct Passivity {
  double largest_singular_value = 0.0;  ///< of S over all frequencies; above 1 the network gives out more than it gets
  double at = 0.0;                      ///< Hz, where
};

/// Exact singular values at every frequency. All ports must have the same reference impedance.
Passivity passivity(const Network& network);

/// How far a network is from being the same in both directions.
struct Reciprocity {
  double largest_difference = 0.0;  ///< of |S_ij - S_ji|
  double at = 0.0;                  ///< Hz, where
};
Reciprocity reciprocity(const Network& network);

}  // namespace copack::link
