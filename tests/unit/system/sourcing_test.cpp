// SPDX-License-Identifier: Apache-2.0
#include "copack/system/sourcing.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "small_design.hpp"

namespace copack::system {
namespace {

/// 80 USD of material and work, of which four in five pass a perfect test: 100 USD for a good one.
TechnologyCard made() {
  auto card = pluggable();
  card.manufacturing.product = "module";
  card.manufacturing.items = {
      {.name = "module", .steps = {{.name = "assemble", .cost = 80.0 * unit::USD, .yield = 0.8, .coverage = 1.0}}}};
  return card;
}

/// 400 modules a quarter from the beginning of 2026.
TechnologyCard supplied() {
  auto card = pluggable();
  card.supply = {.start_year = 2026, .start_quarter = 1, .quarters = 12, .product = "module"};
  card.supply.items = {{.name = "module", .suppliers = {{.name = "maker", .region = "TW", .capacity = 400.0}}}};
  return card;
}

Design due(const TechnologyCard& card, double year) {
  auto design = design_with(card);
  design.builds[0].due = year;
  return design;
}

TEST(PriceFactor, FallsFromTheYearOfTheCard) {
  const auto card = pluggable();
  EXPECT_EQ(price_factor(card, 2026.0), 1.0);
  EXPECT_NEAR(price_factor(card, 2028.0), 0.81, 1e-12);
  EXPECT_EQ(price_factor(card, 2020.0), 1.0) << "no price is known for earlier years";
}

TEST(Source, AMarketPriceStandsWhateverMakingCosts) {
  const auto sourcing = source(design_with(made()), nullptr);
  ASSERT_EQ(sourcing.technologies.size(), 1u);
  EXPECT_TRUE(sourcing.technologies[0].made);
  EXPECT_NEAR(sourcing.technologies[0].unit_cost.si(), 100.0, 1e-9);
  EXPECT_NEAR(sourcing.technologies[0].yield, 0.8, 1e-12);
  EXPECT_NEAR(sourcing.technologies[0].scrap_per_end.si(), 20.0, 1e-9);
  EXPECT_NEAR(sourcing.face.price_per_end.si(), 500.0, 1e-9);
  EXPECT_NEAR(sourcing.face.assembly_yield, 0.8, 1e-12);
}

TEST(Source, CostPlusIsCostOverOneLessMargin) {
  auto card = made();
  card.price.basis = PriceBasis::cost_plus;
  card.price.gross_margin = 0.6;
  card.ports_per_product = 2;
  const auto sourcing = source(design_with(card), nullptr);
  EXPECT_NEAR(sourcing.face.price_per_end.si(), 100.0 / 2.0 / 0.4, 1e-9);
  EXPECT_NEAR(sourcing.face.scrap_per_end.si(), 10.0, 1e-9);
}

TEST(Source, ATechnologyWithoutMakingOrSupplyIsThereWhenItIsDue) {
  const auto sourcing = source(design_with(pluggable()), nullptr);
  EXPECT_FALSE(sourcing.technologies[0].made);
  EXPECT_EQ(sourcing.face.assembly_yield, 1.0);
  EXPECT_EQ(sourcing.face.on_time_share, 1.0);
  EXPECT_EQ(sourcing.face.delivered, 2027.0);
  EXPECT_EQ(sourcing.face.delay, Time{});
  EXPECT_EQ(sourcing.face.binding_item, -1);
}

TEST(SupplyPlan, AsksForTheEndsOfEveryBuild) {
  auto card = supplied();
  card.ports_per_supply_unit = 2;
  auto design = design_with(card);
  design.builds.push_back({.name = "second", .due = 2028.0, .accelerators = 1024.0});
  const auto plan = supply_plan(design, 0);
  ASSERT_EQ(plan.builds.size(), 2u);
  EXPECT_EQ(plan.builds[0].units, 512.0);  // 1,024 ends, two per unit
  EXPECT_EQ(plan.builds[1].units, 1024.0);
  EXPECT_EQ(plan.builds[1].due, 2028.0);
  EXPECT_TRUE(supply_plan(design_with(pluggable()), 0).items.empty());
}

TEST(Source, WhatIsLateIsCountedByHand) {
  // 1,024 modules; 800 by the middle of 2026, the rest after 224 / 400 of the next quarter.
  const auto late = source(due(supplied(), 2026.5), nullptr);
  EXPECT_NEAR(late.on_time_share[0], 800.0 / 1024.0, 1e-12);
  EXPECT_NEAR(late.face.on_time_share, 800.0 / 1024.0, 1e-12);
  EXPECT_NEAR(late.face.delay.in(unit::quarter), 0.56, 1e-9);
  EXPECT_NEAR(late.face.delivered, 2026.5 + 0.56 / 4.0, 1e-9);
  EXPECT_EQ(late.face.binding_item, 0);
  const auto early = source(due(supplied(), 2027.0), nullptr);
  EXPECT_EQ(early.on_time_share[0], 1.0);
  EXPECT_EQ(early.face.delay, Time{});
}

TEST(Source, ABrokenBillOfMaterialsIsNoAnswer) {
  auto card = supplied();
  EXPECT_TRUE(source(due(card, 2027.0), nullptr).answers);
  card.supply.items[0].inputs = {{.item = "module"}};
  const auto sourcing = source(due(card, 2027.0), nullptr);
  EXPECT_FALSE(sourcing.answers);
  EXPECT_EQ(sourcing.face.on_time_share, 1.0);
}

TEST(Source, TheScarcestTechnologyDecides) {
  auto scarce = supplied();
  scarce.id = "q";
  scarce.supply.product = "engine";
  scarce.supply.items[0].name = "engine";
  scarce.supply.items[0].suppliers[0].capacity = 200.0;
  auto design = due(supplied(), 2026.5);
  design.technologies.push_back(scarce);
  design.technology_of_tier = {0, 1, -1};
  complete(design);
  const auto sourcing = source(design, nullptr);
  EXPECT_NEAR(sourcing.on_time_share[0], 400.0 / 1024.0, 1e-12);
  EXPECT_EQ(sourcing.face.binding_item, 1);
  EXPECT_THAT(supply_item_names(design), testing::ElementsAre("module", "engine"));
}

TEST(Source, ThePriceIsTheMeanOverTheOpticalEnds) {
  auto cable = pluggable();
  cable.id = "cable";
  cable.link.medium = link::Medium::copper;
  cable.price.per_end = 50.0 * unit::USD;
  auto design = design_with(pluggable());
  design.technologies.push_back(cable);
  design.technology_of_tier = {1, 0, -1};
  complete(design);
  EXPECT_NEAR(source(design, nullptr).face.price_per_end.si(), 500.0, 1e-9) << "cables are no optics";
  design.technologies[1].link.medium = link::Medium::optical;
  complete(design);
  EXPECT_NEAR(source(design, nullptr).face.price_per_end.si(), 275.0, 1e-9);  // 1,024 ends of each
}

/// The same module, whose eight lanes are tested for a margin of their own in place of a yield that is given.
TechnologyCard tested() {
  auto card = made();
  card.tolerances = {.step = "module/assemble",
                     .spreads = {{.path = "optical_path[0].loss", .sd = 0.8},
                                 {.path = "laser_power", .sd = 0.5, .shared = link::Shared::laser}},
                     .test_limit = Decibel::from_db(9.0),
                     .lanes = 8,
                     .needed = 8};
  return card;
}

TEST(LaneTest, ItsYieldTakesThePlaceOfTheYieldOfItsStep) {
  const auto design = design_with(tested());
  const auto sourcing = source(design, nullptr);
  const link::SharedNormal law{link::evaluate(tested().link).optical_margin.db(), 0.8, 0.5};
  const double yield = link::unit_yield(law, {8, 8, 2}, 9.0);
  EXPECT_GT(yield, 0.5);
  EXPECT_LT(yield, 0.99);
  EXPECT_NEAR(sourcing.technologies[0].yield, yield, 1e-12);
  EXPECT_NEAR(sourcing.technologies[0].unit_cost.si(), 80.0 / yield, 1e-9);
  EXPECT_NEAR(source(design_with(made()), nullptr).technologies[0].yield, 0.8, 1e-12)
      << "cards without it are as before";
}

TEST(LaneTest, FollowsTheWorld) {
  auto design = design_with(tested());
  const double before = source(design, nullptr).technologies[0].yield;
  design.technologies[0].link.optical_path[0].loss += Decibel::from_db(1.0);
  propagate(design);
  const double lossy = source(design, nullptr).technologies[0].yield;
  EXPECT_LT(lossy, before);
  auto card = tested();
  card.link.optical_path[0].loss += Decibel::from_db(1.0);
  EXPECT_NEAR(lossy, source(design_with(card), nullptr).technologies[0].yield, 1e-12) << "slopes do not depend on it";
  design.technologies[0].tolerances.spreads[0].sd = 2.0;
  propagate(design);
  EXPECT_LT(source(design, nullptr).technologies[0].yield, lossy);
}

TEST(LaneTest, LanesThatHardlyEverPassAreNoAnswer) {
  EXPECT_TRUE(source(design_with(tested()), nullptr).answers);
  auto card = tested();
  card.tolerances.test_limit = Decibel::from_db(30.0);
  const auto sourcing = source(design_with(card), nullptr);
  EXPECT_FALSE(sourcing.answers);
  EXPECT_NEAR(sourcing.technologies[0].unit_cost.si(), 80.0 / least_tested_yield, 1e-6);
}

TEST(LaneTest, TheTraceLeadsFromTheStepToItsMargins) {
  Trace trace;
  (void)source(design_with(tested()), &trace);
  const auto* step = trace.find("a.p.manufacturing.items[0].steps[0].yield");
  ASSERT_NE(step, nullptr);
  EXPECT_THAT(step->inputs, testing::ElementsAre("a.p.tolerance.unit_yield"));
  ASSERT_NE(trace.find("a.p.tolerance.unit_yield"), nullptr);
  EXPECT_NEAR(trace.find("a.p.tolerance.unit_yield")->stored, step->stored, 1e-12);
}

TEST(Source, TheTraceShowsMakingAndSupply) {
  auto card = supplied();
  card.manufacturing = made().manufacturing;
  Trace trace;
  (void)source(design_with(card), &trace);
  ASSERT_NE(trace.find("a.p.manufacturing.unit_cost"), nullptr);
  ASSERT_NE(trace.find("a.p.supply.delay"), nullptr);
  EXPECT_NEAR(trace.find("a.p.manufacturing.unit_cost")->stored, 100.0, 1e-9);
}

}  // namespace
}  // namespace copack::system
