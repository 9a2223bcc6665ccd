// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <concepts>
#include <cstdint>
#include <type_traits>
#include <vector>

#include "copack/workload/transformer.hpp"

/// How a model is spread over accelerators, and the messages this takes.
namespace copack::workload {

struct Plan {
  int tp = 1;          ///< tensor parallel, t
  int cp = 1;          ///< context parallel, c
  int dp = 1;          ///< data parallel, d
  int pp = 1;          ///< pipeline stages, p
  int ep = 1;          ///< expert parallel, e; its ranks are taken from tp x cp x dp
  int interleave = 1;  ///< chunks of layers per stage, v
  Recompute recompute = Recompute::none;
  bool sequence_parallel = true;  ///< norms and dropout are split over tp
  bool flash_attention = true;    ///< fused attention that never stores its scores
  int zero = 1;                   ///< 0: all replicated; 1: optimizer, 2: also gradients, 3: also weights split over dp
  bool reshard = true;            ///< zero 3: weights are dropped after use and gathered for every microbatch
  int expert_groups = 0;          ///< most groups of accelerators (nodes) one token goes to, M; 0: no limit
};
void describe(Fields& f, Plan& x);

struct Batch {
  int sequence = 0;      ///< tokens, s
  int global_batch = 0;  ///< sequences per step, B
  int micro_batch = 1;   ///< sequences per microbatch, b
};
void describe(Fields& f, Batch& x);

struct Precision {
  double weight_bytes = 2;      ///< per weight
  double gradient_bytes = 4;    ///< per gradient, stored and reduced
  double optimizer_bytes = 12;  ///< master weight and both moments of Adam
  double activation_bytes = 2;  ///< per activation, stored and sent
  double operand_bytes = 2;     ///< per operand of a matrix product
  double dispatch_bytes = 2;    ///< per element sent to an expert
  double combine_bytes = 2;     ///< per element sent back
};
void describe(Fields& f, Precision& x);

/// Problems of plan and batch together with the model.
void check(const ModelShape& m, const Plan& plan, const Batch& batch, std::vector<Problem>& out);

inline double accelerators(const Plan& p) { return 1.0 * p.tp * p.cp * p.dp * p.pp; }

/// Microbatches per pipeline and step, m, at least one.
int microbatches(const Plan& plan, const Batch& batch);

/// Weights held by one accelerator of the fullest stage.
struct HeldWeights {
  double layers = 0;     ///< outside routed experts
  double routed = 0;     ///< routed experts
  double embedding = 0;  ///< of the first or the last stage, the fuller one
};
HeldWeights held_weights(const ModelShape& m, const Plan& plan);

/// Layers of the fullest stage. When p does not divide L the end stages, which hold the embeddings, have fewer.
int layers_of_stage(const ModelShape& m, const Plan& plan);

enum class ParallelDimension : unsigned char { tp, pp, dp, ep, cp };
std::span<const std::string_view> choice_names(ParallelDimension dimension);
inline constexpr int parallel_dimensions = 5;

enum class Operation : unsigned char { all_reduce, reduce_scatter, all_gather, all_to_all, point_to_point };

/// One operation of a group. All-reduce, reduce-scatter, all-gather: `size` is the full buffer; all-to-all: what one
/// rank sends, own share included; point-to-point: the message to the neighbour `stride` away.
struct Message {
  ParallelDimension dimension = ParallelDimension::tp;
  Operation operation = Operation::all_reduce;
  DataSize size;
  std::int64_t ranks = 1;   ///< in the group
  std::int64_t stride = 1;  ///< between neighbours of the group, in placement order: tp, cp, dp, pp from the inside out
};

/// A function that gives the time of a message on some network. Refers to it without owning it: the callable must
/// outlive the call that it is passed to.
class Network {
 public:
  template <class F>
    requires(std::is_class_v<F> && !std::same_as<F, Network> && std::is_invocable_r_v<Time, const F&, const Message&>)
  Network(const F& f)  // NOLINT(google-explicit-constructor): a lambda should pass as a network
      : object_(&f),
        call_([](const void* object, const Message& m) -> Time { return (*static_cast<const F*>(object))(m); }) {}

  Time operator()(const Message& message) const { return call_(object_, message); }

 private:
  const void* object_;
  Time (*call_)(const void*, const Message&);
};

}  // namespace copack::workload
