// SPDX-License-Identifier: Apache-2.0
#include "copack/system/operations.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "small_design.hpp"

namespace copack::system {
namespace {

using testing::ElementsAre;

std::vector<std::string> names_of(const std::vector<reliability::FruClass>& classes) {
  std::vector<std::string> names;
  for (const auto& unit : classes) names.push_back(unit.name);
  return names;
}

const reliability::FruClass& named(const std::vector<reliability::FruClass>& classes, std::string_view name) {
  return *std::ranges::find(classes, name, &reliability::FruClass::name);
}

TEST(FruClasses, CountUnitsByPlaceByHand) {
  const auto classes = fru_classes(design_with(co_packaged()));
  ASSERT_THAT(names_of(classes), ElementsAre("engine, leaf up", "engine, spine down", "laser module, leaf up",
                                             "laser module, spine down"));
  // 16 leaves with 32 ports up in engines of 8; 8 spines with 64 ports down.
  EXPECT_EQ(classes[0].count, 16.0 * 4.0);
  EXPECT_EQ(classes[1].count, 8.0 * 8.0);
  EXPECT_EQ(classes[2].count, 64.0);
}

TEST(FruClasses, AnEngineThatIsNotFullIsAWholeEngine) {
  auto card = co_packaged();
  card.ports_per_engine = 12;
  const auto classes = fru_classes(design_with(card));
  EXPECT_EQ(named(classes, "engine, leaf up").count, 16.0 * 3.0);    // ceil(32 / 12)
  EXPECT_EQ(named(classes, "engine, spine down").count, 8.0 * 6.0);  // ceil(64 / 12)
  card.ports_per_engine = 128;
  EXPECT_EQ(named(fru_classes(design_with(card)), "engine, spine down").hard.ports, 64.0)
      << "a unit takes down no more ports than its box has";
}

TEST(FruClasses, ScopesAreInPorts) {
  const auto classes = fru_classes(design_with(co_packaged()));
  EXPECT_EQ(classes[0].hard.ports, 8.0);
  EXPECT_EQ(classes[0].service.ports, 64.0);
  EXPECT_EQ(classes[2].service.ports, 8.0);
  for (const auto& [scope, ports] :
       {std::pair{Scope::none, 0.0}, {Scope::port, 1.0}, {Scope::unit, 8.0}, {Scope::switch_box, 64.0}}) {
    auto card = co_packaged();
    card.frus[0].failure_scope = scope;
    EXPECT_EQ(fru_classes(design_with(card))[0].hard.ports, ports);
  }
}

TEST(FruClasses, DrainingALeafIdlesItsAcceleratorsAndStopsTheJob) {
  auto card = co_packaged();
  card.frus[0].unit.service.drain_coverage = 0.7;
  const auto classes = fru_classes(design_with(card));
  EXPECT_EQ(classes[0].service.accelerators_idled, 32.0);  // 512 accelerators under 16 leaves
  EXPECT_EQ(classes[0].service.drain_coverage, 0.0);
  EXPECT_EQ(classes[1].service.accelerators_idled, 0.0) << "other spines carry the traffic";
  EXPECT_EQ(classes[1].service.drain_coverage, 0.7);
  EXPECT_EQ(classes[2].service.accelerators_idled, 0.0) << "a laser module drains its own ports only";
}

TEST(FruClasses, UnitsAtNicsLinksBoxesAndServers) {
  auto card = pluggable();
  card.frus.push_back({.per = FruPer::link, .failure_scope = Scope::port, .unit = {.name = "fibre"}});
  card.frus.push_back({.per = FruPer::switch_box, .failure_scope = Scope::switch_box, .unit = {.name = "harness"}});
  auto design = design_with(card);
  design.technology_of_tier = {0, -1, -1};
  design.platforms[0].frus = {
      {.per = FruPer::switch_box, .failure_scope = Scope::switch_box, .unit = {.name = "switch"}}};
  design.server.frus = {{.per = FruPer::nic, .failure_scope = Scope::port, .unit = {.name = "NIC"}}};
  design.fabric.nics_per_accelerator = 1;
  complete(design);
  const auto classes = fru_classes(design);
  EXPECT_EQ(named(classes, "module, leaf down").count, 512.0);
  EXPECT_EQ(named(classes, "module, NIC end").count, 512.0);
  EXPECT_EQ(named(classes, "fibre, nic-leaf").count, 512.0);
  EXPECT_EQ(named(classes, "harness, leaf down").count, 16.0);
  EXPECT_EQ(named(classes, "switch, leaf").count, 16.0);
  EXPECT_EQ(named(classes, "switch, leaf").hard.ports, 64.0);
  EXPECT_EQ(named(classes, "NIC").count, 512.0);
}

TEST(FruClasses, LasersInsideTheEngineAreNoUnits) {
  auto card = co_packaged();
  card.ports_per_laser_module = 0;
  EXPECT_EQ(named(fru_classes(design_with(card)), "laser module, leaf up").count, 0.0);
}

TEST(ReliabilityInputs, TellTheJobAndTheOrganisation) {
  const auto design = design_with(co_packaged());
  const auto in = reliability_inputs(design, 0.25);
  EXPECT_EQ(in.job.accelerators, 512.0);
  EXPECT_EQ(in.job.accelerators_per_node, 8.0);
  EXPECT_EQ(in.job.exposed_communication, 0.25);
  EXPECT_EQ(in.job.checkpoint_write, 30.0 * unit::s);
  EXPECT_EQ(in.job.restart, 10.0 * unit::minute);
  EXPECT_EQ(in.job.other_interruptions, 0.2 * unit::per_year);
  EXPECT_EQ(in.ports, 512.0 + 1024.0);
  EXPECT_EQ(in.service_level, 0.99);
  EXPECT_TRUE(reliability::validate(in).empty());
}

TEST(OpticsBlastRadius, IsTheWidestScopeOfTheOptics) {
  EXPECT_EQ(optics_blast_radius(design_with(co_packaged())), 64.0);
  EXPECT_EQ(optics_blast_radius(design_with(pluggable())), 1.0);
  auto card = co_packaged();
  card.frus.erase(card.frus.begin());
  EXPECT_EQ(optics_blast_radius(design_with(card)), 8.0);
  card.link.medium = link::Medium::copper;
  EXPECT_EQ(optics_blast_radius(design_with(card)), 0.0) << "cables are no optics";
}

}  // namespace
}  // namespace copack::system
