// SPDX-License-Identifier: Apache-2.0
#include "copack/reliability/simulation_engine.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "copack/numerics/probability_functions.hpp"

namespace copack::reliability {
namespace {

constexpr double never = std::numeric_limits<double>::infinity();
constexpr double hours_per_day = 24.0;
constexpr std::size_t no_class = std::numeric_limits<std::size_t>::max();

/// A time of this mean; u uniform.
double draw_time(double mean, RepairLaw law, double sigma, double u) {
  if (law == RepairLaw::exponential) return -mean * std::log(u);
  if (law == RepairLaw::lognormal) return mean * std::exp(sigma * numerics::normal_quantile(u) - 0.5 * sigma * sigma);
  return mean;
}

}  // namespace

Replication::Replication(const SimulationPlan& plan, std::uint32_t number)
    : plan_(plan), number_(number), job_(plan.period), people_free_(plan.technicians) {
  states_.resize(plan.classes.size());
  out_.classes.resize(plan.classes.size());
  for (std::size_t i = 0; i < states_.size(); ++i) {
    states_[i].lemons = plan.classes[i].lemons;
    if (plan.classes[i].slowdown < 1.0) slowing_.push_back(i);
  }
  add_clocks();
  set_pace();
}

FaultStream Replication::stream(std::size_t cls) const {
  return {plan_.seed, number_, cls == no_class ? 0 : plan_.classes[cls].entity};
}

void Replication::add_clocks() {
  for (std::size_t i = 0; i < plan_.classes.size(); ++i) {
    const auto& c = plan_.classes[i];
    clocks_.add({FaultKind::hard, i, c.hard_rate, c.ramp, stream(i)});
    clocks_.add({FaultKind::false_alarm, i, c.false_rate, c.ramp, stream(i)});
    clocks_.add({FaultKind::flap, i, c.flap_rate, {}, stream(i)});
    clocks_.add({FaultKind::common, i, c.common_rate, {}, stream(i)});
  }
  clocks_.add({FaultKind::other, no_class, plan_.other_rate, {}, stream(no_class)});
}

double Replication::counted(double from, double to) const {
  return std::max(0.0, std::min(to, plan_.end) - std::max(from, plan_.warm_up));
}

Outcome Replication::run() {
  bool measuring = false;
  for (;;) {
    const bool repair_first = !queue_.empty() && queue_.top().time <= clocks_.next();
    const double next = repair_first ? queue_.top().time : clocks_.next();
    if (!measuring && next >= plan_.warm_up) {
      start_measuring();
      measuring = true;
    }
    if (next >= plan_.end) break;
    now_ = next;
    if (repair_first) {
      handle(queue_.pop().event);
    } else {
      tick(clocks_.pop());
    }
  }
  now_ = plan_.end;
  for (const auto& r : repairs_)
    if (r.open) close_books(r);
  for (std::size_t i = 0; i < states_.size(); ++i) out_.classes[i].lemons_left = states_[i].lemons;
  finish_job();
  return std::move(out_);
}

void Replication::handle(const Event& e) {
  switch (e.stage) {
    case Stage::ready:
      return need_spare(e.repair);
    case Stage::spare:
      return need_visit(e.repair);
    case Stage::visit:
      visit_planned_ = false;
      return visit();
    case Stage::shift:
      shift_planned_ = false;
      return dispatch();
    case Stage::done:
      return finish(e.repair);
  }
}

// Faults ----------------------------------------------------------------------------------------------------------

void Replication::tick(const Tick& k) {
  const bool safe = plan_.restart_is_safe && job_.restarting(now_);
  switch (k.kind) {
    case FaultKind::hard:
      return hard_tick(k);
    case FaultKind::false_alarm: {
      const auto id = open_repair(k.cls, k.kind, k.index);
      queue_.push(now_ + repairs_[id].logistic, {Stage::ready, id});
      return;
    }
    case FaultKind::common:
      if (!safe) common_tick(k);
      if (measured() && k.cover >= plan_.classes[k.cls].coverage) ++out_.control;
      return;
    case FaultKind::flap:
    case FaultKind::other:
      if (measured()) ++out_.control;
      if (!safe) interrupt(k.kind == FaultKind::flap ? JobProcess::Cause::network : JobProcess::Cause::other, k.cls);
      return;
    case FaultKind::induced:
      return;  // has no clock
  }
}

/// The failing unit is drawn among all that could fail at the highest rate; a draw that hits a unit which is down,
/// cured or standing by is no failure.
void Replication::hard_tick(const Tick& k) {
  const auto& c = plan_.classes[k.cls];
  const auto& s = states_[k.cls];
  const bool survives = k.cover < c.coverage;
  if (measured()) {
    out_.control += survives ? 0.0 : 1.0;
    if (c.drain_coverage < 1.0) {
      out_.control += to_unit(stream(k.cls).words(k.kind, k.index, 1)[0]) >= c.drain_coverage ? 1.0 : 0.0;
    }
  }
  if (plan_.restart_is_safe && job_.restarting(now_)) return;
  const double lemons_up = s.lemons - s.lemons_down;
  const double others_up = up(k.cls) - lemons_up;
  const double running = up(k.cls) > c.in_use ? c.in_use / up(k.cls) : 1.0;
  const double y = k.unit * c.weight;
  const double lemon_weight = running * lemons_up * c.lemon_factor;
  if (y < lemon_weight + running * others_up) fail(k.cls, k.kind, k.index, y < lemon_weight, survives, !survives);
}

double Replication::up(std::size_t cls) const {
  const auto& s = states_[cls];
  return plan_.classes[cls].count - s.lemons_down - s.others_down;
}

/// One of the units that are up fails, each with equal probability.
void Replication::fail_any(std::size_t cls, bool interrupts_allowed) {
  auto& s = states_[cls];
  if (up(cls) < 1.0) return;
  const auto index = s.induced++;
  const auto w = stream(cls).words(FaultKind::induced, index, 0);
  const bool lemon = to_unit(w[0]) * up(cls) < s.lemons - s.lemons_down;
  const bool survives = to_unit(w[1]) < plan_.classes[cls].coverage;
  fail(cls, FaultKind::induced, index, lemon, survives, interrupts_allowed && !survives);
}

/// All units fail at once and interrupt the job once.
void Replication::common_tick(const Tick& k) {
  const auto& c = plan_.classes[k.cls];
  for (int i = 0; i < c.common_units; ++i) fail_any(k.cls, false);
  if (k.cover >= c.coverage) interrupt(JobProcess::Cause::network, k.cls);
}

void Replication::fail(std::size_t cls, FaultKind kind, std::uint32_t index, bool lemon, bool survives,
                       bool interrupts) {
  const auto& c = plan_.classes[cls];
  const auto id = open_repair(cls, kind, index);
  auto& r = repairs_[id];
  r.failed = true;
  r.lemon = lemon;
  r.cures = r.cures && lemon;
  r.slows = survives && c.slowdown < 1.0;
  job_.advance(now_);
  change_down(r, 1.0);
  if (measured()) ++out_.classes[cls].failures;
  if (interrupts) interrupt(JobProcess::Cause::network, cls);
  queue_.push(now_ + r.logistic, {Stage::ready, id});
}

/// A ticket; its chances are drawn only where they matter.
std::uint32_t Replication::open_repair(std::size_t cls, FaultKind kind, std::uint32_t index) {
  const auto& c = plan_.classes[cls];
  std::uint32_t id = 0;
  if (free_.empty()) {
    id = static_cast<std::uint32_t>(repairs_.size());
    repairs_.emplace_back();
  } else {
    id = free_.back();
    free_.pop_back();
  }
  auto& r = repairs_[id];
  r = {.cls = static_cast<std::uint32_t>(cls), .open = true, .since = now_, .queued = never, .started = never};
  if (c.drain_coverage < 1.0 || c.induced > 0.0 || c.lemon_cure > 0.0) {
    const auto w = stream(cls).words(kind, index, 1);
    r.drain_stops = to_unit(w[0]) >= c.drain_coverage;
    r.induces = to_unit(w[1]) < c.induced;
    r.cures = to_unit(w[2]) < c.lemon_cure;
  }
  draw_times(r, stream(cls), kind, index);
  if (measured()) ++out_.classes[cls].removals;
  return id;
}

void Replication::draw_times(Repair& r, const FaultStream& stream, FaultKind kind, std::uint32_t index) const {
  const auto& c = plan_.classes[r.cls];
  r.logistic = c.logistic;
  r.active = c.active;
  if (plan_.law != RepairLaw::constant) {
    const auto w = stream.words(kind, index, 2);
    r.logistic = draw_time(c.logistic, plan_.law, plan_.sigma, to_unit_interval(w[0], w[1]));
    r.active = draw_time(c.active, plan_.law, plan_.sigma, to_unit_interval(w[2], w[3]));
  }
  r.work = c.drain + r.active;
}

// Repair ----------------------------------------------------------------------------------------------------------

/// One-for-one resupply: each demand orders a unit that comes after the lead time, so that demand k is served by the
/// order of demand k - S, or at once when k < S.
void Replication::need_spare(std::uint32_t id) {
  const auto cls = repairs_[id].cls;
  const auto& c = plan_.classes[cls];
  auto& demands = states_[cls].demands;
  auto& out = out_.classes[cls];
  const bool limited = c.stock >= 0.0 && c.lead_time > 0.0;
  if (measured()) ++out.demands;
  if (!limited) return need_visit(id);
  demands.push_back(now_);
  const auto k = demands.size() - 1;
  const auto stock = static_cast<std::size_t>(c.stock);
  const double at_hand = k < stock ? now_ : demands[k - stock] + c.lead_time;
  if (at_hand <= now_) return need_visit(id);
  if (measured()) {
    ++out.stock_outs;
    out.spare_wait += at_hand - now_;
  }
  queue_.push(at_hand, {Stage::spare, id});
}

void Replication::need_visit(std::uint32_t id) {
  if (plan_.visit_size <= 1.0) {
    if (measured()) ++out_.truck_rolls;
    return need_technicians(id);
  }
  waiting_visit_.push_back(id);
  if (static_cast<double>(waiting_visit_.size()) >= plan_.visit_size) return visit();
  if (plan_.visit_interval > 0.0 && !visit_planned_) {
    visit_planned_ = true;
    queue_.push((std::floor(now_ / plan_.visit_interval) + 1.0) * plan_.visit_interval, {Stage::visit, 0});
  }
}

void Replication::visit() {
  if (waiting_visit_.empty()) return;
  if (measured()) ++out_.truck_rolls;
  for (const auto id : waiting_visit_) need_technicians(id);
  waiting_visit_.clear();
}

void Replication::need_technicians(std::uint32_t id) {
  repairs_[id].queued = now_;
  waiting_people_.push_back(id);
  dispatch();
}

/// Work begins in the order of the queue, within the shift.
void Replication::dispatch() {
  if (waiting_people_.empty()) return;
  if (plan_.shift < hours_per_day && std::fmod(now_, hours_per_day) >= plan_.shift) {
    if (!shift_planned_) {
      shift_planned_ = true;
      queue_.push((std::floor(now_ / hours_per_day) + 1.0) * hours_per_day, {Stage::shift, 0});
    }
    return;
  }
  while (!waiting_people_.empty()) {
    const auto id = waiting_people_.front();
    const double people = plan_.classes[repairs_[id].cls].people;
    if (people > people_free_) return;
    people_free_ -= people;
    waiting_people_.pop_front();
    start(id);
  }
}

void Replication::start(std::uint32_t id) {
  auto& r = repairs_[id];
  const auto& c = plan_.classes[r.cls];
  r.started = now_;
  if (measured()) {
    ++out_.starts;
    out_.technician_wait += now_ - r.queued;
    out_.labour_hours += c.labour * r.active;
  }
  if (r.failed) {
    job_.advance(now_);
    if (c.spreads) ports_down_ += c.service_ports - c.failure_ports;
    set_pace();
    if (r.drain_stops) interrupt(JobProcess::Cause::network, r.cls);
  }
  queue_.push(now_ + r.work, {Stage::done, id});
}

void Replication::finish(std::uint32_t id) {
  auto& r = repairs_[id];
  const std::size_t cls = r.cls;
  const auto& c = plan_.classes[cls];
  const bool induces = r.induces;
  people_free_ += c.people;
  close_books(r);
  if (r.failed) {
    job_.advance(now_);
    if (c.spreads) ports_down_ -= c.service_ports - c.failure_ports;
    change_down(r, -1.0);
    if (r.cures) --states_[cls].lemons;
    if (measured()) {
      ++out_.classes[cls].repairs;
      out_.classes[cls].repair_hours += now_ - r.since;
    }
  }
  r.open = false;
  free_.push_back(id);
  if (induces) fail_any(cls, true);
  dispatch();
}

/// Adds what a repair took within the horizon up to now.
void Replication::close_books(const Repair& r) {
  const auto& c = plan_.classes[r.cls];
  auto& out = out_.classes[r.cls];
  const double working = counted(r.started, now_);
  if (r.failed) {
    const double down = counted(r.since, now_);
    out.unit_hours += down;
    out.idle_hours += down * c.idled;
    out.port_hours += (down - working) * c.failure_ports + working * c.service_ports;
  }
  out_.technician_hours += working * c.people;
  out_.queue_hours += counted(r.queued, std::min(r.started, now_));
}

// Job -------------------------------------------------------------------------------------------------------------

/// A unit goes down (+1) or comes back (-1).
void Replication::change_down(const Repair& r, double sign) {
  const auto& c = plan_.classes[r.cls];
  auto& s = states_[r.cls];
  (r.lemon ? s.lemons_down : s.others_down) += sign;
  if (r.slows) s.slow += sign;
  idled_ += sign * c.idled;
  if (c.spreads) ports_down_ += sign * c.failure_ports;
  set_pace();
}

void Replication::set_pace() {
  const double idle = plan_.accelerators > 0.0 ? idled_ / plan_.accelerators : 0.0;
  const double lost = std::min(1.0, (ports_down_ + plan_.flap_ports) / plan_.ports);
  double throughput = throughput_with_bandwidth(plan_.exposed_communication, 1.0 - lost);
  for (const auto i : slowing_)
    if (states_[i].slow > 0.0) throughput *= plan_.classes[i].slowdown;
  job_.set_pace(std::max(0.0, 1.0 - std::max(plan_.hot_share, idle)), throughput);
}

void Replication::interrupt(JobProcess::Cause cause, std::size_t cls) {
  if (plan_.restart_is_safe && job_.restarting(now_)) return;
  const bool spare = plan_.requeue == 0.0 || idled_ / plan_.per_node <= plan_.hot_nodes;
  job_.advance(now_);
  job_.interrupt(plan_.restart + (spare ? 0.0 : plan_.requeue), cause);
  if (!measured()) return;
  ++out_.interruptions;
  if (spare) ++out_.restarts_with_spare;
  if (cls == no_class) return;
  ++out_.network_interruptions;
  ++out_.classes[cls].interruptions;
}

void Replication::start_measuring() {
  job_.advance(plan_.warm_up);
  job_.start_measuring();
}

void Replication::finish_job() {
  using Cause = JobProcess::Cause;
  job_.advance(plan_.end);
  job_.finish();
  const double horizon = plan_.end - plan_.warm_up;
  const double duty = plan_.duty;
  const auto& saved = job_.saved();
  const auto total = job_.total();
  const double capacity = total.capacity / total.time;
  out_.horizon = horizon;
  out_.goodput = duty * saved.time / horizon;
  out_.effective_goodput = duty * saved.work / horizon;
  out_.down_time = 1.0 - saved.time / horizon;
  out_.capacity_fraction = capacity;
  out_.throughput_factor = total.capacity > 0.0 ? total.work / total.capacity : 1.0;
  out_.lost_to_idling = 1.0 - capacity;
  out_.lost_to_checkpoints = (1.0 - duty) * capacity;
  out_.lost_to_network_interruptions = duty * job_.lost(Cause::network).capacity / horizon;
  out_.lost_to_other_interruptions = duty * job_.lost(Cause::other).capacity / horizon;
  out_.lost_to_bandwidth = duty * (saved.capacity - saved.work) / horizon;
  for (std::size_t i = 0; i < out_.classes.size(); ++i) {
    out_.classes[i].port_hours += plan_.flap_port_rate[i] * horizon;
  }
}

}  // namespace copack::reliability
