// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "copack/core/random.hpp"

/// When something fails: one clock for each class and kind of event, with the summed rate of all its units, so that the
/// cost of an event does not depend on how many units there are. Times in hours.
namespace copack::reliability {

enum class FaultKind : std::uint32_t { hard, false_alarm, flap, common, induced, other };

/// The random numbers of one class in one replication. A number is a function of seed, replication, class name, kind
/// and index alone, so that a design that differs in one class keeps the faults of all others.
struct FaultStream {
  std::uint32_t seed = 0;
  std::uint32_t replication = 0;
  std::uint32_t entity = 0;

  /// Numbers of the event `index` of a kind; `page` 0 makes its time, 1 its consequences, 2 its repair.
  [[nodiscard]] std::array<std::uint32_t, 4> words(FaultKind kind, std::uint32_t index, std::uint32_t page) const {
    return philox4x32({replication, index, entity, static_cast<std::uint32_t>(kind) + 8U * page},
                      {seed, static_cast<std::uint32_t>(Purpose::simulation)});
  }
};

/// A 32-bit word to the open interval (0, 1).
constexpr double to_unit(std::uint32_t word) { return (static_cast<double>(word) + 0.5) * 0x1.0p-32; }

/// Rate relative to its final value after a time t: m(t) = 1 + (a - 1) e^(-t/T_r).
struct Ramp {
  double factor = 1.0;  ///< a
  double time = 0.0;    ///< T_r

  [[nodiscard]] bool flat() const { return factor == 1.0 || time == 0.0; }
  /// Integral of m from 0 to t.
  [[nodiscard]] double exposure(double t) const {
    return flat() ? t : t + (factor - 1.0) * time * -std::expm1(-t / time);
  }
  /// The time, not before `from`, at which the exposure is reached. Newton's method: the exposure is concave for a >= 1
  /// and convex for a < 1, so that the steps are monotone after the first.
  [[nodiscard]] double time_of(double exposure_wanted, double from) const;
};

/// One Poisson process.
struct Clock {
  FaultKind kind = FaultKind::hard;
  std::size_t cls = 0;  ///< index of the class
  double rate = 0.0;    ///< final rate, all units, 1/h
  Ramp ramp;
  FaultStream stream;
};

/// An event of a clock with its marks, uniform numbers that are drawn whether they are needed or not.
struct Tick {
  FaultKind kind = FaultKind::hard;
  std::size_t cls = 0;
  std::uint32_t index = 0;  ///< events of the clock before
  double time = 0.0;
  double unit = 0.0;   ///< which unit
  double cover = 0.0;  ///< does the job survive
};

/// The clocks of a replication.
class FaultClocks {
 public:
  /// Clocks without a rate are left out.
  void add(const Clock& clock);
  /// Time of the next event; infinite when there is none.
  [[nodiscard]] double next() const { return next_; }
  /// The next event; its clock moves on. Precondition: next() is finite.
  Tick pop();

 private:
  struct State {
    Clock clock;
    double exposure = 0.0;  ///< at the next event
    Tick tick;              ///< the next event
  };
  void draw(std::size_t i, std::uint32_t index);
  void find_first();
  std::vector<State> clocks_;
  std::vector<double> times_;  ///< of the next event of each clock
  std::size_t first_ = 0;
  double next_ = std::numeric_limits<double>::infinity();
};

}  // namespace copack::reliability
