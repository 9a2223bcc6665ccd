// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "copack/catalog/node.hpp"
#include "copack/catalog/price_index.hpp"
#include "copack/catalog/value.hpp"
#include "copack/core/fields.hpp"

namespace copack::catalog {

/// A number of a struct that came from a value with provenance.
struct SourcedField {
  std::string path;  ///< of the field in the struct, "link.optical_path[2].loss"
  Value value;
};

/// How strictly a struct is read.
struct ReadOptions {
  bool require_sources = false;        ///< every number must be a value with provenance, not a bare one
  std::string prefix;                  ///< put before paths of values ("technologies/cpo-bailly")
  ValueLookup lookup;                  ///< for values taken from the catalog
  const PriceIndex* prices = nullptr;  ///< converts money of values written in the struct's own file
};

/// Reads a table into a struct through its field table. Every problem is reported with its place: unknown keys (with
/// the nearest name), missing required fields, wrong types, units and ranges. A number may be given bare, as text with
/// a unit, or as a value with provenance, which is then remembered in `sourced()`.
class NodeReader final : public Fields {
 public:
  NodeReader(const Node& table, Diagnostics& diagnostics, ReadOptions options = {});

  /// Reads all fields of `x` and reports keys that no field has.
  template <Described T>
  void read(T& x) {
    describe(*this, x);
    report_unknown_keys();
  }

  [[nodiscard]] const std::vector<SourcedField>& sourced() const { return sourced_; }
  /// The place of a field, or of the nearest table around it that the file has.
  [[nodiscard]] Location place_of(const std::string& path) const;
  /// Adds problems found by `validate` at their places.
  void report(const std::vector<Problem>& problems);

  void number(const FieldInfo& info, double& stored) override;
  void integer(const FieldInfo& info, std::int64_t& value) override;
  void boolean(const FieldInfo& info, bool& value) override;
  void text(const FieldInfo& info, std::string& value) override;
  void choice(const FieldInfo& info, std::span<const std::string_view> options, int& index) override;
  void begin_group(const FieldInfo& info) override;
  void end_group() override;
  std::size_t begin_list(const FieldInfo& info, std::size_t size, bool of_structs) override;
  void begin_item(std::size_t index) override;
  void end_item() override;
  void end_list() override;

 private:
  /// A table, a list, or one scalar of a list that is being read; `node` is null where the file has nothing.
  struct Frame {
    const Node* node = nullptr;
    std::string path;
    bool scalar = false;
    std::vector<std::string_view> known{};
  };

  const Node* take(const FieldInfo& info);
  [[nodiscard]] std::string path_of(std::string_view name) const;
  void report_unknown_keys();
  void read_sourced(const Node& table, const FieldInfo& info, double& stored);
  void read_sourced_count(const Node& table, FieldInfo info, std::int64_t& value);

  Diagnostics& diagnostics_;
  ReadOptions options_;
  std::vector<Frame> frames_;
  std::vector<SourcedField> sourced_;
  std::map<std::string, Location> places_;
};

/// Reads a struct and adds the problems that `validate` finds.
template <Described T>
std::vector<SourcedField> read_struct(const Node& table, T& x, Diagnostics& diagnostics, ReadOptions options = {}) {
  NodeReader reader(table, diagnostics, std::move(options));
  reader.read(x);
  if (!diagnostics.has_errors()) reader.report(validate(x));
  return reader.sourced();
}

}  // namespace copack::catalog
