// SPDX-License-Identifier: Apache-2.0
#include "copack/numerics/roots.hpp"

#include <gtest/gtest.h>

#include <array>
#include <numbers>

namespace copack::numerics {
namespace {

TEST(FindRoot, OfSmoothFunctions) {
  const auto wallis = find_root([](double x) { return x * x * x - 2.0 * x - 5.0; }, 2.0, 3.0);
  EXPECT_TRUE(wallis.converged);
  EXPECT_NEAR(wallis.root, 2.0945514815423265, 1e-12);  // Wallis 1685
  EXPECT_LE(wallis.iterations, 12);
  EXPECT_NEAR(find_root([](double x) { return std::cos(x) - x; }, 0.0, 1.0).root, 0.7390851332151607, 1e-12);
  EXPECT_NEAR(find_root([](double x) { return 1.0 - std::exp(x); }, 3.0, -1.0, {.absolute_tolerance = 1e-12}).root, 0.0,
              1e-11);
}

TEST(FindRoot, OfHardFunctions) {
  // Chandrupatla 1997: flat and steep cases that slow down Brent's method.
  const auto flat = find_root([](double x) { return std::pow(x - 1.0, 9); }, 0.0, 2.7, {.relative_tolerance = 1e-9});
  EXPECT_TRUE(flat.converged);
  EXPECT_NEAR(flat.root, 1.0, 1e-2);
  const auto jump = find_root([](double x) { return x < 0.3 ? -1.0 : 1.0; }, 0.0, 1.0);
  EXPECT_TRUE(jump.converged);
  EXPECT_NEAR(jump.root, 0.3, 1e-11);
  EXPECT_LE(jump.iterations, 50);
}

TEST(FindRoot, AtAnEnd) {
  const auto out = find_root([](double x) { return x - 2.0; }, 2.0, 3.0);
  EXPECT_TRUE(out.converged);
  EXPECT_EQ(out.root, 2.0);
  EXPECT_EQ(out.iterations, 0);
}

TEST(FindRoot, SaysWhenItCannot) {
  const auto none = find_root([](double x) { return x * x + 1.0; }, -1.0, 2.0);
  EXPECT_FALSE(none.bracketed);
  EXPECT_FALSE(none.converged);
  EXPECT_EQ(none.root, -1.0);
  const auto tired = find_root([](double x) { return std::cos(x) - x; }, 0.0, 1.0, {.max_iterations = 2});
  EXPECT_FALSE(tired.converged);
  EXPECT_EQ(tired.iterations, 2);
  EXPECT_FALSE(
      find_root([](double x) { return x < 0.0 ? -1.0 : (x == 2.0 ? 1.0 : std::nan("")); }, -1.0, 2.0).converged);
}

TEST(FixedPoint, OfTheCosine) {
  std::array x{1.0};
  const auto plain =
      fixed_point(x, [](auto in, auto out) { out[0] = std::cos(in[0]); }, {.tolerance = 1e-12, .aitken = false});
  EXPECT_TRUE(plain.converged);
  EXPECT_NEAR(x[0], 0.7390851332151607, 1e-11);
  x = {1.0};
  const auto aitken = fixed_point(x, [](auto in, auto out) { out[0] = std::cos(in[0]); }, {.tolerance = 1e-12});
  EXPECT_TRUE(aitken.converged);
  EXPECT_NEAR(x[0], 0.7390851332151607, 1e-11);
  EXPECT_LT(aitken.iterations, plain.iterations / 4);
}

TEST(FixedPoint, AitkenFindsWhatPlainIterationLeaves) {
  // Slope -3 at the fixed point 1: the plain iteration runs away.
  const auto map = [](auto in, auto out) { out[0] = 4.0 - 3.0 * in[0]; };
  std::array x{1.2};
  EXPECT_FALSE(fixed_point(x, map, {.aitken = false}).converged);
  x = {1.2};
  EXPECT_TRUE(fixed_point(x, map).converged);
  EXPECT_NEAR(x[0], 1.0, 1e-9);
  x = {1.2};
  EXPECT_TRUE(fixed_point(x, map, {.damping = 0.4, .aitken = false}).converged);
}

TEST(FixedPoint, NamesTheWorstUnknown) {
  constexpr std::array<std::string_view, 2> names{"temperature", "power"};
  std::array x{350.0, 10.0};
  const auto map = [](auto in, auto out) {
    out[0] = 300.0 + 2.0 * in[1];
    out[1] = 10.0 + 0.05 * (in[0] - 300.0);
  };
  const auto stopped = fixed_point(x, map, {.max_iterations = 1, .names = names});
  EXPECT_FALSE(stopped.converged);
  EXPECT_EQ(stopped.name, "power");  // 10 -> 12.5 is 25 %, 350 -> 320 is 9 %
  EXPECT_NEAR(stopped.residual, 0.25, 1e-12);
  const auto done = fixed_point(x, map, {.names = names});
  EXPECT_TRUE(done.converged);
  EXPECT_NEAR(x[0], 300.0 + 20.0 / 0.9, 1e-6);
  EXPECT_NEAR(x[1], 10.0 / 0.9, 1e-7);
}

TEST(FixedPoint, StopsAtNaN) {
  std::array x{1.0, 2.0};
  const auto out = fixed_point(x, [](auto, auto image) { image[0] = 1.0, image[1] = std::nan(""); });
  EXPECT_FALSE(out.converged);
  EXPECT_EQ(out.iterations, 1);
  EXPECT_EQ(out.worst, 1u);
}

TEST(FixedPoint, OfNothingHasConverged) {
  EXPECT_TRUE(fixed_point(std::span<double>{}, [](auto, auto) {}).converged);
}

}  // namespace
}  // namespace copack::numerics
