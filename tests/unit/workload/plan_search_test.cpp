// SPDX-License-Identifier: Apache-2.0
#include "copack/workload/plan_search.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <random>
#include <tuple>

#include "models.hpp"

namespace copack::workload {
namespace {

/// 400 GB/s inside servers of eight, 50 GB/s across.
constexpr auto network = [](const Message& m) -> Time {
  const bool inside = m.ranks * m.stride <= 8;
  const BitRate rate = (inside ? 400 : 50) * unit::GB_per_s;
  return (m.operation == Operation::all_reduce ? 2.0 : 1.0) * (m.size / rate) + (inside ? 2 : 8) * unit::us;
};

Accelerator h100() {
  return {.peak = 989 * unit::TFLOPs, .memory_bandwidth = 3.35 * unit::TB_per_s, .memory_capacity = 80 * unit::GB};
}

PlanSearchInputs gpt3() {
  return {
      .model = gpt(12288, 96, 96), .accelerators = 512, .sequence = 2048, .global_batch = 512, .accelerator = h100()};
}

auto order(const RankedPlan& x) {
  const auto& p = x.plan;
  return std::tuple(x.step_time, x.memory, p.tp, p.cp, p.pp, p.ep, p.interleave, p.recompute, p.zero, p.reshard,
                    p.sequence_parallel, x.micro_batch);
}

// ---- the search again, without any thought: every value of everything, judged by `validate` and `evaluate`

/// Rules of the search beyond those of a workload, and plans that are others under another name.
bool searched(const PlanSearchInputs& in, const WorkloadInputs& w) {
  const auto& p = w.plan;
  const int m = microbatches(p, w.batch);
  const bool splits = p.dp * p.cp > 1 || (in.model.experts > 0 && p.tp * p.cp * p.dp > p.ep);
  if (kv_heads(in.model) > 1 && kv_heads(in.model) % p.tp != 0) return false;
  if (p.interleave > 1 && (m % p.pp != 0 || layers_of_stage(in.model, p) % p.interleave != 0)) return false;
  if (p.recompute == Recompute::selective && in.flash_attention) return false;
  if (std::ranges::find(in.space.recompute, p.recompute) == in.space.recompute.end()) return false;
  if (p.sequence_parallel && (p.tp == 1 || !in.space.sequence_parallel)) return false;
  if (p.zero > 0 && !splits) return false;
  if (!p.reshard && (p.zero != 3 || m == 1)) return false;
  return p.zero <= in.space.max_zero && (m == 1 || p.zero <= in.space.max_zero_accumulating);
}

template <class Visit>
void every_plan(const PlanSearchInputs& in, const Visit& visit) {
  const int n = in.accelerators;
  for (int t = 1; t <= n; ++t)
    for (int c = 1; c <= n / t; ++c)
      for (int p = 1; p <= n / t / c; ++p) {
        if (n % (t * c * p) != 0) continue;
        const int d = n / (t * c * p);
        for (int e = 1; e <= std::max(1, in.model.experts); ++e)
          for (int b = 1; b <= in.global_batch; ++b)
            for (int v = 1; v <= in.model.layers; ++v)
              for (const auto recompute : {Recompute::none, Recompute::selective, Recompute::full})
                for (const bool sp : {false, true})
                  for (int zero = 0; zero <= 3; ++zero)
                    for (const bool reshard : {true, false})
                      visit(workload_of(in,
                                        {.tp = t,
                                         .cp = c,
                                         .dp = d,
                                         .pp = p,
                                         .ep = e,
                                         .interleave = v,
                                         .recompute = recompute,
                                         .sequence_parallel = sp,
                                         .flash_attention = in.flash_attention,
                                         .zero = zero,
                                         .reshard = reshard,
                                         .expert_groups = in.expert_groups},
                                        b));
      }
}

struct Brute {
  double plans = 0;
  double fit = 0;
  DataSize least = 1e9 * unit::GB;
  std::vector<RankedPlan> best;
};
Brute brute_force(const PlanSearchInputs& in, Network joined) {
  Brute out;
  every_plan(in, [&](const WorkloadInputs& w) {
    if (!searched(in, w) || !validate(w).empty()) return;
    ++out.plans;
    const auto r = evaluate(w, joined);
    out.least = std::min(out.least, r.memory.total);
    if (!r.memory.fits) return;
    ++out.fit;
    out.best.push_back(
        {.plan = w.plan, .micro_batch = w.batch.micro_batch, .step_time = r.step_time, .memory = r.memory.total});
  });
  std::ranges::sort(out.best, {}, order);
  out.best.resize(std::min(out.best.size(), static_cast<std::size_t>(in.best)));
  return out;
}

/// Small models on small machines, half of them with experts, some of which do not fit.
PlanSearchInputs random_case(std::mt19937& random) {
  const auto one_of = [&](std::initializer_list<int> values) {
    return values.begin()[std::uniform_int_distribution<std::size_t>(0, values.size() - 1)(random)];
  };
  PlanSearchInputs in{.model = gpt(one_of({1024, 2048}), one_of({3, 4, 6, 7}), one_of({4, 6, 8}) * 4),
                      .accelerators = one_of({1, 2, 4, 6, 8, 12}),
                      .sequence = one_of({512, 2048}),
                      .global_batch = one_of({1, 4, 6, 12}),
                      .best = one_of({1, 3, 20}),
                      .accelerator = h100()};
  in.model.hidden = in.model.heads * 64;
  in.model.kv_heads = one_of({0, 1, 2, in.model.heads / 4});
  if (one_of({0, 1}) == 1) {
    in.model.experts = one_of({2, 4, 6});
    in.model.top_k = 2;
    in.model.expert_ffn = 1024;
    in.model.shared_experts = one_of({0, 1});
    in.model.dense_layers = one_of({0, 1});
  }
  in.flash_attention = one_of({0, 1}) == 1;
  in.overlap = {.tp = 0.2, .pp = 0.5, .dp = 0.9, .compute_share = 0.1};
  in.space.max_zero = one_of({0, 1, 3});
  in.space.max_zero_accumulating = one_of({1, 3});
  if (one_of({0, 1}) == 1) in.space.recompute = {Recompute::none};
  in.space.sequence_parallel = one_of({0, 1, 1}) == 1;
  in.accelerator.memory_capacity = one_of({1, 2, 4, 80}) * unit::GB;
  return in;
}

TEST(PlanSearch, FindsWhatBruteForceFinds) {
  std::mt19937 random(1);
  int none = 0;
  double too_slow = 0;
  for (int i = 0; i < 300; ++i) {
    SCOPED_TRACE(i);
    const auto in = random_case(random);
    ASSERT_TRUE(validate(in).empty());
    // Without messages many plans tie, and what is passed over is passed over by a hair.
    const double slow = std::array{0.0, 1e-3, 1.0}.at(static_cast<std::size_t>(i % 3));
    const auto joined = [&](const Message& m) { return slow * network(m); };
    const auto found = evaluate(in, joined);
    const auto expected = brute_force(in, joined);
    EXPECT_EQ(found.smallest_memory.total, expected.least);
    EXPECT_EQ(found.plans, expected.plans);
    EXPECT_EQ(found.fit, expected.fit);
    EXPECT_EQ(found.evaluated + found.too_slow, found.fit);
    ASSERT_EQ(found.best.size(), expected.best.size());
    for (std::size_t k = 0; k < found.best.size(); ++k) EXPECT_EQ(order(found.best[k]), order(expected.best[k]));
    none += found.found ? 0 : 1;
    too_slow += found.too_slow;
  }
  EXPECT_GT(none, 10);  // the cases reach both ends
  EXPECT_GT(too_slow, 1000);
}

// ---- laws

TEST(PlanSearch, TimesAreThoseOfTheWorkload) {
  const auto in = gpt3();
  const auto r = evaluate(in, network);
  ASSERT_EQ(r.best.size(), 5u);
  for (const auto& one : r.best) {
    const auto w = workload_of(in, one.plan, one.micro_batch);
    EXPECT_TRUE(validate(w).empty());
    EXPECT_EQ(accelerators(one.plan), in.accelerators);
    const auto alone = evaluate(w, network);
    EXPECT_EQ(alone.step_time, one.step_time);
    EXPECT_EQ(alone.memory.total, one.memory);
    EXPECT_EQ(alone.mfu, one.mfu);
    EXPECT_TRUE(alone.memory.fits);
  }
}

TEST(PlanSearch, MoreToTryIsNeverSlower) {
  auto in = gpt3();
  Time before = 1e9 * unit::s;
  for (const auto& space :
       {PlanSpace{.max_tp = 8, .max_pp = 16, .max_interleave = 1, .max_micro_batch = 1, .recompute = {Recompute::none}},
        PlanSpace{.max_tp = 8, .max_pp = 16, .max_interleave = 1, .max_micro_batch = 1},
        PlanSpace{.max_tp = 8, .max_pp = 16, .max_micro_batch = 4}, PlanSpace{.max_tp = 8}, PlanSpace{},
        PlanSpace{.max_zero_accumulating = 3}}) {
    in.space = space;
    const auto r = evaluate(in, network);
    ASSERT_TRUE(r.found);
    EXPECT_LE(r.best.front().step_time, before);
    before = r.best.front().step_time;
  }
}

TEST(PlanSearch, MoreMemoryIsNeverSlower) {
  auto in = gpt3();
  Time before = 1e9 * unit::s;
  double fit = 0;
  for (const double gigabytes : {40, 60, 80, 120, 192, 0}) {  // 0: not checked
    in.accelerator.memory_capacity = gigabytes * unit::GB;
    const auto r = evaluate(in, network);
    ASSERT_TRUE(r.found);
    EXPECT_LE(r.best.front().step_time, before);
    EXPECT_GT(r.fit, fit);
    before = r.best.front().step_time;
    fit = r.fit;
  }
}

TEST(PlanSearch, AFasterNetworkIsNeverSlower) {
  const auto in = gpt3();
  const auto fast = [](const Message& m) { return 0.5 * network(m); };
  EXPECT_LT(evaluate(in, fast).best.front().step_time, evaluate(in, network).best.front().step_time);
}

// 175e9 weights of 18 bytes are 3.15 TB: four of 80 GB cannot hold them, nor can 32 (2.56 TB); 64 can.
TEST(PlanSearch, TellsWhatIsMissing) {
  auto in = gpt3();
  in.accelerators = 4;
  const auto r = evaluate(in, network);
  EXPECT_FALSE(r.found);
  EXPECT_EQ(r.fit, 0);
  EXPECT_GT(r.plans, 0);
  EXPECT_EQ(r.smallest_memory.total - r.smallest_memory.excess, in.accelerator.memory_capacity);
  EXPECT_NEAR(r.smallest_memory.total.in(unit::GB), 3150 / 4.0, 0.03 * 3150 / 4);
  EXPECT_EQ(r.accelerators_to_fit, 64);
  in.accelerator.memory_capacity = r.smallest_memory.total;
  EXPECT_TRUE(evaluate(in, network).found);
}

TEST(PlanSearch, CountsWhatDoesNotDivide) {
  PlanSearchInputs in{
      .model = gpt(768, 2, 3), .accelerators = 4, .sequence = 6, .global_batch = 2, .accelerator = h100()};
  const auto r = evaluate(in, network);
  EXPECT_EQ(r.splits, 10);    // 4 = 2 x 2 over four degrees: 4 + 4 x 3 / 2
  EXPECT_EQ(r.no_heads, 4);   // tp = 2 (three ways to place the other 2) and 4
  EXPECT_EQ(r.no_tokens, 1);  // cp = 4
  EXPECT_EQ(r.no_layers, 1);  // pp = 4
  EXPECT_EQ(r.no_batch, 1);   // dp = 4; left: cp x pp, cp x dp, pp x dp
}

TEST(PlanSearch, HoldsKnownPlansAgainstTheBest) {
  auto in = gpt3();
  in.compare = {{.plan = {.tp = 8, .dp = 8, .pp = 8}, .micro_batch = 1}, {.plan = {.tp = 5, .dp = 8}}};
  EXPECT_EQ(validate(in).size(), 2u);  // 5 does not divide 96 heads; 40 accelerators, not 512
  in.compare.pop_back();
  const auto r = evaluate(in, network);
  ASSERT_EQ(r.compared.size(), 1u);
  EXPECT_GE(r.compared.front().slower, 0.0);
  EXPECT_EQ(r.compared.front().step_time, evaluate(workload_of(in, in.compare.front().plan, 1), network).step_time);
}

}  // namespace
}  // namespace copack::workload
