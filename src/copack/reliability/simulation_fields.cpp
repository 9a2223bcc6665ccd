// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "copack/reliability/simulation.hpp"

namespace copack::reliability {
namespace {

using Problems = std::vector<Problem>;

void check_detail(const ClassDetail& d, const SimulationInputs& in, const std::string& path, Problems& problems) {
  const auto add = [&](std::string_view field, std::string message) {
    problems.push_back({fmt::format("{}.{}", path, field), std::move(message)});
  };
  const auto at = std::ranges::find(in.system.classes, d.name, &FruClass::name);
  if (at == in.system.classes.end()) {
    add("name", fmt::format("no class is called \"{}\": give the name of one of `classes`", d.name));
    return;
  }
  if (std::ranges::count(in.details, d.name, &ClassDetail::name) > 1) add("name", "is told twice: join the two");
  if (d.in_use > at->count) add("in_use", fmt::format("exceeds the {} units of the class", at->count));
  if (d.common_units > at->count) add("common_units", fmt::format("exceeds the {} units of the class", at->count));
  if (d.lemon_share < 0.0 || d.lemon_share > 1.0) add("lemon_share", "is a share: give 0 to 1");
  if (d.lemon_cure < 0.0 || d.lemon_cure > 1.0) add("lemon_cure", "is a probability: give 0 to 1");
  if (d.lemon_factor < 1.0) add("lemon_factor", "must be at least 1: lemons fail more often than `hard.rate`");
  if (d.ramp_time.si() < 0.0) add("ramp_time", "must not be negative");
  if (d.common_rate.si() < 0.0) add("common_rate", "must not be negative");
  if (d.stock < -1) add("stock", "must not be negative; -1 takes the policy of `stock`");
  if (d.stock >= 0 && !(at->spare.lead_time.si() > 0.0)) {
    add("stock", "needs `spare.lead_time` of the class: without one a spare is always at hand");
  }
}

bool anything_fails(const SimulationInputs& in) {
  return std::ranges::any_of(in.system.classes, [](const FruClass& c) { return c.count * c.hard.rate.si() > 0.0; }) ||
         std::ranges::any_of(in.details,
                             [](const ClassDetail& d) { return d.common_rate.si() * d.common_units > 0.0; });
}

void check_crew(const SimulationInputs& in, Problems& problems) {
  if (!in.crew.limited) return;
  if (in.crew.technicians < 0) problems.push_back({"crew.technicians", "must not be negative"});
  if (in.crew.technicians == 0 && anything_fails(in)) {
    problems.push_back({"crew.technicians", "nobody repairs what fails: give at least 1, or `crew.limited = false`"});
  }
  for (std::size_t i = 0; i < in.system.classes.size(); ++i) {
    const double people = std::ceil(in.system.classes[i].service.technicians);
    if (in.crew.technicians > 0 && people > static_cast<double>(in.crew.technicians)) {
      problems.push_back({fmt::format("classes[{}].service.technicians", i),
                          fmt::format("one repair needs {} people and the crew has {}", people, in.crew.technicians)});
    }
  }
}

void check_times(const SimulationInputs& in, Problems& problems) {
  const auto check = [&](std::string_view path, bool wrong, std::string_view message) {
    if (wrong) problems.push_back({std::string(path), std::string(message)});
  };
  check("horizon", !(in.horizon.si() > 0.0), "must be above zero");
  check("warm_up", in.warm_up.si() < 0.0, "must not be negative");
  check("visit_interval", in.visit_interval.si() < 0.0, "must not be negative");
  check("visit_interval", in.visit_interval.si() > 0.0 && in.visit_interval < 1.0 * unit::minute,
        "is below a minute: give 0 when visits come only on demand");
  check("crew.shift", !(in.crew.shift >= 1.0 * unit::minute), "must be at least a minute: no work would ever begin");
  check("replications", in.replications < 1, "must be at least 1");
  check("replications", in.replications > 1'000'000, "must not exceed 1,000,000");
  check("repair_sigma", in.repair_sigma < 0.0, "must not be negative");
  check("seed", in.seed < 0 || in.seed > 0xFFFF'FFFF, "must be 0 to 4,294,967,295");
}

/// What the loader also checks field by field, for those who fill the structs themselves.
void check_class(const FruClass& c, const std::string& path, Problems& problems) {
  const auto negative = [&](std::string_view field, double x) {
    if (x < 0.0) problems.push_back({fmt::format("{}.{}", path, field), "must not be negative"});
  };
  const auto share = [&](std::string_view field, double x) {
    if (!(x >= 0.0 && x <= 1.0)) problems.push_back({fmt::format("{}.{}", path, field), "must be 0 to 1"});
  };
  negative("count", c.count);
  negative("hard.rate", c.hard.rate.si());
  negative("flap.rate", c.flap.rate.si());
  negative("flap.duration", c.flap.duration.si());
  negative("service.logistic_delay", c.service.logistic_delay.si());
  negative("service.drain", c.service.drain.si());
  negative("service.active", c.service.active.si());
  negative("spare.lead_time", c.spare.lead_time.si());
  share("hard.coverage", c.hard.coverage);
  share("flap.coverage", c.flap.coverage);
  share("service.drain_coverage", c.service.drain_coverage);
  share("service.no_trouble_found", c.service.no_trouble_found);
  share("service.repair_induced", c.service.repair_induced);
}

}  // namespace

std::span<const std::string_view> choice_names(RepairLaw /*law*/) {
  static constexpr std::array<std::string_view, 3> names{"constant", "exponential", "lognormal"};
  return names;
}

std::span<const std::string_view> choice_names(StockPolicy /*policy*/) {
  static constexpr std::array<std::string_view, 2> names{"unlimited", "sized"};
  return names;
}

std::vector<Problem> validate(const SimulationInputs& in) {
  auto problems = validate(in.system);
  check_times(in, problems);
  check_crew(in, problems);
  for (std::size_t i = 0; i < in.system.classes.size(); ++i)
    check_class(in.system.classes[i], fmt::format("classes[{}]", i), problems);
  for (std::size_t i = 0; i < in.details.size(); ++i)
    check_detail(in.details[i], in, fmt::format("details[{}]", i), problems);
  if (!problems.empty()) return problems;
  const double events = expected_events(in) * static_cast<double>(in.replications);
  if (!(events <= max_simulated_events)) {
    problems.push_back(
        {"replications", fmt::format("about {:.2g} events would be played, more than {:.0g}: shorten the "
                                     "horizon or take fewer replications",
                                     events, max_simulated_events)});
  }
  return problems;
}

void describe(Fields& f, Crew& x) {
  f("limited", x.limited, "repairs wait until enough people are free");
  f("technicians", "", x.technicians, "people on duty at a time", {.min = 0.0, .max = 1e6});
  f("shift", "h", x.shift, "part of each day in which work is begun; 24 h: round the clock", {.min = 0.1, .max = 24.0});
}

void describe(Fields& f, ClassDetail& x) {
  f("name", x.name, "class that this is about", required);
  f("stock", "", x.stock, "spare units at the start, S; -1: by `stock` of the input", {.min = -1.0, .max = 1e9});
  f("in_use", "", x.in_use, "units that run and so can fail, the others stand by; 0: all", non_negative);
  f("ramp_factor", "", x.ramp_factor, "rate of hard faults at the start by the final rate, a",
    {.min = 0.1, .max = 1000.0});
  f("ramp_time", "days", x.ramp_time, "time constant of the decay to the final rate, T_r", non_negative);
  f("lemon_share", "", x.lemon_share, "share of units that fail more often than `hard.rate`", fraction);
  f("lemon_factor", "", x.lemon_factor, "by this factor", {.min = 1.0, .max = 1e4});
  f("lemon_cure", "", x.lemon_cure, "probability that a repair makes a lemon an ordinary unit", fraction);
  f("common_rate", "1/year", x.common_rate, "common-cause events of the class, whole cluster", non_negative);
  f("common_units", "", x.common_units, "units that fail in one of them", {.min = 0.0, .max = 1e6});
}

void describe(Fields& f, SimulationInputs& x) {
  describe(f, x.system);
  f("horizon", "years", x.horizon, "time simulated and counted", positive);
  f("warm_up", "days", x.warm_up, "time simulated before and not counted; ramps start with it", non_negative);
  f("replications", "", x.replications, "independent histories", {.min = 1.0, .max = 1e6});
  f("seed", "", x.seed, "of the random numbers", {.min = 0.0, .max = 4294967295.0});
  f("repair_law", x.repair_law, "law of the logistic delay and of the hands-on time; the means are those of the class");
  f("repair_sigma", "", x.repair_sigma, "standard deviation of the logarithm, lognormal law", {.min = 0.0, .max = 4.0});
  f("crew", x.crew, "people who repair");
  f("visit_interval", "days", x.visit_interval,
    "visits also come at its multiples when a repair waits; 0: when `repairs_per_visit` wait", non_negative);
  f("stock", x.stock, "spares of classes without a `stock` of their own: unlimited, or sized by the closed form");
  f("restart_is_safe", x.restart_is_safe, "nothing fails while the job restarts");
  f("details", x.details, "what only the simulation uses of a class");
}

namespace {

/// Described here and not by `describe`, because its unit differs from figure to figure; numbers are stored in SI.
void estimate(Fields& f, std::string_view name, std::string_view unit, Estimate& x, std::string_view meaning,
              bool quantiles = true) {
  f.begin_group({.name = name, .unit = "", .meaning = meaning, .rule = {}});
  f("mean", unit, x.mean, meaning);
  f("standard_error", unit, x.standard_error, "of the mean");
  if (quantiles) {
    f("p05", unit, x.p05, "5 % quantile over replications");
    f("p50", unit, x.p50, "median over replications");
    f("p95", unit, x.p95, "95 % quantile over replications");
  }
  f("closed_form", unit, x.closed_form, "answer of the closed form; 0 where it has none");
  f("difference", "", x.difference, "mean from closed form in standard errors",
    by("(mean - closed_form) / standard_error"));
  f("comparable", x.comparable, "the closed form's assumptions hold: the difference is noise");
  f.end_group();
}

void estimate_of_class(Fields& f, std::string_view name, std::string_view unit, Estimate& x, std::string_view meaning) {
  estimate(f, name, unit, x, meaning, false);
}

void describe_work(Fields& f, SimulationResults& x) {
  estimate(f, "goodput", "", x.goodput, "useful time by wall time of the job (effective training time ratio)");
  estimate(f, "effective_goodput", "", x.effective_goodput, "useful work by work of a cluster that never fails");
  estimate(f, "down_time", "", x.down_time, "share of time in restarts and in work that was rolled back");
  estimate(f, "interruptions", "1/day", x.interruptions, "interruptions of the job");
  estimate(f, "network_interruptions", "1/day", x.network_interruptions, "interruptions by the classes");
  estimate(f, "spare_probability", "", x.spare_probability, "restarts that find the nodes down covered by hot spares");
  estimate(f, "capacity_fraction", "", x.capacity_fraction, "accelerators neither held as spares nor idled");
  estimate(f, "throughput_factor", "", x.throughput_factor, "relative throughput with the bandwidth left");
}

void describe_losses(Fields& f, SimulationResults& x) {
  estimate(f, "lost_to_idling", "", x.lost_to_idling, "accelerator-hours lost per year by spares and idling");
  estimate(f, "lost_to_checkpoints", "", x.lost_to_checkpoints, "accelerator-hours lost per year by checkpoints");
  estimate(f, "lost_to_network_interruptions", "", x.lost_to_network_interruptions,
           "accelerator-hours lost per year by rollback and restart after faults of the classes");
  estimate(f, "lost_to_other_interruptions", "", x.lost_to_other_interruptions,
           "accelerator-hours lost per year by rollback and restart after other faults");
  estimate(f, "lost_to_bandwidth", "", x.lost_to_bandwidth, "accelerator-hours lost per year by missing bandwidth");
  estimate(f, "lost_total", "", x.lost_total, "accelerator-hours lost per year");
}

void describe_operations(Fields& f, SimulationResults& x) {
  estimate(f, "port_availability", "", x.port_availability, "mean availability of a port");
  estimate(f, "failures", "1/year", x.failures, "hard faults");
  estimate(f, "removals", "1/year", x.removals, "units taken out");
  estimate(f, "truck_rolls", "1/year", x.truck_rolls, "visits");
  estimate(f, "labour_hours_per_year", "", x.labour_hours_per_year, "hands-on hours per year");
  estimate(f, "stock_outs", "", x.stock_outs, "share of spare demands that found none");
  estimate(f, "technicians_busy", "", x.technicians_busy, "mean number of people at work, drains included");
  estimate(f, "technician_queue", "", x.technician_queue, "mean number of repairs that wait for people");
  estimate(f, "technician_wait", "", x.technician_wait, "mean hours that a repair waits for people");
}

}  // namespace

void describe(Fields& f, SimulatedClassResults& x) {
  f("name", x.name, "class of field-replaceable units");
  estimate_of_class(f, "failures", "1/year", x.failures, "hard faults");
  estimate_of_class(f, "removals", "1/year", x.removals, "units taken out");
  estimate_of_class(f, "interruptions", "1/day", x.interruptions, "interruptions of the job");
  estimate_of_class(f, "units_down", "", x.units_down, "mean units failed or under repair");
  estimate_of_class(f, "port_hours_per_year", "", x.port_hours_per_year, "port-hours lost per year");
  estimate_of_class(f, "stock_outs", "", x.stock_outs, "share of spare demands that found none");
  f("stock", "", x.stock, "spare units at the start; -1: unlimited");
  f("spare_wait", "", x.spare_wait, "mean hours that a demand waits for a spare");
  f("repair_time", "", x.repair_time, "mean hours from failure to repaired");
  f("lemons_left", "", x.lemons_left, "mean number of lemons at the end");
}

void describe(Fields& f, SimulationResults& x) {
  f("simulated", x.simulated, "false: too many events, or repairs cause more faults than they cure");
  f("events", "", x.events, "events expected over all replications");
  f("crew_load", "", x.crew_load, "work by people on duty, by the closed form; from 1 on the queue never ends");
  f("checkpoint_interval", "min", x.checkpoint_interval, "useful time between checkpoints in use, tau");
  f("variance_reduction", "", x.variance_reduction, "of effective_goodput, by the known number of interruptions");
  describe_work(f, x);
  describe_losses(f, x);
  describe_operations(f, x);
  f("classes", x.classes, "by class");
}

}  // namespace copack::reliability
