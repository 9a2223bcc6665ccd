// SPDX-License-Identifier: Apache-2.0
#include "copack/study/decision.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "small_study.hpp"

namespace copack::study {
namespace {

using system::RiskPreference;

TEST(Score, WeighsMeanAndWorstTenth) {
  const std::vector<double> npv{10, 9, 8, 7, 6, 5, 4, 3, 2, 1};
  system::OrganisationCard organisation{.risk_weight = 0.25};
  organisation.preference = RiskPreference::mean;
  EXPECT_DOUBLE_EQ(score(organisation, npv, npv), 5.5);
  organisation.preference = RiskPreference::cvar;
  EXPECT_DOUBLE_EQ(score(organisation, npv, npv), 1.0);
  organisation.preference = RiskPreference::mean_cvar;
  EXPECT_DOUBLE_EQ(score(organisation, npv, npv), 0.75 * 5.5 + 0.25 * 1.0);
}

TEST(Score, RegretIsANegativeNumberThatIgnoresTheNpv) {
  const system::OrganisationCard organisation{.preference = RiskPreference::regret};
  const std::vector<double> npv{100.0, 100.0};
  EXPECT_DOUBLE_EQ(score(organisation, npv, std::vector<double>{7.0, 7.0}), -7.0);
  EXPECT_DOUBLE_EQ(score(organisation, npv, std::vector<double>{0.0, 0.0}), 0.0);
}

const Model& model() {
  static const Model loaded = load_text(small_study());
  return loaded;
}

const Alternative& alternative(std::string_view name) {
  return *std::ranges::find(model().alternatives, name, &Alternative::name);
}

TEST(AdoptionInputs, BeliefAndStakesByHand) {
  const auto& lpo = alternative("lpo");
  const std::vector<double> npv{-3e6, -1e6, 2e6, 4e6};
  const auto in = adoption_inputs(model(), lpo, npv);
  EXPECT_DOUBLE_EQ(in.prior, 0.5);
  ASSERT_EQ(in.builds.size(), 1u);
  // Due 2027-Q3, decided 2026-Q4: NPVs are of today, the builds' are of their dates.
  const auto& organisation = lpo.design.organisation;
  const double to_date = std::pow(1.0 + organisation.discount_rate, 0.75);
  EXPECT_NEAR(in.builds[0].date, 0.75, 1e-12);
  EXPECT_NEAR(in.builds[0].npv_if_good.si(), 3e6 * to_date, 1e-3);
  EXPECT_NEAR(in.builds[0].npv_if_bad.si(), -2e6 * to_date, 1e-3);
  const auto& technology = lpo.design.technologies[0];
  const double ends = tier_ends(lpo.design.counts, system::NetworkTier::leaf_spine).total();
  EXPECT_NEAR(in.builds[0].candidate_cost.si(), ends * technology.price.per_end.si(), 1e-3);
  EXPECT_NEAR(in.exit_cost.si(), organisation.switch_back_cost_share * in.builds[0].candidate_cost.si(), 1e-3);
  EXPECT_EQ(in.qualification_cost, organisation.qualification_cost + technology.price.qualification);
  EXPECT_EQ(in.discount_rate, organisation.discount_rate);
  EXPECT_EQ(in.available_from, std::max(0.0, technology.available_from - 2026.75));
  EXPECT_TRUE(adoption::validate(in).empty());
}

TEST(AdoptionInputs, OneSidedWorldsLeaveTheOtherSideEmpty) {
  const auto sure = adoption_inputs(model(), alternative("lpo"), std::vector<double>{1e6, 3e6});
  EXPECT_EQ(sure.prior, 1.0);
  EXPECT_EQ(sure.builds[0].npv_if_bad, Money{});
  const auto never = adoption_inputs(model(), alternative("lpo"), std::vector<double>{-1e6, 0.0});
  EXPECT_EQ(never.prior, 0.0) << "breaking even is not paying";
  EXPECT_EQ(never.builds[0].npv_if_good, Money{});
}

TEST(AdoptionInputs, TheMeanOverGoodAndBadIsTheMeanNpv) {
  const std::vector<double> npv{-5e6, -1e6, 2e6, 4e6, 9e6};
  const auto in = adoption_inputs(model(), alternative("cpo"), npv);
  const double to_date = std::pow(1.0 + in.discount_rate, in.builds[0].date);
  EXPECT_NEAR((in.prior * in.builds[0].npv_if_good + (1.0 - in.prior) * in.builds[0].npv_if_bad).si() / to_date,
              (-5e6 - 1e6 + 2e6 + 4e6 + 9e6) / 5.0, 1e-3);
}

TEST(AdoptionInputs, BuildsShareTheStakesBySize) {
  const auto two = load_text(small_study_with(
      {{"build = [{ due = \"2027-Q3\", accelerators = 1024 }]",
        "build = [{ due = \"2027-Q3\", accelerators = 1024 }, { due = \"2028-Q3\", accelerators = 3072 }]"}}));
  const auto in = adoption_inputs(two, two.alternatives[1], std::vector<double>{4e6});
  const double rate = 1.0 + in.discount_rate;
  EXPECT_NEAR(in.builds[0].npv_if_good.si() / std::pow(rate, 0.75), 1e6, 1e-3);
  EXPECT_NEAR(in.builds[1].npv_if_good.si() / std::pow(rate, 1.75), 3e6, 1e-3);
  EXPECT_NEAR(in.builds[1].candidate_cost / in.builds[0].candidate_cost, 3.0, 1e-12);
}

TEST(AdoptionInputs, GatesAreNowAndEveryHalfYearUpToTheLastBuild) {
  const std::vector<double> npv{1e6};
  const auto gates = adoption_inputs(model(), alternative("lpo"), npv).gates;
  ASSERT_EQ(gates.size(), 3u);  // 2026-Q4, 2027-H1, 2027-H2
  EXPECT_NEAR(gates[1], 0.25, 1e-9);
  EXPECT_NEAR(gates[2], 0.75, 1e-9);
  const auto given =
      load_text(small_study() + "[decision]\ngates = [\"2028-H1\", \"2025\", \"2027-Q2\", \"2028-H1\"]\n");
  const auto own = adoption_inputs(given, given.alternatives[1], npv).gates;
  ASSERT_EQ(own.size(), 3u) << "sorted, once each, none in the past";
  EXPECT_NEAR(own[1], 0.5, 1e-9);
  EXPECT_NEAR(own[2], 1.25, 1e-9);
}

/// Worlds in which each alternative has a given NPV (the baseline 0) and no cost of qualification.
WorldTable table_of(const std::vector<std::vector<double>>& npv_by_alternative) {
  const auto worlds = npv_by_alternative[1].size();
  WorldTable table{
      .worlds = static_cast<std::int64_t>(worlds), .alternatives = npv_by_alternative.size(), .metrics = 2};
  for (std::size_t w = 0; w < worlds; ++w) {
    for (const auto& npv : npv_by_alternative) {
      table.metric_values.push_back(npv.empty() ? 0.0 : npv[w]);
      table.metric_values.push_back(0.0);
    }
  }
  return table;
}

std::vector<TierVerdict> decided(const std::vector<double>& lpo, const std::vector<double>& cpo) {
  const std::vector<Metric> metrics{{.path = "economics.npv"}, {.path = "economics.npv_qualification"}};
  return decide(model(), table_of({{}, lpo, cpo}), metrics);
}

TEST(Decide, TakesTheCandidateThatTheOrganisationLikesBest) {
  const auto verdicts = decided({1e7, 1e7}, {2e7, 2e7});
  ASSERT_EQ(verdicts.size(), 1u) << "one tier has a choice";
  EXPECT_EQ(verdicts[0].tier, "leaf-spine");
  EXPECT_EQ(verdicts[0].technology, "cpo-bailly-fr4-400g");
  EXPECT_EQ(verdicts[0].alternative, "cpo");
  EXPECT_EQ(decided({3e7, 3e7}, {2e7, 2e7})[0].alternative, "lpo");
  // Half mean, half worst tenth: a mean of 3e7 with a bad end is not worth a sure 2e7.
  EXPECT_EQ(decided({1e8, -4e7}, {2e7, 2e7})[0].alternative, "cpo");
}

TEST(Decide, WhatNeverPaysIsLeftAlone) {
  const auto verdict = decided({-1e7, -2e7}, {-3e7, -3e7})[0];
  EXPECT_EQ(verdict.action_now, "wait");
  EXPECT_EQ(verdict.belief, 0.0);
  EXPECT_EQ(verdict.value_of_plan, 0.0);
  EXPECT_LT(verdict.value_commit_now, 0.0);
  for (const auto& gate : verdict.gates) EXPECT_EQ(gate.adopted, 0.0) << gate.gate;
}

TEST(Decide, WhatAlwaysPaysIsAdopted) {
  const auto verdict = decided({5e7, 6e7}, {-3e7, -3e7})[0];
  EXPECT_EQ(verdict.alternative, "lpo");
  EXPECT_EQ(verdict.belief, 1.0);
  EXPECT_GT(verdict.value_of_plan, 4e7);
  ASSERT_FALSE(verdict.gates.empty());
  EXPECT_NEAR(verdict.gates.back().adopted, 1.0, 1e-9);
  EXPECT_NEAR(verdict.value_perfect_information, 0.0, 1e-6 * verdict.value_of_plan) << "there is nothing left to know";
}

TEST(Decide, APlanIsNeverWorthLessThanCommittingOrNever) {
  for (const double upside : {1e6, 5e6, 2e7, 8e7}) {
    const auto verdict = decided({upside, -1e7}, {-9e9, -9e9})[0];
    EXPECT_GE(verdict.value_of_plan, 0.0);
    EXPECT_GE(verdict.value_of_plan, verdict.value_commit_now * (1.0 - 1e-12));
    EXPECT_GE(verdict.value_of_waiting, -1e-6);
    EXPECT_NEAR(verdict.value_of_waiting, verdict.value_of_plan - std::max(0.0, verdict.value_commit_now),
                1e-9 * upside);
    EXPECT_EQ(verdict.belief, 0.5);
    EXPECT_FALSE(verdict.reason.empty());
    EXPECT_FALSE(verdict.then.empty());
  }
}

TEST(Decide, MoreMoneyInEveryWorldNeverLowersThePlan) {
  double before = -1.0;
  for (const double more : {0.0, 1e6, 5e6, 2e7, 5e7}) {
    const double value = decided({3e7 + more, -3e7 + more}, {-9e9, -9e9})[0].value_of_plan;
    EXPECT_GE(value, before);
    before = value;
  }
}

}  // namespace
}  // namespace copack::study
