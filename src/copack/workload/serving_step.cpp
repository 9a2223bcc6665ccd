// SPDX-License-Identifier: Apache-2.0
#include "copack/workload/serving_step.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace copack::workload {
namespace {

constexpr std::size_t at(ServingBound b) { return static_cast<std::size_t>(b); }
constexpr std::size_t first_message = at(ServingBound::tp);

/// Everything the parts of a layer need to know.
struct Context {
  const ServingInputs& in;
  const ServingPlan& plan;
  const Load& load;
  const Network& network;
  AttentionSize size;
  double t;
  double moe_share;  ///< of the layers
};

double memory_rate(const Accelerator& a) { return a.memory_efficiency * a.memory_bandwidth.si() / 8.0; }

double attention_rate(const Accelerator& a) {
  return a.attention_efficiency * (a.attention_peak.si() > 0.0 ? a.attention_peak.si() : a.peak.si());
}

/// `rows` passed through `weights` numbers each, of which `touched` are read: bound by arithmetic or by memory. Tile
/// waves are left out: kernels for serving cut thin products along the inner dimension to fill the units.
void multiply(const Context& c, StageTime& time, double share, double rows, double weights, double touched) {
  const auto& a = c.in.accelerator;
  const double compute = share * 2.0 * rows * weights / (a.peak.si() * a.matmul_efficiency);
  const double memory = share * touched * c.in.precision.weight_bytes / memory_rate(a);
  time.parts[at(compute >= memory ? ServingBound::compute : ServingBound::weights)] += std::max(compute, memory);
}

/// Weights of the routed experts that an accelerator reads: each of its E'/e experts with the probability that at
/// least one of the T tokens of the group chose it, 1 - (1 - k/E)^T.
void routed_experts(const Context& c, StageTime& time, double one_expert) {
  const auto& m = c.in.model;
  const double rows = c.load.rows / c.t;
  const double chosen = -std::expm1(rows * c.plan.ep * std::log1p(-static_cast<double>(m.top_k) / m.experts));
  const double local = (1.0 * m.experts + c.plan.redundant_experts) / c.plan.ep;
  multiply(c, time, c.moe_share, rows * m.top_k, one_expert,
           local * (m.top_k == m.experts ? 1.0 : chosen) * one_expert);
}

/// Prompts: arithmetic of the fused kernel. Decoding: arithmetic or reading of the cache. With latent attention a
/// decoding query is first multiplied into the latent space (DeepSeek-AI 2024, DeepSeek-V2, section 2.1.2), where all
/// heads share keys and values of `kv_rank`; the products that do so are the up-projections, counted there.
void attention(const Context& c, StageTime& time) {
  const auto& m = c.in.model;
  const double prompt = 2.0 * c.load.pairs * (c.size.query + c.size.output) / c.t;
  time.parts[at(ServingBound::compute)] += prompt / attention_rate(c.in.accelerator);
  const double width = m.kv_rank > 0 ? m.heads * (2.0 * m.kv_rank + m.rope_dim) : c.size.query + c.size.output;
  const double split = m.kv_rank > 0 ? 1.0 : std::min<double>(c.plan.tp, kv_heads(m));
  const double compute = 2.0 * c.load.cached * width / c.t / attention_rate(c.in.accelerator);
  const double bytes = c.load.cached * (c.size.key + c.size.value) / split * c.in.precision.cache_bytes;
  const double memory = bytes / memory_rate(c.in.accelerator);
  time.parts[at(compute >= memory ? ServingBound::compute : ServingBound::cache)] += std::max(compute, memory);
}

/// Norms (read, write), residual additions (two reads, a write), activation function, sorting of tokens by expert.
double activation_elements(const Context& c) {
  const auto& m = c.in.model;
  const double expert_width = (m.top_k + m.shared_experts) * static_cast<double>(m.expert_ffn);
  const double function = (m.gated ? 3.0 : 2.0) * ((1.0 - c.moe_share) * m.ffn + c.moe_share * expert_width) / c.t;
  return c.load.rows * (10.0 * m.hidden + function + c.moe_share * 4.0 * m.top_k * m.hidden / c.t);
}

StageTime layer_work(const Context& c) {
  StageTime time;
  const auto p = count_parameters(c.in.model);
  multiply(c, time, 1.0, c.load.rows, p.attention / c.t, p.attention / c.t);
  if (c.moe_share < 1.0) multiply(c, time, 1.0 - c.moe_share, c.load.rows, p.dense_ffn / c.t, p.dense_ffn / c.t);
  if (c.moe_share > 0.0) {
    multiply(c, time, c.moe_share, c.load.rows, p.shared_ffn / c.t, p.shared_ffn / c.t);
    routed_experts(c, time, p.one_expert);
  }
  attention(c, time);
  time.parts[at(ServingBound::activations)] +=
      activation_elements(c) * c.in.precision.activation_bytes / memory_rate(c.in.accelerator);
  return time;
}

double send(const Context& c, ParallelDimension dimension, Operation operation, double elements, double bytes,
            std::int64_t ranks, std::int64_t stride) {
  if (ranks < 2 || elements * bytes <= 0.0) return 0.0;
  return c.network({dimension, operation, elements * bytes * unit::byte, ranks, stride}).in(unit::s);
}

/// One all-reduce after the attention, one after the feed-forward; routed experts are not split.
double tensor_messages(const Context& c) {
  const double blocks = 2.0 - c.moe_share * (c.in.model.shared_experts > 0 ? 0.0 : 1.0);
  return blocks * send(c, ParallelDimension::tp, Operation::all_reduce, c.load.rows * c.in.model.hidden,
                       c.in.precision.activation_bytes, c.plan.tp, 1);
}

double expert_messages(const Context& c) {
  const int k = c.in.model.top_k;
  const double copies = c.plan.expert_groups > 0 ? std::min(k, c.plan.expert_groups) : k;
  const double elements = c.load.rows / c.t * copies * c.in.model.hidden;
  const auto all_to_all = [&](double bytes) {
    return send(c, ParallelDimension::ep, Operation::all_to_all, elements, bytes, c.plan.ep, 1);
  };
  return c.moe_share * (all_to_all(c.in.precision.dispatch_bytes) + all_to_all(c.in.precision.combine_bytes));
}

/// Hides the messages of a layer behind its work: of each dimension the same share.
void hide_messages(StageTime& time, double compute_share) {
  const double work = time.work();
  const double messages = std::reduce(time.parts.begin() + first_message, time.parts.end());
  if (messages <= 0.0) return;
  const double hidden = std::min(work, messages);
  time.loss = compute_share * hidden;
  for (auto i = first_message; i < time.parts.size(); ++i) time.exposed[i] *= 1.0 - hidden / messages;
}

StageTime layer_time(const Context& c) {
  auto time = layer_work(c);
  time.parts[at(ServingBound::tp)] = time.exposed[at(ServingBound::tp)] = tensor_messages(c);
  time.parts[at(ServingBound::ep)] = time.exposed[at(ServingBound::ep)] = expert_messages(c);
  if (c.plan.two_batch) hide_messages(time, c.plan.compute_share);
  return time;
}

void scale(StageTime& time, double k) {
  for (auto& x : time.parts) x *= k;
  for (auto& x : time.exposed) x *= k;
  time.loss *= k;
}

}  // namespace

double StageTime::work() const { return std::reduce(parts.begin(), parts.begin() + first_message); }
double StageTime::waiting() const { return std::reduce(exposed.begin(), exposed.end()); }

StageTime stage_time(const ServingInputs& in, const ServingPlan& plan, const Load& load, const Network& network) {
  const auto& m = in.model;
  const double batches = plan.two_batch ? 2.0 : 1.0;
  const Load part = (1.0 / batches) * load;
  const Context layer{.in = in,
                      .plan = plan,
                      .load = part,
                      .network = network,
                      .size = attention_size(m),
                      .t = static_cast<double>(plan.tp),
                      .moe_share = static_cast<double>(moe_layers(m)) / m.layers};
  auto time = layer_time(layer);
  scale(time, batches * layers_of_stage(m, training_plan(plan)));
  const double logits = 1.0 * m.vocab * m.hidden / plan.tp;
  multiply(layer, time, 1.0, load.outputs, logits, logits);
  const double activations = load.rows * m.hidden / plan.tp;
  const double sent = send(layer, ParallelDimension::pp, Operation::point_to_point, activations,
                           in.precision.activation_bytes, plan.pp, 1LL * plan.tp * plan.dp);
  time.parts[at(ServingBound::pp)] = time.exposed[at(ServingBound::pp)] = sent;
  const double overhead = in.step_overhead.in(unit::s);
  time.parts[at(ServingBound::overhead)] = time.exposed[at(ServingBound::overhead)] = overhead;
  return time;
}

ServingMemory serving_memory(const ServingInputs& in, const ServingPlan& plan) {
  const auto& m = in.model;
  const auto held = held_weights(m, training_plan(plan));
  const double copies = m.experts > 0 ? 1.0 + static_cast<double>(plan.redundant_experts) / m.experts : 1.0;
  const auto size = attention_size(m);
  const double split = m.kv_rank > 0 ? 1.0 : std::min<double>(plan.tp, kv_heads(m));
  return {.weights = (held.layers + held.embedding + copies * held.routed) * in.precision.weight_bytes,
          .per_token =
              layers_of_stage(m, training_plan(plan)) * (size.key + size.value) / split * in.precision.cache_bytes};
}

}  // namespace copack::workload
