// SPDX-License-Identifier: Apache-2.0
#include "copack/catalog/value.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "copack/units/parse.hpp"

namespace copack::catalog {
namespace {

constexpr std::array<std::string_view, 20> known_keys{
    "value",  "text", "range",   "dist", "kind", "source", "where", "year",        "boundary", "per",
    "counts", "note", "formula", "why",  "from", "times",  "row",   "denominator", "name",     "alternatives"};

constexpr std::array<std::string_view, 12> text_keys{"text", "dist",   "kind", "source",  "where", "boundary",
                                                     "per",  "counts", "note", "formula", "why",   "row"};

void check_keys(const Node& table, Diagnostics& diagnostics) {
  report_unknown_keys(table, known_keys, "in a value", diagnostics);
  for (const auto key : text_keys) {
    const auto* node = table.find(key);
    if (node == nullptr || node->kind == Node::Kind::text) continue;
    diagnostics.error(node->where, fmt::format("{} must be a text, not {}", key, describe_kind(node->kind)));
  }
  const auto* year = table.find("year");
  if (year != nullptr && year->kind != Node::Kind::integer) {
    diagnostics.error(year->where, fmt::format("year must be an integer, not {}", describe_kind(year->kind)));
  }
}

std::string needs_unit(const FieldInfo& info, double number) {
  return fmt::format("{} needs a unit, for example \"{} {}\"", info.name, format_number(number), info.unit);
}

/// What is wrong with a quantity that has another unit than its field.
std::string unit_complaint(const FieldInfo& info, const std::string& text, const Parsed& given) {
  if (given.unit.measures_same_as(Unit{})) return needs_unit(info, given.stored);
  return fmt::format("{} is wanted in {}, but \"{}\" measures something else", info.name,
                     info.unit.empty() ? "a pure number" : info.unit, text);
}

/// "be at least 1 W", "lie in [0, 1]".
std::string allowed_words(const FieldInfo& info) {
  const auto words = [&](double limit) {
    return fmt::format("{}{}{}", format_number(limit), info.unit.empty() ? "" : " ", info.unit);
  };
  const auto& [min, max] = std::pair(info.rule.min, info.rule.max);
  constexpr double tiny = 1e-300;  // stands for "above 0"
  if (!std::isfinite(max)) return min > 0.0 && min < tiny ? "be above 0" : "be at least " + words(min);
  if (!std::isfinite(min)) return "be at most " + words(max);
  return fmt::format("lie in [{}, {}]", format_number(min), words(max));
}

/// Complains unless a number lies in the range of its field.
bool check_range(double stored, const FieldInfo& info, const Location& where, Diagnostics& diagnostics) {
  const double shown = parse_unit(info.unit).value_or(Unit{}).from_stored(stored);
  constexpr double rounding = 1e-12;
  const double slack = rounding * std::abs(shown);
  if (shown >= info.rule.min - slack && shown <= info.rule.max + slack) return true;
  diagnostics.error(where, fmt::format("{} = {} is out of range: it must {}", info.name,
                                       format_quantity(stored, info.unit), allowed_words(info)));
  return false;
}

/// A default spread ends where the field's range ends.
void keep_default_in_range(Value& value, const FieldInfo& info) {
  if (!value.spread || !value.spread_is_default) return;
  const auto unit = parse_unit(info.unit).value_or(Unit{});
  value.spread->low = std::max(value.spread->low, std::min(value.nominal, unit.to_stored(info.rule.min)));
  value.spread->high = std::min(value.spread->high, std::max(value.nominal, unit.to_stored(info.rule.max)));
}

/// Complains when the law of a spread is impossible, or when its tails leave the range of the field.
void check_law(const Value& value, const FieldInfo& info, const Location& where, Diagnostics& diagnostics) {
  if (!value.spread) return;
  for (const auto& problem : numerics::validate(*value.spread))
    diagnostics.error(where, fmt::format("{}: {}", value.path, problem.message));
  const bool has_tails = value.spread->law == numerics::Law::normal || value.spread->law == numerics::Law::lognormal;
  if (!has_tails) return;
  constexpr double rare = 1e-6;
  const auto unit = parse_unit(info.unit).value_or(Unit{});
  const double low = unit.from_stored(numerics::quantile(*value.spread, rare));
  const double high = unit.from_stored(numerics::quantile(*value.spread, 1.0 - rare));
  if (low < info.rule.min || high > info.rule.max) {
    diagnostics.error(
        where, fmt::format("{}: the tail of its law leaves the allowed range [{}, {}] {}; use pert or narrow its range",
                           value.path, format_number(info.rule.min), format_number(info.rule.max), info.unit));
  }
}

/// The index of a text among the names of a choice; complains with the nearest name.
std::optional<int> read_choice(const Node& node, std::span<const std::string_view> names, Diagnostics& diagnostics) {
  const auto at = std::ranges::find(names, node.text);
  if (node.kind == Node::Kind::text && at != names.end()) return static_cast<int>(at - names.begin());
  diagnostics.error(node.where, fmt::format("\"{}\" is not one of {}{}", node.text, fmt::join(names, ", "),
                                            did_you_mean(node.text, names)));
  return std::nullopt;
}

numerics::Law read_law(const Node& table, Diagnostics& diagnostics) {
  constexpr auto usual = numerics::Law::pert;
  const auto* node = table.find("dist");
  if (node == nullptr) return usual;
  const auto index = read_choice(*node, choice_names(usual), diagnostics);
  return index ? static_cast<numerics::Law>(*index) : usual;
}

void read_range(const Node& table, const FieldInfo& info, Value& value, Diagnostics& diagnostics) {
  const auto* range = table.find("range");
  if (range == nullptr) return;
  if (range->kind != Node::Kind::array || range->items.size() != 2) {
    diagnostics.error(range->where, "a range is a list of two values: [\"7 W\", \"11 W\"]");
    return;
  }
  const auto low = read_number(range->items[0], info, diagnostics);
  const auto high = read_number(range->items[1], info, diagnostics);
  if (!low || !high) return;
  if (*low > value.nominal || value.nominal > *high) {
    diagnostics.error(range->where, fmt::format("the value {} lies outside its range [{}, {}]",
                                                format_quantity(value.nominal, value.unit),
                                                format_quantity(*low, value.unit), format_quantity(*high, value.unit)));
    return;
  }
  if (*low < *high) value.spread = {read_law(table, diagnostics), value.nominal, *low, *high};
  check_law(value, info, range->where, diagnostics);
}

void give_default_spread(Value& value, const FieldInfo& info, const Unit& unit) {
  const double half = default_half_width(value.kind);
  if (value.spread || half == 0.0 || unit.scale != Scale::linear || value.nominal == 0.0 || !value.counts.empty())
    return;
  const double a = value.nominal * (1.0 - half);
  const double b = value.nominal * (1.0 + half);
  value.spread = numerics::Distribution{numerics::Law::pert, value.nominal, std::min(a, b), std::max(a, b)};
  value.spread_is_default = true;
  keep_default_in_range(value, info);
}

void check_provenance(const Node& table, const Value& value, Diagnostics& diagnostics) {
  if (value.source.empty() && value.kind != ValueKind::assumption) {
    diagnostics.error(table.where, fmt::format("{} has no source", value.path));
  }
  if (value.kind == ValueKind::assumption && value.why.empty()) {
    diagnostics.error(table.where, fmt::format("{} is an assumption and must say why", value.path));
  }
  if (value.kind == ValueKind::assumption && !value.spread && value.counts.empty() && !value.is_text()) {
    diagnostics.error(table.where, fmt::format("{} is an assumption and must give a range", value.path));
  }
  if (value.kind == ValueKind::derived && value.formula.empty()) {
    diagnostics.error(table.where, fmt::format("{} is derived and must give its formula", value.path));
  }
}

bool is_power_or_energy(const Dimension& d) {
  return d == Power::dimension || d == Energy::dimension || d == EnergyPerBit::dimension;
}

void check_boundary_and_year(const Node& table, const Value& value, const Unit& unit, Diagnostics& diagnostics) {
  const bool of_a_particle = value.unit == "eV";  // an activation energy is what no boundary could change
  if (is_power_or_energy(unit.dimension) && !of_a_particle && value.boundary.empty()) {
    diagnostics.error(table.where,
                      fmt::format("{} is a power or an energy and must say what it includes (boundary)", value.path));
  }
  if (unit.dimension.USD != 0 && value.year == 0) {
    diagnostics.error(table.where, fmt::format("{} is money and must give its year", value.path));
  }
}

void scale(Value& value, double factor) {
  value.times *= factor;
  value.nominal *= factor;
  if (!value.spread) return;
  value.spread->nominal *= factor;
  value.spread->low *= factor;
  value.spread->high *= factor;
}

/// Complains when a value taken from elsewhere does not fit where it is put.
void check_taken(Value& value, const Node& table, const ValueContext& context, Diagnostics& diagnostics) {
  const auto wanted = parse_unit(context.unit);
  const auto given = parse_unit(value.unit);
  if (value.is_text()) {
    diagnostics.error(table.where, fmt::format("\"{}\" is words, not a number: {}", value.origin, value.text));
    return;
  }
  if (wanted && given && !wanted->measures_same_as(*given)) {
    diagnostics.error(table.where,
                      fmt::format("\"{}\" is in {}, where {} is wanted", value.origin, value.unit, context.unit));
    return;
  }
  const FieldInfo info{.name = context.path, .unit = context.unit, .meaning = {}, .rule = context.rule};
  if (!check_range(value.nominal, info, table.where, diagnostics)) return;
  keep_default_in_range(value, info);
  if (value.spread && check_range(value.spread->low, info, table.where, diagnostics)) {
    check_range(value.spread->high, info, table.where, diagnostics);
  }
  check_law(value, info, table.where, diagnostics);
}

Value taken_from(const Node& table, const ValueContext& context, Diagnostics& diagnostics) {
  static constexpr std::array<std::string_view, 3> beside{"from", "times", "note"};
  for (std::size_t i = 0; i < table.keys.size(); ++i) {
    if (std::ranges::find(beside, table.keys[i]) != beside.end()) continue;
    diagnostics.error(table.key_places[i],
                      fmt::format("\"{}\" cannot stand beside \"from\"; only times and note can", table.keys[i]));
  }
  const auto from = table.text_of("from");
  const Value* origin = context.lookup ? context.lookup(from) : nullptr;
  if (origin == nullptr) {
    diagnostics.error(table.find("from")->where, fmt::format("there is no catalog value \"{}\"", from));
    return {};
  }
  Value value = *origin;
  value.origin = origin->path;
  if (const auto* times = table.find("times"); times != nullptr) {
    const auto factor =
        read_number(*times, {.name = "times", .unit = "", .meaning = "", .rule = positive}, diagnostics);
    scale(value, factor.value_or(1.0));
  }
  if (const auto note = table.text_of("note"); !note.empty()) value.note = note;
  check_taken(value, table, context, diagnostics);
  value.unit = context.unit;
  value.rule = context.rule;
  return value;
}

}  // namespace

std::span<const std::string_view> choice_names(ValueKind /*kind*/) {
  static constexpr std::array<std::string_view, 7> names{"measured", "standard", "datasheet", "vendor-claim",
                                                         "analyst",  "derived",  "assumption"};
  return names;
}

double default_half_width(ValueKind kind) {
  switch (kind) {
    case ValueKind::measured:
    case ValueKind::datasheet:
      return 0.05;
    case ValueKind::vendor_claim:
    case ValueKind::analyst:
      return 0.20;
    case ValueKind::standard:
    case ValueKind::derived:
    case ValueKind::assumption:
      return 0.0;
  }
  return 0.0;
}

std::optional<double> read_number(const Node& node, const FieldInfo& info, Diagnostics& diagnostics) {
  const auto unit = parse_unit(info.unit).value_or(Unit{});
  const bool bare = info.unit.empty() || info.unit == "1";
  double stored = 0.0;
  if (node.is_number() && bare) {
    stored = unit.to_stored(node.real);
  } else if (node.is_number()) {
    diagnostics.error(node.where, needs_unit(info, node.real));
    return std::nullopt;
  } else if (node.kind == Node::Kind::text) {
    const auto parsed = parse_quantity(node.text);
    if (!parsed) {
      diagnostics.error(node.where,
                        fmt::format("\"{}\" is not a number{}", node.text,
                                    info.unit.empty() ? "" : fmt::format(" with a unit like {}", info.unit)));
      return std::nullopt;
    }
    if (!parsed->unit.measures_same_as(unit)) {
      diagnostics.error(node.where, unit_complaint(info, node.text, *parsed));
      return std::nullopt;
    }
    stored = parsed->stored;
  } else {
    diagnostics.error(node.where, fmt::format("{} must be a number, not {}", info.name, describe_kind(node.kind)));
    return std::nullopt;
  }
  const double shown = unit.from_stored(stored);
  if (!std::isfinite(shown)) {
    diagnostics.error(node.where, fmt::format("{} is not a finite number", info.name));
    return std::nullopt;
  }
  if (!check_range(stored, info, node.where, diagnostics)) return std::nullopt;
  return stored;
}

Value read_value(const Node& table, const ValueContext& context, Diagnostics& diagnostics) {
  check_keys(table, diagnostics);
  if (table.find("from") != nullptr) {
    Value value = taken_from(table, context, diagnostics);
    value.place = table.where;
    return value;
  }
  Value value{.path = context.path, .unit = context.unit};
  value.place = table.where;
  value.source = table.text_of("source");
  value.where = table.text_of("where");
  value.boundary = table.text_of("boundary");
  value.per = table.text_of("per");
  value.counts = table.text_of("counts");
  value.note = table.text_of("note");
  value.formula = table.text_of("formula");
  value.why = table.text_of("why");
  value.text = table.text_of("text");
  value.row = table.text_of("row");
  value.rule = context.rule;
  if (const auto* year = table.find("year"))
    value.year = static_cast<int>(std::clamp<std::int64_t>(year->integer, 0, 9999));
  if (const auto* kind = table.find("kind")) {
    if (const auto index = read_choice(*kind, choice_names(ValueKind{}), diagnostics))
      value.kind = static_cast<ValueKind>(*index);
  } else {
    diagnostics.error(table.where, fmt::format("{} does not say its kind ({})", context.path,
                                               fmt::join(choice_names(ValueKind{}), ", ")));
  }
  const FieldInfo info{.name = context.path, .unit = context.unit, .meaning = {}, .rule = context.rule};
  if (const auto* number = table.find("value")) {
    value.nominal = read_number(*number, info, diagnostics).value_or(0.0);
    read_range(table, info, value, diagnostics);
    const auto unit = parse_unit(context.unit).value_or(Unit{});
    check_boundary_and_year(table, value, unit, diagnostics);
    if (table.find("range") == nullptr) give_default_spread(value, info, unit);
  } else if (!context.allow_text || value.text.empty()) {
    diagnostics.error(table.where, fmt::format("{} has no value", context.path));
  }
  check_provenance(table, value, diagnostics);
  return value;
}

}  // namespace copack::catalog
