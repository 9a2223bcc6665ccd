// SPDX-License-Identifier: Apache-2.0
#include "copack/workload/transformer.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "models.hpp"

namespace copack::workload {
namespace {

// Narayanan et al. 2021, Table 1, to the printed digit.
TEST(Transformer, ParametersOfMegatronModels) {
  struct Row {
    double billions;
    int heads, hidden, layers;
  };
  for (const auto& [billions, heads, hidden, layers] :
       {Row{1.7, 24, 2304, 24}, Row{3.6, 32, 3072, 30}, Row{7.5, 32, 4096, 36}, Row{18.4, 48, 6144, 40},
        Row{39.1, 64, 8192, 48}, Row{76.1, 80, 10240, 60}, Row{145.6, 96, 12288, 80}, Row{310.1, 128, 16384, 96},
        Row{529.6, 128, 20480, 105}, Row{1008.0, 160, 25600, 128}}) {
    EXPECT_NEAR(count_parameters(gpt(hidden, layers, heads)).total / 1e9, billions, 0.05);
  }
}

TEST(Transformer, ClosedFormOfGptParameters) {
  const double h = 12288, layers = 96;
  const double expected = 12 * layers * h * h * (1 + 13 / (12 * h) + (51200.0 + 2048) / (12 * layers * h));
  EXPECT_NEAR(count_parameters(gpt(12288, 96, 96)).total, expected, 1e-9 * expected);
}

TEST(Transformer, ParametersOfPublishedModels) {
  EXPECT_NEAR(count_parameters(llama3_405b()).total / 1e9, 405.8, 0.1);
  const auto deepseek = count_parameters(deepseek_v3());
  EXPECT_NEAR(deepseek.total / 1e9, 671, 1);  // printed 671B, 37B activated
  EXPECT_NEAR(deepseek.active / 1e9, 37, 1);
}

// 72 B L s h^2 (1 + s/(6h) + V/(12 h L)) and, with full recomputation, 96 B L s h^2 (1 + s/(6h) + V/(16 h L)).
TEST(Transformer, ClosedFormsOfGptFlop) {
  const double h = 12288, layers = 96, s = 2048, vocab = 51200, batch = 64;
  const double unit = batch * layers * s * h * h;
  const auto flops = step_flops(gpt(12288, 96, 96), s, batch * s, Recompute::full);
  EXPECT_NEAR(flops.model / (72 * unit * (1 + s / (6 * h) + vocab / (12 * h * layers))), 1.0, 1e-12);
  EXPECT_NEAR(flops.hardware / (96 * unit * (1 + s / (6 * h) + vocab / (16 * h * layers))), 1.0, 1e-12);
}

// Korthikanti et al. 2022, Table 5: MFU of sequence parallelism with selective recomputation.
TEST(Transformer, UtilisationOfMegatronRuns) {
  const auto mfu = [](int h, int layers, int heads, double n, double batch, double seconds) {
    return 100 * evaluate(TransformerInputs{.model = gpt(h, layers, heads),
                                            .sequence = 2048,
                                            .global_batch = batch,
                                            .accelerators = n,
                                            .peak = 312 * unit::TFLOPs,
                                            .step_time = seconds * unit::s})
                     .mfu;
  };
  EXPECT_NEAR(mfu(6144, 48, 64, 8, 4, 1.10), 41.5, 0.2);
  EXPECT_NEAR(mfu(12288, 96, 96, 64, 64, 13.75), 51.4, 0.2);
  EXPECT_NEAR(mfu(20480, 105, 128, 280, 280, 37.83), 56.0, 0.2);
  EXPECT_NEAR(mfu(25600, 128, 160, 512, 512, 71.49), 56.3, 0.2);
}

// Narayanan et al. 2021, section 5.1: 34 days for 300B tokens of GPT-3 at 140 TFLOP/s on 1,024 GPUs.
TEST(Transformer, TrainingTimeRule) {
  const auto r = evaluate(TransformerInputs{.model = gpt(12288, 96, 96),
                                            .sequence = 2048,
                                            .recompute = Recompute::full,
                                            .accelerators = 1024,
                                            .training_tokens = 300e9,
                                            .achieved = 140 * unit::TFLOPs});
  EXPECT_NEAR(r.training_time.in(unit::day), 34, 0.5);
}

TEST(Transformer, CausalCountingHalvesTheScores) {
  auto m = gpt(4096, 36, 32);
  const auto all = forward_flops(m, 2048);
  m.causal = true;
  const auto half = forward_flops(m, 2048);
  EXPECT_DOUBLE_EQ(half.scores, all.scores / 2);
  EXPECT_DOUBLE_EQ(half.projections, all.projections);
}

TEST(Transformer, ReportsEveryContradiction) {
  std::vector<Problem> problems;
  check(ModelShape{.layers = 4, .hidden = 100, .heads = 3, .kv_heads = 2, .vocab = 10, .top_k = 2}, problems);
  EXPECT_EQ(problems.size(), 4u);
  EXPECT_TRUE(validate(TransformerInputs{.model = deepseek_v3()}).empty());
}

}  // namespace
}  // namespace copack::workload
