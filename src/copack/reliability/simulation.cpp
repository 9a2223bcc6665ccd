// SPDX-License-Identifier: Apache-2.0
#include "copack/reliability/simulation.hpp"

#include <algorithm>
#include <cmath>

#include "copack/numerics/statistics.hpp"
#include "copack/reliability/simulation_engine.hpp"
#include "copack/reliability/simulation_plan.hpp"
#include "copack/reliability/spares.hpp"

namespace copack::reliability {
namespace {

constexpr double hours_per_year = 8760.0;
const double per_hour = (1.0 / unit::hour).si();

/// Which answers of the closed form rest on assumptions that hold.
struct Agreement {
  bool rates = true;       ///< steady Poisson faults of many units
  bool repairs = true;     ///< and repairs that wait for nobody
  bool job = true;         ///< interruptions are Poisson, restarts equal
  bool capacity = true;    ///< idled accelerators never exceed the hot spares, or there are none
  bool throughput = true;  ///< little bandwidth is lost, so that mean and function commute
  bool product = true;     ///< what is lost does not depend on when the job stops
  bool bandwidth = true;   ///< not even the bandwidth
};

Time downtime(const Service& s) { return s.logistic_delay + s.drain + s.active; }

bool steady(const ClassDetail& d) {
  const bool flat = d.ramp_factor == 1.0 || d.ramp_time.si() == 0.0;
  const bool same = d.lemon_share == 0.0 || d.lemon_factor == 1.0 || d.lemon_cure == 0.0;
  const bool all = d.lemon_share == 0.0 || d.lemon_factor == 1.0 || d.in_use == 0.0;
  return flat && same && all && d.common_rate.si() * d.common_units == 0.0;
}

/// Units that are down cannot fail, which the closed form neglects.
bool few_down(const FruClass& c, const ClassDetail& d, const ClassResults& closed) {
  const double standby = d.in_use > 0.0 ? std::max(0.0, c.count - d.in_use) : 0.0;
  return closed.units_down == 0.0 || closed.units_down <= 1e-3 * c.count ||
         closed.units_down + 6.0 * std::sqrt(closed.units_down) < standby;
}

/// The longest repair fits in the warm-up; longer laws have tails.
bool warm(const SimulationInputs& in, const FruClass& c) {
  const double margin = in.repair_law == RepairLaw::constant ? 1.0 : 20.0;
  return in.warm_up >= margin * downtime(c.service);
}

bool never_waits(const SimulationInputs& in, const FruClass& c) {
  const bool spares =
      c.spare.lead_time.si() == 0.0 || (detail_of(in, c.name).stock < 0 && in.stock == StockPolicy::unlimited);
  return spares && !in.crew.limited && in.crew.shift >= 24.0 * unit::hour && in.system.repairs_per_visit < 1.5;
}

/// A fault and its own drain must not both interrupt, nor may repairs cause faults: such interruptions come in pairs.
bool unpaired(const FruClass& c) {
  const bool pairs = c.hard.coverage < 1.0 && c.service.drain_coverage < 1.0;
  return !pairs && c.service.repair_induced == 0.0;
}

/// The closed form multiplies means, as if the job stopped at times that have nothing to do with what is down. A stop
/// by the very fault falls in its downtime: small next to all work, where a fault idles few accelerators and does not
/// slow the job, but not next to the bandwidth that it takes.
bool stops_elsewhere(const FruClass& c, const Job& job) {
  const bool slows_and_stops = c.hard.bandwidth_left < 1.0 && c.service.drain_coverage < 1.0;
  return !slows_and_stops && c.service.accelerators_idled <= 5e-4 * job.accelerators;
}

bool takes_bandwidth_and_stops(const FruClass& c) {
  const bool spreads = c.hard.bandwidth_left >= 1.0 && std::max(c.hard.ports, c.service.ports) > 0.0;
  return spreads && std::min(c.hard.coverage, c.service.drain_coverage) < 1.0;
}

Agreement agreement(const SimulationInputs& in, const ReliabilityResults& closed) {
  Agreement a;
  double variance = 0.0;
  bool drains = false;
  for (std::size_t i = 0; i < in.system.classes.size(); ++i) {
    const auto& c = in.system.classes[i];
    const auto& d = detail_of(in, c.name);
    a.rates =
        a.rates && steady(d) && few_down(c, d, closed.classes[i]) && (c.service.repair_induced == 0.0 || warm(in, c));
    a.repairs = a.repairs && never_waits(in, c) && warm(in, c);
    a.job = a.job && unpaired(c);
    a.product = a.product && stops_elsewhere(c, in.system.job);
    a.bandwidth = a.bandwidth && !takes_bandwidth_and_stops(c);
    drains = drains || c.service.drain_coverage < 1.0;
    variance += closed.classes[i].units_down * c.service.accelerators_idled * c.service.accelerators_idled;
  }
  a.rates = a.rates && !in.restart_is_safe;
  a.repairs = a.repairs && a.rates;
  a.job = a.job && a.rates && in.system.job.requeue.si() == 0.0 && (a.repairs || !drains);
  const double hot = in.system.job.hot_spares * in.system.job.accelerators;
  const double often = closed.accelerators_down + 6.0 * std::sqrt(variance);
  a.capacity = a.repairs && (hot == 0.0 ? often <= in.system.job.accelerators : often <= hot);
  a.throughput = a.repairs && closed.bandwidth_lost < 0.01;
  a.product = a.product && a.job && a.capacity && a.throughput;
  a.bandwidth = a.bandwidth && a.product;
  return a;
}

/// Values of one figure, replication by replication.
template <class Get>
std::vector<double> collect(std::span<const Outcome> outcomes, const Get& get) {
  std::vector<double> values;
  values.reserve(outcomes.size());
  for (const auto& o : outcomes) values.push_back(get(o));
  return values;
}

Estimate estimate(std::vector<double> values, double closed_form, bool comparable) {
  Estimate e;
  const auto n = static_cast<double>(values.size());
  e.mean = numerics::mean(values);
  e.standard_error = std::sqrt(numerics::variance(values) / n);
  std::ranges::sort(values);
  e.p05 = numerics::sorted_quantile(values, 0.05);
  e.p50 = numerics::sorted_quantile(values, 0.50);
  e.p95 = numerics::sorted_quantile(values, 0.95);
  e.closed_form = closed_form;
  e.comparable = comparable;
  return e;
}

/// Rounding is no difference.
void compare(Estimate& e) {
  const double noise = 1e-12 * std::abs(e.mean);
  e.difference = e.standard_error > noise ? (e.mean - e.closed_form) / e.standard_error : 0.0;
}

/// Control variate: the number of interruptions X that the clocks alone would make has a known mean, and
/// y - b (X - E X) with b = cov(y, X) / var X has a smaller variance. @returns the variance ratio, 1 or more.
double control(std::span<const double> values, std::span<const double> controls, double known_mean, Estimate& e) {
  const auto n = static_cast<double>(values.size());
  const double y_mean = numerics::mean(values);
  const double x_mean = numerics::mean(controls);
  double xx = 0.0, xy = 0.0, yy = 0.0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double x = controls[i] - x_mean;
    const double y = values[i] - y_mean;
    xx += x * x;
    xy += x * y;
    yy += y * y;
  }
  if (n < 4.0 || !(xx > 0.0) || !(yy > 0.0)) return 1.0;
  const double left = std::max(0.0, yy - xy * xy / xx) / (n - 2.0);
  if (!(left < yy / (n - 1.0))) return 1.0;
  // The known mean replaces a sampled one, whose own error is what the second factor adds (regression estimator).
  const double shift = x_mean - known_mean;
  e.mean = y_mean - xy / xx * shift;
  e.standard_error = std::sqrt(left * (1.0 / n + shift * shift / xx));
  return yy / (n - 1.0) / std::max(left, 1e-12 * yy);
}

struct Summary {
  const SimulationInputs& in;
  std::span<const Outcome> outcomes;
  SimulationPlan plan;
  ReliabilityResults closed;
  Agreement holds;
  std::vector<double> controls;
  double per_horizon = 0.0;  ///< hours
};

Estimate figure(const Summary& s, double Outcome::* member, double scale, double closed_form, bool comparable) {
  auto e = estimate(collect(s.outcomes, [&](const Outcome& o) { return scale * o.*member; }), closed_form, comparable);
  compare(e);
  return e;
}

/// A figure of the job, with its variance cut. Sets `reduction`.
Estimate controlled(const Summary& s, double Outcome::* member, double scale, double closed_form, bool comparable,
                    double* reduction = nullptr) {
  const auto values = collect(s.outcomes, [&](const Outcome& o) { return scale * o.*member; });
  auto e = estimate(values, closed_form, comparable);
  const double ratio = control(values, s.controls, s.plan.control_mean, e);
  if (reduction != nullptr) *reduction = ratio;
  compare(e);
  return e;
}

/// Sum over classes of a count.
Estimate total(const Summary& s, double ClassOutcome::* member, double scale, double closed_form, bool comparable) {
  auto values = collect(s.outcomes, [&](const Outcome& o) {
    double sum = 0.0;
    for (const auto& c : o.classes) sum += c.*member;
    return scale * sum;
  });
  auto e = estimate(std::move(values), closed_form, comparable);
  compare(e);
  return e;
}

Estimate of_class(const Summary& s, std::size_t i, double ClassOutcome::* member, double scale, double closed_form,
                  bool comparable) {
  auto e = estimate(collect(s.outcomes, [&](const Outcome& o) { return scale * o.classes[i].*member; }), closed_form,
                    comparable);
  compare(e);
  return e;
}

double ratio(double part, double whole) { return whole > 0.0 ? part / whole : 0.0; }

/// Mean of `part` over all that `whole` counts, all replications together.
double class_ratio(const Summary& s, std::size_t i, double ClassOutcome::* part, double ClassOutcome::* whole) {
  double above = 0.0, below = 0.0;
  for (const auto& o : s.outcomes) {
    above += o.classes[i].*part;
    below += o.classes[i].*whole;
  }
  return ratio(above, below);
}

void work(const Summary& s, SimulationResults& r) {
  const auto& c = s.closed;
  const bool all = s.holds.product;
  r.goodput = controlled(s, &Outcome::goodput, 1.0, c.goodput, s.holds.job);
  r.effective_goodput =
      controlled(s, &Outcome::effective_goodput, 1.0, c.effective_goodput, all, &r.variance_reduction);
  r.down_time = controlled(s, &Outcome::down_time, 1.0, 1.0 - c.goodput / c.duty, s.holds.job);
  r.capacity_fraction = figure(s, &Outcome::capacity_fraction, 1.0, c.capacity_fraction, s.holds.capacity);
  r.throughput_factor = figure(s, &Outcome::throughput_factor, 1.0, c.throughput_factor, s.holds.throughput);
  const double hours = s.in.system.job.accelerators * hours_per_year;
  r.lost_to_idling = figure(s, &Outcome::lost_to_idling, hours, c.lost_to_idling, s.holds.capacity);
  r.lost_to_checkpoints = figure(s, &Outcome::lost_to_checkpoints, hours, c.lost_to_checkpoints, s.holds.capacity);
  r.lost_to_network_interruptions =
      controlled(s, &Outcome::lost_to_network_interruptions, hours, c.lost_to_network_interruptions, all);
  r.lost_to_other_interruptions =
      controlled(s, &Outcome::lost_to_other_interruptions, hours, c.lost_to_other_interruptions, all);
  r.lost_to_bandwidth = figure(s, &Outcome::lost_to_bandwidth, hours, c.lost_to_bandwidth, s.holds.bandwidth);
  r.lost_total = r.effective_goodput;
  for (auto* x : {&r.lost_total.mean, &r.lost_total.p05, &r.lost_total.p50, &r.lost_total.p95}) *x = hours * (1.0 - *x);
  std::swap(r.lost_total.p05, r.lost_total.p95);
  r.lost_total.standard_error *= hours;
  r.lost_total.closed_form = c.lost_total;
  compare(r.lost_total);
}

void faults(const Summary& s, SimulationResults& r) {
  const auto& c = s.closed;
  const double rate = per_hour / s.per_horizon;
  r.interruptions = figure(s, &Outcome::interruptions, rate, c.interruptions.si(), s.holds.rates);
  r.network_interruptions =
      figure(s, &Outcome::network_interruptions, rate, c.network_interruptions.si(), s.holds.rates);
  auto with_spare = collect(s.outcomes, [](const Outcome& o) {
    return o.interruptions > 0.0 ? o.restarts_with_spare / o.interruptions : 1.0;
  });
  r.spare_probability = estimate(std::move(with_spare), c.spare_probability, s.in.system.job.requeue.si() == 0.0);
  compare(r.spare_probability);
  r.failures = total(s, &ClassOutcome::failures, rate, c.failures.si(), s.holds.rates);
  r.removals = total(s, &ClassOutcome::removals, rate, c.removals.si(), s.holds.rates);
  r.port_availability =
      total(s, &ClassOutcome::port_hours, 1.0 / (s.in.system.ports * s.per_horizon), c.bandwidth_lost, s.holds.repairs);
  auto& a = r.port_availability;
  for (auto* x : {&a.mean, &a.p05, &a.p50, &a.p95, &a.closed_form}) *x = std::max(0.0, 1.0 - *x);
  std::swap(a.p05, a.p95);
  compare(a);
}

void service(const Summary& s, SimulationResults& r) {
  const auto& c = s.closed;
  const double per_year = hours_per_year / s.per_horizon;
  const bool visits = s.holds.rates && s.in.visit_interval.si() == 0.0 && s.holds.repairs;
  r.truck_rolls = figure(s, &Outcome::truck_rolls, per_hour / s.per_horizon, c.truck_rolls.si(), visits);
  r.labour_hours_per_year = figure(s, &Outcome::labour_hours, per_year, c.labour_hours_per_year, s.holds.repairs);
  double busy = 0.0;
  for (std::size_t i = 0; i < s.plan.classes.size(); ++i) {
    const auto& p = s.plan.classes[i];
    busy += c.classes[i].removals.si() / per_hour * p.people * (p.drain + p.active);
  }
  r.crew_load = ratio(busy, s.plan.technicians) * (24.0 / s.plan.shift);
  r.technicians_busy = figure(s, &Outcome::technician_hours, 1.0 / s.per_horizon, busy, s.holds.repairs);
  r.technician_queue = figure(s, &Outcome::queue_hours, 1.0 / s.per_horizon, 0.0, false);
  r.technician_wait =
      estimate(collect(s.outcomes, [](const Outcome& o) { return ratio(o.technician_wait, o.starts); }), 0.0, false);
  compare(r.technician_wait);
}

/// Stock-outs by Palm: the pipeline is Poisson, and a demand finds none with probability P(X >= S).
Estimate stock_outs(const Summary& s, std::size_t i) {
  const auto& p = s.plan.classes[i];
  const bool limited = p.stock >= 0.0 && p.lead_time > 0.0;
  const double v = s.in.system.variance_to_mean;
  const double out = limited ? 1.0 - demand_covered(p.removal_rate * p.lead_time, v, p.stock - 1.0) : 0.0;
  const bool warm = s.plan.warm_up >= p.lead_time + p.logistic;
  auto values =
      collect(s.outcomes, [&](const Outcome& o) { return ratio(o.classes[i].stock_outs, o.classes[i].demands); });
  auto e = estimate(std::move(values), out, s.holds.rates && warm && v == 1.0);
  compare(e);
  return e;
}

void by_class(const Summary& s, SimulationResults& r) {
  const double rate = per_hour / s.per_horizon;
  const double n = static_cast<double>(s.outcomes.size());
  for (std::size_t i = 0; i < s.plan.classes.size(); ++i) {
    const auto& c = s.closed.classes[i];
    const bool rates = s.holds.rates;
    SimulatedClassResults x;
    x.name = c.name;
    x.failures = of_class(s, i, &ClassOutcome::failures, rate, c.failures.si(), rates);
    x.removals = of_class(s, i, &ClassOutcome::removals, rate, c.removals.si(), rates);
    x.interruptions = of_class(s, i, &ClassOutcome::interruptions, rate, c.interruptions.si(), rates);
    x.units_down = of_class(s, i, &ClassOutcome::unit_hours, 1.0 / s.per_horizon, c.units_down, s.holds.repairs);
    x.port_hours_per_year = of_class(s, i, &ClassOutcome::port_hours, hours_per_year / s.per_horizon,
                                     c.port_hours_per_year, s.holds.repairs);
    x.stock_outs = stock_outs(s, i);
    x.stock = s.plan.classes[i].stock;
    x.spare_wait = class_ratio(s, i, &ClassOutcome::spare_wait, &ClassOutcome::demands);
    x.repair_time = class_ratio(s, i, &ClassOutcome::repair_hours, &ClassOutcome::repairs);
    for (const auto& o : s.outcomes) x.lemons_left += o.classes[i].lemons_left / n;
    r.classes.push_back(std::move(x));
  }
}

/// All classes: the share by the closed form is weighted with removals.
Estimate all_stock_outs(const Summary& s, const SimulationResults& r) {
  double out = 0.0;
  bool comparable = true;
  for (std::size_t i = 0; i < r.classes.size(); ++i) {
    out += s.closed.classes[i].removals.si() * r.classes[i].stock_outs.closed_form;
    comparable = comparable && r.classes[i].stock_outs.comparable;
  }
  auto values = collect(s.outcomes, [](const Outcome& o) {
    double missed = 0.0, all = 0.0;
    for (const auto& c : o.classes) {
      missed += c.stock_outs;
      all += c.demands;
    }
    return ratio(missed, all);
  });
  auto e = estimate(std::move(values), ratio(out, s.closed.removals.si()), comparable);
  compare(e);
  return e;
}

}  // namespace

double expected_events(const SimulationInputs& in) {
  const auto plan = plan_of(in);
  double events = plan.other_rate * plan.end;
  for (const auto& c : plan.classes) {
    // A repair is about three events, whoever caused it.
    const double faults = c.removal_rate * c.ramp.exposure(plan.end) + c.common_rate * c.common_units * plan.end;
    events += 3.0 * faults + c.flap_rate * plan.end;
  }
  return events;
}

std::vector<Outcome> simulate(const SimulationInputs& in, std::int64_t first, std::int64_t count) {
  const auto plan = plan_of(in);
  std::vector<Outcome> outcomes;
  outcomes.reserve(static_cast<std::size_t>(count));
  for (std::int64_t i = first; i < first + count; ++i) {
    outcomes.push_back(Replication(plan, static_cast<std::uint32_t>(i)).run());
  }
  return outcomes;
}

SimulationResults summarize(const SimulationInputs& in, std::span<const Outcome> outcomes) {
  Summary s{.in = in, .outcomes = outcomes, .plan = plan_of(in), .closed = closed_form_of(in)};
  s.holds = agreement(in, s.closed);
  s.controls = collect(outcomes, [](const Outcome& o) { return o.control; });
  s.per_horizon = in.horizon / unit::hour;
  SimulationResults r;
  r.simulated = true;
  r.events = expected_events(in) * static_cast<double>(outcomes.size());
  r.checkpoint_interval = s.closed.checkpoint_interval;
  work(s, r);
  faults(s, r);
  service(s, r);
  by_class(s, r);
  r.stock_outs = all_stock_outs(s, r);
  return r;
}

SimulationResults evaluate(const SimulationInputs& in) {
  const bool stable = closed_form_of(in).stable;
  const double events = stable ? expected_events(in) * static_cast<double>(in.replications) : 0.0;
  if (!stable || in.replications < 1 || !(in.horizon.si() > 0.0) || !(events <= max_simulated_events)) {
    SimulationResults none;
    none.events = events;
    return none;
  }
  return summarize(in, simulate(in, 0, in.replications));
}

}  // namespace copack::reliability
