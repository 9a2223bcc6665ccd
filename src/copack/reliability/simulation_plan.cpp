// SPDX-License-Identifier: Apache-2.0
#include "copack/reliability/simulation_plan.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "copack/core/hash.hpp"
#include "copack/reliability/goodput.hpp"
#include "copack/reliability/spares.hpp"

namespace copack::reliability {
namespace {

constexpr auto hour = unit::hour;
constexpr double hours_per_day = 24.0;

double per_hour(Frequency x) { return x * hour; }

/// FNV-1a folded to the 32 bits of a counter.
std::uint32_t entity_of(const std::string& name) {
  const auto h = fnv1a(name);
  return static_cast<std::uint32_t>(h ^ (h >> 32U));
}

void plan_population(const FruClass& c, const ClassDetail& d, ClassPlan& p) {
  p.count = c.count;
  p.in_use = d.in_use > 0.0 ? std::min(d.in_use, c.count) : c.count;
  p.lemons = std::round(d.lemon_share * c.count);
  p.lemon_factor = d.lemon_factor;
  p.lemon_cure = d.lemon_cure;
  // Sum of relative rates of the units in use when no draw can favour the lemons more.
  p.weight = p.in_use + (d.lemon_factor - 1.0) * std::min(p.lemons, p.in_use);
}

void plan_rates(const FruClass& c, const ClassDetail& d, ClassPlan& p) {
  const auto& s = c.service;
  p.hard_rate = p.weight * per_hour(rate_in_use(c.hard));
  // Good units are removed at random times, n/(1-n) for each failure, repair-induced ones included.
  const double removals = removals_per_failure(s.no_trouble_found);
  p.removal_rate = p.hard_rate / (1.0 - s.repair_induced * removals) * removals;
  p.false_rate = p.removal_rate * s.no_trouble_found;
  p.flap_rate = c.count * per_hour(c.flap.rate) * (1.0 - c.flap.coverage);
  p.common_rate = per_hour(d.common_rate);
  p.common_units = static_cast<int>(std::min(d.common_units, c.count));
  p.ramp = {d.ramp_factor, d.ramp_time / hour};
  p.entity = entity_of(c.name);
}

void plan_repair(const FruClass& c, const ReliabilityInputs& system, ClassPlan& p) {
  const auto& s = c.service;
  p.coverage = c.hard.coverage;
  p.drain_coverage = s.drain_coverage;
  p.induced = s.repair_induced;
  p.failure_ports = c.hard.ports;
  p.service_ports = std::max(c.hard.ports, s.ports);
  p.spreads = c.hard.bandwidth_left >= 1.0;
  if (!p.spreads) p.slowdown = throughput_with_bandwidth(system.job.exposed_communication, c.hard.bandwidth_left);
  p.idled = s.accelerators_idled;
  p.logistic = s.logistic_delay / hour;
  p.drain = s.drain / hour;
  p.active = s.active / hour;
  p.people = std::ceil(s.technicians);
  p.labour = s.technicians;
  p.lead_time = c.spare.lead_time / hour;
}

double stock_of(const SimulationInputs& in, const ClassDetail& d, const ClassPlan& p) {
  if (d.stock >= 0) return static_cast<double>(d.stock);
  if (in.stock == StockPolicy::unlimited || !(p.lead_time > 0.0)) return unlimited;
  const double pipeline = p.removal_rate * p.lead_time;
  return static_cast<double>(size_stock(pipeline, in.system.variance_to_mean, in.system.service_level).stock);
}

/// Expected interruptions by the clocks of a class, before feedback.
double control_of(const ClassPlan& p, double from, double to) {
  const double hard = p.hard_rate * (p.ramp.exposure(to) - p.ramp.exposure(from));
  return hard * (1.0 - p.coverage + 1.0 - p.drain_coverage) +
         (to - from) * (p.flap_rate + p.common_rate * (1.0 - p.coverage));
}

void plan_job(const SimulationInputs& in, SimulationPlan& plan) {
  const auto& job = in.system.job;
  plan.accelerators = job.accelerators;
  plan.per_node = job.accelerators_per_node;
  plan.hot_share = job.hot_spares;
  plan.hot_nodes = std::floor(job.hot_spares * job.accelerators / job.accelerators_per_node);
  plan.exposed_communication = job.exposed_communication;
  plan.other_rate = job.accelerators * (1.0 - job.hot_spares) * per_hour(job.other_interruptions);
  const Time interval = closed_form_of(in).checkpoint_interval;
  plan.period = (interval + job.checkpoint_write) / hour;
  plan.duty = checkpoint_duty(interval, job.checkpoint_write);
  plan.restart = job.restart / hour;
  plan.requeue = job.requeue / hour;
  plan.restart_is_safe = in.restart_is_safe;
}

void plan_service(const SimulationInputs& in, SimulationPlan& plan) {
  plan.law = in.repair_law;
  plan.sigma = in.repair_sigma;
  plan.technicians =
      in.crew.limited ? static_cast<double>(in.crew.technicians) : std::numeric_limits<double>::infinity();
  plan.shift = std::min(hours_per_day, in.crew.shift / hour);
  plan.visit_size = std::round(in.system.repairs_per_visit);
  plan.visit_interval = in.visit_interval / hour;
}

}  // namespace

const ClassDetail& detail_of(const SimulationInputs& in, const std::string& name) {
  static const ClassDetail none;
  const auto at = std::ranges::find(in.details, name, &ClassDetail::name);
  return at == in.details.end() ? none : *at;
}

ReliabilityResults closed_form_of(const SimulationInputs& in) {
  auto system = in.system;
  for (auto& c : system.classes) {
    const auto& d = detail_of(in, c.name);
    if (d.in_use > 0.0) c.count = std::min(d.in_use, c.count);
    if (d.lemon_cure == 0.0) c.hard.rate *= 1.0 + d.lemon_share * (d.lemon_factor - 1.0);
  }
  return evaluate(system);
}

SimulationPlan plan_of(const SimulationInputs& in) {
  SimulationPlan plan;
  plan.warm_up = in.warm_up / hour;
  plan.end = plan.warm_up + in.horizon / hour;
  plan.seed = static_cast<std::uint32_t>(in.seed);
  plan.ports = in.system.ports;
  plan_job(in, plan);
  plan_service(in, plan);
  for (const auto& c : in.system.classes) {
    const auto& d = detail_of(in, c.name);
    auto& p = plan.classes.emplace_back();
    plan_population(c, d, p);
    plan_rates(c, d, p);
    plan_repair(c, in.system, p);
    p.stock = stock_of(in, d, p);
    plan.flap_port_rate.push_back(c.count * c.flap.rate * c.flap.duration * c.flap.ports);
    if (p.spreads) plan.flap_ports += plan.flap_port_rate.back();
    plan.control_mean += control_of(p, plan.warm_up, plan.end);
  }
  plan.control_mean += plan.other_rate * (plan.end - plan.warm_up);
  return plan;
}

}  // namespace copack::reliability
