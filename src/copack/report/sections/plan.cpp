// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "copack/report/charts.hpp"
#include "copack/report/format.hpp"
#include "copack/report/narrative.hpp"
#include "copack/report/sections.hpp"

namespace copack::report {
namespace {

using study::StudyResult;
using study::TierVerdict;

std::string name_of(const TierVerdict& v) {
  return fmt::format("{}: {}", v.tier, v.technology_name.empty() ? v.technology : v.technology_name);
}

std::string threshold_words(double threshold) { return threshold > 1.0 ? "never" : percent(threshold); }

/// Tiers as headings, their gates below.
Table gate_table(const StudyResult& result) {
  Table table{.caption = "What to do at each gate",
              .columns = {{"Tier, gate"},
                          {"Most probable action"},
                          {"Adopted by then", Align::right},
                          {"Adopt when belief exceeds", Align::right}}};
  for (const auto& v : result.verdicts) {
    table.rows.push_back({name_of(v)});
    for (const auto& g : v.gates)
      table.rows.push_back({g.gate, g.action, percent(g.adopted), threshold_words(g.threshold)});
  }
  return table;
}

Table value_table(const StudyResult& result) {
  Table table{.caption = "What flexibility is worth",
              .columns = {{"Tier"},
                          {"Now"},
                          {"Belief that it pays", Align::right},
                          {"Answer changes at", Align::right},
                          {"Commit now", Align::right},
                          {"Follow the plan", Align::right},
                          {"Worth of waiting", Align::right},
                          {"Worth of knowing all", Align::right}}};
  for (const auto& v : result.verdicts) {
    table.rows.push_back({v.tier, action_words(result, v), percent(v.belief), threshold_words(v.flip_belief),
                          shown(v.value_commit_now, Style::gain), shown(v.value_of_plan, Style::gain),
                          shown(v.value_of_waiting, Style::money), shown(v.value_perfect_information, Style::money)});
  }
  table.notes = {
      "Worth of waiting: the plan against the better of committing now and never. Worth of knowing all: the most that "
      "any further evidence can be worth (expected value of perfect information)."};
  return table;
}

/// All gates of all tiers, in the order of the first tier that has them.
std::vector<std::string> all_gates(const StudyResult& result) {
  std::vector<std::string> gates;
  for (const auto& v : result.verdicts) {
    for (const auto& g : v.gates) {
      if (std::ranges::find(gates, g.gate) == gates.end()) gates.push_back(g.gate);
    }
  }
  return gates;
}

Chart adoption_chart(const StudyResult& result) {
  const auto gates = all_gates(result);
  Chart chart{.title = "Probability that the technology is adopted"};
  chart.data = {.caption = chart.title, .columns = {{"Gate"}}, .rows = {}, .notes = {}};
  for (const auto& g : gates) chart.data.rows.push_back({g});
  std::vector<StepSeries> series;
  for (const auto& v : result.verdicts) {
    StepSeries line{.label = name_of(v), .values = {}};
    chart.data.columns.push_back({name_of(v), Align::right});
    double adopted = 0.0;
    for (std::size_t i = 0; i < gates.size(); ++i) {
      const auto gate = std::ranges::find(v.gates, gates[i], &study::GateVerdict::gate);
      if (gate != v.gates.end()) adopted = gate->adopted;
      line.values.push_back(adopted);
      chart.data.rows[i].emplace_back(percent(adopted));
    }
    chart.description += fmt::format("{}{} is adopted by {} with a probability of {}", series.empty() ? "" : "; ",
                                     line.label, gates.back(), percent(adopted));
    series.push_back(std::move(line));
  }
  chart.description += ".";
  chart.svg = step_chart({"adoption", chart.title, chart.description, "gate"}, gates, series);
  return chart;
}

}  // namespace

Section build_plan(const StudyResult& result) {
  Section section{.id = "plan", .title = "The plan over time"};
  if (result.verdicts.empty() || all_gates(result).empty()) {
    section.blocks.emplace_back(Text{{"The study names no gates, so there is no plan over time."}});
    return section;
  }
  section.blocks.emplace_back(
      Text{{"At each gate the organisation may act. The plan says what to do given what will be known "
            "by then; the probabilities follow from what the worlds let it learn."}});
  section.blocks.emplace_back(adoption_chart(result));
  section.blocks.emplace_back(gate_table(result));
  section.blocks.emplace_back(value_table(result));
  return section;
}

}  // namespace copack::report
