// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Yield of lanes and of units of many lanes whose margins are normal and partly shared. Numbers are dB of margin.
namespace copack::link {

/// A normal number that is the sum of independent parts: one that every lane has for itself, one that the lanes of a
/// laser share, and one that all lanes of a unit share.
struct SharedNormal {
  double mean = 0.0;
  double lane = 0.0;  ///< standard deviations of the parts
  double laser = 0.0;
  double unit = 0.0;

  [[nodiscard]] double sd() const;
};

/// Lanes of a unit. Preconditions: 1 <= needed <= lanes; lanes_per_laser divides lanes.
struct LaneCount {
  int lanes = 1;
  int needed = 1;           ///< that must work; the others are spare
  int lanes_per_laser = 1;  ///< 1 unless the lanes of a laser share something
};

/// Share of lanes whose margin is at least `limit`.
double lane_yield(const SharedNormal& margin, double limit);

/// Share of units in which at least `needed` lanes have that margin: lanes are independent once the shared parts are
/// known, and those are integrated out by the trapezoidal rule, which converges exponentially here (Trefethen &
/// Weideman 2014, SIAM Review 56:385). 1 to 4 microseconds for 64 lanes; more when a lane has next to nothing for
/// itself.
double unit_yield(const SharedNormal& margin, const LaneCount& count, double limit);

/// Share of lanes that have at least `limit` at first and at least 0 after a `change` that does not depend on the
/// margin.
double lasting_lane_yield(const SharedNormal& margin, const SharedNormal& change, double limit);

/// Share of units in which at least `needed` lanes do.
double lasting_unit_yield(const SharedNormal& margin, const SharedNormal& change, const LaneCount& count, double limit);

}  // namespace copack::link
