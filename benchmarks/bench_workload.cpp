// SPDX-License-Identifier: Apache-2.0
#include <benchmark/benchmark.h>

#include "copack/workload/training.hpp"

namespace {

using namespace copack;

void workload_evaluate(benchmark::State& state) {
  workload::WorkloadInputs in{
      .model = {.layers = 126, .hidden = 16384, .ffn = 53248, .heads = 128, .kv_heads = 8, .vocab = 128256},
      .plan = {.tp = 8, .cp = 2, .dp = 64, .pp = 16, .interleave = 8},
      .batch = {8192, 2048, 1},
      .accelerator = {.peak = 989 * unit::TFLOPs, .memory_bandwidth = 3.35 * unit::TB_per_s}};
  const auto network = [](const workload::Message& m) { return m.size / (50 * unit::GB_per_s); };
  for (auto _ : state) benchmark::DoNotOptimize(workload::evaluate(in, network));
}
BENCHMARK(workload_evaluate);

}  // namespace
