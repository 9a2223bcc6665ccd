// SPDX-License-Identifier: Apache-2.0
#include "copack/manufacturing/assembly.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

namespace copack::manufacturing {
namespace {

using testing::Contains;
using testing::Field;
using testing::HasSubstr;

constexpr auto usd = unit::USD;

ManufacturingInputs switch_box() {
  ManufacturingInputs x;
  x.product = "switch";
  x.nre = 2e6 * usd;
  x.volume = 1000.0;
  Item engine{.name = "engine", .cost = 50.0 * usd, .defect_level = 0.0};
  engine.steps = {{.name = "assemble", .cost = 30.0 * usd, .yield = 0.9, .coverage = 0.95, .test_cost = 10.0 * usd}};
  Item package{.name = "package", .cost = 1200.0 * usd};
  package.steps = {{.name = "attach",
                    .inputs = {{.item = "engine", .quantity = 8.0}},
                    .time = 10.0 * unit::minute,
                    .cost_rate = 300.0 * unit::USD_per_hour,
                    .yield = 0.99,
                    .fitted = 8,
                    .needed = 8,
                    .coverage = 0.98,
                    .test_cost = 60.0 * usd}};
  Item box{.name = "switch", .cost = 3000.0 * usd};
  box.steps = {
      {.name = "final", .inputs = {{.item = "package", .quantity = 1.0}}, .coverage = 0.99, .test_cost = 100.0 * usd}};
  x.items = {box, package, engine};
  return x;
}

TEST(Assembly, EngineByHand) {
  const auto r = evaluate(switch_box());
  ASSERT_TRUE(r.ships);
  const auto& engine = r.items[2];
  // 90 USD per start; 0.9^0.95 pass; 0.9 are good.
  EXPECT_NEAR(engine.yield, std::pow(0.9, 0.95), 1e-12);
  EXPECT_NEAR(engine.cost_per_good.si(), 100.0, 1e-9);
  EXPECT_NEAR(engine.defect_level, 1.0 - std::pow(0.9, 0.05), 1e-12);
}

TEST(Assembly, PackageByHand) {
  const auto r = evaluate(switch_box());
  const double escape = 1.0 - std::pow(0.9, 0.05);
  const double good = std::pow(0.99 * (1.0 - escape), 8);
  const double start = 1200.0 + 8.0 * 90.0 / std::pow(0.9, 0.95) + 50.0 + 60.0;
  EXPECT_NEAR(r.items[1].cost_per_good.si(), start / good, 1e-9);
  EXPECT_NEAR(r.items[1].cost_per_shipped.si(), start / std::pow(good, 0.98), 1e-9);
}

TEST(Assembly, WaterfallBalancesAndNamesTheBindingStep) {
  const auto r = evaluate(switch_box());
  EXPECT_LT(std::abs(r.balance_residual), 1e-12);
  EXPECT_EQ(r.binding_item, "package");
  EXPECT_EQ(r.binding_step, "attach");
  EXPECT_GT(r.binding_loss.si(), 100.0);
  EXPECT_NEAR(r.unit_cost.si(), r.cost_per_good.si() + 2000.0, 1e-9);
  EXPECT_NEAR(r.starts, 1.0 / (r.yield * (1.0 - r.defect_level)), 1e-12);
}

TEST(Assembly, KnownGoodEnginesPayOff) {
  auto x = switch_box();
  const auto tested = evaluate(x).cost_per_good;
  x.items[2].steps[0].coverage = 0.0;
  x.items[2].steps[0].test_cost = {};
  EXPECT_GT(evaluate(x).cost_per_good, tested);  // 0.9^8 of the packages survive
}

TEST(Assembly, CostFallsWithEveryYield) {
  for (const auto& step : evaluate(switch_box()).steps) EXPECT_LE(step.cost_slope.si(), 0.0) << step.step;
}

TEST(Assembly, NamesTheCircle) {
  auto x = switch_box();
  x.items[2].steps[0].inputs = {{.item = "switch", .quantity = 1.0}};
  ASSERT_EQ(validate(x).size(), 1u);
  EXPECT_THAT(validate(x)[0].message, HasSubstr("switch -> package -> engine -> switch"));
  EXPECT_FALSE(evaluate(x).ships);
}

TEST(Assembly, ReportsAllProblemsAtOnce) {
  auto x = switch_box();
  x.items[1].steps[0].inputs[0].item = "engin";
  x.items[1].steps[0].needed = 9;
  x.volume = 0.0;
  const auto problems = validate(x);
  EXPECT_THAT(problems, Contains(Field(&Problem::message, HasSubstr("did you mean \"engine\""))));
  EXPECT_THAT(problems, Contains(Field(&Problem::path, "items[1].steps[0].needed")));
  EXPECT_THAT(problems, Contains(Field(&Problem::path, "volume")));
  EXPECT_FALSE(evaluate(x).ships);
}

TEST(Assembly, TellsOfItemsNobodyUses) {
  auto x = switch_box();
  x.items.push_back({.name = "laser", .cost = 5.0 * usd});
  ASSERT_EQ(validate(x).size(), 1u);
  EXPECT_THAT(validate(x)[0].message, HasSubstr("\"laser\" is not part of the product"));
  EXPECT_TRUE(validate(switch_box()).empty());
}

TEST(Assembly, ABoughtProductCostsItsPrice) {
  ManufacturingInputs x;
  x.product = "module";
  x.items = {{.name = "module", .cost = 500.0 * usd}};
  const auto r = evaluate(x);
  EXPECT_EQ(r.cost_per_good.si(), 500.0);
  EXPECT_EQ(r.steps[0].step, "purchase");
}

}  // namespace
}  // namespace copack::manufacturing
