// SPDX-License-Identifier: Apache-2.0
#include "copack/numerics/interpolation.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace copack::numerics {
namespace {

const std::vector x{1.0, 2.0, 4.0, 5.0};
const std::vector y{1.0, 3.0, 3.0, 10.0};

TEST(Curve, PassesThroughItsPoints) {
  for (const auto kind : {Interpolation::linear, Interpolation::monotone}) {
    for (const auto axes : {Axes::linear, Axes::loglog}) {
      const Curve curve(x, y, kind, axes);
      for (std::size_t i = 0; i < x.size(); ++i) {
        EXPECT_NEAR(curve(x[i]), y[i], 1e-14);
        EXPECT_FALSE(curve.at(x[i]).clamped);
      }
    }
  }
}

TEST(Curve, ClampsOutsideAndSaysSo) {
  const Curve curve(x, y, Interpolation::monotone, Axes::loglog);
  EXPECT_TRUE(curve.at(0.5).clamped);
  EXPECT_DOUBLE_EQ(curve(0.5), 1.0);
  EXPECT_TRUE(curve.at(-1.0).clamped);
  EXPECT_TRUE(curve.at(6.0).clamped);
  EXPECT_NEAR(curve(6.0), 10.0, 1e-14);
  EXPECT_TRUE(std::isnan(Curve(x, y).at(std::nan("")).value));
}

TEST(Curve, LinearIsLinearInItsAxes) {
  EXPECT_DOUBLE_EQ(Curve(x, y)(1.5), 2.0);
  // A power law is straight on log axes: y = 2 x^-1.5.
  const std::vector px{1.0, 10.0, 100.0}, py{2.0, 2.0 * std::pow(10.0, -1.5), 2.0e-3};
  for (const auto kind : {Interpolation::linear, Interpolation::monotone}) {
    EXPECT_NEAR(Curve(px, py, kind, Axes::loglog)(30.0), 2.0 * std::pow(30.0, -1.5), 1e-12);
  }
}

TEST(Curve, MonotoneRisesOnlyWhereThePointsDo) {
  const Curve curve(x, y, Interpolation::monotone);
  double last = 0.0;
  for (int i = 0; i <= 400; ++i) {
    const double v = 1.0 + 0.01 * i;
    EXPECT_GE(curve(v), last - 1e-12);
    last = curve(v);
  }
  EXPECT_NEAR(curve(3.0), 3.0, 1e-14);  // flat between equal points
}

// RPN 14 data of Fritsch & Carlson 1980, table 1, on which plain splines
// overshoot.
TEST(Curve, DoesNotOvershootTheDataOfFritschAndCarlson) {
  const std::vector rx{7.99, 8.09, 8.19, 8.7, 9.2, 10.0, 12.0, 15.0, 20.0};
  const std::vector ry{0.0, 2.76429e-5, 4.37498e-2, 0.169183, 0.469428, 0.943740, 0.998636, 0.999919, 0.999994};
  const Curve curve(rx, ry, Interpolation::monotone);
  double last = -1e-15;
  for (int i = 0; i <= 1200; ++i) {
    const double v = 7.99 + 0.01 * i;
    EXPECT_GE(curve(v), last - 1e-12);
    EXPECT_LE(curve(v), 0.999994 + 1e-12);
    last = curve(v);
  }
}

TEST(Curve, MonotoneIsSmoothWherePointsAreSmooth) {
  // Second-order accurate or better on exp: the error falls by 4 or more when
  // the step is halved.
  const auto error = [](int n) {
    std::vector<double> ex, ey;
    for (int i = 0; i <= n; ++i) ex.push_back(2.0 * i / n), ey.push_back(std::exp(ex.back()));
    const Curve curve(ex, ey, Interpolation::monotone);
    double worst = 0.0;
    for (int i = 0; i < 333; ++i) {
      const double v = 0.5 + 0.003 * i;
      worst = std::max(worst, std::abs(curve(v) - std::exp(v)));
    }
    return worst;
  };
  EXPECT_GT(error(20) / error(40), 4.0);
}

TEST(Curve, OfOnePointIsConstant) {
  const Curve curve(std::vector{1.0}, std::vector{5.0}, Interpolation::monotone);
  EXPECT_EQ(curve(1.0), 5.0);
  EXPECT_TRUE(curve.at(2.0).clamped);
}

TEST(Curve, TellsAllProblems) {
  EXPECT_TRUE(Curve::validate(x, y, Axes::loglog).empty());
  EXPECT_EQ(Curve::validate({}, {}, Axes::linear).size(), 1u);
  EXPECT_EQ(Curve::validate(std::vector{1.0, 1.0}, std::vector{1.0, std::nan("")}, Axes::linear).size(), 2u);
  EXPECT_EQ(Curve::validate(std::vector{0.0, 1.0}, std::vector{1.0, 0.0}, Axes::loglog).size(), 2u);
  EXPECT_THROW(Curve(std::vector{2.0, 1.0}, std::vector{1.0, 1.0}), std::invalid_argument);
}

}  // namespace
}  // namespace copack::numerics
