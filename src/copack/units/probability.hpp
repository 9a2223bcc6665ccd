// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <stdexcept>

namespace copack {

/// A number in [0, 1], checked when it is made.
/// @throws std::domain_error outside [0, 1] or for NaN.
class Probability {
 public:
  constexpr Probability() = default;
  explicit constexpr Probability(double value) : value_(value) {
    if (!(value >= 0.0 && value <= 1.0)) throw std::domain_error("a probability must lie in [0, 1]");
  }
  [[nodiscard]] constexpr double value() const { return value_; }
  [[nodiscard]] constexpr Probability complement() const { return Probability(1.0 - value_); }
  friend constexpr Probability operator*(Probability a, Probability b) { return Probability(a.value_ * b.value_); }
  friend constexpr auto operator<=>(Probability, Probability) = default;
  /// For field tables, whose range check replaces that of the constructor.
  friend constexpr double& stored_number(Probability& p) { return p.value_; }

 private:
  double value_ = 0.0;
};

}  // namespace copack
