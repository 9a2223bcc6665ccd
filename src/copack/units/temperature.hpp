// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>

#include "copack/units/unit.hpp"

namespace copack {

/// An absolute temperature. Two temperatures subtract to a TemperatureDelta; they do not add.
class Temperature {
 public:
  constexpr Temperature() = default;
  static constexpr Temperature from_kelvin(double value) { return Temperature(value); }
  static constexpr Temperature from_celsius(double value) { return Temperature(value + zero_celsius); }

  [[nodiscard]] constexpr double kelvin() const { return kelvin_; }
  [[nodiscard]] constexpr double celsius() const { return kelvin_ - zero_celsius; }

  friend constexpr TemperatureDelta operator-(Temperature a, Temperature b) {
    return (a.kelvin_ - b.kelvin_) * unit::K;
  }
  friend constexpr Temperature operator+(Temperature a, TemperatureDelta d) { return Temperature(a.kelvin_ + d.si()); }
  friend constexpr Temperature operator-(Temperature a, TemperatureDelta d) { return Temperature(a.kelvin_ - d.si()); }
  friend constexpr auto operator<=>(Temperature, Temperature) = default;
  friend constexpr double& stored_number(Temperature& t) { return t.kelvin_; }

 private:
  static constexpr double zero_celsius = 273.15;
  explicit constexpr Temperature(double value) : kelvin_(value) {}
  double kelvin_ = zero_celsius;
};

}  // namespace copack
