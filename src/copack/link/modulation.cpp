// SPDX-License-Identifier: Apache-2.0
#include "copack/link/modulation.hpp"

#include <fmt/format.h>

#include <array>
#include <bit>
#include <cmath>
#include <limits>
#include <numbers>

namespace copack::link {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// ln of SER / Q(x) = 2 (1 - 1/M).
double log_symbol_factor(double m) { return std::log(2.0 * (1.0 - 1.0 / m)); }

/// Abramowitz & Stegun 1964, eq. 26.2.23: error below 4.5e-4 for p <= 1/2.
double tail_argument_guess(double log_p) {
  const double t = std::sqrt(-2.0 * log_p);
  return t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1.0 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
}

}  // namespace

std::span<const std::string_view> choice_names(Modulation /*unused*/) {
  static constexpr std::array<std::string_view, 2> names{"nrz", "pam4"};
  return names;
}

std::span<const std::string_view> choice_names(ErrorMeasure /*unused*/) {
  static constexpr std::array<std::string_view, 3> names{"q", "symbol_error_ratio", "bit_error_ratio"};
  return names;
}

double log_tail(double x) {
  constexpr double asymptotic_from = 30.0;  // erfc is still far from its underflow (x = 37.5) here
  if (x < asymptotic_from) return std::log(0.5 * std::erfc(x / std::numbers::sqrt2));
  // Abramowitz & Stegun 1964, eq. 26.2.12; the first term left out is below 1e-14 of the sum.
  const double r = 1.0 / (x * x);
  const double series = 1.0 - r * (1.0 - 3.0 * r * (1.0 - 5.0 * r * (1.0 - 7.0 * r * (1.0 - 9.0 * r))));
  return -0.5 * x * x - std::log(x) - 0.5 * std::log(2.0 * std::numbers::pi) + std::log(series);
}

double tail_argument(double log_p) {
  if (log_p >= 0.0) return -infinity;
  if (log_p == -infinity) return infinity;
  if (log_p > -std::numbers::ln2) return -tail_argument(std::log(-std::expm1(log_p)));
  double x = tail_argument_guess(log_p);
  // Newton on ln Q, which is concave and nearly parabolic: two steps take 4.5e-4 below 1e-12.
  for (int i = 0; i < 2; ++i) {
    const double f = log_tail(x);
    const double log_density = -0.5 * x * x - 0.5 * std::log(2.0 * std::numbers::pi);
    x += (f - log_p) * std::exp(f - log_density);
  }
  return x;
}

double log_bit_error_ratio(double x, int levels) {
  const double m = levels;
  return log_symbol_factor(m) - std::log(std::log2(m)) + log_tail(x);
}

double bit_error_ratio(double x, int levels) {
  const double m = levels;
  return (1.0 - 1.0 / m) / std::log2(m) * std::erfc(x / std::numbers::sqrt2);
}

double q_argument(double ber, int levels) {
  const double m = levels;
  return tail_argument(std::log(ber * std::log2(m)) - log_symbol_factor(m));
}

void describe(Fields& f, ModulationInputs& x) {
  f("levels", "", x.levels, "number of amplitude levels, M (a power of two)", {.min = 2, .max = 64});
  f("given", x.given, "what the value is");
  f("value", "", x.value, "Q argument x, symbol error ratio or bit error ratio", required_non_negative);
}

void describe(Fields& f, ModulationResults& x) {
  f("q", "", x.q, "Q argument of one eye, x");
  f("symbol_error_ratio", "", x.symbol_error_ratio, "2 (1 - 1/M) Q(x)", by("2 * (1 - 1 / levels) * Q(q)"));
  f("bit_error_ratio", "", x.bit_error_ratio, "with Gray coding", by("symbol_error_ratio / log2(levels)"));
  f("log10_bit_error_ratio", "", x.log10_bit_error_ratio, "decimal logarithm of the bit error ratio",
    by("log10(bit_error_ratio)"));
}

std::vector<Problem> validate(const ModulationInputs& in) {
  std::vector<Problem> problems;
  if (in.levels < 2 || !std::has_single_bit(static_cast<unsigned>(in.levels))) {
    problems.push_back({"levels", fmt::format("{} is not a power of two; use 2 (NRZ), 4 (PAM4), 8 ...", in.levels)});
  }
  if (in.given != ErrorMeasure::q && in.value >= 1.0) {
    problems.push_back({"value", fmt::format("an error ratio of {} is not below 1", in.value)});
  }
  return problems;
}

ModulationResults evaluate(const ModulationInputs& in) {
  const double m = in.levels;
  ModulationResults out;
  switch (in.given) {
    case ErrorMeasure::q:
      out.q = in.value;
      break;
    case ErrorMeasure::symbol_error_ratio:
      out.q = q_argument(in.value / std::log2(m), in.levels);
      break;
    case ErrorMeasure::bit_error_ratio:
      out.q = q_argument(in.value, in.levels);
      break;
  }
  const double log_ber = log_bit_error_ratio(out.q, in.levels);
  out.bit_error_ratio = std::exp(log_ber);
  out.symbol_error_ratio = out.bit_error_ratio * std::log2(m);
  out.log10_bit_error_ratio = log_ber / std::numbers::ln10;
  return out;
}

}  // namespace copack::link
