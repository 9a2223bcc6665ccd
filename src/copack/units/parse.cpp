// SPDX-License-Identifier: Apache-2.0
#include "copack/units/parse.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string>

#include "copack/units/constants.hpp"

namespace copack {
namespace {

struct Symbol {
  std::string_view name;
  double factor;
  Dimension dimension;
  bool takes_prefix;
};

constexpr double hour_s = 3600.0;
constexpr double year_s = 8760.0 * hour_s;
constexpr Dimension d_energy{.m = 2, .kg = 1, .s = -2};
constexpr Dimension d_power{.m = 2, .kg = 1, .s = -3};
constexpr Dimension d_volt{.m = 2, .kg = 1, .s = -3, .A = -1};

/// Longest names first where one is the tail of another, so that "min" is not read as milli-inch.
constexpr std::array symbols{
    Symbol{"m", 1.0, {.m = 1}, true},
    Symbol{"inch", 0.0254, {.m = 1}, false},
    Symbol{"mile", 1609.344, {.m = 1}, false},
    Symbol{"miles", 1609.344, {.m = 1}, false},
    Symbol{"g", 1e-3, {.kg = 1}, true},
    Symbol{"s", 1.0, {.s = 1}, true},
    Symbol{"min", 60.0, {.s = 1}, false},
    Symbol{"minutes", 60.0, {.s = 1}, false},
    Symbol{"h", hour_s, {.s = 1}, true},
    Symbol{"hour", hour_s, {.s = 1}, false},
    Symbol{"hours", hour_s, {.s = 1}, false},
    Symbol{"d", 24.0 * hour_s, {.s = 1}, false},
    Symbol{"day", 24.0 * hour_s, {.s = 1}, false},
    Symbol{"days", 24.0 * hour_s, {.s = 1}, false},
    Symbol{"week", 168.0 * hour_s, {.s = 1}, false},
    Symbol{"weeks", 168.0 * hour_s, {.s = 1}, false},
    Symbol{"month", year_s / 12.0, {.s = 1}, false},
    Symbol{"months", year_s / 12.0, {.s = 1}, false},
    Symbol{"quarter", year_s / 4.0, {.s = 1}, false},
    Symbol{"quarters", year_s / 4.0, {.s = 1}, false},
    Symbol{"year", year_s, {.s = 1}, false},
    Symbol{"years", year_s, {.s = 1}, false},
    Symbol{"yr", year_s, {.s = 1}, false},
    Symbol{"Hz", 1.0, {.s = -1}, true},
    Symbol{"Bd", 1.0, {.s = -1}, true},
    Symbol{"FIT", 1e-9 / hour_s, {.s = -1}, true},
    Symbol{"A", 1.0, {.A = 1}, true},
    Symbol{"V", 1.0, d_volt, true},
    Symbol{"ohm", 1.0, d_volt / Dimension{.A = 1}, true},
    Symbol{"F", 1.0, Dimension{.s = 1, .A = 1} / d_volt, true},
    Symbol{"H", 1.0, d_volt / Dimension{.s = -1, .A = 1}, true},
    Symbol{"K", 1.0, {.K = 1}, true},
    Symbol{"J", 1.0, d_energy, true},
    Symbol{"eV", elementary_charge, d_energy, true},
    Symbol{"W", 1.0, d_power, true},
    Symbol{"Wh", hour_s, d_energy, true},
    Symbol{"bit", 1.0, {.bit = 1}, true},
    Symbol{"b", 1.0, {.bit = 1}, true},
    Symbol{"B", 8.0, {.bit = 1}, true},
    Symbol{"byte", 8.0, {.bit = 1}, false},
    Symbol{"bps", 1.0, {.s = -1, .bit = 1}, true},
    Symbol{"KiB", 8.0 * 1024, {.bit = 1}, false},
    Symbol{"MiB", 8.0 * 1024 * 1024, {.bit = 1}, false},
    Symbol{"GiB", 8.0 * 1024 * 1024 * 1024, {.bit = 1}, false},
    Symbol{"TiB", 8.0 * 1024 * 1024 * 1024 * 1024, {.bit = 1}, false},
    Symbol{"USD", 1.0, {.USD = 1}, true},
    Symbol{"FLOP", 1.0, {}, true},
    Symbol{"l", 1e-3, {.m = 3}, true},
    Symbol{"L", 1e-3, {.m = 3}, true},
    Symbol{"LPM", 1e-3 / 60.0, {.m = 3, .s = -1}, false},
    Symbol{"%", 1e-2, {}, false},
    Symbol{"ppm", 1e-6, {}, false},
    Symbol{"1", 1.0, {}, false},
};

struct Prefix {
  std::string_view name;
  double factor;
};
constexpr std::array prefixes{Prefix{"k", 1e3},   Prefix{"M", 1e6},  Prefix{"G", 1e9},  Prefix{"T", 1e12},
                              Prefix{"P", 1e15},  Prefix{"E", 1e18}, Prefix{"Z", 1e21}, Prefix{"c", 1e-2},
                              Prefix{"m", 1e-3},  Prefix{"u", 1e-6}, Prefix{"n", 1e-9}, Prefix{"p", 1e-12},
                              Prefix{"f", 1e-15}, Prefix{"a", 1e-18}};

std::optional<Unit> find_symbol(std::string_view name) {
  for (const auto& s : symbols) {
    if (s.name == name) return Unit{.dimension = s.dimension, .factor = s.factor};
  }
  for (const auto& p : prefixes) {
    if (!name.starts_with(p.name)) continue;
    for (const auto& s : symbols) {
      if (s.takes_prefix && s.name == name.substr(p.name.size())) {
        return Unit{.dimension = s.dimension, .factor = p.factor * s.factor};
      }
    }
  }
  return std::nullopt;
}

/// Recursive descent over `term (('/' | '*' | ' ') term)*`, term = '(' expression ')' | symbol [^exponent].
class UnitParser {
 public:
  explicit UnitParser(std::string_view text) : text_(text) {}

  std::optional<Unit> parse() {
    auto unit = expression(0);
    if (!unit || at_ != text_.size()) return std::nullopt;
    return unit;
  }

 private:
  static constexpr int max_depth = 16;

  [[nodiscard]] char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  std::optional<Unit> expression(int depth) {
    auto left = term(depth);
    while (left && (peek() == '/' || peek() == '*' || peek() == ' ')) {
      const bool divide = peek() == '/';
      ++at_;
      const auto right = term(depth);
      if (!right) return std::nullopt;
      left = Unit{.dimension = divide ? left->dimension / right->dimension : left->dimension * right->dimension,
                  .factor = divide ? left->factor / right->factor : left->factor * right->factor};
    }
    return left;
  }

  std::optional<Unit> term(int depth) {
    if (depth > max_depth) return std::nullopt;
    if (peek() == '(') {
      ++at_;
      auto inner = expression(depth + 1);
      if (!inner || peek() != ')') return std::nullopt;
      ++at_;
      return inner;
    }
    return symbol();
  }

  std::optional<Unit> symbol() {
    const auto start = at_;
    while (at_ < text_.size() && is_symbol_char(text_[at_])) ++at_;
    if (at_ == start && peek() == '1') ++at_;
    auto unit = find_symbol(text_.substr(start, at_ - start));
    if (!unit) return std::nullopt;
    const auto n = exponent();
    if (!n) return std::nullopt;
    return Unit{.dimension = power(unit->dimension, *n), .factor = std::pow(unit->factor, *n)};
  }

  /// 1 when none is written; nothing when it is no exponent that a unit can have.
  std::optional<int> exponent() {
    constexpr int largest = 9;
    auto from = at_;
    if (peek() == '^') from = ++at_;
    if (peek() == '-') ++at_;
    while (peek() >= '0' && peek() <= '9') ++at_;
    const auto digits = text_.substr(from, at_ - from);
    if (digits.empty()) return from > 0 && text_[from - 1] == '^' ? std::nullopt : std::optional(1);
    int n = 1;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), n);
    if (error != std::errc{} || end != digits.data() + digits.size() || std::abs(n) > largest) return std::nullopt;
    return n;
  }

  static bool is_symbol_char(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '%'; }

  std::string_view text_;
  std::size_t at_ = 0;
};

std::optional<Unit> special_unit(std::string_view text) {
  if (text.empty() || text == "1") return Unit{};
  if (text == "dB") return Unit{.scale = Scale::decibel};
  if (text == "dBm") return Unit{.scale = Scale::dbm};
  if (text == "degC") return Unit{.dimension = {.K = 1}, .scale = Scale::kelvin, .offset = 273.15};
  if (text == "kelvin") return Unit{.dimension = {.K = 1}, .scale = Scale::kelvin};
  return std::nullopt;
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

std::string with_separators(std::string digits) {
  const auto dot = digits.find('.');
  auto at = static_cast<std::ptrdiff_t>(dot == std::string::npos ? digits.size() : dot) - 3;
  const std::ptrdiff_t first = digits.starts_with('-') ? 1 : 0;
  for (; at > first; at -= 3) digits.insert(static_cast<std::size_t>(at), ",");
  return digits;
}

}  // namespace

std::optional<Unit> parse_unit(std::string_view text) {
  constexpr std::size_t longest = 64;
  text = trim(text);
  if (auto special = special_unit(text)) return special;
  if (text.size() > longest) return std::nullopt;
  return UnitParser(text).parse();
}

std::optional<Parsed> parse_quantity(std::string_view text) {
  text = trim(text);
  double number = 0.0;
  const char* begin = text.data() + (text.starts_with('+') ? 1 : 0);
  const auto [end, error] = std::from_chars(begin, text.data() + text.size(), number);
  if (error != std::errc{} || !std::isfinite(number)) return std::nullopt;
  const auto rest = text.substr(static_cast<std::size_t>(end - text.data()));
  const auto unit = parse_unit(rest);
  if (!unit) return std::nullopt;
  const double stored = unit->to_stored(number);
  if (!std::isfinite(stored)) return std::nullopt;
  return Parsed{.stored = stored, .unit = *unit};
}

std::string format_number(double value, int significant_digits) {
  if (value == 0.0) return "0";
  if (!std::isfinite(value)) return std::isnan(value) ? "n/a" : (value > 0 ? "inf" : "-inf");
  const double magnitude = std::floor(std::log10(std::abs(value)));
  if (magnitude < -4 || magnitude > 9) return fmt::format("{:.{}e}", value, std::max(0, significant_digits - 1));
  const int decimals = std::clamp(significant_digits - 1 - static_cast<int>(magnitude), 0, 12);
  auto text = fmt::format("{:.{}f}", value, decimals);
  if (text.find('.') != std::string::npos) {
    text.erase(text.find_last_not_of('0') + 1);
    if (text.ends_with('.')) text.pop_back();
  }
  return with_separators(std::move(text));
}

std::string format_quantity(double stored, std::string_view unit_text, int significant_digits) {
  const auto unit = parse_unit(unit_text);
  const auto number = format_number(unit ? unit->from_stored(stored) : stored, significant_digits);
  if (unit_text.empty() || unit_text == "1") return number;
  return fmt::format("{}{}{}", number, unit_text == "%" ? "" : " ", unit_text);
}

std::string readable_unit(double stored, std::string_view unit_text) {
  struct Family {
    std::string_view base;
    std::array<std::string_view, 5> steps;
  };
  static constexpr std::array families{
      Family{"W", {"mW", "W", "kW", "MW", "GW"}},     Family{"USD", {"USD", "kUSD", "MUSD", "GUSD", ""}},
      Family{"s", {"ns", "us", "ms", "s", ""}},       Family{"bit/s", {"Mbit/s", "Gbit/s", "Tbit/s", "Pbit/s", ""}},
      Family{"Wh", {"kWh", "MWh", "GWh", "TWh", ""}},
  };
  for (const auto& family : families) {
    if (family.base != unit_text) continue;
    std::string_view best = family.steps.front();
    for (const auto step : family.steps) {
      if (!step.empty() && std::abs(stored) >= parse_unit(step)->factor * 0.9995) best = step;
    }
    return std::string(stored == 0.0 ? family.base : best);
  }
  return std::string(unit_text);
}

}  // namespace copack
