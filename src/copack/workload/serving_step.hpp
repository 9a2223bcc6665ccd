// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>

#include "copack/workload/serving.hpp"

/// Time of one step of a serving pool. Grows with the load, and per token falls with it: every part is the larger of
/// affine functions or a concave one. The search for the batch rests on both.
namespace copack::workload {

/// What one attention replica works on in one step.
struct Load {
  double rows = 0;     ///< tokens that pass through the layers
  double pairs = 0;    ///< of a prompt token and a token it sees
  double cached = 0;   ///< tokens whose keys and values decoding sequences read
  double outputs = 0;  ///< rows whose logits are needed
  friend Load operator*(double k, const Load& x) { return {k * x.rows, k * x.pairs, k * x.cached, k * x.outputs}; }
};

/// Seconds through one pipeline stage. `parts` in the order of ServingBound, messages in full; `exposed` is what of
/// them is not hidden, `loss` what hiding costs.
struct StageTime {
  std::array<double, serving_bounds> parts{};
  std::array<double, serving_bounds> exposed{};
  double loss = 0;
  [[nodiscard]] double work() const;     ///< compute, weights, cache, activations
  [[nodiscard]] double waiting() const;  ///< exposed messages and overhead
  [[nodiscard]] double total() const { return work() + loss + waiting(); }
};

StageTime stage_time(const ServingInputs& in, const ServingPlan& plan, const Load& load, const Network& network);

/// Bytes per accelerator of one instance.
struct ServingMemory {
  double weights = 0;
  double per_token = 0;  ///< keys and values of one token
};
ServingMemory serving_memory(const ServingInputs& in, const ServingPlan& plan);

/// Sizes of the plan as training knows it.
inline Plan training_plan(const ServingPlan& p) { return {.tp = p.tp, .dp = p.dp, .pp = p.pp, .ep = p.ep}; }

}  // namespace copack::workload
