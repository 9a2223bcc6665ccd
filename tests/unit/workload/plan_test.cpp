// SPDX-License-Identifier: Apache-2.0
#include "copack/workload/plan.hpp"

#include <gtest/gtest.h>

#include "models.hpp"

namespace copack::workload {
namespace {

TEST(Plan, CountsMicrobatches) {
  EXPECT_EQ(microbatches({.dp = 64}, {.sequence = 8192, .global_batch = 2048}), 32);
  EXPECT_EQ(microbatches({.dp = 64}, {.sequence = 8192, .global_batch = 1}), 1);
}

TEST(Plan, EndStagesAreShortWhenStagesDoNotDivideLayers) {
  EXPECT_EQ(layers_of_stage(llama3_405b(), {.pp = 16}), 8);  // 126 = 16 x 8 - 2
  EXPECT_EQ(layers_of_stage(gpt(20480, 105, 128), {.pp = 35}), 3);
}

TEST(Plan, ExpertsAreSplitOverTheirOwnRanks) {
  const auto held = held_weights(deepseek_v3(), {.dp = 128, .pp = 1, .ep = 64});
  EXPECT_DOUBLE_EQ(held.routed * 64, count_parameters(deepseek_v3()).routed);
}

TEST(Plan, ReportsEveryContradiction) {
  std::vector<Problem> problems;
  check(gpt(4096, 36, 32), {.tp = 5, .dp = 3, .pp = 40, .ep = 2, .interleave = 2},
        {.sequence = 2048, .global_batch = 4}, problems);
  EXPECT_EQ(problems.size(), 5u);
}

TEST(Plan, NetworkRefersToACallable) {
  int calls = 0;
  const auto count = [&](const Message& m) {
    ++calls;
    return static_cast<double>(m.ranks) * unit::us;
  };
  const Network network = count;
  EXPECT_DOUBLE_EQ(network({.ranks = 8}).in(unit::us), 8.0);
  EXPECT_EQ(calls, 1);
}

}  // namespace
}  // namespace copack::workload
