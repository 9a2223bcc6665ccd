// SPDX-License-Identifier: Apache-2.0
#include "copack/adoption/decision.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace copack::adoption {
namespace {

using testing::HasSubstr;
using unit::MUSD;

/// Six half-yearly gates, a build at each.
AdoptionInputs plan() {
  AdoptionInputs in{.gates = {0.0, 0.5, 1.0, 1.5, 2.0, 2.5}, .prior = 0.55};
  for (int b = 0; b < 6; ++b) {
    in.builds.push_back({.name = "build",
                         .date = 0.4 + 0.5 * b,
                         .npv_if_good = 3.0 * MUSD,
                         .npv_if_bad = -5.0 * MUSD,
                         .candidate_cost = 10.0 * MUSD});
  }
  in.qualification_cost = 0.1 * MUSD;
  in.pilot_cost = 0.1 * MUSD;
  in.adopt_cost = 0.5 * MUSD;
  in.dual_cost = 0.3 * MUSD;
  in.exit_cost = 0.5 * MUSD;
  in.price_decline = 0.05;
  return in;
}

double musd(Money x) { return x.in(MUSD); }

TEST(Adoption, OneGateIsANetPresentValue) {
  // Adopt: 0.6 * 10 - 0.4 * 5 - 1 = 3 MUSD, all at the start.
  AdoptionInputs in{.gates = {0.0}, .builds = {{.name = "b", .npv_if_good = 10.0 * MUSD, .npv_if_bad = -5.0 * MUSD}}};
  in.prior = 0.6;
  in.adopt_cost = 0.7 * MUSD;
  in.qualification_cost = 0.3 * MUSD;
  const auto r = evaluate(in);
  EXPECT_EQ(r.action_now, Action::adopt);
  EXPECT_NEAR(musd(r.value), 3.0, 1e-9);
  EXPECT_NEAR(musd(r.value_commit), 3.0, 1e-9);
  EXPECT_NEAR(musd(r.perfect_information), 0.6 * 9.0 - 3.0, 1e-9);
  // Adoption pays from p * 15 - 5 - 1 = 0, p = 0.4; just below it a dual source at half the risk pays no more either.
  EXPECT_TRUE(r.flips_down);
  EXPECT_LT(r.flip_down, 0.6);
  EXPECT_FALSE(r.flips_up);
}

TEST(Adoption, ABuildIsDiscountedFromItsDateAndACostFromItsGate) {
  AdoptionInputs in{.gates = {0.0, 1.0},
                    .builds = {{.name = "b", .date = 2.0, .npv_if_good = 1.0 * MUSD, .npv_if_bad = 1.0 * MUSD}}};
  in.adopt_cost = 0.1 * MUSD;
  in.discount_rate = 0.1;
  const auto r = evaluate(in);
  EXPECT_EQ(r.action_now, Action::wait);
  EXPECT_NEAR(musd(r.value), 1.0 / 1.21 - 0.1 / 1.1, 1e-12);
  EXPECT_NEAR(r.adoption_date, 1.0, 1e-12);
}

TEST(Adoption, ValuesStandInTheirOrder) {
  for (const double prior : {0.05, 0.3, 0.55, 0.8, 0.97}) {
    auto in = plan();
    in.prior = prior;
    const auto r = evaluate(in);
    EXPECT_GE(r.value, r.value_wait);
    EXPECT_GE(musd(r.flexibility_value), -1e-9);
    EXPECT_GE(musd(r.signal_value), -1e-9);
    EXPECT_GE(musd(r.perfect_information), -1e-9);
    EXPECT_GE(r.adopted_if_good, r.adopted_if_bad);
  }
}

TEST(Adoption, ABetterPriorIsWorthMore) {
  double before = -1e9;
  for (const double prior : {0.1, 0.3, 0.5, 0.7, 0.9}) {
    auto in = plan();
    in.prior = prior;
    const double value = musd(evaluate(in).value);
    EXPECT_GE(value, before);
    before = value;
  }
}

TEST(Adoption, WorksItsWayFromDoubtToAdoption) {
  auto in = plan();
  EXPECT_NE(evaluate(in).action_now, Action::adopt);  // learns first
  in.prior = 0.99;
  EXPECT_EQ(evaluate(in).action_now, Action::adopt);
  in.prior = 0.001;
  EXPECT_EQ(evaluate(in).action_now, Action::wait);
}

TEST(Adoption, FlipsAreWhereTheActionChanges) {
  const auto in = plan();
  const auto r = evaluate(in);
  ASSERT_TRUE(r.flips_down && r.flips_up);
  const auto action_at = [&](double prior) {
    auto changed = in;
    changed.prior = prior;
    changed.find_flips = false;
    return evaluate(changed).action_now;
  };
  EXPECT_NE(action_at(r.flip_down), r.action_now);
  EXPECT_EQ(action_at(r.flip_down + 1e-4), r.action_now);
  EXPECT_NE(action_at(r.flip_up), r.action_now);
  EXPECT_EQ(action_at(r.flip_up - 1e-4), r.action_now);
}

TEST(Adoption, TriggersBracketTheBelief) {
  const auto r = evaluate(plan());
  ASSERT_EQ(r.gates.size(), 6u);
  double before = 0.0;
  for (const auto& gate : r.gates) {
    EXPECT_GE(gate.adopted, before);
    before = gate.adopted;
    if (gate.adopt_ever) {
      EXPECT_GT(gate.adopt_from, gate.hold_up_to);
    }
  }
  EXPECT_TRUE(r.gates.back().adopt_ever);
  EXPECT_DOUBLE_EQ(r.adoption_probability, r.gates.back().adopted);
}

TEST(Adoption, ReachedProbabilitiesSumToOneAtEachGateWithoutALongQualification) {
  const auto r = evaluate(plan());
  for (const double date : {0.0, 0.5, 1.0, 1.5, 2.0, 2.5}) {
    double sum = 0.0;
    for (const auto& row : r.policy) sum += row.date == date ? row.probability : 0.0;
    EXPECT_NEAR(sum, 1.0, 1e-12);
  }
}

TEST(Adoption, DualSourcingNeedsAShortageOrRiskAversionToPay) {
  const auto uses_dual = [](const AdoptionInputs& in) {
    const auto r = evaluate(in);
    return std::ranges::any_of(r.policy, [](const PolicyRow& row) { return row.action == Action::dual_source; });
  };
  auto in = plan();
  in.prior = 0.7;
  EXPECT_FALSE(uses_dual(in));  // risk-neutral and linear in the share: a corner is best
  for (auto& b : in.builds) b.shortage_cost = 10.0 * MUSD;
  in.baseline_shortage = 0.3;
  in.candidate_shortage = 0.3;
  in.dual_cover = 0.9;
  EXPECT_TRUE(uses_dual(in));
}

TEST(Adoption, ShortagesOfTheBaselineCountAgainstItToo) {
  auto in = plan();
  in.discount_rate = 0.0;
  for (auto& b : in.builds) b.shortage_cost = 2.0 * MUSD;
  in.baseline_shortage = 0.25;
  EXPECT_NEAR(musd(evaluate(in).value_never), -6.0 * 0.25 * 2.0, 1e-9);
}

TEST(Adoption, RiskAversionFadesWithTolerance) {
  auto in = plan();
  const double neutral = musd(evaluate(in).value);
  in.risk = RiskPreference::exponential;
  double before = -1e9;
  for (const double tolerance : {1.0, 5.0, 50.0, 1e6}) {
    in.risk_tolerance = tolerance * MUSD;
    const double value = musd(evaluate(in).value);
    EXPECT_GE(value, before - 1e-9);
    EXPECT_LE(value, neutral + 1e-9);
    before = value;
  }
  EXPECT_NEAR(before, neutral, 1e-4);
}

TEST(Adoption, NothingEntersBeforeItIsAvailable) {
  auto in = plan();
  in.prior = 0.99;
  in.available_from = 1.2;
  const auto r = evaluate(in);
  for (const auto& row : r.policy) {
    if (row.date < 1.2) {
      EXPECT_TRUE(row.action == Action::wait || row.action == Action::qualify);
    }
  }
  EXPECT_EQ(r.gates[2].adopted, 0.0);
  EXPECT_GT(r.gates[3].adopted, 0.5);
}

TEST(Adoption, ALongQualificationSkipsGates) {
  auto in = plan();
  in.qualification_time = 1.0 * unit::year;
  in.actions = {Action::wait, Action::qualify, Action::adopt};
  in.qualification_accuracy = 0.95;
  const auto r = evaluate(in);
  ASSERT_EQ(r.action_now, Action::qualify);
  EXPECT_TRUE(std::ranges::none_of(r.policy, [](const PolicyRow& row) { return row.date == 0.5; }));
}

TEST(Adoption, AStandardMakesWaitingCheaper) {
  auto in = plan();
  const auto without = evaluate(in);
  in.standard_rate = 0.5 * unit::per_year;
  in.standard_saving = 0.2;
  const auto with = evaluate(in);
  EXPECT_GT(with.value, without.value);
}

TEST(AdoptionValidate, ListsEveryProblem) {
  auto in = plan();
  in.gates[2] = 0.1;
  in.builds[1].npv_if_bad = 9.0 * MUSD;
  in.actions = {Action::adopt};
  in.risk = RiskPreference::exponential;
  const auto problems = validate(in);
  ASSERT_EQ(problems.size(), 4u);
  EXPECT_EQ(problems[0].path, "gates[2]");
  EXPECT_EQ(problems[1].path, "builds[1].npv_if_bad");
  EXPECT_THAT(problems[2].message, HasSubstr("wait"));
  EXPECT_EQ(problems[3].path, "risk_tolerance");
  EXPECT_FALSE(evaluate(in).solved);
  EXPECT_TRUE(validate(plan()).empty());
}

}  // namespace
}  // namespace copack::adoption
