// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "copack/core/diagnostics.hpp"
#include "copack/core/fields.hpp"
#include "copack/units/temperature.hpp"
#include "copack/units/unit.hpp"

/// What breaks in a cluster, how far it reaches, who is drained while it is repaired, and what is left of the work.
/// Every class of field-replaceable unit (FRU) has typed fault modes; each fault has two scopes, the failure scope
/// (ports it takes down) and the service scope (ports its repair drains).
namespace copack::reliability {

/// A fault that stays until somebody repairs it.
struct HardFault {
  FailureRate rate;       ///< of one unit, lambda
  double ports = 0.0;     ///< failure scope, s_f
  double coverage = 0.0;  ///< share of faults that do not interrupt the job, c
  double bandwidth_left =
      1.0;                   ///< fraction left to the worst-hit accelerators, b_i; 1: the loss spreads over the fabric
  Energy activation_energy;  ///< Ea; 0: the rate does not depend on temperature
  Temperature rate_temperature = Temperature::from_celsius(50.0);  ///< at which `rate` holds
  Temperature temperature = Temperature::from_celsius(50.0);       ///< in use
};

/// Rate of hard faults at the temperature in use, by Arrhenius' law.
FailureRate rate_in_use(const HardFault& hard);

/// A fault that heals by itself (link down and up again).
struct Flap {
  FailureRate rate;       ///< of one unit, phi
  double ports = 0.0;     ///< ports that go dark
  Time duration;          ///< dark time
  double coverage = 0.0;  ///< share of flaps that do not interrupt the job
};

/// What it takes to put a failed unit right.
struct Service {
  double ports = 0.0;           ///< service scope, drained during `drain` and `active`, s_r
  double drain_coverage = 1.0;  ///< share of drains that do not interrupt the job
  Time logistic_delay;          ///< failure to hands on; the failure scope stays down, t_w
  Time drain;                   ///< taking traffic off and bringing it back, t_d
  Time active;                  ///< hands on, t_a
  double technicians = 1.0;
  double no_trouble_found = 0.0;    ///< share of removed units that are found good
  double repair_induced = 0.0;      ///< hard faults caused by one removal
  double accelerators_idled = 0.0;  ///< accelerators without work from the failure to the end of its repair
};

/// Replacement of one unit.
struct SpareUnit {
  Money unit_cost;
  Time lead_time;  ///< removal to replacement back in stock, L
};

struct FruClass {
  std::string name;
  double count = 0.0;  ///< units in the cluster
  HardFault hard;
  Flap flap;
  Service service;
  SpareUnit spare;
};

/// The synchronous job that the cluster runs.
struct Job {
  double accelerators = 0.0;  ///< in the cluster, hot spares included
  double accelerators_per_node = 8.0;
  /// Interruptions per accelerator that come from no class of the list. Default: Llama 3 without network and NIC,
  /// (419 - 42) / (16,384 x 54 d) (Grattafiori et al. 2024, table 5).
  FailureRate other_interruptions = (419.0 - 42.0) / (16384.0 * 54.0 * unit::day);
  Time checkpoint_write = 30.0 * unit::s;  ///< d
  Time checkpoint_interval;                ///< tau; 0: Daly's optimum
  Time restart = 10.0 * unit::minute;      ///< with a hot spare at hand, R
  Time requeue;                            ///< added to R when no hot spare is left
  double hot_spares = 0.0;                 ///< fraction of the accelerators kept idle as replacements
  double exposed_communication = 0.2;      ///< share of step time that is communication not hidden by compute, f
};

struct ReliabilityInputs {
  std::vector<FruClass> classes;
  double ports = 0.0;  ///< ports of the fabric
  Job job;
  double service_level = 0.99;
  double variance_to_mean = 1.0;  ///< of spare demand; 1: Poisson
  double repairs_per_visit = 1.0;
};

/// Figures of one class, for the whole cluster.
struct ClassResults {
  std::string name;
  Frequency failures;  ///< hard faults, repair-induced ones included
  Frequency flaps;
  Frequency removals;
  Frequency interruptions;
  double port_hours_per_failure = 0.0;
  double port_hours_per_year = 0.0;
  double units_down = 0.0;         ///< mean number of units that are failed or under repair
  double accelerators_down = 0.0;  ///< mean number idled by them
  double throughput_factor = 1.0;  ///< from faults that slow the worst-hit accelerators
  double labour_hours_per_year = 0.0;
  double spares = 0.0;  ///< stock for the service level
  Money spares_value;
  double accelerator_hours_per_year = 0.0;  ///< lost by interruptions, lost bandwidth and idling of this class
};

struct ReliabilityResults {
  std::vector<ClassResults> classes;
  bool stable = true;  ///< false: repairs cause faults faster than they remove them
  Frequency failures;
  Frequency removals;
  Frequency truck_rolls;
  double labour_hours_per_year = 0.0;
  double port_hours_per_year = 0.0;
  double port_availability = 1.0;
  double max_blast_radius = 0.0;    ///< largest scope, failure or service, of any class that can fail
  double mean_failure_scope = 0.0;  ///< weighted by failures
  double mean_service_scope = 0.0;
  double spares = 0.0;
  Money spares_value;

  Frequency network_interruptions;
  Frequency other_interruptions;
  Frequency interruptions;
  Time mtti;
  double accelerators_down = 0.0;
  double spare_probability = 1.0;  ///< a hot spare is at hand when the job restarts
  Time restart;
  Time checkpoint_interval;
  double duty = 1.0;
  double goodput = 1.0;
  double first_order_goodput = 1.0;

  double bandwidth_lost = 0.0;         ///< mean fraction of ports, all classes
  double spread_bandwidth_left = 1.0;  ///< b, from classes whose loss spreads over the fabric
  double throughput_factor = 1.0;
  double capacity_fraction = 1.0;  ///< accelerators neither held as spares nor idled
  double effective_goodput = 1.0;

  /// Accelerator-hours lost per year, in the order in which the factors apply; they add up to the total.
  double lost_to_idling = 0.0;
  double lost_to_checkpoints = 0.0;
  double lost_to_network_interruptions = 0.0;
  double lost_to_other_interruptions = 0.0;
  double lost_to_bandwidth = 0.0;
  double lost_total = 0.0;
  std::string binding_class;  ///< class that loses most accelerator-hours (port-hours when there is no job)
};

/// Port-hours lost by one hard fault: s_f t_w + max(s_f, s_r) (t_d + t_a).
double port_hours_per_failure(const HardFault& hard, const Service& service);
/// Relative throughput when a fraction b of the bandwidth is left: 1 / ((1 - f) + f/b).
double throughput_with_bandwidth(double exposed_communication, double bandwidth_left);

std::vector<Problem> validate(const ReliabilityInputs& in);
ReliabilityResults evaluate(const ReliabilityInputs& in);
void describe(Fields& f, HardFault& x);
void describe(Fields& f, Flap& x);
void describe(Fields& f, Service& x);
void describe(Fields& f, SpareUnit& x);
void describe(Fields& f, FruClass& x);
void describe(Fields& f, Job& x);
void describe(Fields& f, ReliabilityInputs& x);
void describe(Fields& f, ClassResults& x);
void describe(Fields& f, ReliabilityResults& x);

}  // namespace copack::reliability
