// SPDX-License-Identifier: Apache-2.0
#include <benchmark/benchmark.h>

#include "copack/economics/cost.hpp"
#include "copack/economics/npv.hpp"

namespace copack::economics {
namespace {

using namespace unit;

void cost_plan(benchmark::State& state) {
  EconomicsInputs in{.network_power = 1.0 * MW,
                     .accelerator_power = 30.0 * MW,
                     .accelerators = 24'576.0,
                     .achieved_rate = 24'576.0 * 400.0 * TFLOPs,
                     .goodput = 0.9,
                     .accelerator_price = 2.35 * USD_per_hour};
  for (int i = 0; i < 12; ++i) {
    in.capex.push_back({.name = "item", .count = 1000.0, .unit_price = 1.0 * kUSD});
    in.repairs.push_back({.name = "item", .removals = 10.0 * per_year, .unit_cost = 1.0 * kUSD});
  }
  for (auto _ : state) benchmark::DoNotOptimize(evaluate(in));
}
BENCHMARK(cost_plan);

void npv(benchmark::State& state) {
  const NpvInputs in{.baseline = {.capex = 50.0 * MUSD,
                                  .mean_power = 1.0 * MW,
                                  .repair = 200'000.0 * USD_per_year,
                                  .lost_accelerator_hours_per_year = 2e7},
                     .alternative = {.capex = 52.0 * MUSD,
                                     .mean_power = 0.4 * MW,
                                     .repair = 250'000.0 * USD_per_year,
                                     .lost_accelerator_hours_per_year = 1.98e7,
                                     .relative_speed = 1.002},
                     .accelerators = 24'576.0,
                     .accelerator_price = 2.35 * USD_per_hour};
  for (auto _ : state) benchmark::DoNotOptimize(evaluate(in));
}
BENCHMARK(npv);

}  // namespace
}  // namespace copack::economics
