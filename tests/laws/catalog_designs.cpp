// SPDX-License-Identifier: Apache-2.0
#include "catalog_designs.hpp"

#include <algorithm>

namespace copack::laws {
namespace {

template <class Card>
std::vector<system::Loaded<Card>> load(std::string_view folder) {
  std::vector<system::Loaded<Card>> loaded;
  Diagnostics diagnostics;
  for (const auto& id : system::card_ids(shipped_catalog(), folder)) {
    const auto document = system::card_document(shipped_catalog(), folder, id, {}, diagnostics);
    loaded.push_back(system::read_card<Card>(shipped_catalog(), folder, document.value(), nullptr, diagnostics));
  }
  if (diagnostics.has_errors()) throw InputError(diagnostics);
  return loaded;
}

std::vector<LanguageModel> load_language_models() {
  std::vector<LanguageModel> models;
  Diagnostics diagnostics;
  for (const auto id : shipped_catalog().ids(catalog::RecordKind::language_model)) {
    const auto shape = system::model_shape(shipped_catalog(), std::string(id), {}, diagnostics);
    models.push_back({std::string(id), shape.value()});
  }
  if (diagnostics.has_errors()) throw InputError(diagnostics);
  return models;
}

template <class Key>
std::vector<Parts> first_of_each(const Key& key) {
  std::vector<Parts> chosen;
  for (const auto& parts : all_parts()) {
    const bool known = std::ranges::any_of(chosen, [&](const Parts& p) { return key(p) == key(parts); });
    if (!known) chosen.push_back(parts);
  }
  return chosen;
}

}  // namespace

const std::vector<system::Loaded<system::TechnologyCard>>& technologies() {
  static const auto all = load<system::TechnologyCard>(system::technologies_folder);
  return all;
}

const std::vector<system::Loaded<system::LinkCard>>& links() {
  static const auto all = load<system::LinkCard>(system::links_folder);
  return all;
}

const std::vector<system::Loaded<system::PlatformCard>>& platforms() {
  static const auto all = load<system::PlatformCard>(system::platforms_folder);
  return all;
}

const std::vector<system::Loaded<system::ServerCard>>& servers() {
  static const auto all = load<system::ServerCard>(system::servers_folder);
  return all;
}

const std::vector<system::Loaded<system::OrganisationCard>>& organisations() {
  static const auto all = load<system::OrganisationCard>(system::organisations_folder);
  return all;
}

const std::vector<LanguageModel>& language_models() {
  static const auto all = load_language_models();
  return all;
}

std::vector<Parts> all_parts() {
  std::vector<Parts> all;
  for (const auto& server : servers()) {
    for (const auto& platform : platforms()) {
      for (const auto& technology : technologies()) {
        if (technology.card.port_rate == platform.card.port_rate)
          all.push_back({server.card, platform.card, technology.card});
      }
    }
  }
  return all;
}

std::vector<Parts> one_for_every_server() {
  return first_of_each([](const Parts& parts) { return parts.server.id; });
}

std::vector<Parts> one_for_every_platform() {
  return first_of_each([](const Parts& parts) { return parts.platform.id; });
}

system::Design cluster_of(const Parts& parts, std::int64_t accelerators) {
  const auto model = std::ranges::find(language_models(), "llama-3-70b", &LanguageModel::id);
  system::Job job{.name = "training"};
  job.workload.model = model->shape;
  job.workload.plan = {.tp = 8, .dp = static_cast<int>(accelerators / 32), .pp = 4};
  job.workload.batch = {.sequence = 8192, .global_batch = static_cast<int>(accelerators / 2)};

  system::Design design{.alternative = parts.technology.id};
  design.server = parts.server;
  design.platforms = {parts.platform, parts.platform, parts.platform};
  design.technologies = {parts.technology};
  design.technology_of_tier = {0, 0, 0};
  design.organisation = organisations().front().card;
  design.jobs = {job};
  design.builds = {{.name = "first", .due = 2027.75, .accelerators = static_cast<double>(accelerators)}};
  design.now = 2026.75;
  design.fabric.accelerators = accelerators;
  design.fabric.port_rate = parts.platform.port_rate;
  system::complete(design);
  return design;
}

}  // namespace copack::laws
