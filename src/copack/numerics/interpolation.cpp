// SPDX-License-Identifier: Apache-2.0
#include "copack/numerics/interpolation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>

namespace copack::numerics {
namespace {

/// Slopes at the points that keep the cubic monotone on each interval (Fritsch & Carlson 1980, SIAM J. Numer. Anal.
/// 17:238).
std::vector<double> monotone_slopes(const std::vector<double>& x, const std::vector<double>& y) {
  const std::size_t n = x.size();
  std::vector<double> secant(n - 1), slope(n);
  for (std::size_t i = 0; i + 1 < n; ++i) secant[i] = (y[i + 1] - y[i]) / (x[i + 1] - x[i]);
  slope.front() = secant.front();
  slope.back() = secant.back();
  for (std::size_t i = 1; i + 1 < n; ++i) {
    slope[i] = secant[i - 1] * secant[i] > 0.0 ? 0.5 * (secant[i - 1] + secant[i]) : 0.0;
  }
  for (std::size_t i = 0; i + 1 < n; ++i) {
    if (secant[i] == 0.0) {
      slope[i] = slope[i + 1] = 0.0;
      continue;
    }
    const double length = std::hypot(slope[i] / secant[i], slope[i + 1] / secant[i]);
    if (length <= 3.0) continue;
    slope[i] *= 3.0 / length;
    slope[i + 1] *= 3.0 / length;
  }
  return slope;
}

/// Cubic Hermite polynomial on [0, h] at the relative position t.
double hermite(double t, double h, double y0, double y1, double slope0, double slope1) {
  const double s = 1.0 - t;
  return s * s * ((1.0 + 2.0 * t) * y0 + t * h * slope0) + t * t * ((3.0 - 2.0 * t) * y1 - s * h * slope1);
}

}  // namespace

std::span<const std::string_view> choice_names(Interpolation /*kind*/) {
  static constexpr std::array<std::string_view, 2> names{"linear", "monotone"};
  return names;
}

std::span<const std::string_view> choice_names(Axes /*axes*/) {
  static constexpr std::array<std::string_view, 2> names{"linear", "loglog"};
  return names;
}

std::vector<Problem> Curve::validate(std::span<const double> x, std::span<const double> y, Axes axes) {
  std::vector<Problem> problems;
  if (x.empty()) problems.push_back({"x", "a curve needs at least one point"});
  if (x.size() != y.size()) problems.push_back({"y", fmt::format("has {} values for {} of x", y.size(), x.size())});
  for (std::size_t i = 0; i < std::min(x.size(), y.size()); ++i) {
    if (!std::isfinite(x[i])) problems.push_back({fmt::format("x[{}]", i), "must be finite"});
    if (!std::isfinite(y[i])) problems.push_back({fmt::format("y[{}]", i), "must be finite"});
    if (i > 0 && !(x[i] > x[i - 1])) {
      problems.push_back(
          {fmt::format("x[{}]", i), fmt::format("{} must be above {} before it; sort the points", x[i], x[i - 1])});
    }
    if (axes == Axes::loglog && x[i] <= 0.0)
      problems.push_back({fmt::format("x[{}]", i), "must be positive on a log axis"});
    if (axes == Axes::loglog && y[i] <= 0.0)
      problems.push_back({fmt::format("y[{}]", i), "must be positive on a log axis"});
  }
  return problems;
}

Curve::Curve(std::span<const double> x, std::span<const double> y, Interpolation kind, Axes axes)
    : axes_(axes), x_(x.begin(), x.end()), y_(y.begin(), y.end()) {
  if (const auto problems = validate(x, y, axes); !problems.empty()) {
    throw std::invalid_argument(problems.front().path + ": " + problems.front().message);
  }
  if (axes == Axes::loglog) {
    for (double& v : x_) v = std::log(v);
    for (double& v : y_) v = std::log(v);
  }
  if (kind == Interpolation::monotone && x_.size() > 1) slope_ = monotone_slopes(x_, y_);
}

CurveValue Curve::at(double x) const {
  const bool log_axes = axes_ == Axes::loglog;
  const auto from_axis = [&](double y) { return log_axes ? std::exp(y) : y; };
  const double position = log_axes ? std::log(std::max(x, 0.0)) : x;
  if (position <= x_.front()) return {from_axis(y_.front()), position < x_.front()};
  if (position >= x_.back()) return {from_axis(y_.back()), position > x_.back()};
  if (std::isnan(position)) return {position, true};
  const auto right = static_cast<std::size_t>(std::ranges::upper_bound(x_, position) - x_.begin());
  const std::size_t left = right - 1;
  const double h = x_[right] - x_[left], t = (position - x_[left]) / h;
  if (slope_.empty()) return {from_axis(std::lerp(y_[left], y_[right], t)), false};
  return {from_axis(hermite(t, h, y_[left], y_[right], slope_[left], slope_[right])), false};
}

}  // namespace copack::numerics
