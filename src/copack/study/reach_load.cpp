// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "copack/study/model.hpp"
#include "copack/study/reach.hpp"
#include "copack/study/worlds.hpp"
#include "copack/system/library.hpp"

namespace copack::study {
namespace {

/// Distances of copper, of a row, of a hall, of a campus.
std::vector<Length> usual_distances() {
  std::vector<Length> out;
  for (const double metres : {0.5, 1.0, 2.0, 3.0, 5.0, 7.0, 10.0, 30.0, 100.0, 500.0, 2000.0, 10000.0})
    out.push_back(metres * unit::m);
  return out;
}

class ReachLoader {
 public:
  ReachLoader(const catalog::Node& root, const catalog::Catalog& catalog, Diagnostics& diagnostics)
      : catalog_(catalog), diagnostics_(diagnostics), reader_(root, diagnostics) {}

  ReachModel load() {
    ReachModel model;
    reader_.read(model.inputs);
    if (!diagnostics_.has_errors()) reader_.report(validate(model.inputs));
    if (model.inputs.reach.distances.empty()) model.inputs.reach.distances = usual_distances();
    for (std::size_t s = 0; s < model.inputs.series.size(); ++s) read_series(model, s);
    std::ranges::stable_sort(model.cards, [](const ReachCard& a, const ReachCard& b) {
      return a.series != b.series ? a.series < b.series : a.lane_rate() < b.lane_rate();
    });
    for (const auto& card : model.cards) {
      for (const auto& field : card.sourced) model.parameters.add(field.value);
    }
    return model;
  }

 private:
  void read_series(ReachModel& model, std::size_t series) {
    const auto& section = model.inputs.series[series];
    const auto place = [&](std::string_view key, std::size_t i) {
      return reader_.place_of(fmt::format("series[{}].{}[{}]", series, key, i));
    };
    for (std::size_t i = 0; i < section.links.size(); ++i)
      add<system::LinkCard>(model, series, system::links_folder, section.links[i], place("links", i));
    for (std::size_t i = 0; i < section.technologies.size(); ++i)
      add<system::TechnologyCard>(model, series, system::technologies_folder, section.technologies[i],
                                  place("technologies", i));
  }

  template <Described Card>
  void add(ReachModel& model, std::size_t series, std::string_view folder, const std::string& id,
           const Location& place) {
    const auto document = system::card_document(catalog_, folder, id, place, diagnostics_);
    if (!document) return;
    auto loaded = system::read_card<Card>(catalog_, folder, *document, nullptr, diagnostics_);
    ReachCard card{.series = series,
                   .id = fmt::format("{}/{}", folder, id),
                   .name = loaded.card.name,
                   .link = std::move(loaded.card.link)};
    if (std::ranges::find(model.cards, card.id, &ReachCard::id) != model.cards.end())
      diagnostics_.error(place, fmt::format("\"{}\" is there twice; a link belongs to one series", id));
    constexpr std::string_view group = "link.";
    for (auto& field : loaded.sourced) {
      if (!field.path.starts_with(group)) continue;
      field.path.erase(0, group.size());
      field.value.place.file = catalog_.name_of(field.value.place.file);
      card.sourced.push_back(std::move(field));
    }
    model.cards.push_back(std::move(card));
  }

  const catalog::Catalog& catalog_;
  Diagnostics& diagnostics_;
  catalog::NodeReader reader_;
};

}  // namespace

void describe(Fields& f, ReachSection& x) {
  f("shortest", "m", x.shortest, "shortest length of interest", positive);
  f("longest", "m", x.longest, "longest length of interest", positive);
  f("distances", "m", x.distances, "distances at which links are compared; none: 0.5 m to 10 km", positive);
}

void describe(Fields& f, ReachSeriesSection& x) {
  f("label", x.label, "name for readers", required);
  f("links", x.links, "ids of cards in data/links");
  f("technologies", x.technologies, "ids of cards in data/technologies, of which the link is taken");
}

void describe(Fields& f, ReachStudyInputs& x) {
  f("title", x.title, "title of the report", required);
  f("question", x.question, "what is to be found out");
  f("reach", x.reach, "lengths");
  f("series", x.series, "links that belong together, of different lane rates", required);
  f("uncertainty", x.uncertainty, "worlds; correlations and spreads are for cluster studies only");
  f("report", x.report, "the report");
}

std::vector<Problem> validate(const ReachStudyInputs& x) {
  std::vector<Problem> out;
  if (x.reach.longest <= x.reach.shortest)
    out.push_back({"reach.longest", "must be more than reach.shortest; exchange them"});
  for (std::size_t i = 0; i < x.reach.distances.size(); ++i) {
    const auto d = x.reach.distances[i];
    if (d < x.reach.shortest || d > x.reach.longest)
      out.push_back({fmt::format("reach.distances[{}]", i), "lies outside shortest and longest; move one of them"});
  }
  if (x.series.empty()) out.push_back({"series", "a reach study needs at least one [[series]]"});
  for (std::size_t i = 0; i < x.series.size(); ++i) {
    if (x.series[i].links.empty() && x.series[i].technologies.empty())
      out.push_back({fmt::format("series[{}]", i), "names no link; give links or technologies"});
  }
  if (!x.uncertainty.correlations.empty() || !x.uncertainty.spreads.empty())
    out.push_back({"uncertainty", "correlations and spreads are for cluster studies; change the card instead"});
  return out;
}

ReachModel load_reach_study(const std::filesystem::path& file, const catalog::Catalog& catalog) {
  const auto text = catalog::read_input(file);
  Diagnostics diagnostics;
  const auto root = catalog::parse_toml(text, file.string());
  auto model = ReachLoader(root, catalog, diagnostics).load();
  if (diagnostics.has_errors()) throw InputError(diagnostics);
  model.file = file.string();
  model.hash = hash_of(text, catalog);
  return model;
}

}  // namespace copack::study
