// SPDX-License-Identifier: Apache-2.0
#include "copack/system/money.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "copack/economics/cost.hpp"
#include "copack/system/purchases.hpp"

namespace copack::system {
namespace {

/// Switches, links and their installation of one cluster, at the prices of a year.
Money network_capital(const MoneyBasis& basis, double year) {
  Money capital;
  for_each_purchase(basis.design, basis.sourcing, year,
                    [&](const PurchaseLine& line) { capital += line.count * line.unit_price(); });
  return capital;
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

/// What one build adds to the net present value, in money of the day of the decision.
struct Worth {
  double discount = 1.0;
  double on_time_share = 1.0;
  Money capital, energy, repair, work, qualification;
};

void describe(Fields& f, Worth& x) {
  f("discount", "", x.discount, "(1 + discount rate)^-years until the build is due");
  f("on_time_share", "%", x.on_time_share,
    "share of the units that are there; the others are bought as in the baseline");
  f("capital", "MUSD", x.capital, "from capital", by("discount * on_time_share * (npv.capex + npv.end_of_life)"));
  f("energy", "MUSD", x.energy, "from energy", by("discount * on_time_share * npv.energy"));
  f("repair", "MUSD", x.repair, "from repair", by("discount * on_time_share * npv.repair"));
  f("work", "MUSD", x.work, "from step time and goodput",
    by("discount * on_time_share * (npv.lost_work + npv.performance)"));
  f("qualification", "MUSD", x.qualification, "paid once, today", by("npv.one_off"));
}

Worth worth_of(const MoneyBasis& basis, std::size_t b, const economics::NpvResults& results) {
  const auto& design = basis.design;
  const double years = std::max(0.0, design.builds[b].due - design.now);
  Worth worth{.discount = std::pow(1.0 + design.organisation.discount_rate, -years),
              .on_time_share = basis.sourcing.on_time_share[b],
              .qualification = results.one_off};
  const double weight = worth.discount * worth.on_time_share;
  worth.capital = weight * (results.capex + results.end_of_life);
  worth.energy = weight * results.energy;
  worth.repair = weight * results.repair;
  worth.work = weight * (results.lost_work + results.performance);
  return worth;
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

MoneyPerTime parts_cost(const MoneyBasis& basis) {
  MoneyPerTime cost;
  for (std::size_t i = 0; i < basis.reliability.classes.size(); ++i) {
    cost += basis.frus[i].spare.unit_cost * basis.reliability.classes[i].removals;
  }
  return cost;
}

MoneyPerTime labour_cost(const MoneyBasis& basis) {
  const double hours_per_year =
      basis.reliability.labour_hours_per_year +
      basis.reliability.removals.in(unit::per_year)*basis.design.organisation.labour_per_repair.in(unit::hour);
  return basis.design.organisation.labour_rate * (hours_per_year * (unit::hour / unit::year));
}

Power at_meter(const Design& design, Power it_power) { return it_power * design.organisation.pue; }

economics::CostSide cost_side(const MoneyBasis& basis, const PlannedBuild& build, bool first) {
  const double scale = build.accelerators / static_cast<double>(basis.design.fabric.accelerators);
  return {
      .capex = scale * network_capital(basis, build.due),
      .one_off = first ? qualification(basis.design) : Money{},
      .mean_power = scale * at_meter(basis.design, basis.power.network),
      .repair = scale * (parts_cost(basis) + labour_cost(basis)),
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
    const auto worth = worth_of(basis, b, results);
    if (trace != nullptr) {
      const auto npv = fmt::format("{}.npv[{}]", design.alternative, b),
                 own_worth = fmt::format("{}.worth[{}]", design.alternative, b);
      trace->add_model(npv, visit_of(inputs), visit_of(results));
      trace->alias(own_worth + ".npv.", npv + ".");
      trace->add_model(own_worth, [](Fields&) {}, visit_of(worth));
    }
    face.npv_capital += worth.capital;
    face.npv_energy += worth.energy;
    face.npv_repair += worth.repair;
    face.npv_work += worth.work;
    face.npv_qualification += worth.qualification;
  }
  face.npv = face.npv_capital + face.npv_energy + face.npv_repair + face.npv_work + face.npv_qualification;
}

}  // namespace copack::system
