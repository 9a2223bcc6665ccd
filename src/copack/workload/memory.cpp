// SPDX-License-Identifier: Apache-2.0
#include "copack/workload/memory.hpp"

#include <algorithm>

namespace copack::workload {
namespace {

/// Bytes of activations per token of one layer: what every tp rank holds whole without sequence parallelism (norm and
/// block inputs, dropout masks; 10 h for a GPT), and what tensor parallelism splits (24 h + 5 a s).
struct TokenBytes {
  double whole = 0;
  double split = 0;
};

double ffn_bytes(const ModelShape& m, double width, double w) { return (m.gated ? 3.0 : 2.0) * w * width; }

TokenBytes token_bytes(const ModelShape& m, const Plan& plan, const Batch& batch, double w, bool dropout) {
  const auto size = attention_size(m);
  const double h = m.hidden;
  const double mask = dropout ? 1.0 : 0.0;
  const double moe_share = static_cast<double>(moe_layers(m)) / m.layers;
  TokenBytes bytes;
  bytes.whole = 4.0 * w * h + 2.0 * mask * h;
  bytes.split = w * (size.query + size.key + size.value + size.output);
  bytes.split += (1.0 - moe_share) * ffn_bytes(m, m.ffn, w);
  bytes.split += moe_share * ffn_bytes(m, (m.top_k + m.shared_experts) * static_cast<double>(m.expert_ffn), w);
  bytes.split += moe_share * m.top_k * w * h;  // the token as each of its experts sees it
  const bool keeps_scores = !plan.flash_attention && plan.recompute == Recompute::none;
  if (keeps_scores) bytes.split += (2.0 * w + mask) * m.heads * batch.sequence;
  return bytes;
}

double activation_bytes_per_layer(const ModelShape& m, const Plan& plan, const Batch& batch, double w, bool dropout) {
  const double tokens = static_cast<double>(batch.sequence) * batch.micro_batch / plan.cp;
  if (plan.recompute == Recompute::full) return w * m.hidden * tokens;
  const auto bytes = token_bytes(m, plan, batch, w, dropout);
  return tokens * (bytes.whole / (plan.sequence_parallel ? plan.tp : 1) + bytes.split / plan.tp);
}

/// Under 1F1B the first stage holds p microbatches of L/p layers; interleaving adds (p-1)/(p v) of that (v > 1 only).
double layers_held(const ModelShape& m, const Plan& plan, const Batch& batch) {
  const double per_stage = layers_of_stage(m, plan);
  const double deep = std::min(plan.pp, microbatches(plan, batch));
  const double extra = plan.interleave > 1 ? (plan.pp - 1.0) / (1.0 * plan.pp * plan.interleave) : 0.0;
  return per_stage * deep * (1.0 + extra);
}

DataSize bytes(double n) { return n * unit::byte; }

}  // namespace

MemoryResults memory_of(const ModelShape& model, const Plan& plan, const Batch& batch, const Precision& precision,
                        bool dropout, DataSize capacity) {
  MemoryResults r;
  r.activations_per_layer = bytes(activation_bytes_per_layer(model, plan, batch, precision.activation_bytes, dropout));
  r.layers_held = layers_held(model, plan, batch);
  const auto held = held_weights(model, plan);
  const double dense_split = 1.0 * plan.dp * plan.cp;
  const double expert_split = dense_split * plan.tp / plan.ep;
  const double layers = held.layers + held.routed;
  const double all = layers + held.embedding;
  const auto states = [&](double per_weight, bool split) {
    const double common = held.layers + held.embedding;
    return per_weight * (split ? common / dense_split + held.routed / expert_split : common + held.routed);
  };
  r.weights = bytes(states(precision.weight_bytes, plan.zero >= 3 && plan.reshard));
  r.gradients = bytes(states(precision.gradient_bytes, plan.zero >= 2));
  r.optimizer = bytes(states(precision.optimizer_bytes, plan.zero >= 1));
  r.layer_states = (r.weights + r.gradients + r.optimizer) * (layers / all);
  r.activations = r.layers_held * r.activations_per_layer;
  r.total = r.weights + r.gradients + r.optimizer + r.activations;
  if (capacity.si() > 0.0) {
    r.excess = std::max(DataSize{}, r.total - capacity);
    r.fits = r.excess.si() <= 0.0;
  }
  return r;
}

MemoryResults evaluate(const MemoryInputs& in) {
  return memory_of(in.model, in.plan, in.batch, in.precision, in.dropout, in.capacity);
}

void describe(Fields& f, MemoryInputs& x) {
  f("model", x.model, "the language model");
  f("plan", x.plan, "how it is spread over accelerators");
  f("batch", x.batch, "what is trained in one step");
  f("precision", x.precision, "bytes per number");
  f("dropout", x.dropout, "masks of one byte per element are kept");
  f("capacity", "GB", x.capacity, "memory of one accelerator; 0: not checked", non_negative);
}

void describe(Fields& f, MemoryResults& x) {
  f("activations_per_layer", "GiB", x.activations_per_layer, "one layer, one microbatch");
  f("layers_held", "", x.layers_held, "layers' worth of activations alive at once on the first stage");
  f("weights", "GiB", x.weights, "weights");
  f("gradients", "GiB", x.gradients, "gradients");
  f("optimizer", "GiB", x.optimizer, "optimizer states");
  f("layer_states", "GiB", x.layer_states, "weights, gradients and optimizer of the layers alone");
  f("activations", "GiB", x.activations, "activations of the first stage", by("layers_held * activations_per_layer"));
  f("total", "GiB", x.total, "all of it", by("weights + gradients + optimizer + activations"));
  f("fits", x.fits, "within the capacity");
  f("excess", "GiB", x.excess, "by how much it does not fit");
}

std::vector<Problem> validate(const MemoryInputs& in) {
  std::vector<Problem> out;
  check(in.model, in.plan, in.batch, out);
  return out;
}

}  // namespace copack::workload
