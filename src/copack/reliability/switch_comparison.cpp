// SPDX-License-Identifier: Apache-2.0
#include "copack/reliability/switch_comparison.hpp"

#include "copack/reliability/fru.hpp"

namespace copack::reliability {
namespace {

double port_hours_per_year(Frequency failures, double per_failure) { return failures.in(unit::per_year)*per_failure; }

double per_module_failure(const SwitchComparisonInputs& in) {
  return port_hours_per_failure({.ports = in.ports_per_module},
                                {.ports = in.ports_per_module, .active = in.module_repair});
}

double per_engine_failure(const SwitchComparisonInputs& in) {
  return port_hours_per_failure(
      {.ports = in.ports_per_engine},
      {.ports = in.engine_service_scope, .logistic_delay = in.engine_wait, .active = in.engine_active});
}

double per_laser_failure(const SwitchComparisonInputs& in) {
  return port_hours_per_failure({.ports = in.ports_per_laser},
                                {.ports = in.ports_per_laser, .active = in.laser_repair});
}

}  // namespace

std::vector<Problem> validate(const SwitchComparisonInputs& in) {
  std::vector<Problem> problems;
  if (!(in.module_rate.si() > 0.0)) problems.push_back({"module_rate", "must be above zero: there is nothing to beat"});
  if (!(in.module_repair.si() > 0.0)) problems.push_back({"module_repair", "must be above zero"});
  if (!((in.engine_wait + in.engine_active).si() > 0.0)) {
    problems.push_back({"engine_active", "an engine repair must take time: give engine_wait or engine_active"});
  }
  if (in.engine_service_scope < in.ports_per_engine) {
    problems.push_back({"engine_service_scope", "must be at least ports_per_engine"});
  }
  return problems;
}

SwitchComparisonResults evaluate(const SwitchComparisonInputs& in) {
  SwitchComparisonResults r;
  r.module_failures = in.modules * in.module_rate;
  r.engine_failures = in.engines * in.engine_rate;
  r.laser_failures = in.lasers * in.laser_rate;
  r.module_port_hours_per_year = port_hours_per_year(r.module_failures, per_module_failure(in));
  r.engine_port_hours_per_year = port_hours_per_year(r.engine_failures, per_engine_failure(in));
  r.laser_port_hours_per_year = port_hours_per_year(r.laser_failures, per_laser_failure(in));
  r.cpo_port_hours_per_year = r.engine_port_hours_per_year + r.laser_port_hours_per_year;
  r.port_hours_ratio = r.cpo_port_hours_per_year / r.module_port_hours_per_year;
  const double room = r.module_port_hours_per_year - r.laser_port_hours_per_year;
  r.has_break_even = room > 0.0 && per_engine_failure(in) > 0.0;
  if (r.has_break_even) r.break_even_engine_rate = room / (in.engines * per_engine_failure(in)) * unit::per_year;
  return r;
}

void describe(Fields& f, SwitchComparisonInputs& x) {
  f("modules", "", x.modules, "pluggable modules", positive);
  f("ports_per_module", "", x.ports_per_module, "ports of one module", positive);
  f("module_rate", "FIT", x.module_rate, "failure rate of one module", required_positive);
  f("module_repair", "h", x.module_repair, "module failure to service again", required_positive);
  f("engines", "", x.engines, "optical engines", positive);
  f("ports_per_engine", "", x.ports_per_engine, "ports of one engine", positive);
  f("engine_rate", "FIT", x.engine_rate, "failure rate of one engine", non_negative);
  f("engine_wait", "h", x.engine_wait, "engine failure to hands on, its own ports down", non_negative);
  f("engine_active", "h", x.engine_active, "hands-on engine repair, service scope drained", non_negative);
  f("engine_service_scope", "", x.engine_service_scope, "ports drained by an engine repair", positive);
  f("lasers", "", x.lasers, "external laser modules", non_negative);
  f("ports_per_laser", "", x.ports_per_laser, "ports fed by one laser module", non_negative);
  f("laser_rate", "FIT", x.laser_rate, "failure rate of one laser module", non_negative);
  f("laser_repair", "h", x.laser_repair, "laser failure to service again", non_negative);
}

void describe(Fields& f, SwitchComparisonResults& x) {
  f("module_failures", "1/year", x.module_failures, "module failures", by("modules * module_rate"));
  f("engine_failures", "1/year", x.engine_failures, "engine failures", by("engines * engine_rate"));
  f("laser_failures", "1/year", x.laser_failures, "laser failures", by("lasers * laser_rate"));
  f("module_port_hours_per_year", "", x.module_port_hours_per_year, "port-hours lost per year by modules",
    by("module_failures * ports_per_module * module_repair"));
  f("engine_port_hours_per_year", "", x.engine_port_hours_per_year, "port-hours lost per year by engines",
    by("engine_failures * (ports_per_engine * engine_wait + engine_service_scope * engine_active)"));
  f("laser_port_hours_per_year", "", x.laser_port_hours_per_year, "port-hours lost per year by lasers",
    by("laser_failures * ports_per_laser * laser_repair"));
  f("cpo_port_hours_per_year", "", x.cpo_port_hours_per_year, "port-hours lost per year, co-packaged",
    by("engine_port_hours_per_year + laser_port_hours_per_year"));
  f("port_hours_ratio", "", x.port_hours_ratio, "port-hours lost, co-packaged over pluggable",
    by("cpo_port_hours_per_year / module_port_hours_per_year"));
  f("has_break_even", x.has_break_even, "an engine rate exists at which both lose the same");
  f("break_even_engine_rate", "FIT", x.break_even_engine_rate, "engine rate at which both lose the same port-hours",
    by("(module_port_hours_per_year - laser_port_hours_per_year) / (engines * (ports_per_engine * engine_wait + "
       "engine_service_scope * engine_active))"));
}

}  // namespace copack::reliability
