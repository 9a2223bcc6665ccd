// SPDX-License-Identifier: Apache-2.0
#include "copack/workload/transformer.hpp"

#include <fmt/format.h>

#include <array>

namespace copack::workload {
namespace {

int head_dim(const ModelShape& m) { return m.head_dim > 0 ? m.head_dim : m.hidden / m.heads; }
int value_dim(const ModelShape& m) { return m.value_dim > 0 ? m.value_dim : head_dim(m); }
bool latent(const ModelShape& m) { return m.kv_rank > 0; }

/// Matrices of the attention of one layer. Latent attention factors queries, keys and values through low ranks.
double attention_weights(const ModelShape& m) {
  const double h = m.hidden;
  const auto size = attention_size(m);
  if (!latent(m)) return h * (size.query + size.key + size.value + size.output);
  const double query = m.q_rank > 0 ? m.q_rank * (h + size.query) : h * size.query;
  const double kv = h * (m.kv_rank + m.rope_dim) + 1.0 * m.kv_rank * m.heads * (head_dim(m) + value_dim(m));
  return query + kv + h * size.output;
}

double ffn_weights(const ModelShape& m, double width) { return (m.gated ? 3.0 : 2.0) * m.hidden * width; }

/// Two norms per layer; GPT style adds their biases and those of the linear layers: 13 h in all when f = 4 h.
double norm_weights(const ModelShape& m) {
  const double h = m.hidden;
  const auto size = attention_size(m);
  double w = 2.0 * h;
  if (latent(m)) w += m.q_rank + m.kv_rank;
  if (m.biases) w += 2.0 * h + (size.query + size.key + size.value + h) + (m.ffn + h);
  return w;
}

}  // namespace

AttentionSize attention_size(const ModelShape& m) {
  const double d = head_dim(m);
  if (latent(m)) {
    return {.query = m.heads * (d + m.rope_dim),
            .key = 1.0 * m.kv_rank + m.rope_dim,
            .value = 0,
            .output = 1.0 * m.heads * value_dim(m)};
  }
  const double kv = kv_heads(m) * d;
  return {.query = m.heads * d, .key = kv, .value = kv, .output = m.heads * d};
}

ParameterCount count_parameters(const ModelShape& m) {
  ParameterCount p;
  const double moe = moe_layers(m);
  const double dense = m.layers - moe;
  p.attention = attention_weights(m);
  p.norms = norm_weights(m);
  p.dense_ffn = ffn_weights(m, m.ffn);
  p.one_expert = ffn_weights(m, m.expert_ffn);
  p.shared_ffn = m.shared_experts * p.one_expert + 1.0 * m.hidden * m.experts;
  p.routed = moe * m.experts * p.one_expert;
  const double common = m.layers * (p.attention + p.norms) + dense * p.dense_ffn + moe * p.shared_ffn;
  p.layers = common + p.routed;
  p.embedding = (m.tied_embeddings ? 1.0 : 2.0) * m.vocab * m.hidden + 1.0 * m.learned_positions * m.hidden;
  p.total = p.layers + p.embedding;
  p.active = common + moe * m.top_k * p.one_expert + p.embedding;
  return p;
}

TokenFlops forward_flops(const ModelShape& m, double context) {
  const auto p = count_parameters(m);
  const auto size = attention_size(m);
  const double moe = moe_layers(m);
  const double seen = m.causal ? 0.5 * context : context;
  return {.projections = 2.0 * m.layers * p.attention,
          .scores = 2.0 * m.layers * seen * (size.query + size.output),
          .ffn = 2.0 * ((m.layers - moe) * p.dense_ffn + moe * (p.shared_ffn + m.top_k * p.one_expert)),
          .logits = 2.0 * m.hidden * m.vocab};
}

StepFlops step_flops(const ModelShape& m, double context, double tokens, Recompute recompute) {
  const auto f = forward_flops(m, context);
  const double again = recompute == Recompute::full ? f.layers() : (recompute == Recompute::selective ? f.scores : 0.0);
  return {.model = 3.0 * f.total() * tokens, .hardware = (3.0 * f.total() + again) * tokens};
}

TransformerResults evaluate(const TransformerInputs& in) {
  TransformerResults r;
  r.parameters = count_parameters(in.model);
  r.tokens_per_step = in.global_batch * in.sequence;
  r.forward_flops_per_token = forward_flops(in.model, in.sequence).total();
  const auto flops = step_flops(in.model, in.sequence, r.tokens_per_step, in.recompute);
  r.model_flops = flops.model;
  r.hardware_flops = flops.hardware;
  if (in.step_time.si() > 0.0) {
    const Time accelerator_time = in.accelerators * in.step_time;
    r.achieved_model = r.model_flops / accelerator_time;
    r.achieved_hardware = r.hardware_flops / accelerator_time;
    r.tokens_per_second = r.tokens_per_step / in.step_time.in(unit::s);
    r.accelerator_time_per_trillion_tokens = 1e12 / r.tokens_per_second * in.accelerators * unit::s;
  }
  if (in.peak.si() > 0.0) {
    r.mfu = r.achieved_model / in.peak;
    r.hfu = r.achieved_hardware / in.peak;
  }
  const FlopRate x = in.achieved.si() > 0.0 ? in.achieved : r.achieved_hardware;
  if (x.si() > 0.0) {
    const double flops_per_weight = in.recompute == Recompute::full ? 8.0 : 6.0;
    r.step_time_at_achieved = r.hardware_flops / (in.accelerators * x);
    r.training_time = flops_per_weight * in.training_tokens * r.parameters.active / (in.accelerators * x);
  }
  return r;
}

std::span<const std::string_view> choice_names(Recompute /*unused*/) {
  static constexpr std::array<std::string_view, 3> names{"none", "selective", "full"};
  return names;
}

void describe(Fields& f, ModelShape& x) {
  constexpr Rule count{.min = 1, .max = 1e7, .required = true};
  constexpr Rule option{.min = 0, .max = 1e7};
  f("layers", "", x.layers, "transformer layers, L", {.min = 1, .max = 1e5, .required = true});
  f("hidden", "", x.hidden, "hidden size, h", count);
  f("ffn", "", x.ffn, "width of the dense feed-forward, f", option);
  f("heads", "", x.heads, "attention heads, a", count);
  f("kv_heads", "", x.kv_heads, "key/value heads, n_kv; 0: as many as heads", option);
  f("head_dim", "", x.head_dim, "size of a head, d_head; 0: hidden / heads", option);
  f("vocab", "", x.vocab, "vocabulary, V", count);
  f("gated", x.gated, "SwiGLU: three matrices in the feed-forward, not two");
  f("biases", x.biases, "linear layers and norms have biases");
  f("tied_embeddings", x.tied_embeddings, "input embedding and output projection share their weights");
  f("learned_positions", "", x.learned_positions, "length of a learned position table; 0: none", option);
  f("experts", "", x.experts, "routed experts per layer, E; 0: dense", option);
  f("top_k", "", x.top_k, "experts per token, k", option);
  f("expert_ffn", "", x.expert_ffn, "width of one expert, f_e", option);
  f("shared_experts", "", x.shared_experts, "experts every token passes", option);
  f("dense_layers", "", x.dense_layers, "layers without experts, of a model with experts", option);
  f("q_rank", "", x.q_rank, "latent attention: rank of the query projection", option);
  f("kv_rank", "", x.kv_rank, "latent attention: rank of keys and values; 0: no latent attention", option);
  f("rope_dim", "", x.rope_dim, "latent attention: rotary dimensions beside head_dim", option);
  f("value_dim", "", x.value_dim, "latent attention: head size of values; 0: head_dim", option);
  f("causal", x.causal, "count only the half of the attention scores that a causal mask leaves");
}

void describe(Fields& f, ParameterCount& x) {
  f("attention", "", x.attention, "attention of one layer");
  f("dense_ffn", "", x.dense_ffn, "feed-forward of one dense layer");
  f("shared_ffn", "", x.shared_ffn, "shared experts and router of one layer");
  f("one_expert", "", x.one_expert, "one routed expert");
  f("norms", "", x.norms, "norms and biases of one layer");
  f("layers", "", x.layers, "all layers");
  f("routed", "", x.routed, "all routed experts of all layers");
  f("embedding", "", x.embedding, "input, output and positions");
  f("total", "", x.total, "all weights, P", by("layers + embedding"));
  f("active", "", x.active, "weights used by one token, N_act");
}

void describe(Fields& f, TransformerInputs& x) {
  f("model", x.model, "the language model");
  f("sequence", "", x.sequence, "sequence length, s", {.min = 1, .max = 1e9, .required = true});
  f("global_batch", "", x.global_batch, "sequences per step, B", non_negative);
  f("recompute", x.recompute, "activations computed again in the backward pass");
  f("accelerators", "", x.accelerators, "accelerators at work, n", {.min = 1});
  f("peak", "TFLOP/s", x.peak, "peak of one accelerator", non_negative);
  f("step_time", "s", x.step_time, "time of one step; 0: not given", non_negative);
  f("training_tokens", "", x.training_tokens, "tokens of the whole training, T", non_negative);
  f("achieved", "TFLOP/s", x.achieved, "hardware FLOP rate per accelerator, X; 0: from the step time", non_negative);
}

void describe(Fields& f, TransformerResults& x) {
  f("parameters", x.parameters, "weights by where they sit");
  f("tokens_per_step", "", x.tokens_per_step, "tokens in a global batch", by("global_batch * sequence"));
  f("forward_flops_per_token", "FLOP", x.forward_flops_per_token, "forward pass of one token");
  f("model_flops", "FLOP", x.model_flops, "one step, nothing computed twice",
    by("3 * forward_flops_per_token * tokens_per_step"));
  f("hardware_flops", "FLOP", x.hardware_flops, "one step as computed, recomputation included");
  f("achieved_model", "TFLOP/s", x.achieved_model, "model FLOP per accelerator and second",
    by("model_flops / (accelerators * step_time)"));
  f("achieved_hardware", "TFLOP/s", x.achieved_hardware, "hardware FLOP per accelerator and second",
    by("hardware_flops / (accelerators * step_time)"));
  f("mfu", "", x.mfu, "model FLOP utilisation", by("achieved_model / peak"));
  f("hfu", "", x.hfu, "hardware FLOP utilisation", by("achieved_hardware / peak"));
  f("tokens_per_second", "", x.tokens_per_second, "tokens per second, all accelerators",
    by("tokens_per_step / step_time"));
  f("step_time_at_achieved", "s", x.step_time_at_achieved, "one step at the achieved rate",
    by("hardware_flops / (accelerators * achieved)"));
  f("training_time", "d", x.training_time, "all training tokens at the achieved rate");
  f("accelerator_time_per_trillion_tokens", "h", x.accelerator_time_per_trillion_tokens, "accelerator-hours");
}

void check(const ModelShape& m, std::vector<Problem>& out) {
  if (m.head_dim == 0 && m.heads > 0 && m.hidden % m.heads != 0) {
    out.push_back({"model.heads", fmt::format("{} heads do not divide hidden = {}; give head_dim", m.heads, m.hidden)});
  }
  if (m.kv_heads > 0 && m.heads % m.kv_heads != 0) {
    out.push_back({"model.kv_heads", fmt::format("{} does not divide heads = {}", m.kv_heads, m.heads)});
  }
  if (m.ffn < 1 && (m.experts == 0 || m.dense_layers > 0)) {
    out.push_back({"model.ffn", "is needed for dense layers; give their feed-forward width"});
  }
  if (m.experts > 0 && (m.top_k < 1 || m.top_k > m.experts || m.expert_ffn < 1)) {
    out.push_back({"model.experts", "needs top_k between 1 and experts, and expert_ffn"});
  }
  if (m.experts == 0 && (m.top_k > 0 || m.shared_experts > 0 || m.dense_layers > 0)) {
    out.push_back({"model.experts", "is 0, but top_k, shared_experts or dense_layers are given"});
  }
  if (m.dense_layers > m.layers) out.push_back({"model.dense_layers", "exceeds layers"});
}

std::vector<Problem> validate(const TransformerInputs& in) {
  std::vector<Problem> out;
  check(in.model, out);
  return out;
}

}  // namespace copack::workload
