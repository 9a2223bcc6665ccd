// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "copack/report/format.hpp"
#include "copack/report/reach_report.hpp"

namespace copack::report {
namespace {

using study::CheapestLink;
using study::ReachPoint;
using study::ReachStudyResult;
using Json = nlohmann::ordered_json;

constexpr double pj = 1e-12;

bool passive_copper(const link::LinkInputs& in) {
  return in.medium == link::Medium::copper && in.retiming == link::Retiming::none;
}

bool of_rate(const ReachStudyResult& r, const ReachPoint& p, BitRate rate) {
  return study::same_lane_rate(r.cards[p.card].lane_rate(), rate);
}

/// The farthest-reaching link of a lane rate among those that `wanted` accepts, or nullptr.
template <class Wanted>
const ReachPoint* farthest(const ReachStudyResult& r, BitRate rate, const Wanted& wanted) {
  const ReachPoint* best = nullptr;
  for (const auto& p : r.points) {
    if (!of_rate(r, p, rate) || !wanted(r.cards[p.card].link) || p.nominal.reach.si() <= 0.0) continue;
    if (best == nullptr || p.nominal.reach > best->nominal.reach) best = &p;
  }
  return best;
}

/// The first distance of the comparison beyond a length.
const CheapestLink* cheapest_beyond(const ReachStudyResult& r, BitRate rate, double metres) {
  for (const auto& c : r.cheapest) {
    if (study::same_lane_rate(c.lane_rate, rate) && c.distance.si() > metres && c.card >= 0) return &c;
  }
  return nullptr;
}

std::string reach_range(const ReachPoint& p) {
  const auto middle = length_text(p.nominal.reach.si());
  if (p.nominal.beyond) return "over " + middle;
  return fmt::format("{} [{}, {}]", middle, length_text(p.reach.low), length_text(p.reach.high));
}

std::string energy_text(EnergyPerBit e) { return picojoules(e) + " pJ/bit"; }

std::string finding(const ReachStudyResult& r, BitRate rate) {
  const auto name = rate_text(rate);
  const auto* passive = farthest(r, rate, passive_copper);
  const auto* copper = farthest(r, rate, [](const link::LinkInputs& in) { return in.medium == link::Medium::copper; });
  std::string text =
      passive == nullptr
          ? fmt::format("{} per lane: no passive copper link closes", name)
          : fmt::format("{} per lane: passive copper ends at {}, {} there ({})", name, reach_range(*passive),
                        energy_text(passive->nominal.energy_per_bit), r.cards[passive->card].name);
  if (copper != nullptr && copper != passive)
    text += fmt::format("; {} goes on to {}, {}", r.cards[copper->card].name, reach_range(*copper),
                        energy_text(copper->nominal.energy_per_bit));
  const double end = copper == nullptr ? 0.0 : copper->nominal.reach.si();
  if (const auto* next = cheapest_beyond(r, rate, end)) {
    text += fmt::format(". Beyond, at {}, the least energy is {}: {}, {} of the worlds agree",
                        length_text(next->distance.si()), r.cards[static_cast<std::size_t>(next->card)].name,
                        energy_text(next->energy_per_bit), percent(next->share));
  }
  return text + ".";
}

Json quantity(double value, std::string_view unit) {
  return {{"value", std::isfinite(value) ? Json(value) : Json(nullptr)}, {"unit", unit}};
}

Json interval_json(const study::ReachInterval& i, double scale, std::string_view unit) {
  return {{"p10", i.low / scale}, {"p50", i.middle / scale}, {"p90", i.high / scale}, {"unit", unit}};
}

Json point_json(const ReachStudyResult& r, const ReachPoint& p) {
  const auto& card = r.cards[p.card];
  const auto& n = p.nominal;
  return {{"series", r.series[card.series]},
          {"link", card.id},
          {"name", card.name},
          {"lane_rate", quantity(card.lane_rate().in(unit::Gbps), "Gbit/s")},
          {"reach", quantity(n.reach.si(), "m")},
          {"beyond", n.beyond},
          {"binding", binding_name(n.binding)},
          {"energy_per_bit", quantity(n.energy_per_bit.si() / pj, "pJ/bit")},
          {"energy_per_bit_shortest", quantity(n.energy_per_bit_shortest.si() / pj, "pJ/bit")},
          {"power_per_end", quantity(n.power_per_end.si(), "W")},
          {"latency", quantity(n.latency.in(unit::ns), "ns")},
          {"reach_over_worlds", interval_json(p.reach, 1.0, "m")},
          {"energy_over_worlds", interval_json(p.energy, pj, "pJ/bit")},
          {"closes", p.closes_share},
          {"lever",
           {{"path", p.lever.path},
            {"reach_at_low", quantity(p.lever.at_low.si(), "m")},
            {"reach_at_high", quantity(p.lever.at_high.si(), "m")}}}};
}

std::string padded(std::string text, std::size_t width) {
  const auto n = length(text);
  if (n < width) text.append(width - n, ' ');
  return text;
}

}  // namespace

std::string picojoules(EnergyPerBit energy) { return significant(energy.si() / pj, 3); }

std::string_view binding_name(link::Binding binding) {
  return link::choice_names(binding)[static_cast<std::size_t>(binding)];
}

std::string rate_text(BitRate rate) { return fmt::format("{:.3g}G", rate.in(unit::Gbps)); }

std::string length_text(double metres) {
  constexpr double kilometre = 1000.0;
  if (metres <= 0.0) return "0 m";
  if (metres >= kilometre) return significant(metres / kilometre, 2) + " km";
  return significant(metres, 2) + " m";
}

std::vector<std::string> reach_findings(const ReachStudyResult& r) {
  std::vector<std::string> out;
  out.reserve(r.lane_rates.size());
  for (const auto rate : r.lane_rates) out.push_back(finding(r, rate));
  return out;
}

std::string reach_text(const ReachStudyResult& r) {
  constexpr std::size_t name_width = 46, rate_width = 7, reach_width = 28, energy_width = 22;
  std::string text =
      fmt::format("{}\n{} links, {} worlds, seed {}   engine {}   catalog {}\n\n", r.title, r.points.size(),
                  whole(static_cast<double>(r.worlds)), r.seed, r.engine_version, r.catalog_date);
  text += "  " + padded("link", name_width) + padded("lane", rate_width) + padded("reach [P10, P90]", reach_width) +
          padded("energy of one end", energy_width) + "ends by\n";
  std::size_t last = r.series.size();
  for (const auto& p : r.points) {
    const auto& card = r.cards[p.card];
    if (card.series != last) text += r.series[last = card.series] + "\n";
    text += "  " + padded(shortened(card.name, name_width - 2), name_width) +
            padded(rate_text(card.lane_rate()), rate_width) + padded(reach_range(p), reach_width) +
            padded(energy_text(p.nominal.energy_per_bit), energy_width) +
            std::string(p.nominal.beyond ? "" : binding_name(p.nominal.binding)) + "\n";
  }
  text += "\n";
  for (const auto& line : reach_findings(r)) text += "  " + line + "\n";
  return text;
}

std::string reach_json(const ReachStudyResult& r) {
  Json points = Json::array(), cheapest = Json::array();
  for (const auto& p : r.points) points.push_back(point_json(r, p));
  for (const auto& c : r.cheapest) {
    cheapest.push_back({{"lane_rate", quantity(c.lane_rate.in(unit::Gbps), "Gbit/s")},
                        {"distance", quantity(c.distance.si(), "m")},
                        {"link", c.card < 0 ? Json(nullptr) : Json(r.cards[static_cast<std::size_t>(c.card)].id)},
                        {"energy_per_bit", c.card < 0 ? Json(nullptr) : quantity(c.energy_per_bit.si() / pj, "pJ/bit")},
                        {"agree", c.share}});
  }
  const Json root{{"study",
                   {{"title", r.title},
                    {"question", r.question},
                    {"file", r.file},
                    {"hash", r.hash},
                    {"engine_version", r.engine_version},
                    {"catalog_date", r.catalog_date},
                    {"worlds", r.worlds},
                    {"seed", r.seed}}},
                  {"findings", reach_findings(r)},
                  {"links", points},
                  {"least_energy", cheapest}};
  return root.dump(2);
}

std::string reach_csv(const ReachStudyResult& r) {
  std::string text =
      "series,link,lane_rate_gbit_s,reach_m,beyond,reach_p10_m,reach_p50_m,reach_p90_m,energy_pj_bit,energy_p10_pj_bit,"
      "energy_p50_pj_bit,energy_p90_pj_bit,latency_ns,binding\n";
  for (const auto& p : r.points) {
    const auto& card = r.cards[p.card];
    const auto& n = p.nominal;
    text += fmt::format("\"{}\",{},{:.6g},{:.6g},{},{:.6g},{:.6g},{:.6g},{:.6g},{:.6g},{:.6g},{:.6g},{:.6g},{}\n",
                        r.series[card.series], card.id, card.lane_rate().in(unit::Gbps), n.reach.si(), n.beyond ? 1 : 0,
                        p.reach.low, p.reach.middle, p.reach.high, n.energy_per_bit.si() / pj, p.energy.low / pj,
                        p.energy.middle / pj, p.energy.high / pj, n.latency.in(unit::ns), binding_name(n.binding));
  }
  return text;
}

}  // namespace copack::report
