// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

/// The one description of what a catalog record may say: loading, checking, the reference and the editor schema read
/// it.
namespace copack::catalog {

/// One row of the field table of a record kind.
struct FieldSpec {
  std::string_view name;     ///< parameter, the name of its table in the record
  std::string_view unit;     ///< unit it is shown in; fixes the dimension. Empty: pure number, "text": words or a date
  double min;                ///< smallest plausible value, in `unit`
  double max;                ///< largest plausible value, in `unit`
  bool needs_boundary;       ///< a power or an energy: without its boundary it is not comparable
  std::string_view meaning;  ///< one line
};

enum class RecordKind : unsigned char {
  accelerator,
  switch_box,
  component,
  cluster,
  claim,
  operation,
  supplier,
  language_model
};

/// Texts of `kind` in the files, in the order of RecordKind.
std::span<const std::string_view> choice_names(RecordKind);

/// Folder under `data/` that holds the records of a kind.
std::string_view folder(RecordKind kind);

/// All parameters of a kind, sorted by name. A number may always be replaced by words (a price in a currency without
/// a sourced rate, "beyond 2027"); the unit then does not apply.
std::span<const FieldSpec> field_table(RecordKind kind);

}  // namespace copack::catalog
