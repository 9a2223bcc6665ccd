// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "copack/core/parallel.hpp"
#include "copack/core/random.hpp"
#include "copack/link/varied_link.hpp"
#include "copack/numerics/sobol.hpp"
#include "copack/numerics/statistics.hpp"

namespace copack::link {
namespace {

constexpr std::array situations{Surroundings::usual, Surroundings::hottest, Surroundings::coldest};

/// Which number of a unit a draw is: those of the whole unit first, then laser by laser, then lane by lane, so that
/// the first and best dimensions of the Sobol' points go to what matters most.
class Draws {
 public:
  Draws(const ToleranceInputs& in, const LaneCount& count) : count_(count), seed_(static_cast<std::uint32_t>(in.seed)) {
    for (const auto& x : in.spreads) add(x.shared);
    for (const auto& x : in.drifts) add(x.shared);
    temperature_ = per_[static_cast<std::size_t>(Shared::unit)]++;
    const int all = first(Shared::lane) + count.lanes * per_[static_cast<std::size_t>(Shared::lane)];
    sobol_ = numerics::SobolSequence(std::clamp(all, 1, numerics::SobolSequence::max_dimensions));
  }

  /// Uniform number of spread or drift `i` for a lane of a unit.
  [[nodiscard]] double of(std::uint32_t unit, std::size_t i, int lane) const {
    const auto& x = variables_[i];
    const int instance = x.shared == Shared::lane    ? lane
                         : x.shared == Shared::laser ? lane / count_.lanes_per_laser
                                                     : 0;
    return draw(unit, first(x.shared) + instance * per_[static_cast<std::size_t>(x.shared)] + x.index);
  }
  [[nodiscard]] double temperature(std::uint32_t unit) const { return draw(unit, temperature_); }

 private:
  struct Variable {
    Shared shared = Shared::lane;
    int index = 0;
  };
  void add(Shared shared) { variables_.push_back({shared, per_[static_cast<std::size_t>(shared)]++}); }
  [[nodiscard]] int first(Shared shared) const {
    const int units = per_[static_cast<std::size_t>(Shared::unit)];
    if (shared == Shared::unit) return 0;
    if (shared == Shared::laser) return units;
    return units + count_.lanes / count_.lanes_per_laser * per_[static_cast<std::size_t>(Shared::laser)];
  }
  [[nodiscard]] double draw(std::uint32_t unit, int dimension) const {
    if (dimension < sobol_.dimensions()) return sobol_.point(unit, dimension, seed_);
    return uniform(seed_, Purpose::simulation, {.sample = unit, .entity = static_cast<std::uint32_t>(dimension)});
  }

  LaneCount count_;
  std::uint32_t seed_;
  std::vector<Variable> variables_;
  std::array<int, 3> per_{};  ///< numbers of one lane, laser and unit
  int temperature_ = 0;
  numerics::SobolSequence sobol_{1};
};

/// Margins of all lanes of all units, one row for every situation of every year.
struct Sample {
  std::size_t lanes = 0;
  std::vector<double> at_test;
  std::vector<double> ber;
  std::vector<std::vector<double>> later;

  Sample(const ToleranceInputs& in)
      : lanes(static_cast<std::size_t>(in.lanes)),
        at_test(static_cast<std::size_t>(in.samples) * lanes),
        ber(at_test.size()),
        later(in.years.size() * situations.size(), std::vector<double>(at_test.size())) {}
};

void draw_spreads(const ToleranceInputs& in, const Draws& draws, std::uint32_t unit, int lane, VariedLink& link) {
  link.reset();
  for (std::size_t i = 0; i < in.spreads.size(); ++i) {
    link.spread(i, deviation_at(in.spreads[i], link.nominal(i), draws.of(unit, i, lane)));
  }
}

void draw_lane(const ToleranceInputs& in, const Draws& draws, std::uint32_t unit, int lane, VariedLink& link,
               Sample& sample) {
  const std::size_t at = unit * sample.lanes + static_cast<std::size_t>(lane);
  draw_spreads(in, draws, unit, lane, link);
  const auto answer = link.answer();
  sample.at_test[at] = answer.margin;
  sample.ber[at] = answer.pre_fec_ber;
  const std::array rises{rise_at(in.temperature, draws.temperature(unit)), hottest(in.temperature),
                         coldest(in.temperature)};
  for (std::size_t y = 0; y < in.years.size(); ++y) {
    for (std::size_t j = 0; j < in.drifts.size(); ++j) {
      const double rate = rate_at(in.drifts[j], draws.of(unit, in.spreads.size() + j, lane));
      link.drift(j, rate * (in.years[y] - (y == 0 ? 0.0 : in.years[y - 1])));
    }
    for (std::size_t s = 0; s < situations.size(); ++s) {
      link.heat(rises[s]);
      sample.later[y * situations.size() + s][at] = link.margin();
      link.heat({-rises[s].engine, -rises[s].laser});
    }
  }
}

Sample draw_units(const ToleranceInputs& in, const MarginGauge& gauge, const LaneCount& count, int threads) {
  constexpr int units_per_block = 64;
  Sample sample(in);
  const Draws draws(in, count);
  const int blocks = (in.samples + units_per_block - 1) / units_per_block;
  for_each_block(static_cast<std::size_t>(blocks), threads, [&](std::size_t block) {
    VariedLink link(in.link, gauge, in.spreads, in.drifts, in.temperature.effects);
    const int begin = static_cast<int>(block) * units_per_block;
    for (int unit = begin; unit < std::min(begin + units_per_block, in.samples); ++unit) {
      for (int lane = 0; lane < in.lanes; ++lane) {
        draw_lane(in, draws, static_cast<std::uint32_t>(unit), lane, link, sample);
      }
    }
  });
  return sample;
}

void set_statistics(std::vector<double> values, MarginStatistics& x) {
  std::ranges::sort(values);
  const auto at = [&](double p) { return Decibel::from_db(numerics::sorted_quantile(values, p)); };
  const auto n = static_cast<double>(values.size());
  const double mean = std::accumulate(values.begin(), values.end(), 0.0) / n;
  double squares = 0.0;
  for (const double v : values) squares += (v - mean) * (v - mean);
  x.mean = Decibel::from_db(mean);
  x.sd = Decibel::from_db(std::sqrt(squares / n));
  x.p0_1 = at(0.001);
  x.p1 = at(0.01);
  x.p10 = at(0.1);
  x.p50 = at(0.5);
}

/// Good lanes at test, and those of them that still are later, unit by unit.
struct Tally {
  double lanes = 0.0;
  double lanes_left = 0.0;
  double units = 0.0;
  double units_left = 0.0;
  double squares = 0.0;  ///< of the good lanes of a unit
};

Tally count_good(const ToleranceInputs& in, const Sample& sample, const std::vector<double>* later) {
  Tally tally;
  for (std::size_t first = 0; first < sample.at_test.size(); first += sample.lanes) {
    int good = 0;
    int left = 0;
    for (std::size_t i = first; i < first + sample.lanes; ++i) {
      const bool passes = sample.at_test[i] >= in.test_limit.db();
      good += passes ? 1 : 0;
      left += passes && later != nullptr && (*later)[i] >= 0.0 ? 1 : 0;
    }
    tally.lanes += good;
    tally.lanes_left += left;
    tally.squares += static_cast<double>(good) * good;
    if (good < in.needed) continue;
    tally.units += 1.0;
    tally.units_left += left >= in.needed ? 1.0 : 0.0;
  }
  return tally;
}

void set_failures(const Tally& tally, MarginStatistics& x) {
  if (tally.lanes > 0.0) x.lane_failures = 1.0 - tally.lanes_left / tally.lanes;
  if (tally.units > 0.0) x.unit_failures = 1.0 - tally.units_left / tally.units;
}

void set_yields(const ToleranceInputs& in, const Sample& sample, ToleranceResults& out) {
  const auto tally = count_good(in, sample, nullptr);
  const auto n = static_cast<double>(in.samples);
  const auto lanes = static_cast<double>(in.lanes);
  out.lane_yield = tally.lanes / (n * lanes);
  out.unit_yield = tally.units / n;
  const double variance = tally.squares / (n * lanes * lanes) - out.lane_yield * out.lane_yield;
  out.lane_yield_error = std::sqrt(std::max(0.0, variance) / n);
  out.unit_yield_error = std::sqrt(out.unit_yield * (1.0 - out.unit_yield) / n);
}

}  // namespace

void sampled(const ToleranceInputs& in, const MarginGauge& gauge, int threads, ToleranceResults& out) {
  auto sample = draw_units(in, gauge, lane_count(in.link, in.lanes, in.needed), threads);
  set_statistics(sample.at_test, out.at_test);
  set_yields(in, sample, out);
  std::ranges::sort(sample.ber);
  out.ber_p50 = numerics::sorted_quantile(sample.ber, 0.5);
  out.ber_p90 = numerics::sorted_quantile(sample.ber, 0.9);
  out.ber_p99 = numerics::sorted_quantile(sample.ber, 0.99);
  out.ber_p99_9 = numerics::sorted_quantile(sample.ber, 0.999);
  for (std::size_t y = 0; y < out.years.size(); ++y) {
    const std::array rows{&out.years[y].margin, &out.years[y].hottest, &out.years[y].coldest};
    for (std::size_t s = 0; s < rows.size(); ++s) {
      const auto& later = sample.later[y * situations.size() + s];
      set_statistics(later, *rows[s]);
      set_failures(count_good(in, sample, &later), *rows[s]);
    }
  }
}

}  // namespace copack::link
