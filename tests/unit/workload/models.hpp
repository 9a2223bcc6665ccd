// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "copack/workload/training.hpp"

/// Published models and machines that several tests and benchmarks use.
namespace copack::workload {

/// GPT of Megatron-LM: f = 4 h, V = 51,200, s = 2,048, attention counted without the causal mask.
inline ModelShape gpt(int hidden, int layers, int heads) {
  return {.layers = layers,
          .hidden = hidden,
          .ffn = 4 * hidden,
          .heads = heads,
          .vocab = 51200,
          .gated = false,
          .biases = true,
          .tied_embeddings = true,
          .learned_positions = 2048,
          .causal = false};
}

/// Grattafiori et al. 2024, Table 3.
inline ModelShape llama3_405b() {
  return {.layers = 126, .hidden = 16384, .ffn = 53248, .heads = 128, .kv_heads = 8, .vocab = 128256};
}

/// DeepSeek-AI 2024, section 4.2.
inline ModelShape deepseek_v3() {
  return {.layers = 61,
          .hidden = 7168,
          .ffn = 18432,
          .heads = 128,
          .head_dim = 128,
          .vocab = 129280,
          .experts = 256,
          .top_k = 8,
          .expert_ffn = 2048,
          .shared_experts = 1,
          .dense_layers = 3,
          .q_rank = 1536,
          .kv_rank = 512,
          .rope_dim = 64,
          .value_dim = 128};
}

/// A100 80GB: 271.2 of 312 TFLOP/s are the best matrix product measured (ml-engineering accelerator tables).
inline Accelerator a100() {
  return {.peak = 312 * unit::TFLOPs,
          .matmul_efficiency = 271.2 / 312,
          .compute_units = 108,
          .memory_bandwidth = 2 * unit::TB_per_s,
          .memory_capacity = 80 * unit::GB};
}

}  // namespace copack::workload
