// SPDX-License-Identifier: Apache-2.0
#include "copack/numerics/sensitivity.hpp"

#include <Eigen/Cholesky>
#include <Eigen/Core>
#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>
#include <stdexcept>

#include "copack/numerics/statistics.hpp"

namespace copack::numerics {
namespace {

void require(bool condition, const char* message) {
  if (!condition) throw std::invalid_argument(message);
}

struct Estimate {
  double mean = 0.0;
  double error = 0.0;
};

/// Mean of the terms and its standard error.
Estimate estimate(std::span<const double> terms) {
  return {mean(terms), std::sqrt(variance(terms) / static_cast<double>(terms.size()))};
}

struct Bin {
  double sum = 0.0;
  double sum_of_squares = 0.0;
  double count = 0.0;
};

/// Bins of y - centre, of at least `smallest` samples in the order of x; equal x are never parted.
std::vector<Bin> bin_by(std::span<const double> x, std::span<const double> y, double centre, double smallest) {
  const auto order = ascending_order(x);
  std::vector<Bin> bins;
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (i == 0 || (bins.back().count >= smallest && x[order[i]] != x[order[i - 1]])) bins.emplace_back();
    Bin& bin = bins.back();
    const double value = y[order[i]] - centre;
    bin.sum += value;
    bin.sum_of_squares += value * value;
    bin.count += 1.0;
  }
  return bins;
}

/// c(u) = b' C_u C_uu^-1 C_u' b, the variance of y explained by the inputs in u.
double explained_variance(std::size_t subset, const Eigen::MatrixXd& covariance,
                          const Eigen::VectorXd& covariance_with_y) {
  const Eigen::Index size = std::popcount(subset);
  Eigen::MatrixXd within(size, size);
  Eigen::VectorXd with_y(size);
  Eigen::Index row = 0;
  for (std::size_t u = subset; u != 0; u &= u - 1, ++row) {
    const Eigen::Index i = std::countr_zero(u);
    with_y[row] = covariance_with_y[i];
    Eigen::Index column = 0;
    for (std::size_t v = subset; v != 0; v &= v - 1, ++column) within(row, column) = covariance(i, std::countr_zero(v));
  }
  return with_y.dot(within.ldlt().solve(with_y));
}

}  // namespace

SobolIndices sobol_indices(std::span<const double> y_a, std::span<const double> y_b, const Matrix& y_ab) {
  const std::size_t n = y_a.size();
  require(n >= 2 && y_b.size() == n && y_ab.columns() == n,
          "Sobol' indices need equally many outputs (2 or more) of A, B and AB");
  std::vector<double> both(y_a.begin(), y_a.end());
  both.insert(both.end(), y_b.begin(), y_b.end());
  SobolIndices out{
      .mean = mean(both), .variance = variance(both), .first = {}, .first_error = {}, .total = {}, .total_error = {}};
  const double scale = out.variance > 0.0 ? 1.0 / out.variance : 0.0;
  std::vector<double> first(n), total(n);
  for (std::size_t i = 0; i < y_ab.rows(); ++i) {
    const auto y_i = y_ab.row(i);
    for (std::size_t k = 0; k < n; ++k) {
      const double change = y_i[k] - y_a[k];
      first[k] = scale * (y_b[k] - out.mean) * change;
      total[k] = scale * 0.5 * change * change;
    }
    const Estimate s = estimate(first), st = estimate(total);
    out.first.push_back(s.mean);
    out.first_error.push_back(s.error);
    out.total.push_back(st.mean);
    out.total_error.push_back(st.error);
  }
  return out;
}

GivenDataIndex given_data_index(std::span<const double> x, std::span<const double> y) {
  require(x.size() == y.size(), "an index needs equally many inputs and outputs");
  const auto n = static_cast<double>(x.size());
  const auto bins = bin_by(x, y, mean(y), std::max(2.0, n / std::max(2.0, std::round(2.0 * std::cbrt(n)))));
  const auto k = static_cast<double>(bins.size());
  if (k < 2.0 || n <= k) return {0.0, static_cast<int>(bins.size())};
  double between = 0.0, within = 0.0;
  for (const Bin& bin : bins) {
    const double average = bin.sum / bin.count;
    between += bin.sum * average;
    within += bin.sum_of_squares - bin.sum * average;
  }
  const double total = between + within;
  const double first = total > 0.0 ? (between - (k - 1.0) * within / (n - k)) / total : 0.0;
  return {first, static_cast<int>(bins.size())};
}

std::vector<double> shapley_values(std::span<const double> worth) {
  require(std::has_single_bit(worth.size()), "Shapley effects need the worth of every subset");
  const auto d = static_cast<std::size_t>(std::countr_zero(worth.size()));
  // weight[k] = k! (d - k - 1)! / d! = 1 / (d * binomial(d - 1, k))
  std::vector<double> weight(d);
  double binomial = 1.0;
  for (std::size_t k = 0; k < d; ++k) {
    weight[k] = 1.0 / (static_cast<double>(d) * binomial);
    binomial *= static_cast<double>(d - 1 - k) / static_cast<double>(k + 1);
  }
  std::vector<double> shapley(d, 0.0);
  for (std::size_t u = 0; u < worth.size(); ++u) {
    for (std::size_t i = 0; i < d; ++i) {
      const std::size_t with_i = u | (std::size_t{1} << i);
      if (with_i != u) shapley[i] += weight[static_cast<std::size_t>(std::popcount(u))] * (worth[with_i] - worth[u]);
    }
  }
  return shapley;
}

std::vector<double> linear_gaussian_shapley(std::span<const double> coefficients, const Matrix& covariance) {
  const std::size_t d = coefficients.size();
  require(d <= 12 && covariance.rows() == d && covariance.columns() == d,
          "exact Shapley effects need a square covariance of at most 12 inputs");
  const auto size = static_cast<Eigen::Index>(d);
  const Eigen::Map<const Eigen::VectorXd> b(coefficients.data(), size);
  const Eigen::Map<const Eigen::MatrixXd> c(covariance.values().data(), size,
                                            size);  // symmetric: either order of storage
  const Eigen::VectorXd with_y = c * b;
  std::vector<double> worth(std::size_t{1} << d, 0.0);
  for (std::size_t u = 1; u < worth.size(); ++u) worth[u] = explained_variance(u, c, with_y);
  if (worth.back() > 0.0) {
    for (double& w : worth) w /= worth[worth.size() - 1];
  }
  return shapley_values(worth);
}

}  // namespace copack::numerics
