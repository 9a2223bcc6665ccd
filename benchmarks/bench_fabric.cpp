// SPDX-License-Identifier: Apache-2.0
#include <benchmark/benchmark.h>

#include "copack/fabric/domain.hpp"

namespace {

using namespace copack;

fabric::FabricInputs cluster() {
  fabric::FabricInputs in{.accelerators = 24576, .pod = 3072, .core_oversubscription = 7};
  in.leaf.down = in.leaf.up = 16;
  in.spine.radix = in.core.radix = 576;
  return in;
}

void fabric_evaluate(benchmark::State& state) {
  const auto in = cluster();
  for (auto _ : state) benchmark::DoNotOptimize(fabric::evaluate(in));
}
BENCHMARK(fabric_evaluate);

void fabric_collective_across_all_tiers(benchmark::State& state) {
  const auto network = fabric::evaluate(cluster());
  for (auto _ : state) {
    const auto domain = fabric::communication_domain(network, 24576);
    benchmark::DoNotOptimize(fabric::collective_time({.size = unit::GB}, domain));
  }
}
BENCHMARK(fabric_collective_across_all_tiers);

}  // namespace
