// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "copack/reliability/simulation.hpp"

/// Clusters that the tests of the simulation share.
namespace copack::reliability::testing {

using namespace unit;

/// One class without effect on a job: only its repairs matter. Rates in 1/h, times in h.
inline SimulationInputs one_class(double units, double rate, double active) {
  SimulationInputs in;
  in.system.ports = units;
  in.system.job = {.accelerators = 0.0, .other_interruptions = {}};
  in.system.classes = {{.name = "unit",
                        .count = units,
                        .hard = {.rate = rate / hour, .ports = 1.0, .coverage = 1.0},
                        .service = {.ports = 1.0, .active = active * hour}}};
  in.stock = StockPolicy::unlimited;
  in.horizon = 2000.0 * hour;
  in.warm_up = 100.0 * hour;
  in.replications = 16;
  return in;
}

/// Modules, cables and switches of 32,768 accelerators with high rates, so that short runs see many faults.
inline SimulationInputs small_cluster() {
  SimulationInputs in;
  in.system.ports = 16'000.0;
  in.system.job = {.accelerators = 32'768.0, .restart = 6.0 * minute};
  in.system.classes = {
      {.name = "module",
       .count = 8000.0,
       .hard = {.rate = 9000.0 * FIT, .ports = 2.0, .coverage = 0.9},
       .flap = {.rate = 0.2 * per_year, .ports = 2.0, .duration = 10.0 * s, .coverage = 0.9},
       .service = {.ports = 2.0, .logistic_delay = 24.0 * hour, .active = 0.5 * hour, .no_trouble_found = 0.5},
       .spare = {.unit_cost = 550.0 * USD, .lead_time = 14.0 * day}},
      {.name = "cable",
       .count = 4096.0,
       .hard = {.rate = 1000.0 * FIT, .ports = 1.0},
       .service = {.ports = 1.0, .logistic_delay = 24.0 * hour, .active = 0.75 * hour, .accelerators_idled = 8.0},
       .spare = {.unit_cost = 93.0 * USD, .lead_time = 14.0 * day}},
      {.name = "switch",
       .count = 256.0,
       .hard = {.rate = 7000.0 * FIT, .ports = 34.0, .coverage = 0.5},
       .service = {.ports = 64.0,
                   .logistic_delay = 12.0 * hour,
                   .drain = 0.5 * hour,
                   .active = 2.0 * hour,
                   .technicians = 2.0,
                   .accelerators_idled = 16.0},
       .spare = {.unit_cost = 18000.0 * USD, .lead_time = 30.0 * day}}};
  in.horizon = 60.0 * day;
  in.warm_up = 40.0 * day;
  in.replications = 16;
  return in;
}

/// Everything that the closed form leaves out, at once.
inline SimulationInputs eventful_cluster() {
  auto in = small_cluster();
  in.system.repairs_per_visit = 3.0;
  in.system.job.requeue = 20.0 * minute;
  in.system.job.hot_spares = 0.01;
  in.system.classes[0].service.repair_induced = 0.02;
  in.system.classes[0].service.drain_coverage = 0.9;
  in.system.classes[0].hard.bandwidth_left = 0.875;
  in.repair_law = RepairLaw::lognormal;
  in.repair_sigma = 1.0;
  in.visit_interval = 1.0 * day;
  in.crew = {.limited = true, .technicians = 3, .shift = 10.0 * hour};
  in.details = {{.name = "module",
                 .ramp_factor = 5.0,
                 .ramp_time = 20.0 * day,
                 .lemon_share = 0.05,
                 .lemon_factor = 10.0,
                 .lemon_cure = 0.5},
                {.name = "switch", .stock = 1, .common_rate = 12.0 * per_year, .common_units = 3.0}};
  return in;
}

}  // namespace copack::reliability::testing
