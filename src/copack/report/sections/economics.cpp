// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "copack/numerics/statistics.hpp"
#include "copack/report/charts.hpp"
#include "copack/report/figures.hpp"
#include "copack/report/sections.hpp"
#include "copack/report/sections/tables.hpp"

namespace copack::report {
namespace {

using study::AlternativeResult;
using study::StudyResult;

constexpr double million = 1e6;

std::vector<const AlternativeResult*> candidates(const StudyResult& result) {
  auto named = named_alternatives(result);
  std::erase_if(named, [](const AlternativeResult* a) { return a->baseline; });
  return named;
}

Chart distribution_chart(const std::vector<const AlternativeResult*>& alternatives) {
  Chart chart{.title = "NPV against the baseline, all worlds"};
  chart.data = {.caption = "Quantiles of the NPV, share of worlds at or below",
                .columns = {{"At or below"}},
                .rows = {},
                .notes = {}};
  std::vector<CdfSeries> series;
  std::vector<std::vector<double>> sorted;
  for (const auto* a : alternatives) {
    auto samples = a->npv;
    std::erase_if(samples, [](double v) { return !std::isfinite(v); });
    if (samples.empty()) continue;
    std::ranges::sort(samples);
    chart.data.columns.push_back({label(*a), Align::right});
    chart.description += fmt::format("{}{} is above zero in {} of the worlds", series.empty() ? "" : "; ", label(*a),
                                     percent(a->beats_baseline));
    sorted.push_back(samples);
    for (double& v : samples) v /= million;
    series.push_back({label(*a), std::move(samples)});
  }
  chart.description += ". Drawn from the 1 % to the 99 % quantile.";
  for (const double p : {0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95}) {
    Row row{percent(p)};
    for (const auto& s : sorted) row.push_back(shown(numerics::sorted_quantile(s, p), Style::gain));
    chart.data.rows.push_back(std::move(row));
  }
  if (!series.empty()) chart.svg = cdf_chart({"npv-worlds", chart.title, chart.description, "NPV, M USD"}, series);
  return chart;
}

Chart terms_chart(const AlternativeResult& lead) {
  const auto terms = npv_terms(lead.nominal.economics);
  const double npv = lead.nominal.economics.npv.si();
  Chart chart{.title = fmt::format("Where the NPV of {} comes from", label(lead))};
  chart.data = {.caption = "Terms of the NPV, nominal world",
                .columns = {{"Term"}, {"Present value", Align::right}},
                .rows = {},
                .notes = {}};
  std::vector<WaterfallTerm> bars;
  for (const auto& t : terms) {
    bars.push_back({std::string(t.label), t.usd / million, shown(t.usd, Style::gain)});
    chart.data.rows.push_back({std::string(t.label), bars.back().shown});
    chart.description +=
        fmt::format("{}{} {}", bars.size() > 1 ? ", " : "In the nominal world: ", t.label, bars.back().shown);
  }
  const WaterfallTerm total{"NPV", npv / million, shown(npv, Style::gain)};
  chart.description += fmt::format("; together {}.", total.shown);
  chart.data.rows.push_back({"NPV", total.shown});
  chart.svg = waterfall_chart({"npv-terms", chart.title, chart.description, "present value, M USD"}, bars, total);
  return chart;
}

Formula npv_formula(const AlternativeResult& lead) {
  Formula formula{.expression = "NPV = ", .numbers = "", .meaning = ""};
  const double npv = lead.nominal.economics.npv.si();
  const Scale scale = scale_for(Style::gain, npv);
  formula.numbers = fmt::format("{} {} = ", number(npv, scale), scale.unit);
  bool first = true;
  for (const auto& t : npv_terms(lead.nominal.economics)) {
    formula.expression += fmt::format("{}{}", first ? "" : " + ", t.label);
    formula.numbers += fmt::format("{}({})", first ? "" : " + ", number(t.usd, scale));
    first = false;
  }
  formula.meaning = fmt::format(
      "{}, nominal world; every term is a present value against the baseline, gains positive.", label(lead));
  return formula;
}

Table cost_table(const StudyResult& result) {
  Table table{.caption = "Cost of the network over its life",
              .columns = {{"Alternative"},
                          {"Capital", Align::right},
                          {"Energy", Align::right},
                          {"Repair", Align::right},
                          {"Lost work", Align::right},
                          {"Total", Align::right},
                          {"Cluster cost per EFLOP", Align::right}}};
  for (const auto* a : named_alternatives(result)) {
    const auto& e = a->nominal.economics;
    table.rows.push_back({label(*a), shown(e.capital.si(), Style::money), shown(e.energy.si(), Style::money),
                          shown(e.repair.si(), Style::money), shown(e.lost_work.si(), Style::money),
                          shown(e.total_cost.si(), Style::money), significant(e.cost_per_exaflop.si(), 4) + " USD"});
  }
  table.notes = {
      "Nominal world, present values. Lost work: accelerator-hours lost to interruptions, at their price. Cluster cost "
      "per EFLOP (1e18 operations of useful work) counts the whole cluster."};
  return table;
}

Table risk_table(const StudyResult& result, const std::vector<const AlternativeResult*>& alternatives,
                 std::string caption) {
  Table table{.caption = std::move(caption),
              .columns = {{"Alternative"},
                          {"NPV, median [P10, P90]", Align::right},
                          {"Mean of the worst tenth", Align::right},
                          {"Regret, 95 % quantile", Align::right},
                          {"Beats the baseline", Align::right},
                          {"Best of all", Align::right}}};
  for (const auto* a : alternatives) {
    const auto& npv = figure("economics.npv");
    table.rows.push_back({label(*a), shown(read(result, *a, npv), npv), shown(a->npv_worst_tenth, Style::gain),
                          shown(a->regret_p95, Style::money), percent(a->beats_baseline), percent(a->best_of_all)});
  }
  return table;
}

}  // namespace

Section build_economics(const StudyResult& result) {
  Section section{.id = "economics", .title = "Economics"};
  const auto others = candidates(result);
  if (others.empty()) {
    section.blocks.emplace_back(Text{{"The study names no alternative to its baseline, so there is no NPV to show."}});
  } else {
    section.blocks.emplace_back(interval_of(result, others, "economics.npv", "npv", "NPV against the baseline"));
    auto distribution = distribution_chart(others);
    if (!distribution.svg.empty()) section.blocks.emplace_back(std::move(distribution));
    section.blocks.emplace_back(terms_chart(*leading(result)));
    section.blocks.emplace_back(npv_formula(*leading(result)));
  }
  if (baseline(result) != nullptr) section.blocks.emplace_back(cost_table(result));
  if (!others.empty()) {
    auto risk = risk_table(result, others, "Risk");
    risk.notes = {"Regret: NPV forgone against the alternative that is best in each world."};
    section.blocks.emplace_back(std::move(risk));
  }
  const auto single = single_tier_alternatives(result);
  if (!single.empty()) {
    auto table = risk_table(result, single, "One tier at a time");
    table.notes = {"The baseline with a single tier changed: which tier carries the value."};
    section.blocks.emplace_back(std::move(table));
  }
  return section;
}

}  // namespace copack::report
