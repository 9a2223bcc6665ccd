// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "copack/report/charts.hpp"
#include "copack/report/figures.hpp"
#include "copack/report/sections.hpp"

namespace copack::report {
namespace {

using study::AlternativeResult;
using study::StudyResult;
using system::TierFace;

std::string technology_name(const AlternativeResult& a, const TierFace& t) {
  const auto found = std::ranges::find(a.assignment, t.tier, &study::Assignment::tier);
  return found == a.assignment.end() || found->technology_name.empty() ? t.technology : found->technology_name;
}

std::string fixed(double x, int decimals) { return number(x, {.unit = "", .decimals = decimals}); }
std::string rate(double x) { return std::isfinite(x) ? fmt::format("{:.1e}", x) : number(x, {}); }

/// Copper has no engine and no laser.
std::string celsius(const TierFace& t, Temperature temperature) {
  return t.optics_power_per_end.si() > 0.0 ? fixed(temperature.celsius(), 0) : "-";
}

Row link_row(const AlternativeResult& a, const TierFace& t) {
  return {label(a),
          technology_name(a, t),
          whole(t.links),
          fixed(t.length_max.in(unit::m), 0),
          fixed(t.margin.db(), 2),
          rate(t.pre_fec_ber),
          rate(t.frame_loss_ratio),
          fixed(t.latency.in(unit::ns), 0),
          t.closes ? Cell("yes") : Cell("", "does not close", Tone::bad)};
}

Row power_row(const AlternativeResult& a, const TierFace& t) {
  return {label(a),
          whole(t.ends),
          fixed(t.energy_per_bit.in(unit::pJ_per_bit), 2),
          fixed(t.power_per_end.in(unit::W), 1),
          fixed(t.optics_power_per_end.in(unit::W), 1),
          shown(t.optics_power.si(), Style::power),
          celsius(t, t.engine_temperature),
          celsius(t, t.laser_temperature),
          fixed(t.thermal_margin.si(), 1),
          t.thermal_converged
              ? Cell("yes")
              : Cell("", fmt::format("no, residual {} K", significant(t.thermal_residual, 2)), Tone::bad)};
}

/// One row for each named alternative on each tier, tiers as headings.
Table ledger(const StudyResult& result, Table table, Row (*row)(const AlternativeResult&, const TierFace&)) {
  const auto alternatives = named_alternatives(result);
  for (const auto& tier : alternatives.front()->nominal.tiers) {
    table.rows.push_back({tier.tier});
    for (const auto* a : alternatives) {
      const auto found = std::ranges::find(a->nominal.tiers, tier.tier, &TierFace::tier);
      if (found != a->nominal.tiers.end()) table.rows.push_back(row(*a, *found));
    }
  }
  return table;
}

Table link_ledger(const StudyResult& result) {
  return ledger(
      result,
      {.caption = "Do the links close?",
       .columns = {{"Tier, alternative"},
                   {"Technology"},
                   {"Links", Align::right},
                   {"Longest, m", Align::right},
                   {"Margin, dB", Align::right},
                   {"BER before FEC", Align::right},
                   {"Frame loss", Align::right},
                   {"Latency, ns", Align::right},
                   {"Closes"}},
       .rows = {},
       .notes = {"Nominal world. Margin: the smaller of the electrical and the optical one. Closes: margin and "
                 "reach hold."}},
      link_row);
}

Table power_ledger(const StudyResult& result) {
  return ledger(
      result,
      {.caption = "What do they draw, how warm do they run?",
       .columns = {{"Tier, alternative"},
                   {"Ends", Align::right},
                   {"pJ/bit", Align::right},
                   {"W per end", Align::right},
                   {"of it optics, W", Align::right},
                   {"Optics of the tier", Align::right},
                   {"Engine, degC", Align::right},
                   {"Laser, degC", Align::right},
                   {"Thermal margin, K", Align::right},
                   {"Converged"}},
       .rows = {},
       .notes = {"Nominal world. W per end holds optics and host SerDes; optics is the module, or the engine with "
                 "its laser. Thermal margin: hottest node against its limit."}},
      power_row);
}

Table power_table(const StudyResult& result) {
  Table table{.caption = "Power of the network",
              .columns = {{"Alternative"},
                          {"Optics", Align::right},
                          {"Switches", Align::right},
                          {"Network", Align::right},
                          {"Accelerators", Align::right},
                          {"Network share", Align::right}}};
  for (const auto* a : named_alternatives(result)) {
    const auto& p = a->nominal.power;
    table.rows.push_back({label(*a), shown(p.optics.si(), Style::power), shown(p.switches.si(), Style::power),
                          shown(p.network.si(), Style::power), shown(p.accelerators.si(), Style::power),
                          shown(p.network_share, Style::share)});
  }
  table.notes = {"Nominal world. Switches: boxes without optics, host SerDes included."};
  return table;
}

Chart power_chart(const StudyResult& result) {
  const auto alternatives = named_alternatives(result);
  Chart chart{.title = "Optics power by tier", .description = "Optics power in the nominal world: "};
  chart.data = {.caption = chart.title, .columns = {{"Alternative"}}, .rows = {}, .notes = {}};
  std::vector<std::string> tiers;
  for (const auto& t : alternatives.front()->nominal.tiers) tiers.push_back(t.tier);
  for (const auto& t : tiers) chart.data.columns.push_back({t, Align::right});
  chart.data.columns.push_back({"all tiers", Align::right});
  double largest = 0.0;
  for (const auto* a : alternatives) largest = std::max(largest, a->nominal.power.optics.si());
  const Scale scale = scale_for(Style::power, largest);
  std::vector<StackedRow> rows;
  for (const auto* a : alternatives) {
    StackedRow row{.label = label(*a), .values = {}, .shown = shown(a->nominal.power.optics.si(), Style::power)};
    Row data{row.label};
    for (const auto& tier : tiers) {
      const auto found = std::ranges::find(a->nominal.tiers, tier, &TierFace::tier);
      const double watts = found == a->nominal.tiers.end() ? 0.0 : found->optics_power.si();
      row.values.push_back(watts / scale.factor);
      data.emplace_back(shown(watts, Style::power));
    }
    data.emplace_back(row.shown);
    chart.description += fmt::format("{}{} {}", rows.empty() ? "" : "; ", row.label, row.shown);
    chart.data.rows.push_back(std::move(data));
    rows.push_back(std::move(row));
  }
  chart.description += ".";
  chart.svg =
      stacked_bars({"optics-power", chart.title, chart.description, "optics power, " + scale.unit}, tiers, rows);
  return chart;
}

}  // namespace

Section build_links(const StudyResult& result) {
  Section section{.id = "links", .title = "Power and links"};
  if (baseline(result) == nullptr || baseline(result)->nominal.tiers.empty()) {
    section.blocks.emplace_back(Text{{"The result has no tiers with links."}});
    return section;
  }
  section.blocks.emplace_back(power_chart(result));
  section.blocks.emplace_back(power_table(result));
  section.blocks.emplace_back(link_ledger(result));
  section.blocks.emplace_back(power_ledger(result));
  return section;
}

}  // namespace copack::report
