// SPDX-License-Identifier: Apache-2.0
#include "copack/workload/memory.hpp"

#include <gtest/gtest.h>

#include "models.hpp"

namespace copack::workload {
namespace {

struct Case {
  int hidden, layers, heads, pp, interleave, batch, micro;
};
constexpr Case gpt_22b{6144, 48, 64, 1, 1, 4, 4};
constexpr Case gpt_175b{12288, 96, 96, 8, 3, 64, 1};
constexpr Case gpt_530b{20480, 105, 128, 35, 3, 280, 1};
constexpr Case gpt_1t{25600, 128, 160, 64, 1, 512, 1};

MemoryResults memory(const Case& c, bool sequence_parallel, Recompute recompute) {
  MemoryInputs in{.model = gpt(c.hidden, c.layers, c.heads),
                  .batch = {.sequence = 2048, .global_batch = c.batch, .micro_batch = c.micro},
                  .dropout = true};
  in.model.biases = false;
  in.plan = {.tp = 8,
             .pp = c.pp,
             .interleave = c.interleave,
             .recompute = recompute,
             .sequence_parallel = sequence_parallel,
             .flash_attention = false,
             .zero = 0};
  return evaluate(in);
}

// Korthikanti et al. 2022, Figure 1 (GiB): states of the layers, activations without and with both techniques.
TEST(Memory, FigureOneOfKorthikanti) {
  struct Bar {
    Case c;
    double states, plain, both;
  };
  for (const auto& bar : {Bar{gpt_22b, 45.56, 59.25, 9.56}, Bar{gpt_175b, 45.56, 66.84, 12.35},
                          Bar{gpt_530b, 31.64, 114.02, 23.08}, Bar{gpt_1t, 32.96, 131.25, 26.56}}) {
    const auto plain = memory(bar.c, false, Recompute::none);
    EXPECT_NEAR(plain.layer_states.in(unit::GiB), bar.states, 0.006);
    EXPECT_NEAR(plain.activations.in(unit::GiB), bar.plain, 0.006);
    EXPECT_NEAR(memory(bar.c, true, Recompute::selective).activations.in(unit::GiB), bar.both, 0.006);
  }
}

// Same paper, Figure 7, 22B: 66.84, 49.42, 16.18 and 7.64 % of the tensor-parallel baseline.
TEST(Memory, FigureSevenOfKorthikanti) {
  const auto base = memory(gpt_22b, false, Recompute::none).activations;
  const auto percent = [&](bool sp, Recompute r) { return 100.0 * (memory(gpt_22b, sp, r).activations / base); };
  EXPECT_NEAR(percent(true, Recompute::none), 66.84, 0.2);
  EXPECT_NEAR(percent(false, Recompute::selective), 49.42, 0.2);
  EXPECT_NEAR(percent(true, Recompute::selective), 16.18, 0.2);
  EXPECT_NEAR(percent(false, Recompute::full), 7.64, 0.2);
}

TEST(Memory, ZeroSplitsStates) {
  MemoryInputs in{.model = llama3_405b(), .batch = {.sequence = 8192, .global_batch = 2048}};
  in.plan = {.tp = 8, .dp = 64, .pp = 16, .zero = 0};
  const auto none = evaluate(in);
  in.plan.zero = 1;
  EXPECT_DOUBLE_EQ(evaluate(in).optimizer.si() * 64, none.optimizer.si());
  EXPECT_EQ(evaluate(in).gradients, none.gradients);
  in.plan.zero = 3;
  EXPECT_DOUBLE_EQ(evaluate(in).weights.si() * 64, none.weights.si());
}

TEST(Memory, SaysByHowMuchItDoesNotFit) {
  MemoryInputs in{.model = llama3_405b(), .batch = {.sequence = 8192, .global_batch = 1}, .capacity = 80 * unit::GB};
  const auto r = evaluate(in);
  EXPECT_FALSE(r.fits);
  EXPECT_DOUBLE_EQ((r.total - r.excess).in(unit::GB), 80.0);
}

}  // namespace
}  // namespace copack::workload
