// SPDX-License-Identifier: Apache-2.0
#include "copack/reliability/fault_clocks.hpp"

#include <algorithm>

namespace copack::reliability {

double Ramp::time_of(double exposure_wanted, double from) const {
  if (flat()) return exposure_wanted;
  double t = from;
  for (int i = 0; i < 50; ++i) {
    const double rate = 1.0 + (factor - 1.0) * std::exp(-t / time);
    const double step = (exposure_wanted - exposure(t)) / rate;
    t = std::max(from, t + step);
    if (std::abs(step) <= 1e-12 * t) break;
  }
  return t;
}

void FaultClocks::draw(std::size_t i, std::uint32_t index) {
  auto& [clock, exposure, tick] = clocks_[i];
  const auto w = clock.stream.words(clock.kind, index, 0);
  exposure -= std::log(to_unit_interval(w[0], w[1])) / clock.rate;
  tick.index = index;
  tick.time = clock.ramp.time_of(exposure, tick.time);
  tick.unit = to_unit(w[2]);
  tick.cover = to_unit(w[3]);
  times_[i] = tick.time;
}

void FaultClocks::add(const Clock& clock) {
  if (!(clock.rate > 0.0)) return;
  clocks_.push_back({.clock = clock, .tick = {.kind = clock.kind, .cls = clock.cls}});
  times_.push_back(0.0);
  draw(clocks_.size() - 1, 0);
  find_first();
}

void FaultClocks::find_first() {
  first_ = static_cast<std::size_t>(std::ranges::min_element(times_) - times_.begin());
  next_ = times_[first_];
}

Tick FaultClocks::pop() {
  const Tick now = clocks_[first_].tick;
  draw(first_, now.index + 1);
  find_first();
  return now;
}

}  // namespace copack::reliability
