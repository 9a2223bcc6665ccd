// SPDX-License-Identifier: Apache-2.0
#include <benchmark/benchmark.h>

#include <string>

#include "copack/thermal/flux_channel.hpp"
#include "copack/thermal/network.hpp"

namespace {

using namespace copack;
using namespace copack::thermal;

/// A chain of n blocks around one lid that reaches the coolant.
ThermalInputs package(int blocks) {
  ThermalInputs x;
  x.nodes = {{.name = "lid"}, {.name = "coolant", .boundary = true}};
  x.resistances = {{"lid", "coolant", 0.03 * unit::K_per_W}};
  for (int i = 0; i < blocks; ++i) {
    const auto name = "engine" + std::to_string(i);
    x.nodes.push_back({.name = name, .power = 20.0 * unit::W, .limit = Temperature::from_celsius(85.0)});
    x.resistances.push_back({name, "lid", 0.5 * unit::K_per_W});
  }
  return x;
}

void network_solve(benchmark::State& state) {
  const auto inputs = package(static_cast<int>(state.range(0)));
  const auto network = compile(inputs);
  std::vector<Power> power;
  for (const auto& n : inputs.nodes) power.push_back(n.power);
  const std::vector<Temperature> fixed{Temperature::from_celsius(35.0)};
  for (auto _ : state) benchmark::DoNotOptimize(solve(network, power, fixed));
}
BENCHMARK(network_solve)->Arg(3)->Arg(10)->Arg(18);

void network_by_name(benchmark::State& state) {
  const auto inputs = package(static_cast<int>(state.range(0)));
  for (auto _ : state) benchmark::DoNotOptimize(evaluate(inputs));
}
BENCHMARK(network_by_name)->Arg(3)->Arg(10);

void flux_channel(benchmark::State& state) {
  FluxChannelInputs x;
  x.a = x.b = 76.8 * unit::mm;
  x.h = 8000.0 * unit::W_per_m2K;
  const auto copper = 390.0 * unit::W_per_mK;
  x.layers = {{"base", 3.0 * unit::mm, copper, copper}, {"lid", 2.0 * unit::mm, copper, copper}};
  for (int i = 0; i < 17; ++i) {
    const auto place = (5.0 + 4.0 * i) * unit::mm;
    x.sources.push_back({"", place, place, 4.0 * unit::mm, 4.0 * unit::mm, 18.0 * unit::W});
  }
  x.modes_x = x.modes_y = static_cast<int>(state.range(0));
  for (auto _ : state) benchmark::DoNotOptimize(influence_of(x));
}
BENCHMARK(flux_channel)->Arg(50)->Arg(200)->Unit(benchmark::kMillisecond);

}  // namespace
