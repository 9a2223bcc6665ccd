// SPDX-License-Identifier: Apache-2.0
#include <benchmark/benchmark.h>

#include "copack/manufacturing/assembly.hpp"

namespace {

using namespace copack;
using namespace copack::manufacturing;

/// A switch: dies and engines bought in, engines built, attached with rework, boxed and tested.
ManufacturingInputs switch_box(int spares, double correlation) {
  const auto usd = unit::USD;
  ManufacturingInputs x;
  x.product = "switch";
  Item engine{.name = "engine", .cost = 20.0 * usd};
  engine.steps = {{.name = "bond", .inputs = {{"pic", 1.0}, {"eic", 1.0}}, .yield = 0.98, .coverage = 0.9},
                  {.name = "fibre", .cost = 50.0 * usd, .yield = 0.995, .fitted = 16, .needed = 16, .coverage = 0.95},
                  {.name = "burn-in", .yield = 0.99, .coverage = 0.9, .test_cost = 20.0 * usd}};
  Item package{.name = "package", .cost = 400.0 * usd};
  package.steps = {{.name = "asic", .inputs = {{"asic", 1.0}}, .yield = 0.99, .coverage = 0.9},
                   {.name = "attach",
                    .inputs = {{"engine", 8.0 + spares}},
                    .yield = 0.98,
                    .fitted = 8 + spares,
                    .needed = 8,
                    .rework_attempts = 1,
                    .rework_success = 0.7,
                    .rework_cost = 300.0 * usd,
                    .correlation = correlation,
                    .coverage = 0.98,
                    .test_cost = 200.0 * usd}};
  Item box{.name = "switch", .cost = 4000.0 * usd};
  box.steps = {{.name = "assemble", .inputs = {{"package", 1.0}, {"laser", 16.0}}, .yield = 0.99},
               {.name = "final", .yield = 0.99, .coverage = 0.99, .test_cost = 300.0 * usd}};
  x.items = {box,
             package,
             engine,
             {.name = "pic", .cost = 60.0 * usd, .defect_level = 0.01},
             {.name = "eic", .cost = 40.0 * usd, .defect_level = 0.01},
             {.name = "asic", .cost = 1500.0 * usd, .defect_level = 0.005},
             {.name = "laser", .cost = 400.0 * usd, .defect_level = 0.001}};
  return x;
}

void assess_process(benchmark::State& state) {
  const auto process =
      compile(switch_box(static_cast<int>(state.range(0)), static_cast<double>(state.range(1)) / 100.0));
  for (auto _ : state) benchmark::DoNotOptimize(assess(process));
}
BENCHMARK(assess_process)->ArgNames({"spares", "correlation_percent"})->Args({0, 0})->Args({1, 0})->Args({1, 5});

void evaluate_by_name(benchmark::State& state) {
  const auto inputs = switch_box(0, 0.0);
  for (auto _ : state) benchmark::DoNotOptimize(evaluate(inputs));
}
BENCHMARK(evaluate_by_name);

}  // namespace
