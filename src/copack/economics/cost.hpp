// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "copack/core/diagnostics.hpp"
#include "copack/core/fields.hpp"
#include "copack/units/unit.hpp"

/// From capex, energy, repair and lost work to the cost of useful work.
/// Lost work lowers the useful work that costs are divided by; it is shown as money too, but never counted twice.
namespace copack::economics {

struct CapexItem {
  std::string name;
  double count = 0.0;
  Money unit_price;
  double replacement_factor = 1.0;  ///< units bought over units installed (spares, scrap, mid-life exchange)
};

/// One class of parts that repairs use up.
struct RepairItem {
  std::string name;
  Frequency removals;
  Money unit_cost;
};

struct EconomicsInputs {
  std::vector<CapexItem> capex;
  Money one_off;          ///< engineering, qualification, training
  Money decommissioning;  ///< at the end of life
  double salvage = 0.0;   ///< fraction of capex recovered at the end of life

  Power network_power;                                            ///< rated IT power of switches, NICs and optics
  Power accelerator_power;                                        ///< rated IT power of the servers
  double load = 0.8;                                              ///< mean power over rated power
  double pue = 1.54;                                              ///< Uptime Institute 2025
  MoneyPerEnergy electricity_price = 0.0862 * unit::USD_per_kWh;  ///< US industrial average 2025 (EIA)

  std::vector<RepairItem> repairs;
  double labour_hours_per_year = 0.0;
  MoneyPerTime labour_rate = 178.0 * unit::USD_per_hour;  ///< remote hands, mean of two price lists

  double accelerators = 0.0;
  FlopRate achieved_rate;          ///< of the whole cluster while it works
  Frequency token_rate;            ///< same for tokens; 0 when it does not serve or is not of interest
  double goodput = 1.0;            ///< useful work per work of a cluster that never fails
  MoneyPerTime accelerator_price;  ///< value of one accelerator for an hour

  double discount_rate = 0.09;       ///< per year, r
  std::int64_t life_years = 6;       ///< n
  double first_year_activity = 1.0;  ///< share of the first year in which the cluster runs
};

struct EconomicsResults {
  Money capex_total;
  Money initial_outlay;  ///< capex and one-off cost
  Power mean_power;      ///< at the meter
  Energy energy_per_year;
  MoneyPerTime energy;  ///< cost of a full year
  MoneyPerTime parts;
  MoneyPerTime labour;
  MoneyPerTime repair;
  MoneyPerTime opex;  ///< energy and repair
  double lost_accelerator_hours_per_year = 0.0;
  MoneyPerTime lost_work;  ///< its value; not part of opex
  double useful_flop_per_year = 0.0;
  double useful_accelerator_hours_per_year = 0.0;
  double operating_factor = 0.0;  ///< present value of 1 per full year of operation
  Money end_of_life;              ///< salvage less decommissioning, at the end of year n
  Money total_cost;               ///< present value of all cost, net of salvage
  Money annual_cost;              ///< equal yearly payment worth the same
  Money cost_per_flop;            ///< levelised; 0 when no rate is given
  Money cost_per_token;
  MoneyPerTime cost_per_accelerator_hour;  ///< per useful accelerator-hour
  std::vector<Money> cash_flow;            ///< now and at the end of each year; money out is below zero
};

/// Share of full operation in year t = 1, 2, ...
double activity(double first_year_activity, std::int64_t year);
/// Present value of 1 per full year of operation.
double operating_factor(double discount_rate, std::int64_t years, double first_year_activity);

std::vector<Problem> validate(const EconomicsInputs& in);
EconomicsResults evaluate(const EconomicsInputs& in);
void describe(Fields& f, CapexItem& x);
void describe(Fields& f, RepairItem& x);
void describe(Fields& f, EconomicsInputs& x);
void describe(Fields& f, EconomicsResults& x);

}  // namespace copack::economics
