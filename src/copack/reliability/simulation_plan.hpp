// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "copack/reliability/fault_clocks.hpp"
#include "copack/reliability/simulation.hpp"

/// A simulation input as its event loop uses it: hours, totals, defaults filled in.
namespace copack::reliability {

constexpr double unlimited = -1.0;  ///< a stock

struct ClassPlan {
  double count = 0.0;
  double in_use = 0.0;
  double lemons = 0.0;  ///< units at the start
  double lemon_factor = 1.0;
  double lemon_cure = 0.0;
  double weight = 0.0;        ///< largest sum of relative rates, W; the clock runs with W times the rate of one unit
  double hard_rate = 0.0;     ///< of the clock, 1/h
  double removal_rate = 0.0;  ///< by the closed form
  double false_rate = 0.0;    ///< removals of good units
  double flap_rate = 0.0;     ///< flaps that interrupt
  double common_rate = 0.0;   ///< events
  int common_units = 0;
  Ramp ramp;
  std::uint32_t entity = 0;  ///< of the random stream

  double coverage = 0.0;
  double drain_coverage = 1.0;
  double induced = 0.0;
  double failure_ports = 0.0;
  double service_ports = 0.0;  ///< not below the failure scope
  bool spreads = true;         ///< lost bandwidth spreads over the fabric
  double slowdown = 1.0;       ///< throughput factor while one is down, otherwise
  double idled = 0.0;
  double logistic = 0.0;
  double drain = 0.0;
  double active = 0.0;
  double people = 0.0;  ///< held during drain and hands-on time, whole persons
  double labour = 0.0;  ///< technicians as given
  double lead_time = 0.0;
  double stock = unlimited;
};

struct SimulationPlan {
  std::vector<ClassPlan> classes;
  double warm_up = 0.0;
  double end = 0.0;
  std::uint32_t seed = 0;
  double ports = 1.0;
  double flap_ports = 0.0;             ///< mean ports dark by flaps
  std::vector<double> flap_port_rate;  ///< the same by class
  double accelerators = 0.0;
  double per_node = 1.0;
  double hot_share = 0.0;
  double hot_nodes = 0.0;
  double exposed_communication = 0.0;
  double other_rate = 0.0;
  double period = 0.0;  ///< from checkpoint to checkpoint, tau + d; 0: all work is saved at once
  double duty = 1.0;    ///< tau / (tau + d)
  double restart = 0.0;
  double requeue = 0.0;
  bool restart_is_safe = false;
  RepairLaw law = RepairLaw::constant;
  double sigma = 0.0;
  double technicians = 0.0;  ///< infinite when not limited
  double shift = 24.0;
  double visit_size = 1.0;
  double visit_interval = 0.0;
  double control_mean = 0.0;  ///< of Outcome::control
};

SimulationPlan plan_of(const SimulationInputs& in);
/// The closed form's answer for the same cluster: lemons that stay raise the rate of their class, standby units do not
/// fail.
ReliabilityResults closed_form_of(const SimulationInputs& in);
/// What is told of the class of this name; defaults when nothing is.
const ClassDetail& detail_of(const SimulationInputs& in, const std::string& name);

}  // namespace copack::reliability
