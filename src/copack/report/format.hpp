// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

/// How a reader sees numbers. Values come in stored units (SI, USD); shares are in [0, 1].
namespace copack::report {

/// What a number stands for, which fixes its prefix, sign and decimals.
enum class Style : unsigned char {
  plain,     ///< a pure number
  share,     ///< percent, changes in percentage points
  power,     ///< W with the prefix that reads best
  duration,  ///< from ns to years
  rate,      ///< events per day, or per year when rare
  money,     ///< USD with k, M, G
  gain,      ///< money with its sign
  date       ///< a calendar year with fraction, shown as its quarter
};

/// Prefix and decimals that a value is shown with; other values of the same row or axis take the same.
struct Scale {
  double factor = 1.0;  ///< shown = stored / factor
  std::string unit;
  int decimals = 0;
  bool sign = false;
};
Scale scale_for(Style style, double magnitude);

/// "0.86", without unit. Not finite: "n/a".
std::string number(double stored, const Scale& scale);
/// "0.86 MW"; a date gives "2027-Q3".
std::string shown(double stored, Style style);
/// "0.86 MW" when the unit is only known as text.
std::string shown_as(double stored, std::string_view unit);
/// "91.1 % [90.4, 91.7]", and "2027-Q3 [2027-Q1, 2028-Q2]"; without a spread the middle alone.
std::string interval(double middle, double low, double high, Style style);

/// A count: "12,345".
std::string whole(double value);
/// Rounded to the given significant digits, trailing zeros kept: "6.50", "12,300".
std::string significant(double value, int digits);
/// A probability or a share in whole percent, where that does not round to certainty: "57 %", ">99 %".
std::string percent(double share);
/// What changed against a base: "-45 %", "+0.2 points", "+5 months", "x64", "same".
std::string change(double value, double base, Style style);

/// "technologies/cpo-bailly.fru[0].failure_rate" as "cpo-bailly: fru[0] failure rate".
std::string readable_path(std::string_view path);

/// Number of characters (not bytes) of a UTF-8 text.
std::size_t length(std::string_view utf8);
/// The text cut to at most `characters`, the last three of them dots.
std::string shortened(std::string_view utf8, std::size_t characters);
/// First letter in upper case.
std::string capitalised(std::string text);

}  // namespace copack::report
