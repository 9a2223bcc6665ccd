// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

/// What one replication counted within its horizon. Times in hours.
namespace copack::reliability {

struct ClassOutcome {
  double failures = 0.0;
  double removals = 0.0;
  double interruptions = 0.0;
  double unit_hours = 0.0;  ///< failed or under repair
  double port_hours = 0.0;
  double idle_hours = 0.0;  ///< accelerator-hours idled by units that are down
  double demands = 0.0;     ///< of spares
  double stock_outs = 0.0;
  double spare_wait = 0.0;  ///< sum over demands
  double repairs = 0.0;
  double repair_hours = 0.0;
  double lemons_left = 0.0;

  friend bool operator==(const ClassOutcome&, const ClassOutcome&) = default;
};

struct Outcome {
  double horizon = 0.0;
  double goodput = 0.0;
  double effective_goodput = 0.0;
  double down_time = 0.0;  ///< share
  double interruptions = 0.0;
  double network_interruptions = 0.0;
  double restarts_with_spare = 0.0;
  double capacity_fraction = 0.0;
  double throughput_factor = 0.0;
  double truck_rolls = 0.0;
  double labour_hours = 0.0;
  /// Shares of the accelerator-hours, in the order of the closed form.
  double lost_to_idling = 0.0;
  double lost_to_checkpoints = 0.0;
  double lost_to_network_interruptions = 0.0;
  double lost_to_other_interruptions = 0.0;
  double lost_to_bandwidth = 0.0;
  double technician_hours = 0.0;
  double queue_hours = 0.0;  ///< integral of the number of repairs that wait for technicians
  double starts = 0.0;
  double technician_wait = 0.0;  ///< sum over starts
  /// Interruptions that the clocks alone would make, before any feedback: Poisson with known mean.
  double control = 0.0;
  std::vector<ClassOutcome> classes;

  friend bool operator==(const Outcome&, const Outcome&) = default;
};

}  // namespace copack::reliability
