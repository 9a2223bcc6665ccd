// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "copack/report/format.hpp"
#include "copack/report/sections.hpp"

namespace copack::report {
namespace {

using study::AssumptionRow;
using study::StudyResult;

Cell value_cell(const AssumptionRow& a) {
  const auto nominal = shown_as(a.nominal, a.unit);
  if (!a.uncertain) return {nominal, "taken as exact"};
  return {nominal, fmt::format("{} to {}", shown_as(a.low, a.unit), shown_as(a.high, a.unit))};
}

Cell source_cell(const AssumptionRow& a) {
  const auto& title = a.source_title.empty() ? a.source_key : a.source_title;
  auto detail = a.source_title.empty() ? std::string{} : a.source_key;
  if (!a.where.empty()) detail += (detail.empty() ? "" : ", ") + a.where;
  return {title.empty() ? "-" : title, detail};
}

std::string remark(const AssumptionRow& a) {
  if (a.boundary.empty()) return a.note;
  return fmt::format("boundary: {}{}{}", a.boundary, a.note.empty() ? "" : "; ", a.note);
}

}  // namespace

Section build_assumptions(const StudyResult& result) {
  Section section{.id = "assumptions", .title = "Assumptions"};
  if (result.assumptions.empty()) {
    section.blocks.emplace_back(Text{{"The study used no number of the catalog."}});
    return section;
  }
  section.blocks.emplace_back(
      Text{{fmt::format("Every number that the study used, {} in all. Money is in the dollars of the "
                        "study.",
                        result.assumptions.size())}});
  Table table{.caption = "Numbers used",
              .columns = {{"Number"},
                          {"Value, range", Align::right},
                          {"Kind"},
                          {"Source"},
                          {"Year", Align::right},
                          {"Remark"},
                          {"Used by"}}};
  for (const auto& a : result.assumptions) {
    table.rows.push_back({Cell(readable_path(a.path), a.path), value_cell(a), a.kind, source_cell(a),
                          a.year > 0 ? std::to_string(a.year) : "-", remark(a), a.used_by});
  }
  section.blocks.emplace_back(std::move(table));
  return section;
}

}  // namespace copack::report
