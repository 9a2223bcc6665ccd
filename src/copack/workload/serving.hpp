// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "copack/workload/plan.hpp"
#include "copack/workload/roofline.hpp"
#include "copack/workload/training.hpp"

/// Serving a language model: prompts are read (prefill), answers are written token by token (decode). How many tokens
/// a second within latency targets, and what stops more. Theory: docs/theory/serving.md.
namespace copack::workload {

/// One instance of a pool: t x d x p accelerators that hold the weights once (routed experts once in e).
struct ServingPlan {
  int tp = 1;                 ///< tensor parallel, t
  int dp = 1;                 ///< replicas of the attention that share the experts, d
  int pp = 1;                 ///< pipeline stages, p
  int ep = 1;                 ///< expert parallel, e; its ranks are taken from tp x dp
  int redundant_experts = 0;  ///< copies of busy experts beside the routed ones, per layer
  int expert_groups = 0;      ///< most groups of accelerators (nodes) one token goes to; 0: no limit
  bool two_batch = false;     ///< two half batches take turns: the messages of one run behind the compute of the other
  double compute_share = 0;   ///< share of the compute units that messages take while they hide
};

struct ServingPrecision {
  double weight_bytes = 1;      ///< per weight, and per operand of a matrix product
  double cache_bytes = 2;       ///< per cached number
  double activation_bytes = 2;  ///< per activation, moved and reduced
  double dispatch_bytes = 1;    ///< per element sent to an expert, scales included
  double combine_bytes = 2;     ///< per element sent back
};

struct Requests {
  double prompt = 0;          ///< tokens, s
  double output = 0;          ///< tokens, o
  double prefix_hits = 0;     ///< share of the prompt whose keys and values are kept from earlier requests
  double most_sequences = 0;  ///< decoding at once per attention replica; 0: as many as fit
};

enum class Scheduling : unsigned char {
  aggregated,    ///< every step decodes and reads pieces of prompts, in the ratio that keeps both in balance
  disaggregated  ///< prompts in one pool, decoding in another; the cache moves between them
};
std::span<const std::string_view> choice_names(Scheduling scheduling);

struct ServingInputs {
  ModelShape model;
  Accelerator accelerator;
  ServingPrecision precision;
  Requests requests;
  Scheduling scheduling = Scheduling::disaggregated;
  ServingPlan prefill;            ///< not read when aggregated
  ServingPlan decode;             ///< of the only pool when aggregated
  double prefill_tokens = 8192;   ///< most prompt tokens per attention replica in one prefill step
  Time ttft;                      ///< target of the time to the first token; 0: none
  Time tpot;                      ///< target of the time per output token; 0: none
  Time step_overhead;             ///< host and launch time of a pass through a stage, which nothing hides
  double memory_use = 0.9;        ///< share of the memory for weights and cache
  bool reserve_output = false;    ///< room for the whole answer is kept from its first token, so that none is evicted
  std::int64_t cache_stride = 0;  ///< accelerators apart, sender and receiver of the cache; 0: a prefill instance
  bool stream_cache = true;       ///< the cache of a layer leaves while the next layer is computed
  Power accelerator_power;        ///< per accelerator with its share of server, network and cooling; 0: not counted
  std::vector<NetworkInputs> networks;  ///< inside out; for whoever runs the model alone, not read by `evaluate`
};

/// What fills a step.
enum class ServingBound : unsigned char { compute, weights, cache, activations, tp, ep, pp, overhead };
inline constexpr int serving_bounds = 8;
std::span<const std::string_view> choice_names(ServingBound bound);

/// What stops the batch from growing.
enum class BatchLimit : unsigned char { none, memory, tpot, ttft, step_tokens, most_sequences };
std::span<const std::string_view> choice_names(BatchLimit limit);

/// Step of a pool at its batch. A batch of 0 means that not even one sequence is possible; times are then those of one.
struct PoolResults {
  double accelerators = 0;        ///< of one instance, t d p
  double batch = 0;               ///< sequences per attention replica
  double tokens = 0;              ///< tokens per attention replica and step
  DataSize weights;               ///< per accelerator
  DataSize cache;                 ///< per accelerator, at this batch
  double sequences_that_fit = 0;  ///< per attention replica, by memory alone; 0 also if the memory is not checked
  DataSize memory_shortfall;      ///< missing for one sequence
  double context_that_fits = 0;   ///< tokens of one sequence that the memory left by the weights holds
  Time compute_time;              ///< bound by arithmetic
  Time weight_time;               ///< bound by reading weights
  Time cache_time;                ///< bound by reading keys and values
  Time activation_time;           ///< bound by moving activations
  Time overlap_loss;              ///< compute time lost to hidden messages
  Time tp_time;                   ///< all-reduces of tensor parallelism
  Time ep_time;                   ///< dispatch to experts and combine
  Time pp_time;                   ///< activations between stages
  Time tp_exposed;
  Time ep_exposed;
  Time pp_exposed;
  Time overhead;
  Time step_time;            ///< through all stages
  double tp_share = 0;       ///< exposed, of the step
  double ep_share = 0;       ///< exposed, of the step
  double pp_share = 0;       ///< exposed, of the step
  double exposed_share = 0;  ///< all exposed communication, of the step
  BatchLimit limit = BatchLimit::none;
  ServingBound binds = ServingBound::compute;       ///< largest part of what the step waits for
  ServingBound binds_next = ServingBound::compute;  ///< largest part beside it, hidden ones included
  double tokens_per_second_per_accelerator = 0;     ///< prompt tokens of a prefill pool, else output tokens
};

struct ServingResults {
  DataSize cache_per_token;    ///< keys and values, all layers
  DataSize cache_per_request;  ///< at its longest
  PoolResults prefill;         ///< empty when aggregated
  PoolResults decode;
  Time prefill_compute;                            ///< part of the time to the first token
  Time prefill_communication;                      ///< part of it, exposed
  Time cache_transfer;                             ///< of the prompts of one prefill step
  Time cache_exposed;                              ///< part of it that prefill does not hide
  Time ttft;                                       ///< without queueing
  Time ttft_excess;                                ///< over the target
  Time tpot;                                       ///< time per output token
  Time tpot_excess;                                ///< over the target
  bool feasible = false;                           ///< memory and targets allow at least one sequence
  double prefill_per_decode = 0;                   ///< prefill accelerators per decode accelerator, in balance
  double requests_per_second_per_accelerator = 0;  ///< both pools counted
  double output_per_second_per_accelerator = 0;    ///< output tokens, both pools counted
  double tokens_per_second_per_accelerator = 0;    ///< prompt and output tokens, both pools counted
  double output_per_second_per_megawatt = 0;       ///< 0 without accelerator_power
};

void describe(Fields& f, ServingPlan& x);
void describe(Fields& f, ServingPrecision& x);
void describe(Fields& f, Requests& x);
void describe(Fields& f, ServingInputs& x);
void describe(Fields& f, PoolResults& x);
void describe(Fields& f, ServingResults& x);
std::vector<Problem> validate(const ServingInputs& in);

/// @param network  time of a message on the network that joins the accelerators
ServingResults evaluate(const ServingInputs& in, Network network);

inline double accelerators(const ServingPlan& p) { return 1.0 * p.tp * p.dp * p.pp; }

}  // namespace copack::workload
