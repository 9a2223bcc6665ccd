// SPDX-License-Identifier: Apache-2.0
#include "copack/system/money.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "copack/economics/cost.hpp"

namespace copack::system {
namespace {

/// Switches, links and their installation of one cluster, at the prices of a year.
Money network_capital(const MoneyBasis& basis, double year) {
  const auto& design = basis.design;
  const auto levels = box_ports(design.counts);
  Money capital;
  for (std::size_t level = 0; level < levels.size(); ++level) {
    capital += levels[level].boxes * design.platforms[level].price;
    for (std::size_t i = 0; i < design.technologies.size(); ++i) {
      bool present = false;
      for (std::size_t t = 0; t < network_tiers; ++t) {
        present = present || (design.technology_of_tier[t] == static_cast<int>(i) && levels[level].per_box[t] > 0.0);
      }
      if (present) capital += levels[level].boxes * design.technologies[i].price.per_switch;
    }
  }
  for (std::size_t t = 0; t < network_tiers; ++t) {
    const int i = design.technology_of_tier[t];
    if (i < 0) continue;
    const auto& card = design.technologies[static_cast<std::size_t>(i)];
    const double ends = tier_ends(design.counts, static_cast<NetworkTier>(t)).total();
    capital += ends * (price_in(card, basis.sourcing.technologies[static_cast<std::size_t>(i)], year) +
                       card.price.installation_per_end);
  }
  return capital;
}

/// Parts and labour per time. A network that repairs cannot keep up with has no steady cost: nothing is counted.
MoneyPerTime repair_cost(const MoneyBasis& basis) {
  MoneyPerTime cost;
  for (std::size_t i = 0; i < basis.reliability.classes.size(); ++i) {
    cost += basis.frus[i].spare.unit_cost * basis.reliability.classes[i].removals;
  }
  const double hours_per_year =
      basis.reliability.labour_hours_per_year +
      basis.reliability.removals.in(unit::per_year)*basis.design.organisation.labour_per_repair.in(unit::hour);
  return cost + basis.design.organisation.labour_rate * (hours_per_year * (unit::hour / unit::year));
}

Money qualification(const Design& design) {
  Money cost;
  for (std::size_t i = 0; i < design.technologies.size(); ++i) {
    const auto& known = design.technologies_of_baseline;
    if (std::ranges::find(known, static_cast<int>(i)) != known.end()) continue;
    cost += design.technologies[i].price.qualification;
  }
  return cost;
}

std::int64_t life(const Design& design) {
  return std::max<std::int64_t>(1, std::llround(design.organisation.years_of_life));
}

economics::EconomicsInputs cluster_cost(const MoneyBasis& basis, const economics::CostSide& cluster) {
  const auto& design = basis.design;
  const auto& organisation = design.organisation;
  const double accelerators = static_cast<double>(design.fabric.accelerators);
  return {.capex = {{.name = "servers", .count = accelerators, .unit_price = design.server.price_per_accelerator},
                    {.name = "network", .count = 1.0, .unit_price = cluster.capex}},
          .one_off = cluster.one_off,
          .network_power = basis.power.network,
          .accelerator_power = basis.power.accelerators,
          .load = organisation.utilisation,
          .pue = organisation.pue,
          .electricity_price = organisation.electricity_price,
          .repairs = {{.name = "network", .removals = 1.0 * unit::per_year, .unit_cost = cluster.repair * unit::year}},
          .labour_rate = organisation.labour_rate,
          .accelerators = accelerators,
          .achieved_rate = basis.performance.useful_rate,
          .token_rate = basis.performance.tokens_per_second * unit::per_second,
          .goodput = basis.reliability.effective_goodput,
          .accelerator_price = organisation.accelerator_hour_price,
          .discount_rate = organisation.discount_rate,
          .life_years = life(design)};
}

}  // namespace

Power at_meter(const Design& design, Power it_power) { return it_power * design.organisation.pue; }

economics::CostSide cost_side(const MoneyBasis& basis, const PlannedBuild& build, bool first) {
  const double scale = build.accelerators / static_cast<double>(basis.design.fabric.accelerators);
  return {
      .capex = scale * network_capital(basis, build.due),
      .one_off = first ? qualification(basis.design) : Money{},
      .mean_power = scale * at_meter(basis.design, basis.power.network),
      .repair = scale * repair_cost(basis),
      .lost_accelerator_hours_per_year = scale * basis.reliability.lost_total * basis.design.organisation.utilisation,
      .relative_speed = basis.performance.tokens_per_second};
}

EconomicsFace own_money(const MoneyBasis& basis, const economics::CostSide& cluster, Trace* trace) {
  const auto& organisation = basis.design.organisation;
  const auto inputs = cluster_cost(basis, cluster);
  const auto results = economics::evaluate(inputs);
  if (trace != nullptr) trace->add_model(basis.design.alternative + ".cost", visit_of(inputs), visit_of(results));
  const Time factor = results.operating_factor * unit::year;
  EconomicsFace face;
  face.capital = cluster.capex;
  face.energy = cluster.mean_power * organisation.electricity_price * factor;
  face.repair = cluster.repair * factor;
  face.lost_work = cluster.lost_accelerator_hours_per_year * (unit::hour / unit::year) *
                   organisation.accelerator_hour_price * factor;
  face.total_cost = face.capital + face.energy + face.repair;
  constexpr double exa = 1e18;
  face.cost_per_exaflop = exa * results.cost_per_flop;
  return face;
}

void compare(const MoneyBasis& basis, const std::vector<economics::CostSide>& own,
             const std::vector<economics::CostSide>& baseline, EconomicsFace& face, Trace* trace) {
  const auto& design = basis.design;
  for (std::size_t b = 0; b < own.size(); ++b) {
    const auto& build = design.builds[b];
    const economics::NpvInputs inputs{.baseline = baseline[b],
                                      .alternative = own[b],
                                      .accelerators = build.accelerators,
                                      .accelerator_price = design.organisation.accelerator_hour_price,
                                      .electricity_price = design.organisation.electricity_price,
                                      .discount_rate = design.organisation.discount_rate,
                                      .life_years = life(design)};
    const auto results = economics::evaluate(inputs);
    if (trace != nullptr) {
      trace->add_model(fmt::format("{}.npv[{}]", design.alternative, b), visit_of(inputs), visit_of(results));
    }
    const double years = std::max(0.0, build.due - design.now);
    const double discount = std::pow(1.0 + design.organisation.discount_rate, -years);
    const double weight = discount * basis.sourcing.on_time_share[b];
    face.npv_capital += weight * (results.capex + results.end_of_life);
    face.npv_energy += weight * results.energy;
    face.npv_repair += weight * results.repair;
    face.npv_work += weight * (results.lost_work + results.performance);
    face.npv_qualification += results.one_off;
  }
  face.npv = face.npv_capital + face.npv_energy + face.npv_repair + face.npv_work + face.npv_qualification;
}

}  // namespace copack::system
