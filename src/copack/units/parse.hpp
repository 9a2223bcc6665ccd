// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "copack/units/dimension.hpp"

namespace copack {

/// How a printed number maps to the stored one.
enum class Scale : unsigned char {
  linear,   ///< stored in SI base units
  decibel,  ///< a ratio in dB, stored in dB
  dbm,      ///< a power level in dBm, stored in dBm
  kelvin    ///< an absolute temperature (degC or K), stored in kelvin
};

/// What a unit text means: `stored = number * factor + offset`.
struct Unit {
  Dimension dimension{};
  Scale scale = Scale::linear;
  double factor = 1.0;
  double offset = 0.0;

  [[nodiscard]] constexpr double to_stored(double number) const { return number * factor + offset; }
  [[nodiscard]] constexpr double from_stored(double stored) const { return (stored - offset) / factor; }
  [[nodiscard]] constexpr bool measures_same_as(const Unit& other) const {
    return dimension == other.dimension && scale == other.scale;
  }
};

/// Reads a unit: symbols with SI prefixes joined by '/', '*' or a blank, with '^n', or a trailing digit as exponent
/// ("pJ/bit", "W/(m*K)", "USD/kWh", "cm2*K/W", "1/h", "%/year", "dB", "dBm", "degC", "FIT"). Empty text means a pure
/// number. Returns nothing when the text is not a unit.
std::optional<Unit> parse_unit(std::string_view text);

/// A number read together with its unit; `stored` is in the convention of `unit.scale`.
struct Parsed {
  double stored = 0.0;
  Unit unit;
};

/// Reads "5.0 pJ/bit". @returns nothing when the text is not a finite number followed by a known unit.
std::optional<Parsed> parse_quantity(std::string_view text);

/// Prints a stored value in the given unit, in the shortest form that reads well ("5.625 pJ/bit", "27,648").
std::string format_quantity(double stored, std::string_view unit_text, int significant_digits = 4);

/// A number alone with thousands separators and the given significant digits.
std::string format_number(double value, int significant_digits = 4);

/// The unit with the prefix in which the value reads best ("W" with 0.31e6 gives "kW"); other units come back
/// unchanged.
std::string readable_unit(double stored, std::string_view unit_text);

}  // namespace copack
