// SPDX-License-Identifier: Apache-2.0
#include "copack/numerics/sampling.hpp"

#include <fmt/format.h>

#include <Eigen/Cholesky>
#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <numeric>

#include "copack/numerics/probability_functions.hpp"
#include "copack/numerics/statistics.hpp"

namespace copack::numerics {
namespace {

using Dense = Eigen::MatrixXd;
using Index = Eigen::Index;

Dense to_eigen(const Matrix& m) {
  using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  return Eigen::Map<const RowMajor>(m.values().data(), static_cast<Index>(m.rows()), static_cast<Index>(m.columns()));
}

/// The correlation of bivariate normal scores whose Spearman correlation is rho (Pearson 1907).
double normal_correlation(double rho) { return 2.0 * std::sin(std::numbers::pi / 6.0 * rho); }

/// Lower Cholesky factor, or nothing when the matrix is not positive definite.
std::optional<Dense> cholesky(const Dense& m) {
  if (!m.allFinite()) return std::nullopt;
  const Eigen::LLT<Dense> llt(m);
  if (llt.info() != Eigen::Success) return std::nullopt;
  return Dense(llt.matrixL());
}

std::optional<Dense> factor_of(const Matrix& rank_correlation) {
  if (!validate_rank_correlation(rank_correlation).empty()) return std::nullopt;
  return cholesky(to_eigen(rank_correlation).unaryExpr(&normal_correlation));
}

/// Normal scores of each column's ranks, centred and of unit variance.
Dense normal_scores(const Matrix& samples) {
  const std::size_t n = samples.rows();
  Dense scores(static_cast<Index>(n), static_cast<Index>(samples.columns()));
  for (std::size_t j = 0; j < samples.columns(); ++j) {
    const auto rank = ranks(samples.column(j));
    auto column = scores.col(static_cast<Index>(j));
    for (std::size_t i = 0; i < n; ++i) {
      column[static_cast<Index>(i)] = normal_quantile(rank[i] / (static_cast<double>(n) + 1.0));
    }
    column.array() -= column.mean();
    column /= std::sqrt(column.squaredNorm() / static_cast<double>(n));
  }
  return scores;
}

}  // namespace

std::vector<double> ranks(std::span<const double> values) {
  const auto order = ascending_order(values);
  std::vector<double> rank(values.size());
  for (std::size_t first = 0; first < order.size();) {
    std::size_t last = first;
    while (last + 1 < order.size() && values[order[last + 1]] == values[order[first]]) ++last;
    for (std::size_t i = first; i <= last; ++i) rank[order[i]] = 0.5 * static_cast<double>(first + last) + 1.0;
    first = last + 1;
  }
  return rank;
}

double spearman(std::span<const double> x, std::span<const double> y) {
  if (x.size() != y.size() || x.size() < 2) return std::numeric_limits<double>::quiet_NaN();
  const auto rx = ranks(x), ry = ranks(y);
  const double centre = 0.5 * (static_cast<double>(x.size()) + 1.0);
  double sxx = 0.0, syy = 0.0, sxy = 0.0;
  for (std::size_t i = 0; i < rx.size(); ++i) {
    sxx += (rx[i] - centre) * (rx[i] - centre);
    syy += (ry[i] - centre) * (ry[i] - centre);
    sxy += (rx[i] - centre) * (ry[i] - centre);
  }
  return sxy / std::sqrt(sxx * syy);
}

std::vector<Problem> validate_rank_correlation(const Matrix& correlation) {
  std::vector<Problem> problems;
  const std::size_t d = correlation.rows();
  if (d == 0 || correlation.columns() != d) return {{"correlation", "must be a square matrix"}};
  for (std::size_t i = 0; i < d; ++i) {
    if (correlation(i, i) != 1.0) problems.push_back({fmt::format("correlation[{0}][{0}]", i), "must be 1"});
    for (std::size_t j = 0; j < i; ++j) {
      const auto path = fmt::format("correlation[{}][{}]", i, j);
      if (!(std::abs(correlation(i, j)) < 1.0)) problems.push_back({path, "must lie between -1 and 1"});
      if (correlation(i, j) != correlation(j, i))
        problems.push_back({path, "must equal its mirror; make it symmetric"});
    }
  }
  if (problems.empty() && !cholesky(to_eigen(correlation).unaryExpr(&normal_correlation))) {
    problems.push_back(
        {"correlation", "is not positive definite: these correlations contradict each other; weaken some"});
  }
  return problems;
}

std::optional<Matrix> iman_conover(const Matrix& samples, const Matrix& rank_correlation) {
  const std::size_t n = samples.rows(), d = samples.columns();
  const auto target = factor_of(rank_correlation);
  const bool finite = std::ranges::all_of(samples.values(), [](double v) { return std::isfinite(v); });
  if (!target || rank_correlation.rows() != d || n <= d || !finite) return std::nullopt;

  const Dense scores = normal_scores(samples);
  const auto present = cholesky(scores.transpose() * scores / static_cast<double>(n));
  if (!present) return std::nullopt;
  // With E = Q Q' now and C = P P' wanted, the rows of scores Q^-T P' have correlation C exactly.
  const Dense wanted =
      present->triangularView<Eigen::Lower>().solve(scores.transpose()).transpose() * target->transpose();

  Matrix out(n, d);
  for (std::size_t j = 0; j < d; ++j) {
    auto values = samples.column(j);
    std::ranges::sort(values);
    const auto order = ascending_order({wanted.col(static_cast<Index>(j)).data(), n});
    for (std::size_t i = 0; i < n; ++i) out(order[i], j) = values[i];
  }
  return out;
}

std::optional<GaussianCopula> GaussianCopula::with_rank_correlation(const Matrix& rank_correlation) {
  const auto factor = factor_of(rank_correlation);
  if (!factor) return std::nullopt;
  const std::size_t d = rank_correlation.rows();
  Matrix lower(d, d);
  for (std::size_t i = 0; i < d; ++i) {
    for (std::size_t j = 0; j <= i; ++j) lower(i, j) = (*factor)(static_cast<Index>(i), static_cast<Index>(j));
  }
  return GaussianCopula(std::move(lower));
}

void GaussianCopula::transform(std::span<double> u) const {
  const std::size_t d = factor_.rows();
  for (double& x : u.first(d)) x = normal_quantile(x);
  // From the last down, so that each sum still finds the independent numbers before it.
  for (std::size_t i = d; i-- > 0;) {
    const auto row = factor_.row(i);
    u[i] =
        normal_cdf(std::inner_product(row.begin(), row.begin() + static_cast<std::ptrdiff_t>(i) + 1, u.begin(), 0.0));
  }
}

}  // namespace copack::numerics
