// SPDX-License-Identifier: Apache-2.0
#include "copack/report/reach_report.hpp"

#include <fmt/format.h>

#include "copack/report/charts.hpp"
#include "copack/report/format.hpp"
#include "copack/report/html.hpp"

namespace copack::report {
namespace {

using study::ReachPoint;
using study::ReachStudyResult;

constexpr double pj = 1e-12;

/// What a chart draws of one link.
template <class ToPoint>
std::vector<PointSeries> series_of(const ReachStudyResult& r, const ToPoint& to_point) {
  std::vector<PointSeries> out;
  out.reserve(r.series.size());
  for (const auto& label : r.series) out.push_back({label, {}});
  for (const auto& p : r.points) {
    if (p.nominal.reach.si() > 0.0) out[r.cards[p.card].series].points.push_back(to_point(p));
  }
  return out;
}

Table links_table(const ReachStudyResult& r) {
  Table table{.caption = "Reach and energy of every link",
              .columns = {{"Link"},
                          {"Lane", Align::right},
                          {"Reach", Align::right},
                          {"P10 to P90", Align::right},
                          {"Energy there, pJ/bit", Align::right},
                          {"P10 to P90", Align::right},
                          {"Ends by"},
                          {"Number that moves the reach most"}}};
  std::size_t last = r.series.size();
  for (const auto& p : r.points) {
    const auto& card = r.cards[p.card];
    if (card.series != last) table.rows.push_back({Cell(r.series[last = card.series])});
    table.rows.push_back({Cell(card.name, card.id), rate_text(card.lane_rate()),
                          (p.nominal.beyond ? "over " : "") + length_text(p.nominal.reach.si()),
                          fmt::format("{} to {}", length_text(p.reach.low), length_text(p.reach.high)),
                          picojoules(p.nominal.energy_per_bit),
                          fmt::format("{} to {}", picojoules(EnergyPerBit::from_si(p.energy.low)),
                                      picojoules(EnergyPerBit::from_si(p.energy.high))),
                          p.nominal.beyond ? std::string("-") : std::string(binding_name(p.nominal.binding)),
                          p.lever.path.empty()
                              ? Cell("-")
                              : Cell(readable_path(p.lever.path),
                                     fmt::format("{} at its low, {} at its high end", length_text(p.lever.at_low.si()),
                                                 length_text(p.lever.at_high.si())))});
  }
  table.notes = {
      "Energy of one end, transmit plus receive, per payload bit of one direction, host SerDes included. P10 to P90: "
      "over "
      "the worlds, with every uncertain number of the cards drawn from its range. A low or high end is the 10 % or 90 "
      "% "
      "quantile of the number, all others nominal."};
  return table;
}

Chart energy_over_reach(const ReachStudyResult& r) {
  Chart chart{.title = "Energy of a bit against reach, by lane rate",
              .description =
                  "Each line is a technology, each point a lane rate. Copper moves left as lanes get faster; "
                  "light stays, and moving it into the package lowers the line."};
  chart.svg = point_chart({"energy-reach", chart.title, chart.description, "reach at which the link stops closing, m"},
                          {.vertical = "energy of one end at that reach, pJ/bit", .log_x = true, .log_y = true},
                          series_of(r, [&](const ReachPoint& p) {
                            const double e = p.nominal.energy_per_bit.si() / pj;
                            return ChartPoint{p.nominal.reach.si(), e, e, e, rate_text(r.cards[p.card].lane_rate())};
                          }));
  chart.data = links_table(r);
  return chart;
}

Table reach_table(const ReachStudyResult& r) {
  Table table{.caption = "Worlds in which a link closes at all", .columns = {{"Link"}, {"Share", Align::right}}};
  for (const auto& p : r.points) {
    if (p.closes_share < 1.0) table.rows.push_back({r.cards[p.card].name, percent(p.closes_share)});
  }
  if (table.rows.empty()) table.rows.push_back({"every link", "100 %"});
  return table;
}

Chart reach_over_rate(const ReachStudyResult& r) {
  Chart chart{
      .title = "Reach against lane rate",
      .description = "Bars run from the 10 % to the 90 % quantile over the worlds; a point is the nominal world."};
  std::vector<double> ticks;
  ticks.reserve(r.lane_rates.size());
  for (const auto rate : r.lane_rates) ticks.push_back(rate.in(unit::Gbps));
  chart.svg = point_chart({"reach-rate", chart.title, chart.description, "payload of a lane, Gbit/s"},
                          {.vertical = "reach, m", .log_x = true, .log_y = true, .x_ticks = ticks},
                          series_of(r, [&](const ReachPoint& p) {
                            return ChartPoint{.x = r.cards[p.card].lane_rate().in(unit::Gbps),
                                              .y = p.nominal.reach.si(),
                                              .y_low = p.reach.low,
                                              .y_high = p.reach.high};
                          }));
  chart.data = reach_table(r);
  return chart;
}

Table cheapest_table(const ReachStudyResult& r) {
  Table table{.caption = "Link of least energy at each distance", .columns = {{"Distance"}}};
  for (const auto rate : r.lane_rates) table.columns.push_back({rate_text(rate) + " per lane"});
  const auto& distances = r.section.distances;
  for (std::size_t d = 0; d < distances.size(); ++d) {
    Row row{length_text(distances[d].si())};
    for (std::size_t g = 0; g < r.lane_rates.size(); ++g) {
      const auto& c = r.cheapest[g * distances.size() + d];
      if (c.card < 0) {
        row.emplace_back("none closes", percent(c.share) + " of the worlds agree");
        continue;
      }
      const auto& card = r.cards[static_cast<std::size_t>(c.card)];
      row.emplace_back(r.series[card.series],
                       fmt::format("{} pJ/bit, {} agree", picojoules(c.energy_per_bit), percent(c.share)));
    }
    table.rows.push_back(std::move(row));
  }
  table.notes = {
      "Among the links of the lane rate that close at the distance. In how many worlds the same link wins stands "
      "beside its energy: a low share says that the order is open."};
  return table;
}

Section answer_section(const ReachStudyResult& r) {
  Section section{.id = "answer", .title = "Where copper ends"};
  if (!r.question.empty()) section.blocks.emplace_back(Text{{r.question}});
  List list;
  for (const auto& line : reach_findings(r)) list.items.push_back({"", line});
  section.blocks.emplace_back(std::move(list));
  section.blocks.emplace_back(energy_over_reach(r));
  return section;
}

Section reach_section(const ReachStudyResult& r) {
  Section section{.id = "reach", .title = "How far each link goes"};
  section.blocks.emplace_back(reach_over_rate(r));
  return section;
}

Section cheapest_section(const ReachStudyResult& r) {
  Section section{.id = "cheapest", .title = "What carries a bit for least energy"};
  section.blocks.emplace_back(cheapest_table(r));
  return section;
}

Section evidence_section(const ReachStudyResult& r) {
  Section section{.id = "evidence", .title = "Evidence and method"};
  section.blocks.emplace_back(Text{
      {fmt::format("{} uncertain numbers, of which {} are assumptions; each stands with its source in the card named "
                   "under its link (copack catalog show).",
                   r.parameters, r.assumptions),
       "The reach is the longest length at which every margin is at or above zero and the frames that are lost stay "
       "below their target, found by bisection; the length of copper is the cable, of light the fibre. Method: theory "
       "page on links.",
       fmt::format("Study {} (hash {}), {} worlds, seed {}.", r.file, r.hash, r.worlds, r.seed)}});
  return section;
}

}  // namespace

std::string reach_html(const ReachStudyResult& r) {
  const std::vector<Section> sections{answer_section(r), reach_section(r), cheapest_section(r), evidence_section(r)};
  return html_page({.title = r.title,
                    .note = r.note,
                    .facts = {fmt::format("{} links", r.points.size()),
                              fmt::format("{} worlds, seed {}", whole(static_cast<double>(r.worlds)), r.seed),
                              "engine " + r.engine_version, "catalog " + r.catalog_date},
                    .front_page = 1},
                   sections);
}

}  // namespace copack::report
