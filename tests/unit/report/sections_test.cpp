// SPDX-License-Identifier: Apache-2.0
#include "copack/report/sections.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sample_study.hpp"

namespace copack::report {
namespace {

using ::testing::HasSubstr;

template <class B>
std::vector<B> blocks_of(const Section& section) {
  std::vector<B> found;
  for (const auto& block : section.blocks) {
    if (const auto* b = std::get_if<B>(&block)) found.push_back(*b);
  }
  return found;
}

const Row* row_named(const Table& table, std::string_view name) {
  for (const auto& row : table.rows) {
    if (row.front().text == name && row.size() > 1) return &row;
  }
  return nullptr;
}

TEST(Sections, EveryRowFitsItsTable) {
  for (const auto& result : {testing::sample_study(), testing::many_alternatives(), testing::awkward_study(),
                             testing::single_alternative()}) {
    for (const auto& section : build_report(result)) {
      EXPECT_FALSE(section.blocks.empty()) << section.title;
      auto tables = blocks_of<Table>(section);
      for (const auto& chart : blocks_of<Chart>(section)) {
        EXPECT_FALSE(chart.description.empty()) << chart.title;
        EXPECT_FALSE(chart.data.rows.empty()) << chart.title;
        tables.push_back(chart.data);
      }
      for (const auto& table : tables) {
        for (const auto& row : table.rows)
          EXPECT_TRUE(row.size() == 1 || row.size() == table.columns.size()) << table.caption;
      }
    }
  }
}

TEST(Sections, VerdictSaysWhatToDoOnEachTier) {
  const auto section = build_verdict(testing::sample_study());
  const auto cards = blocks_of<Cards>(section).front().cards;
  ASSERT_EQ(cards.size(), 2U);
  EXPECT_EQ(cards[0].headline, "Pilot CPO 1.6T engine");
  EXPECT_EQ(cards[1].headline, "Adopt LPO");
  EXPECT_DOUBLE_EQ(cards[0].meter->mark.value(), 0.81);
}

TEST(Sections, VerdictStaysWithTheBaselineInWords) {
  auto result = testing::sample_study();
  result.verdicts[1].technology = "fr4-retimed";
  result.verdicts[1].technology_name = "FR4 retimed";
  const auto cards = blocks_of<Cards>(build_verdict(result)).front().cards;
  EXPECT_EQ(cards[1].headline, "Stay with FR4 retimed");
}

TEST(Sections, ComparisonIsAgainstTheNominalBaseline) {
  const auto table = blocks_of<Table>(build_comparison(testing::sample_study())).front();
  const auto* optics = row_named(table, "Optics power");
  ASSERT_NE(optics, nullptr);
  // 73,728 ends: 8.4 W retimed, 3.0 W co-packaged.
  EXPECT_EQ(optics->at(1).text, "619 kW [564, 675]");
  EXPECT_EQ(optics->at(3).detail, "-64 %, better");
  EXPECT_EQ(optics->at(3).tone, Tone::good);
  const auto* drained = row_named(table, "Ports drained by a repair");
  EXPECT_EQ(drained->at(3).detail, "x64, worse");
}

TEST(Sections, FiguresWithoutMetricsComeFromTheNominalWorld) {
  const auto table = blocks_of<Table>(build_comparison(testing::single_alternative())).front();
  EXPECT_EQ(row_named(table, "Step time")->at(1).text, "6.51 s");
}

TEST(Sections, EconomicsTermsAddUp) {
  const auto formula = blocks_of<Formula>(build_economics(testing::sample_study())).front();
  EXPECT_EQ(formula.numbers, "+4.4 M USD = (+9.4) + (+1.9) + (-1.1) + (-4.1) + (-1.7)");
}

TEST(Sections, LinksThatDoNotCloseAreSaid) {
  const auto tables = blocks_of<Table>(build_links(testing::awkward_study()));
  bool said = false;
  for (const auto& table : tables) {
    for (const auto& row : table.rows) said = said || row.back().detail == "does not close";
  }
  EXPECT_TRUE(said);
}

TEST(Sections, ConstraintsNameAlternativesByLabel) {
  const auto table = blocks_of<Table>(build_constraints(testing::sample_study())).front();
  EXPECT_EQ(table.rows[0][1].text, "CPO");
  EXPECT_EQ(table.rows[2][4].text, "x1.31");
}

TEST(Sections, AssumptionsNameRangeAndSource) {
  const auto table = blocks_of<Table>(build_assumptions(testing::sample_study())).front();
  EXPECT_EQ(table.rows[5][1].detail, "7.60 W to 9.30 W");
  EXPECT_EQ(table.rows[5][3].detail, "S014, table 3");
  EXPECT_EQ(table.rows[6][1].detail, "taken as exact");
}

}  // namespace
}  // namespace copack::report
