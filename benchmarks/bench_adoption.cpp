// SPDX-License-Identifier: Apache-2.0
#include <benchmark/benchmark.h>

#include "copack/adoption/decision.hpp"

namespace {

using namespace copack;
using namespace copack::adoption;

/// Half-yearly gates with a build at each.
AdoptionInputs plan(int gates) {
  AdoptionInputs in{.prior = 0.55};
  for (int g = 0; g < gates; ++g) {
    in.gates.push_back(0.5 * g);
    in.builds.push_back(
        {.name = "build", .date = 0.5 * g + 0.25, .npv_if_good = 3.0 * unit::MUSD, .npv_if_bad = -5.0 * unit::MUSD});
  }
  in.adopt_cost = 0.5 * unit::MUSD;
  in.pilot_cost = 0.1 * unit::MUSD;
  in.standard_rate = 0.3 * unit::per_year;
  in.standard_saving = 0.1;
  return in;
}

void evaluate_decision(benchmark::State& state) {
  auto in = plan(static_cast<int>(state.range(0)));
  in.find_flips = state.range(1) != 0;
  for (auto _ : state) benchmark::DoNotOptimize(evaluate(in));
}
BENCHMARK(evaluate_decision)->Args({8, 0})->Args({8, 1})->Args({12, 0})->Args({16, 0})->Unit(benchmark::kMicrosecond);

}  // namespace
