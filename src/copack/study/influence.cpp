// SPDX-License-Identifier: Apache-2.0
#include "copack/study/influence.hpp"

#include <algorithm>
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

/// Takes out of `y` what is proportional to `direction`, then scales it to length 1; a `y` with nothing of its own
/// becomes zero.
void make_orthonormal(std::vector<double>& y, std::span<const std::vector<double>> directions) {
  constexpr double rounding = 1e-12;
  const double before = std::inner_product(y.begin(), y.end(), y.begin(), 0.0);
  for (const auto& direction : directions) {
    const double part = std::inner_product(y.begin(), y.end(), direction.begin(), 0.0);
    for (std::size_t i = 0; i < y.size(); ++i) y[i] -= part * direction[i];
  }
  const double left = std::inner_product(y.begin(), y.end(), y.begin(), 0.0);
  const double scale = left > rounding * before ? 1.0 / std::sqrt(left) : 0.0;
  for (auto& v : y) v *= scale;
}

/// Least-squares quadratic in the ranks of x, at every point. Ranks may tie, so the basis is made orthonormal on them.
std::vector<double> quadratic_in_ranks(std::span<const double> x, std::span<const double> y) {
  const auto n = static_cast<double>(x.size());
  std::vector<double> t = numerics::ranks(x);
  for (auto& v : t) v = 2.0 * (v - 0.5) / n - 1.0;
  std::vector<double> square(t.size());
  std::ranges::transform(t, square.begin(), [](double v) { return v * v; });
  std::vector<std::vector<double>> basis;
  for (auto& next : {std::vector<double>(t.size(), 1.0), t, square}) {
    auto b = next;
    make_orthonormal(b, basis);
    basis.push_back(std::move(b));
  }
  std::vector<double> fit(t.size(), 0.0);
  for (const auto& b : basis) {
    const double part = std::inner_product(b.begin(), b.end(), y.begin(), 0.0);
    for (std::size_t i = 0; i < fit.size(); ++i) fit[i] += part * b[i];
  }
  return fit;
}

}  // namespace

double value_of_knowing(std::span<const double> x, std::span<const double> gain) {
  constexpr std::size_t enough = 8;
  if (x.size() < enough) return 0.0;
  // Sums in one order, so that a choice that never changes is worth exactly nothing.
  double knowing = 0.0;
  double blind = 0.0;
  for (const double expected : quadratic_in_ranks(x, gain)) {
    knowing += std::max(0.0, expected);
    blind += expected;
  }
  return std::max(0.0, knowing - std::max(0.0, blind)) / static_cast<double>(x.size());
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
