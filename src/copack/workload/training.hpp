// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "copack/workload/memory.hpp"
#include "copack/workload/plan.hpp"
#include "copack/workload/roofline.hpp"

/// Time of a training step: roofline compute, messages over a network given as a function, 1F1B pipeline, overlap.
namespace copack::workload {

/// How much of the compute time of a layer (dp: of one microbatch) can hide messages of a dimension, eta.
struct Overlap {
  double tp = 0;
  double pp = 0;
  double dp = 0.9;
  double ep = 0;
  double cp = 0;
  double compute_share = 0;  ///< share of the compute units that hidden messages take while they run
};

/// A network for runs without a fabric: joins accelerators that are neighbours in placement order.
struct NetworkInputs {
  std::int64_t reach = 0;  ///< accelerators that reach one another through it; 0: all
  BitRate bandwidth;       ///< per accelerator, one direction, of a large transfer
  Time latency;            ///< one message
};

struct WorkloadInputs {
  ModelShape model;
  Plan plan;
  Batch batch;
  Precision precision;
  Accelerator accelerator;
  Overlap overlap;
  bool dropout = false;                 ///< the model is trained with dropout
  std::vector<NetworkInputs> networks;  ///< inside out; for whoever runs the model alone, not read by `evaluate`
};

/// What limits the step most.
enum class Bound : unsigned char { compute, memory, tp, pp, dp, ep, cp, bubble, optimizer };
std::span<const std::string_view> choice_names(Bound bound);

struct DimensionResults {
  ParallelDimension dimension = ParallelDimension::tp;
  std::int64_t ranks = 1;   ///< of the group
  std::int64_t stride = 1;  ///< between neighbours in placement order
  DataSize sent;            ///< per accelerator and step
  Time total;               ///< time of all messages of a step, one accelerator
  Time exposed;             ///< of it, what compute does not hide
  double share = 0;         ///< exposed / step_time
};

struct WorkloadResults {
  double accelerators = 0;    ///< t c d p
  double microbatches = 0;    ///< m
  double parameters = 0;      ///< P
  double model_flops = 0;     ///< per step
  double hardware_flops = 0;  ///< per step
  MemoryResults memory;
  Time compute_time;                         ///< in operations bound by arithmetic, slowest stage, per step
  Time memory_time;                          ///< in operations bound by memory, slowest stage, per step
  Time overlap_loss;                         ///< compute time lost to hidden messages
  std::vector<DimensionResults> dimensions;  ///< tp, pp, dp, ep, cp
  Time exposed_communication;                ///< sum over dimensions
  double bubble_fraction = 0;                ///< (p-1)/(v m)
  Time bubble_time;
  Time optimizer_time;
  Time step_time;
  double tokens_per_step = 0;
  double tokens_per_second = 0;
  double tokens_per_second_per_accelerator = 0;
  FlopRate achieved;  ///< model FLOP per accelerator and second
  double mfu = 0;
  double hfu = 0;
  Bound binds = Bound::compute;       ///< the largest share of the step
  Bound binds_next = Bound::compute;  ///< the second largest
};

void describe(Fields& f, Overlap& x);
void describe(Fields& f, NetworkInputs& x);
void describe(Fields& f, WorkloadInputs& x);
void describe(Fields& f, DimensionResults& x);
void describe(Fields& f, WorkloadResults& x);
std::vector<Problem> validate(const WorkloadInputs& in);

/// @param network  time of a message on the network that joins the accelerators
WorkloadResults evaluate(const WorkloadInputs& in, Network network);

}  // namespace copack::workload
