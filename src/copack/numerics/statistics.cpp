// SPDX-License-Identifier: Apache-2.0
#include "copack/numerics/statistics.hpp"

#include <algorithm>
#include <cmath>
#include <compare>
#include <limits>
#include <numeric>

namespace copack::numerics {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// In ascending order; a sample with a NaN has no order and becomes a single NaN.
std::vector<double> sorted_copy(std::span<const double> values) {
  if (std::ranges::any_of(values, [](double v) { return std::isnan(v); })) return {nan};
  std::vector<double> sorted(values.begin(), values.end());
  std::ranges::sort(sorted);
  return sorted;
}

}  // namespace

std::vector<std::size_t> ascending_order(std::span<const double> values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, [&](std::size_t a, std::size_t b) {
    const auto relation = std::weak_order(values[a], values[b]);  // `<` would not order NaN
    return relation == 0 ? a < b : relation < 0;
  });
  return order;
}

double mean(std::span<const double> values) {
  if (values.empty()) return nan;
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double variance(std::span<const double> values) {
  if (values.size() < 2) return values.empty() ? nan : 0.0;
  const double centre = mean(values);
  double sum = 0.0;
  for (const double v : values) sum += (v - centre) * (v - centre);
  return sum / static_cast<double>(values.size() - 1);
}

double sorted_quantile(std::span<const double> sorted, double p) {
  if (sorted.empty() || !(p >= 0.0 && p <= 1.0)) return nan;
  const double position = p * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(position);
  if (below + 1 >= sorted.size()) return sorted.back();
  return std::lerp(sorted[below], sorted[below + 1], position - static_cast<double>(below));
}

double sample_quantile(std::span<const double> values, double p) { return sorted_quantile(sorted_copy(values), p); }

Summary summarize(std::span<const double> values) {
  const auto sorted = sorted_copy(values);
  return {.mean = mean(values),
          .sd = std::sqrt(variance(values)),
          .min = sorted_quantile(sorted, 0.0),
          .p05 = sorted_quantile(sorted, 0.05),
          .p10 = sorted_quantile(sorted, 0.10),
          .p50 = sorted_quantile(sorted, 0.50),
          .p90 = sorted_quantile(sorted, 0.90),
          .p95 = sorted_quantile(sorted, 0.95),
          .max = sorted_quantile(sorted, 1.0)};
}

double cvar_high(std::span<const double> costs, std::span<const double> weights, double level) {
  if (costs.empty() || costs.size() != weights.size() || !(level >= 0.0 && level <= 1.0)) return nan;
  const auto order = ascending_order(costs);
  const double tail = (1.0 - level) * std::accumulate(weights.begin(), weights.end(), 0.0);
  if (!(tail > 0.0)) return costs[order.back()];
  double left = tail, sum = 0.0;
  for (auto worst = order.rbegin(); worst != order.rend() && left > 0.0; ++worst) {
    const std::size_t i = *worst;
    const double taken = std::min(weights[i], left);
    sum += taken * costs[i];
    left -= taken;
  }
  return sum / (tail - left);
}

double cvar_high(std::span<const double> costs, double level) {
  return cvar_high(costs, std::vector<double>(costs.size(), 1.0), level);
}

double cvar_low(std::span<const double> values, double level) {
  std::vector<double> costs(values.size());
  std::ranges::transform(values, costs.begin(), std::negate<>());
  return 0.0 - cvar_high(costs, level);  // not the unary minus, which makes a negative zero
}

double probability_of_superiority(std::span<const double> a, std::span<const double> b) {
  if (a.empty() || a.size() != b.size()) return nan;
  double won = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) won += a[i] < b[i] ? 1.0 : (a[i] == b[i] ? 0.5 : 0.0);
  return won / static_cast<double>(a.size());
}

}  // namespace copack::numerics
