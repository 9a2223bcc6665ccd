// SPDX-License-Identifier: Apache-2.0
#include "copack/workload/roofline.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace copack::workload {
namespace {

/// Bytes per second that a large copy moves.
double memory_rate(const Accelerator& a) { return a.memory_efficiency * a.memory_bandwidth.si() / 8.0; }

Work move(const Accelerator& a, double bytes) { return {.memory = bytes / memory_rate(a)}; }

/// Kernels for thin matrices have thin tiles, down to the 16 rows of a tensor-core instruction.
double fitted_tile(double tile, double size) {
  constexpr double least = 16.0;
  if (size >= tile) return tile;
  const auto fitted = static_cast<double>(std::bit_ceil(static_cast<std::uint64_t>(std::max(1.0, std::ceil(size)))));
  return std::min(tile, std::max(least, fitted));
}

/// FLOP that the units are kept busy for, idle units of the last wave included.
double occupied_flop(const Accelerator& a, double m, double n, double k, double count, double tile_m, double tile_n) {
  tile_m = fitted_tile(tile_m, m);
  tile_n = fitted_tile(tile_n, n);
  const double tiles = count * std::ceil(m / tile_m) * std::ceil(n / tile_n);
  const double waves = std::ceil(tiles / a.compute_units);
  return waves * a.compute_units * 2.0 * tile_m * tile_n * k;
}

/// The matrices of one linear layer: forward, gradient of the input, gradient of the weights.
struct Linear {
  Work forward;
  Work backward;
  Linear& operator+=(const Linear& l) {
    forward += l.forward;
    backward += l.backward;
    return *this;
  }
};
/// `g`: bytes moved per weight to add its gradient to the sum over microbatches. That runs after the product, as every
/// unit writes its tile only when the tile is done.
Linear linear(const Accelerator& a, double w, double g, double tokens, double out, double in, double count = 1) {
  return {.forward = matmul(a, tokens, out, in, w, count),
          .backward = matmul(a, tokens, in, out, w, count) + matmul(a, out, in, tokens, w, count) +
                      move(a, count * out * in * g)};
}

/// Everything the parts of a layer need to know.
struct Context {
  const ModelShape& m;
  const Plan& plan;
  const Accelerator& a;
  double w;       ///< bytes per operand
  double act;     ///< bytes per activation
  double g;       ///< bytes moved per weight and microbatch to sum gradients
  double tokens;  ///< of one microbatch on one context-parallel rank
  double seen;    ///< context of the attention
  double t;       ///< tensor parallel degree
  double whole;   ///< what divides the work outside tensor-parallel regions: t with sequence parallelism, else 1
  bool dropout;
};

Linear projections(const Context& c) {
  const auto& m = c.m;
  const auto size = attention_size(m);
  if (m.kv_rank == 0) {
    Linear l = linear(c.a, c.w, c.g, c.tokens, (size.query + size.key + size.value) / c.t, m.hidden);
    return l += linear(c.a, c.w, c.g, c.tokens, m.hidden, size.output / c.t);
  }
  const double nope = size.query - static_cast<double>(m.heads) * m.rope_dim;
  Linear l = linear(c.a, c.w, c.g, c.tokens, m.q_rank > 0 ? m.q_rank : size.query / c.t, m.hidden);
  if (m.q_rank > 0) l += linear(c.a, c.w, c.g, c.tokens, size.query / c.t, m.q_rank);
  l += linear(c.a, c.w, c.g, c.tokens, m.kv_rank + m.rope_dim, m.hidden);
  l += linear(c.a, c.w, c.g, c.tokens, (nope + size.output) / c.t, m.kv_rank);
  return l += linear(c.a, c.w, c.g, c.tokens, m.hidden, size.output / c.t);
}

Linear feed_forward(const Context& c, double width) {
  Linear l = linear(c.a, c.w, c.g, c.tokens, (c.m.gated ? 2.0 : 1.0) * width / c.t, c.m.hidden);
  return l += linear(c.a, c.w, c.g, c.tokens, c.m.hidden, width / c.t);
}

/// Each accelerator runs E/e experts on the k s b / E tokens that each of the e ranks sends to each of them.
Linear routed_experts(const Context& c) {
  const double local = static_cast<double>(c.m.experts) / c.plan.ep;
  const double tokens = c.tokens / c.t * c.m.top_k * c.plan.ep / c.m.experts;
  Linear l = linear(c.a, c.w, c.g, tokens, (c.m.gated ? 2.0 : 1.0) * c.m.expert_ffn, c.m.hidden, local);
  return l += linear(c.a, c.w, c.g, tokens, c.m.hidden, c.m.expert_ffn, local);
}

/// Scores and weighted values. Fused: arithmetic at the kernel's own rate, causal half only, backward 2.5 times forward
/// because it forms the scores again (Dao 2023, FlashAttention-2, section 3). Unfused: two batched products, their
/// softmax moved through memory, no use made of the causal mask.
Linear attention(const Context& c, const AttentionSize& size) {
  if (c.plan.flash_attention) {
    const double flop = 2.0 * 0.5 * c.seen * c.tokens * (size.query + size.output) / c.t;
    const double peak = c.a.attention_peak.si() > 0.0 ? c.a.attention_peak.si() : c.a.peak.si();
    const Work forward{.compute = flop / (peak * c.a.attention_efficiency)};
    return {.forward = forward, .backward = 2.5 * forward};
  }
  const double heads = c.m.heads / c.t * c.tokens * c.plan.cp / c.seen;  // times microbatch
  const double rows = c.seen / c.plan.cp;
  Linear l = linear(c.a, c.w, 0.0, rows, c.seen, size.query / c.m.heads, heads);
  l += linear(c.a, c.w, 0.0, rows, size.output / c.m.heads, c.seen, heads);
  // Softmax reads and writes, dropout reads and writes with a mask; the backward passes read one array more.
  const double passes = c.dropout ? 4.0 * c.act + 1.0 : 2.0 * c.act;
  const Work softmax = move(c.a, heads * rows * c.seen * passes);
  return l += {.forward = softmax, .backward = 1.5 * softmax};
}

/// Norms (read, write), residual additions (two reads, a write), rotary embedding and activation function.
Work elementwise(const Context& c, const AttentionSize& size) {
  const double h = c.m.hidden;
  const double moe_share = static_cast<double>(moe_layers(c.m)) / c.m.layers;
  const double outside = (2.0 * 2.0 + 2.0 * 3.0) * h / c.whole;
  const double rotary = c.m.learned_positions > 0 ? 0.0 : 2.0 * (size.query + size.key) / c.t;
  const double per_width = c.m.gated ? 3.0 : 2.0;
  const double expert_width = (c.m.top_k + c.m.shared_experts) * static_cast<double>(c.m.expert_ffn);
  const double function = per_width * ((1.0 - moe_share) * c.m.ffn + moe_share * expert_width) / c.t;
  const double permutation = moe_share * 4.0 * c.m.top_k * h / c.t;  // tokens sorted by expert and back
  return move(c.a, c.tokens * c.act * (outside + rotary + function + permutation));
}

/// The first microbatch writes gradients, the others read and write them.
double gradient_traffic(const Plan& plan, const Batch& batch, const Precision& precision) {
  return precision.gradient_bytes * (2.0 - 1.0 / microbatches(plan, batch));
}

}  // namespace

Work matmul(const Accelerator& a, double m, double n, double k, double operand_bytes, double count) {
  const double flop = std::min(occupied_flop(a, m, n, k, count, a.tile_short, a.tile_long),
                               occupied_flop(a, m, n, k, count, a.tile_long, a.tile_short));
  const double compute = flop / (a.peak.si() * a.matmul_efficiency);
  const double memory = count * (m * k + k * n + m * n) * operand_bytes / memory_rate(a);
  return compute >= memory ? Work{.compute = compute} : Work{.memory = memory};
}

LayerWork layer_work(const ModelShape& m, const Plan& plan, const Batch& batch, const Precision& precision,
                     const Accelerator& a, bool dropout) {
  const Context c{.m = m,
                  .plan = plan,
                  .a = a,
                  .w = precision.operand_bytes,
                  .act = precision.activation_bytes,
                  .g = gradient_traffic(plan, batch, precision),
                  .tokens = static_cast<double>(batch.sequence) * batch.micro_batch / plan.cp,
                  .seen = static_cast<double>(batch.sequence),
                  .t = static_cast<double>(plan.tp),
                  .whole = plan.sequence_parallel ? static_cast<double>(plan.tp) : 1.0,
                  .dropout = dropout};
  auto size = attention_size(m);
  const auto core = attention(c, size);
  const Work moved = elementwise(c, size);
  LayerWork work;
  Linear l = projections(c);
  const double moe_share = static_cast<double>(moe_layers(m)) / m.layers;
  if (moe_share < 1.0) {
    const auto dense = feed_forward(c, m.ffn);
    l += {.forward = (1.0 - moe_share) * dense.forward, .backward = (1.0 - moe_share) * dense.backward};
  }
  if (moe_share > 0.0) {
    auto experts = routed_experts(c);
    if (m.shared_experts > 0) experts += feed_forward(c, static_cast<double>(m.shared_experts) * m.expert_ffn);
    l += {.forward = moe_share * experts.forward, .backward = moe_share * experts.backward};
  }
  work.forward = l.forward + core.forward + moved;
  work.backward = l.backward + core.backward + 1.5 * moved;
  if (plan.recompute == Recompute::full) work.again = work.forward;
  if (plan.recompute == Recompute::selective && !plan.flash_attention) work.again = core.forward;
  return work;
}

Work head_work(const ModelShape& m, const Plan& plan, const Batch& batch, const Precision& precision,
               const Accelerator& a) {
  const double tokens = static_cast<double>(batch.sequence) * batch.micro_batch / plan.cp;
  const double vocab = static_cast<double>(m.vocab) / plan.tp;
  const auto logits =
      linear(a, precision.operand_bytes, gradient_traffic(plan, batch, precision), tokens, vocab, m.hidden);
  constexpr double loss_passes = 8.0;  // cast, maximum, exponential, sum and gradient in four-byte numbers
  return logits.forward + logits.backward + move(a, tokens * vocab * 4.0 * loss_passes);
}

Work optimizer_work(const ModelShape& m, const Plan& plan, const Precision& precision, const Accelerator& a) {
  const auto held = held_weights(m, plan);
  const double dense_split = plan.zero >= 1 ? 1.0 * plan.dp * plan.cp : 1.0;
  const double expert_split = plan.zero >= 1 ? 1.0 * plan.dp * plan.cp * plan.tp / plan.ep : 1.0;
  const double weights = (held.layers + held.embedding) / dense_split + held.routed / expert_split;
  return move(a, weights * (precision.gradient_bytes + 2.0 * precision.optimizer_bytes + precision.weight_bytes));
}

void describe(Fields& f, Accelerator& x) {
  constexpr Rule share{.min = 0.01, .max = 1.0};
  f("peak", "TFLOP/s", x.peak, "dense peak in the precision of the matrix products",
    {.min = 1e-3, .max = 1e9, .required = true});
  f("matmul_efficiency", "", x.matmul_efficiency, "share of the peak that the best large matrix product reaches",
    share);
  f("attention_peak", "TFLOP/s", x.attention_peak, "peak of the fused attention; 0: the same", non_negative);
  f("attention_efficiency", "", x.attention_efficiency, "share of it that the fused attention reaches", share);
  f("compute_units", "", x.compute_units, "multiprocessors over which tiles are spread", {.min = 1, .max = 1e6});
  f("tile_long", "", x.tile_long, "long side of the output tile of one unit", {.min = 1, .max = 1e5});
  f("tile_short", "", x.tile_short, "short side", {.min = 1, .max = 1e5});
  f("memory_bandwidth", "TB/s", x.memory_bandwidth, "bandwidth of the accelerator's memory",
    {.min = 1e-6, .max = 1e6, .required = true});
  f("memory_efficiency", "", x.memory_efficiency, "share of it that a large copy reaches", share);
  f("memory_capacity", "GB", x.memory_capacity, "size of the accelerator's memory; 0: not checked", non_negative);
}

}  // namespace copack::workload
