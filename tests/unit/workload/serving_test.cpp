// SPDX-License-Identifier: Apache-2.0
#include "copack/workload/serving.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "models.hpp"

namespace copack::workload {
namespace {

/// Two tiers: 8 accelerators at `inside`, all at `outside`, 5 us a message. All-reduce: ring.
struct TwoTiers {
  BitRate inside = 160 * unit::GB_per_s;
  BitRate outside = 45 * unit::GB_per_s;
  Time operator()(const Message& m) const {
    const double n = static_cast<double>(m.ranks);
    const auto rate = m.ranks * m.stride > 8 ? outside : inside;
    const double factor = m.operation == Operation::all_reduce ? 2.0 * (n - 1.0) / n : 1.0;
    return factor * (m.size / rate) + 5 * unit::us;
  }
};

Accelerator h100() {
  return {.peak = 1979 * unit::TFLOPs,
          .matmul_efficiency = 0.8,
          .attention_peak = 989 * unit::TFLOPs,
          .memory_bandwidth = 3.35 * unit::TB_per_s,
          .memory_capacity = 80 * unit::GB};
}

/// DeepSeek-V3 as its operator serves it.
ServingInputs deepseek() {
  return {.model = deepseek_v3(),
          .accelerator = h100(),
          .requests = {.prompt = 4096, .output = 1024},
          .prefill = {.dp = 32, .ep = 32, .redundant_experts = 32, .expert_groups = 4, .two_batch = true},
          .decode = {.dp = 144, .ep = 144, .redundant_experts = 32, .two_batch = true},
          .prefill_tokens = 16384,
          .tpot = 50 * unit::ms};
}

/// Llama 3.1 405B on one server of eight.
ServingInputs llama() {
  return {.model = llama3_405b(),
          .accelerator = h100(),
          .precision = {.cache_bytes = 1},
          .requests = {.prompt = 1000, .output = 1000},
          .scheduling = Scheduling::aggregated,
          .decode = {.tp = 8}};
}

/// A dense model whose step can be worked out by hand: no norms or logits to speak of, cache of one token 2 kB.
ServingInputs by_hand() {
  return {.model = {.layers = 10, .hidden = 1000, .ffn = 4000, .heads = 10, .kv_heads = 1, .vocab = 1},
          .accelerator = {.peak = 100 * unit::TFLOPs,
                          .matmul_efficiency = 1.0,
                          .attention_efficiency = 1.0,
                          .memory_bandwidth = 1 * unit::TB_per_s,
                          .memory_efficiency = 1.0,
                          .memory_capacity = 1 * unit::GB},
          .precision = {.weight_bytes = 2, .cache_bytes = 1},
          .requests = {.prompt = 1000, .output = 200},
          .prefill_tokens = 4000,
          .memory_use = 1.0};
}

// A layer has 1000 x (1000 + 100 + 100 + 1000) weights of attention and 3 x 1000 x 4000 of feed-forward, 14.2 M or 28.4
// MB, which 1 TB/s reads in 28.4 us; ten layers take 284 us, and the logits of one word 2 ns. A sequence keeps 200 B
// per token and layer for a mean context of 1,100 tokens: 2.2 MB, read in 2.2 us. Activations: 10 h + 3 f = 22,000
// numbers of 2 B per layer, 0.44 us. The memory of 1 GB less 284 MB holds (716 MB - norms) / 2.2 MB = 325 sequences.
TEST(Serving, DecodeByHand) {
  const auto r = evaluate(by_hand(), TwoTiers{});
  EXPECT_EQ(r.decode.limit, BatchLimit::memory);
  EXPECT_DOUBLE_EQ(r.decode.batch, 325);
  // 325 x 2 FLOP x 14.2 M x 10 at 100 TFLOP/s: arithmetic of the products takes 0.923 ms, more than the reading.
  EXPECT_NEAR(r.decode.compute_time.in(unit::ms), 325 * 2 * 142e6 / 100e12 * 1e3, 1e-5);
  EXPECT_NEAR(r.decode.cache_time.in(unit::us), 325 * 2.2, 1e-9);
  EXPECT_NEAR(r.decode.activation_time.in(unit::us), 325 * 0.44, 1e-9);
  EXPECT_NEAR(r.decode.step_time.in(unit::us), 923.0 + 715.0 + 143.0, 0.05);
  EXPECT_EQ(r.decode.binds, ServingBound::compute);
  EXPECT_EQ(r.decode.binds_next, ServingBound::cache);
  EXPECT_DOUBLE_EQ(r.cache_per_request.in(unit::byte), 1200 * 2000.0);
}

// Four prompts a step: 4,000 x 2 x 142 M FLOP, and 4 x 10 layers x 2 x (1000^2 / 2) x 2,000 of attention, at 100
// TFLOP/s.
TEST(Serving, PrefillByHand) {
  const auto r = evaluate(by_hand(), TwoTiers{});
  EXPECT_DOUBLE_EQ(r.prefill.batch, 4);
  EXPECT_EQ(r.prefill.limit, BatchLimit::step_tokens);
  EXPECT_NEAR(r.prefill.compute_time.in(unit::ms), (1.136e12 + 0.08e12) / 100e12 * 1e3, 1e-4);
  // Balance: as many prompts leave prefill as answers leave decoding.
  const double prompts = r.prefill.tokens_per_second_per_accelerator / 1000;
  const double answers = r.decode.tokens_per_second_per_accelerator / 200;
  EXPECT_NEAR(r.prefill_per_decode, answers / prompts, 1e-12);
  EXPECT_NEAR(r.requests_per_second_per_accelerator, 1 / (1 / prompts + 1 / answers), 1e-9);
}

TEST(Serving, CacheTransferHidesBehindPrefill) {
  auto in = by_hand();
  const TwoTiers slow{.inside = 0.001 * unit::GB_per_s, .outside = 0.001 * unit::GB_per_s};
  const auto shown = evaluate(in, slow);
  // 4 prompts of 1,000 tokens of 2 kB: 8 MB at 1 MB/s; nine tenths of the prefill hide of it.
  EXPECT_NEAR(shown.cache_transfer.in(unit::s), 8.0, 1e-4);
  EXPECT_NEAR((shown.cache_transfer - shown.cache_exposed) / shown.prefill.step_time, 0.9, 1e-9);
  in.stream_cache = false;
  EXPECT_DOUBLE_EQ(evaluate(in, slow).cache_exposed.si(), shown.cache_transfer.si());
}

// Eight replicas with a token each choose 8 of 256 experts; those that none chose are not read.
TEST(Serving, ExpertsAreReadOnceChosen) {
  auto in = deepseek();
  in.decode = {.dp = 8, .ep = 8};
  in.accelerator.memory_capacity = 1000 * unit::GB;
  in.requests.most_sequences = 1;
  const double one = evaluate(in, TwoTiers{}).decode.weight_time.in(unit::ms);
  // 58 layers x 32 experts x (1 - (1 - 1/32)^8) x 3 x 7168 x 2048, and the rest of the weights, at 2.8475 TB/s.
  const double experts = 58 * 32 * (1 - std::pow(31.0 / 32, 8)) * 44.04e6;
  const auto p = count_parameters(in.model);
  const double rest = 61 * p.attention + 3 * p.dense_ffn + 58 * p.shared_ffn + 1.0 * in.model.vocab * in.model.hidden;
  EXPECT_NEAR(one, (experts + rest) / 2.8475e12 * 1e3, 0.01);
}

TEST(Serving, TheBatchFoundIsTheLargest) {
  for (const double ms : {15.0, 20.0, 35.0}) {
    auto in = deepseek();
    in.tpot = ms * unit::ms;
    const auto found = evaluate(in, TwoTiers{});
    ASSERT_EQ(found.decode.limit, BatchLimit::tpot) << ms;
    EXPECT_LE(found.tpot, in.tpot);
    in.tpot = Time{};
    in.requests.most_sequences = found.decode.batch + 1;
    EXPECT_GT(evaluate(in, TwoTiers{}).tpot.in(unit::ms), ms);
  }
}

TEST(Serving, ImpossibleTargetSaysByHowMuch) {
  auto in = deepseek();
  in.tpot = 1 * unit::ms;
  const auto r = evaluate(in, TwoTiers{});
  EXPECT_FALSE(r.feasible);
  EXPECT_DOUBLE_EQ(r.decode.batch, 0);
  EXPECT_DOUBLE_EQ(r.output_per_second_per_accelerator, 0);
  EXPECT_NEAR(r.tpot_excess.in(unit::ms), r.tpot.in(unit::ms)-1.0, 1e-12);
  EXPECT_GT(r.tpot_excess.si(), 0);
}

TEST(Serving, ImpossibleFirstTokenSaysByHowMuch) {
  auto in = deepseek();
  in.ttft = 10 * unit::ms;
  const auto r = evaluate(in, TwoTiers{});
  EXPECT_FALSE(r.feasible);
  EXPECT_EQ(r.prefill.limit, BatchLimit::ttft);
  EXPECT_DOUBLE_EQ(r.prefill.batch, 0);
  EXPECT_NEAR(r.ttft_excess.in(unit::ms), r.ttft.in(unit::ms)-10.0, 1e-9);
  in.ttft = r.ttft * 1.000001;
  EXPECT_TRUE(evaluate(in, TwoTiers{}).feasible);
}

// One pool: 0.5 prompts of 1,000 tokens a step for 500 sequences of 1,000 tokens to write; a prompt lasts two steps.
TEST(Serving, OnePoolReadsPromptsInBalance) {
  auto in = by_hand();
  in.scheduling = Scheduling::aggregated;
  in.accelerator.memory_capacity = DataSize{};
  in.requests = {.prompt = 1000, .output = 1000, .most_sequences = 500};
  const auto r = evaluate(in, TwoTiers{});
  EXPECT_DOUBLE_EQ(r.decode.tokens, 500 + 500);
  EXPECT_NEAR(r.ttft / r.tpot, 2.0, 1e-12);
  EXPECT_NEAR(r.output_per_second_per_accelerator, 500 / r.tpot.in(unit::s), 1e-9);
  EXPECT_DOUBLE_EQ(r.prefill_per_decode, 0);
}

TEST(Serving, MemoryShortfallIsWhatIsMissing) {
  auto in = llama();
  in.decode.tp = 4;
  const auto r = evaluate(in, TwoTiers{});
  EXPECT_FALSE(r.feasible);
  EXPECT_EQ(r.decode.limit, BatchLimit::memory);
  ASSERT_GT(r.decode.memory_shortfall.si(), 0);
  in.accelerator.memory_capacity += r.decode.memory_shortfall * (1.000001 / in.memory_use);
  const auto enough = evaluate(in, TwoTiers{});
  EXPECT_TRUE(enough.feasible);
  EXPECT_DOUBLE_EQ(enough.decode.batch, 1);
}

}  // namespace
}  // namespace copack::workload
