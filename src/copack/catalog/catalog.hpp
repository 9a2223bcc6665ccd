// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "copack/catalog/field_tables.hpp"
#include "copack/catalog/price_index.hpp"
#include "copack/catalog/value.hpp"
#include "copack/core/diagnostics.hpp"

namespace copack::catalog {

/// Where a number comes from.
struct Source {
  std::string key;
  std::string title;
  std::string authors;
  std::string publisher;
  std::string date;
  std::string kind;  ///< standard, paper, datasheet, ...
  std::string url;
  std::string note;
  bool checked = true;  ///< false: read in a copy or a quotation, not at the publisher
  Location place;
};

/// A named thing with values: an accelerator, a switch, a module, a cluster, a claim, ...
struct Record {
  RecordKind kind = RecordKind::component;
  std::string id;
  std::string name;
  std::vector<Value> values;                                 ///< in file order
  std::vector<std::pair<std::string, std::string>> remarks;  ///< texts beside the values (region, lead_time_kind, ...)
  Location place;

  /// The value of a parameter, or nullptr.
  [[nodiscard]] const Value* find(std::string_view parameter) const;
};

/// Sources that disagree about one quantity; both stay in the catalog.
struct Conflict {
  int number = 0;
  std::string quantity;
  std::string reading;
  std::vector<std::string> values;  ///< catalog paths
};

/// Something looked for and not found in public.
struct Gap {
  std::string quantity;
  std::string status;
};

/// All records and sources of a data folder. Immutable once loaded.
class Catalog {
 public:
  /// Loads `folder`; money is converted to dollars of `money_year`. `added`, unless empty, is a folder of the same
  /// shape with records, cards and sources beside those; no id may be in both. Problems go to `diagnostics`.
  static Catalog load(const std::filesystem::path& folder, int money_year, Diagnostics& diagnostics,
                      const std::filesystem::path& added = {});

  [[nodiscard]] std::span<const Record> records() const { return records_; }
  [[nodiscard]] const std::map<std::string, Source, std::less<>>& sources() const { return sources_; }
  [[nodiscard]] std::span<const Conflict> conflicts() const { return conflicts_; }
  [[nodiscard]] std::span<const Gap> gaps() const { return gaps_; }

  [[nodiscard]] const Record* find(RecordKind kind, std::string_view id) const;
  /// The value at "folder/id.parameter", or nullptr.
  [[nodiscard]] const Value* value(std::string_view path) const;
  [[nodiscard]] const Source* source(std::string_view key) const;
  [[nodiscard]] std::vector<std::string_view> ids(RecordKind kind) const;
  /// A lookup bound to this catalog, for readers of cards; the catalog must outlive it.
  [[nodiscard]] ValueLookup lookup() const;
  [[nodiscard]] const PriceIndex& prices() const { return prices_; }
  /// The folders it was loaded from.
  [[nodiscard]] std::span<const std::filesystem::path> folders() const { return folders_; }
  /// Files of one kind ("technologies") in all folders, by id.
  [[nodiscard]] std::map<std::string, std::filesystem::path, std::less<>> files(std::string_view kind) const;
  /// How a file is called in results, the same on every machine: "data/technologies/x.toml" in the first folder.
  [[nodiscard]] std::string name_of(const std::filesystem::path& file) const;

 private:
  std::vector<std::filesystem::path> folders_;
  PriceIndex prices_;
  std::map<std::string, Source, std::less<>> sources_;
  std::vector<Record> records_;
  std::map<std::string, std::size_t, std::less<>> by_path_;  ///< "folder/id" to index in records_
  std::vector<Conflict> conflicts_;
  std::vector<Gap> gaps_;
};

/// The files with ending .toml in a folder, sorted by name; empty when there is no such folder.
std::vector<std::filesystem::path> toml_files(const std::filesystem::path& folder);

/// Problems of provenance that do not stop a study: stale figures, quantities known from one source only, values
/// outside the spread of their peers, sources read in copies only. `this_year` makes "stale" independent of the clock.
Diagnostics check_evidence(const Catalog& catalog, int this_year);

}  // namespace copack::catalog
