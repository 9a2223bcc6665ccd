// SPDX-License-Identifier: Apache-2.0
#include "copack/report/format.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

#include "copack/units/parse.hpp"

namespace copack::report {
namespace {

struct Step {
  double factor;
  std::string_view unit;
};

constexpr double hour = 3600.0;
constexpr double day = 24.0 * hour;
constexpr double year = 8760.0 * hour;
constexpr std::array power_steps{Step{1e-3, "mW"}, Step{1.0, "W"}, Step{1e3, "kW"}, Step{1e6, "MW"}, Step{1e9, "GW"}};
constexpr std::array money_steps{Step{1.0, "USD"}, Step{1e3, "k USD"}, Step{1e6, "M USD"}, Step{1e9, "G USD"}};
constexpr std::array time_steps{Step{1e-9, "ns"}, Step{1e-6, "us"},        Step{1e-3, "ms"},         Step{1.0, "s"},
                                Step{hour, "h"},  Step{2.0 * day, "days"}, Step{2.0 * year, "years"}};

/// The largest step that the magnitude reaches, with a little slack so that 999.9 W reads as 1.00 kW.
Step pick(std::span<const Step> steps, double magnitude) {
  Step best = steps.front();
  for (const auto& step : steps) {
    if (magnitude >= step.factor * 0.9995) best = step;
  }
  return best;
}

bool is_money(Style style) { return style == Style::money || style == Style::gain; }

Step step_for(Style style, double magnitude) {
  if (magnitude == 0.0 || !std::isfinite(magnitude)) magnitude = is_money(style) ? 1e6 : 1.0;
  switch (style) {
    case Style::share:
      return {0.01, "%"};
    case Style::power:
      return pick(power_steps, magnitude);
    case Style::money:
    case Style::gain:
      return pick(money_steps, magnitude);
    case Style::duration: {
      const Step step = pick(time_steps, magnitude);
      if (step.unit == "days") return {day, "days"};
      if (step.unit == "years") return {year, "years"};
      return step;
    }
    case Style::rate:
      return magnitude * day < 0.05 ? Step{1.0 / year, "/year"} : Step{1.0 / day, "/day"};
    default:
      return {1.0, ""};
  }
}

int decimals_for(double value, int digits) {
  if (value == 0.0 || !std::isfinite(value)) return 0;
  return std::clamp(digits - 1 - static_cast<int>(std::floor(std::log10(std::abs(value)) + 1e-9)), 0, 6);
}

std::string with_commas(std::string text) {
  const auto dot = text.find('.');
  const std::ptrdiff_t first = text.starts_with('-') || text.starts_with('+') ? 1 : 0;
  auto at = static_cast<std::ptrdiff_t>(dot == std::string::npos ? text.size() : dot) - 3;
  for (; at > first; at -= 3) text.insert(static_cast<std::size_t>(at), ",");
  return text;
}

bool is_zero(std::string_view digits) { return digits.find_first_of("123456789") == std::string_view::npos; }

std::string quarter(double calendar_year) {
  if (!std::isfinite(calendar_year)) return std::isnan(calendar_year) ? "n/a" : "never";
  constexpr double tiny = 1e-9;
  const double whole = std::floor(calendar_year + tiny);
  const int q = std::clamp(static_cast<int>((calendar_year + tiny - whole) * 4.0), 0, 3);
  return fmt::format("{:.0f}-Q{}", whole, q + 1);
}

std::string months(double difference) {
  const double n = std::round(difference * 12.0);
  return n == 0.0 ? "same" : fmt::format("{:+.0f} month{}", n, std::abs(n) == 1.0 ? "" : "s");
}

std::string relative(double value, double base) {
  const double ratio = value / base;
  constexpr double many = 3.0;
  if (ratio >= many) return "x" + shown(ratio, Style::plain);
  const double percent_change = 100.0 * (ratio - 1.0);
  if (std::abs(percent_change) < 0.05) return "same";
  return fmt::format("{:+.{}f} %", percent_change, std::abs(percent_change) < 10.0 ? 1 : 0);
}

bool continues(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

}  // namespace

Scale scale_for(Style style, double magnitude) {
  magnitude = std::abs(magnitude);
  const Step step = step_for(style, magnitude);
  Scale scale{.factor = step.factor, .unit = std::string(step.unit), .sign = style == Style::gain};
  scale.decimals = decimals_for(magnitude / step.factor, 3);
  if (style == Style::share) scale.decimals = std::min(scale.decimals, 2);
  if (is_money(style) && scale.factor > 1.0) scale.decimals = std::min(scale.decimals, 1);
  if (style == Style::plain && magnitude == std::round(magnitude)) scale.decimals = 0;
  return scale;
}

std::string number(double stored, const Scale& scale) {
  if (std::isnan(stored)) return "n/a";
  if (std::isinf(stored)) return stored > 0.0 ? "unlimited" : "-unlimited";
  const double value = stored / scale.factor;
  constexpr double longest = 1e15;
  if (std::abs(value) >= longest) return fmt::format("{:.2e}", value);
  auto text = fmt::format("{:.{}f}", std::abs(value), scale.decimals);
  if (is_zero(text)) return value == 0.0 ? "0" : text;
  text.insert(0, value < 0.0 ? "-" : (scale.sign ? "+" : ""));
  return with_commas(std::move(text));
}

std::string shown(double stored, Style style) {
  if (style == Style::date) return quarter(stored);
  if (style == Style::plain && stored != 0.0 && std::abs(stored) < 1e-3) return significant(stored, 3);
  const Scale scale = scale_for(style, stored);
  const auto text = number(stored, scale);
  const bool unit_of_zero_is_a_choice = is_money(style) || style == Style::duration;
  if (scale.unit.empty() || !std::isfinite(stored) || (text == "0" && unit_of_zero_is_a_choice)) return text;
  return text + " " + scale.unit;
}

std::string shown_as(double stored, std::string_view unit) {
  if (!std::isfinite(stored)) return number(stored, {});
  constexpr std::array bases{Step{1.0, "W"}, Step{1.0, "USD"}};
  const auto parsed = parse_unit(unit);
  if (!parsed) return significant(stored, 4) + " " + std::string(unit);
  for (const auto& base : bases) {
    if (parsed->measures_same_as(*parse_unit(base.unit)))
      return shown(stored, base.unit == "W" ? Style::power : Style::money);
  }
  if (unit.starts_with("1/")) return format_number(parsed->from_stored(stored)) + " " + std::string(unit.substr(1));
  return format_quantity(stored, unit);
}

std::string interval(double middle, double low, double high, Style style) {
  if (!(high > low)) return shown(middle, style);
  if (style == Style::date) return fmt::format("{} [{}, {}]", quarter(middle), quarter(low), quarter(high));
  if (!std::isfinite(low) || !std::isfinite(high)) return shown(middle, style);
  const Scale scale = scale_for(style, std::max({std::abs(middle), std::abs(low), std::abs(high)}));
  const auto range = fmt::format("[{}, {}]", number(low, scale), number(high, scale));
  if (scale.unit.empty()) return fmt::format("{} {}", number(middle, scale), range);
  return fmt::format("{} {} {}", number(middle, scale), scale.unit, range);
}

std::string whole(double value) { return number(std::round(value), {}); }

std::string significant(double value, int digits) {
  if (!std::isfinite(value)) return number(value, {});
  constexpr double smallest = 1e-4;
  constexpr double largest = 1e9;
  const double magnitude = std::abs(value);
  if (value != 0.0 && (magnitude < smallest || magnitude >= largest)) return fmt::format("{:.{}e}", value, digits - 1);
  const int excess = static_cast<int>(std::floor(std::log10(std::max(magnitude, 1.0)) + 1e-9)) + 1 - digits;
  const double step = std::pow(10.0, std::max(excess, 0));
  const double rounded = excess > 0 ? std::round(value / step) * step : value;
  return with_commas(fmt::format("{:.{}f}", rounded, decimals_for(rounded, digits)));
}

std::string percent(double share) {
  if (!std::isfinite(share)) return number(share, {});
  constexpr double half = 0.005;
  if (share > 0.0 && share < half) return "<1 %";
  if (share < 1.0 && share > 1.0 - half) return ">99 %";
  return fmt::format("{:.0f} %", 100.0 * share);
}

std::string change(double value, double base, Style style) {
  if (!std::isfinite(value) || !std::isfinite(base)) return "";
  if (style == Style::date) return months(value - base);
  if (style == Style::share) {
    const double points = 100.0 * (value - base);
    return std::abs(points) < 0.005 ? "same" : fmt::format("{:+.{}f} points", points, std::abs(points) < 1.0 ? 2 : 1);
  }
  if (value == base) return "same";
  return base == 0.0 ? "" : relative(value, base);
}

std::string readable_path(std::string_view path) {
  const auto slash = path.rfind('/');
  if (slash != std::string_view::npos) path.remove_prefix(slash + 1);
  std::string text;
  bool first = true;
  for (const char c : path) {
    if (c == '.') {
      text += first ? ": " : " ";
      first = false;
    } else {
      text += c == '_' ? ' ' : c;
    }
  }
  return text;
}

std::size_t length(std::string_view utf8) {
  return static_cast<std::size_t>(std::ranges::count_if(utf8, [](char c) { return !continues(c); }));
}

std::string shortened(std::string_view utf8, std::size_t characters) {
  if (length(utf8) <= characters) return std::string(utf8);
  const std::size_t keep = characters > 3 ? characters - 3 : 0;
  std::size_t at = 0;
  for (std::size_t n = 0; at < utf8.size(); ++at) {
    if (!continues(utf8[at]) && n++ == keep) break;
  }
  return std::string(utf8.substr(0, at)) + "...";
}

std::string capitalised(std::string text) {
  if (!text.empty() && text.front() >= 'a' && text.front() <= 'z')
    text.front() = static_cast<char>(text.front() - 'a' + 'A');
  return text;
}

}  // namespace copack::report
