// SPDX-License-Identifier: Apache-2.0
#include "copack/study/influence.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "copack/numerics/sampling.hpp"
#include "copack/numerics/sensitivity.hpp"
#include "copack/numerics/statistics.hpp"

namespace copack::study {
namespace {

/// Values of y in the order of x.
std::vector<double> ordered_by(std::span<const double> x, std::span<const double> y) {
  std::vector<std::size_t> order(x.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return x[i]; });
  std::vector<double> sorted;
  sorted.reserve(order.size());
  for (const auto i : order) sorted.push_back(y[i]);
  return sorted;
}

/// Legendre polynomials of degree 0, 1, 2 on [-1, 1]: nearly orthogonal over equally spaced ranks.
std::array<double, 3> basis(double t) { return {1.0, t, 1.5 * t * t - 0.5}; }

}  // namespace

double value_of_knowing(std::span<const double> x, std::span<const double> gain) {
  constexpr std::size_t enough = 8;
  if (x.size() < enough) return 0.0;
  const auto ranks = numerics::ranks(x);
  const auto n = static_cast<double>(x.size());
  const auto scaled = [&](std::size_t i) { return 2.0 * (ranks[i] - 0.5) / n - 1.0; };
  std::array<double, 3> projection{};
  std::array<double, 3> norm{};
  for (std::size_t i = 0; i < x.size(); ++i) {
    const auto b = basis(scaled(i));
    for (std::size_t k = 0; k < b.size(); ++k) {
      projection[k] += b[k] * gain[i];
      norm[k] += b[k] * b[k];
    }
  }
  double knowing = 0.0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const auto b = basis(scaled(i));
    double expected = 0.0;
    for (std::size_t k = 0; k < b.size(); ++k) expected += b[k] * projection[k] / norm[k];
    knowing += std::max(0.0, expected);
  }
  return std::max(0.0, knowing / n - std::max(0.0, projection[0] / n));
}

std::vector<Influence> influences(const Model& model, const WorldTable& table, std::span<const double> npv) {
  constexpr double tail = 0.1;
  std::vector<Influence> list;
  const auto all = model.parameters.all();
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto values = table.parameter(i);
    const auto sorted = ordered_by(values, npv);
    const auto n = std::max<std::size_t>(1, static_cast<std::size_t>(tail * static_cast<double>(sorted.size())));
    list.push_back({.path = all[i].path,
                    .unit = all[i].unit,
                    .low = numerics::sample_quantile(values, tail),
                    .nominal = all[i].spread.nominal,
                    .high = numerics::sample_quantile(values, 1.0 - tail),
                    .share = std::max(0.0, numerics::given_data_index(values, npv).first),
                    .npv_at_low = numerics::mean(std::span(sorted).first(n)),
                    .npv_at_high = numerics::mean(std::span(sorted).last(n)),
                    .value_of_knowing = value_of_knowing(values, npv),
                    .kind = std::string(choice_names(all[i].value.kind)[static_cast<std::size_t>(all[i].value.kind)]),
                    .source = all[i].value.source});
  }
  std::ranges::stable_sort(list, std::ranges::greater{}, &Influence::share);
  return list;
}

}  // namespace copack::study
