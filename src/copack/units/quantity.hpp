// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>

#include "copack/units/dimension.hpp"

namespace copack {

/// A number with a physical dimension that is checked at compile time.
/// The value is stored in SI base units (plus bit and USD); the class has the size and the cost of a double.
/// Make one from a number and a unit (`5.0 * unit::pJ_per_bit`), read it in a unit (`x.in(unit::pJ_per_bit)`).
template <Dimension D>
class Quantity {
 public:
  static constexpr Dimension dimension = D;

  constexpr Quantity() = default;
  static constexpr Quantity from_si(double value) { return Quantity(value); }

  [[nodiscard]] constexpr double si() const { return si_; }
  [[nodiscard]] constexpr double in(Quantity unit) const { return si_ / unit.si_; }

  constexpr Quantity operator-() const { return Quantity(-si_); }
  constexpr Quantity& operator+=(Quantity other) {
    si_ += other.si_;
    return *this;
  }
  constexpr Quantity& operator-=(Quantity other) {
    si_ -= other.si_;
    return *this;
  }
  constexpr Quantity& operator*=(double factor) {
    si_ *= factor;
    return *this;
  }
  constexpr Quantity& operator/=(double divisor) {
    si_ /= divisor;
    return *this;
  }

  friend constexpr Quantity operator+(Quantity a, Quantity b) { return Quantity(a.si_ + b.si_); }
  friend constexpr Quantity operator-(Quantity a, Quantity b) { return Quantity(a.si_ - b.si_); }
  friend constexpr Quantity operator*(Quantity a, double factor) { return Quantity(a.si_ * factor); }
  friend constexpr Quantity operator*(double factor, Quantity a) { return Quantity(factor * a.si_); }
  friend constexpr Quantity operator/(Quantity a, double divisor) { return Quantity(a.si_ / divisor); }
  friend constexpr auto operator<=>(Quantity a, Quantity b) { return a.si_ <=> b.si_; }
  friend constexpr bool operator==(Quantity a, Quantity b) { return a.si_ == b.si_; }
  /// The stored number itself, for field tables that read and write values in place.
  friend constexpr double& stored_number(Quantity& q) { return q.si_; }

 private:
  explicit constexpr Quantity(double value) : si_(value) {}
  double si_ = 0.0;
};

namespace detail {
template <Dimension D>
constexpr auto collapse(double si) {
  if constexpr (D == dimensionless) {
    return si;
  } else {
    return Quantity<D>::from_si(si);
  }
}
}  // namespace detail

/// Products and ratios combine dimensions; a dimensionless result is a plain double.
template <Dimension A, Dimension B>
constexpr auto operator*(Quantity<A> a, Quantity<B> b) {
  return detail::collapse<A * B>(a.si() * b.si());
}

template <Dimension A, Dimension B>
constexpr auto operator/(Quantity<A> a, Quantity<B> b) {
  return detail::collapse<A / B>(a.si() / b.si());
}

template <Dimension D>
constexpr auto operator/(double a, Quantity<D> b) {
  return detail::collapse<dimensionless / D>(a / b.si());
}

using Length = Quantity<Dimension{.m = 1}>;
using Area = Quantity<Dimension{.m = 2}>;
using Mass = Quantity<Dimension{.kg = 1}>;
using Time = Quantity<Dimension{.s = 1}>;
using Frequency = Quantity<Dimension{.s = -1}>;
using Current = Quantity<Dimension{.A = 1}>;
using TemperatureDelta = Quantity<Dimension{.K = 1}>;
using DataSize = Quantity<Dimension{.bit = 1}>;
using Money = Quantity<Dimension{.USD = 1}>;

using BitRate = Quantity<Dimension{.s = -1, .bit = 1}>;
using Energy = Quantity<Dimension{.m = 2, .kg = 1, .s = -2}>;
using Power = Quantity<Dimension{.m = 2, .kg = 1, .s = -3}>;
using EnergyPerBit = Quantity<Dimension{.m = 2, .kg = 1, .s = -2, .bit = -1}>;
using HeatFlux = Quantity<Dimension{.kg = 1, .s = -3}>;
using ThermalResistance = Quantity<Dimension{.m = -2, .kg = -1, .s = 3, .K = 1}>;
using AreaThermalResistance = Quantity<Dimension{.kg = -1, .s = 3, .K = 1}>;
using ThermalConductivity = Quantity<Dimension{.m = 1, .kg = 1, .s = -3, .K = -1}>;
using HeatTransferCoefficient = Quantity<Dimension{.kg = 1, .s = -3, .K = -1}>;
using VolumetricHeatCapacity = Quantity<Dimension{.m = -1, .kg = 1, .s = -2, .K = -1}>;
using SpecificHeat = Quantity<Dimension{.m = 2, .s = -2, .K = -1}>;
using MassFlow = Quantity<Dimension{.kg = 1, .s = -1}>;
using VolumeFlow = Quantity<Dimension{.m = 3, .s = -1}>;
using Density = Quantity<Dimension{.m = -3, .kg = 1}>;
using LinearBandwidthDensity = Quantity<Dimension{.m = -1, .s = -1, .bit = 1}>;
using MoneyPerTime = Quantity<Dimension{.s = -1, .USD = 1}>;
using MoneyPerEnergy = Quantity<Dimension{.m = -2, .kg = -1, .s = 2, .USD = 1}>;
using MoneyPerArea = Quantity<Dimension{.m = -2, .USD = 1}>;
using MoneyPerBitRate = Quantity<Dimension{.s = 1, .bit = -1, .USD = 1}>;
using ArealDensity = Quantity<Dimension{.m = -2}>;
using TemperatureCoefficient = Quantity<Dimension{.K = -1}>;
/// A rate of failures; 1 FIT is one failure in 1e9 device-hours.
using FailureRate = Frequency;
/// A rate of floating-point operations (a FLOP is dimensionless).
using FlopRate = Frequency;

}  // namespace copack
