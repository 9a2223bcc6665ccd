// SPDX-License-Identifier: Apache-2.0
#include "copack/report/sections/tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "copack/report/charts.hpp"

namespace copack::report {
namespace {

using study::AlternativeResult;
using study::StudyResult;

/// One unit for all rows of a chart: that of its largest number.
Scale common_scale(const std::vector<Reading>& readings, Style style) {
  double largest = 0.0;
  for (const auto& r : readings) {
    for (const double v : {r.p10, r.p50, r.p90, r.nominal}) {
      if (std::isfinite(v)) largest = std::max(largest, std::abs(v));
    }
  }
  return scale_for(style, largest);
}

std::string axis_label(const Figure& f, const Scale& scale) {
  if (f.style == Style::date) return std::string(f.label);
  return scale.unit.empty() ? std::string(f.label) : fmt::format("{}, {}", f.label, scale.unit);
}

/// "LPO 78.2 % [...]; CPO ..." for those who do not see the picture.
std::string in_words(const std::vector<IntervalRow>& rows, const Figure& f) {
  std::string words = capitalised(std::string(f.label)) + ": ";
  for (std::size_t i = 0; i < rows.size(); ++i)
    words += fmt::format("{}{} {}", i > 0 ? "; " : "", rows[i].label, rows[i].shown);
  return words + ". Median, with the 10 % and 90 % quantiles of the worlds in brackets.";
}

Table interval_data(std::span<const AlternativeResult* const> alternatives, const std::vector<Reading>& readings,
                    const Figure& f) {
  Table table{.caption = capitalised(std::string(f.label)),
              .columns = {{"Alternative"},
                          {"nominal", Align::right},
                          {"P10", Align::right},
                          {"median", Align::right},
                          {"P90", Align::right}}};
  for (std::size_t i = 0; i < alternatives.size(); ++i) {
    const auto& r = readings[i];
    table.rows.push_back({label(*alternatives[i]), shown(r.nominal, f.style), shown(r.p10, f.style),
                          shown(r.p50, f.style), shown(r.p90, f.style)});
  }
  return table;
}

}  // namespace

Table figure_table(const StudyResult& result, std::string caption, std::span<const std::string_view> paths) {
  Table table{.caption = std::move(caption), .columns = {{"Alternative"}}};
  for (const auto path : paths) table.columns.push_back({capitalised(std::string(figure(path).label)), Align::right});
  for (const auto* a : named_alternatives(result)) {
    Row row{label(*a)};
    for (const auto path : paths) row.emplace_back(shown(read(result, *a, figure(path)), figure(path)));
    table.rows.push_back(std::move(row));
  }
  table.notes = {"Median over the worlds, in brackets the 10 % and 90 % quantiles."};
  return table;
}

Chart interval_of(const StudyResult& result, std::span<const AlternativeResult* const> alternatives,
                  std::string_view path, std::string id, std::string title) {
  const Figure& f = figure(path);
  std::vector<Reading> readings;
  for (const auto* a : alternatives) readings.push_back(read(result, *a, f));
  const Scale scale = common_scale(readings, f.style);
  std::vector<IntervalRow> rows;
  for (std::size_t i = 0; i < readings.size(); ++i) {
    const auto& r = readings[i];
    rows.push_back({.label = label(*alternatives[i]),
                    .low = r.p10 / scale.factor,
                    .middle = r.p50 / scale.factor,
                    .high = r.p90 / scale.factor,
                    .nominal = r.nominal / scale.factor,
                    .shown = shown(r, f)});
  }
  Chart chart{
      .title = std::move(title), .description = in_words(rows, f), .data = interval_data(alternatives, readings, f)};
  chart.svg = interval_chart(
      {std::move(id), chart.title, chart.description, axis_label(f, scale), f.style == Style::date}, rows);
  return chart;
}

Table binding_table(const StudyResult& result, std::string caption,
                    std::vector<study::BindingShare> AlternativeResult::* shares) {
  Table table{.caption = std::move(caption),
              .columns = {{"Alternative"}, {"What binds, and in how many of the worlds"}}};
  constexpr std::size_t most = 6;
  for (const auto* a : named_alternatives(result)) table.rows.push_back({label(*a), binding_words(a->*shares, most)});
  return table;
}

std::string binding_words(const std::vector<study::BindingShare>& shares, std::size_t most) {
  std::string words;
  for (std::size_t i = 0; i < std::min(most, shares.size()); ++i) {
    words += fmt::format("{}{} {}", i > 0 ? ", " : "", shares[i].name, percent(shares[i].probability));
  }
  return words.empty() ? "not known" : words;
}

}  // namespace copack::report
