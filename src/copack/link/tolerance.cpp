// SPDX-License-Identifier: Apache-2.0
#include "copack/link/tolerance.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "copack/link/budget.hpp"
#include "copack/link/varied_link.hpp"
#include "copack/numerics/probability_functions.hpp"

namespace copack::link {
namespace {

constexpr double hours_per_year = 8766.0;

/// The part of a normal number that belongs to what shares it; variances add.
void add_part(SharedNormal& x, Shared shared, double sd) {
  double& part = shared == Shared::lane ? x.lane : shared == Shared::laser ? x.laser : x.unit;
  part = std::hypot(part, sd);
}

void put_at_means(const ToleranceInputs& in, VariedLink& link) {
  link.reset();
  for (std::size_t i = 0; i < in.spreads.size(); ++i) link.spread(i, mean_of(in.spreads[i]));
}

/// Change of the margin by one step up of a number, half of that between up and down.
template <class Move>
double effect(VariedLink& link, const Move& move) {
  std::array<double, 2> ends{};
  for (const int side : {0, 1}) {
    const double sign = side == 0 ? -1.0 : 1.0;
    move(sign);
    ends[static_cast<std::size_t>(side)] = link.margin();
    move(-sign);
  }
  return 0.5 * (ends[1] - ends[0]);
}

/// dB of margin per unit of the number behind a spread: between plus and minus one standard deviation (a thousandth of
/// the unit when there is none), or from where it is to one side when the field ends on the other.
double slope_of(VariedLink& link, const std::vector<Spread>& spreads, std::size_t i) {
  const auto room = link.room(i);
  const double sd = sd_of(spreads[i]);
  const double step = std::min(sd > 0.0 ? sd : 1e-3, std::max(room.down, room.up));
  if (!(step > 0.0)) return 0.0;
  const auto at = [&](double deviation) {
    link.spread(i, deviation);
    const double margin = link.margin();
    link.spread(i, -deviation);
    return margin;
  };
  const double high = room.up >= step ? step : 0.0;
  const double low = room.down >= step ? -step : 0.0;
  return (at(high) - at(low)) / (high - low);
}

/// How far the margin at two standard deviations is from its slope.
double departure(VariedLink& link, std::size_t i, double sd, double centre, double slope) {
  double worst = 0.0;
  for (const double z : {-2.0, 2.0}) {
    link.spread(i, z * sd);
    worst = std::max(worst, std::abs(link.margin() - centre - slope * z * sd));
    link.spread(i, -z * sd);
  }
  return worst;
}

/// What temperature and age add to the margin at test, on the whole and in parts.
SharedNormal change_of(const ToleranceInputs& in, VariedLink& link, double centre, double year, Surroundings where) {
  const auto& range = in.temperature;
  put_at_means(in, link);
  for (std::size_t j = 0; j < in.drifts.size(); ++j) link.drift(j, in.drifts[j].per_year * year);
  link.heat(where == Surroundings::hottest   ? hottest(range)
            : where == Surroundings::coldest ? coldest(range)
                                             : mean_rise(range));
  SharedNormal change{.mean = link.margin() - centre};
  for (std::size_t j = 0; j < in.drifts.size(); ++j) {
    const double sd = in.drifts[j].sd * year;
    if (sd == 0.0) continue;
    add_part(change, in.drifts[j].shared, effect(link, [&](double sign) { link.drift(j, sign * sd); }));
  }
  if (where == Surroundings::usual && has_range(range)) {
    const auto sd = sd_rise(range);
    add_part(change, Shared::unit, effect(link, [&](double sign) { link.heat({sign * sd.engine, sign * sd.laser}); }));
  }
  return change;
}

double failed_share(double lasting, double passed) {
  return passed > 0.0 ? std::clamp(1.0 - lasting / passed, 0.0, 1.0) : 0.0;
}

/// Bit error ratio at the most probable point of a margin quantile: every spread gives in proportion to its share of
/// the variance (first-order reliability method, Hasofer & Lind 1974).
double ber_at(const ToleranceInputs& in, VariedLink& link, const LinearPart& linear, double z) {
  put_at_means(in, link);
  const double sd = linear.at_test.sd();
  for (std::size_t i = 0; i < in.spreads.size() && sd > 0.0; ++i) {
    link.spread(i, z * linear.contributions[i].slope * sd_of(in.spreads[i]) / sd * sd_of(in.spreads[i]));
  }
  return link.answer().pre_fec_ber;
}

/// Whether the closed form leaves nothing out.
bool is_exact(const ToleranceInputs& in, const LinearPart& linear) {
  const auto normal = [](SpreadLaw law, double sd) { return law == SpreadLaw::normal || sd == 0.0; };
  return linear.nonlinearity < 1e-9 &&
         std::ranges::all_of(
             in.spreads, [&](const Spread& x) { return normal(x.law, sd_of(x)); }) &&
         std::ranges::all_of(
             in.drifts, [&](const Drift& x) { return normal(x.law, x.sd); }) &&
         (!has_range(in.temperature) || in.temperature.law == SpreadLaw::normal);
}

ToleranceResults linear_results(const ToleranceInputs& in, VariedLink& link, LinearPart& linear) {
  ToleranceResults out;
  link.reset();
  out.nominal_margin = Decibel::from_db(link.margin());
  linear = linear_part(in, link);
  out.sd_lane = Decibel::from_db(linear.at_test.lane);
  out.sd_laser = Decibel::from_db(linear.at_test.laser);
  out.sd_unit = Decibel::from_db(linear.at_test.unit);
  out.nonlinearity = Decibel::from_db(linear.nonlinearity);
  out.exact = is_exact(in, linear);
  out.contributions = linear.contributions;
  const auto largest = std::ranges::max_element(out.contributions, {}, &Contribution::share);
  if (largest != out.contributions.end() && largest->share > 0.0) out.dominant = largest->path;
  return out;
}

}  // namespace

double MarginGauge::read(const LinkInputs& link, const LinkResults& results) const {
  if (kind == MarginKind::optical) return results.optical_margin.db();
  if (kind == MarginKind::electrical) return results.electrical_margin.db();
  constexpr double least = 1e-300;  // below it the Q argument only grows by rounding
  const double q = q_argument(std::max(results.pre_fec_ber, least), levels(link.modulation));
  return 10.0 * std::log10(std::max(q, 1e-3) / q_needed);
}

MarginGauge margin_gauge(const LinkInputs& link, MarginKind kind) {
  MarginGauge gauge{.kind = kind};
  if (kind != MarginKind::fec) return gauge;
  const FecInputs fec{.scheme = link.fec,
                      .bits_per_line_symbol = bits_per_symbol(link.modulation),
                      .target_frame_loss = link.frame_loss_target};
  gauge.q_needed = q_argument(evaluate(fec).threshold_frame_loss, levels(link.modulation));
  return gauge;
}

std::vector<double> margin_slopes(const LinkInputs& link, const MarginGauge& gauge,
                                  const std::vector<Spread>& spreads) {
  VariedLink varied(link, gauge, spreads);
  varied.reset();
  for (std::size_t i = 0; i < spreads.size(); ++i) varied.spread(i, mean_of(spreads[i]));
  std::vector<double> slopes;
  slopes.reserve(spreads.size());
  for (std::size_t i = 0; i < spreads.size(); ++i) {
    slopes.push_back(slope_of(varied, spreads, i));
  }
  return slopes;
}

SharedNormal margin_law(double margin, const std::vector<Spread>& spreads, std::span<const double> slopes) {
  SharedNormal law{.mean = margin};
  for (std::size_t i = 0; i < spreads.size(); ++i) {
    law.mean += slopes[i] * mean_of(spreads[i]);
    add_part(law, spreads[i].shared, slopes[i] * sd_of(spreads[i]));
  }
  return law;
}

LaneCount lane_count(const LinkInputs& link, int lanes, int needed) {
  int per_laser = std::clamp(static_cast<int>(std::lround(std::min(link.lanes_per_laser, 1e6))), 1, lanes);
  while (lanes % per_laser != 0) --per_laser;
  return {lanes, needed, per_laser};
}

LinearPart linear_part(const ToleranceInputs& in, VariedLink& link) {
  LinearPart out;
  put_at_means(in, link);
  out.centre = link.margin();
  out.at_test.mean = out.centre;
  for (std::size_t i = 0; i < in.spreads.size(); ++i) {
    const auto& spread = in.spreads[i];
    const double slope = slope_of(link, in.spreads, i);
    const double sd = sd_of(spread);
    add_part(out.at_test, spread.shared, slope * sd);
    out.nonlinearity = std::max(out.nonlinearity, departure(link, i, sd, out.centre, slope));
    out.contributions.push_back({spread.path, slope, Decibel::from_db(std::abs(slope) * sd), 0.0});
  }
  const double variance = out.at_test.sd() * out.at_test.sd();
  for (auto& x : out.contributions) x.share = variance > 0.0 ? x.sd.db() * x.sd.db() / variance : 0.0;
  return out;
}

void set_quantiles(MarginStatistics& x, double mean, double sd) {
  const auto at = [&](double p) { return Decibel::from_db(mean + sd * numerics::normal_quantile(p)); };
  x.mean = Decibel::from_db(mean);
  x.sd = Decibel::from_db(sd);
  x.p0_1 = at(0.001);
  x.p1 = at(0.01);
  x.p10 = at(0.1);
  x.p50 = x.mean;
}

void closed_form(const ToleranceInputs& in, VariedLink& link, const LinearPart& linear, ToleranceResults& out) {
  const auto count = lane_count(in.link, in.lanes, in.needed);
  const auto& law = linear.at_test;
  const double limit = in.test_limit.db();
  set_quantiles(out.at_test, law.mean, law.sd());
  out.lane_yield = lane_yield(law, limit);
  out.unit_yield = unit_yield(law, count, limit);
  out.ber_p50 = ber_at(in, link, linear, 0.0);
  out.ber_p90 = ber_at(in, link, linear, numerics::normal_quantile(0.1));
  out.ber_p99 = ber_at(in, link, linear, numerics::normal_quantile(0.01));
  out.ber_p99_9 = ber_at(in, link, linear, numerics::normal_quantile(0.001));
  for (auto& aged : out.years) {
    const auto fill = [&](MarginStatistics& x, Surroundings where) {
      const auto change = change_of(in, link, linear.centre, aged.year, where);
      set_quantiles(x, law.mean + change.mean, std::hypot(law.sd(), change.sd()));
      x.lane_failures = failed_share(lasting_lane_yield(law, change, limit), out.lane_yield);
      x.unit_failures = failed_share(lasting_unit_yield(law, change, count, limit), out.unit_yield);
    };
    fill(aged.margin, Surroundings::usual);
    fill(aged.hottest, Surroundings::hottest);
    fill(aged.coldest, Surroundings::coldest);
  }
}

ToleranceResults evaluate(const ToleranceInputs& in) { return evaluate(in, 0); }

ToleranceResults evaluate(const ToleranceInputs& in, int threads) {
  const auto gauge = margin_gauge(in.link, in.margin);
  VariedLink link(in.link, gauge, in.spreads, in.drifts, in.temperature.effects);
  LinearPart linear;
  auto out = linear_results(in, link, linear);
  for (const double year : in.years) out.years.push_back({.year = year});
  if (in.method == ToleranceMethod::closed_form) {
    closed_form(in, link, linear, out);
  } else {
    sampled(in, gauge, threads, out);
  }
  out.at_test.lane_failures = 1.0 - out.lane_yield;
  out.at_test.unit_failures = 1.0 - out.unit_yield;
  out.unit_yield_independent = numerics::binomial_sf(in.needed - 1, in.lanes, std::clamp(out.lane_yield, 0.0, 1.0));
  for (auto& aged : out.years) {
    if (aged.year <= 0.0) continue;
    const double hazard = -std::log1p(-aged.margin.lane_failures);
    aged.lane_rate = FailureRate::from_si(hazard / (aged.year * hours_per_year * 3600.0));
  }
  return out;
}

}  // namespace copack::link
