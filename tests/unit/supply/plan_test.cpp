// SPDX-License-Identifier: Apache-2.0
#include "copack/supply/plan.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace copack::supply {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::UnorderedElementsAre;

Supplier supplier(std::string name, double capacity, double lead_quarters = 0.0, double yield = 1.0) {
  return {.name = std::move(name),
          .region = "TW",
          .capacity = capacity,
          .yield = yield,
          .lead_time = lead_quarters * unit::quarter};
}

/// A switch of two engines and three lasers; 2026-Q4 to 2029-Q3.
SupplyInputs small() {
  SupplyInputs in{.quarters = 12, .product = "switch"};
  in.items = {
      {.name = "switch", .inputs = {{"engine", 2.0}, {"laser", 3.0}}, .suppliers = {supplier("maker", 100.0, 1.0)}},
      {.name = "engine", .suppliers = {supplier("foundry", 120.0)}},
      {.name = "laser", .suppliers = {supplier("first", 60.0), supplier("second", 30.0)}}};
  in.items[2].suppliers[1].region = "US";
  in.builds = {{"pilot", 2027.25, 20.0}, {"pod", 2028.0, 120.0}};
  return in;
}

const ItemExposure& item(const SupplyResults& r, std::string_view name) {
  return *std::ranges::find(r.items, name, &ItemExposure::name);
}

TEST(Plan, PromisesBuildsInOrderOfTheirDueDates) {
  // Lasers: 90 per quarter = 30 switches per quarter, one quarter later. Cumulative at quarter ends: 0, 30, 60, ...,
  // 150 at the 6th. The pilot's 20 units come 2/3 into the second quarter, the pod's 140th 2/3 into the sixth.
  const auto r = evaluate(small());
  ASSERT_TRUE(r.solved);
  EXPECT_TRUE(r.delivered);
  EXPECT_NEAR(r.builds[0].promised, 2026.75 + (1.0 + 2.0 / 3.0) / 4.0, 1e-12);
  EXPECT_EQ(r.builds[0].short_at_due, 0.0);
  EXPECT_NEAR(r.builds[1].promised, 2026.75 + (5.0 + 2.0 / 3.0) / 4.0, 1e-12);
  EXPECT_NEAR(r.builds[1].delay.in(unit::quarter), 2.0 / 3.0, 1e-12);
  EXPECT_NEAR(r.builds[1].short_at_due, 20.0, 1e-9);  // 120 of 140 by the end of the fifth quarter
  EXPECT_EQ(r.critical_build, "pod");
  EXPECT_EQ(r.critical_date, 2028.25);
  EXPECT_NEAR(r.critical_units, 150.0, 1e-9);
}

TEST(Plan, NamesWhatBindsAndWhoMakesIt) {
  const auto r = evaluate(small());
  EXPECT_EQ(r.bottleneck, "laser");
  EXPECT_THAT(r.bottleneck_group, ElementsAre("laser"));
  EXPECT_THAT(r.bottleneck_suppliers, ElementsAre("first", "second"));
  EXPECT_NEAR(item(r, "laser").elasticity, 1.0, 1e-12);
  EXPECT_EQ(item(r, "engine").elasticity, 0.0);
  // One laser more in each of the five quarters before the lead time makes 5/3 of a switch.
  EXPECT_NEAR(item(r, "laser").marginal, 5.0 / 3.0, 1e-9);
}

TEST(Plan, RelievesTheBindingItemUntilTheNextBinds) {
  // Lasers allow 30 switches a quarter, engines 60, assembly 100: lasers alone by 2, then lasers and engines by 100/60,
  // then all three for ever.
  const auto r = evaluate(small());
  ASSERT_EQ(r.relief.size(), 3u);
  EXPECT_THAT(r.relief[0].items, ElementsAre("laser"));
  EXPECT_NEAR(r.relief[0].factor, 2.0, 1e-9);
  EXPECT_NEAR(r.relief[0].gain, 1.0, 1e-9);
  EXPECT_EQ(r.relief[0].delay.in(unit::quarter), 0.0);
  EXPECT_THAT(r.relief[1].items, UnorderedElementsAre("laser", "engine"));
  EXPECT_NEAR(r.relief[1].factor, 100.0 / 60.0, 1e-9);
  EXPECT_THAT(r.relief[2].items, UnorderedElementsAre("laser", "engine", "switch"));
  EXPECT_EQ(r.relief[2].factor, 100.0);
}

TEST(Plan, LossOfASupplierTellsDelayAndSurvival) {
  // Without "first" 30 lasers a quarter make 10 switches; 140 need 14 quarters and are not there after 12: 110 are.
  const auto r = evaluate(small());
  const auto loss = std::ranges::find(r.losses, "first", &SupplierLoss::supplier);
  ASSERT_NE(loss, r.losses.end());
  EXPECT_NEAR(loss->undelivered, 30.0, 1e-9);
  EXPECT_EQ(loss->quarters_survived, 0);
  EXPECT_EQ(r.losses.front().undelivered, 140.0);  // a sole maker comes first
  EXPECT_GT(loss->added_delay.in(unit::quarter), 0.0);
}

TEST(Plan, SparesASupplierForAsLongAsNothingIsLate) {
  // Engines are worth 60 switches a quarter against 30 from lasers, so half their time is spare, but lateness is
  // counted from the first quarter: only stock buys time. 120 engines in stock carry two quarters of 30 switches.
  auto in = small();
  in.items[1].stock = 120.0;
  const auto r = evaluate(in);
  const auto loss = std::ranges::find(r.losses, "foundry", &SupplierLoss::supplier);
  EXPECT_EQ(loss->quarters_survived, 3);  // after it 2 quarters of 120 engines still catch up with the lasers
}

TEST(Plan, ConcentrationFollowsEffectiveCapacity) {
  const auto r = evaluate(small());
  const auto& laser = item(r, "laser");
  EXPECT_NEAR(laser.concentration, (60.0 * 60.0 + 30.0 * 30.0) / (90.0 * 90.0), 1e-12);
  EXPECT_EQ(laser.worst_region, "TW");
  EXPECT_NEAR(laser.worst_region_share, 2.0 / 3.0, 1e-12);
  EXPECT_FALSE(laser.single_source);
  EXPECT_TRUE(item(r, "engine").single_source);
  EXPECT_TRUE(r.single_points.empty());  // engines have one source but do not bind
}

TEST(Plan, ReportsTiesAsAGroup) {
  auto in = small();
  in.items[1].suppliers[0].capacity = 60.0;  // engines now allow 30 switches a quarter, like the lasers
  const auto r = evaluate(in);
  EXPECT_THAT(r.bottleneck_group, UnorderedElementsAre("engine", "laser"));
  EXPECT_NEAR(item(r, "engine").elasticity, 0.5, 1e-12);
  EXPECT_NEAR(item(r, "laser").elasticity, 0.5, 1e-12);
  EXPECT_NEAR(item(r, "laser").marginal, 0.0, 1e-12);  // the finite step tells: one of the two alone brings nothing
}

TEST(Plan, CapacityGrowsBySteps) {
  SupplyInputs in{.quarters = 4, .product = "x", .items = {{.name = "x", .suppliers = {supplier("s", 10.0)}}}};
  in.items[0].suppliers[0].later = {{2027.25, 30.0}};
  in.builds = {{"b", 2027.5, 1.0}};
  const auto r = evaluate(in);
  EXPECT_NEAR(r.timeline[1].deliverable, 20.0, 1e-12);
  EXPECT_NEAR(r.timeline[3].deliverable, 80.0, 1e-12);
}

TEST(Plan, CapacityGrowsByARamp) {
  // 10 at 2026.75 to 30 at 2027.25: the two quarters average 15 and 25.
  SupplyInputs in{.quarters = 4, .product = "x", .items = {{.name = "x", .suppliers = {supplier("s", 10.0)}}}};
  in.items[0].suppliers[0].later = {{2027.25, 30.0}};
  in.items[0].suppliers[0].growth = Growth::ramp;
  in.builds = {{"b", 2027.5, 1.0}};
  const auto r = evaluate(in);
  EXPECT_NEAR(r.timeline[0].deliverable, 15.0, 1e-12);
  EXPECT_NEAR(r.timeline[1].deliverable, 40.0, 1e-12);
  EXPECT_NEAR(r.timeline[2].deliverable, 70.0, 1e-12);
}

TEST(Plan, ShareYieldAndAPermitCutCapacity) {
  SupplyInputs in{.quarters = 4, .product = "x", .items = {{.name = "x", .suppliers = {supplier("s", 100.0)}}}};
  auto& s = in.items[0].suppliers[0];
  s.share = 0.2;
  s.yield = 0.9;
  s.available_from = 2026.875;  // half of the first quarter is lost
  in.builds = {{"b", 2027.5, 1.0}};
  const auto r = evaluate(in);
  EXPECT_NEAR(r.timeline[0].deliverable, 9.0, 1e-12);
  EXPECT_NEAR(r.timeline[1].deliverable, 27.0, 1e-12);
}

TEST(Plan, PartOfAQuarterOfLeadTimeDelaysThatPartOfTheStarts) {
  SupplyInputs in{.quarters = 3, .product = "x", .items = {{.name = "x", .suppliers = {supplier("s", 10.0, 1.25)}}}};
  in.builds = {{"b", 2027.5, 1.0}};
  const auto r = evaluate(in);
  EXPECT_NEAR(r.timeline[0].deliverable, 0.0, 1e-12);
  EXPECT_NEAR(r.timeline[1].deliverable, 7.5, 1e-12);
  EXPECT_NEAR(r.timeline[2].deliverable, 17.5, 1e-12);
}

TEST(Plan, UnusedCapacityIsLost) {
  // Kits come only from the third quarter on; the two idle quarters of assembly do not come back.
  SupplyInputs in{.quarters = 4, .product = "x"};
  in.items = {{.name = "x", .inputs = {{"y", 1.0}}, .suppliers = {supplier("s", 10.0)}},
              {.name = "y", .suppliers = {supplier("t", 100.0, 2.0)}}};
  in.builds = {{"b", 2027.75, 20.0}};
  const auto r = evaluate(in);
  EXPECT_NEAR(r.timeline[3].deliverable, 20.0, 1e-12);
}

TEST(Plan, WhatIsNotThereByTheHorizonIsSaidSo) {
  auto in = small();
  in.builds[1].units = 1000.0;
  const auto r = evaluate(in);
  EXPECT_FALSE(r.delivered);
  EXPECT_TRUE(r.builds[0].delivered);
  EXPECT_FALSE(r.builds[1].delivered);
  EXPECT_NEAR(r.undelivered, 1020.0 - 11.0 * 30.0, 1e-9);
  EXPECT_EQ(r.builds[1].promised, 2026.75 + 3.0);
}

TEST(Plan, StockServesAtOnce) {
  auto in = small();
  in.items[0].stock = 140.0;
  const auto r = evaluate(in);
  EXPECT_EQ(r.builds[1].promised, 2026.75);
  EXPECT_EQ(r.delay.in(unit::quarter), 0.0);
  EXPECT_TRUE(r.bottleneck.empty());
}

TEST(PlanValidate, ListsEveryProblem) {
  auto in = small();
  in.product = "swich";
  in.items[0].inputs[0].item = "engin";
  in.builds[0].due = 2020.0;
  in.items[2].suppliers[0].later = {{2028.0, 1.0}, {2027.0, 2.0}};
  const auto problems = validate(in);
  ASSERT_EQ(problems.size(), 4u);
  EXPECT_THAT(problems[0].message, HasSubstr("did you mean \"switch\""));
  EXPECT_EQ(problems[1].path, "items[0].inputs[0].item");
  EXPECT_THAT(problems[1].message, HasSubstr("did you mean \"engine\""));
  EXPECT_EQ(problems[2].path, "items[2].suppliers[0].later[1].date");
  EXPECT_EQ(problems[3].path, "builds[0].due");
}

TEST(PlanValidate, NamesTheCycle) {
  auto in = small();
  in.items[1].inputs = {{"laser", 1.0}};
  in.items[2].inputs = {{"engine", 1.0}};
  const auto problems = validate(in);
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_THAT(problems[0].message, HasSubstr("engine -> laser -> engine"));
  EXPECT_FALSE(evaluate(in).solved);
}

TEST(PlanValidate, FindsNothingWrongWithAGoodPlan) { EXPECT_TRUE(validate(small()).empty()); }

}  // namespace
}  // namespace copack::supply
