// SPDX-License-Identifier: Apache-2.0
#include "copack/link/mmse.hpp"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <compare>
#include <numeric>

namespace copack::link {
namespace {

using Matrix = Eigen::MatrixXd;
using Vector = Eigen::VectorXd;

Matrix covariance(const MmseProblem& p, std::span<const int> rows, std::span<const int> columns) {
  Matrix r(rows.size(), columns.size());
  for (Eigen::Index j = 0; j < r.cols(); ++j)
    for (Eigen::Index i = 0; i < r.rows(); ++i)
      r(i, j) = p.covariance[static_cast<std::size_t>(
          std::abs(rows[static_cast<std::size_t>(i)] - columns[static_cast<std::size_t>(j)]))];
  return r;
}

/// Responses of each place to the symbol detected and to those that the feedback removes.
Matrix responses(const MmseProblem& p, std::span<const int> places) {
  Matrix h(places.size(), p.dfe_max.size() + 1);
  for (Eigen::Index k = 0; k < h.cols(); ++k)
    for (Eigen::Index i = 0; i < h.rows(); ++i)
      h(i, k) = p.response(static_cast<int>(k), places[static_cast<std::size_t>(i)]);
  return h;
}

/// The error with the best feed-forward taps for feedback b is (1 - g b)^2 / G00 + b^T (I - G) b - 1, g the first row
/// of G.
/// @returns the b at which it is least.
Vector free_feedback(const Matrix& gram) {
  const Eigen::Index n = gram.rows() - 1;
  if (n == 0) return {};
  const Vector g = gram.col(0).tail(n);
  const Matrix left = Matrix::Identity(n, n) - gram.bottomRightCorner(n, n) + g * g.transpose() / gram(0, 0);
  return left.llt().solve(g / gram(0, 0));
}

double error_of(const Matrix& gram, const Vector& b) {
  const Eigen::Index n = b.size();
  const double rest = 1.0 - gram.col(0).tail(n).dot(b);
  return rest * rest / gram(0, 0) + b.squaredNorm() - b.dot(gram.bottomRightCorner(n, n) * b) - 1.0;
}

Vector limited(const Vector& b, std::span<const double> least, std::span<const double> most) {
  Vector out = b;
  for (Eigen::Index i = 0; i < out.size(); ++i)
    out(i) = std::clamp(out(i), least[static_cast<std::size_t>(i)], most[static_cast<std::size_t>(i)]);
  return out;
}

/// Cuts taps to their limits over the main one; false when none was beyond.
bool cut(const MmseProblem& p, std::span<const int> places, Vector& w) {
  if (p.min.empty()) return false;
  const double main = w(p.pre_taps);
  bool any = false;
  for (Eigen::Index i = 0; i < w.size(); ++i) {
    const auto place = static_cast<std::size_t>(places[static_cast<std::size_t>(i)]);
    if (i == p.pre_taps) continue;
    const double within = std::min(std::max(w(i), p.min[place] * main), p.max[place] * main);
    any = any || within != w(i);
    w(i) = within;
  }
  return any;
}

std::vector<double> values(const Vector& x) { return {x.data(), x.data() + x.size()}; }

std::vector<int> group(int start, int size) {
  std::vector<int> out(static_cast<std::size_t>(size));
  std::iota(out.begin(), out.end(), start);
  return out;
}

struct Candidate {
  double least = 0.0;  ///< error without limits of feed-forward taps
  int start = 0;
  auto operator<=>(const Candidate&) const = default;
};

/// Free starts for one more group beside the taken places, with the error that each would leave, the least first. The
/// factor of the matrix is lengthened by the group instead of made anew.
std::vector<Candidate> candidates(const MmseProblem& p, std::span<const int> taken) {
  const auto all = group(p.taps, p.places() - p.taps);
  const Eigen::LLT<Matrix> factor(covariance(p, taken, taken));
  const Matrix y = factor.matrixL().solve(responses(p, taken)), v = factor.matrixL().solve(covariance(p, taken, all));
  const Matrix rest = responses(p, all) - v.transpose() * y, base = y.transpose() * y;
  std::vector<Candidate> out;
  for (int at = 0; at + p.group_size <= static_cast<int>(all.size()); ++at) {
    const auto places = group(p.taps + at, p.group_size);
    if (std::ranges::any_of(places, [&](int x) { return std::ranges::find(taken, x) != taken.end(); })) continue;
    const auto block = v.middleCols(at, p.group_size);
    const Eigen::LLT<Matrix> schur(covariance(p, places, places) - block.transpose() * block);
    const Matrix z = schur.matrixL().solve(rest.middleRows(at, p.group_size));
    const Matrix gram = base + z.transpose() * z;
    const double least = least_error({gram.data(), static_cast<std::size_t>(gram.size())}, p.dfe_min, p.dfe_max);
    out.push_back({std::isfinite(least) ? least : 0.0, p.taps + at});
  }
  std::ranges::sort(out);
  return out;
}

std::vector<int> joined(std::vector<int> a, const std::vector<int>& b) {
  a.insert(a.end(), b.begin(), b.end());
  std::ranges::sort(a);
  return a;
}

}  // namespace

double least_error(std::span<const double> gram, std::span<const double> dfe_min, std::span<const double> dfe_max) {
  const std::size_t n = dfe_max.size() + 1;
  if (n == 1) return 1.0 / gram[0] - 1.0;
  if (n == 2) {
    const double g = gram[1], square = g * g / gram[0] + 1.0 - gram[3];
    const double b = std::clamp(g / gram[0] / square, dfe_min[0], dfe_max[0]), rest = 1.0 - g * b;
    return rest * rest / gram[0] + (1.0 - gram[3]) * b * b - 1.0;
  }
  const auto size = static_cast<Eigen::Index>(n);
  const Matrix g = Eigen::Map<const Matrix>(gram.data(), size, size);
  return error_of(g, free_feedback(g));
}

MmseSolution solve(const MmseProblem& p, std::span<const int> places) {
  const Matrix r = covariance(p, places, places), h = responses(p, places);
  const Eigen::LLT<Matrix> factor(r);
  const Matrix u = factor.solve(h), gram = h.transpose() * u;
  const auto feedback = static_cast<Eigen::Index>(p.dfe_max.size());
  MmseSolution out;
  if (factor.info() != Eigen::Success || !(gram(0, 0) > 0.0)) return out;
  Vector b = limited(free_feedback(gram), p.dfe_min, p.dfe_max);
  Vector w = u.col(0) * ((1.0 - gram.col(0).tail(feedback).dot(b)) / gram(0, 0)) + u.rightCols(feedback) * b;
  if (!(w(p.pre_taps) > 0.0)) return out;
  out.clipped = cut(p, places, w);
  if (out.clipped) {
    const double height = h.col(0).dot(w);
    if (!(height > 0.0)) return out;
    w /= height;
    b = limited(h.rightCols(feedback).transpose() * w, p.dfe_min, p.dfe_max);
  }
  out.places.assign(places.begin(), places.end());
  out.weights = values(w);
  out.feedback = values(b);
  out.error = w.dot(r * w) - 1.0 - 2.0 * b.dot(h.rightCols(feedback).transpose() * w) + b.squaredNorm();
  return out;
}

MmseSolution solve(const MmseProblem& p) {
  auto best = solve(p, group(0, p.taps));
  for (int g = 0; g < p.groups; ++g) {
    const auto taken = best.places;
    if (taken.empty()) break;
    MmseSolution next;
    for (const auto& [least, start] : candidates(p, taken)) {
      if (least >= next.error) break;
      auto here = solve(p, joined(taken, group(start, p.group_size)));
      if (here.error < next.error) next = std::move(here);
    }
    if (!(next.error < best.error)) break;  // taps of 0 are within any limits
    best = std::move(next);
  }
  return best;
}

}  // namespace copack::link
