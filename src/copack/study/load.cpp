// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "copack/core/hash.hpp"
#include "copack/study/model.hpp"
#include "copack/study/worlds.hpp"

namespace copack::study {
namespace {

namespace fs = std::filesystem;
using catalog::Node;
using system::NetworkTier;

/// Reads cards by name once each and remembers them.
class CardShelf {
 public:
  CardShelf(const catalog::Catalog& catalog, const Node& study, Diagnostics& diagnostics)
      : catalog_(catalog), changes_(study.find("override")), diagnostics_(diagnostics) {}

  template <Described Card>
  const system::Loaded<Card>* take(std::map<std::string, system::Loaded<Card>>& shelf, std::string_view folder,
                                   const std::string& id, const Location& place) {
    if (const auto at = shelf.find(id); at != shelf.end()) return &at->second;
    if (id.empty()) return nullptr;  // missing or unreadable, and reported as such
    const auto document = system::card_document(catalog_, folder, id, place, diagnostics_);
    if (!document) return nullptr;
    const auto* changes = changes_of(folder, id);
    return &shelf.emplace(id, system::read_card<Card>(catalog_, folder, *document, changes, diagnostics_))
                .first->second;
  }

  std::map<std::string, system::Loaded<system::TechnologyCard>> technologies;
  std::map<std::string, system::Loaded<system::PlatformCard>> platforms;
  std::map<std::string, system::Loaded<system::ServerCard>> servers;

  /// Complains about overrides of cards that the study does not use.
  void check_changes() {
    if (changes_ == nullptr) return;
    static constexpr std::array folders{system::technologies_folder, system::platforms_folder, system::servers_folder};
    if (changes_->kind != Node::Kind::table) {
      diagnostics_.error(changes_->where, "override must be a table: [override.technologies.<id>]");
      return;
    }
    catalog::report_unknown_keys(*changes_, folders, "in override", diagnostics_);
    for (const auto& cards : changes_->items) {
      if (cards.kind != Node::Kind::table)
        diagnostics_.error(cards.where, "an override must be a table: [override.technologies.<id>]");
    }
    check_ids(system::technologies_folder, technologies);
    check_ids(system::platforms_folder, platforms);
    check_ids(system::servers_folder, servers);
  }

 private:
  template <class Shelf>
  void check_ids(std::string_view folder, const Shelf& shelf) {
    const Node* cards = changes_->find(folder);
    if (cards == nullptr) return;
    std::vector<std::string_view> used;
    used.reserve(shelf.size());
    for (const auto& [id, card] : shelf) used.emplace_back(id);
    for (std::size_t i = 0; i < cards->keys.size(); ++i) {
      if (shelf.contains(cards->keys[i])) continue;
      diagnostics_.error(cards->key_places[i], fmt::format("the study uses no \"{}\" of data/{}{}", cards->keys[i],
                                                           folder, did_you_mean(cards->keys[i], used)));
    }
  }

  /// `[override.technologies.<id>]` of the study.
  [[nodiscard]] const Node* changes_of(std::string_view folder, const std::string& id) const {
    const Node* cards = changes_ == nullptr ? nullptr : changes_->find(folder);
    return cards == nullptr ? nullptr : cards->find(id);
  }

  const catalog::Catalog& catalog_;
  const Node* changes_;
  Diagnostics& diagnostics_;
};

/// A copy of a table with the keys that `keep` accepts.
template <class Keep>
Node filtered(const Node& table, const Keep& keep) {
  Node result{.kind = table.kind, .where = table.where};
  for (std::size_t i = 0; i < table.keys.size(); ++i) {
    if (!keep(table.keys[i])) continue;
    result.keys.push_back(table.keys[i]);
    result.key_places.push_back(table.key_places[i]);
    result.items.push_back(table.items[i]);
  }
  return result;
}

bool is_profile(const std::string& key) { return key == "profile"; }

/// The study file without the parts that are put over cards.
Node without_overrides(const Node& root) {
  Node plain = filtered(root, [](const std::string& key) { return key != "override"; });
  for (std::size_t i = 0; i < plain.keys.size(); ++i) {
    if (plain.keys[i] == "organisation" && plain.items[i].kind == Node::Kind::table)
      plain.items[i] = filtered(plain.items[i], is_profile);
  }
  return plain;
}

/// Keys of `[organisation]` beside the profile, or nothing.
std::optional<Node> organisation_changes(const Node& root) {
  const Node* section = root.find("organisation");
  if (section == nullptr || section->kind != Node::Kind::table) return std::nullopt;
  Node changes = filtered(*section, [](const std::string& key) { return !is_profile(key); });
  if (changes.keys.empty()) return std::nullopt;
  return changes;
}

/// Everything of a design that all alternatives share.
struct Common {
  system::Design design;
  std::vector<Alternative::Card> cards;
  bool complete = true;
};

class Loader {
 public:
  Loader(const Node& root, const catalog::Catalog& catalog, Diagnostics& diagnostics)
      : root_(root),
        catalog_(catalog),
        diagnostics_(diagnostics),
        shelf_(catalog, root, diagnostics),
        plain_(without_overrides(root)),
        reader_(plain_, diagnostics) {}

  Model load() {
    Model model;
    reader_.read(model.inputs);
    // A file that cannot be read is not judged as a whole, but the names in it are looked up all the same.
    readable_ = !diagnostics_.has_errors();
    if (readable_) reader_.report(validate(model.inputs));
    const Common common = read_common(model.inputs);
    read_alternatives(model, common);
    shelf_.check_changes();
    if (diagnostics_.has_errors()) return model;
    check_designs(model);
    add_parameters(model);
    return model;
  }

 private:
  void read_organisation(const StudyInputs& inputs, Common& common) {
    common.complete = common.complete && !inputs.organisation.profile.empty();
    if (inputs.organisation.profile.empty()) return;
    const auto document = system::card_document(catalog_, system::organisations_folder, inputs.organisation.profile,
                                                reader_.place_of("organisation.profile"), diagnostics_);
    common.complete = common.complete && document.has_value();
    if (!document) return;
    const auto changes = organisation_changes(root_);
    auto loaded = system::read_card<system::OrganisationCard>(catalog_, system::organisations_folder, *document,
                                                              changes ? &*changes : nullptr, diagnostics_);
    common.design.organisation = loaded.card;
    common.cards.push_back({"organisation", loaded.sourced});
  }

  void read_platforms(const StudyInputs& inputs, Common& common) {
    const auto& cluster = inputs.cluster;
    const std::array<std::pair<std::string, std::string>, system::switch_levels> chosen{
        {{cluster.leaf, "cluster.leaf"},
         {cluster.spine, "cluster.spine"},
         {cluster.core.empty() ? cluster.spine : cluster.core, "cluster.core"}}};
    for (std::size_t level = 0; level < chosen.size(); ++level) {
      const auto* loaded = shelf_.take(shelf_.platforms, system::platforms_folder, chosen[level].first,
                                       reader_.place_of(chosen[level].second));
      common.complete = common.complete && loaded != nullptr;
      if (loaded == nullptr) continue;
      common.design.platforms[level] = loaded->card;
      common.cards.push_back({fmt::format("platforms[{}]", level), loaded->sourced});
    }
  }

  void read_server(const StudyInputs& inputs, Common& common) {
    const auto* loaded =
        shelf_.take(shelf_.servers, system::servers_folder, inputs.cluster.server, reader_.place_of("cluster.server"));
    common.complete = common.complete && loaded != nullptr;
    if (loaded == nullptr) return;
    common.design.server = loaded->card;
    common.cards.push_back({"server", loaded->sourced});
  }

  void read_jobs(const StudyInputs& inputs, Common& common) {
    for (std::size_t i = 0; i < inputs.workload.size(); ++i) {
      const auto& section = inputs.workload[i];
      common.complete = common.complete && !section.model.empty();
      if (section.model.empty()) continue;
      const auto shape = system::model_shape(catalog_, section.model,
                                             reader_.place_of(fmt::format("workload[{}].model", i)), diagnostics_);
      common.complete = common.complete && shape.has_value();
      if (!shape) continue;
      common.design.jobs.push_back({.name = section.name,
                                    .share = section.share,
                                    .workload = {.model = *shape,
                                                 .plan = section.plan,
                                                 .batch = section.batch,
                                                 .precision = section.precision,
                                                 .accelerator = common.design.server.accelerator,
                                                 .overlap = section.overlap}});
      if (!common.complete || !readable_) continue;
      for (auto& problem : workload::validate(common.design.jobs.back().workload)) {
        reader_.report({{fmt::format("workload[{}].{}", i, problem.path), problem.message}});
      }
    }
  }

  Common read_common(const StudyInputs& inputs) {
    Common common;
    common.design.now = parse_period(inputs.decision.now).value_or(0.0);
    common.design.fabric = inputs.cluster.fabric;
    for (const auto& build : inputs.build) {
      common.design.builds.push_back({.name = build.name.empty() ? build.due : build.name,
                                      .due = parse_period(build.due).value_or(0.0),
                                      .accelerators = static_cast<double>(build.accelerators)});
    }
    read_organisation(inputs, common);
    read_platforms(inputs, common);
    read_server(inputs, common);
    read_jobs(inputs, common);
    return common;
  }

  /// Puts the technologies of the tiers into a design, each once.
  std::optional<Alternative> assemble(const Common& common, const std::array<std::string, system::network_tiers>& tiers,
                                      const std::string& path) {
    static constexpr std::array<std::string_view, system::network_tiers> keys{"nic_leaf", "leaf_spine", "spine_core"};
    Alternative alternative{.design = common.design, .cards = common.cards};
    std::map<std::string, int> known;
    bool complete = common.complete;
    for (std::size_t t = 0; t < tiers.size(); ++t) {
      if (tiers[t].empty()) continue;
      const auto [at, is_new] = known.emplace(tiers[t], static_cast<int>(alternative.design.technologies.size()));
      alternative.design.technology_of_tier[t] = at->second;
      if (!is_new) continue;
      const auto place = reader_.place_of(fmt::format("{}.{}", path, keys[t]));
      const auto* loaded = shelf_.take(shelf_.technologies, system::technologies_folder, tiers[t], place);
      complete = complete && loaded != nullptr;
      if (loaded == nullptr) {
        known.erase(tiers[t]);
        continue;
      }
      alternative.cards.push_back(
          {fmt::format("technologies[{}]", alternative.design.technologies.size()), loaded->sourced});
      alternative.design.technologies.push_back(loaded->card);
    }
    if (!complete) return std::nullopt;
    return alternative;
  }

  static std::array<std::string, system::network_tiers> tiers_of(const AlternativeSection& section) {
    return {section.nic_leaf, section.leaf_spine, section.spine_core};
  }

  void add(Model& model, std::optional<Alternative> alternative, std::string name, std::string label, bool baseline,
           std::string only_tier) {
    if (!alternative) return;
    alternative->name = std::move(name);
    alternative->label = label.empty() ? alternative->name : std::move(label);
    alternative->baseline = baseline;
    alternative->only_tier = std::move(only_tier);
    alternative->design.alternative = alternative->name;
    model.alternatives.push_back(std::move(*alternative));
  }

  void read_alternatives(Model& model, const Common& common) {
    const auto& sections = model.inputs.alternative;
    std::size_t baseline = sections.size();
    for (std::size_t i = 0; i < sections.size(); ++i) {
      auto assembled = assemble(common, tiers_of(sections[i]), fmt::format("alternative[{}]", i));
      add(model, std::move(assembled), sections[i].name, sections[i].label, sections[i].baseline, "");
      if (sections[i].baseline) baseline = i;
    }
    if (diagnostics_.has_errors() || baseline == sections.size()) return;
    std::ranges::stable_partition(model.alternatives, [](const Alternative& a) { return a.baseline; });
    if (model.inputs.decision.single_tier_variants) add_single_tier_variants(model, common, sections[baseline]);
  }

  /// The baseline with one tier changed, for every technology that an alternative has there.
  void add_single_tier_variants(Model& model, const Common& common, const AlternativeSection& baseline) {
    const auto base = tiers_of(baseline);
    std::set<std::array<std::string, system::network_tiers>> present;
    for (const auto& section : model.inputs.alternative) present.insert(tiers_of(section));
    for (std::size_t t = 0; t < system::network_tiers; ++t) {
      for (const auto& section : model.inputs.alternative) {
        auto tiers = base;
        tiers[t] = tiers_of(section)[t];
        if (tiers[t].empty() || !present.insert(tiers).second) continue;
        const auto tier = system::choice_names(NetworkTier{})[t];
        add(model, assemble(common, tiers, "alternative"), fmt::format("{} on {}", section.name, tier), "", false,
            std::string(tier));
      }
    }
  }

  void check_designs(Model& model) {
    for (auto& alternative : model.alternatives) {
      auto& design = alternative.design;
      system::complete(design);
      if (!design.counts.feasible) {
        diagnostics_.error(reader_.place_of("cluster.fabric"),
                           fmt::format("the network cannot be built: {}", design.counts.problem));
        return;
      }
      const auto& base = model.alternatives.front().design;
      for (std::size_t i = 0; i < design.technologies.size(); ++i) {
        const bool known = std::ranges::any_of(base.technologies,
                                               [&](const auto& card) { return card.id == design.technologies[i].id; });
        if (known) design.technologies_of_baseline.push_back(static_cast<int>(i));
      }
    }
  }

  void add_parameters(Model& model) {
    for (const auto& alternative : model.alternatives) {
      for (const auto& card : alternative.cards) {
        for (const auto& field : card.sourced) model.parameters.add(field.value);
      }
    }
    for (std::size_t i = 0; i < model.inputs.uncertainty.spreads.size(); ++i) replace_spread(model, i);
    const auto paths = parameter_paths(model);
    for (std::size_t i = 0; i < model.inputs.uncertainty.correlations.size(); ++i) {
      const auto& pair = model.inputs.uncertainty.correlations[i];
      for (const auto& [key, path] : {std::pair{"a", pair.a}, std::pair{"b", pair.b}}) {
        if (std::ranges::find(paths, path) != paths.end()) continue;
        diagnostics_.error(
            reader_.place_of(fmt::format("uncertainty.correlations[{}].{}", i, key)),
            fmt::format("\"{}\" is not an uncertain number of this study{}", path, did_you_mean(path, paths)));
      }
    }
    reader_.report(validate_correlations(model.inputs.uncertainty.correlations));
  }

  static std::vector<std::string_view> parameter_paths(const Model& model) {
    std::vector<std::string_view> paths;
    for (const auto& parameter : model.parameters.all()) paths.emplace_back(parameter.path);
    return paths;
  }

  void replace_spread(Model& model, std::size_t i) {
    const auto& section = model.inputs.uncertainty.spreads[i];
    const auto paths = parameter_paths(model);
    const auto at = std::ranges::find(model.parameters.all(), section.path, &system::Parameter::path);
    const auto where = fmt::format("uncertainty.spreads[{}]", i);
    if (at == model.parameters.all().end()) {
      diagnostics_.error(reader_.place_of(where + ".path"),
                         fmt::format("\"{}\" is not an uncertain number of this study{}", section.path,
                                     did_you_mean(section.path, paths)));
      return;
    }
    const auto number = [&](const std::string& text, std::string_view key) {
      const Node node{
          .kind = Node::Kind::text, .where = reader_.place_of(fmt::format("{}.{}", where, key)), .text = text};
      return catalog::read_number(node, {.name = key, .unit = at->unit, .meaning = {}, .rule = at->value.rule},
                                  diagnostics_);
    };
    const auto low = number(section.low, "low");
    const auto high = number(section.high, "high");
    const auto nominal =
        section.nominal.empty() ? std::optional(at->spread.nominal) : number(section.nominal, "nominal");
    if (!low || !high || !nominal) return;
    const numerics::Distribution spread{numerics::Law::pert, *nominal, *low, *high};
    const auto problems = numerics::validate(spread);
    if (!problems.empty()) {
      diagnostics_.error(reader_.place_of(where), problems.front().message);
    } else {
      model.parameters.replace_spread(section.path, spread);
    }
  }

  const Node& root_;
  const catalog::Catalog& catalog_;
  Diagnostics& diagnostics_;
  CardShelf shelf_;
  Node plain_;
  catalog::NodeReader reader_;
  bool readable_ = true;
};

std::string bytes_of(const fs::path& file) {
  const std::ifstream in(file, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

/// Calls the files of the catalog by names that are the same on every machine.
void name_places(Model& model, const catalog::Catalog& catalog) {
  for (auto& alternative : model.alternatives) {
    for (auto& card : alternative.cards) {
      for (auto& field : card.sourced) field.value.place.file = catalog.name_of(field.value.place.file);
    }
  }
}

}  // namespace

std::string hash_of(std::string_view study, const catalog::Catalog& catalog) {
  auto hash = fnv1a(study);
  for (const auto& folder : catalog.folders()) {
    std::vector<fs::path> files;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
      if (entry.path().extension() == ".toml") files.push_back(entry.path());
    }
    std::ranges::sort(files);
    for (const auto& file : files) {
      hash = fnv1a(fs::relative(file, folder).generic_string(), hash);
      hash = fnv1a(bytes_of(file), hash);
    }
  }
  return hex(hash);
}

Model load_study(const Node& document, const catalog::Catalog& catalog) {
  Diagnostics diagnostics;
  Model model = Loader(document, catalog, diagnostics).load();
  if (diagnostics.has_errors()) throw InputError(diagnostics);
  name_places(model, catalog);
  return model;
}

Model load_study(const fs::path& file, const catalog::Catalog& catalog) {
  const auto text = catalog::read_input(file);
  Model model = load_study(catalog::parse_toml(text, file.string()), catalog);
  model.file = file.string();
  model.hash = hash_of(text, catalog);
  return model;
}

std::vector<system::Slot> bind(system::Design& design, const Alternative& alternative,
                               const system::ParameterSpace& parameters) {
  std::vector<system::Slot> slots;
  const auto add = [&](auto& card, const std::vector<catalog::SourcedField>& sourced) {
    const auto found = system::slots_of(card, sourced, parameters);
    slots.insert(slots.end(), found.begin(), found.end());
  };
  std::size_t platform = 0;
  std::size_t technology = 0;
  for (const auto& card : alternative.cards) {
    if (card.scope == "organisation") add(design.organisation, card.sourced);
    if (card.scope == "server") add(design.server, card.sourced);
    if (card.scope.starts_with("platforms")) add(design.platforms[platform++], card.sourced);
    if (card.scope.starts_with("technologies")) add(design.technologies[technology++], card.sourced);
  }
  return slots;
}

}  // namespace copack::study
