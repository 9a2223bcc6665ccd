// SPDX-License-Identifier: Apache-2.0
#include "copack/catalog/catalog.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "copack/units/parse.hpp"

namespace copack::catalog {
namespace {

namespace fs = std::filesystem;

constexpr std::array record_kinds{RecordKind::accelerator, RecordKind::switch_box,    RecordKind::component,
                                  RecordKind::cluster,     RecordKind::claim,         RecordKind::operation,
                                  RecordKind::supplier,    RecordKind::language_model};

/// Runs `body`, turning a thrown InputError into diagnostics so that the next file is read too.
template <class Body>
void guarded(Diagnostics& diagnostics, const Body& body) {
  try {
    body();
  } catch (const InputError& error) {
    diagnostics.append(error.diagnostics());
  }
}

Source read_source(const std::string& key, const Node& table, Diagnostics& diagnostics) {
  static constexpr std::array<std::string_view, 8> names{"title", "authors", "publisher", "date",
                                                         "kind",  "url",     "note",      "checked"};
  report_unknown_keys(table, names, "", diagnostics);
  Source source{.key = key,
                .title = table.text_of("title"),
                .authors = table.text_of("authors"),
                .publisher = table.text_of("publisher"),
                .date = table.text_of("date"),
                .kind = table.text_of("kind"),
                .url = table.text_of("url"),
                .note = table.text_of("note"),
                .place = table.where};
  if (const auto* checked = table.find("checked")) source.checked = checked->boolean;
  return source;
}

void read_sources(const fs::path& folder, std::map<std::string, Source, std::less<>>& sources,
                  Diagnostics& diagnostics) {
  for (const auto& file : toml_files(folder)) {
    guarded(diagnostics, [&] {
      const Node root = read_toml(file);
      for (std::size_t i = 0; i < root.keys.size(); ++i) {
        const auto& key = root.keys[i];
        auto source = read_source(key, root.items[i], diagnostics);
        if (source.title.empty()) diagnostics.error(source.place, fmt::format("source {} has no title", key));
        if (source.kind.empty()) diagnostics.error(source.place, fmt::format("source {} has no kind", key));
        if (!sources.emplace(key, std::move(source)).second) {
          diagnostics.error(root.key_places[i], fmt::format("source {} is there twice", key));
        }
      }
    });
  }
}

std::vector<std::string_view> names_of(std::span<const FieldSpec> table) {
  std::vector<std::string_view> names;
  for (const auto& spec : table) names.push_back(spec.name);
  return names;
}

/// Reads one parameter of a record through its row of the field table.
void read_parameter(const Node& root, std::size_t i, Record& record, Diagnostics& diagnostics) {
  const auto& parameter = root.keys[i];
  const auto table = field_table(record.kind);
  const auto spec = std::ranges::find(table, std::string_view(parameter), &FieldSpec::name);
  if (spec == table.end()) {
    diagnostics.error(root.key_places[i], fmt::format("{} has no parameter \"{}\"{}",
                                                      choice_names(record.kind)[static_cast<std::size_t>(record.kind)],
                                                      parameter, did_you_mean(parameter, names_of(table))));
    return;
  }
  const bool words = spec->unit == "text";
  const ValueContext context{.path = fmt::format("{}/{}.{}", folder(record.kind), record.id, parameter),
                             .unit = std::string(words ? "" : spec->unit),
                             .rule = {.min = spec->min, .max = spec->max},
                             .allow_text = true};
  record.values.push_back(read_value(root.items[i], context, diagnostics));
}

/// A text, or the texts of a list with commas between them.
std::string words_of(const Node& node) {
  std::string words = node.text;
  for (const auto& item : node.items) words += (words.empty() ? "" : ", ") + item.text;
  return words;
}

/// Texts beside the values: of suppliers, the words of their field table; of all records, where they come from.
void read_remark(const Node& root, std::size_t i, Record& record, Diagnostics& diagnostics) {
  auto names = names_of(field_table(record.kind));
  names.insert(names.end(), {"id", "name", "kind", "row", "sources", "note"});
  if (std::ranges::find(names, root.keys[i]) == names.end()) {
    diagnostics.error(root.key_places[i],
                      fmt::format("unknown key \"{}\"{}", root.keys[i], did_you_mean(root.keys[i], names)));
    return;
  }
  record.remarks.emplace_back(root.keys[i], words_of(root.items[i]));
}

Record read_record(const fs::path& file, RecordKind kind, Diagnostics& diagnostics) {
  const Node root = read_toml(file);
  Record record{.kind = kind, .id = root.text_of("id"), .name = root.text_of("name"), .place = root.where};
  record.place.file = file.string();
  if (record.id != file.stem().string()) {
    diagnostics.error(
        root.where, fmt::format("the id \"{}\" must be the name of the file, \"{}\"", record.id, file.stem().string()));
    record.id = file.stem().string();
  }
  for (std::size_t i = 0; i < root.keys.size(); ++i) {
    if (root.items[i].kind == Node::Kind::table) {
      read_parameter(root, i, record, diagnostics);
    } else if (root.keys[i] != "id" && root.keys[i] != "name") {
      read_remark(root, i, record, diagnostics);
    }
  }
  return record;
}

void check_sources_resolve(const Catalog& catalog, const Record& record, Diagnostics& diagnostics) {
  for (const auto& value : record.values) {
    if (!value.source.empty() && catalog.source(value.source) == nullptr) {
      diagnostics.error(value.place, fmt::format("{}: there is no source \"{}\"", value.path, value.source));
    }
  }
}

std::vector<Conflict> read_conflicts(const fs::path& file, const Catalog& catalog, Diagnostics& diagnostics) {
  std::vector<Conflict> conflicts;
  const Node root = read_toml(file);
  const Node* list = root.find("conflict");
  if (list == nullptr) return conflicts;
  static constexpr std::array<std::string_view, 4> names{"number", "quantity", "reading", "values"};
  for (const auto& item : list->items) {
    report_unknown_keys(item, names, "", diagnostics);
    Conflict conflict{.quantity = item.text_of("quantity"), .reading = item.text_of("reading")};
    if (const auto* number = item.find("number")) conflict.number = static_cast<int>(number->integer);
    if (const auto* values = item.find("values")) {
      for (const auto& path : values->items) {
        if (catalog.value(path.text) == nullptr)
          diagnostics.error(path.where, fmt::format("there is no value \"{}\"", path.text));
        conflict.values.push_back(path.text);
      }
    }
    conflicts.push_back(std::move(conflict));
  }
  return conflicts;
}

std::vector<Gap> read_gaps(const fs::path& file, Diagnostics& diagnostics) {
  static constexpr std::array<std::string_view, 2> names{"quantity", "status"};
  std::vector<Gap> gaps;
  const Node root = read_toml(file);
  if (const Node* list = root.find("gap")) {
    for (const auto& item : list->items) {
      report_unknown_keys(item, names, "", diagnostics);
      gaps.push_back({item.text_of("quantity"), item.text_of("status")});
    }
  }
  return gaps;
}

/// Complains when a folder that is put beside the catalog has subfolders that mean nothing, or ids that are there.
void check_added(const fs::path& folder, const fs::path& added, Diagnostics& diagnostics) {
  std::vector<std::string> kinds;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.is_directory()) kinds.push_back(entry.path().filename().string());
  }
  std::ranges::sort(kinds);
  bool useful = false;
  for (const auto& entry : fs::directory_iterator(added)) {
    if (!entry.is_directory()) continue;
    const auto kind = entry.path().filename().string();
    if (std::ranges::find(kinds, kind) == kinds.end()) {
      const std::vector<std::string_view> names(kinds.begin(), kinds.end());
      diagnostics.error({entry.path().string(), 0, 0}, fmt::format("is no kind of data{}", did_you_mean(kind, names)));
      continue;
    }
    useful = true;
    for (const auto& file : toml_files(entry.path())) {
      if (kind != "sources" && fs::exists(folder / kind / file.filename()))
        diagnostics.error({file.string(), 0, 0}, "this id is in the catalog already; take another one");
    }
  }
  if (!useful)
    diagnostics.error({added.string(), 0, 0},
                      fmt::format("has none of the folders of a catalog: {}", fmt::join(kinds, ", ")));
}

}  // namespace

std::vector<fs::path> toml_files(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(folder, none)) {
    if (entry.path().extension() == ".toml") files.push_back(entry.path());
  }
  std::ranges::sort(files);
  return files;
}

const Value* Record::find(std::string_view parameter) const {
  const auto at = std::ranges::find_if(values, [&](const Value& v) {
    return v.path.size() > parameter.size() && v.path.ends_with(parameter) &&
           v.path[v.path.size() - parameter.size() - 1] == '.';
  });
  return at == values.end() ? nullptr : &*at;
}

std::map<std::string, fs::path, std::less<>> Catalog::files(std::string_view kind) const {
  std::map<std::string, fs::path, std::less<>> found;
  for (const auto& folder : folders_) {
    for (auto& file : toml_files(folder / kind)) found.emplace(file.stem().string(), std::move(file));
  }
  return found;
}

std::string Catalog::name_of(const fs::path& file) const {
  const auto inside = file.lexically_relative(folders_.front());
  const bool outside = inside.empty() || inside.native().starts_with("..");
  return outside ? file.generic_string() : ("data" / inside).generic_string();
}

Catalog Catalog::load(const fs::path& folder, int money_year, Diagnostics& diagnostics, const fs::path& added) {
  Catalog catalog;
  if (!fs::is_directory(folder)) throw InputError({folder.string(), 0, 0}, "is not a folder with catalog data");
  catalog.folders_.push_back(folder);
  if (!added.empty()) {
    check_added(folder, added, diagnostics);
    catalog.folders_.push_back(added);
  }
  guarded(diagnostics, [&] { catalog.prices_ = read_price_index(folder / "price_index.toml", money_year); });
  for (const auto& each : catalog.folders_) read_sources(each / "sources", catalog.sources_, diagnostics);
  for (const auto kind : record_kinds) {
    for (const auto& entry : catalog.files(catalog::folder(kind))) {
      guarded(diagnostics, [&] {
        auto record = read_record(entry.second, kind, diagnostics);
        for (auto& value : record.values) convert_money(value, catalog.prices_);
        catalog.by_path_[fmt::format("{}/{}", catalog::folder(kind), record.id)] = catalog.records_.size();
        catalog.records_.push_back(std::move(record));
      });
    }
  }
  for (const auto& record : catalog.records_) check_sources_resolve(catalog, record, diagnostics);
  guarded(diagnostics, [&] { catalog.conflicts_ = read_conflicts(folder / "conflicts.toml", catalog, diagnostics); });
  guarded(diagnostics, [&] { catalog.gaps_ = read_gaps(folder / "gaps.toml", diagnostics); });
  return catalog;
}

const Record* Catalog::find(RecordKind kind, std::string_view id) const {
  const auto at = by_path_.find(fmt::format("{}/{}", catalog::folder(kind), id));
  return at == by_path_.end() ? nullptr : &records_[at->second];
}

const Value* Catalog::value(std::string_view path) const {
  const auto dot = path.rfind('.');
  if (dot == std::string_view::npos) return nullptr;
  const auto at = by_path_.find(path.substr(0, dot));
  return at == by_path_.end() ? nullptr : records_[at->second].find(path.substr(dot + 1));
}

const Source* Catalog::source(std::string_view key) const {
  const auto at = sources_.find(key);
  return at == sources_.end() ? nullptr : &at->second;
}

std::vector<std::string_view> Catalog::ids(RecordKind kind) const {
  std::vector<std::string_view> ids;
  for (const auto& record : records_) {
    if (record.kind == kind) ids.emplace_back(record.id);
  }
  return ids;
}

ValueLookup Catalog::lookup() const {
  return [this](std::string_view path) { return value(path); };
}

}  // namespace copack::catalog
