// SPDX-License-Identifier: Apache-2.0
#include "copack/numerics/distributions.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <limits>

#include "copack/numerics/pert.hpp"

namespace copack::numerics {
namespace {

bool is_logarithmic(Law law) { return law == Law::loguniform || law == Law::lognormal; }

double triangular_quantile(const Distribution& x, double u) {
  const double width = x.high - x.low, rise = x.nominal - x.low, fall = x.high - x.nominal;
  if (u * width <= rise) return x.low + std::sqrt(u * width * rise);
  return x.high - std::sqrt((1.0 - u) * width * fall);
}

double pert_quantile(const Distribution& x, double u) {
  const double width = x.high - x.low;
  return x.low + width * standard_pert_quantile((x.nominal - x.low) / width, u);
}

/// Quantile of a normal law with 5 % and 95 % quantiles a and b.
double normal_between(double a, double b, double u) {
  return 0.5 * (a + b) + 0.5 * (b - a) / normal_z95 * normal_quantile(u);
}

}  // namespace

std::span<const std::string_view> choice_names(Law /*law*/) {
  static constexpr std::array<std::string_view, 7> names{"fixed", "uniform", "loguniform", "triangular",
                                                         "pert",  "normal",  "lognormal"};
  return names;
}

void describe(Fields& f, Distribution& x) {
  f("law", x.law, "how the number is spread");
  f("nominal", "", x.nominal, "nominal value; the mode of triangular and pert", required);
  f("low", "", x.low, "lower end; 5 % quantile of normal and lognormal");
  f("high", "", x.high, "upper end; 95 % quantile of normal and lognormal");
}

std::vector<Problem> validate(const Distribution& x) {
  std::vector<Problem> problems;
  if (!std::isfinite(x.nominal)) problems.push_back({"nominal", "must be a finite number"});
  if (x.law == Law::fixed) return problems;
  if (!std::isfinite(x.low)) problems.push_back({"low", "must be a finite number"});
  if (!std::isfinite(x.high)) problems.push_back({"high", "must be a finite number"});
  if (x.low > x.high) {
    problems.push_back({"low", fmt::format("low {} is above high {}; swap them", x.low, x.high)});
  } else if (x.nominal < x.low || x.nominal > x.high) {
    problems.push_back(
        {"nominal", fmt::format("nominal {} lies outside [low, high] = [{}, {}]; widen the range or correct "
                                "the nominal value",
                                x.nominal, x.low, x.high)});
  }
  if (is_logarithmic(x.law) && x.low <= 0.0) {
    problems.push_back(
        {"low", fmt::format("low {} must be positive for a logarithmic law; use pert or uniform", x.low)});
  }
  return problems;
}

double quantile(const Distribution& x, double u) {
  if (!(u >= 0.0 && u <= 1.0)) return std::numeric_limits<double>::quiet_NaN();
  if (x.law == Law::fixed) return x.nominal;
  if (x.low == x.high) return x.low;
  switch (x.law) {
    case Law::fixed:
      break;
    case Law::uniform:
      return x.low + u * (x.high - x.low);
    case Law::loguniform:
      return x.low * std::pow(x.high / x.low, u);
    case Law::triangular:
      return triangular_quantile(x, u);
    case Law::pert:
      return pert_quantile(x, u);
    case Law::normal:
      return normal_between(x.low, x.high, u);
    case Law::lognormal:
      return std::exp(normal_between(std::log(x.low), std::log(x.high), u));
  }
  return x.nominal;
}

double mean(const Distribution& x) {
  if (x.law == Law::fixed) return x.nominal;
  if (x.low == x.high) return x.low;
  switch (x.law) {
    case Law::fixed:
      break;
    case Law::uniform:
    case Law::normal:
      return 0.5 * (x.low + x.high);
    case Law::loguniform:
      return (x.high - x.low) / std::log(x.high / x.low);
    case Law::triangular:
      return (x.low + x.nominal + x.high) / 3.0;
    case Law::pert:
      return (x.low + 4.0 * x.nominal + x.high) / 6.0;
    case Law::lognormal: {
      const double sigma = 0.5 * std::log(x.high / x.low) / normal_z95;
      return std::sqrt(x.low * x.high) * std::exp(0.5 * sigma * sigma);
    }
  }
  return x.nominal;
}

}  // namespace copack::numerics
