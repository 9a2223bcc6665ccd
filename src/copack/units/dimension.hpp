// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace copack {

/// Exponents of a physical dimension over {m, kg, s, A, K, bit, USD}.
/// A floating-point operation, a count and a ratio are dimensionless.
struct Dimension {
  signed char m = 0;
  signed char kg = 0;
  signed char s = 0;
  signed char A = 0;
  signed char K = 0;
  signed char bit = 0;
  signed char USD = 0;

  constexpr bool operator==(const Dimension&) const = default;
};

inline constexpr Dimension dimensionless{};

namespace detail {
constexpr signed char narrow(int exponent) { return static_cast<signed char>(exponent); }
}  // namespace detail

constexpr Dimension operator*(Dimension a, Dimension b) {
  using detail::narrow;
  return {narrow(a.m + b.m), narrow(a.kg + b.kg),   narrow(a.s + b.s),    narrow(a.A + b.A),
          narrow(a.K + b.K), narrow(a.bit + b.bit), narrow(a.USD + b.USD)};
}

constexpr Dimension power(Dimension d, int n) {
  using detail::narrow;
  return {narrow(d.m * n), narrow(d.kg * n),  narrow(d.s * n),  narrow(d.A * n),
          narrow(d.K * n), narrow(d.bit * n), narrow(d.USD * n)};
}

constexpr Dimension operator/(Dimension a, Dimension b) { return a * power(b, -1); }

}  // namespace copack
