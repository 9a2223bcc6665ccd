// SPDX-License-Identifier: Apache-2.0
#include "copack/economics/cost.hpp"

#include <fmt/format.h>

#include <cmath>

#include "copack/economics/cash_flow.hpp"
#include "copack/economics/energy.hpp"

namespace copack::economics {
namespace {

constexpr double hours_per_year = 8760.0;

Money sum_of(const std::vector<CapexItem>& items) {
  Money sum;
  for (const auto& item : items) sum += item.count * item.replacement_factor * item.unit_price;
  return sum;
}

MoneyPerTime sum_of(const std::vector<RepairItem>& items) {
  MoneyPerTime sum;
  for (const auto& item : items) sum += item.removals * item.unit_cost;
  return sum;
}

MoneyPerTime per_year(Money money) { return money / unit::year; }
Money in_a_year(MoneyPerTime rate) { return rate * unit::year; }

void run_year(const EconomicsInputs& in, EconomicsResults& r) {
  const auto energy = evaluate(EnergyCostInputs{
      .power = in.network_power + in.accelerator_power, .load = in.load, .pue = in.pue, .price = in.electricity_price});
  r.mean_power = energy.mean_power;
  r.energy_per_year = energy.energy_per_year;
  r.energy = energy.cost;
  r.parts = sum_of(in.repairs);
  r.labour = per_year(in.labour_hours_per_year * unit::hour * in.labour_rate);
  r.repair = r.parts + r.labour;
  r.opex = r.energy + r.repair;
  const double hours = in.accelerators * hours_per_year;
  r.useful_accelerator_hours_per_year = hours * in.goodput;
  r.lost_accelerator_hours_per_year = hours - r.useful_accelerator_hours_per_year;
  r.lost_work = per_year(r.lost_accelerator_hours_per_year * unit::hour * in.accelerator_price);
  r.useful_flop_per_year = in.achieved_rate * unit::year * in.goodput;
}

void lay_out_years(const EconomicsInputs& in, EconomicsResults& r) {
  r.cash_flow.reserve(static_cast<std::size_t>(in.life_years) + 1);
  r.cash_flow.push_back(-r.initial_outlay);
  for (std::int64_t year = 1; year <= in.life_years; ++year) {
    r.cash_flow.push_back(-activity(in.first_year_activity, year) * in_a_year(r.opex));
  }
  r.cash_flow.back() += r.end_of_life;
}

/// Present value of the cost over present value of the work.
void levelise(const EconomicsInputs& in, EconomicsResults& r) {
  r.operating_factor = operating_factor(in.discount_rate, in.life_years, in.first_year_activity);
  r.total_cost = -present_value(r.cash_flow, in.discount_rate);
  r.annual_cost = r.total_cost / annuity_factor(in.discount_rate, in.life_years);
  const Money per_operating_year = r.operating_factor > 0.0 ? r.total_cost / r.operating_factor : Money{};
  const double tokens = in.token_rate * unit::year * in.goodput;
  if (r.useful_flop_per_year > 0.0) r.cost_per_flop = per_operating_year / r.useful_flop_per_year;
  if (tokens > 0.0) r.cost_per_token = per_operating_year / tokens;
  if (r.useful_accelerator_hours_per_year > 0.0) {
    r.cost_per_accelerator_hour = per_operating_year / (r.useful_accelerator_hours_per_year * unit::hour);
  }
}

}  // namespace

double activity(double first_year_activity, std::int64_t year) { return year == 1 ? first_year_activity : 1.0; }

double operating_factor(double discount_rate, std::int64_t years, double first_year_activity) {
  return annuity_factor(discount_rate, years) - (1.0 - first_year_activity) / (1.0 + discount_rate);
}

std::vector<Problem> validate(const EconomicsInputs& in) {
  std::vector<Problem> problems;
  if (in.life_years < 1) problems.push_back({"life_years", "must be at least 1"});
  if (!(in.discount_rate > -1.0)) problems.push_back({"discount_rate", "must be above -100 %"});
  if (in.pue < 1.0) problems.push_back({"pue", "must be at least 1: the facility cannot draw less than its IT"});
  if (!(in.goodput >= 0.0 && in.goodput <= 1.0)) problems.push_back({"goodput", "must lie in [0, 1]"});
  if (in.life_years == 1 && in.first_year_activity == 0.0) {
    problems.push_back({"first_year_activity", "is zero in a life of one year: nothing would ever run"});
  }
  for (std::size_t i = 0; i < in.capex.size(); ++i) {
    if (in.capex[i].count < 0.0) problems.push_back({fmt::format("capex[{}].count", i), "must not be negative"});
  }
  return problems;
}

EconomicsResults evaluate(const EconomicsInputs& in) {
  EconomicsResults r;
  r.capex_total = sum_of(in.capex);
  r.initial_outlay = r.capex_total + in.one_off;
  r.end_of_life = in.salvage * r.capex_total - in.decommissioning;
  run_year(in, r);
  lay_out_years(in, r);
  levelise(in, r);
  return r;
}

}  // namespace copack::economics
