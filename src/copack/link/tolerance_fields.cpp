// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "copack/link/tolerance.hpp"

namespace copack::link {

std::span<const std::string_view> choice_names(SpreadLaw /*unused*/) {
  static constexpr std::array<std::string_view, 4> names{"normal", "lognormal", "uniform", "pert"};
  return names;
}

std::span<const std::string_view> choice_names(Shared /*unused*/) {
  static constexpr std::array<std::string_view, 3> names{"lane", "laser", "unit"};
  return names;
}

std::span<const std::string_view> choice_names(MarginKind /*unused*/) {
  static constexpr std::array<std::string_view, 3> names{"optical", "electrical", "fec"};
  return names;
}

std::span<const std::string_view> choice_names(ToleranceMethod /*unused*/) {
  static constexpr std::array<std::string_view, 2> names{"closed-form", "sampling"};
  return names;
}

std::span<const std::string_view> choice_names(HeatedPart /*unused*/) {
  static constexpr std::array<std::string_view, 2> names{"engine", "laser"};
  return names;
}

void describe(Fields& f, Spread& x) {
  f("path", x.path, "number of the link that differs, such as optical_path[2].loss or laser_power", required);
  f("law", x.law, "how it is spread around the link's value");
  f("sd", "", x.sd, "standard deviation, in the unit of that number (normal, lognormal)", non_negative);
  f("low", "", x.low, "deviation at the lower end (uniform, pert)", {.max = 0.0});
  f("high", "", x.high, "deviation at the upper end (uniform, pert)", non_negative);
  f("shared", x.shared, "which lanes have the deviation in common");
}

void describe(Fields& f, Drift& x) {
  f("path", x.path, "number of the link that changes with age", required);
  f("per_year", "", x.per_year, "mean change per year, in the unit of that number");
  f("sd", "", x.sd, "standard deviation of the rate from part to part, per year", non_negative);
  f("law", x.law, "of the rate: lognormal or normal");
  f("shared", x.shared, "which lanes have the rate in common");
}

void describe(Fields& f, TemperatureEffect& x) {
  f("path", x.path, "number of the link that a temperature moves", required);
  f("part", x.part, "whose temperature");
  f("per_kelvin", "", x.per_kelvin, "change per kelvin, in the unit of that number");
}

void describe(Fields& f, OperatingRange& x) {
  f("law", x.law, "of the temperatures from unit to unit: uniform, pert, or normal with 5 % and 95 % at the ends");
  f("engine_low", "K", x.engine_low, "engine at the cold end, from that at test");
  f("engine_high", "K", x.engine_high, "engine at the hot end, from that at test");
  f("laser_low", "K", x.laser_low, "laser at the cold end, from that at test");
  f("laser_high", "K", x.laser_high, "laser at the hot end, from that at test");
  f("effects", x.effects, "what the temperatures do to the link");
}

void describe(Fields& f, ToleranceInputs& x) {
  f("link", x.link, "the link with its nominal numbers, at the temperatures of the test", required);
  f("margin", x.margin, "which margin decides whether a lane is good");
  f("spreads", x.spreads, "how numbers of the link differ from part to part");
  f("test_limit", "dB", x.test_limit, "margin that a lane must show at test, guard band");
  f("lanes", "", x.lanes, "lanes fitted in a unit, n", {.min = 1.0, .max = 1e5});
  f("needed", "", x.needed, "lanes of a unit that must work, k", {.min = 1.0, .max = 1e5});
  f("temperature", x.temperature, "temperatures at which units work");
  f("drifts", x.drifts, "how numbers of the link change with age");
  f("years", "", x.years, "ages at which margins are wanted, rising", {.min = 0.0, .max = 100.0});
  f("method", x.method, "closed form or sampling");
  f("samples", "", x.samples, "units drawn by sampling; a power of two is best", {.min = 2.0, .max = 1e7});
  f("seed", "", x.seed, "of the random numbers", non_negative);
}

void describe(Fields& f, MarginStatistics& x) {
  f("mean", "dB", x.mean, "mean margin of all lanes");
  f("sd", "dB", x.sd, "its standard deviation from lane to lane");
  f("p0_1", "dB", x.p0_1, "margin that 0.1 % of the lanes do not reach");
  f("p1", "dB", x.p1, "margin that 1 % do not reach");
  f("p10", "dB", x.p10, "margin that 10 % do not reach");
  f("p50", "dB", x.p50, "median");
  f("lane_failures", "", x.lane_failures, "lanes below zero, share of those that passed the test");
  f("unit_failures", "", x.unit_failures, "units left with too few lanes, share of those shipped");
}

void describe(Fields& f, AgedMargin& x) {
  f("year", "", x.year, "age");
  f("margin", x.margin, "temperatures as they are from unit to unit");
  f("hottest", x.hottest, "all units at the hot end");
  f("coldest", x.coldest, "all units at the cold end");
  f("lane_rate", "FIT", x.lane_rate,
    "failures of shipped lanes below zero margin, mean rate from the start to this age",
    by("-ln(1 - lane_failures) / year"));
}

void describe(Fields& f, Contribution& x) {
  f("path", x.path, "number of the link");
  f("slope", "", x.slope, "dB of margin per unit of it");
  f("sd", "dB", x.sd, "standard deviation of the margin from it alone");
  f("share", "", x.share, "of the variance of the margin");
}

void describe(Fields& f, ToleranceResults& x) {
  f("nominal_margin", "dB", x.nominal_margin, "margin of the link as given");
  f("at_test", x.at_test, "margins at test; failures are lanes and units that do not pass");
  f("sd_lane", "dB", x.sd_lane, "what lanes have for themselves");
  f("sd_laser", "dB", x.sd_laser, "what the lanes of a laser share");
  f("sd_unit", "dB", x.sd_unit, "what the lanes of a unit share");
  f("lane_yield", "", x.lane_yield, "lanes with at least test_limit");
  f("unit_yield", "", x.unit_yield, "units with enough such lanes");
  f("unit_yield_independent", "", x.unit_yield_independent, "the same if nothing were shared",
    by("P[Bin(lanes, lane_yield) >= needed]"));
  f("lane_yield_error", "", x.lane_yield_error, "standard error of sampling; 0 in closed form");
  f("unit_yield_error", "", x.unit_yield_error, "standard error of sampling; 0 in closed form");
  f("ber_p50", "", x.ber_p50, "bit error ratio before decoding that half of the lanes exceed at test");
  f("ber_p90", "", x.ber_p90, "that one lane in ten exceeds");
  f("ber_p99", "", x.ber_p99, "that one lane in a hundred exceeds");
  f("ber_p99_9", "", x.ber_p99_9, "that one lane in a thousand exceeds");
  f("nonlinearity", "dB", x.nonlinearity, "largest departure of the margin from its slope, at two sd of a spread");
  f("exact", x.exact, "the closed form leaves nothing out: normal laws, constant slopes");
  f("dominant", x.dominant, "number of the link that spreads the margin most");
  f("contributions", x.contributions, "what each spread does to the margin");
  f("years", x.years, "margins and failures with age");
}

}  // namespace copack::link
