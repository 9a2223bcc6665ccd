// SPDX-License-Identifier: Apache-2.0
#include "copack/numerics/pareto.hpp"

#include <algorithm>
#include <cmath>

namespace copack::numerics {
namespace {

bool dominates(std::span<const double> a, std::span<const double> b) {
  bool better = false;
  for (std::size_t k = 0; k < a.size(); ++k) {
    if (!(a[k] <= b[k])) return false;
    better = better || a[k] < b[k];
  }
  return better;
}

bool has_nan(std::span<const double> row) {
  return std::ranges::any_of(row, [](double x) { return std::isnan(x); });
}

}  // namespace

std::vector<std::size_t> pareto_set(const Matrix& objectives) {
  std::vector<std::size_t> set;
  for (std::size_t i = 0; i < objectives.rows(); ++i) {
    bool dominated = has_nan(objectives.row(i));
    for (std::size_t j = 0; j < objectives.rows() && !dominated; ++j) {
      dominated = dominates(objectives.row(j), objectives.row(i));
    }
    if (!dominated) set.push_back(i);
  }
  return set;
}

double hypervolume_2d(std::span<const std::array<double, 2>> points, std::array<double, 2> reference) {
  std::vector<std::array<double, 2>> inside;
  std::ranges::copy_if(points, std::back_inserter(inside),
                       [&](const auto& p) { return p[0] < reference[0] && p[1] < reference[1]; });
  std::ranges::sort(inside);
  double area = 0.0, floor = reference[1];
  for (const auto& [x, y] : inside) {
    if (y >= floor) continue;
    area += (reference[0] - x) * (floor - y);
    floor = y;
  }
  return area;
}

}  // namespace copack::numerics
