// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "copack/core/diagnostics.hpp"
#include "copack/core/fields.hpp"

/// Parameters and floating-point operations of transformer language models.
namespace copack::workload {

struct ModelShape {
  int layers = 0;                ///< L
  int hidden = 0;                ///< h
  int ffn = 0;                   ///< width of the dense feed-forward, f
  int heads = 0;                 ///< attention heads, a
  int kv_heads = 0;              ///< key/value heads, n_kv; 0: as many as heads
  int head_dim = 0;              ///< d_head; 0: hidden / heads
  int vocab = 0;                 ///< V
  bool gated = true;             ///< SwiGLU: three matrices in the feed-forward, not two
  bool biases = false;           ///< linear layers and norms have biases
  bool tied_embeddings = false;  ///< input embedding and output projection share their weights
  int learned_positions = 0;     ///< length of a learned position table; 0: none
  int experts = 0;               ///< routed experts per layer, E; 0: dense
  int top_k = 0;                 ///< experts per token, k
  int expert_ffn = 0;            ///< width of one expert, f_e
  int shared_experts = 0;        ///< experts every token passes
  int dense_layers = 0;          ///< layers without experts, of a model with experts
  int q_rank = 0;                ///< multi-head latent attention: rank of the query projection
  int kv_rank = 0;               ///< the same of keys and values; 0: no latent attention
  int rope_dim = 0;              ///< rotary dimensions beside head_dim, latent attention
  int value_dim = 0;             ///< head size of values, latent attention; 0: head_dim
  bool causal = true;            ///< count only the half of the attention scores that a causal mask leaves
};
void describe(Fields& f, ModelShape& x);
void check(const ModelShape& m, std::vector<Problem>& out);

/// Sizes that follow from the shape.
struct AttentionSize {
  double query = 0;   ///< width of all queries (scores are computed over it)
  double key = 0;     ///< width of all keys that are stored, per token
  double value = 0;   ///< width of all values that are stored, per token
  double output = 0;  ///< width of all head outputs
};
AttentionSize attention_size(const ModelShape& m);

/// Weights by where they sit.
struct ParameterCount {
  double attention = 0;   ///< of one layer
  double dense_ffn = 0;   ///< of one dense layer
  double shared_ffn = 0;  ///< of one layer with experts: shared experts and router
  double one_expert = 0;  ///< one routed expert
  double norms = 0;       ///< of one layer, biases included
  double layers = 0;      ///< all layers
  double routed = 0;      ///< all routed experts of all layers
  double embedding = 0;   ///< input, output and positions
  double total = 0;
  double active = 0;  ///< used by one token
};
ParameterCount count_parameters(const ModelShape& m);

/// FLOP of one token in the forward pass, all layers.
struct TokenFlops {
  double projections = 0;  ///< attention matrices
  double scores = 0;       ///< attention over the context, as the causal flag counts it
  double ffn = 0;          ///< feed-forward, router included
  double logits = 0;       ///< output projection
  [[nodiscard]] double layers() const { return projections + scores + ffn; }
  [[nodiscard]] double total() const { return layers() + logits; }
};
TokenFlops forward_flops(const ModelShape& m, double context);

inline int kv_heads(const ModelShape& m) { return m.kv_heads > 0 ? m.kv_heads : m.heads; }
inline int moe_layers(const ModelShape& m) { return m.experts > 0 ? m.layers - m.dense_layers : 0; }

enum class Recompute : unsigned char {
  none,       ///< every activation is kept
  selective,  ///< attention scores are computed again in the backward pass
  full        ///< every layer is computed again
};
std::span<const std::string_view> choice_names(Recompute recompute);

/// FLOP of a step of `tokens` tokens: model (3 forward passes) and hardware (what is computed again included).
struct StepFlops {
  double model = 0;
  double hardware = 0;
};
StepFlops step_flops(const ModelShape& m, double context, double tokens, Recompute recompute);

/// Arithmetic between what is trained, on what, and how fast.
struct TransformerInputs {
  ModelShape model;
  int sequence = 0;         ///< tokens, s
  double global_batch = 0;  ///< sequences per step, B
  Recompute recompute = Recompute::none;
  double accelerators = 1;     ///< n
  FlopRate peak;               ///< of one accelerator
  Time step_time;              ///< measured or assumed; 0: none
  double training_tokens = 0;  ///< T; 0: none
  FlopRate achieved;           ///< per accelerator, for the training-time rule; 0: from the step time
};
struct TransformerResults {
  ParameterCount parameters;
  double tokens_per_step = 0;
  double forward_flops_per_token = 0;
  double model_flops = 0;      ///< per step
  double hardware_flops = 0;   ///< per step
  FlopRate achieved_model;     ///< per accelerator
  FlopRate achieved_hardware;  ///< per accelerator
  double mfu = 0;
  double hfu = 0;
  double tokens_per_second = 0;
  Time step_time_at_achieved;                 ///< hardware FLOP of a step at `achieved`
  Time training_time;                         ///< (8 with full recompute, else 6) T P / (n X)
  Time accelerator_time_per_trillion_tokens;  ///< accelerators times time
};
void describe(Fields& f, ParameterCount& x);
void describe(Fields& f, TransformerInputs& x);
void describe(Fields& f, TransformerResults& x);
std::vector<Problem> validate(const TransformerInputs& in);
TransformerResults evaluate(const TransformerInputs& in);

}  // namespace copack::workload
