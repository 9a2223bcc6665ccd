// SPDX-License-Identifier: Apache-2.0
#include "copack/link/lane_yield.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
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

/// Trapezoidal rule for a normal part of standard deviation `sd` under a function whose steps are `width` wide. The
/// product of both has a spectrum like a normal law of standard deviation 1/sd (+) 1/width; one node per standard
/// deviation of the narrower leaves an error of exp(-2 pi^2) = 3e-9.
Nodes nodes(double sd, double width, double finest) {
  if (!(sd > 0.0)) return {Node{}};
  constexpr double reach = 6.0;
  const double step = std::min(finest, 1.0 / std::sqrt(1.0 + (sd / width) * (sd / width)));
  const int half = static_cast<int>(std::ceil(reach / step));
  Nodes out;
  out.reserve(static_cast<std::size_t>(2 * half + 1));
  double sum = 0.0;
  for (int i = -half; i <= half; ++i) {
    const double z = i * step;
    out.push_back({z * sd, std::exp(-0.5 * z * z)});
    sum += out.back().weight;
  }
  for (auto& node : out) node.weight /= sum;
  return out;
}

/// Width of the step that the best, or the worst, of n normal numbers makes, over that of one.
double narrowing(int n) { return 1.0 / std::sqrt(2.0 * std::log(n + 1.0)); }

double power(double x, int n) {
  double out = 1.0;
  for (; n > 0; n /= 2, x *= x) {
    if (n % 2 != 0) out *= x;
  }
  return out;
}

/// Adds `weight` times the chances of 0, 1, ... bad ones among n lanes that are good with probability p.
void add_bad_lanes(int n, double p, double weight, std::vector<double>& bad) {
  double choose = weight;
  for (std::size_t b = 0; b < bad.size() && b <= static_cast<std::size_t>(n); ++b) {
    const int k = static_cast<int>(b);
    bad[b] += choose * power(p, n - k) * power(1.0 - p, k);
    choose *= static_cast<double>(n - k) / (k + 1.0);
  }
}

/// Product of two laws of a count, up to the largest count that is kept.
std::vector<double> convolve(const std::vector<double>& a, const std::vector<double>& b) {
  std::vector<double> out(a.size(), 0.0);
  for (std::size_t i = 0; i < a.size(); ++i) {
    for (std::size_t j = 0; i + j < a.size(); ++j) out[i + j] += a[i] * b[j];
  }
  return out;
}

/// Chance that `groups` independent groups have together no more bad lanes than the law `bad` of one group keeps.
double few_bad(std::vector<double> bad, int groups) {
  if (bad.size() == 1) return power(bad[0], groups);
  std::vector<double> all(bad.size(), 0.0);
  all[0] = 1.0;
  for (; groups > 0; groups /= 2) {
    if (groups % 2 != 0) all = convolve(all, bad);
    if (groups > 1) bad = convolve(bad, bad);
  }
  double sum = 0.0;
  for (const double p : all) sum += p;
  return sum;
}

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
  std::vector<double> bad(one_group ? 0 : static_cast<std::size_t>(spares) + 1);
  const auto unit_at = [&](double x, double y) {
    if (one_group) {
      const double p = good(x, y);
      return spares == 0 ? power(p, count.lanes) : numerics::binomial_sf(count.needed - 1, count.lanes, p);
    }
    std::ranges::fill(bad, 0.0);
    for (const auto& a : rules.laser) {
      for (const auto& b : rules.laser_change) {
        add_bad_lanes(count.lanes_per_laser, good(x + a.shift, y + b.shift), a.weight * b.weight, bad);
      }
    }
    return few_bad(bad, count.lanes / count.lanes_per_laser);
  };
  double sum = 0.0;
  for (const auto& a : rules.unit) {
    for (const auto& b : rules.unit_change) sum += a.weight * b.weight * unit_at(a.shift, b.shift);
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

/// Rules for the margin at first, and for its change where `change` has shared parts.
Rules rules_for(const SharedNormal& margin, const SharedNormal& change, const LaneCount& count) {
  constexpr double coarse = 1.0;
  constexpr double fine = 0.05;  // a change that is no lane's own leaves a kink where it begins to matter
  const double of_laser = narrowing(count.lanes_per_laser);
  const double of_unit = narrowing(count.lanes);
  const double later = std::hypot(margin.lane, change.lane);
  const bool kink = change.lane == 0.0;
  Rules rules;
  rules.unit = nodes(margin.unit, std::hypot(margin.lane, margin.laser) * of_unit, coarse);
  rules.laser = nodes(margin.laser, margin.lane * of_laser, coarse);
  rules.laser_change = nodes(change.laser, later * of_laser, kink ? fine : coarse);
  rules.unit_change = nodes(change.unit, std::hypot(later, margin.laser, change.laser) * of_unit,
                            kink && change.laser == 0.0 ? fine : coarse);
  return rules;
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
  if (m.lane > nothing * std::hypot(m.laser, m.unit)) {
    return enough_good(rules_for(m, {}, count), count,
                       [&](double x, double) { return normal_cdf((m.mean + x - limit) / m.lane); });
  }
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
