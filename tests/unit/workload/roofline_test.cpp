// SPDX-License-Identifier: Apache-2.0
#include "copack/workload/roofline.hpp"

#include <gtest/gtest.h>

#include "models.hpp"

namespace copack::workload {
namespace {

// 108 tiles of 128 x 256 fill an A100 once: the best measured rate is reached.
TEST(Roofline, FullWavesReachTheMeasuredRate) {
  const double m = 128 * 9, n = 256 * 12, k = 8192;
  const auto w = matmul(a100(), m, n, k, 2);
  EXPECT_DOUBLE_EQ(w.memory, 0.0);
  EXPECT_NEAR(2 * m * n * k / w.compute, 271.2e12, 1e3);
}

// One tile more starts a second wave.
TEST(Roofline, ALastWaveCostsAsMuchAsAFullOne) {
  const double full = matmul(a100(), 128 * 108, 256, 8192, 2).compute;
  EXPECT_NEAR(matmul(a100(), 128 * 109, 256, 8192, 2).compute, 2 * full, 1e-12 * full);
}

TEST(Roofline, ThinProductsAreBoundByMemory) {
  const auto w = matmul(a100(), 1, 12288, 12288, 2);
  EXPECT_DOUBLE_EQ(w.compute, 0.0);
  EXPECT_NEAR(w.memory, 12288.0 * 12288 * 2 / (0.85 * 2e12), 1e-7);
}

TEST(Roofline, BackwardIsAboutTwiceForward) {
  const auto w = layer_work(gpt(12288, 96, 96), {.tp = 8, .flash_attention = false}, {2048, 64, 1}, {}, a100(), true);
  EXPECT_NEAR(w.backward.compute / w.forward.compute, 2.0, 0.1);
  EXPECT_EQ(w.again.total(), 0.0);
}

TEST(Roofline, RecomputationAddsWhatItComputesAgain) {
  const auto again = [](Recompute r) {
    const auto w = layer_work(gpt(12288, 96, 96), {.tp = 8, .recompute = r, .flash_attention = false}, {2048, 64, 1},
                              {}, a100(), true);
    return w.again.total() / w.forward.total();
  };
  EXPECT_DOUBLE_EQ(again(Recompute::none), 0.0);
  EXPECT_DOUBLE_EQ(again(Recompute::full), 1.0);
  EXPECT_LT(again(Recompute::selective), 0.25);
}

TEST(Roofline, NeverBeatsThePeak) {
  for (const auto& m : {gpt(4096, 36, 32), llama3_405b(), deepseek_v3()}) {
    for (const int tp : {1, 8}) {
      const Batch batch{4096, 64, 1};
      const auto w = layer_work(m, {.tp = tp, .dp = 64, .ep = m.experts > 0 ? 64 : 1}, batch, {}, a100(), false);
      auto causal = m;
      causal.causal = true;
      const double flop = 3 * forward_flops(causal, 4096).layers() / m.layers * 4096 / tp;
      EXPECT_GT(w.total().total(), flop / 312e12);
    }
  }
}

TEST(Roofline, SplitOptimizerIsFaster) {
  const auto m = llama3_405b();
  const auto time = [&](int zero) {
    return optimizer_work(m, {.tp = 8, .dp = 64, .pp = 16, .zero = zero}, {}, a100()).total();
  };
  EXPECT_NEAR(time(0) / time(1), 64.0, 1e-9);
}

}  // namespace
}  // namespace copack::workload
