// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "copack/report/charts.hpp"
#include "copack/report/format.hpp"
#include "copack/report/sections.hpp"

namespace copack::report {
namespace {

using study::StudyResult;

Chart kinds_chart(const StudyResult& result) {
  Chart chart{.title = "Numbers used, by kind of evidence", .description = "Of the numbers used: "};
  chart.data = {
      .caption = chart.title, .columns = {{"Kind"}, {"Share of the numbers", Align::right}}, .rows = {}, .notes = {}};
  std::vector<StackedRow> rows;
  for (const auto& e : result.evidence) {
    rows.push_back({e.name, {100.0 * e.probability}, percent(e.probability)});
    chart.data.rows.push_back({e.name, percent(e.probability)});
    chart.description += fmt::format("{}{} {}", rows.size() > 1 ? ", " : "", percent(e.probability), e.name);
  }
  chart.description += ".";
  chart.svg =
      stacked_bars({"evidence-kinds", chart.title, chart.description, "share of the numbers used, %"}, {"share"}, rows);
  return chart;
}

}  // namespace

Section build_evidence(const StudyResult& result) {
  Section section{.id = "evidence", .title = "Evidence, conflicts and warnings"};
  section.blocks.emplace_back(
      Text{{fmt::format("{} of the explained variance of the NPV rests on vendor claims, analysts and "
                        "assumptions.",
                        percent(result.weak_evidence))}});
  if (!result.evidence.empty()) section.blocks.emplace_back(kinds_chart(result));
  if (result.conflicts.empty()) {
    section.blocks.emplace_back(Text{{"The catalog knows of no sources that disagree on a number in use."}});
  } else {
    Table table{.caption = "Sources that disagree", .columns = {{"Quantity"}, {"What they say, and what is used"}}};
    for (const auto& c : result.conflicts) table.rows.push_back({c.quantity, c.reading});
    section.blocks.emplace_back(std::move(table));
  }
  List list;
  for (const auto& w : result.warnings) list.items.push_back({"Warning", w});
  if (list.items.empty()) list.items.push_back({"", "No warnings."});
  section.blocks.emplace_back(std::move(list));
  return section;
}

}  // namespace copack::report
