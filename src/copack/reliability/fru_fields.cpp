// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "copack/reliability/fru.hpp"
#include "copack/reliability/spares.hpp"

namespace copack::reliability {
namespace {

void check_class(const FruClass& c, const ReliabilityInputs& in, const std::string& path,
                 std::vector<Problem>& problems) {
  const auto& s = c.service;
  const auto add = [&](std::string_view field, std::string message) {
    problems.push_back({fmt::format("{}.{}", path, field), std::move(message)});
  };
  if (c.name.empty()) add("name", "must not be empty: results are told by it");
  if (std::max({c.hard.ports, c.flap.ports, s.ports}) > in.ports) {
    add("hard.ports",
        fmt::format("a scope exceeds the {} ports of the fabric: correct the scope or `ports`", in.ports));
  }
  if (s.ports > 0.0 && s.ports < c.hard.ports) {
    add("service.ports", "is below the failure scope, whose ports stay down during the repair: give at least as many");
  }
  if (s.no_trouble_found >= 1.0) {
    add("service.no_trouble_found", "must be below 1: some removed units must be truly failed");
  } else if (s.repair_induced * removals_per_failure(s.no_trouble_found) >= 1.0) {
    add("service.repair_induced",
        "repairs would cause faults faster than they cure them: lower it or no_trouble_found");
  }
  if (s.accelerators_idled > in.job.accelerators) {
    add("service.accelerators_idled", "exceeds the accelerators of the cluster");
  }
}

void check_job(const Job& job, std::vector<Problem>& problems) {
  if (job.hot_spares >= 1.0)
    problems.push_back({"job.hot_spares", "must be below 1: no accelerator would be left to work"});
  if (job.accelerators > 0.0 && job.accelerators_per_node > job.accelerators) {
    problems.push_back({"job.accelerators_per_node", "exceeds the accelerators of the cluster"});
  }
}

}  // namespace

std::vector<Problem> validate(const ReliabilityInputs& in) {
  std::vector<Problem> problems;
  if (in.classes.empty()) problems.push_back({"classes", "give at least one class of units that can fail"});
  if (!(in.ports > 0.0)) problems.push_back({"ports", "must be above zero: bandwidth is lost as a fraction of it"});
  for (std::size_t i = 0; i < in.classes.size(); ++i) {
    check_class(in.classes[i], in, fmt::format("classes[{}]", i), problems);
    const auto same = std::count_if(in.classes.begin(), in.classes.end(),
                                    [&](const FruClass& c) { return c.name == in.classes[i].name; });
    if (same > 1) problems.push_back({fmt::format("classes[{}].name", i), "is used twice: names must differ"});
  }
  if (in.service_level >= 1.0)
    problems.push_back({"service_level", "must be below 1: no finite stock covers all demand"});
  check_job(in.job, problems);
  return problems;
}

void describe(Fields& f, HardFault& x) {
  f("rate", "FIT", x.rate, "hard faults of one unit, lambda", {.min = 0.0, .max = 1e9});
  f("ports", "", x.ports, "failure scope: ports down after one fault, s_f", non_negative);
  f("coverage", "", x.coverage, "share of faults that do not interrupt the job, c", fraction);
  f("bandwidth_left", "", x.bandwidth_left,
    "bandwidth left to the worst-hit accelerators until repair, b_i; 1: the loss spreads over the fabric",
    {.min = 0.01, .max = 1.0});
  f("activation_energy", "eV", x.activation_energy, "Ea of what fails; 0: the rate does not depend on temperature",
    {.min = 0.0, .max = 5.0});
  f("rate_temperature", "degC", x.rate_temperature, "temperature at which the rate holds",
    {.min = -100.0, .max = 300.0});
  f("temperature", "degC", x.temperature, "temperature in use", {.min = -100.0, .max = 300.0});
}

void describe(Fields& f, Flap& x) {
  f("rate", "1/year", x.rate, "flaps of one unit, phi", non_negative);
  f("ports", "", x.ports, "ports that go dark in one flap", non_negative);
  f("duration", "s", x.duration, "dark time of one flap", non_negative);
  f("coverage", "", x.coverage, "share of flaps that do not interrupt the job", fraction);
}

void describe(Fields& f, Service& x) {
  f("ports", "", x.ports, "service scope: ports drained during the repair, s_r", non_negative);
  f("drain_coverage", "", x.drain_coverage, "share of drains that do not interrupt the job", fraction);
  f("logistic_delay", "h", x.logistic_delay, "failure to hands on, t_w", non_negative);
  f("drain", "h", x.drain, "taking traffic off and bringing it back, t_d", non_negative);
  f("active", "h", x.active, "hands-on repair, t_a", non_negative);
  f("technicians", "", x.technicians, "people at one repair", non_negative);
  f("no_trouble_found", "", x.no_trouble_found, "share of removed units that are found good",
    {.min = 0.0, .max = 0.99});
  f("repair_induced", "", x.repair_induced, "hard faults caused by one removal", {.min = 0.0, .max = 0.5});
  f("accelerators_idled", "", x.accelerators_idled, "accelerators without work until the repair ends", non_negative);
}

void describe(Fields& f, SpareUnit& x) {
  f("unit_cost", "USD", x.unit_cost, "price of one unit", non_negative);
  f("lead_time", "days", x.lead_time, "removal to replacement back in stock, L; 0: no stock held", non_negative);
}

void describe(Fields& f, FruClass& x) {
  f("name", x.name, "class of field-replaceable units", required);
  f("count", "", x.count, "units in the cluster", {.min = 0.0, .max = 1e10});
  f("hard", x.hard, "faults that stay until repaired");
  f("flap", x.flap, "faults that heal by themselves");
  f("service", x.service, "repair");
  f("spare", x.spare, "replacement unit");
}

void describe(Fields& f, Job& x) {
  f("accelerators", "", x.accelerators, "accelerators of the cluster, hot spares included", non_negative);
  f("accelerators_per_node", "", x.accelerators_per_node, "accelerators swapped together", {.min = 1.0, .max = 1e5});
  f("other_interruptions", "1/year", x.other_interruptions, "interruptions per accelerator from no class of the list",
    non_negative);
  f("checkpoint_write", "s", x.checkpoint_write, "time the job stands still for one checkpoint, d", non_negative);
  f("checkpoint_interval", "min", x.checkpoint_interval, "useful time between checkpoints, tau; 0: Daly's optimum",
    non_negative);
  f("restart", "min", x.restart, "detect, diagnose, reschedule and load with a hot spare at hand, R", non_negative);
  f("requeue", "min", x.requeue, "added to the restart when no hot spare is left", non_negative);
  f("hot_spares", "", x.hot_spares, "fraction of accelerators kept idle as replacements", {.min = 0.0, .max = 0.9});
  f("exposed_communication", "", x.exposed_communication, "share of step time in exposed communication, f", fraction);
}

void describe(Fields& f, ReliabilityInputs& x) {
  f("classes", x.classes, "classes of field-replaceable units", required);
  f("ports", "", x.ports, "ports of the fabric", required_positive);
  f("job", x.job, "the job that runs on the cluster");
  f("service_level", "", x.service_level, "wanted probability that the stock covers the pipeline",
    {.min = 0.0, .max = 0.999999});
  f("variance_to_mean", "", x.variance_to_mean, "variance to mean of spare demand; 1: Poisson",
    {.min = 1.0, .max = 1000.0});
  f("repairs_per_visit", "", x.repairs_per_visit, "repairs batched in one visit", {.min = 1.0, .max = 1e4});
}

void describe(Fields& f, ClassResults& x) {
  f("name", x.name, "class of field-replaceable units");
  f("failures", "1/year", x.failures, "hard faults, repair-induced ones included",
    by("count * hard.rate * exp(hard.activation_energy / k_B * (1 / hard.rate_temperature - 1 / hard.temperature)) / "
       "(1 - service.repair_induced / (1 - service.no_trouble_found))"));
  f("flaps", "1/year", x.flaps, "flaps", by("count * flap.rate"));
  f("removals", "1/year", x.removals, "units taken out", by("failures / (1 - service.no_trouble_found)"));
  f("interruptions", "1/day", x.interruptions, "interruptions of the job",
    by("failures * ((1 - hard.coverage) + (1 - service.drain_coverage)) + flaps * (1 - flap.coverage)"));
  f("port_hours_per_failure", "", x.port_hours_per_failure, "port-hours lost by one hard fault",
    by("hard.ports * service.logistic_delay + max(hard.ports, service.ports) * (service.drain + service.active)"));
  f("port_hours_per_year", "", x.port_hours_per_year, "port-hours lost per year",
    by("failures * port_hours_per_failure + flaps * flap.ports * flap.duration"));
  f("units_down", "", x.units_down, "mean units failed or under repair",
    by("failures * (service.logistic_delay + service.drain + service.active)"));
  f("accelerators_down", "", x.accelerators_down, "mean accelerators idled",
    by("units_down * service.accelerators_idled"));
  f("throughput_factor", "", x.throughput_factor, "relative throughput with the worst-hit accelerators slowed",
    by("1 - (1 - exp(-units_down * hard.coverage)) * (1 - 1 / (1 - job.exposed_communication + "
       "job.exposed_communication / hard.bandwidth_left))"));
  f("labour_hours_per_year", "", x.labour_hours_per_year, "hands-on hours per year",
    by("removals * service.technicians * service.active"));
  f("spares", "", x.spares, "stock for the service level",
    by("quantile(removals * spare.lead_time, variance_to_mean, service_level)"));
  f("spares_value", "USD", x.spares_value, "money tied up in spares", by("spares * spare.unit_cost"));
  f("accelerator_hours_per_year", "", x.accelerator_hours_per_year,
    "accelerator-hours lost per year by interruptions, lost bandwidth and idling");
}

namespace {

void describe_operations(Fields& f, ReliabilityResults& x) {
  f("failures", "1/year", x.failures, "hard faults", by("sum(classes.failures)"));
  f("removals", "1/year", x.removals, "units taken out", by("sum(classes.removals)"));
  f("truck_rolls", "1/year", x.truck_rolls, "visits", by("removals / repairs_per_visit"));
  f("labour_hours_per_year", "", x.labour_hours_per_year, "hands-on hours per year",
    by("sum(classes.labour_hours_per_year)"));
  f("port_hours_per_year", "", x.port_hours_per_year, "port-hours lost per year",
    by("sum(classes.port_hours_per_year)"));
  f("port_availability", "", x.port_availability, "mean availability of a port", by("1 - bandwidth_lost"));
  f("max_blast_radius", "", x.max_blast_radius, "largest scope of any class that can fail",
    by("max(classes.hard.ports, classes.service.ports)"));
  f("mean_failure_scope", "", x.mean_failure_scope, "ports down after a fault, mean over faults",
    by("sum(classes.failures * classes.hard.ports) / failures"));
  f("mean_service_scope", "", x.mean_service_scope, "ports drained by a repair, mean over faults",
    by("sum(classes.failures * max(classes.hard.ports, classes.service.ports)) / failures"));
  f("spares", "", x.spares, "units in stock", by("sum(classes.spares)"));
  f("spares_value", "USD", x.spares_value, "money tied up in spares", by("sum(classes.spares_value)"));
}

void describe_interruptions(Fields& f, ReliabilityResults& x) {
  f("network_interruptions", "1/day", x.network_interruptions, "interruptions by the classes",
    by("sum(classes.interruptions)"));
  f("other_interruptions", "1/day", x.other_interruptions, "interruptions by everything else",
    by("job.accelerators * (1 - job.hot_spares) * job.other_interruptions"));
  f("interruptions", "1/day", x.interruptions, "interruptions of the job",
    by("network_interruptions + other_interruptions"));
  f("mtti", "h", x.mtti, "mean time to interrupt, M", by("1 / interruptions"));
  f("accelerators_down", "", x.accelerators_down, "mean accelerators idled", by("sum(classes.accelerators_down)"));
  f("spare_probability", "", x.spare_probability, "hot spares cover the nodes that are down",
    by("cdf(accelerators_down / job.accelerators_per_node, variance_to_mean, job.hot_spares * job.accelerators / "
       "job.accelerators_per_node)"));
  f("restart", "min", x.restart, "mean restart time, R", by("job.restart + (1 - spare_probability) * job.requeue"));
  f("checkpoint_interval", "min", x.checkpoint_interval, "useful time between checkpoints in use, tau");
  f("duty", "", x.duty, "share of uninterrupted time not spent writing checkpoints",
    by("checkpoint_interval / (checkpoint_interval + job.checkpoint_write)"));
  f("goodput", "", x.goodput, "useful time per wall time of the job",
    by("checkpoint_interval / mtti * exp(-restart / mtti) / (exp((checkpoint_interval + job.checkpoint_write) / mtti) "
       "- 1)"));
  f("first_order_goodput", "", x.first_order_goodput, "first-order form, a check only",
    by("duty * (1 - (restart + checkpoint_interval / 2) / mtti)"));
}

void describe_throughput(Fields& f, ReliabilityResults& x) {
  f("bandwidth_lost", "", x.bandwidth_lost, "mean fraction of ports not in service",
    by("port_hours_per_year / (ports * 8760)"));
  f("spread_bandwidth_left", "", x.spread_bandwidth_left, "bandwidth left where losses spread over the fabric, b");
  f("throughput_factor", "", x.throughput_factor, "relative throughput with the bandwidth left",
    by("product(classes.throughput_factor) / (1 - job.exposed_communication + job.exposed_communication / "
       "spread_bandwidth_left)"));
  f("capacity_fraction", "", x.capacity_fraction, "accelerators neither held as spares nor idled",
    by("1 - max(job.hot_spares, accelerators_down / job.accelerators)"));
  f("effective_goodput", "", x.effective_goodput, "useful work per work of a cluster that never fails",
    by("capacity_fraction * goodput * throughput_factor"));
}

void describe_losses(Fields& f, ReliabilityResults& x) {
  f("lost_to_idling", "", x.lost_to_idling, "accelerator-hours lost per year by spares and idled accelerators",
    by("job.accelerators * 8760 * (1 - capacity_fraction)"));
  f("lost_to_checkpoints", "", x.lost_to_checkpoints, "accelerator-hours lost per year by writing checkpoints",
    by("job.accelerators * 8760 * capacity_fraction * (1 - duty)"));
  f("lost_to_network_interruptions", "", x.lost_to_network_interruptions,
    "accelerator-hours lost per year by rollback and restart after faults of the classes",
    by("job.accelerators * 8760 * capacity_fraction * (duty - goodput) * network_interruptions / interruptions"));
  f("lost_to_other_interruptions", "", x.lost_to_other_interruptions,
    "accelerator-hours lost per year by rollback and restart after other faults",
    by("job.accelerators * 8760 * capacity_fraction * (duty - goodput) * other_interruptions / interruptions"));
  f("lost_to_bandwidth", "", x.lost_to_bandwidth, "accelerator-hours lost per year by missing bandwidth",
    by("job.accelerators * 8760 * capacity_fraction * goodput * (1 - throughput_factor)"));
  f("lost_total", "", x.lost_total, "accelerator-hours lost per year",
    by("lost_to_idling + lost_to_checkpoints + lost_to_network_interruptions + lost_to_other_interruptions + "
       "lost_to_bandwidth"));
}

}  // namespace

void describe(Fields& f, ReliabilityResults& x) {
  f("stable", x.stable, "repairs cure more faults than they cause; if false, no other figure holds");
  describe_operations(f, x);
  describe_interruptions(f, x);
  describe_throughput(f, x);
  describe_losses(f, x);
  f("binding_class", x.binding_class, "class that loses most");
  f("classes", x.classes, "by class");
}

}  // namespace copack::reliability
