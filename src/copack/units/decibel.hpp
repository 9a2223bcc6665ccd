// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <compare>

#include "copack/units/unit.hpp"

namespace copack {

/// A power ratio in dB. Ratios add; a ratio shifts a PowerLevel.
class Decibel {
 public:
  constexpr Decibel() = default;
  static constexpr Decibel from_db(double value) { return Decibel(value); }
  static Decibel from_ratio(double power_ratio) { return Decibel(10.0 * std::log10(power_ratio)); }

  [[nodiscard]] constexpr double db() const { return db_; }
  [[nodiscard]] double ratio() const { return std::pow(10.0, db_ / 10.0); }

  constexpr Decibel operator-() const { return Decibel(-db_); }
  constexpr Decibel& operator+=(Decibel other) {
    db_ += other.db_;
    return *this;
  }
  friend constexpr Decibel operator+(Decibel a, Decibel b) { return Decibel(a.db_ + b.db_); }
  friend constexpr Decibel operator-(Decibel a, Decibel b) { return Decibel(a.db_ - b.db_); }
  friend constexpr Decibel operator*(double factor, Decibel a) { return Decibel(factor * a.db_); }
  friend constexpr auto operator<=>(Decibel, Decibel) = default;
  friend constexpr double& stored_number(Decibel& d) { return d.db_; }

 private:
  explicit constexpr Decibel(double value) : db_(value) {}
  double db_ = 0.0;
};

/// An absolute power in dBm. Two levels subtract to a ratio; they do not add.
class PowerLevel {
 public:
  constexpr PowerLevel() = default;
  static constexpr PowerLevel from_dbm(double value) { return PowerLevel(value); }
  static PowerLevel from_power(Power p) { return PowerLevel(10.0 * std::log10(p.in(unit::mW))); }

  [[nodiscard]] constexpr double dbm() const { return dbm_; }
  [[nodiscard]] Power power() const { return std::pow(10.0, dbm_ / 10.0) * unit::mW; }

  friend constexpr Decibel operator-(PowerLevel a, PowerLevel b) { return Decibel::from_db(a.dbm_ - b.dbm_); }
  friend constexpr PowerLevel operator+(PowerLevel a, Decibel r) { return PowerLevel(a.dbm_ + r.db()); }
  friend constexpr PowerLevel operator-(PowerLevel a, Decibel r) { return PowerLevel(a.dbm_ - r.db()); }
  friend constexpr auto operator<=>(PowerLevel, PowerLevel) = default;
  friend constexpr double& stored_number(PowerLevel& p) { return p.dbm_; }

 private:
  explicit constexpr PowerLevel(double value) : dbm_(value) {}
  double dbm_ = 0.0;
};

}  // namespace copack
