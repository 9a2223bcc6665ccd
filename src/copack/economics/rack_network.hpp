// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "copack/core/diagnostics.hpp"
#include "copack/core/fields.hpp"
#include "copack/units/unit.hpp"

namespace copack::economics {

/// What a saving on the network is worth to the whole rack. A saving belongs to its baseline and moves with it.
struct RackNetworkInputs {
  Money total;  ///< per rack, everything
  Money server;
  Money networking;
  Money optics;                    ///< part of networking
  double networking_saving = 0.0;  ///< share of networking saved by the alternative
};

struct RackNetworkResults {
  Money residual;                 ///< storage and other
  double networking_share = 0.0;  ///< of the total
  double optics_share = 0.0;      ///< of networking
  double total_saving = 0.0;      ///< share of the total
};

std::vector<Problem> validate(const RackNetworkInputs& in);
RackNetworkResults evaluate(const RackNetworkInputs& in);
void describe(Fields& f, RackNetworkInputs& x);
void describe(Fields& f, RackNetworkResults& x);

}  // namespace copack::economics
