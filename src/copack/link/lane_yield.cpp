// SPDX-License-Identifier: Apache-2.0
#include "copack/link/lane_yield.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <span>
#include <utility>
#include <vector>

#include "copack/numerics/probability_functions.hpp"

namespace copack::link {
namespace {

using numerics::normal_cdf;

/// Below this share of what is shared, what a lane has for itself counts as nothing.
constexpr double nothing = 3e-4;

/// A point of a quadrature over a shared part.
struct Node {
  double shift = 0.0;
  double weight = 1.0;
};
using Nodes = std::vector<Node>;

/// Distance of nodes over a normal part of standard deviation `sd` under a function whose steps are `width` wide. The
/// product of both has a spectrum like a normal law of standard deviation 1/sd (+) 1/width; one node per standard
/// deviation of the narrower leaves an error of exp(-2 pi^2) = 3e-9.
double step_for(double sd, double width) { return sd / std::sqrt(1.0 + (sd / width) * (sd / width)); }

/// Number of such nodes on either side of the mean.
int half_of(double sd, double step) {
  constexpr double reach = 6.0;
  return static_cast<int>(std::ceil(reach * sd / step));
}

/// Trapezoidal rule over a normal part, its nodes `step` apart.
Nodes nodes(double sd, double step) {
  if (!(sd > 0.0)) return {Node{}};
  const int half = half_of(sd, step);
  const auto middle = static_cast<std::size_t>(half);
  Nodes out(2 * middle + 1);
  double sum = 1.0;
  for (std::size_t i = 1; i <= middle; ++i) {
    const double shift = static_cast<double>(i) * step;
    const double weight = std::exp(-0.5 * (shift / sd) * (shift / sd));
    out[middle - i] = {-shift, weight};
    out[middle + i] = {shift, weight};
    sum += 2.0 * weight;
  }
  for (auto& node : out) node.weight /= sum;
  return out;
}

/// Width of the step that the best, or the worst, of n normal numbers makes, over that of one.
double narrowing(int n) { return 1.0 / std::sqrt(2.0 * std::log(n + 1.0)); }

/// The normal distribution function where an error of 1e-12 does not matter: most of a grid lies in its tails.
double cdf_to_1e12(double z) {
  constexpr double far = 7.0;
  return z > far ? 1.0 : z < -far ? 0.0 : normal_cdf(z);
}

double power(double x, int n) {
  double out = 1.0;
  for (; n > 0; n /= 2, x *= x) {
    if (n % 2 != 0) out *= x;
  }
  return out;
}

/// Adds `weight` times the chances of 0, 1, ... bad ones among n lanes that are good with probability p.
void add_bad_lanes(int n, double p, double weight, std::span<double> bad) {
  double choose = weight;
  for (std::size_t b = 0; b < bad.size() && b <= static_cast<std::size_t>(n); ++b) {
    const int k = static_cast<int>(b);
    bad[b] += choose * power(p, n - k) * power(1.0 - p, k);
    choose *= static_cast<double>(n - k) / (k + 1.0);
  }
}

/// The law of the bad lanes of one group, as far as there are spares, and those of several.
class BadLanes {
 public:
  explicit BadLanes(int spares)
      : one_(static_cast<std::size_t>(spares) + 1), all_(one_.size()), scratch_(one_.size()) {}

  std::span<double> clear() {
    std::ranges::fill(one_, 0.0);
    return one_;
  }
  /// Chance that `groups` independent groups together have no more bad lanes than there are spares.
  double few(int groups) {
    if (one_.size() == 1) return power(one_[0], groups);
    std::ranges::fill(all_, 0.0);
    all_[0] = 1.0;
    for (; groups > 0; groups /= 2) {
      if (groups % 2 != 0) convolve(all_, one_);
      if (groups > 1) convolve(one_, one_);
    }
    return std::accumulate(all_.begin(), all_.end(), 0.0);
  }

 private:
  /// a becomes the law of the sum of both counts.
  void convolve(std::vector<double>& a, const std::vector<double>& b) {
    std::ranges::fill(scratch_, 0.0);
    for (std::size_t i = 0; i < a.size(); ++i) {
      for (std::size_t j = 0; i + j < a.size(); ++j) scratch_[i + j] += a[i] * b[j];
    }
    std::swap(a, scratch_);
  }
  std::vector<double> one_;
  std::vector<double> all_;
  std::vector<double> scratch_;
};

/// The quadratures of a unit: over what all lanes share and what the lanes of a laser share, at first and as change.
struct Rules {
  Nodes unit;
  Nodes unit_change;
  Nodes laser;
  Nodes laser_change;
};

/// Chance of enough good lanes in a unit; `good(x, y)` is that of one lane whose margin is shifted by x at first and
/// changes by y more.
template <class Good>
double enough_good(const Rules& rules, const LaneCount& count, const Good& good) {
  const int spares = count.lanes - count.needed;
  const bool one_group = rules.laser.size() * rules.laser_change.size() == 1;
  BadLanes bad(one_group ? 0 : spares);
  const auto unit_at = [&](double x, double y) {
    if (one_group) {
      const double p = good(x, y);
      return spares == 0 ? power(p, count.lanes) : numerics::binomial_sf(count.needed - 1, count.lanes, p);
    }
    const auto law = bad.clear();
    for (const auto& a : rules.laser) {
      for (const auto& b : rules.laser_change) {
        add_bad_lanes(count.lanes_per_laser, good(x + a.shift, y + b.shift), a.weight * b.weight, law);
      }
    }
    return bad.few(count.lanes / count.lanes_per_laser);
  };
  double sum = 0.0;
  for (const auto& a : rules.unit) {
    for (const auto& b : rules.unit_change) sum += a.weight * b.weight * unit_at(a.shift, b.shift);
  }
  return std::min(sum, 1.0);
}

/// The same at test alone, when nodes of both shared parts lie `step` apart: their sums then fall on one grid, on which
/// a lane is asked only once.
double enough_good_on_grid(const SharedNormal& m, const LaneCount& count, double limit, double step) {
  const auto unit = nodes(m.unit, step);
  const auto laser = nodes(m.laser, step);
  const int spares = count.lanes - count.needed;
  const auto kept = static_cast<std::size_t>(std::min(spares, count.lanes_per_laser)) + 1;
  const std::size_t points = unit.size() + laser.size() - 1;
  const double first = m.mean + unit.front().shift + laser.front().shift - limit;
  std::vector<double> table(points * kept, 0.0);
  for (std::size_t i = 0; i < points; ++i) {
    const double p = cdf_to_1e12((first + static_cast<double>(i) * step) / m.lane);
    add_bad_lanes(count.lanes_per_laser, p, 1.0, std::span(table).subspan(i * kept, kept));
  }
  std::vector<double> laws(unit.size() * kept, 0.0);  // of the bad lanes of a laser, for every node of the unit
  for (std::size_t j = 0; j < laser.size(); ++j) {
    for (std::size_t x = 0; x < laws.size(); ++x) laws[x] += laser[j].weight * table[j * kept + x];
  }
  BadLanes bad(spares);
  double sum = 0.0;
  for (std::size_t i = 0; i < unit.size(); ++i) {
    std::ranges::copy(std::span(laws).subspan(i * kept, kept), bad.clear().begin());
    sum += unit[i].weight * bad.few(count.lanes / count.lanes_per_laser);
  }
  return std::min(sum, 1.0);
}

/// What one laser's lanes share belongs to the lane when each lane has its own laser.
void give_to_lane(SharedNormal& x, const LaneCount& count) {
  if (count.lanes_per_laser > 1) return;
  x.lane = std::hypot(x.lane, x.laser);
  x.laser = 0.0;
}

/// Lanes without anything of their own are good or bad together with their laser: the laser becomes the lane.
void take_laser_as_lane(SharedNormal& x) {
  x.lane = x.laser;
  x.laser = 0.0;
}

LaneCount lasers_of(const LaneCount& count) {
  const int lasers = count.lanes / count.lanes_per_laser;
  return {lasers, lasers - (count.lanes - count.needed) / count.lanes_per_laser, 1};
}

/// Distances of the nodes over what is shared of the margin at first.
struct Steps {
  double unit = 0.0;
  double laser = 0.0;
};
Steps steps_for(const SharedNormal& m, const LaneCount& count) {
  return {step_for(m.unit, std::hypot(m.lane, m.laser) * narrowing(count.lanes)),
          step_for(m.laser, m.lane * narrowing(count.lanes_per_laser))};
}

/// Rules for the margin at first, and for its change where `change` has shared parts.
Rules rules_for(const SharedNormal& margin, const SharedNormal& change, const LaneCount& count) {
  constexpr double fine = 0.05;  // of a change that is no lane's own, which leaves a kink where it begins to matter
  const double later = std::hypot(margin.lane, change.lane);
  const auto steps = steps_for(margin, count);
  const double laser_step = step_for(change.laser, later * narrowing(count.lanes_per_laser));
  const double unit_step =
      step_for(change.unit, std::hypot(later, margin.laser, change.laser) * narrowing(count.lanes));
  const bool kink = change.lane == 0.0;
  const bool laser_smooths = change.laser > 0.0;
  return {
      .unit = nodes(margin.unit, steps.unit),
      .unit_change = nodes(change.unit, kink && !laser_smooths ? std::min(unit_step, fine * change.unit) : unit_step),
      .laser = nodes(margin.laser, steps.laser),
      .laser_change = nodes(change.laser, kink ? std::min(laser_step, fine * change.laser) : laser_step)};
}

/// The yield of lanes that each have something for themselves.
double yield_of_own(const SharedNormal& m, const LaneCount& count, double limit) {
  const auto steps = steps_for(m, count);
  if (m.unit > 0.0 && m.laser > 0.0) {
    const double step = std::min(steps.unit, steps.laser);
    const double on_grid = half_of(m.unit, step) + half_of(m.laser, step);
    if (on_grid < 2.0 * half_of(m.unit, steps.unit) * half_of(m.laser, steps.laser)) {
      return enough_good_on_grid(m, count, limit, step);
    }
  }
  return enough_good(rules_for(m, {}, count), count,
                     [&](double x, double) { return normal_cdf((m.mean + x - limit) / m.lane); });
}

}  // namespace

double SharedNormal::sd() const { return std::hypot(lane, laser, unit); }

double lane_yield(const SharedNormal& margin, double limit) {
  const double sd = margin.sd();
  if (!(sd > 0.0)) return margin.mean >= limit ? 1.0 : 0.0;
  return normal_cdf((margin.mean - limit) / sd);
}

double unit_yield(const SharedNormal& margin, const LaneCount& count, double limit) {
  auto m = margin;
  give_to_lane(m, count);
  if (m.lane > nothing * std::hypot(m.laser, m.unit)) return yield_of_own(m, count, limit);
  if (m.laser == 0.0) return lane_yield(m, limit);
  take_laser_as_lane(m);
  return unit_yield(m, lasers_of(count), limit);
}

double lasting_lane_yield(const SharedNormal& margin, const SharedNormal& change, double limit) {
  const double sd = margin.sd();
  const double later = std::hypot(sd, change.sd());
  const double mean = margin.mean + change.mean;
  if (!(later > 0.0)) return margin.mean >= limit && mean >= 0.0 ? 1.0 : 0.0;
  if (sd == 0.0) return margin.mean >= limit ? normal_cdf(mean / later) : 0.0;
  return numerics::bivariate_normal_cdf((margin.mean - limit) / sd, mean / later, sd / later);
}

double lasting_unit_yield(const SharedNormal& margin, const SharedNormal& change, const LaneCount& count,
                          double limit) {
  if (change.sd() == 0.0) return unit_yield(margin, count, std::max(limit, -change.mean));
  auto m = margin;
  auto c = change;
  give_to_lane(m, count);
  give_to_lane(c, count);
  const double shared = std::max(std::hypot(m.laser, m.unit), std::hypot(c.laser, c.unit));
  if (std::hypot(m.lane, c.lane) > nothing * shared) {
    m.lane = std::max(m.lane, 1e-2 * shared);  // a step at the test that every lane takes at once has no trapezoids
    return enough_good(rules_for(m, c, count), count, [&](double x, double y) {
      return lasting_lane_yield({m.mean + x, m.lane}, {c.mean + y, c.lane}, limit);
    });
  }
  if (m.laser == 0.0 && c.laser == 0.0) return lasting_lane_yield(m, c, limit);
  take_laser_as_lane(m);
  take_laser_as_lane(c);
  return lasting_unit_yield(m, c, lasers_of(count), limit);
}

}  // namespace copack::link
