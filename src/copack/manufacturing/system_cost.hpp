// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "copack/core/diagnostics.hpp"
#include "copack/core/fields.hpp"

/// What a saving in one part of a system means for the whole. Savings are published against different baselines;
/// these two small models recompute them.
namespace copack::manufacturing {

struct SystemCostInputs {
  Money total;                     ///< cost of the system (a rack, a cluster) with the baseline network
  Money server;                    ///< compute share
  Money networking;                ///< network share
  Money optics;                    ///< transceivers, part of networking
  double networking_saving = 0.0;  ///< saving as a share of networking
};

struct SystemCostResults {
  Money other;                    ///< what is neither server nor networking
  double networking_share = 0.0;  ///< of the total
  double optics_share = 0.0;      ///< of networking
  double total_saving = 0.0;      ///< share of the total that the saving in networking is
};

void describe(Fields& f, SystemCostInputs& x);
void describe(Fields& f, SystemCostResults& x);
[[nodiscard]] std::vector<Problem> validate(const SystemCostInputs& inputs);
[[nodiscard]] SystemCostResults evaluate(const SystemCostInputs& inputs);

/// Power that better switches free under a fixed site power, and the accelerators it feeds.
struct FreedPowerInputs {
  std::int64_t switches = 0;
  Power before;       ///< of a switch with the baseline optics
  Power after;        ///< of a switch with the new optics
  Power accelerator;  ///< of one more accelerator
};

struct FreedPowerResults {
  Power freed;
  std::int64_t accelerators = 0;  ///< whole ones
};

void describe(Fields& f, FreedPowerInputs& x);
void describe(Fields& f, FreedPowerResults& x);
[[nodiscard]] std::vector<Problem> validate(const FreedPowerInputs& inputs);
[[nodiscard]] FreedPowerResults evaluate(const FreedPowerInputs& inputs);

}  // namespace copack::manufacturing
