// SPDX-License-Identifier: Apache-2.0
#include <benchmark/benchmark.h>

#include "copack/reliability/fru.hpp"
#include "copack/reliability/redundancy.hpp"
#include "copack/reliability/spares.hpp"

namespace copack::reliability {
namespace {

using namespace unit;

ReliabilityInputs cluster() {
  ReliabilityInputs in{.ports = 400'000.0,
                       .job = {.accelerators = 24'576.0, .requeue = 20.0 * minute, .hot_spares = 0.01}};
  for (int i = 0; i < 12; ++i) {
    in.classes.push_back(
        {.name = "class " + std::to_string(i),
         .count = 2000.0 * (i + 1),
         .hard = {.rate = 1000.0 * FIT, .ports = 2.0, .coverage = 0.5, .bandwidth_left = i < 3 ? 0.875 : 1.0},
         .flap = {.rate = 0.07 * per_year, .ports = 2.0, .duration = 10.0 * s, .coverage = 0.9},
         .service = {.ports = 4.0, .logistic_delay = 24.0 * hour, .active = 1.0 * hour, .accelerators_idled = 1.0},
         .spare = {.unit_cost = 1000.0 * USD, .lead_time = 14.0 * day}});
  }
  return in;
}

void whole_cluster(benchmark::State& state) {
  const auto in = cluster();
  for (auto _ : state) benchmark::DoNotOptimize(evaluate(in));
}
BENCHMARK(whole_cluster);

void stock(benchmark::State& state) {
  const auto mean = static_cast<double>(state.range(0));
  for (auto _ : state) benchmark::DoNotOptimize(size_stock(mean, 1.0, 0.99));
}
BENCHMARK(stock)->Arg(1)->Arg(100)->Arg(10'000);

void five_of_64(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(probability_of_failures(64, 0.01, 5));
}
BENCHMARK(five_of_64);

}  // namespace
}  // namespace copack::reliability
