// SPDX-License-Identifier: Apache-2.0
#include <benchmark/benchmark.h>

#include "copack/reliability/fru.hpp"
#include "copack/reliability/redundancy.hpp"
#include "copack/reliability/simulation.hpp"
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

/// 100,000 accelerators over five years with everything that only a simulation plays, 228,000 events in a replication.
SimulationInputs hundred_thousand() {
  SimulationInputs in{.horizon = 5.0 * year, .repair_law = RepairLaw::lognormal};
  in.system.ports = 400'000.0;
  in.system.job = {.accelerators = 100'000.0, .requeue = 20.0 * minute, .hot_spares = 0.01};
  const auto add = [&](const char* name, double count, double fit, double idled, double not_found) {
    in.system.classes.push_back(
        {.name = name,
         .count = count,
         .hard = {.rate = fit * FIT, .ports = 2.0, .coverage = idled > 0.0 ? 0.0 : 0.9},
         .flap = {.rate = 0.066 * per_year, .ports = 2.0, .duration = 10.0 * s, .coverage = 0.9},
         .service = {.ports = 2.0,
                     .logistic_delay = 24.0 * hour,
                     .active = 1.0 * hour,
                     .no_trouble_found = not_found,
                     .repair_induced = 0.01,
                     .accelerators_idled = idled},
         .spare = {.unit_cost = 1000.0 * USD, .lead_time = 14.0 * day}});
  };
  add("module", 200'000.0, 1818.0, 0.0, 0.5);
  add("cable", 100'000.0, 20.0, 8.0, 0.0);
  add("NIC", 100'000.0, 330.0, 8.0, 0.0);
  add("rack switch", 6'250.0, 700.0, 16.0, 0.0);
  add("laser", 28'800.0, 1000.0, 0.0, 0.0);
  in.crew = {.limited = true, .technicians = 20};
  in.details = {{.name = "module",
                 .ramp_factor = 4.0,
                 .ramp_time = 30.0 * day,
                 .lemon_share = 0.05,
                 .lemon_factor = 6.0,
                 .lemon_cure = 0.5}};
  return in;
}

void simulation(benchmark::State& state, const SimulationInputs& in) {
  std::int64_t replication = 0;
  for (auto _ : state) benchmark::DoNotOptimize(simulate(in, replication++, 1));
  state.counters["events"] = expected_events(in);
}

void simulate_100k_five_years(benchmark::State& state) { simulation(state, hundred_thousand()); }
BENCHMARK(simulate_100k_five_years)->Unit(benchmark::kMillisecond);

/// The same cost for a hundred times the units with a hundredth of their rates.
void simulate_same_faults_of_more_units(benchmark::State& state) {
  auto in = hundred_thousand();
  in.details.clear();
  for (auto& c : in.system.classes) {
    c.count *= static_cast<double>(state.range(0));
    c.hard.rate /= static_cast<double>(state.range(0));
    c.flap.rate /= static_cast<double>(state.range(0));
  }
  simulation(state, in);
}
BENCHMARK(simulate_same_faults_of_more_units)->Arg(1)->Arg(100)->Unit(benchmark::kMillisecond);

/// 4,096 servers at one failure in 100 days, 256 days of work in 410 (default scenario of Pattabiraman et al. 2026).
void simulate_server_pool(benchmark::State& state) {
  SimulationInputs in{.horizon = 409.68 * day, .restart_is_safe = true};
  in.system.ports = 4160.0;
  in.system.job = {.accelerators = 4160.0,
                   .accelerators_per_node = 1.0,
                   .other_interruptions = {},
                   .checkpoint_write = {},
                   .restart = 20.0 * minute};
  in.system.classes = {{.name = "server",
                        .count = 4160.0,
                        .hard = {.rate = 0.01 / day, .ports = 1.0},
                        .service = {.logistic_delay = 17.36 * hour, .accelerators_idled = 1.0}}};
  in.details = {{.name = "server", .in_use = 4096.0, .lemon_share = 0.15, .lemon_factor = 6.0, .lemon_cure = 0.856}};
  simulation(state, in);
}
BENCHMARK(simulate_server_pool)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace copack::reliability
