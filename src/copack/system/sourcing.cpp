// SPDX-License-Identifier: Apache-2.0
#include "copack/system/sourcing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace copack::system {
namespace {

/// Ends of a technology in one cluster, all tiers.
double ends_of(const Design& design, std::size_t technology) {
  double ends = 0.0;
  for (std::size_t t = 0; t < network_tiers; ++t) {
    if (design.technology_of_tier[t] == static_cast<int>(technology))
      ends += tier_ends(design.counts, static_cast<NetworkTier>(t)).total();
  }
  return ends;
}

/// Shows where the yield of a step comes from that tests lanes.
void show_lane_test(const Design& design, std::size_t technology, const std::string& scope, Trace& trace) {
  const auto place = technology < design.lane_tests.size() ? design.lane_tests[technology].place : StepPlace{};
  if (place.step < 0) return;
  const auto& card = design.technologies[technology];
  const auto& t = card.tolerances;
  const link::ToleranceInputs inputs{.link = card.link,
                                     .margin = t.margin,
                                     .spreads = t.spreads,
                                     .test_limit = t.test_limit,
                                     .lanes = t.lanes,
                                     .needed = t.needed};
  const auto tolerance = fmt::format("{}.{}.tolerance", design.alternative, card.id);
  trace.add_model(tolerance, visit_of(inputs), visit_of(link::evaluate(inputs)));
  trace.connect(fmt::format("{}.items[{}].steps[{}].yield", scope, place.item, place.step), tolerance + ".unit_yield");
}

TechnologySourcing make(const Design& design, std::size_t technology, Trace* trace) {
  const auto& card = design.technologies[technology];
  TechnologySourcing result{.price_per_end = card.price.per_end};
  if (card.manufacturing.items.empty()) return result;
  const auto made = manufacturing::evaluate(card.manufacturing);
  result.made = true;
  result.yield = made.yield;
  result.unit_cost = made.unit_cost;
  result.scrap_per_end = made.loss / card.ports_per_product;
  if (card.price.basis == PriceBasis::cost_plus) {
    result.price_per_end = made.unit_cost / (card.ports_per_product * (1.0 - card.price.gross_margin));
  }
  if (trace != nullptr) {
    const auto scope = fmt::format("{}.{}.manufacturing", design.alternative, card.id);
    trace->add_model(scope, visit_of(card.manufacturing), visit_of(made));
    show_lane_test(design, technology, scope, *trace);
  }
  return result;
}

/// First index of a technology's items in the list of all supply items.
int first_item(const Design& design, std::size_t technology) {
  int first = 0;
  for (std::size_t i = 0; i < technology; ++i) first += static_cast<int>(design.technologies[i].supply.items.size());
  return first;
}

int item_index(const supply::SupplyInputs& plan, const std::string& name) {
  for (std::size_t i = 0; i < plan.items.size(); ++i) {
    if (plan.items[i].name == name) return static_cast<int>(i);
  }
  return -1;
}

/// Adds what the supply plan of one technology means for the builds.
void deliver(const Design& design, std::size_t technology, Sourcing& sourcing, Trace* trace) {
  auto plan = supply_plan(design, technology);
  if (plan.items.empty() || plan.builds.empty()) return;
  plan.stress = trace != nullptr;
  const auto result = supply::evaluate(plan);
  sourcing.answers = sourcing.answers && result.solved;
  if (!result.solved) return;
  for (std::size_t b = 0; b < result.builds.size(); ++b) {
    const auto& build = result.builds[b];
    const double share = plan.builds[b].units > 0.0 ? 1.0 - build.short_at_due / plan.builds[b].units : 1.0;
    sourcing.on_time_share[b] = std::min(sourcing.on_time_share[b], std::clamp(share, 0.0, 1.0));
    sourcing.face.delivered = std::max(sourcing.face.delivered, build.promised);
  }
  if (result.delay > sourcing.face.delay || sourcing.face.binding_item < 0) {
    sourcing.face.delay = std::max(sourcing.face.delay, result.delay);
    const int item = item_index(plan, result.bottleneck);
    if (item >= 0) sourcing.face.binding_item = first_item(design, technology) + item;
  }
  if (trace != nullptr) {
    const auto scope = fmt::format("{}.{}.supply", design.alternative, design.technologies[technology].id);
    trace->add_model(scope, visit_of(plan), visit_of(result));
  }
}

void summarise(const Design& design, Sourcing& sourcing) {
  auto& face = sourcing.face;
  double ends = 0.0;
  Money paid;
  for (std::size_t i = 0; i < design.technologies.size(); ++i) {
    const auto& card = design.technologies[i];
    if (card.link.medium != link::Medium::optical) continue;
    const double n = ends_of(design, i);
    ends += n;
    paid += n * sourcing.technologies[i].price_per_end;
    face.assembly_yield = std::min(face.assembly_yield, sourcing.technologies[i].yield);
    face.scrap_per_end = std::max(face.scrap_per_end, sourcing.technologies[i].scrap_per_end);
  }
  if (ends > 0.0) face.price_per_end = paid / ends;
  double units = 0.0;
  double on_time = 0.0;
  for (std::size_t b = 0; b < design.builds.size(); ++b) {
    units += design.builds[b].accelerators;
    on_time += design.builds[b].accelerators * sourcing.on_time_share[b];
    face.delivered = std::max(face.delivered, design.builds[b].due);
  }
  face.on_time_share = units > 0.0 ? on_time / units : 1.0;
}

}  // namespace

double price_factor(const TechnologyCard& card, double year) {
  return std::pow(1.0 - card.price.yearly_decline, std::max(0.0, year - card.price.year));
}

supply::SupplyInputs supply_plan(const Design& design, std::size_t technology) {
  const auto& card = design.technologies[technology];
  auto plan = card.supply;
  if (plan.items.empty()) return plan;
  const double ends = ends_of(design, technology);
  const double cluster = static_cast<double>(design.fabric.accelerators);
  plan.builds.clear();
  for (const auto& build : design.builds) {
    plan.builds.push_back({.name = build.name,
                           .due = build.due,
                           .units = ends * build.accelerators / cluster / card.ports_per_supply_unit});
  }
  return plan;
}

std::vector<std::string> supply_item_names(const Design& design) {
  std::vector<std::string> names;
  for (const auto& card : design.technologies) {
    for (const auto& item : card.supply.items) names.push_back(item.name);
  }
  return names;
}

Sourcing source(const Design& design, Trace* trace) {
  Sourcing sourcing;
  sourcing.on_time_share.assign(design.builds.size(), 1.0);
  for (std::size_t i = 0; i < design.technologies.size(); ++i) sourcing.technologies.push_back(make(design, i, trace));
  for (std::size_t i = 0; i < design.technologies.size(); ++i) deliver(design, i, sourcing, trace);
  for (const auto& test : design.lane_tests) sourcing.answers = sourcing.answers && test.yield >= least_tested_yield;
  summarise(design, sourcing);
  return sourcing;
}

}  // namespace copack::system
