// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <set>

#include "copack/numerics/statistics.hpp"
#include "copack/study/decision.hpp"
#include "copack/study/run.hpp"
#include "small_study.hpp"

namespace copack::study {
namespace {

using testing::HasSubstr;

struct Answered {
  Model model = load_text(small_study());
  WorldTable table;
  StudyResult result = answer(model, shipped_catalog(), {.threads = 1}, &table);

  [[nodiscard]] std::size_t metric(std::string_view path) const {
    return static_cast<std::size_t>(std::ranges::find(result.metrics, path, &Metric::path) - result.metrics.begin());
  }
};

const Answered& answered() {
  static const Answered once;
  return once;
}

TEST(Answer, SaysWhatWasAsked) {
  const auto& r = answered().result;
  EXPECT_EQ(r.title, "Small");
  EXPECT_EQ(r.worlds, 300);
  EXPECT_EQ(r.seed, 5u);
  EXPECT_EQ(r.baseline, "retimed");
  ASSERT_EQ(r.alternatives.size(), 3u);
  EXPECT_EQ(r.alternatives[2].assignment[0].tier, "leaf-spine");
  EXPECT_EQ(r.alternatives[2].assignment[0].technology, "cpo-bailly-fr4-400g");
}

TEST(Answer, SummariesAreThoseOfTheWorlds) {
  const auto& a = answered();
  for (std::size_t i = 0; i < a.result.alternatives.size(); ++i) {
    const auto& summaries = a.result.alternatives[i].metrics;
    ASSERT_EQ(summaries.size(), a.result.metrics.size());
    for (std::size_t m = 0; m < summaries.size(); ++m) {
      const auto& s = summaries[m];
      const auto column = a.table.metric(i, m);
      EXPECT_LE(s.p10, s.p50) << a.result.metrics[m].path;
      EXPECT_LE(s.p50, s.p90) << a.result.metrics[m].path;
      const auto [low, high] = std::ranges::minmax(column);
      EXPECT_LE(low, s.mean + 1e-9 * std::abs(s.mean)) << a.result.metrics[m].path;
      EXPECT_GE(high, s.mean - 1e-9 * std::abs(s.mean)) << a.result.metrics[m].path;
    }
  }
}

TEST(Answer, EveryWorldStocksSpares) {
  const auto& a = answered();
  for (const auto& x : a.result.alternatives) {
    EXPECT_GT(x.metrics[a.metric("operations.spares")].p10, 0.0) << x.name;
    EXPECT_GT(x.metrics[a.metric("operations.spares_value")].p10, 0.0) << x.name;
  }
}

TEST(Answer, DoesNotDependOnTheOrderOfTheAlternatives) {
  const auto swapped = load_text(small_study_with({{"\"lpo\"", "\"later\""},
                                                   {"dr4-lpo-400g", "later technology"},
                                                   {"\"cpo\"", "\"lpo\""},
                                                   {"cpo-bailly-fr4-400g", "dr4-lpo-400g"},
                                                   {"\"later\"", "\"cpo\""},
                                                   {"later technology", "cpo-bailly-fr4-400g"}}));
  const auto other = answer(swapped, shipped_catalog(), {.threads = 1});
  for (const auto& x : answered().result.alternatives) {
    const auto same = std::ranges::find(other.alternatives, x.name, &AlternativeResult::name);
    ASSERT_NE(same, other.alternatives.end()) << x.name;
    EXPECT_EQ(same->npv, x.npv) << x.name;
  }
  EXPECT_NE(other.alternatives[1].name, answered().result.alternatives[1].name) << "the order was changed";
}

TEST(Answer, SharesAndRegretByCounting) {
  const auto& a = answered();
  std::vector<double> best(300, -1e300);
  for (const auto& x : a.result.alternatives) {
    for (std::size_t w = 0; w < best.size(); ++w) best[w] = std::max(best[w], x.npv[w]);
  }
  double wins = 0.0;
  for (std::size_t i = 0; i < 3; ++i) {
    const auto& x = a.result.alternatives[i];
    EXPECT_EQ(x.npv, a.table.metric(i, a.metric("economics.npv")));
    EXPECT_DOUBLE_EQ(x.beats_baseline,
                     static_cast<double>(std::ranges::count_if(x.npv, [](double v) { return v > 0.0; })) / 300.0);
    std::vector<double> regret(best.size());
    std::ranges::transform(best, x.npv, regret.begin(), std::minus<>());
    EXPECT_NEAR(x.regret_p95, numerics::sample_quantile(regret, 0.95), 1e-6);
    EXPECT_LE(x.npv_worst_tenth, numerics::mean(x.npv));
    wins += x.best_of_all;
  }
  EXPECT_GE(wins, 1.0 - 1e-12) << "in every world one of them is the best";
}

TEST(Answer, TheLeadingAlternativeHasTheHighestScore) {
  const auto& a = answered();
  const auto score_of = [&](std::size_t i) {
    const auto& npv = a.result.alternatives[i].npv;
    return score(a.model.alternatives[i].design.organisation, npv,
                 std::vector<double>(npv.size(), a.result.alternatives[i].regret_p95));
  };
  EXPECT_EQ(a.result.leading, a.result.alternatives[score_of(1) >= score_of(2) ? 1 : 2].name);
}

TEST(Answer, BindingSharesAddUpToOne) {
  for (const auto& x : answered().result.alternatives) {
    for (const auto* shares : {&x.performance_binding, &x.operations_binding, &x.sourcing_binding}) {
      double sum = 0.0;
      for (const auto& share : *shares) sum += share.probability;
      EXPECT_NEAR(sum, 1.0, 1e-12) << x.name;
      EXPECT_TRUE(std::ranges::is_sorted(*shares, std::ranges::greater{}, &BindingShare::probability));
      EXPECT_FALSE(shares->front().name.empty());
    }
  }
}

TEST(Answer, EveryNamedAlternativeHasItsThreeConstraints) {
  const auto& chains = answered().result.constraints;
  ASSERT_EQ(chains.size(), 9u);
  for (std::size_t i = 0; i < chains.size(); ++i) {
    EXPECT_EQ(chains[i].alternative, answered().result.alternatives[i / 3].name);
    EXPECT_EQ(chains[i].face, (std::array{"performance", "operations", "sourcing"}[i % 3]));
    EXPECT_FALSE(chains[i].text.empty());
    EXPECT_FALSE(chains[i].now.empty());
  }
}

TEST(Answer, AssumptionsAreListedOnceWithEvidence) {
  const auto& rows = answered().result.assumptions;
  std::set<std::string> paths;
  for (const auto& row : rows) {
    EXPECT_TRUE(paths.insert(row.path).second) << row.path;
    EXPECT_LE(row.low, row.nominal + 1e-12 * std::abs(row.nominal)) << row.path;
    EXPECT_LE(row.nominal, row.high + 1e-12 * std::abs(row.high)) << row.path;
    EXPECT_FALSE(row.used_by.empty()) << row.path;
    EXPECT_TRUE(!row.source_key.empty() || row.kind == "assumption") << row.path;
    EXPECT_TRUE(row.source_key.empty() || !row.source_title.empty()) << row.path;
  }
  double sum = 0.0;
  for (const auto& share : answered().result.evidence) sum += share.probability;
  EXPECT_NEAR(sum, 1.0, 1e-12);
  const auto pue = std::ranges::find(rows, "operations/pue-google.ratio", &AssumptionRow::path);
  ASSERT_NE(pue, rows.end());
  EXPECT_EQ(pue->used_by, "retimed, lpo, cpo");
}

TEST(Answer, AValueTakenFromTheCatalogIsShownAsTheCatalogHasIt) {
  // The time hands on an engine is a sixth of the catalog's repair time; the row shows the whole.
  const auto& rows = answered().result.assumptions;
  const auto row = std::ranges::find(rows, "operations/repair-time-cpo-engine.mttr", &AssumptionRow::path);
  ASSERT_NE(row, rows.end());
  const auto* value = shipped_catalog().lookup()(row->path);
  ASSERT_NE(value, nullptr);
  EXPECT_NEAR(row->nominal, value->nominal, 1e-9 * value->nominal);
}

TEST(Answer, InfluencesAreOfTheLeadingAlternativeAndSorted) {
  const auto& r = answered().result;
  EXPECT_EQ(r.influences.size(), answered().model.parameters.all().size());
  EXPECT_TRUE(std::ranges::is_sorted(r.influences, std::ranges::greater{}, &Influence::share));
  EXPECT_GE(r.weak_evidence, 0.0);
  EXPECT_LE(r.weak_evidence, 1.0);
  for (const auto& influence : r.influences) {
    EXPECT_GE(influence.value_of_knowing, 0.0) << influence.path;
    EXPECT_LE(influence.low, influence.high) << influence.path;
  }
}

TEST(Answer, ConflictsThatTouchNumbersInUseAreTold) {
  const auto& r = answered().result;
  const auto in_use = [&](const std::string& path) {
    return std::ranges::find(r.assumptions, path, &AssumptionRow::path) != r.assumptions.end();
  };
  const auto expected = static_cast<std::size_t>(std::ranges::count_if(
      shipped_catalog().conflicts(), [&](const auto& c) { return std::ranges::any_of(c.values, in_use); }));
  EXPECT_EQ(r.conflicts.size(), expected);
}

TEST(Answer, LinksThatDoNotCloseAreWarnedOf) {
  const auto short_reach = load_text(small_study_with({{"worlds = 300", "worlds = 1"}}) + R"(
[override.technologies.dr4-lpo-400g]
reach = "1 m"
)");
  const auto result = answer(short_reach, shipped_catalog(), {.threads = 1});
  EXPECT_THAT(result.warnings, testing::Contains(HasSubstr("lpo: the leaf-spine links (dr4-lpo-400g) do not close")));
}

TEST(Answer, TheTraceLeadsFromTheNpvToTheCatalog) {
  const auto& trace = answered().result.trace;
  std::vector<std::string> open{"cpo.economics.npv", "cpo.tiers[0].power_per_end"};
  std::set<std::string> seen;
  bool sourced = false;
  while (!open.empty()) {
    const auto path = open.back();
    open.pop_back();
    if (!seen.insert(path).second) continue;
    const auto* node = trace.find(path);
    ASSERT_NE(node, nullptr) << path;
    sourced = sourced || !node->value_path.empty();
    open.insert(open.end(), node->inputs.begin(), node->inputs.end());
  }
  EXPECT_TRUE(sourced);
}

}  // namespace
}  // namespace copack::study
