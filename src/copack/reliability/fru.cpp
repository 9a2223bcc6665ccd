// SPDX-License-Identifier: Apache-2.0
#include "copack/reliability/fru.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "copack/numerics/arrhenius.hpp"
#include "copack/reliability/goodput.hpp"
#include "copack/reliability/spares.hpp"

namespace copack::reliability {
namespace {

constexpr double hours_per_year = 8760.0;

/// Each removal causes q new faults: F = F0 + q F / (1 - ntf). Infinite when repairs cause more than they cure.
double repair_amplification(const Service& s) {
  const double room = 1.0 - s.repair_induced * removals_per_failure(s.no_trouble_found);
  return room > 0.0 ? 1.0 / room : std::numeric_limits<double>::infinity();
}

Time downtime(const Service& s) { return s.logistic_delay + s.drain + s.active; }

/// A synchronous job runs at the pace of its worst-hit accelerators. The number of units down is Poisson (Palm), so
/// at least one is down with probability 1 - e^-m; only faults that the job survived slow it.
double local_throughput(const HardFault& hard, double units_down, double exposed_communication) {
  if (hard.bandwidth_left >= 1.0) return 1.0;
  const double slow_share = -std::expm1(-units_down * hard.coverage);
  return 1.0 - slow_share * (1.0 - throughput_with_bandwidth(exposed_communication, hard.bandwidth_left));
}

void stock_spares(const FruClass& c, const ReliabilityInputs& in, ClassResults& r) {
  const double pipeline = r.removals * c.spare.lead_time;
  r.spares = static_cast<double>(size_stock(pipeline, in.variance_to_mean, in.service_level).stock);
  r.spares_value = r.spares * c.spare.unit_cost;
}

ClassResults class_results(const FruClass& c, const ReliabilityInputs& in) {
  const auto& s = c.service;
  ClassResults r;
  r.name = c.name;
  r.failures = c.count * rate_in_use(c.hard) * repair_amplification(s);
  r.flaps = c.count * c.flap.rate;
  r.removals = r.failures * removals_per_failure(s.no_trouble_found);
  r.interruptions =
      r.failures * ((1.0 - c.hard.coverage) + (1.0 - s.drain_coverage)) + r.flaps * (1.0 - c.flap.coverage);
  r.port_hours_per_failure = port_hours_per_failure(c.hard, s);
  r.port_hours_per_year = r.failures.in(unit::per_year)*r.port_hours_per_failure +
                          r.flaps * c.flap.duration * c.flap.ports * hours_per_year;
  r.units_down = r.failures * downtime(s);
  r.accelerators_down = r.units_down * s.accelerators_idled;
  r.throughput_factor = local_throughput(c.hard, r.units_down, in.job.exposed_communication);
  r.labour_hours_per_year = r.removals.in(unit::per_year)*s.technicians * s.active.in(unit::hour);
  if (c.spare.lead_time.si() > 0.0) stock_spares(c, in, r);
  return r;
}

void sum_classes(const ReliabilityInputs& in, ReliabilityResults& r) {
  for (std::size_t i = 0; i < in.classes.size(); ++i) {
    const auto& c = in.classes[i];
    const auto& x = r.classes[i];
    const double service_scope = std::max(c.hard.ports, c.service.ports);
    r.failures += x.failures;
    r.removals += x.removals;
    r.network_interruptions += x.interruptions;
    r.labour_hours_per_year += x.labour_hours_per_year;
    r.port_hours_per_year += x.port_hours_per_year;
    r.accelerators_down += x.accelerators_down;
    r.spares += x.spares;
    r.spares_value += x.spares_value;
    r.mean_failure_scope += x.failures.si() * c.hard.ports;
    r.mean_service_scope += x.failures.si() * service_scope;
    if (x.failures.si() > 0.0) r.max_blast_radius = std::max(r.max_blast_radius, service_scope);
  }
  if (r.failures.si() > 0.0) {
    r.mean_failure_scope /= r.failures.si();
    r.mean_service_scope /= r.failures.si();
  }
  r.truck_rolls = r.removals / in.repairs_per_visit;
}

/// Probability that the hot spares cover the nodes that are down.
double spare_probability(const ReliabilityInputs& in, double accelerators_down) {
  const auto& job = in.job;
  if (job.requeue.si() == 0.0) return 1.0;
  const double stock = std::floor(job.hot_spares * job.accelerators / job.accelerators_per_node);
  return demand_covered(accelerators_down / job.accelerators_per_node, in.variance_to_mean, stock);
}

void run_job(const ReliabilityInputs& in, ReliabilityResults& r) {
  const auto& job = in.job;
  r.other_interruptions = job.accelerators * (1.0 - job.hot_spares) * job.other_interruptions;
  r.interruptions = r.network_interruptions + r.other_interruptions;
  r.mtti = 1.0 / r.interruptions;
  r.spare_probability = spare_probability(in, r.accelerators_down);
  r.restart = job.restart + (1.0 - r.spare_probability) * job.requeue;
  r.checkpoint_interval =
      job.checkpoint_interval.si() > 0.0 ? job.checkpoint_interval : daly_interval(job.checkpoint_write, r.mtti);
  r.duty = checkpoint_duty(r.checkpoint_interval, job.checkpoint_write);
  r.goodput = renewal_goodput(r.mtti, r.checkpoint_interval, job.checkpoint_write, r.restart);
  r.first_order_goodput = first_order_goodput(r.mtti, r.checkpoint_interval, job.checkpoint_write, r.restart);
  if (job.accelerators > 0.0) {
    r.capacity_fraction = std::max(0.0, 1.0 - std::max(job.hot_spares, r.accelerators_down / job.accelerators));
  }
}

double port_fraction(const ReliabilityInputs& in, double port_hours_per_year) {
  return in.ports > 0.0 ? std::min(1.0, port_hours_per_year / (in.ports * hours_per_year)) : 0.0;
}

/// Fills the throughput and returns, class by class, the weight of its share in the loss.
std::vector<double> lose_bandwidth(const ReliabilityInputs& in, ReliabilityResults& r) {
  double spread_hours = 0.0;
  double local = 1.0;
  for (std::size_t i = 0; i < in.classes.size(); ++i) {
    if (in.classes[i].hard.bandwidth_left >= 1.0) spread_hours += r.classes[i].port_hours_per_year;
    local *= r.classes[i].throughput_factor;
  }
  r.bandwidth_lost = port_fraction(in, r.port_hours_per_year);
  r.port_availability = 1.0 - r.bandwidth_lost;
  r.spread_bandwidth_left = 1.0 - port_fraction(in, spread_hours);
  const double spread = throughput_with_bandwidth(in.job.exposed_communication, r.spread_bandwidth_left);
  r.throughput_factor = spread * local;
  std::vector<double> weights(in.classes.size());
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const bool spreads = in.classes[i].hard.bandwidth_left >= 1.0 && spread_hours > 0.0;
    weights[i] = spreads ? (1.0 - spread) * r.classes[i].port_hours_per_year / spread_hours
                         : 1.0 - r.classes[i].throughput_factor;
  }
  return weights;
}

double share(double part, double whole) { return whole > 0.0 ? part / whole : 0.0; }

/// Splits N * 8760 h * (1 - effective goodput) by cause and by class.
void share_losses(const ReliabilityInputs& in, const std::vector<double>& bandwidth_weights, ReliabilityResults& r) {
  const double all = in.job.accelerators * hours_per_year;
  const double running = all * r.capacity_fraction;
  const double interrupted = running * (r.duty - r.goodput);
  r.lost_to_idling = all - running;
  r.lost_to_checkpoints = running * (1.0 - r.duty);
  r.lost_to_network_interruptions = interrupted * share(r.network_interruptions.si(), r.interruptions.si());
  r.lost_to_other_interruptions = interrupted - r.lost_to_network_interruptions;
  r.lost_to_bandwidth = running * r.goodput * (1.0 - r.throughput_factor);
  r.lost_total = all * (1.0 - r.effective_goodput);
  double weight_sum = 0.0;
  for (const double w : bandwidth_weights) weight_sum += w;
  for (std::size_t i = 0; i < r.classes.size(); ++i) {
    auto& c = r.classes[i];
    c.accelerator_hours_per_year = interrupted * share(c.interruptions.si(), r.interruptions.si()) +
                                   r.lost_to_bandwidth * share(bandwidth_weights[i], weight_sum) +
                                   r.lost_to_idling * share(c.accelerators_down, r.accelerators_down);
  }
}

void name_binding_class(const ReliabilityInputs& in, ReliabilityResults& r) {
  if (r.classes.empty()) return;
  const auto key =
      in.job.accelerators > 0.0 ? &ClassResults::accelerator_hours_per_year : &ClassResults::port_hours_per_year;
  r.binding_class = std::ranges::max_element(r.classes, {}, key)->name;
}

/// No steady state exists: nothing works for long, and no other figure is given.
ReliabilityResults collapsed(const ReliabilityInputs& in) {
  ReliabilityResults r;
  r.stable = false;
  r.port_availability = r.duty = r.goodput = r.first_order_goodput = r.throughput_factor = 0.0;
  r.capacity_fraction = r.effective_goodput = r.spread_bandwidth_left = r.spare_probability = 0.0;
  r.bandwidth_lost = 1.0;
  r.lost_total = in.job.accelerators * hours_per_year;
  return r;
}

}  // namespace

FailureRate rate_in_use(const HardFault& hard) {
  if (hard.activation_energy <= Energy{}) return hard.rate;
  return hard.rate * numerics::arrhenius_factor(hard.activation_energy, hard.rate_temperature, hard.temperature);
}

double port_hours_per_failure(const HardFault& hard, const Service& service) {
  const double drained = std::max(hard.ports, service.ports);
  return hard.ports * service.logistic_delay.in(unit::hour) + drained * (service.drain + service.active).in(unit::hour);
}

double throughput_with_bandwidth(double exposed_communication, double bandwidth_left) {
  if (exposed_communication == 0.0) return 1.0;
  return 1.0 / ((1.0 - exposed_communication) + exposed_communication / bandwidth_left);
}

ReliabilityResults evaluate(const ReliabilityInputs& in) {
  const bool stable =
      std::ranges::all_of(in.classes, [](const FruClass& c) { return std::isfinite(repair_amplification(c.service)); });
  if (!stable) return collapsed(in);
  ReliabilityResults r;
  r.classes.reserve(in.classes.size());
  for (const auto& c : in.classes) r.classes.push_back(class_results(c, in));
  sum_classes(in, r);
  run_job(in, r);
  const auto bandwidth_weights = lose_bandwidth(in, r);
  r.effective_goodput = r.capacity_fraction * r.goodput * r.throughput_factor;
  share_losses(in, bandwidth_weights, r);
  name_binding_class(in, r);
  return r;
}

}  // namespace copack::reliability
