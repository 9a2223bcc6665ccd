// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "copack/workload/training.hpp"

/// The fastest way to spread a training over accelerators: every legal plan, those that fit, the best of them. Exact:
/// what is not evaluated cannot be among the best.
namespace copack::workload {

/// What is tried. Limits of 0 are none.
struct PlanSpace {
  int max_tp = 0;
  int max_cp = 0;
  int max_dp = 0;
  int max_pp = 0;
  int max_ep = 0;
  int max_interleave = 0;
  int max_micro_batch = 0;
  std::vector<Recompute> recompute = {Recompute::none, Recompute::selective, Recompute::full};
  bool sequence_parallel = true;  ///< plans with sequence parallelism
  int max_zero = 3;               ///< highest zero with one microbatch
  int max_zero_accumulating = 1;  ///< highest zero with several; above 1 gradients are split between microbatches
};

/// A plan to hold against the best: the one in use, a published one.
struct KnownPlan {
  Plan plan;
  int micro_batch = 1;
};

struct PlanSearchInputs {
  ModelShape model;
  int accelerators = 0;  ///< all of them are used, n
  int sequence = 0;      ///< tokens, s
  int global_batch = 0;  ///< sequences per step, B
  PlanSpace space;       ///< what is tried
  int best = 5;          ///< plans listed
  Precision precision;
  Accelerator accelerator;
  Overlap overlap;
  bool dropout = false;
  bool flash_attention = true;          ///< of all plans
  int expert_groups = 0;                ///< of all plans
  std::vector<KnownPlan> compare;       ///< plans to hold against the best
  std::vector<NetworkInputs> networks;  ///< inside out; for whoever runs the model alone, not read by `evaluate`
};

/// A plan with what it gives.
struct RankedPlan {
  Plan plan;
  int micro_batch = 1;
  bool fits = true;  ///< into the memory
  Time step_time;
  double slower = 0;  ///< than the best, as a share of its step time
  double tokens_per_second = 0;
  double mfu = 0;
  DataSize memory;
  double bubble_fraction = 0;
  Bound binds = Bound::compute;
  Bound binds_next = Bound::compute;
};

struct PlanSearchResults {
  double splits = 0;     ///< n = t c d p within the limits
  double no_heads = 0;   ///< of them: t does not divide the heads, keys and values included
  double no_tokens = 0;  ///< c does not divide the sequence
  double no_layers = 0;  ///< more stages than layers
  double no_batch = 0;   ///< d does not divide the batch
  double plans = 0;      ///< legal
  double too_large = 0;  ///< do not fit into the memory
  double fit = 0;
  double too_slow = 0;  ///< fit, but cannot be among the best, as compute alone takes longer
  double evaluated = 0;
  bool found = false;
  std::vector<RankedPlan> best;          ///< fastest first
  std::vector<RankedPlan> compared;      ///< as `compare`
  KnownPlan smallest;                    ///< the plan that needs the least memory
  MemoryResults smallest_memory;         ///< what it needs
  std::int64_t accelerators_to_fit = 0;  ///< least n 2^i on which a plan fits; 0: none up to 1,024 n
};

void describe(Fields& f, PlanSpace& x);
void describe(Fields& f, KnownPlan& x);
void describe(Fields& f, PlanSearchInputs& x);
void describe(Fields& f, RankedPlan& x);
void describe(Fields& f, PlanSearchResults& x);
std::vector<Problem> validate(const PlanSearchInputs& in);

/// The workload that a plan of the search stands for; its `evaluate` gives the times of `RankedPlan`.
WorkloadInputs workload_of(const PlanSearchInputs& in, const Plan& plan, int micro_batch);

/// @param network  time of a message on the network that joins the accelerators
PlanSearchResults evaluate(const PlanSearchInputs& in, Network network);

}  // namespace copack::workload
