// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "copack/catalog/node.hpp"
#include "copack/core/fields.hpp"
#include "copack/numerics/distributions.hpp"

namespace copack::catalog {

/// How a number is known, from the best evidence to the weakest.
enum class ValueKind : unsigned char { measured, standard, datasheet, vendor_claim, analyst, derived, assumption };
std::span<const std::string_view> choice_names(ValueKind kind);

/// A number of the catalog with everything needed to judge it.
struct Value {
  std::string path;      ///< "components/800g-lpo-dr8.power"; the same number reached twice has the same path
  std::string unit;      ///< unit it is shown in
  double nominal = 0.0;  ///< stored in the convention of the unit's scale
  std::optional<numerics::Distribution> spread;  ///< none: the number is taken as exact
  bool spread_is_default = false;                ///< the spread follows the grade, not a published range
  ValueKind kind = ValueKind::assumption;
  std::string source;    ///< key in data/sources
  std::string where;     ///< page, table, slide
  int year = 0;          ///< of the statement; money is in dollars of this year until it is converted
  std::string boundary;  ///< what a power or energy figure includes
  std::string per;       ///< per what
  std::string counts;    ///< what a pure number counts
  std::string note;
  std::string formula;  ///< of a derived value
  std::string why;      ///< of an assumption
  std::string text;     ///< words or a date instead of a number
  std::string row;      ///< rows of the starting tables that it was converted from, "optics:23"
  std::string origin;   ///< path of the value this one was taken from, or empty
  double times = 1.0;   ///< factor on the origin
  Rule rule;            ///< range allowed where it stands, in `unit`
  Location place;

  [[nodiscard]] bool is_text() const { return !text.empty(); }
};

/// Relative half-width that stands in for a missing range. Standards and derivations are exact as stated; assumptions
/// must give a range. Source: grades A, B, C of data/README.md.
double default_half_width(ValueKind kind);

/// Finds a catalog value by its path; nullptr when there is none.
using ValueLookup = std::function<const Value*(std::string_view path)>;

/// What reading a value needs to know beside the value.
struct ValueContext {
  std::string path;    ///< path of the value to be read
  std::string unit;    ///< fixes the dimension
  Rule rule;           ///< allowed range, in `unit`
  ValueLookup lookup;  ///< for `from = "path"`
  bool allow_text = false;
};

/// Reads `{ value = "9 W", range = [...], kind = ..., source = ..., ... }` or `{ from = "path", times = 0.5 }`.
/// Problems go to `diagnostics`; the result is then unusable but safe.
Value read_value(const Node& table, const ValueContext& context, Diagnostics& diagnostics);

/// Reads a number with unit ("9 W"), or a bare number where the unit is empty, and checks dimension and range.
std::optional<double> read_number(const Node& node, const FieldInfo& info, Diagnostics& diagnostics);

}  // namespace copack::catalog
