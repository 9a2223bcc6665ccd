// SPDX-License-Identifier: Apache-2.0
#include <benchmark/benchmark.h>

#include <algorithm>
#include <numeric>
#include <string>
#include <vector>

#include "copack/core/random.hpp"
#include "copack/fabric/domain.hpp"
#include "copack/fabric/flows.hpp"
#include "copack/fabric/routing.hpp"

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

// Flows over shared links.

/// Three layers that `hosts` fill.
fabric::FabricInputs fat_tree(std::int64_t hosts, int radix) {
  fabric::FabricInputs in{.accelerators = hosts, .layers = 3};
  in.scale_up.domain = in.accelerators_per_server = 1;
  in.leaf.radix = in.spine.radix = in.core.radix = radix;
  return in;
}

std::vector<fabric::Flow> random_permutation(std::uint32_t hosts) {
  std::vector<std::uint32_t> to(hosts);
  std::iota(to.begin(), to.end(), 0U);
  for (std::uint32_t i = hosts - 1; i > 0; --i) {
    const double u = uniform(1, Purpose::test, {.draw = i});
    std::swap(to[i], to[static_cast<std::uint32_t>(u * (i + 1))]);
  }
  std::vector<fabric::Flow> flows(hosts);
  for (std::uint32_t i = 0; i < hosts; ++i) flows[i] = {i, to[i] == i ? (i + 1) % hosts : to[i]};
  return flows;
}

void fabric_graph(benchmark::State& state) {
  const auto in = fat_tree(state.range(0), static_cast<int>(state.range(1)));
  for (auto _ : state) benchmark::DoNotOptimize(fabric::build_graph(in));
}
BENCHMARK(fabric_graph)->Args({65536, 64})->Args({1048576, 162})->Unit(benchmark::kMillisecond)->Iterations(1);

void fabric_route(benchmark::State& state) {
  const auto graph = *fabric::build_graph(fat_tree(state.range(0), static_cast<int>(state.range(1))));
  const auto flows = random_permutation(graph.accelerators());
  for (auto _ : state) benchmark::DoNotOptimize(fabric::route(graph, flows, {}));
}
BENCHMARK(fabric_route)->Args({65536, 64})->Args({1048576, 162})->Unit(benchmark::kMillisecond)->Iterations(1);

fabric::RoutedFlows permutation_on(const fabric::FabricInputs& in) {
  const auto graph = *fabric::build_graph(in);
  return fabric::route(graph, random_permutation(graph.accelerators()), {});
}

void fabric_max_min(benchmark::State& state) {
  const auto routed = permutation_on(fat_tree(state.range(0), static_cast<int>(state.range(1))));
  for (auto _ : state) benchmark::DoNotOptimize(fabric::max_min(routed.network));
  const auto r = fabric::max_min(routed.network);
  const auto flows = static_cast<double>(r.rate.size());
  state.counters["links"] = static_cast<double>(routed.network.links());
  state.counters["mean"] = std::accumulate(r.rate.begin(), r.rate.end(), 0.0) / flows / routed.network.capacity[0];
  state.counters["least"] = *std::min_element(r.rate.begin(), r.rate.end()) / routed.network.capacity[0];
}
BENCHMARK(fabric_max_min)->Args({1024, 16})->Args({65536, 64})->Args({1048576, 162})->Unit(benchmark::kMillisecond);

/// 1,048,576 accelerators in domains of eight, 512-port boxes.
void fabric_flows_by_classes(benchmark::State& state) {
  fabric::FlowInputs in{.fabric = fat_tree(1048576, 512)};
  in.fabric.scale_up.domain = in.fabric.accelerators_per_server = 8;
  in.traffic.pattern = static_cast<fabric::Pattern>(state.range(0));
  in.traffic.shift = 12345;
  fabric::FlowResults r;
  for (auto _ : state) benchmark::DoNotOptimize(r = fabric::evaluate(in));
  state.SetLabel(std::string(choice_names(in.traffic.pattern)[static_cast<std::size_t>(state.range(0))]));
  state.counters["classes"] = static_cast<double>(r.streams + r.links);
  state.counters["solved"] = r.solved ? 1 : 0;
}
BENCHMARK(fabric_flows_by_classes)->DenseRange(0, 2)->Unit(benchmark::kMillisecond);

}  // namespace
