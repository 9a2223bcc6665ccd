// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "copack/core/diagnostics.hpp"

namespace copack::numerics {

/// How a curve runs between its points.
enum class Interpolation : unsigned char {
  linear,
  monotone  ///< piecewise cubic with a continuous slope that rises and falls only where the points do
};
std::span<const std::string_view> choice_names(Interpolation kind);

/// Axes in which the curve is drawn; both logarithms are taken before interpolation in `loglog`.
enum class Axes : unsigned char { linear, loglog };
std::span<const std::string_view> choice_names(Axes axes);

struct CurveValue {
  double value = 0.0;
  bool clamped = false;  ///< x lay outside the points; the value is that of the nearest end
};

/// A curve through given points; never extrapolates.
class Curve {
 public:
  /// Empty when the points make a curve: at least one, x rising strictly, all finite, and positive for loglog.
  static std::vector<Problem> validate(std::span<const double> x, std::span<const double> y, Axes axes);

  /// @throws std::invalid_argument when `validate` finds a problem.
  Curve(std::span<const double> x, std::span<const double> y, Interpolation kind = Interpolation::linear,
        Axes axes = Axes::linear);

  [[nodiscard]] CurveValue at(double x) const;
  double operator()(double x) const { return at(x).value; }

 private:
  Axes axes_;
  std::vector<double> x_;      ///< in the axes
  std::vector<double> y_;      ///< in the axes
  std::vector<double> slope_;  ///< dy/dx at the points, in the axes; empty when linear
};

}  // namespace copack::numerics
