// SPDX-License-Identifier: Apache-2.0
#include "small_design.hpp"

namespace copack::system {
namespace {

/// One port, end to end, with its lasers outside the engine.
link::LinkInputs small_link() {
  link::LinkInputs link{.payload_rate = 800.0 * unit::Gbps, .lanes = 8, .retiming = link::Retiming::direct};
  link.host_channel = {{"attach", Decibel::from_db(5.0)}};
  link.laser_kind = link::LaserKind::external;
  link.laser_power = PowerLevel::from_dbm(16.0);
  link.lanes_per_laser = 2;
  link.optical_path = {{"all of it", Decibel::from_db(6.0)}};
  link.receiver_sensitivity = PowerLevel::from_dbm(-6.0);
  link.energy = {{"SerDes", link::Boundary::serdes, link::Place::asic, 5.0 * unit::pJ_per_bit},
                 {"driver", link::Boundary::driver, link::Place::engine, 5.0 * unit::pJ_per_bit}};
  link.laser_wpe_t1 = 1e12 * unit::K;
  return link;
}

FruCard small_fru(FruPer per, Scope service, const std::string& name, FailureRate rate) {
  FruCard card{.per = per, .failure_scope = Scope::unit, .service_scope = service, .unit = {.name = name}};
  card.unit.hard = {.rate = rate, .coverage = 0.9};
  card.unit.service = {.logistic_delay = 24.0 * unit::hour, .active = 1.0 * unit::hour};
  card.unit.spare = {.unit_cost = 1000.0 * unit::USD, .lead_time = 30.0 * unit::day};
  return card;
}

PlatformCard small_platform() {
  PlatformCard platform{.id = "box", .name = "box", .ports = 64};
  platform.port_rate = 800.0 * unit::Gbps;
  platform.asic_core_power = 400.0 * unit::W;
  platform.price = 20'000.0 * unit::USD;
  platform.latency = 700.0 * unit::ns;
  return platform;
}

ServerCard small_server() {
  ServerCard server{.id = "server", .name = "server"};
  server.accelerator = {
      .peak = 1000.0 * unit::TFLOPs, .memory_bandwidth = 3000.0 * unit::GB_per_s, .memory_capacity = 80.0 * unit::GB};
  server.power_per_accelerator = 1000.0 * unit::W;
  server.price_per_accelerator = 30'000.0 * unit::USD;
  server.interruptions = 0.2 * unit::per_year;
  return server;
}

OrganisationCard small_organisation() {
  OrganisationCard organisation{.id = "org", .name = "org"};
  organisation.discount_rate = 0.1;
  organisation.electricity_price = 0.1 * unit::USD_per_kWh;
  organisation.accelerator_hour_price = 2.0 * unit::USD_per_hour;
  organisation.labour_rate = 100.0 * unit::USD_per_hour;
  organisation.checkpoint_write = 30.0 * unit::s;
  organisation.restart = 10.0 * unit::minute;
  organisation.labour_per_repair = 0.5 * unit::hour;
  return organisation;
}

/// A dense model of 7 billion parameters on all 512 accelerators.
Job small_job() {
  Job job{.name = "training"};
  job.workload.model = {.layers = 32, .hidden = 4096, .ffn = 11008, .heads = 32, .vocab = 32000};
  job.workload.plan = {.tp = 8, .dp = 64};
  job.workload.batch = {.sequence = 4096, .global_batch = 512};
  return job;
}

}  // namespace

TechnologyCard co_packaged() {
  TechnologyCard card{.id = "t", .name = "t", .kind = TechnologyKind::cpo, .reach = 1.0 * unit::km};
  card.port_rate = 800.0 * unit::Gbps;
  card.ports_per_engine = 8;
  card.ports_per_laser_module = 8;
  card.link = small_link();
  card.thermal.nodes = {{.name = "asic", .limit = celsius(105.0)},
                        {.name = "engine", .limit = celsius(85.0)},
                        {.name = "laser", .limit = celsius(60.0)},
                        {.name = "coolant", .boundary = true, .fixed_temperature = celsius(35.0)}};
  card.thermal.resistances = {{"asic", "coolant", 0.05 * unit::K_per_W},
                              {"engine", "coolant", 0.10 * unit::K_per_W},
                              {"laser", "coolant", 0.20 * unit::K_per_W}};
  card.frus = {small_fru(FruPer::engine, Scope::switch_box, "engine", 1000.0 * unit::FIT),
               small_fru(FruPer::laser_module, Scope::unit, "laser module", 500.0 * unit::FIT)};
  card.price.per_end = 300.0 * unit::USD;
  card.price.per_switch = 5000.0 * unit::USD;
  card.price.installation_per_end = 20.0 * unit::USD;
  card.price.qualification = 1e6 * unit::USD;
  return card;
}

TechnologyCard pluggable() {
  auto card = co_packaged();
  card.id = "p";
  card.name = "p";
  card.kind = TechnologyKind::pluggable_retimed;
  card.ports_per_engine = 1;
  card.ports_per_laser_module = 0;
  card.frus = {small_fru(FruPer::port_end, Scope::unit, "module", 400.0 * unit::FIT)};
  card.price = {};
  card.price.per_end = 500.0 * unit::USD;
  card.price.installation_per_end = 20.0 * unit::USD;
  card.price.qualification = 2e5 * unit::USD;
  card.price.yearly_decline = 0.1;
  return card;
}

Design design_with(const TechnologyCard& card) {
  Design design{.alternative = "a"};
  design.technologies = {card};
  design.technology_of_tier = {-1, 0, -1};
  design.platforms = {small_platform(), small_platform(), small_platform()};
  design.server = small_server();
  design.organisation = small_organisation();
  design.jobs = {small_job()};
  design.builds = {{.name = "first", .due = 2027.0, .accelerators = 512.0}};
  design.fabric.accelerators = 512;
  complete(design);
  return design;
}

}  // namespace copack::system
