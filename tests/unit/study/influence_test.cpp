// SPDX-License-Identifier: Apache-2.0
#include "copack/study/influence.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "copack/core/random.hpp"
#include "copack/numerics/probability_functions.hpp"

namespace copack::study {
namespace {

constexpr std::size_t n = 4096;

double u(std::size_t i, std::uint32_t entity) {
  return uniform(1, Purpose::test, {.sample = static_cast<std::uint32_t>(i), .entity = entity});
}

/// Equally spaced probabilities: a sample without sampling error.
double spaced(std::size_t i) { return (static_cast<double>(i) + 0.5) / static_cast<double>(n); }

template <class F>
std::vector<double> sample(const F& f) {
  std::vector<double> values;
  for (std::size_t i = 0; i < n; ++i) values.push_back(f(i));
  return values;
}

TEST(ValueOfKnowing, UniformLinearIsExact) {
  // Gain a + b t with t uniform on [-1, 1]: E max(0, gain) = (a + b)^2 / (4 b) for |a| <= b.
  const auto x = sample([](std::size_t i) { return spaced(i); });
  for (const double a : {-0.6, -0.2, 0.0, 0.4}) {
    constexpr double b = 1.0;
    const auto gain = sample([&](std::size_t i) { return a + b * (2.0 * spaced(i) - 1.0); });
    EXPECT_NEAR(value_of_knowing(x, gain), (a + b) * (a + b) / (4.0 * b) - std::max(0.0, a), 1e-3) << a;
  }
}

TEST(ValueOfKnowing, NormalLinear) {
  // Gain N(m, s^2) fully known through x: EVPPI = s phi(m/s) + m Phi(m/s) - max(0, m) (Raiffa & Schlaifer 1961).
  // The regression is quadratic in ranks, where this one is not: within 6 % of s.
  const auto x = sample([](std::size_t i) { return numerics::normal_quantile(spaced(i)); });
  for (const double m : {-1.0, -0.3, 0.0, 0.5}) {
    constexpr double s = 2.0;
    const auto gain = sample([&](std::size_t i) { return m + s * x[i]; });
    const double z = m / s;
    const double phi = std::exp(-0.5 * z * z) / std::sqrt(2.0 * 3.14159265358979323846);
    const double exact = s * phi + m * 0.5 * std::erfc(-z / std::sqrt(2.0)) - std::max(0.0, m);
    EXPECT_NEAR(value_of_knowing(x, gain), exact, 0.06 * s) << m;
  }
}

TEST(ValueOfKnowing, NoiseFromElsewhereAddsNothing) {
  const auto x = sample([](std::size_t i) { return spaced(i); });
  const auto gain =
      sample([&](std::size_t i) { return 2.0 * spaced(i) - 1.0 + 0.5 * numerics::normal_quantile(u(i, 1)); });
  EXPECT_NEAR(value_of_knowing(x, gain), 0.25, 0.02);
}

TEST(ValueOfKnowing, WhatDoesNotMatterIsWorthNothing) {
  const auto x = sample([](std::size_t i) { return u(i, 1); });
  const auto gain = sample([](std::size_t i) { return numerics::normal_quantile(u(i, 2)); });
  EXPECT_LT(value_of_knowing(x, gain), 0.03);
  const auto sure = sample([](std::size_t i) { return 10.0 + u(i, 2); });
  EXPECT_EQ(value_of_knowing(x, sure), 0.0) << "the choice is the same whatever x is";
}

TEST(ValueOfKnowing, ACoinIsWorthWhatItTells) {
  // x is 0 or 1 with even odds and gain 2 x - 1 on it: knowing x before choosing is worth 1/2. All ranks tie.
  const auto x = sample([](std::size_t i) { return static_cast<double>(i % 2); });
  const auto gain = sample([&](std::size_t i) { return 2.0 * x[i] - 1.0; });
  EXPECT_NEAR(value_of_knowing(x, gain), 0.5, 1e-9);
  const auto rare = sample([](std::size_t i) { return i % 8 == 0 ? 1.0 : 0.0; });
  const auto seldom = sample([&](std::size_t i) { return rare[i] > 0.0 ? 5.0 : -1.0; });
  EXPECT_NEAR(value_of_knowing(rare, seldom), 5.0 / 8.0, 1e-9);
  const auto constant = sample([](std::size_t /*unused*/) { return 3.0; });
  EXPECT_EQ(value_of_knowing(constant, gain), 0.0);
}

TEST(ValueOfKnowing, HasNoUnitOfX) {
  const auto x = sample([](std::size_t i) { return u(i, 1); });
  const auto y = sample([&](std::size_t i) { return std::exp(50.0 * x[i]); });
  const auto gain = sample([&](std::size_t i) { return x[i] - 0.4; });
  EXPECT_DOUBLE_EQ(value_of_knowing(x, gain), value_of_knowing(y, gain));
}

TEST(ValueOfKnowing, AFewWorldsTellNothing) {
  const std::vector<double> few{1.0, 2.0, 3.0};
  EXPECT_EQ(value_of_knowing(few, few), 0.0);
  EXPECT_EQ(value_of_knowing({}, {}), 0.0);
}

TEST(Influences, RankParametersByTheirShareOfTheVariance) {
  Model model;
  for (const auto* path : {"small", "large", "none"}) {
    catalog::Value value{
        .path = path, .unit = "W", .nominal = 0.5, .kind = catalog::ValueKind::analyst, .source = "S1"};
    value.spread = {numerics::Law::uniform, 0.5, 0.0, 1.0};
    model.parameters.add(value);
  }
  WorldTable table{.worlds = static_cast<std::int64_t>(n), .parameters = 3};
  std::vector<double> npv;
  for (std::size_t i = 0; i < n; ++i) {
    for (std::uint32_t p = 0; p < 3; ++p) table.parameter_values.push_back(u(i, p));
    npv.push_back(3.0 * (u(i, 1) - 0.5) + 1.0 * (u(i, 0) - 0.5));
  }
  const auto list = influences(model, table, npv);
  ASSERT_EQ(list.size(), 3u);
  EXPECT_EQ(list[0].path, "large");
  EXPECT_EQ(list[1].path, "small");
  // Variances 9/12 and 1/12: shares 0.9 and 0.1.
  EXPECT_NEAR(list[0].share, 0.9, 0.03);
  EXPECT_NEAR(list[1].share, 0.1, 0.03);
  EXPECT_NEAR(list[2].share, 0.0, 0.02);
  EXPECT_NEAR(list[0].low, 0.1, 0.02);
  EXPECT_NEAR(list[0].high, 0.9, 0.02);
  EXPECT_NEAR(list[0].npv_at_high, 3.0 * 0.45, 0.05);
  EXPECT_NEAR(list[0].npv_at_low, -3.0 * 0.45, 0.05);
  EXPECT_EQ(list[0].kind, "analyst");
  EXPECT_EQ(list[0].source, "S1");
  EXPECT_GT(list[0].value_of_knowing, list[1].value_of_knowing);
}

}  // namespace
}  // namespace copack::study
