// SPDX-License-Identifier: Apache-2.0
#include <benchmark/benchmark.h>

#include "../tests/unit/workload/models.hpp"
#include "copack/workload/plan_search.hpp"
#include "copack/workload/serving.hpp"
#include "copack/workload/training.hpp"

namespace {

using namespace copack;

void workload_evaluate(benchmark::State& state) {
  workload::WorkloadInputs in{.model = workload::llama3_405b(),
                              .plan = {.tp = 8, .cp = 2, .dp = 64, .pp = 16, .interleave = 8},
                              .batch = {8192, 2048, 1},
                              .accelerator = {.peak = 989 * unit::TFLOPs, .memory_bandwidth = 3.35 * unit::TB_per_s}};
  const auto network = [](const workload::Message& m) { return m.size / (50 * unit::GB_per_s); };
  for (auto _ : state) benchmark::DoNotOptimize(workload::evaluate(in, network));
}
BENCHMARK(workload_evaluate);

/// GPT-3 175B on 4,096 accelerators. `plans`: legal plans judged a second; `evaluated`: those of them whose step was
/// timed.
void workload_plan_search(benchmark::State& state) {
  const workload::PlanSearchInputs in{
      .model = {.layers = 96, .hidden = 12288, .ffn = 49152, .heads = 96, .vocab = 51200, .gated = false},
      .accelerators = 4096,
      .sequence = 2048,
      .global_batch = 1536,
      .accelerator = {
          .peak = 989 * unit::TFLOPs, .memory_bandwidth = 3.35 * unit::TB_per_s, .memory_capacity = 80 * unit::GB}};
  const auto network = [](const workload::Message& m) {
    return m.size / ((m.ranks * m.stride <= 8 ? 371 : 47.5) * unit::GB_per_s);
  };
  double plans = 0;
  double evaluated = 0;
  for (auto _ : state) {
    const auto r = workload::evaluate(in, network);
    plans += r.plans;
    evaluated += r.evaluated;
    benchmark::DoNotOptimize(r);
  }
  state.counters["plans"] = benchmark::Counter(plans, benchmark::Counter::kIsRate);
  state.counters["evaluated"] = benchmark::Counter(evaluated, benchmark::Counter::kIsRate);
}
BENCHMARK(workload_plan_search)->Unit(benchmark::kMillisecond);
void serving_evaluate(benchmark::State& state) {
  const workload::ServingInputs in{.model = workload::deepseek_v3(),
                                   .accelerator = {.peak = 1979 * unit::TFLOPs,
                                                   .memory_bandwidth = 3.35 * unit::TB_per_s,
                                                   .memory_capacity = 80 * unit::GB},
                                   .requests = {.prompt = 4096, .output = 1024},
                                   .prefill = {.dp = 32, .ep = 32, .two_batch = true},
                                   .decode = {.dp = 64, .ep = 64, .two_batch = true},
                                   .ttft = 2 * unit::s,
                                   .tpot = 50 * unit::ms};
  const auto network = [](const workload::Message& m) { return m.size / (50 * unit::GB_per_s); };
  for (auto _ : state) benchmark::DoNotOptimize(workload::evaluate(in, network));
}
BENCHMARK(serving_evaluate);

}  // namespace
