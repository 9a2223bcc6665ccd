// SPDX-License-Identifier: Apache-2.0
#include "copack/numerics/test_functions.hpp"

#include <array>
#include <cmath>
#include <numbers>

#include "copack/numerics/sobol.hpp"

namespace copack::numerics {
namespace {

using std::numbers::pi;
constexpr double ishigami_a = 7.0, ishigami_b = 0.1;
constexpr std::array g_a{0.0, 1.0, 4.5, 9.0, 99.0, 99.0, 99.0, 99.0};

double ishigami(std::span<const double> u) {
  const auto x = [u](std::size_t i) { return pi * (2.0 * u[i] - 1.0); };
  return std::sin(x(0)) * (1.0 + ishigami_b * std::pow(x(2), 4)) + ishigami_a * std::pow(std::sin(x(1)), 2);
}

double g_function(std::span<const double> u) {
  double product = 1.0;
  for (std::size_t i = 0; i < g_a.size(); ++i) product *= (std::abs(4.0 * u[i] - 2.0) + g_a[i]) / (1.0 + g_a[i]);
  return product;
}

SobolIndices ishigami_indices() {
  const double b = ishigami_b, pi4 = std::pow(pi, 4), pi8 = pi4 * pi4;
  const double v1 = 0.5 * std::pow(1.0 + b * pi4 / 5.0, 2), v2 = ishigami_a * ishigami_a / 8.0;
  const double v13 = 8.0 * b * b * pi8 / 225.0, v = v1 + v2 + v13;
  return {.mean = 0.5 * ishigami_a,
          .variance = v,
          .first = {v1 / v, v2 / v, 0.0},
          .first_error = {},
          .total = {(v1 + v13) / v, v2 / v, v13 / v},
          .total_error = {}};
}

SobolIndices g_indices() {
  SobolIndices out;
  out.mean = 1.0;
  double product = 1.0;
  const auto share = [](double a) { return 1.0 / (3.0 * (1.0 + a) * (1.0 + a)); };
  for (const double a : g_a) product *= 1.0 + share(a);
  out.variance = product - 1.0;
  for (const double a : g_a) {
    out.first.push_back(share(a) / out.variance);
    out.total.push_back(share(a) * product / (1.0 + share(a)) / out.variance);
  }
  return out;
}

}  // namespace

std::span<const std::string_view> choice_names(TestFunction /*function*/) {
  static constexpr std::array<std::string_view, 2> names{"ishigami", "g"};
  return names;
}

int dimensions(TestFunction function) { return function == TestFunction::ishigami ? 3 : static_cast<int>(g_a.size()); }

double value(TestFunction function, std::span<const double> u) {
  return function == TestFunction::ishigami ? ishigami(u) : g_function(u);
}

SobolIndices exact_indices(TestFunction function) {
  return function == TestFunction::ishigami ? ishigami_indices() : g_indices();
}

SobolIndices estimated_indices(TestFunction function, int points, std::uint32_t seed) {
  const int d = dimensions(function);
  const auto n = static_cast<std::size_t>(points), width = static_cast<std::size_t>(d);
  const SobolSequence sequence(2 * d);  // A takes the first half of the coordinates, B the second
  std::vector<double> y_a(n), y_b(n), a(width), b(width);
  Matrix y_ab(width, n);
  for (std::size_t k = 0; k < n; ++k) {
    for (std::size_t i = 0; i < width; ++i) {
      a[i] = sequence.point(static_cast<std::uint32_t>(k), static_cast<int>(i), seed);
      b[i] = sequence.point(static_cast<std::uint32_t>(k), static_cast<int>(i) + d, seed);
    }
    y_a[k] = value(function, a);
    y_b[k] = value(function, b);
    for (std::size_t i = 0; i < width; ++i) {
      std::swap(a[i], b[i]);
      y_ab(i, k) = value(function, a);
      std::swap(a[i], b[i]);
    }
  }
  return sobol_indices(y_a, y_b, y_ab);
}

}  // namespace copack::numerics
