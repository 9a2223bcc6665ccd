// SPDX-License-Identifier: Apache-2.0
#include "copack/report/catalog_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <vector>

#include "copack/system/library.hpp"
#include "copack/units/parse.hpp"

namespace copack::report {
namespace {

using catalog::Record;
using catalog::Value;
using Json = nlohmann::ordered_json;

struct Entry {
  std::string path;
  std::string name;
};

constexpr std::array card_folders{system::technologies_folder, system::links_folder, system::platforms_folder,
                                  system::servers_folder, system::organisations_folder};

std::vector<Entry> entries(const catalog::Catalog& catalog, std::string_view kind) {
  std::vector<Entry> list;
  for (const auto folder : card_folders) {
    if (!kind.empty() && kind != folder) continue;
    for (const auto& [id, file] : catalog.files(folder))
      list.push_back({fmt::format("{}/{}", folder, id), catalog::read_toml(file).text_of("name")});
  }
  for (const auto& record : catalog.records()) {
    const auto folder = catalog::folder(record.kind);
    if (kind.empty() || kind == folder) list.push_back({fmt::format("{}/{}", folder, record.id), record.name});
  }
  if (kind == "sources") {
    for (const auto& [key, source] : catalog.sources()) list.push_back({key, source.title});
  }
  if (list.empty()) {
    throw InputError(
        {"copack catalog list", 0, 0},
        fmt::format("there is no kind \"{}\"; kinds are technologies, platforms, servers, organisations, accelerators, "
                    "switches, components, clusters, claims, operations, suppliers, models, sources",
                    kind));
  }
  return list;
}

/// A record or a card as it is shown: its words and its values.
struct Sheet {
  std::string path;
  std::string name;
  std::vector<std::pair<std::string, std::string>> words;
  std::vector<catalog::SourcedField> values;
};

Sheet sheet_of(const Record& record) {
  Sheet sheet{.path = fmt::format("{}/{}", catalog::folder(record.kind), record.id), .name = record.name};
  for (const auto& [key, words] : record.remarks) {
    if (key != "kind" && key != "row") sheet.words.emplace_back(key, words);
  }
  for (const auto& value : record.values) sheet.values.push_back({value.path.substr(value.path.rfind('.') + 1), value});
  return sheet;
}

/// Texts and counts that stand at the top of a card.
std::vector<std::pair<std::string, std::string>> words_of(const catalog::Node& document) {
  std::vector<std::pair<std::string, std::string>> words;
  for (std::size_t i = 0; i < document.keys.size(); ++i) {
    const auto& item = document.items[i];
    if (document.keys[i] == "id" || document.keys[i] == "name") continue;
    if (item.kind == catalog::Node::Kind::text) words.emplace_back(document.keys[i], item.text);
    if (item.is_number()) words.emplace_back(document.keys[i], format_number(item.real));
  }
  return words;
}

/// The card with an id ("dr4-lpo-400g" or "technologies/dr4-lpo-400g"), if the folder has it.
template <Described Card>
std::optional<Sheet> card_sheet(const catalog::Catalog& catalog, std::string_view folder, std::string_view id) {
  if (id.starts_with(fmt::format("{}/", folder))) id.remove_prefix(folder.size() + 1);
  const auto files = catalog.files(folder);
  const auto file = files.find(id);
  if (file == files.end()) return std::nullopt;
  const auto document = catalog::read_toml(file->second);
  Diagnostics problems;
  auto loaded = system::read_card<Card>(catalog, folder, document, nullptr, problems);
  if (problems.has_errors()) throw InputError(problems);
  return Sheet{.path = fmt::format("{}/{}", folder, id),
               .name = document.text_of("name"),
               .words = words_of(document),
               .values = std::move(loaded.sourced)};
}

Sheet find_sheet(const catalog::Catalog& catalog, std::string_view id) {
  for (const auto& record : catalog.records()) {
    if (record.id == id || fmt::format("{}/{}", catalog::folder(record.kind), record.id) == id) return sheet_of(record);
  }
  if (auto card = card_sheet<system::TechnologyCard>(catalog, system::technologies_folder, id)) return *card;
  if (auto card = card_sheet<system::LinkCard>(catalog, system::links_folder, id)) return *card;
  if (auto card = card_sheet<system::PlatformCard>(catalog, system::platforms_folder, id)) return *card;
  if (auto card = card_sheet<system::ServerCard>(catalog, system::servers_folder, id)) return *card;
  if (auto card = card_sheet<system::OrganisationCard>(catalog, system::organisations_folder, id)) return *card;
  const auto all = entries(catalog, {});
  std::vector<std::string_view> names;
  for (const auto& entry : all) {
    names.emplace_back(entry.path);
    names.push_back(std::string_view(entry.path).substr(entry.path.find('/') + 1));
  }
  throw InputError({"copack catalog show", 0, 0}, fmt::format("there is no \"{}\"{}", id, did_you_mean(id, names)));
}

std::string shown(const Value& value) {
  if (value.is_text()) return value.text;
  auto text = format_quantity(value.nominal, value.unit, 6);
  if (!value.counts.empty()) text += " " + value.counts;
  if (value.spread) {
    text += fmt::format("  [{}, {}]{}", format_quantity(value.spread->low, value.unit),
                        format_quantity(value.spread->high, value.unit), value.spread_is_default ? " by grade" : "");
  }
  return text;
}

std::string source_line(const catalog::Catalog& catalog, const Value& value) {
  const auto* source = catalog.source(value.source);
  if (source == nullptr) return value.why.empty() ? std::string{} : "why: " + value.why;
  return fmt::format("{}: {}{}{}{}", source->key, source->title, source->date.empty() ? "" : ", " + source->date,
                     value.where.empty() ? "" : ", " + value.where, source->checked ? "" : " (read in a copy)");
}

Json json_of(const std::string& field, const Value& value) {
  Json json = {{"field", field}, {"path", value.path}};
  if (value.is_text()) {
    json["text"] = value.text;
  } else {
    const auto unit = parse_unit(value.unit).value_or(Unit{});
    json["value"] = unit.from_stored(value.nominal);
    json["unit"] = value.unit;
    if (value.spread) json["range"] = {unit.from_stored(value.spread->low), unit.from_stored(value.spread->high)};
  }
  json["kind"] = choice_names(value.kind)[static_cast<std::size_t>(value.kind)];
  json["source"] = value.source;
  const std::initializer_list<std::pair<const char*, const std::string*>> texts{
      {"where", &value.where},     {"boundary", &value.boundary}, {"per", &value.per},  {"counts", &value.counts},
      {"formula", &value.formula}, {"why", &value.why},           {"note", &value.note}};
  for (const auto& [key, text] : texts) {
    if (!text->empty()) json[key] = *text;
  }
  if (value.year != 0) json["year"] = value.year;
  return json;
}

std::string source_text(const catalog::Source& source) {
  return fmt::format("{}: {}\n  {}{}{}\n  kind: {}{}\n{}{}", source.key, source.title,
                     source.authors.empty() ? "" : source.authors + ", ", source.publisher,
                     source.date.empty() ? "" : ", " + source.date, source.kind,
                     source.checked ? "" : ", read in a copy", source.url.empty() ? "" : "  " + source.url + "\n",
                     source.note.empty() ? "" : "  " + source.note + "\n");
}

}  // namespace

std::string catalog_list_text(const catalog::Catalog& catalog, std::string_view kind) {
  std::string text;
  for (const auto& entry : entries(catalog, kind)) text += fmt::format("{:<56}  {}\n", entry.path, entry.name);
  return text;
}

std::string catalog_list_json(const catalog::Catalog& catalog, std::string_view kind) {
  auto list = Json::array();
  for (const auto& entry : entries(catalog, kind)) list.push_back({{"path", entry.path}, {"name", entry.name}});
  return list.dump(2) + "\n";
}

std::string catalog_show_text(const catalog::Catalog& catalog, std::string_view id) {
  if (const auto* source = catalog.source(id)) return source_text(*source);
  const auto sheet = find_sheet(catalog, id);
  auto text = fmt::format("{}: {}\n", sheet.path, sheet.name);
  for (const auto& [key, words] : sheet.words) text += fmt::format("  {}: {}\n", key, words);
  for (const auto& [field, value] : sheet.values) {
    text += fmt::format("\n  {}: {}\n", field, shown(value));
    text += fmt::format("    {}; {}\n", choice_names(value.kind)[static_cast<std::size_t>(value.kind)],
                        source_line(catalog, value));
    if (!value.boundary.empty())
      text += fmt::format("    includes {}{}\n", value.boundary, value.per.empty() ? "" : ", per " + value.per);
    if (!value.formula.empty()) text += fmt::format("    = {}\n", value.formula);
    if (!value.note.empty()) text += fmt::format("    {}\n", value.note);
  }
  return text;
}

std::string catalog_show_json(const catalog::Catalog& catalog, std::string_view id) {
  if (const auto* source = catalog.source(id)) {
    const Json json = {{"key", source->key},         {"title", source->title},
                       {"authors", source->authors}, {"publisher", source->publisher},
                       {"date", source->date},       {"kind", source->kind},
                       {"url", source->url},         {"checked", source->checked},
                       {"note", source->note}};
    return json.dump(2) + "\n";
  }
  const auto sheet = find_sheet(catalog, id);
  Json json = {{"path", sheet.path}, {"name", sheet.name}};
  for (const auto& [key, words] : sheet.words) json[key] = words;
  auto values = Json::array();
  for (const auto& [field, value] : sheet.values) values.push_back(json_of(field, value));
  json["values"] = std::move(values);
  return json.dump(2) + "\n";
}

std::string catalog_reference() {
  std::string text;
  const auto kinds = choice_names(catalog::RecordKind{});
  for (std::size_t k = 0; k < kinds.size(); ++k) {
    const auto kind = static_cast<catalog::RecordKind>(k);
    text += fmt::format(
        "## {} (`data/{}/`)\n\n| parameter | unit | plausible range | boundary | meaning |\n|---|---|---|---|---|\n",
        kinds[k], catalog::folder(kind));
    for (const auto& spec : catalog::field_table(kind)) {
      const auto range = spec.unit == "text"
                             ? std::string("words or a date")
                             : fmt::format("{} to {}", format_number(spec.min), format_number(spec.max));
      text += fmt::format("| `{}` | {} | {} | {} | {} |\n", spec.name, spec.unit == "text" ? "" : spec.unit, range,
                          spec.needs_boundary ? "yes" : "", spec.meaning);
    }
    text += "\n";
  }
  return text;
}

std::string diagnostics_json(const Diagnostics& diagnostics) {
  auto list = Json::array();
  for (const auto& d : diagnostics.all()) {
    list.push_back({{"severity", d.severity == Severity::error ? "error" : "warning"},
                    {"file", d.where.file},
                    {"line", d.where.line},
                    {"column", d.where.column},
                    {"message", d.message}});
  }
  return list.dump(2) + "\n";
}

}  // namespace copack::report
