// SPDX-License-Identifier: Apache-2.0
#include "copack/economics/energy.hpp"

#include <algorithm>
#include <cmath>

namespace copack::economics {

std::vector<Problem> validate(const EnergyCostInputs& in) {
  std::vector<Problem> problems;
  if (in.power.si() < 0.0) problems.push_back({"power", "must not be negative"});
  if (!(in.load >= 0.0 && in.load <= 1.0)) problems.push_back({"load", "must lie in [0, 1]: mean over rated power"});
  if (!(in.pue >= 1.0)) problems.push_back({"pue", "must be at least 1: the facility cannot draw less than its IT"});
  return problems;
}

EnergyCostResults evaluate(const EnergyCostInputs& in) {
  EnergyCostResults r;
  r.mean_power = in.power * in.load * in.pue;
  r.energy_per_year = r.mean_power * unit::year;
  r.cost = r.mean_power * in.price;
  return r;
}

void describe(Fields& f, EnergyCostInputs& x) {
  f("power", "W", x.power, "rated IT power, P", required_non_negative);
  f("load", "", x.load, "mean power over rated power", fraction);
  f("pue", "", x.pue, "facility power over IT power", {.min = 1.0, .max = 5.0});
  f("price", "USD/kWh", x.price, "electricity price", required_non_negative);
}

void describe(Fields& f, EnergyCostResults& x) {
  f("mean_power", "W", x.mean_power, "mean power at the meter", by("power * load * pue"));
  f("energy_per_year", "kWh", x.energy_per_year, "energy of a year of 8,760 h", by("mean_power * 8760"));
  f("cost", "USD/year", x.cost, "energy cost", by("mean_power * price"));
}

std::vector<Problem> validate(const FreedPowerInputs& in) {
  std::vector<Problem> problems;
  if (in.switches < 0) problems.push_back({"switches", "must not be negative"});
  if (!(in.accelerator.si() > 0.0)) problems.push_back({"accelerator", "must be above zero"});
  return problems;
}

FreedPowerResults evaluate(const FreedPowerInputs& in) {
  FreedPowerResults r;
  r.freed = static_cast<double>(in.switches) * (in.baseline_switch - in.alternative_switch);
  r.extra_accelerators = static_cast<std::int64_t>(std::floor(std::max(0.0, r.freed / in.accelerator)));
  return r;
}

void describe(Fields& f, FreedPowerInputs& x) {
  f("switches", "", x.switches, "switches replaced", {.min = 0.0, .max = 1e9, .required = true});
  f("baseline_switch", "kW", x.baseline_switch, "power of the switch replaced", required_non_negative);
  f("alternative_switch", "kW", x.alternative_switch, "power of its replacement", required_non_negative);
  f("accelerator", "kW", x.accelerator, "power of one more accelerator", {.min = 1e-6, .required = true});
}

void describe(Fields& f, FreedPowerResults& x) {
  f("freed", "kW", x.freed, "power freed", by("switches * (baseline_switch - alternative_switch)"));
  f("extra_accelerators", "", x.extra_accelerators, "whole accelerators it feeds",
    by("floor(max(0, freed / accelerator))"));
}

}  // namespace copack::economics
