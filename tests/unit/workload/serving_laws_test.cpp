// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "copack/workload/serving.hpp"
#include "models.hpp"

namespace copack::workload {
namespace {

struct FlatNetwork {
  double gigabytes = 45;
  Time operator()(const Message& m) const { return m.size / (gigabytes * unit::GB_per_s) + 8 * unit::us; }
};

/// One of each kind: experts in two pools with half batches, dense in one pool, dense through a pipeline.
std::vector<ServingInputs> kinds() {
  const Accelerator h100{.peak = 1979 * unit::TFLOPs,
                         .attention_peak = 989 * unit::TFLOPs,
                         .memory_bandwidth = 3.35 * unit::TB_per_s,
                         .memory_capacity = 80 * unit::GB};
  const ServingInputs experts{.model = deepseek_v3(),
                              .accelerator = h100,
                              .requests = {.prompt = 4096, .output = 1024},
                              .prefill = {.dp = 32, .ep = 32, .two_batch = true, .compute_share = 0.15},
                              .decode = {.dp = 64, .ep = 64, .two_batch = true},
                              .ttft = 5 * unit::s,
                              .tpot = 50 * unit::ms};
  const ServingInputs dense{.model = llama3_405b(),
                            .accelerator = h100,
                            .precision = {.cache_bytes = 1},
                            .requests = {.prompt = 1000, .output = 1000},
                            .scheduling = Scheduling::aggregated,
                            .decode = {.tp = 8},
                            .tpot = 150 * unit::ms};
  auto staged = dense;
  staged.decode = {.tp = 4, .pp = 4};
  return {experts, dense, staged};
}

double rate(const ServingInputs& in, double gigabytes = 45) {
  return evaluate(in, FlatNetwork{gigabytes}).output_per_second_per_accelerator;
}

/// What `change` makes of the rate at rising `steps` never falls (sign 1) or never rises (sign -1), and moves at all.
template <class Change>
void expect_monotone(double sign, std::initializer_list<double> steps, Change change) {
  int kind = 0;
  for (const auto& base : kinds()) {
    double last = -1.0, first = -1.0;
    for (const double x : steps) {
      auto in = base;
      change(in, x);
      const double now = rate(in);
      if (first < 0.0) first = last = now;
      EXPECT_GE(sign * now, sign * last * (1.0 - sign * 1e-12)) << "kind " << kind << " at " << x;
      last = now;
    }
    EXPECT_NE(first, last) << "kind " << kind;
    ++kind;
  }
}

TEST(ServingLaws, MoreTimePerTokenNeverServesLess) {
  expect_monotone(1, {5, 10, 20, 31, 32, 33, 47, 64, 90, 140, 300, 1000},
                  [](ServingInputs& in, double x) { in.tpot = x * unit::ms; });
}

TEST(ServingLaws, LongerPromptsNeverServeMore) {
  expect_monotone(-1, {100, 1000, 1001, 2000, 4096, 4097, 8191, 8192, 8193, 16000, 16385, 40000},
                  [](ServingInputs& in, double x) { in.requests.prompt = x; });
}

TEST(ServingLaws, MoreMemoryNeverServesLess) {
  expect_monotone(1, {30, 60, 79, 80, 81, 100, 160, 320},
                  [](ServingInputs& in, double x) { in.accelerator.memory_capacity = x * unit::GB; });
}

TEST(ServingLaws, FasterMemoryNeverServesLess) {
  expect_monotone(1, {1, 2, 3.35, 5, 8, 20},
                  [](ServingInputs& in, double x) { in.accelerator.memory_bandwidth = x * unit::TB_per_s; });
}

TEST(ServingLaws, FasterComputeNeverServesLess) {
  expect_monotone(1, {200, 500, 1000, 2000, 4000}, [](ServingInputs& in, double x) {
    in.accelerator.peak = x * unit::TFLOPs;
    in.accelerator.attention_peak = Accelerator{}.attention_peak;
  });
}

TEST(ServingLaws, FasterNetworksNeverServeLess) {
  for (const auto& in : kinds()) {
    double last = 0.0;
    for (const double gigabytes : {5.0, 20.0, 45.0, 90.0, 400.0, 900.0, 5000.0}) {
      const double now = rate(in, gigabytes);
      EXPECT_GE(now, last * (1.0 - 1e-12)) << gigabytes;
      last = now;
    }
    EXPECT_GT(last, rate(in, 5.0));
  }
}

/// What the search for the batch rests on: the step grows with the batch, and per sequence it falls.
TEST(ServingLaws, TheStepGrowsAndPerSequenceFalls) {
  for (auto in : kinds()) {
    in.tpot = in.ttft = Time{};
    in.accelerator.memory_capacity = DataSize{};
    Time last{};
    for (int b = 1; b <= 700; ++b) {
      in.requests.most_sequences = b;
      const auto now = evaluate(in, FlatNetwork{}).decode;
      ASSERT_DOUBLE_EQ(now.batch, b);
      EXPECT_GE(now.step_time, last * (1.0 - 1e-12)) << b;
      if (b > 1) {
        EXPECT_LE(now.step_time / b, last / (b - 1) * (1.0 + 1e-12)) << b;
      }
      last = now.step_time;
    }
  }
}

TEST(ServingLaws, OnePoolDoesNotReadThePlanOfTheOther) {
  auto in = kinds()[1];
  const double before = rate(in);
  in.prefill = {.tp = 2, .pp = 7};
  EXPECT_DOUBLE_EQ(rate(in), before);
}

TEST(ServingLaws, TheStepIsTheSumOfWhatIsWaitedFor) {
  for (const auto& in : kinds()) {
    const auto d = evaluate(in, FlatNetwork{}).decode;
    const Time sum = d.compute_time + d.weight_time + d.cache_time + d.activation_time + d.overlap_loss + d.tp_exposed +
                     d.ep_exposed + d.pp_exposed + d.overhead;
    EXPECT_NEAR(sum / d.step_time, 1.0, 1e-12);
  }
}

/// At a batch that stays, a faster network shortens the step if messages bind it, and only then where they hide.
TEST(ServingLaws, WhatBindsIsWhatHelps) {
  int bound = 0, hidden = 0;
  for (auto in : kinds()) {
    in.requests.most_sequences = 20;
    in.tpot = Time{};
    for (const double gigabytes : {2.0, 5.0, 20.0, 80.0, 400.0}) {
      const auto slow = evaluate(in, FlatNetwork{gigabytes}).decode;
      const auto fast = evaluate(in, FlatNetwork{1.01 * gigabytes}).decode;
      const bool messages = slow.binds == ServingBound::ep || slow.binds == ServingBound::tp;
      if (messages) {
        EXPECT_LT(fast.step_time, slow.step_time) << gigabytes;
      } else if (in.decode.two_batch) {
        EXPECT_NEAR(fast.step_time / slow.step_time, 1.0, 1e-12) << gigabytes;
      }
      bound += messages ? 1 : 0;
      hidden += !messages && in.decode.two_batch ? 1 : 0;
    }
  }
  EXPECT_GT(bound, 0);
  EXPECT_GT(hidden, 0);
}

bool names(const ServingInputs& in, std::string_view path) {
  return std::ranges::any_of(validate(in), [&](const Problem& p) { return p.path == path; });
}

TEST(ServingProblems, AreNamed) {
  const auto good = kinds().front();
  EXPECT_TRUE(validate(good).empty());
  auto in = good;
  in.requests.prompt = 0;
  EXPECT_TRUE(names(in, "requests.prompt"));
  in = good;
  in.decode.ep = 48;
  EXPECT_TRUE(names(in, "decode.ep"));
  in = good;
  in.prefill.tp = 256;
  EXPECT_TRUE(names(in, "prefill.tp"));
  in = good;
  in.tpot = Time{};
  in.accelerator.memory_capacity = DataSize{};
  EXPECT_TRUE(names(in, "tpot"));
  auto dense = kinds()[1];
  dense.decode.ep = 2;
  EXPECT_TRUE(names(dense, "decode.ep"));
}

}  // namespace
}  // namespace copack::workload
