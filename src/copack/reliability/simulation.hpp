// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "copack/core/diagnostics.hpp"
#include "copack/core/fields.hpp"
#include "copack/reliability/fru.hpp"
#include "copack/reliability/simulation_outcome.hpp"
#include "copack/units/unit.hpp"

/// The cluster of `fru.hpp` valued by simulation: what the closed form leaves out (crews, stocks, visits, bring-up, bad
/// units, common causes) is played through, and what it holds is checked against it.
namespace copack::reliability {

/// Law of the logistic delay and of the hands-on time; their means are those of the class.
enum class RepairLaw : unsigned char { constant, exponential, lognormal };
std::span<const std::string_view> choice_names(RepairLaw law);

/// Stock of a class for which none is given.
enum class StockPolicy : unsigned char { unlimited, sized };
std::span<const std::string_view> choice_names(StockPolicy policy);

/// People who repair.
struct Crew {
  bool limited = false;            ///< false: somebody is always free
  std::int64_t technicians = 0;    ///< on duty at a time
  Time shift = 24.0 * unit::hour;  ///< of each day in which work is begun; what was begun is finished
};

/// What only a simulation can use of a class.
struct ClassDetail {
  std::string name;           ///< of the class
  std::int64_t stock = -1;    ///< spare units at the start; -1: by the policy
  double in_use = 0.0;        ///< units that run and so can fail, the others stand by; 0: all
  double ramp_factor = 1.0;   ///< rate of hard faults at the start / final rate, a
  Time ramp_time;             ///< time constant of its decay, T_r
  double lemon_share = 0.0;   ///< share of units that fail more often than `hard.rate`
  double lemon_factor = 1.0;  ///< by this factor
  double lemon_cure = 0.0;    ///< probability that a repair makes a lemon an ordinary unit
  Frequency common_rate;      ///< common-cause events of the class, whole cluster
  double common_units = 0.0;  ///< units that fail in one of them
};

struct SimulationInputs {
  ReliabilityInputs system;  ///< `repairs_per_visit` is the number of waiting repairs that calls a visit
  Time horizon = 1.0 * unit::year;
  Time warm_up;  ///< simulated before the horizon, not counted; ramps start with it
  std::int64_t replications = 32;
  std::int64_t seed = 1;
  RepairLaw repair_law = RepairLaw::constant;
  double repair_sigma =
      1.76;  ///< standard deviation of the logarithm, lognormal law; cables of a 400-node trace (StepFun 2025)
  Crew crew;
  Time visit_interval;  ///< visits also come at its multiples when a repair waits; 0: only when enough repairs wait
  StockPolicy stock = StockPolicy::sized;
  bool restart_is_safe = false;  ///< nothing fails while the job restarts
  std::vector<ClassDetail> details;
};

/// A mean over replications beside the answer of the closed form.
struct Estimate {
  double mean = 0.0;
  double standard_error = 0.0;
  double p05 = 0.0;  ///< quantiles over replications
  double p50 = 0.0;
  double p95 = 0.0;
  double closed_form = 0.0;
  double difference = 0.0;  ///< mean - closed form, in standard errors; 0 when all replications are equal
  bool comparable = false;  ///< the assumptions of the closed form hold here
};

struct SimulatedClassResults {
  std::string name;
  Estimate failures;
  Estimate removals;
  Estimate interruptions;
  Estimate units_down;
  Estimate port_hours_per_year;
  Estimate stock_outs;       ///< share of demands that found no spare
  double stock = -1.0;       ///< units at the start; -1: unlimited
  double spare_wait = 0.0;   ///< mean over all demands, hours
  double repair_time = 0.0;  ///< failure to repaired, mean over finished repairs, hours
  double lemons_left = 0.0;  ///< mean at the end
};

struct SimulationResults {
  bool simulated = false;  ///< false: the input asks for more events than are played, or has no steady state
  double events = 0.0;     ///< faults and interruptions to play, expected over all replications
  double crew_load = 0.0;  ///< work / people on duty by the closed form; from 1 on the queue grows without end
  Time checkpoint_interval;
  double variance_reduction = 1.0;  ///< of effective goodput by its control variate

  Estimate goodput;
  Estimate effective_goodput;
  Estimate down_time;  ///< share of time that ends in no progress: restarts and work rolled back
  Estimate interruptions;
  Estimate network_interruptions;
  Estimate spare_probability;
  Estimate capacity_fraction;
  Estimate throughput_factor;
  Estimate port_availability;
  Estimate failures;
  Estimate removals;
  Estimate truck_rolls;
  Estimate labour_hours_per_year;
  Estimate lost_to_idling;
  Estimate lost_to_checkpoints;
  Estimate lost_to_network_interruptions;
  Estimate lost_to_other_interruptions;
  Estimate lost_to_bandwidth;
  Estimate lost_total;
  Estimate stock_outs;
  Estimate technicians_busy;
  Estimate technician_queue;  ///< mean number of repairs that wait for technicians
  Estimate technician_wait;   ///< mean over repairs
  std::vector<SimulatedClassResults> classes;
};

/// More is refused: it would take about half a minute.
inline constexpr double max_simulated_events = 1e8;

std::vector<Problem> validate(const SimulationInputs& in);
SimulationResults evaluate(const SimulationInputs& in);

/// Replications first, ..., first + count - 1. Each is a function of the input and its own number, so that any split
/// gives the same outcomes. Precondition: `validate` finds nothing.
std::vector<Outcome> simulate(const SimulationInputs& in, std::int64_t first, std::int64_t count);
/// Outcomes in order of their number to estimates.
SimulationResults summarize(const SimulationInputs& in, std::span<const Outcome> outcomes);
/// Faults and interruptions to play in one replication, expected.
double expected_events(const SimulationInputs& in);

void describe(Fields& f, Crew& x);
void describe(Fields& f, ClassDetail& x);
void describe(Fields& f, SimulationInputs& x);
void describe(Fields& f, SimulatedClassResults& x);
void describe(Fields& f, SimulationResults& x);

}  // namespace copack::reliability
