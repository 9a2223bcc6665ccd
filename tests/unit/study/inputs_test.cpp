// SPDX-License-Identifier: Apache-2.0
#include "copack/study/inputs.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace copack::study {
namespace {

using testing::Contains;
using testing::HasSubstr;

TEST(ParsePeriod, ReadsYearsHalvesAndQuarters) {
  EXPECT_EQ(parse_period("2027"), 2027.0);
  EXPECT_EQ(parse_period("2027-H1"), 2027.0);
  EXPECT_EQ(parse_period("2027-H2"), 2027.5);
  EXPECT_EQ(parse_period("2027-Q1"), 2027.0);
  EXPECT_EQ(parse_period("2027-Q4"), 2027.75);
}

TEST(ParsePeriod, RefusesEverythingElse) {
  for (const auto* text :
       {"", "soon", "1999", "2101", "2027-", "2027-H", "2027-H0", "2027-H3", "2027-Q5", "2027-Q0", "2027-X1", "2027H1",
        "2027-h1", "2027-Q1 ", " 2027", "2027-Q11", "-2027", "2027.5", "99999999999999999999"}) {
    EXPECT_FALSE(parse_period(text)) << text;
  }
}

TEST(PeriodOf, NamesTheHalfAndTheQuarter) {
  EXPECT_EQ(half_year_of(2027.0), "2027-H1");
  EXPECT_EQ(half_year_of(2027.6), "2027-H2");
  EXPECT_EQ(quarter_of(2027.6), "2027-Q3");
  EXPECT_EQ(quarter_of(2027.99), "2027-Q4");
  EXPECT_EQ(quarter_of(2028.0 - 1e-12), "2028-Q1") << "rounding does not move a date back";
}

TEST(PeriodOf, AgreesWithParsePeriod) {
  for (int year = 2025; year < 2035; ++year) {
    for (int q = 0; q < 4; ++q) {
      const double at = year + q / 4.0;
      EXPECT_EQ(parse_period(quarter_of(at)), at);
      if (q % 2 == 0) {
        EXPECT_EQ(parse_period(half_year_of(at)), at);
      }
    }
  }
}

StudyInputs good() {
  StudyInputs x{.title = "t"};
  x.cluster.fabric.accelerators = 64;
  x.workload = {{.plan = {.tp = 8, .dp = 4, .pp = 2}}};
  x.alternative = {{.name = "a", .baseline = true, .leaf_spine = "x"}, {.name = "b", .leaf_spine = "y"}};
  x.build = {{.due = "2027-Q1", .accelerators = 64}};
  return x;
}

std::vector<std::string> problems(const StudyInputs& x) {
  std::vector<std::string> texts;
  for (const auto& problem : validate(x)) texts.push_back(problem.path + ": " + problem.message);
  return texts;
}

void expect_problem(const StudyInputs& x, const std::string& text) {
  EXPECT_THAT(problems(x), Contains(HasSubstr(text)));
}

TEST(ValidateStudy, AGoodStudyHasNoProblem) { EXPECT_THAT(problems(good()), testing::IsEmpty()); }

TEST(ValidateStudy, OneBaseline) {
  auto x = good();
  x.alternative[0].baseline = false;
  expect_problem(x, "no alternative is the baseline");
  x.alternative[0].baseline = x.alternative[1].baseline = true;
  expect_problem(x, "2 alternatives say baseline = true");
}

TEST(ValidateStudy, AlternativesCanBeCompared) {
  auto x = good();
  x.alternative[1].name = "a";
  expect_problem(x, "alternative[1].name: \"a\" is the name of another alternative too");
  x.alternative[1].spine_core = "z";
  expect_problem(x, "must give technologies on the same tiers");
  x.alternative[1] = {.name = "b"};
  expect_problem(x, "alternative[1]: gives no technology on any tier");
  x.alternative.resize(1);
  expect_problem(x, "compares at least two alternatives");
  x.alternative.clear();
  expect_problem(x, "compares at least two alternatives");
}

TEST(ValidateStudy, ThePlanFillsTheCluster) {
  auto x = good();
  x.workload[0].plan.dp = 5;
  expect_problem(x, "workload[0].plan: tp 8 x cp 1 x dp 5 x pp 2 = 80 accelerators, but the cluster has 64");
  x.workload[0].plan = {.tp = 100000, .cp = 100000, .dp = 100000, .pp = 100000};
  expect_problem(x, "1e+20 accelerators");
}

TEST(ValidateStudy, SharesAddUpToOne) {
  auto x = good();
  x.workload.push_back(x.workload[0]);
  expect_problem(x, "the shares of time add up to 2, not 1");
  x.workload[0].share = x.workload[1].share = 0.5;
  EXPECT_THAT(problems(x), testing::IsEmpty());
  x.workload.clear();
  expect_problem(x, "needs at least one [[workload]]");
}

TEST(ValidateStudy, BuildsComeAfterTheDecision) {
  auto x = good();
  x.build[0].due = "2026-Q1";
  expect_problem(x, "build[0].due: 2026-Q1 is before the decision (2026-Q4)");
  x.build[0].due = "soon";
  expect_problem(x, "build[0].due: \"soon\" is not a period");
  x.build.clear();
  expect_problem(x, "needs at least one [[build]]");
}

TEST(ValidateStudy, PeriodsAreTold) {
  auto x = good();
  x.decision.now = "now";
  x.decision.gates = {"2027-H1", "2027-H9"};
  expect_problem(x, "decision.now: \"now\" is not a period");
  expect_problem(x, "decision.gates[1]: \"2027-H9\" is not a period");
}

TEST(ValidateStudy, TellsAllProblemsAtOnce) {
  auto x = good();
  x.alternative[0].baseline = false;
  x.workload[0].plan.dp = 5;
  x.build[0].due = "soon";
  x.cluster.fabric.layers = 2;
  x.cluster.fabric.pod = 32;
  EXPECT_THAT(problems(x),
              testing::UnorderedElementsAre(HasSubstr("no alternative is the baseline"), HasSubstr("workload[0].plan"),
                                            HasSubstr("build[0].due"), HasSubstr("cluster.fabric.pod")));
}

}  // namespace
}  // namespace copack::study
