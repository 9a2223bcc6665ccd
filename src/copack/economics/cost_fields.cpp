// SPDX-License-Identifier: Apache-2.0
#include "copack/economics/cost.hpp"

namespace copack::economics {

void describe(Fields& f, CapexItem& x) {
  f("name", x.name, "what is bought", required);
  f("count", "", x.count, "units installed", required_non_negative);
  f("unit_price", "USD", x.unit_price, "price of one unit", required_non_negative);
  f("replacement_factor", "", x.replacement_factor, "units bought over units installed", {.min = 0.0, .max = 100.0});
}

void describe(Fields& f, RepairItem& x) {
  f("name", x.name, "class of parts", required);
  f("removals", "1/year", x.removals, "units taken out", required_non_negative);
  f("unit_cost", "USD", x.unit_cost, "cost of one replacement", required_non_negative);
}

void describe(Fields& f, EconomicsInputs& x) {
  f("capex", x.capex, "what is bought at the start");
  f("one_off", "USD", x.one_off, "engineering, qualification, training", non_negative);
  f("decommissioning", "USD", x.decommissioning, "cost at the end of life", non_negative);
  f("salvage", "", x.salvage, "fraction of capex recovered at the end of life", fraction);
  f("network_power", "kW", x.network_power, "rated IT power of switches, NICs and optics", non_negative);
  f("accelerator_power", "kW", x.accelerator_power, "rated IT power of the servers", non_negative);
  f("load", "", x.load, "mean power over rated power", fraction);
  f("pue", "", x.pue, "facility power over IT power", {.min = 1.0, .max = 5.0});
  f("electricity_price", "USD/kWh", x.electricity_price, "electricity price", non_negative);
  f("repairs", x.repairs, "parts that repairs use up");
  f("labour_hours_per_year", "", x.labour_hours_per_year, "hands-on hours per year", non_negative);
  f("labour_rate", "USD/h", x.labour_rate, "price of one hands-on hour", non_negative);
  f("accelerators", "", x.accelerators, "accelerators of the cluster", non_negative);
  f("achieved_rate", "TFLOP/s", x.achieved_rate, "floating-point rate of the cluster while it works", non_negative);
  f("token_rate", "1/s", x.token_rate, "tokens per second while it works", non_negative);
  f("goodput", "", x.goodput, "useful work per work of a cluster that never fails", fraction);
  f("accelerator_price", "USD/h", x.accelerator_price, "value of one accelerator-hour", non_negative);
  f("discount_rate", "", x.discount_rate, "discount rate per year, r", {.min = -0.5, .max = 1.0});
  f("life_years", "", x.life_years, "life, n", {.min = 1.0, .max = 50.0});
  f("first_year_activity", "", x.first_year_activity, "share of the first year in which the cluster runs", fraction);
}

void describe(Fields& f, EconomicsResults& x) {
  f("capex_total", "USD", x.capex_total, "equipment",
    by("sum(capex.count * capex.replacement_factor * capex.unit_price)"));
  f("initial_outlay", "USD", x.initial_outlay, "money out now", by("capex_total + one_off"));
  f("mean_power", "kW", x.mean_power, "mean power at the meter",
    by("(network_power + accelerator_power) * load * pue"));
  f("energy_per_year", "MWh", x.energy_per_year, "energy of a year", by("mean_power * 8760"));
  f("energy", "USD/year", x.energy, "energy cost", by("mean_power * electricity_price"));
  f("parts", "USD/year", x.parts, "replacement parts", by("sum(repairs.removals * repairs.unit_cost)"));
  f("labour", "USD/year", x.labour, "hands-on labour", by("labour_hours_per_year * labour_rate"));
  f("repair", "USD/year", x.repair, "repair", by("parts + labour"));
  f("opex", "USD/year", x.opex, "cash cost of a year of operation", by("energy + repair"));
  f("lost_accelerator_hours_per_year", "", x.lost_accelerator_hours_per_year, "accelerator-hours without useful work",
    by("accelerators * 8760 * (1 - goodput)"));
  f("lost_work", "USD/year", x.lost_work, "value of lost work, not part of opex",
    by("lost_accelerator_hours_per_year * accelerator_price"));
  f("useful_flop_per_year", "", x.useful_flop_per_year, "useful operations per year",
    by("achieved_rate * 8760 * 3600 * goodput"));
  f("useful_accelerator_hours_per_year", "", x.useful_accelerator_hours_per_year, "useful accelerator-hours per year",
    by("accelerators * 8760 * goodput"));
  f("operating_factor", "", x.operating_factor, "present value of 1 per full year of operation",
    by("(1 - (1 + discount_rate)^-life_years) / discount_rate - (1 - first_year_activity) / (1 + discount_rate)"));
  f("end_of_life", "USD", x.end_of_life, "money in at the end of life", by("salvage * capex_total - decommissioning"));
  f("total_cost", "USD", x.total_cost, "present value of all cost",
    by("initial_outlay + opex * operating_factor - end_of_life / (1 + discount_rate)^life_years"));
  f("annual_cost", "USD", x.annual_cost, "equal yearly payment worth the total cost",
    by("total_cost * discount_rate / (1 - (1 + discount_rate)^-life_years)"));
  f("cost_per_flop", "USD/EFLOP", x.cost_per_flop, "cost of useful operations",
    by("total_cost / (operating_factor * useful_flop_per_year)"));
  f("cost_per_token", "uUSD", x.cost_per_token, "cost of one token (1 uUSD = 1 USD per million tokens)",
    by("total_cost / (operating_factor * token_rate * 8760 * 3600 * goodput)"));
  f("cost_per_accelerator_hour", "USD/h", x.cost_per_accelerator_hour, "cost of a useful accelerator-hour",
    by("total_cost / (operating_factor * useful_accelerator_hours_per_year)"));
  f("cash_flow", "USD", x.cash_flow, "money in (+) and out (-), now and at the end of each year");
}

}  // namespace copack::economics
