// SPDX-License-Identifier: Apache-2.0
#include "copack/system/evaluate.hpp"

#include <gtest/gtest.h>

#include <set>

#include "small_design.hpp"

namespace copack::system {
namespace {

Money sum_of_terms(const EconomicsFace& e) {
  return e.npv_capital + e.npv_energy + e.npv_repair + e.npv_work + e.npv_qualification;
}

TEST(Evaluate, FacesAddUp) {
  const auto baseline = evaluate(design_with(pluggable()), nullptr);
  const auto e = evaluate(design_with(co_packaged()), &baseline).evaluation;
  ASSERT_TRUE(e.answers);
  ASSERT_EQ(e.tiers.size(), 1u);
  EXPECT_EQ(e.power.optics, e.tiers[0].optics_power);
  EXPECT_NEAR(e.power.network.si(), (e.power.optics + e.power.switches).si(), 1e-9);
  EXPECT_NEAR(e.power.network_share, e.power.network / (e.power.network + e.power.accelerators), 1e-15);
  EXPECT_NEAR(e.economics.npv.si(), sum_of_terms(e.economics).si(), 1e-6);
  EXPECT_NEAR(e.operations.goodput, 1.0 - e.operations.lost_accelerator_hours / (512.0 * 8760.0), 1e-9);
  EXPECT_GT(e.operations.interruptions, e.operations.network_interruptions);
}

TEST(Evaluate, PowerByHand) {
  const auto e = evaluate(design_with(co_packaged()), nullptr).evaluation;
  // Every end: 4 W of engine and ten times its light of laser; 4 W of SerDes in the box. 24 boxes of 400 W.
  EXPECT_NEAR(e.power.optics.in(unit::W), 1024.0 * (4.0 + 10.0 * light_per_port), 1e-3);
  EXPECT_NEAR(e.power.switches.in(unit::W), 24.0 * 400.0 + 1024.0 * 4.0, 1e-6);
  EXPECT_NEAR(e.power.accelerators.in(unit::kW), 512.0, 1e-9);
}

TEST(Evaluate, ADesignAgainstItselfIsWorthNothing) {
  auto design = design_with(pluggable());
  design.technologies_of_baseline = {0};
  const auto baseline = evaluate(design, nullptr);
  const auto again = evaluate(design, &baseline).evaluation;
  EXPECT_EQ(again.economics.npv, Money{});
  EXPECT_EQ(again.performance.step_time, baseline.evaluation.performance.step_time);
  EXPECT_EQ(again.operations.goodput, baseline.evaluation.operations.goodput);
}

TEST(Evaluate, TheTraceChangesNothing) {
  const auto design = design_with(co_packaged());
  const auto plain = flatten(evaluate(design, nullptr).evaluation);
  Trace trace;
  const auto traced = flatten(evaluate(design, nullptr, &trace).evaluation);
  ASSERT_EQ(plain.size(), traced.size());
  for (std::size_t i = 0; i < plain.size(); ++i) EXPECT_EQ(plain[i].stored, traced[i].stored) << plain[i].path;
}

TEST(Evaluate, EveryFaceOfTheTraceHasTheNumbersOfTheEvaluation) {
  const auto design = design_with(co_packaged());
  Trace trace;
  const auto e = evaluate(design, nullptr, &trace).evaluation;
  for (const auto& field : flatten(e)) {
    const auto* node = trace.find("a." + field.path);
    ASSERT_NE(node, nullptr) << field.path;
    EXPECT_EQ(node->stored, field.stored) << field.path;
  }
  // A figure is walked down to models: goodput to the reliability model, power of an end to the link.
  ASSERT_NE(trace.find("a.operations.goodput"), nullptr);
  EXPECT_EQ(trace.find("a.operations.goodput")->inputs, std::vector<std::string>{"a.reliability.effective_goodput"});
  EXPECT_EQ(trace.find("a.tiers[0].power_per_end")->inputs,
            std::vector<std::string>{"a.leaf-spine.link.power_per_end"});
}

TEST(Evaluate, JobsShareTheTime) {
  auto design = design_with(pluggable());
  const auto one = evaluate(design, nullptr).evaluation.performance;
  design.jobs.push_back(design.jobs[0]);
  design.jobs[0].share = 0.25;
  design.jobs[1].share = 0.75;
  const auto two = evaluate(design, nullptr).evaluation.performance;
  EXPECT_NEAR(two.tokens_per_second, one.tokens_per_second, 1e-9 * one.tokens_per_second);
  EXPECT_NEAR(two.model_flop_utilisation, one.model_flop_utilisation, 1e-12);
  design.jobs[1].workload.batch.global_batch *= 2;
  const auto other = evaluate(design, nullptr).evaluation.performance;
  EXPECT_GT(other.step_time, 1.5 * one.step_time) << "the step shown is the one of the job with most of the time";
}

TEST(Evaluate, SlowerLinksDoNotMakeTheStepShorter) {
  auto design = design_with(pluggable());
  const auto before = evaluate(design, nullptr).evaluation.performance;
  design.technologies[0].link.latency_terms = {{"long way round", 1.0 * unit::ms}};
  const auto after = evaluate(design, nullptr).evaluation.performance;
  EXPECT_GT(after.step_time, before.step_time);
  EXPECT_LT(after.tokens_per_second, before.tokens_per_second);
}

TEST(Evaluate, TiersWithoutTechnologyOrLinksHaveNoFace) {
  auto design = design_with(pluggable());
  design.technology_of_tier = {-1, -1, 0};
  complete(design);
  EXPECT_TRUE(evaluate(design, nullptr).evaluation.tiers.empty()) << "two layers have no core";
  design.technology_of_tier = {0, 0, 0};
  complete(design);
  const auto tiers = evaluate(design, nullptr).evaluation.tiers;
  ASSERT_EQ(tiers.size(), 2u);
  EXPECT_EQ(tiers[0].tier, "nic-leaf");
  EXPECT_EQ(tiers[1].tier, "leaf-spine");
}

TEST(Evaluate, SaysWhenAModelCannotAnswer) {
  auto hot = co_packaged();
  hot.link.laser_wpe_t1 = 3.0 * unit::K;
  hot.thermal.resistances[2].resistance = 3.0 * unit::K_per_W;
  EXPECT_FALSE(evaluate(design_with(hot), nullptr).evaluation.answers);
  auto clumsy = pluggable();
  clumsy.frus[0].unit.service.repair_induced = 2.0;
  EXPECT_FALSE(evaluate(design_with(clumsy), nullptr).evaluation.answers) << "every repair breaks two more";
}

TEST(Evaluate, TheBindingClassIsOneOfTheNames) {
  const auto design = design_with(co_packaged());
  const auto names = fru_class_names(design);
  EXPECT_EQ(std::set(names.begin(), names.end()).size(), names.size());
  const int binding = evaluate(design, nullptr).evaluation.operations.binding_class;
  ASSERT_GE(binding, 0);
  // Leaf engines stop the job with every exchange of the box and idle its 32 accelerators.
  EXPECT_EQ(names[static_cast<std::size_t>(binding)], "engine, leaf up");
}

TEST(Evaluate, EveryBuildHasItsCosts) {
  auto design = design_with(pluggable());
  design.builds.push_back({.name = "second", .due = 2028.0, .accelerators = 256.0});
  const auto result = evaluate(design, nullptr);
  ASSERT_EQ(result.costs.size(), 2u);
  EXPECT_GT(result.costs[0].one_off, Money{});
  EXPECT_EQ(result.costs[1].one_off, Money{});
  EXPECT_NEAR(result.costs[1].mean_power / result.costs[0].mean_power, 0.5, 1e-12);
}

}  // namespace
}  // namespace copack::system
