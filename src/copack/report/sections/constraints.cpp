// SPDX-License-Identifier: Apache-2.0
#include "copack/report/figures.hpp"
#include "copack/report/sections.hpp"
#include "copack/report/sections/tables.hpp"

namespace copack::report {
namespace {

using study::StudyResult;

Table chain_table(const StudyResult& result) {
  Table table{
      .caption = "Now and next",
      .columns = {
          {"Face"}, {"Alternative"}, {"Binds now"}, {"Binds next"}, {"Relief until then", Align::right}, {"In words"}}};
  for (const auto& c : result.constraints) {
    table.rows.push_back({c.face, label_of(result, c.alternative), c.now, c.next.empty() ? "-" : c.next,
                          c.factor > 0.0 ? "x" + significant(c.factor, 3) : "not known", c.text});
  }
  table.notes = {
      "Relief until then: by which factor the constraint that binds now must be eased before the next one binds."};
  return table;
}

}  // namespace

Section build_constraints(const StudyResult& result) {
  Section section{.id = "constraints", .title = "Constraints now and next"};
  if (result.constraints.empty()) {
    section.blocks.emplace_back(Text{{"No constraint was found to bind."}});
  } else {
    section.blocks.emplace_back(chain_table(result));
  }
  section.blocks.emplace_back(
      binding_table(result, "What limits the step of the job", &study::AlternativeResult::performance_binding));
  return section;
}

}  // namespace copack::report
