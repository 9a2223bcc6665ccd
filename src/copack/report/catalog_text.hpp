// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "copack/catalog/catalog.hpp"

/// The catalog for people and programs. `kind` is a folder of the data ("components"); empty means all.
/// @throws InputError for names that are not there, with the nearest one.
namespace copack::report {

std::string catalog_list_text(const catalog::Catalog& catalog, std::string_view kind);
std::string catalog_list_json(const catalog::Catalog& catalog, std::string_view kind);
/// A record, a card, or a source by its key.
std::string catalog_show_text(const catalog::Catalog& catalog, std::string_view id);
std::string catalog_show_json(const catalog::Catalog& catalog, std::string_view id);
/// The field tables of all record kinds as Markdown.
std::string catalog_reference();
std::string diagnostics_json(const Diagnostics& diagnostics);

}  // namespace copack::report
