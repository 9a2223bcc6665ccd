// SPDX-License-Identifier: Apache-2.0
#include "copack/system/operations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace copack::system {
namespace {

/// Where a unit sits: how many there are, how many ports its scopes mean.
struct Place {
  std::string_view where;
  double units = 0.0;
  double ports_of_unit = 1.0;
  double ports_of_box = 1.0;
  bool at_leaf = false;  ///< draining the box takes its accelerators off the network
};

double ports_of(Scope scope, const Place& place) {
  switch (scope) {
    case Scope::none:
      return 0.0;
    case Scope::port:
      return 1.0;
    case Scope::unit:
      return place.ports_of_unit;
    case Scope::switch_box:
      return place.ports_of_box;
  }
  return 0.0;
}

/// A unit in its place: counts and scopes filled in.
reliability::FruClass placed(const FruCard& card, const Place& place, double accelerators_per_leaf) {
  auto unit = card.unit;
  if (!place.where.empty()) unit.name = fmt::format("{}, {}", unit.name, place.where);
  unit.count = place.units;
  unit.hard.ports = ports_of(card.failure_scope, place);
  unit.flap.ports = std::min(unit.hard.ports, place.ports_of_unit);
  unit.service.ports = ports_of(card.service_scope, place);
  const bool drains_leaf = place.at_leaf && card.service_scope == Scope::switch_box;
  if (drains_leaf) {
    unit.service.accelerators_idled = accelerators_per_leaf;
    unit.service.drain_coverage = 0.0;
  }
  return unit;
}

Temperature temperature_of(HotPart part, const PartTemperatures& parts) {
  switch (part) {
    case HotPart::asic:
      return parts.asic;
    case HotPart::engine:
      return parts.engine;
    case HotPart::laser:
      return parts.laser;
    case HotPart::none:
      break;
  }
  return {};
}

/// Units of a technology in all boxes of one level and tier, or at the NICs.
double units_at(FruPer per, const TechnologyCard& card, double ends, double boxes, double ports_per_box, double links) {
  const auto groups = [&](int ports_per_group) {
    if (ports_per_group <= 0) return 0.0;
    return boxes > 0.0 ? boxes * std::ceil(ports_per_box / ports_per_group - 1e-9) : std::ceil(ends / ports_per_group);
  };
  switch (per) {
    case FruPer::port_end:
      return ends;
    case FruPer::engine:
      return groups(card.ports_per_engine);
    case FruPer::laser_module:
      return groups(card.ports_per_laser_module);
    case FruPer::link:
      return links;
    case FruPer::switch_box:
      return boxes;
    case FruPer::nic:
    case FruPer::server:
    case FruPer::accelerator:
      return 0.0;
  }
  return 0.0;
}

double ports_per_unit(FruPer per, const TechnologyCard& card) {
  if (per == FruPer::engine) return card.ports_per_engine;
  if (per == FruPer::laser_module) return std::max(1, card.ports_per_laser_module);
  return 1.0;
}

/// Calls `add(unit, card)` for every kind of unit of the technology of one tier, level by level.
template <class Add>
void for_each_unit_of_tier(const Design& design, NetworkTier tier, const std::array<BoxPorts, switch_levels>& levels,
                           double accelerators_per_leaf, const Add& add) {
  static constexpr std::array<std::array<std::string_view, switch_levels>, network_tiers> places{
      {{"leaf down", "", ""}, {"leaf up", "spine down", ""}, {"", "spine up", "core"}}};
  const auto& card = design.technology(tier);
  const auto t = static_cast<std::size_t>(tier);
  const auto ends = tier_ends(design.counts, tier);
  for (const auto& fru : card.frus) {
    if (fru.per == FruPer::link) {
      add(placed(fru, {.where = choice_names(tier)[t], .units = ends.links}, accelerators_per_leaf), fru);
      continue;
    }
    for (std::size_t level = 0; level < levels.size(); ++level) {
      const auto& box = levels[level];
      if (box.per_box[t] <= 0.0) continue;
      const Place place{
          .where = places[t][level],
          .units = units_at(fru.per, card, box.boxes * box.per_box[t], box.boxes, box.per_box[t], ends.links),
          .ports_of_unit = std::min(ports_per_unit(fru.per, card), box.per_box[t]),
          .ports_of_box = box.total(),
          .at_leaf = level == 0};
      add(placed(fru, place, accelerators_per_leaf), fru);
    }
    if (ends.at_nics > 0.0 && fru.per == FruPer::port_end) {
      add(placed(fru, {.where = "NIC end", .units = ends.at_nics}, accelerators_per_leaf), fru);
    }
  }
}

/// Calls `add(unit, card, tier)` for every kind of unit of the technologies, in the order of the reliability model.
template <class Add>
void for_each_technology_unit(const Design& design, const std::array<BoxPorts, switch_levels>& levels,
                              double accelerators_per_leaf, const Add& add) {
  for (const auto tier : tiers_outwards) {
    if (!design.uses(tier)) continue;
    for_each_unit_of_tier(design, tier, levels, accelerators_per_leaf,
                          [&](reliability::FruClass&& unit, const FruCard& card) { add(std::move(unit), card, tier); });
  }
}

}  // namespace

std::vector<reliability::FruClass> fru_classes(const Design& design, const TierTemperatures* temperatures) {
  const auto levels = box_ports(design.counts);
  const double accelerators = static_cast<double>(design.fabric.accelerators);
  const double per_leaf = levels[0].boxes > 0.0 ? accelerators / levels[0].boxes : 0.0;
  std::vector<reliability::FruClass> classes;
  for_each_technology_unit(
      design, levels, per_leaf, [&](reliability::FruClass&& unit, const FruCard& card, NetworkTier tier) {
        const bool heated = temperatures != nullptr && card.hot_part != HotPart::none;
        unit.hard.temperature = heated ? temperature_of(card.hot_part, (*temperatures)[static_cast<std::size_t>(tier)])
                                       : unit.hard.rate_temperature;
        classes.push_back(std::move(unit));
      });
  for (std::size_t level = 0; level < levels.size(); ++level) {
    if (levels[level].boxes <= 0.0) continue;
    const auto name = choice_names(SwitchLevel{})[level];
    for (const auto& fru : design.platforms[level].frus) {
      classes.push_back(placed(fru,
                               {.where = name,
                                .units = levels[level].boxes,
                                .ports_of_unit = levels[level].total(),
                                .ports_of_box = levels[level].total(),
                                .at_leaf = level == 0},
                               per_leaf));
    }
  }
  for (const auto& fru : design.server.frus) {
    classes.push_back(placed(fru, {.where = "", .units = accelerators * design.fabric.nics_per_accelerator}, per_leaf));
  }
  return classes;
}

reliability::ReliabilityInputs reliability_inputs(const Design& design, double exposed_communication,
                                                  const TierTemperatures* temperatures) {
  const auto& organisation = design.organisation;
  return {.classes = fru_classes(design, temperatures),
          .ports = static_cast<double>(design.counts.switch_ports),
          .job = {.accelerators = static_cast<double>(design.fabric.accelerators),
                  .accelerators_per_node = static_cast<double>(design.server.accelerators_per_server),
                  .other_interruptions = design.server.interruptions,
                  .checkpoint_write = organisation.checkpoint_write,
                  .checkpoint_interval = {},
                  .restart = organisation.restart,
                  .requeue = {},
                  .hot_spares = 0.0,
                  .exposed_communication = exposed_communication},
          .service_level = organisation.spares_service_level};
}

void trace_temperatures(Trace& trace, const Design& design) {
  std::size_t k = 0;
  for_each_technology_unit(
      design, box_ports(design.counts), 0.0, [&](const reliability::FruClass&, const FruCard& card, NetworkTier tier) {
        if (card.hot_part == HotPart::engine || card.hot_part == HotPart::laser) {
          trace.connect(fmt::format("{}.reliability.classes[{}].hard.temperature", design.alternative, k),
                        fmt::format("{}.{}.link.{}_temperature", design.alternative,
                                    choice_names(tier)[static_cast<std::size_t>(tier)],
                                    choice_names(card.hot_part)[static_cast<std::size_t>(card.hot_part)]));
        }
        ++k;
      });
}

double optics_blast_radius(const Design& design) {
  const auto levels = box_ports(design.counts);
  double widest = 0.0;
  for (const auto tier : tiers_outwards) {
    if (!design.uses(tier)) continue;
    const auto& card = design.technology(tier);
    if (card.link.medium != link::Medium::optical) continue;
    for (const auto& fru : card.frus) {
      for (const auto& box : levels) {
        if (box.per_box[static_cast<std::size_t>(tier)] <= 0.0) continue;
        const Place place{.where = {}, .ports_of_unit = ports_per_unit(fru.per, card), .ports_of_box = box.total()};
        widest = std::max({widest, ports_of(fru.failure_scope, place), ports_of(fru.service_scope, place)});
      }
    }
  }
  return widest;
}

}  // namespace copack::system
