// SPDX-License-Identifier: Apache-2.0
#include <benchmark/benchmark.h>

#include "copack/supply/network.hpp"

namespace {

using namespace copack;
using namespace copack::supply;

Supplier source(const char* name, double capacity, double lead_quarters) {
  Supplier s{.name = name, .region = "TW", .capacity = capacity};
  s.later = {{2027.75, 2.0 * capacity}};
  s.growth = Growth::ramp;
  s.share = 0.2;
  s.yield = 0.9;
  s.lead_time = lead_quarters * unit::quarter;
  return s;
}

/// A co-packaged switch: 12 items, 2 suppliers each, 24 quarters.
SupplyInputs plan() {
  SupplyInputs in{.quarters = 24, .product = "switch", .stress = false};
  const auto item = [&](const char* name, std::vector<Ingredient> inputs, double capacity) {
    in.items.push_back({.name = name,
                        .inputs = std::move(inputs),
                        .suppliers = {source("a", capacity, 1.0), source("b", capacity / 3.0, 1.5)}});
  };
  item("switch", {{"package", 4.0}, {"els", 18.0}, {"shuffle", 1.0}, {"chassis", 1.0}}, 9e3);
  item("package", {{"asic", 1.0}, {"engine", 18.0}, {"substrate", 1.0}}, 4e4);
  item("engine", {{"die stack", 1.0}, {"fau", 1.0}}, 8e5);
  item("die stack", {{"pic", 1.0}}, 9e5);
  item("els", {{"laser", 8.0}}, 2e5);
  for (const char* leaf : {"pic", "fau", "asic", "substrate", "shuffle", "chassis"}) item(leaf, {}, 1e6);
  item("laser", {}, 1.2e6);
  in.builds = {{"pod 1", 2028.0, 200.0}, {"pod 2", 2029.0, 800.0}, {"pod 3", 2030.0, 1600.0}};
  return in;
}

void compile_plan(benchmark::State& state) {
  const auto in = plan();
  for (auto _ : state) benchmark::DoNotOptimize(compile(in));
}
BENCHMARK(compile_plan);

void run_and_deliver(benchmark::State& state) {
  const auto net = compile(plan());
  Flow flow;
  for (auto _ : state) {
    run(*net, flow);
    benchmark::DoNotOptimize(deliver(*net, flow));
  }
}
BENCHMARK(run_and_deliver);

void evaluate_plan(benchmark::State& state) {
  auto in = plan();
  in.stress = state.range(0) != 0;
  for (auto _ : state) benchmark::DoNotOptimize(evaluate(in));
}
BENCHMARK(evaluate_plan)->Arg(0)->Arg(1)->Unit(benchmark::kMicrosecond);

}  // namespace
