// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "copack/core/diagnostics.hpp"
#include "copack/core/fields.hpp"
#include "copack/fabric/topology.hpp"
#include "copack/link/budget.hpp"
#include "copack/link/tolerance.hpp"
#include "copack/manufacturing/assembly.hpp"
#include "copack/reliability/fru.hpp"
#include "copack/supply/plan.hpp"
#include "copack/thermal/network.hpp"
#include "copack/units/unit.hpp"
#include "copack/workload/roofline.hpp"

/// What the catalog says of things that a study picks by name. Each card is one TOML file; its numbers are values with
/// sources.
namespace copack::system {

/// A way to realise a link end to end.
enum class TechnologyKind : unsigned char {
  copper_passive,
  copper_active,
  pluggable_retimed,
  pluggable_lro,
  pluggable_lpo,
  npo,
  cpo,
  coherent
};
std::span<const std::string_view> choice_names(TechnologyKind kind);

/// What there is one field-replaceable unit of.
enum class FruPer : unsigned char { port_end, engine, laser_module, link, switch_box, nic, server, accelerator };
std::span<const std::string_view> choice_names(FruPer per);

/// How far a fault or its repair reaches.
enum class Scope : unsigned char { none, port, unit, switch_box };
std::span<const std::string_view> choice_names(Scope scope);

/// The part of the package whose temperature a unit has.
enum class HotPart : unsigned char { none, asic, engine, laser };
std::span<const std::string_view> choice_names(HotPart part);

/// One kind of field-replaceable unit. How many there are and how many ports its scopes mean follow from the design, so
/// the counts and ports of `unit` stay empty here.
struct FruCard {
  FruPer per = FruPer::port_end;
  Scope failure_scope = Scope::port;  ///< what one failure takes down
  Scope service_scope = Scope::none;  ///< what its repair drains
  HotPart hot_part = HotPart::none;   ///< whose temperature sets its rate, by its activation energy
  reliability::FruClass unit;         ///< rates, coverage, repair, spare
};
void describe(Fields& f, FruCard& x);

/// How the buyer's price of one port end comes about.
enum class PriceBasis : unsigned char { market, cost_plus };
std::span<const std::string_view> choice_names(PriceBasis basis);

/// What a technology costs its buyer.
struct PriceCard {
  PriceBasis basis = PriceBasis::market;
  Money per_end;                ///< market price of one port end (market)
  double gross_margin = 0.0;    ///< of the seller, on the price (cost plus)
  Money per_switch;             ///< premium of the switch box that the technology needs, per box
  Money installation_per_end;   ///< fibre, cabling, cleaning, commissioning
  Money qualification;          ///< once per organisation
  double yearly_decline = 0.0;  ///< price fall per year from volume
  double year = 2026.0;         ///< year in which the price holds
};
void describe(Fields& f, PriceCard& x);

/// How the parts of a technology's lanes differ, where that decides the yield of a step that makes it.
struct ToleranceCard {
  std::string step;  ///< "item/step" of manufacturing whose site yield follows from it; empty: none
  link::MarginKind margin = link::MarginKind::optical;
  std::vector<link::Spread> spreads;
  Decibel test_limit;  ///< margin that a lane must show in that step
  int lanes = 1;       ///< of one site of the step
  int needed = 1;
};
void describe(Fields& f, ToleranceCard& x);

/// Where the step stands in the list of items and in that of the item; negative when there is no such step.
struct StepPlace {
  int item = -1;
  int step = -1;
};
StepPlace find_step(const manufacturing::ManufacturingInputs& inputs, std::string_view item_and_step);

/// A technology: everything the models need to know of it, per port and per box.
struct TechnologyCard {
  std::string id;
  std::string name;
  std::string summary;
  TechnologyKind kind = TechnologyKind::pluggable_retimed;
  BitRate port_rate;               ///< of one port, one direction
  int ports_per_engine = 1;        ///< ports that one module or optical engine carries
  int ports_per_laser_module = 0;  ///< ports fed by one external laser module; 0: lasers are inside the engine
  Length reach;
  double available_from = 0.0;     ///< calendar year from which it can be ordered in volume
  link::LinkInputs link;           ///< one port, end to end
  thermal::ThermalInputs thermal;  ///< one full switch box; nodes asic, engine and laser stand for all of their kind
  std::vector<FruCard> frus;
  PriceCard price;
  manufacturing::ManufacturingInputs manufacturing;  ///< how one unit (module, or the optics of one box) is made
  int ports_per_product = 1;                         ///< ports that one manufactured unit serves
  ToleranceCard tolerances;
  supply::SupplyInputs supply;  ///< bill of materials with capacities; the demand comes from the study
  std::string supply_unit;      ///< what one unit of the bill of materials is
  int ports_per_supply_unit = 1;
};
void describe(Fields& f, TechnologyCard& x);
std::vector<Problem> validate(const TechnologyCard& x);

/// A link by itself, without what else a technology is made of: for comparisons of links alone.
struct LinkCard {
  std::string id;
  std::string name;
  std::string summary;
  TechnologyKind kind = TechnologyKind::pluggable_retimed;
  link::LinkInputs link;  ///< one port, end to end
};
void describe(Fields& f, LinkCard& x);
std::vector<Problem> validate(const LinkCard& x);

/// A switch box without its optics.
struct PlatformCard {
  std::string id;
  std::string name;
  int ports = 0;  ///< at the port rate of the study's links
  BitRate port_rate;
  int asics = 1;
  Power asic_core_power;  ///< all ASICs of a box, without SerDes, fully loaded
  Power base_power;       ///< control CPU, fans, power conversion
  Money price;            ///< without optics
  Time latency;           ///< port to port
  std::vector<FruCard> frus;
};
void describe(Fields& f, PlatformCard& x);
std::vector<Problem> validate(const PlatformCard& x);

/// An accelerator with its share of the server.
struct ServerCard {
  std::string id;
  std::string name;
  workload::Accelerator accelerator;
  int accelerators_per_server = 8;
  fabric::ScaleUpInputs scale_up;  ///< the network inside the server or rack
  Power power_per_accelerator;     ///< with its share of the server
  Money price_per_accelerator;     ///< with its share of the server
  FailureRate interruptions;       ///< of the job, per accelerator, from all but the network
  std::vector<FruCard> frus;       ///< network parts at the accelerator: NICs
};
void describe(Fields& f, ServerCard& x);
std::vector<Problem> validate(const ServerCard& x);

/// How an organisation weighs outcomes.
enum class RiskPreference : unsigned char { mean, mean_cvar, cvar, regret };
std::span<const std::string_view> choice_names(RiskPreference preference);

/// Who decides: rates, prices, staffing, tolerance.
struct OrganisationCard {
  std::string id;
  std::string name;
  double discount_rate = 0.09;
  MoneyPerEnergy electricity_price;
  double pue = 1.2;                     ///< power usage effectiveness
  MoneyPerTime accelerator_hour_price;  ///< value of one accelerator-hour
  MoneyPerTime labour_rate;             ///< of a technician
  double years_of_life = 5.0;           ///< over which a build is used
  double utilisation = 0.9;             ///< share of the time that the cluster trains
  double spares_service_level = 0.99;
  Time checkpoint_write;
  Time restart;  ///< detect, diagnose, reschedule, load
  Time labour_per_repair;
  RiskPreference preference = RiskPreference::mean_cvar;
  double risk_weight = 0.5;     ///< weight of the tail against the mean
  double pilot_share = 0.125;   ///< of a build
  double pilot_accuracy = 0.8;  ///< probability that a pilot tells good from bad rightly
  double qualification_accuracy = 0.65;
  Money qualification_cost;
  double switch_back_cost_share = 0.3;  ///< of the optics price, to go back
};
void describe(Fields& f, OrganisationCard& x);
std::vector<Problem> validate(const OrganisationCard& x);

}  // namespace copack::system
