// SPDX-License-Identifier: Apache-2.0
#include "copack/system/cards.hpp"

#include <fmt/format.h>

#include <array>
#include <limits>

namespace copack::system {
namespace {

/// Adds the problems of a part under its path.
void append(std::vector<Problem>& all, const std::string& prefix, std::vector<Problem> part) {
  for (auto& problem : part) {
    all.push_back({problem.path.empty() ? prefix : prefix + "." + problem.path, std::move(problem.message)});
  }
}

/// Problems of the units themselves; how far they reach follows from the design.
void append_frus(std::vector<Problem>& all, const std::vector<FruCard>& frus) {
  if (frus.empty()) return;
  constexpr double any_number = std::numeric_limits<double>::infinity();
  reliability::ReliabilityInputs inputs{.ports = any_number, .job = {.accelerators = any_number}};
  for (const auto& fru : frus) inputs.classes.push_back(fru.unit);
  for (auto& problem : reliability::validate(inputs)) {
    const auto index = problem.path.find('[');
    const auto field = problem.path.find('.');
    all.push_back({"frus" + problem.path.substr(index, field - index) + ".unit" + problem.path.substr(field),
                   std::move(problem.message)});
  }
}

bool has_node(const thermal::ThermalInputs& network, std::string_view name) {
  for (const auto& node : network.nodes) {
    if (node.name == name) return true;
  }
  return false;
}

/// The step that lanes are tested in must be there, and their spreads be of numbers of the link.
void append_tolerances(std::vector<Problem>& all, const TechnologyCard& x) {
  const auto& t = x.tolerances;
  if (t.step.empty() && t.spreads.empty()) return;
  if (t.spreads.empty()) all.push_back({"tolerances.spreads", "are missing, so that all lanes are alike; add some"});
  append(all, "tolerances", link::validate_spreads(x.link, t.margin, t.spreads, t.lanes, t.needed));
  if (find_step(x.manufacturing, t.step).step >= 0) return;
  std::vector<std::string> names;
  for (const auto& item : x.manufacturing.items) {
    for (const auto& step : item.steps) names.push_back(fmt::format("{}/{}", item.name, step.name));
  }
  const std::vector<std::string_view> known(names.begin(), names.end());
  all.push_back({"tolerances.step",
                 fmt::format("manufacturing has no step \"{}\" (item/step){}", t.step, did_you_mean(t.step, known))});
}

}  // namespace

std::span<const std::string_view> choice_names(TechnologyKind /*kind*/) {
  static constexpr std::array<std::string_view, 8> names{
      "copper-passive", "copper-active", "pluggable-retimed", "pluggable-lro", "pluggable-lpo", "npo", "cpo",
      "coherent"};
  return names;
}

std::span<const std::string_view> choice_names(FruPer /*per*/) {
  static constexpr std::array<std::string_view, 8> names{"port-end", "engine", "laser-module", "link",
                                                         "switch",   "nic",    "server",       "accelerator"};
  return names;
}

std::span<const std::string_view> choice_names(Scope /*scope*/) {
  static constexpr std::array<std::string_view, 4> names{"none", "port", "unit", "switch"};
  return names;
}

std::span<const std::string_view> choice_names(HotPart /*part*/) {
  static constexpr std::array<std::string_view, 4> names{"none", "asic", "engine", "laser"};
  return names;
}

std::span<const std::string_view> choice_names(PriceBasis /*basis*/) {
  static constexpr std::array<std::string_view, 2> names{"market", "cost-plus"};
  return names;
}

std::span<const std::string_view> choice_names(RiskPreference /*preference*/) {
  static constexpr std::array<std::string_view, 4> names{"mean", "mean-cvar", "cvar", "regret"};
  return names;
}

void describe(Fields& f, FruCard& x) {
  f("per", x.per, "what there is one such unit of", required);
  f("failure_scope", x.failure_scope, "what one failure takes down", required);
  f("service_scope", x.service_scope, "what its repair drains", required);
  f("hot_part", x.hot_part,
    "part of the package whose temperature its failure rate follows: none, asic, engine, laser");
  f("unit", x.unit, "rates, coverage, repair and spare of one unit");
}

void describe(Fields& f, PriceCard& x) {
  f("basis", x.basis, "market price, or manufacturing cost plus the seller's margin", required);
  f("per_end", "USD", x.per_end, "market price of one port end", non_negative);
  f("gross_margin", "", x.gross_margin, "of the seller, on the price, for cost-plus", {.min = 0.0, .max = 0.95});
  f("per_switch", "USD", x.per_switch, "premium of the switch box that the technology needs, per box", non_negative);
  f("installation_per_end", "USD", x.installation_per_end, "fibre or cable, cleaning, commissioning of one end",
    non_negative);
  f("qualification", "USD", x.qualification, "once per organisation", non_negative);
  f("yearly_decline", "", x.yearly_decline, "fall of the price per year", {.min = -0.5, .max = 0.9});
  f("year", "", x.year, "calendar year in which the price holds", {.min = 2015.0, .max = 2050.0});
}

void describe(Fields& f, ToleranceCard& x) {
  f("step", x.step, "manufacturing step whose site yield follows from these spreads, item/step; empty: none");
  f("margin", x.margin, "which margin decides whether a lane is good");
  f("spreads", x.spreads, "how numbers of the link differ from part to part");
  f("test_limit", "dB", x.test_limit, "margin that a lane must show in that step, guard band");
  f("lanes", "", x.lanes, "lanes of one site of the step", {.min = 1.0, .max = 1e5});
  f("needed", "", x.needed, "of these, lanes that must work", {.min = 1.0, .max = 1e5});
}

StepPlace find_step(const manufacturing::ManufacturingInputs& inputs, std::string_view item_and_step) {
  for (std::size_t i = 0; i < inputs.items.size(); ++i) {
    const auto& item = inputs.items[i];
    if (!item_and_step.starts_with(item.name + "/")) continue;
    const auto name = item_and_step.substr(item.name.size() + 1);
    for (std::size_t j = 0; j < item.steps.size(); ++j) {
      if (item.steps[j].name == name) return {static_cast<int>(i), static_cast<int>(j)};
    }
  }
  return {};
}

void describe(Fields& f, TechnologyCard& x) {
  f("id", x.id, "name used in studies; the name of the file", required);
  f("name", x.name, "name for readers", required);
  f("summary", x.summary, "one line: what it is");
  f("kind", x.kind, "how the link is realised", required);
  f("port_rate", "Gbit/s", x.port_rate, "of one port, one direction", required_positive);
  f("ports_per_engine", x.ports_per_engine, "ports that one module or optical engine carries", {.min = 1.0});
  f("ports_per_laser_module", x.ports_per_laser_module,
    "ports fed by one external laser module; 0: lasers inside the engine", non_negative);
  f("reach", "m", x.reach, "longest link", required_positive);
  f("available_from", "", x.available_from, "calendar year from which volume orders are filled",
    {.min = 2015.0, .max = 2060.0});
  f("link", x.link, "one port, end to end", required);
  f("thermal", x.thermal, "package and cooling of one switch box");
  f("frus", x.frus, "field-replaceable units");
  f("price", x.price, "what it costs the buyer", required);
  f("manufacturing", x.manufacturing, "how one unit is made");
  f("ports_per_product", x.ports_per_product, "ports that one manufactured unit serves", {.min = 1.0});
  f("tolerances", x.tolerances, "how lanes differ, and which step of manufacturing sorts them");
  f("supply", x.supply, "bill of materials with capacities");
  f("supply_unit", x.supply_unit, "what one unit of the bill of materials is");
  f("ports_per_supply_unit", x.ports_per_supply_unit, "port ends that one such unit serves", {.min = 1.0});
}

std::vector<Problem> validate(const TechnologyCard& x) {
  std::vector<Problem> all;
  append(all, "link", link::validate(x.link));
  if (!x.thermal.nodes.empty()) append(all, "thermal", thermal::validate(x.thermal));
  if (!x.manufacturing.items.empty()) append(all, "manufacturing", manufacturing::validate(x.manufacturing));
  append_tolerances(all, x);
  if (!x.supply.items.empty()) {
    auto plan = x.supply;  // the study brings the demand
    if (plan.builds.empty())
      plan.builds.push_back({.name = "any", .due = static_cast<double>(plan.start_year) + 1.0, .units = 1.0});
    append(all, "supply", supply::validate(plan));
  }
  append_frus(all, x.frus);
  const bool optical = x.link.medium == link::Medium::optical;
  if (optical && !has_node(x.thermal, "engine"))
    all.push_back({"thermal.nodes", "an optical technology needs a node named \"engine\""});
  if (optical && x.link.laser_kind == link::LaserKind::external && !has_node(x.thermal, "laser")) {
    all.push_back({"thermal.nodes", "an external laser needs a node named \"laser\""});
  }
  if (x.price.basis == PriceBasis::cost_plus && x.manufacturing.items.empty()) {
    all.push_back({"price.basis", "a price at cost plus margin needs [manufacturing]"});
  }
  return all;
}

void describe(Fields& f, LinkCard& x) {
  f("id", x.id, "name used in studies; the name of the file", required);
  f("name", x.name, "name for readers", required);
  f("summary", x.summary, "one line: what it is");
  f("kind", x.kind, "how the link is realised", required);
  f("link", x.link, "one port, end to end", required);
}

std::vector<Problem> validate(const LinkCard& x) {
  std::vector<Problem> problems;
  append(problems, "link", link::validate(x.link));
  return problems;
}

void describe(Fields& f, PlatformCard& x) {
  f("id", x.id, "name used in studies; the name of the file", required);
  f("name", x.name, "name for readers", required);
  f("ports", x.ports, "ports of one box at the port rate", {.min = 1.0, .required = true});
  f("port_rate", "Gbit/s", x.port_rate, "of one port, one direction", required_positive);
  f("asics", x.asics, "switch chips in one box", {.min = 1.0});
  f("asic_core_power", "W", x.asic_core_power, "all chips of a box without SerDes, fully loaded",
    required_non_negative);
  f("base_power", "W", x.base_power, "control computer, fans, power conversion", required_non_negative);
  f("price", "USD", x.price, "of one box without optics", required_non_negative);
  f("latency", "ns", x.latency, "port to port", required_non_negative);
  f("frus", x.frus, "field-replaceable units of the box");
}

std::vector<Problem> validate(const PlatformCard& x) {
  std::vector<Problem> all;
  append_frus(all, x.frus);
  return all;
}

void describe(Fields& f, ServerCard& x) {
  f("id", x.id, "name used in studies; the name of the file", required);
  f("name", x.name, "name for readers", required);
  f("accelerator", x.accelerator, "what computes", required);
  f("accelerators_per_server", x.accelerators_per_server, "accelerators in one server", {.min = 1.0});
  f("scale_up", x.scale_up, "the network inside the server or rack", required);
  f("power_per_accelerator", "W", x.power_per_accelerator, "with its share of the server", required_positive);
  f("price_per_accelerator", "USD", x.price_per_accelerator, "with its share of the server", required_positive);
  f("interruptions", "1/year", x.interruptions, "of the job, per accelerator, from all but the network",
    required_non_negative);
  f("frus", x.frus, "network parts at the accelerator");
}

std::vector<Problem> validate(const ServerCard& x) {
  std::vector<Problem> all;
  append_frus(all, x.frus);
  return all;
}

void describe(Fields& f, OrganisationCard& x) {
  f("id", x.id, "name used in studies; the name of the file", required);
  f("name", x.name, "name for readers", required);
  f("discount_rate", "", x.discount_rate, "per year", {.min = 0.0, .max = 0.5, .required = true});
  f("electricity_price", "USD/kWh", x.electricity_price, "at the meter", required_non_negative);
  f("pue", "", x.pue, "power usage effectiveness", {.min = 1.0, .max = 3.0, .required = true});
  f("accelerator_hour_price", "USD/h", x.accelerator_hour_price, "value of one accelerator for an hour",
    required_non_negative);
  f("labour_rate", "USD/h", x.labour_rate, "of a technician", required_non_negative);
  f("years_of_life", "", x.years_of_life, "years over which a build is used",
    {.min = 1.0, .max = 30.0, .required = true});
  f("utilisation", "", x.utilisation, "share of the time in which the cluster works",
    {.min = 0.0, .max = 1.0, .required = true});
  f("spares_service_level", "", x.spares_service_level, "probability that a spare is at hand",
    {.min = 0.5, .max = 0.99999});
  f("checkpoint_write", "s", x.checkpoint_write, "time the job stands still for one checkpoint", required_non_negative);
  f("restart", "min", x.restart, "detect, diagnose, reschedule, load", required_non_negative);
  f("labour_per_repair", "h", x.labour_per_repair, "hands-on time of one repair beyond the unit's own", non_negative);
  f("preference", x.preference, "how outcomes are weighed", required);
  f("risk_weight", "", x.risk_weight, "weight of the tail against the mean", fraction);
  f("pilot_share", "", x.pilot_share, "share of a build in a pilot", fraction);
  f("pilot_accuracy", "", x.pilot_accuracy, "probability that a pilot tells good from bad rightly",
    {.min = 0.5, .max = 1.0});
  f("qualification_accuracy", "", x.qualification_accuracy, "the same for a laboratory qualification",
    {.min = 0.5, .max = 1.0});
  f("qualification_cost", "USD", x.qualification_cost, "laboratory, staff, samples", non_negative);
  f("switch_back_cost_share", "", x.switch_back_cost_share, "cost of going back, share of the optics price",
    {.min = 0.0, .max = 2.0});
}

std::vector<Problem> validate(const OrganisationCard& /*x*/) { return {}; }

}  // namespace copack::system
