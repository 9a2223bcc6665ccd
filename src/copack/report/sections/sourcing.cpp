// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "copack/report/figures.hpp"
#include "copack/report/sections.hpp"
#include "copack/report/sections/tables.hpp"

namespace copack::report {
namespace {

using study::StudyResult;

Table next_table(const StudyResult& result) {
  Table table{.caption = "What stops delivery, and what stops it next",
              .columns = {{"Alternative"}, {"Binds now"}, {"Binds next"}, {"Relief until then", Align::right}}};
  for (const auto& c : result.constraints) {
    if (c.face != "sourcing") continue;
    table.rows.push_back({label_of(result, c.alternative), c.now, c.next.empty() ? "-" : c.next,
                          c.factor > 0.0 ? "x" + significant(c.factor, 3) : "not known"});
  }
  return table;
}

}  // namespace

Section build_sourcing(const StudyResult& result) {
  Section section{.id = "sourcing", .title = "Sourcing"};
  constexpr std::array<std::string_view, 3> dates{"sourcing.delivered", "sourcing.delay", "sourcing.on_time_share"};
  constexpr std::array<std::string_view, 2> costs{"sourcing.price_per_end", "sourcing.assembly_yield"};
  section.blocks.emplace_back(
      interval_of(result, named_alternatives(result), "sourcing.delay", "delay", "Largest delay of a build"));
  auto delivery = figure_table(result, "Delivery", dates);
  delivery.notes.emplace_back(
      "What an alternative cannot have on time is built with the baseline: its NPV counts the units on time only.");
  section.blocks.emplace_back(std::move(delivery));
  auto next = next_table(result);
  if (!next.rows.empty()) section.blocks.emplace_back(std::move(next));
  section.blocks.emplace_back(
      binding_table(result, "How often each item binds", &study::AlternativeResult::sourcing_binding));
  section.blocks.emplace_back(figure_table(result, "Price and yield", costs));
  return section;
}

}  // namespace copack::report
