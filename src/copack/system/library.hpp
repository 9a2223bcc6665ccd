// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "copack/catalog/catalog.hpp"
#include "copack/catalog/reader.hpp"
#include "copack/system/cards.hpp"
#include "copack/workload/transformer.hpp"

/// Loads the cards that a study names.
namespace copack::system {

/// A card with the catalog values behind its numbers.
template <Described Card>
struct Loaded {
  Card card;
  std::vector<catalog::SourcedField> sourced;
};

/// Folders of the cards under the catalog folder.
inline constexpr std::string_view technologies_folder = "technologies";
inline constexpr std::string_view links_folder = "links";
inline constexpr std::string_view platforms_folder = "platforms";
inline constexpr std::string_view servers_folder = "servers";
inline constexpr std::string_view organisations_folder = "organisations";

/// Names of the cards in a folder, sorted.
std::vector<std::string> card_ids(const catalog::Catalog& catalog, std::string_view folder);

/// The document of a card, or nothing with a message at `place` that names the nearest card.
std::optional<catalog::Node> card_document(const catalog::Catalog& catalog, std::string_view folder,
                                           const std::string& id, const Location& place, Diagnostics& diagnostics);

/// Reads a card document strictly: every number has a source. `changes`, when not null, is put over the document first;
/// its numbers may be bare. Money is converted like the catalog's.
template <Described Card>
Loaded<Card> read_card(const catalog::Catalog& catalog, std::string_view folder, const catalog::Node& document,
                       const catalog::Node* changes, Diagnostics& diagnostics) {
  Loaded<Card> loaded;
  catalog::ReadOptions options{.require_sources = changes == nullptr,
                               .prefix = std::string(folder) + "/" + document.text_of("id"),
                               .lookup = catalog.lookup()};
  options.prices = &catalog.prices();
  const auto& root = changes == nullptr ? document : catalog::merged(document, *changes);
  Diagnostics problems;
  loaded.sourced = catalog::read_struct(root, loaded.card, problems, std::move(options));
  for (const auto& field : loaded.sourced) {
    if (!field.value.source.empty() && catalog.source(field.value.source) == nullptr) {
      problems.error(field.value.place, field.value.path + ": there is no source \"" + field.value.source + "\"");
    }
  }
  diagnostics.append(problems);
  return loaded;
}

/// The shape of a language model from its record, or nothing with a message at `place`.
std::optional<workload::ModelShape> model_shape(const catalog::Catalog& catalog, const std::string& id,
                                                const Location& place, Diagnostics& diagnostics);

}  // namespace copack::system
