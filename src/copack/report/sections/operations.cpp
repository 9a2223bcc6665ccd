// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <cmath>

#include "copack/report/figures.hpp"
#include "copack/report/sections.hpp"
#include "copack/report/sections/tables.hpp"

namespace copack::report {
namespace {

using study::StudyResult;

Table repair_table(const StudyResult& result) {
  Table table{.caption = "Repairs, spares and lost work",
              .columns = {{"Alternative"},
                          {"Units replaced", Align::right},
                          {"Spares", Align::right},
                          {"Value of the spares", Align::right},
                          {"Port-hours lost a year", Align::right},
                          {"Accelerator-hours lost a year", Align::right}}};
  for (const auto* a : named_alternatives(result)) {
    const auto& o = a->nominal.operations;
    table.rows.push_back({label(*a), shown(o.removals.si(), Style::rate), whole(o.spares),
                          shown(o.spares_value.si(), Style::money), significant(o.port_hours_lost, 3),
                          significant(o.lost_accelerator_hours, 3)});
  }
  table.notes = {"Nominal world."};
  return table;
}

}  // namespace

Section build_operations(const StudyResult& result) {
  Section section{.id = "operations", .title = "Operations"};
  constexpr std::array<std::string_view, 4> paths{"operations.goodput", "operations.interruptions",
                                                  "operations.network_interruptions", "operations.blast_radius_ports"};
  section.blocks.emplace_back(
      Text{{"Goodput is the share of the accelerator-hours that do useful work. Ports drained by a repair "
            "says how far the widest repair of the alternative's optics reaches."}});
  section.blocks.emplace_back(
      interval_of(result, named_alternatives(result), "operations.goodput", "goodput", "Goodput of the cluster"));
  section.blocks.emplace_back(figure_table(result, "What breaks and how far it reaches", paths));
  section.blocks.emplace_back(repair_table(result));
  section.blocks.emplace_back(
      binding_table(result, "Which units interrupt the job most", &study::AlternativeResult::operations_binding));
  return section;
}

}  // namespace copack::report
