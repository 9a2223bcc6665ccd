// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "copack/report/charts.hpp"
#include "copack/report/figures.hpp"
#include "copack/report/format.hpp"
#include "copack/report/sections.hpp"

namespace copack::report {
namespace {

using study::Influence;
using study::StudyResult;

constexpr std::size_t most_bars = 12;
constexpr double million = 1e6;

Table influence_table(const StudyResult& result) {
  Table table{.caption = "Numbers that move the answer",
              .columns = {{"Number"},
                          {"P10", Align::right},
                          {"nominal", Align::right},
                          {"P90", Align::right},
                          {"Share of variance", Align::right},
                          {"NPV at its low end", Align::right},
                          {"NPV at its high end", Align::right},
                          {"Worth of knowing it", Align::right},
                          {"Evidence"}}};
  for (const auto& i : result.influences) {
    table.rows.push_back({Cell(readable_path(i.path), i.path), shown_as(i.low, i.unit), shown_as(i.nominal, i.unit),
                          shown_as(i.high, i.unit), percent(i.share), shown(i.npv_at_low, Style::gain),
                          shown(i.npv_at_high, Style::gain), shown(i.value_of_knowing, Style::money),
                          Cell(i.kind, i.source)});
  }
  table.notes = {
      "Share of the variance of the leading alternative's NPV, first order. NPV at an end: mean over the worlds in the "
      "lowest or highest tenth of the number. Worth of knowing: expected value of perfect information on it alone."};
  return table;
}

Chart tornado(const StudyResult& result, const study::AlternativeResult& lead) {
  Chart chart{.title = fmt::format("What moves the NPV of {}", label(lead))};
  chart.data = {
      .caption = chart.title,
      .columns = {{"Number"}, {"NPV in its lowest tenth", Align::right}, {"NPV in its highest tenth", Align::right}},
      .rows = {},
      .notes = {}};
  const auto n = std::min(most_bars, result.influences.size());
  std::vector<TornadoRow> rows;
  for (std::size_t k = 0; k < n; ++k) {
    const Influence& i = result.influences[k];
    rows.push_back({.label = readable_path(i.path),
                    .at_low = i.npv_at_low / million,
                    .at_high = i.npv_at_high / million,
                    .low_shown = shown_as(i.low, i.unit),
                    .high_shown = shown_as(i.high, i.unit)});
    chart.data.rows.push_back({rows.back().label, shown(i.npv_at_low, Style::gain), shown(i.npv_at_high, Style::gain)});
  }
  const auto& first = result.influences.front();
  chart.description = fmt::format("The largest influence is {}: NPV {} at its low end and {} at its high end.",
                                  readable_path(first.path), shown(first.npv_at_low, Style::gain),
                                  shown(first.npv_at_high, Style::gain));
  const auto& npv = figure("economics.npv");
  const double centre = read(result, lead, npv).p50 / million;
  chart.svg = tornado_chart({"tornado", chart.title, chart.description, "NPV, M USD; the bars begin at the median"},
                            centre, rows);
  return chart;
}

}  // namespace

Section build_influences(const StudyResult& result) {
  Section section{.id = "influences", .title = "What matters"};
  const auto* lead = leading(result);
  if (result.influences.empty() || lead == nullptr) {
    section.blocks.emplace_back(
        Text{{"No uncertain number of this study moves the NPV, or the study has a single world."}});
    return section;
  }
  section.blocks.emplace_back(tornado(result, *lead));
  section.blocks.emplace_back(influence_table(result));
  return section;
}

}  // namespace copack::report
