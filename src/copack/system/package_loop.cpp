// SPDX-License-Identifier: Apache-2.0
#include "copack/system/package_loop.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "copack/link/budget.hpp"

namespace copack::system {
namespace {

/// The box in which a technology of a tier runs hottest: the one with most of its ports.
struct HottestBox {
  double ports = 0.0;  ///< of the technology, in the box
  Power other_heat;    ///< of the switch chip without the technology's SerDes
};

HottestBox hottest_box(const Design& design, NetworkTier tier) {
  const int technology = design.technology_of_tier[static_cast<std::size_t>(tier)];
  const auto levels = box_ports(design.counts);
  HottestBox hottest;
  for (std::size_t level = 0; level < levels.size(); ++level) {
    double ports = 0.0;
    for (std::size_t t = 0; t < network_tiers; ++t) {
      if (design.technology_of_tier[t] == technology) ports += levels[level].per_box[t];
    }
    if (levels[level].boxes > 0.0 && ports > hottest.ports) {
      const auto& platform = design.platforms[level];
      const double load = std::min(1.0, levels[level].total() / std::max(1, platform.ports));
      hottest = {ports, platform.asic_core_power * load};
    }
  }
  return hottest;
}

/// Heat per node of the package network: all engines of the box are one node, and so are its laser modules.
std::vector<Power> node_powers(const TechnologyCard& card, const PackageNetwork& package, const HottestBox& box,
                               const link::LinkResults& link) {
  std::vector<Power> power;
  power.reserve(card.thermal.nodes.size());
  for (const auto& node : card.thermal.nodes) power.push_back(node.power);
  const auto add = [&](int node, Power heat) {
    if (node >= 0) power[static_cast<std::size_t>(node)] += heat;
  };
  add(package.asic, box.other_heat + box.ports * link.heat_asic);
  const Power in_engine = link.heat_engine + link.heat_module + (package.laser < 0 ? link.heat_laser : 0.0 * unit::W);
  add(package.engine, box.ports * in_engine);
  add(package.laser, box.ports * link.heat_laser);
  return power;
}

thermal::Network with_resistances(const PackageNetwork& package, const thermal::ThermalInputs& inputs) {
  auto network = package.network;
  for (std::size_t i = 0; i < network.links.size(); ++i) network.links[i].resistance = inputs.resistances[i].resistance;
  return network;
}

std::vector<Temperature> fixed_temperatures(const PackageNetwork& package, const thermal::ThermalInputs& inputs) {
  std::vector<Temperature> fixed;
  fixed.reserve(package.network.boundaries.size());
  for (const int node : package.network.boundaries)
    fixed.push_back(inputs.nodes[static_cast<std::size_t>(node)].fixed_temperature);
  return fixed;
}

TemperatureDelta smallest_margin(const thermal::ThermalInputs& inputs, const thermal::Solution& solution) {
  auto smallest = std::numeric_limits<double>::infinity() * unit::K;
  for (std::size_t i = 0; i < inputs.nodes.size(); ++i) {
    if (!inputs.nodes[i].boundary) smallest = std::min(smallest, inputs.nodes[i].limit - solution.temperature[i]);
  }
  return smallest;
}

/// A technology without package data (a passive cable) runs at the temperatures its card states.
PackageState without_package(const TechnologyCard& card, link::LinkInputs inputs, Length length) {
  inputs.length = length;
  PackageState state{
      .link = link::evaluate(inputs), .engine = card.link.engine_temperature, .laser = card.link.laser_temperature};
  state.thermal_margin = std::numeric_limits<double>::infinity() * unit::K;
  state.converged = true;
  return state;
}

/// A link is as long as the fabric's tier, whatever length its card states.
void trace_length(Trace& trace, const Design& design, NetworkTier tier, const std::string& scope) {
  trace.connect(scope + ".link.length",
                fmt::format("{}.fabric.tiers[{}].length_max", design.alternative, static_cast<int>(tier) + 1));
}

void add_to_trace(Trace& trace, const std::string& scope, const TechnologyCard& card, const link::LinkInputs& inputs,
                  const PackageState& state, const std::vector<Power>& power) {
  trace.add_model(scope + ".link", visit_of(inputs), visit_of(state.link));
  auto network = card.thermal;
  for (std::size_t i = 0; i < network.nodes.size(); ++i) network.nodes[i].power = power[i];
  trace.add_model(scope + ".thermal", visit_of(network), visit_of(thermal::evaluate(network)));
  for (std::size_t i = 0; i < network.nodes.size(); ++i) {
    const auto node = fmt::format("{}.thermal.nodes[{}]", scope, i);
    if (network.nodes[i].name == "engine") {
      trace.connect(scope + ".link.engine_temperature", node + ".temperature");
      trace.connect(node + ".power", scope + ".link.heat_engine");
      trace.connect(node + ".power", scope + ".link.heat_module");
    }
    if (network.nodes[i].name == "laser") {
      trace.connect(scope + ".link.laser_temperature", node + ".temperature");
      trace.connect(node + ".power", scope + ".link.heat_laser");
    }
    if (network.nodes[i].name == "asic") trace.connect(node + ".power", scope + ".link.heat_asic");
  }
}

}  // namespace

PackageState balance_package(const Design& design, NetworkTier tier, Trace* trace) {
  const auto index = static_cast<std::size_t>(design.technology_of_tier[static_cast<std::size_t>(tier)]);
  const auto& card = design.technologies[index];
  const auto& package = design.packages[index];
  const auto scope = trace == nullptr
                         ? std::string{}
                         : fmt::format("{}.{}", design.alternative, choice_names(tier)[static_cast<std::size_t>(tier)]);
  const Length length = design.counts.tiers[static_cast<std::size_t>(tier) + 1].length_max;
  if (package.engine < 0) {
    auto state = without_package(card, card.link, length);
    if (trace != nullptr) {
      auto inputs = card.link;
      inputs.length = length;
      trace->add_model(scope + ".link", visit_of(inputs), visit_of(state.link));
      trace_length(*trace, design, tier, scope);
    }
    return state;
  }

  const auto network = with_resistances(package, card.thermal);
  const auto fixed = fixed_temperatures(package, card.thermal);
  const auto box = hottest_box(design, tier);
  auto inputs = card.link;
  inputs.length = length;
  PackageState state;
  std::vector<Power> power;
  while (state.iterations < package_iterations_max && !state.converged) {
    ++state.iterations;
    state.link = link::evaluate(inputs);
    power = node_powers(card, package, box, state.link);
    const auto solution = thermal::solve(network, power, fixed);
    if (!solution.converged) return state;
    state.engine = solution.temperature[static_cast<std::size_t>(package.engine)];
    state.laser = package.laser >= 0 ? solution.temperature[static_cast<std::size_t>(package.laser)] : state.engine;
    if (package.asic >= 0) state.asic = solution.temperature[static_cast<std::size_t>(package.asic)];
    state.thermal_margin = smallest_margin(card.thermal, solution);
    state.residual = std::max(std::abs((state.engine - inputs.engine_temperature).in(unit::K)),
                              std::abs((state.laser - inputs.laser_temperature).in(unit::K))) *
                     unit::K;
    state.converged = state.residual.in(unit::K) <= package_tolerance_kelvin;
    inputs.engine_temperature = state.engine;
    inputs.laser_temperature = state.laser;
    if (!std::isfinite(state.residual.si()))
      return state;  // thermal runaway: laser efficiency falls faster than heat leaves
  }
  if (trace != nullptr) {
    add_to_trace(*trace, scope, card, inputs, state, power);
    trace_length(*trace, design, tier, scope);
  }
  return state;
}

TierFace tier_face(const Design& design, NetworkTier tier, const PackageState& state) {
  const auto& card = design.technology(tier);
  const auto ends = tier_ends(design.counts, tier);
  const auto& counted = design.counts.tiers[static_cast<std::size_t>(tier) + 1];
  const auto& link = state.link;
  const bool optical = card.link.medium == link::Medium::optical;
  const Power optics = link.power_per_end - link.heat_asic;
  return {.tier = std::string(choice_names(tier)[static_cast<std::size_t>(tier)]),
          .technology = card.id,
          .links = ends.links,
          .ends = ends.total(),
          .length_max = counted.length_max,
          .margin = optical ? std::min(link.electrical_margin, link.optical_margin) : link.electrical_margin,
          .pre_fec_ber = link.pre_fec_ber,
          .frame_loss_ratio = link.frame_loss_ratio,
          .closes = link.closes && counted.length_max <= card.reach && state.converged,
          .energy_per_bit = link.energy_per_bit,
          .power_per_end = link.power_per_end,
          .optics_power_per_end = optics,
          .optics_power = ends.total() * optics,
          .latency = link.latency,
          .engine_temperature = state.engine,
          .laser_temperature = state.laser,
          .thermal_margin = state.thermal_margin,
          .thermal_residual = state.residual.in(unit::K),
          .thermal_iterations = state.iterations,
          .thermal_converged = state.converged};
}

}  // namespace copack::system
