// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "copack/study/model.hpp"
#include "copack/system/operations.hpp"

namespace copack::study {
namespace {

using catalog::SourcedField;

/// The fields of a card under `prefix`, with the prefix replaced.
std::vector<SourcedField> moved(const std::vector<SourcedField>& fields, std::string_view prefix, std::string_view to) {
  std::vector<SourcedField> result;
  for (const auto& field : fields) {
    if (field.path.starts_with(prefix))
      result.push_back({std::string(to) + field.path.substr(prefix.size()), field.value});
  }
  return result;
}

void add_technology(const Alternative& alternative, std::size_t index, const std::vector<SourcedField>& fields,
                    system::Trace& trace) {
  const auto& design = alternative.design;
  for (std::size_t t = 0; t < system::network_tiers; ++t) {
    if (design.technology_of_tier[t] != static_cast<int>(index)) continue;
    const auto scope = fmt::format("{}.{}", alternative.name, system::choice_names(system::NetworkTier{})[t]);
    trace.add_sources(scope, moved(fields, "link.", "link."));
    trace.add_sources(scope, moved(fields, "thermal.", "thermal."));
  }
  const auto scope = fmt::format("{}.{}", alternative.name, design.technologies[index].id);
  trace.add_sources(scope, moved(fields, "manufacturing.", "manufacturing."));
  trace.add_sources(scope, moved(fields, "supply.", "supply."));
}

/// The reliability model's classes are the FRUs of the cards in their places: match them by the name before the place.
void add_frus(const Alternative& alternative, const std::vector<system::FruCard>& frus,
              const std::vector<SourcedField>& fields, system::Trace& trace) {
  const auto classes = system::fru_classes(alternative.design);
  for (std::size_t i = 0; i < frus.size(); ++i) {
    for (std::size_t k = 0; k < classes.size(); ++k) {
      if (classes[k].name.substr(0, classes[k].name.find(',')) != frus[i].unit.name) continue;
      trace.add_sources(alternative.name + ".reliability",
                        moved(fields, fmt::format("frus[{}].unit.", i), fmt::format("classes[{}].", k)));
    }
  }
}

/// Prices in the books of the cluster and of its builds.
void add_prices(const Alternative& alternative, const std::string& card, const std::vector<SourcedField>& fields,
                system::Trace& trace) {
  std::vector<std::string> scopes{alternative.name + ".cluster"};
  for (std::size_t b = 0; b < alternative.design.builds.size(); ++b)
    scopes.push_back(fmt::format("{}.builds[{}]", alternative.name, b));
  for (const auto& scope : scopes) {
    for (std::size_t k = 0;; ++k) {
      const auto purchase = fmt::format("{}.purchases[{}]", scope, k);
      const auto* owner = trace.find(purchase + ".card");
      if (owner == nullptr) break;
      if (owner->text != card) continue;
      trace.add_sources(purchase, moved(fields, trace.find(purchase + ".quote")->text, "price"));
      trace.add_sources(purchase, moved(fields, "price.installation_per_end", "installation"));
    }
  }
}

void add_organisation(const Alternative& alternative, const std::vector<SourcedField>& fields, system::Trace& trace) {
  const auto cost = alternative.name + ".cost";
  for (const auto& [from, to] :
       {std::pair{"discount_rate", "discount_rate"}, std::pair{"electricity_price", "electricity_price"},
        std::pair{"pue", "pue"}, std::pair{"labour_rate", "labour_rate"}, std::pair{"utilisation", "load"},
        std::pair{"accelerator_hour_price", "accelerator_price"}}) {
    trace.add_sources(cost, moved(fields, from, to));
    for (std::size_t b = 0; b < alternative.design.builds.size(); ++b) {
      trace.add_sources(fmt::format("{}.npv[{}]", alternative.name, b), moved(fields, from, to));
    }
  }
  trace.add_sources(alternative.name + ".reliability", moved(fields, "checkpoint_write", "job.checkpoint_write"));
  trace.add_sources(alternative.name + ".reliability", moved(fields, "restart", "job.restart"));
  trace.add_sources(alternative.name + ".cluster", moved(fields, "labour_per_repair", "labour_per_repair"));
}

void add_server(const Alternative& alternative, const std::vector<SourcedField>& fields, system::Trace& trace) {
  for (std::size_t j = 0; j < alternative.design.jobs.size(); ++j) {
    trace.add_sources(fmt::format("{}.workload[{}]", alternative.name, j),
                      moved(fields, "accelerator.", "accelerator."));
  }
  trace.add_sources(alternative.name + ".fabric", moved(fields, "scale_up.", "scale_up."));
  trace.add_sources(alternative.name + ".reliability", moved(fields, "interruptions", "job.other_interruptions"));
  trace.add_sources(alternative.name + ".cost", moved(fields, "price_per_accelerator", "capex[0].unit_price"));
  add_frus(alternative, alternative.design.server.frus, fields, trace);
}

void add_platform(const Alternative& alternative, std::size_t level, const std::vector<SourcedField>& fields,
                  system::Trace& trace) {
  trace.add_sources(
      alternative.name + ".fabric",
      moved(fields, "latency", fmt::format("{}.latency", system::choice_names(system::SwitchLevel{})[level])));
  add_frus(alternative, alternative.design.platforms[level].frus, fields, trace);
  add_prices(alternative, "platforms/" + alternative.design.platforms[level].id, fields, trace);
}

}  // namespace

void add_provenance(const Model& model, system::Trace& trace) {
  for (const auto& alternative : model.alternatives) {
    std::size_t technology = 0;
    std::size_t platform = 0;
    for (const auto& card : alternative.cards) {
      if (card.scope == "organisation") add_organisation(alternative, card.sourced, trace);
      if (card.scope == "server") add_server(alternative, card.sourced, trace);
      if (card.scope.starts_with("platforms")) add_platform(alternative, platform++, card.sourced, trace);
      if (card.scope.starts_with("technologies")) {
        add_technology(alternative, technology, card.sourced, trace);
        add_frus(alternative, alternative.design.technologies[technology].frus, card.sourced, trace);
        add_prices(alternative, "technologies/" + alternative.design.technologies[technology].id, card.sourced, trace);
        ++technology;
      }
    }
  }
}

}  // namespace copack::study
