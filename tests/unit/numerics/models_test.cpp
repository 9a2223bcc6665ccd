// SPDX-License-Identifier: Apache-2.0
#include "copack/numerics/models.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace copack::numerics {
namespace {

TEST(DistributionModel, GivesQuantileAndMean) {
  const DistributionInputs in{.distribution = {Law::uniform, 3.0, 2.0, 6.0}, .u = 0.25};
  EXPECT_TRUE(validate(in).empty());
  EXPECT_DOUBLE_EQ(evaluate(in).quantile, 3.0);
  EXPECT_DOUBLE_EQ(evaluate(in).mean, 4.0);
  EXPECT_EQ(validate(DistributionInputs{.distribution = {Law::uniform, 9.0, 2.0, 6.0}, .u = 2.0}).size(), 2u);
}

TEST(NormalModel, MeetsTheFormula) {
  EXPECT_NEAR(evaluate(NormalInputs{.level = 0.90}).cvar_high, 1.754983, 1e-6);
  EXPECT_NEAR(evaluate(NormalInputs{.level = 0.95}).cvar_high, 2.062713, 1e-6);
  EXPECT_NEAR(evaluate(NormalInputs{.level = 0.99}).cvar_high, 2.665214, 1e-6);
  EXPECT_NEAR(evaluate(NormalInputs{.mean = 10.0, .sd = 2.0, .level = 0.95}).quantile, 13.289707, 1e-6);
  EXPECT_EQ(validate(NormalInputs{.mean = std::nan(""), .sd = 0.0, .level = 1.0}).size(), 3u);
}

TEST(SampleModel, GivesBothTails) {
  const SampleInputs in{.values = {100, 10, 20, 30, 40, 50, 60, 70, 80, 90}, .level = 0.85};
  const auto out = evaluate(in);
  EXPECT_EQ(out.count, 10);
  EXPECT_NEAR(out.cvar_high, 96.6667, 1e-4);
  EXPECT_NEAR(out.cvar_low, 13.3333, 1e-4);
  EXPECT_EQ(validate(SampleInputs{.values = {}, .level = -1.0}).size(), 2u);
}

RegretInputs adoption_example() {
  return {.actions = {{"stay", {100, 100, 100, 100}},
                      {"pilot", {130, 110, 85, 75}},
                      {"full", {150, 105, 70, 60}},
                      {"dual", {112, 104, 90, 84}}}};
}

TEST(RegretModel, ThreeCriteriaPickThreeActions) {
  const auto out = evaluate(adoption_example());
  EXPECT_EQ(out.least_mean_cost, "full");
  EXPECT_EQ(out.least_worst_cost, "stay");
  EXPECT_EQ(out.least_max_regret, "dual");
  EXPECT_DOUBLE_EQ(out.actions[2].mean_cost, 96.25);
  EXPECT_DOUBLE_EQ(out.actions[3].max_regret, 24.0);
}

TEST(RegretModel, TellsUnequalRows) {
  auto in = adoption_example();
  in.actions[2].costs.pop_back();
  EXPECT_EQ(validate(in).front().path, "actions[2].costs");
  EXPECT_TRUE(evaluate(in).actions.empty());
  EXPECT_EQ(validate(RegretInputs{}).size(), 1u);
}

TEST(HypervolumeModel, CountsParetoPoints) {
  const HypervolumeInputs in{.points = {{1.0, 0.0}, {0.5, 0.5}, {0.0, 1.0}, {1.5, 1.5}}, .reference = {2.0, 2.0}};
  EXPECT_DOUBLE_EQ(evaluate(in).hypervolume, 3.25);
  EXPECT_EQ(evaluate(in).pareto_points, 3);
  EXPECT_EQ(validate(HypervolumeInputs{.points = {{std::nan(""), 0.0}}}).front().path, "points[0]");
}

TEST(SobolIndicesModel, ShowsEstimateBesideExact) {
  const auto out = evaluate(SobolIndicesInputs{.function = TestFunction::g, .points = 1024});
  ASSERT_EQ(out.inputs.size(), 8u);
  for (const auto& i : out.inputs) EXPECT_NEAR(i.total, i.total_exact, 0.02);
  EXPECT_EQ(validate(SobolIndicesInputs{.points = 1000, .seed = -1}).size(), 2u);
}

TEST(ShapleyModel, TakesNamedPairs) {
  ShapleyInputs in{.terms = {{1.0, 1.0}, {1.0, 1.0}, {1.0, 2.0}}, .correlations = {{1, 2, -0.5}}};
  const auto out = evaluate(in);
  EXPECT_DOUBLE_EQ(out.variance, 4.0);
  EXPECT_NEAR(out.effects[0], 0.25, 1e-12);
  EXPECT_NEAR(out.effects[1], 0.09375, 1e-12);
  EXPECT_NEAR(out.effects[2], 0.65625, 1e-12);
  in.correlations = {{1, 1, 0.5}, {0, 9, 2.0}};
  EXPECT_EQ(validate(in).size(), 3u);
  in.correlations = {{0, 1, 0.9}, {0, 2, 0.9}, {1, 2, -0.9}};
  EXPECT_EQ(validate(in).size(), 1u);
  EXPECT_TRUE(evaluate(in).effects.empty());
}

TEST(LinearProgramModel, SolvesWyndor) {
  const LpInputs in{.sense = Sense::maximize,
                    .variables = {{.name = "x", .objective = 3.0}, {.name = "y", .objective = 5.0}},
                    .rows = {{"plant 1", {1, 0}, Relation::at_most, 4.0},
                             {"plant 2", {0, 2}, Relation::at_most, 12.0},
                             {"plant 3", {3, 2}, Relation::at_most, 18.0}}};
  EXPECT_TRUE(validate(in).empty());
  EXPECT_NEAR(evaluate(in).objective, 36.0, 1e-9);
}

TEST(LinearProgramModel, KnowsAllRelations) {
  LpInputs in{.variables = {{.objective = 1.0}, {.objective = 2.0}},
              .rows = {{"a", {1, 1}, Relation::equal, 5.0}, {"b", {0, 1}, Relation::at_least, 2.0}}};
  EXPECT_NEAR(evaluate(in).objective, 7.0, 1e-9);
  in.rows[0].coefficients.pop_back();
  EXPECT_EQ(validate(in).front().path, "rows[0].coefficients");
}

TEST(Models, DescribeEveryField) {
  EXPECT_EQ(flatten(DistributionInputs{}).size(), 5u);
  EXPECT_EQ(flatten(DistributionResults{}).size(), 2u);
  EXPECT_EQ(flatten(NormalInputs{}).size(), 3u);
  EXPECT_EQ(flatten(NormalResults{}).size(), 4u);
  EXPECT_EQ(flatten(SampleInputs{.values = {1.0, 2.0}}).size(), 3u);
  EXPECT_EQ(flatten(SampleResults{}).size(), 8u);
  EXPECT_EQ(flatten(adoption_example()).size(), 21u);
  EXPECT_EQ(flatten(evaluate(adoption_example())).size(), 23u);
  EXPECT_EQ(flatten(HypervolumeInputs{.points = {{}}}).size(), 4u);
  EXPECT_EQ(flatten(HypervolumeResults{}).size(), 2u);
  EXPECT_EQ(flatten(SobolIndicesInputs{}).size(), 3u);
  EXPECT_EQ(flatten(SobolIndicesResults{.inputs = {{}}}).size(), 8u);
  EXPECT_EQ(flatten(ShapleyInputs{.terms = {{}}, .correlations = {{}}}).size(), 5u);
  EXPECT_EQ(flatten(ShapleyResults{.effects = {1.0}}).size(), 2u);
  EXPECT_EQ(flatten(LpInputs{.variables = {{}}, .rows = {{}}}).size(), 8u);
  EXPECT_EQ(flatten(LpSolution{}).size(), 3u);
}

}  // namespace
}  // namespace copack::numerics
