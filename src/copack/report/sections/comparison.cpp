// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <array>

#include "copack/report/figures.hpp"
#include "copack/report/sections.hpp"
#include "copack/report/sections/tables.hpp"

namespace copack::report {
namespace {

using study::AlternativeResult;
using study::StudyResult;

/// The figures of the front page; the sections on each face show the others.
constexpr std::array front_page{"performance.step_time",
                                "performance.exposed_communication",
                                "power.optics",
                                "operations.goodput",
                                "operations.interruptions",
                                "operations.blast_radius_ports",
                                "sourcing.delivered",
                                "sourcing.price_per_end",
                                "economics.total_cost",
                                "economics.npv"};

Cell figure_cell(const StudyResult& result, const AlternativeResult& a, const Figure& f) {
  const Reading here = read(result, a, f);
  if (a.baseline) return f.style == Style::gain ? Cell("0") : Cell(shown(here, f));
  const double base = read(result, *baseline(result), f).nominal;
  auto difference = f.style == Style::gain ? std::string{} : change(here.nominal, base, f.style);
  if (difference.empty() || difference == "same" || f.better == Better::neither) return {shown(here, f), difference};
  const bool good = (here.nominal > base) == (f.better == Better::more);
  return {shown(here, f), difference + (good ? ", better" : ", worse"), good ? Tone::good : Tone::bad};
}

using CellOf = std::string (*)(const AlternativeResult&);

Row row_of(std::string head, const std::vector<const AlternativeResult*>& alternatives, CellOf cell) {
  Row row{std::move(head)};
  for (const auto* a : alternatives) row.emplace_back(cell(*a));
  return row;
}

std::string assignment_words(const AlternativeResult& a) {
  std::string words;
  for (const auto& x : a.assignment) {
    words += fmt::format("{}{}: {}", words.empty() ? "" : "; ", x.tier,
                         x.technology_name.empty() ? x.technology : x.technology_name);
  }
  return words;
}

/// Rows that follow the figures of a face.
void add_closing_rows(Table& table, std::string_view face, const std::vector<const AlternativeResult*>& alternatives) {
  const auto add = [&](const char* head, CellOf cell) { table.rows.push_back(row_of(head, alternatives, cell)); };
  if (face == "Performance") {
    add("Most often binds", [](const AlternativeResult& a) { return binding_words(a.performance_binding, 1); });
  } else if (face == "Operations") {
    add("Most often interrupts", [](const AlternativeResult& a) { return binding_words(a.operations_binding, 1); });
  } else if (face == "Sourcing") {
    add("Most often binds", [](const AlternativeResult& a) { return binding_words(a.sourcing_binding, 1); });
  } else {
    add("NPV in the worst tenth",
        [](const AlternativeResult& a) { return a.baseline ? "0" : shown(a.npv_worst_tenth, Style::gain); });
    add("Worlds in which it beats the baseline",
        [](const AlternativeResult& a) { return a.baseline ? "-" : percent(a.beats_baseline); });
    add("Worlds in which it is the best", [](const AlternativeResult& a) { return percent(a.best_of_all); });
  }
}

Table comparison_table(const StudyResult& result) {
  const auto alternatives = named_alternatives(result);
  Table table{.caption = "The alternatives on four faces", .columns = {{""}}};
  for (const auto* a : alternatives)
    table.columns.push_back({label(*a) + (a->baseline ? " (baseline)" : ""), Align::right});
  std::string_view face;
  for (const auto* path : front_page) {
    const Figure& f = figure(path);
    if (f.face != face) {
      if (!face.empty()) add_closing_rows(table, face, alternatives);
      face = f.face;
      table.rows.push_back({std::string(face)});
    }
    Row row{capitalised(std::string(f.label))};
    for (const auto* a : alternatives) row.push_back(figure_cell(result, *a, f));
    table.rows.push_back(std::move(row));
  }
  add_closing_rows(table, face, alternatives);
  table.notes = {
      fmt::format("Median of {} worlds, in brackets the 10 % and 90 % quantiles; below it the change against the "
                  "baseline in the nominal world. Money is present value.",
                  whole(static_cast<double>(result.worlds)))};
  return table;
}

}  // namespace

Section build_comparison(const StudyResult& result) {
  Section section{.id = "alternatives", .title = "Alternatives compared"};
  if (baseline(result) == nullptr) {
    section.blocks.emplace_back(Text{{"The study has no alternatives."}});
    return section;
  }
  section.blocks.emplace_back(comparison_table(result));
  List list;
  for (const auto* a : named_alternatives(result)) list.items.push_back({label(*a), assignment_words(*a)});
  section.blocks.emplace_back(std::move(list));
  return section;
}

}  // namespace copack::report
