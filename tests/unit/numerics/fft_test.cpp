// SPDX-License-Identifier: Apache-2.0
#include "copack/numerics/fft.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "copack/core/random.hpp"

namespace copack::numerics {
namespace {

using Complex = std::complex<double>;

std::vector<Complex> noise(std::size_t n) {
  std::vector<Complex> x(n);
  for (std::size_t i = 0; i < n; ++i) {
    const auto sample = static_cast<std::uint32_t>(i);
    x[i] = {uniform(1, Purpose::test, {.sample = sample}) - 0.5, uniform(2, Purpose::test, {.sample = sample}) - 0.5};
  }
  return x;
}

TEST(Fft, OfAnImpulseIsFlat) {
  std::vector<Complex> x(12);
  x[0] = 1.0;
  for (const Complex& v : fft(x)) EXPECT_NEAR(std::abs(v - 1.0), 0.0, 1e-15);
}

TEST(Fft, OfAToneIsOneLine) {
  std::vector<Complex> x(20);
  for (std::size_t j = 0; j < 20; ++j)
    x[j] = std::polar(1.0, 2.0 * std::numbers::pi * 3.0 * static_cast<double>(j) / 20.0);
  const auto spectrum = fft(x);
  for (std::size_t k = 0; k < 20; ++k) EXPECT_NEAR(std::abs(spectrum[k]), k == 3 ? 20.0 : 0.0, 1e-13);
}

TEST(Fft, MeetsTheDefinitionForAnyLength) {
  for (const std::size_t n : {1u, 2u, 3u, 7u, 15u, 17u, 64u, 97u}) {
    const auto x = noise(n), spectrum = fft(x);
    for (std::size_t k = 0; k < n; ++k) {
      Complex sum = 0.0;
      for (std::size_t j = 0; j < n; ++j) {
        sum += x[j] * std::polar(1.0, -2.0 * std::numbers::pi * static_cast<double>(j * k) / static_cast<double>(n));
      }
      EXPECT_NEAR(std::abs(spectrum[k] - sum), 0.0, 1e-12) << n;
    }
  }
}

TEST(Fft, ComesBackAndKeepsTheEnergy) {
  for (const std::size_t n : {1u, 5u, 128u, 1000u, 1009u}) {
    const auto x = noise(n), spectrum = fft(x), back = inverse_fft(spectrum);
    double energy = 0.0, spectral = 0.0;
    for (std::size_t i = 0; i < n; ++i) {
      EXPECT_NEAR(std::abs(back[i] - x[i]), 0.0, 1e-13);
      energy += std::norm(x[i]);
      spectral += std::norm(spectrum[i]) / static_cast<double>(n);
    }
    EXPECT_NEAR(spectral / energy, 1.0, 1e-12);  // Parseval
  }
  EXPECT_TRUE(fft({}).empty());
  EXPECT_TRUE(inverse_fft({}).empty());
}

TEST(Convolve, MatchesHandArithmetic) {
  EXPECT_EQ(convolve(std::vector{1.0, 2.0, 3.0}, std::vector{1.0, -1.0}), (std::vector{1.0, 1.0, 1.0, -3.0}));
  EXPECT_TRUE(convolve(std::vector{1.0}, std::vector<double>{}).empty());
}

TEST(Convolve, LongInputsMeetTheDirectSum) {
  std::vector<double> a(150), b(333);
  for (std::size_t i = 0; i < a.size(); ++i) a[i] = std::sin(0.1 * static_cast<double>(i * i));
  for (std::size_t i = 0; i < b.size(); ++i) b[i] = std::cos(0.07 * static_cast<double>(i * i));
  const auto c = convolve(a, b);
  ASSERT_EQ(c.size(), 482u);
  for (std::size_t k = 0; k < c.size(); ++k) {
    double sum = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += k >= i && k - i < b.size() ? a[i] * b[k - i] : 0.0;
    EXPECT_NEAR(c[k], sum, 1e-12);
  }
}

}  // namespace
}  // namespace copack::numerics
