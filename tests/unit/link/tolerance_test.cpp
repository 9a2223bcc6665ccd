// SPDX-License-Identifier: Apache-2.0
#include "copack/link/tolerance.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>

#include "copack/link/budget.hpp"
#include "copack/numerics/probability_functions.hpp"

namespace copack::link {
namespace {

constexpr auto dB = Decibel::from_db;

/// A CPO lane in round numbers: 16 dBm laser for two lanes, 9 dB of path, 2.37 dB of margin.
LinkInputs lane() {
  LinkInputs in;
  in.payload_rate = 400.0 * unit::Gbps;
  in.laser_kind = LaserKind::external;
  in.retiming = Retiming::direct;
  in.host_channel = {{"package", dB(5.0)}};
  in.laser_power = PowerLevel::from_dbm(16.0);
  in.lanes_per_laser = 2;
  in.optical_path = {
      {"input coupler", dB(1.5)}, {"modulator", dB(4.0)}, {"output coupler", dB(1.5)}, {"fibre", dB(2.0)}};
  in.transmitter_penalty = dB(2.2);
  in.receiver_sensitivity = PowerLevel::from_dbm(-2.5);
  in.length = 0.0 * unit::m;
  return in;
}

ToleranceInputs normal_engine() {
  ToleranceInputs in;
  in.link = lane();
  in.spreads = {{.path = "optical_path[0].loss", .sd = 0.25},
                {.path = "optical_path[1].loss", .sd = 0.4},
                {.path = "receiver_sensitivity", .sd = 0.3},
                {.path = "laser_power", .sd = 0.5, .shared = Shared::laser},
                {.path = "optical_path[2].loss", .sd = 0.3, .shared = Shared::unit}};
  in.test_limit = dB(0.5);
  in.lanes = 16;
  in.needed = 16;
  in.drifts = {{.path = "laser_power", .per_year = -0.1, .sd = 0.03, .law = SpreadLaw::normal, .shared = Shared::laser},
               {.path = "optical_path[2].loss", .per_year = 0.05, .sd = 0.02, .law = SpreadLaw::normal}};
  in.temperature = {.law = SpreadLaw::normal,
                    .laser_low = -10.0 * unit::K,
                    .laser_high = 10.0 * unit::K,
                    .effects = {{.path = "laser_power", .part = HeatedPart::laser, .per_kelvin = -0.03}}};
  in.years = {0.0, 5.0, 10.0};
  return in;
}

TEST(Tolerance, SlopesOfABudgetInDecibelsAreOne) {
  const auto in = normal_engine();
  const auto slopes = margin_slopes(in.link, margin_gauge(in.link, MarginKind::optical), in.spreads);
  ASSERT_EQ(slopes.size(), 5u);
  EXPECT_NEAR(slopes[0], -1.0, 1e-12);
  EXPECT_NEAR(slopes[2], -1.0, 1e-12);
  EXPECT_NEAR(slopes[3], 1.0, 1e-12);
}

TEST(Tolerance, SlopesAreFoundAtTheEndOfAField) {
  auto in = normal_engine();
  in.link.mpi_penalty = dB(0.0);           // cannot fall
  in.link.optical_path[0].loss = dB(0.1);  // can fall by less than its standard deviation
  in.spreads = {{.path = "mpi_penalty", .sd = 0.2}, {.path = "optical_path[0].loss", .sd = 0.25}};
  const auto r = evaluate(in);
  EXPECT_NEAR(r.contributions[0].slope, -1.0, 1e-12);
  EXPECT_NEAR(r.contributions[1].slope, -1.0, 1e-12);
  // At two standard deviations the number has stopped at its limit.
  EXPECT_NEAR(r.nonlinearity.db(), 0.4, 1e-12);
  EXPECT_FALSE(r.exact);
}

TEST(Tolerance, ClosedFormAddsVariances) {
  const auto in = normal_engine();
  const auto r = evaluate(in);
  EXPECT_TRUE(r.exact);
  EXPECT_NEAR(r.nominal_margin.db(), link::evaluate(in.link).optical_margin.db(), 1e-12);
  EXPECT_NEAR(r.at_test.mean.db(), r.nominal_margin.db(), 1e-12);
  EXPECT_NEAR(r.sd_lane.db(), std::hypot(0.25, 0.4, 0.3), 1e-12);
  EXPECT_NEAR(r.sd_laser.db(), 0.5, 1e-12);
  EXPECT_NEAR(r.sd_unit.db(), 0.3, 1e-12);
  const double variance = 0.0625 + 0.16 + 0.09 + 0.25 + 0.09;
  EXPECT_NEAR(r.at_test.sd.db(), std::sqrt(variance), 1e-12);
  EXPECT_NEAR(r.at_test.p1.db(), r.nominal_margin.db() - 2.3263 * std::sqrt(variance), 1e-4);
  EXPECT_EQ(r.dominant, "laser_power");
  double shares = 0.0;
  for (const auto& c : r.contributions) shares += c.share;
  EXPECT_NEAR(shares, 1.0, 1e-12);
  EXPECT_NEAR(r.contributions[1].share, 0.16 / variance, 1e-12);
  // Ten years: 1.5 dB less, and the rates spread by 0.3 dB (laser) and 0.2 dB (coupler); 90 % of the lasers within
  // +-0.3 dB by temperature.
  const auto& old = r.years[2];
  EXPECT_NEAR(old.margin.mean.db(), r.nominal_margin.db() - 1.5, 1e-9);
  EXPECT_NEAR(old.margin.sd.db(), std::sqrt(variance + 0.09 + 0.04 + std::pow(0.3 / 1.6448536, 2)), 1e-6);
  EXPECT_NEAR(old.hottest.mean.db(), r.nominal_margin.db() - 1.8, 1e-9);
  EXPECT_NEAR(old.hottest.sd.db(), std::sqrt(variance + 0.09 + 0.04), 1e-9);
  EXPECT_NEAR(old.coldest.mean.db(), r.nominal_margin.db() - 1.2, 1e-9);
}

TEST(Tolerance, BothMethodsAgreeWhereBothHold) {
  auto in = normal_engine();
  const auto exact = evaluate(in);
  in.method = ToleranceMethod::sampling;
  in.samples = 4096;
  in.years = {5.0, 10.0};
  const auto drawn = evaluate(in);
  // Four standard errors of independent samples; Sobol' points do better.
  EXPECT_GT(drawn.unit_yield_error, 0.0);
  EXPECT_NEAR(drawn.unit_yield, exact.unit_yield, 4.0 * drawn.unit_yield_error);
  EXPECT_NEAR(drawn.lane_yield, exact.lane_yield, 4.0 * drawn.lane_yield_error);
  EXPECT_NEAR(drawn.at_test.mean.db(), exact.at_test.mean.db(), 0.005);
  EXPECT_NEAR(drawn.at_test.sd.db(), exact.at_test.sd.db(), 0.01);
  EXPECT_NEAR(drawn.at_test.p1.db(), exact.at_test.p1.db(), 0.03);
  EXPECT_NEAR(drawn.at_test.p0_1.db(), exact.at_test.p0_1.db(), 0.06);
  EXPECT_NEAR(std::log(drawn.ber_p99 / exact.ber_p99), 0.0, 0.2);
  for (std::size_t y = 0; y < 2; ++y) {
    const auto& a = drawn.years[y];
    const auto& b = exact.years[y + 1];
    for (const auto& [x, e] : {std::pair{a.margin, b.margin}, {a.hottest, b.hottest}, {a.coldest, b.coldest}}) {
      EXPECT_NEAR(x.mean.db(), e.mean.db(), 0.01);
      EXPECT_NEAR(x.sd.db(), e.sd.db(), 0.02);
      EXPECT_NEAR(x.p10.db(), e.p10.db(), 0.03);
      EXPECT_NEAR(x.lane_failures, e.lane_failures, 4.0 * std::sqrt(e.lane_failures / 4096.0));
      EXPECT_NEAR(x.unit_failures, e.unit_failures, 4.0 * std::sqrt(e.unit_failures / (4096.0 * exact.unit_yield)));
    }
    EXPECT_GT(b.margin.unit_failures, 0.0);
  }
}

TEST(Tolerance, BothMethodsAgreeWithSpareLanes) {
  auto in = normal_engine();
  in.needed = 14;
  in.test_limit = dB(1.0);
  const auto exact = evaluate(in);
  in.method = ToleranceMethod::sampling;
  in.years = {10.0};
  const auto drawn = evaluate(in);
  EXPECT_NEAR(drawn.unit_yield, exact.unit_yield, 4.0 * drawn.unit_yield_error);
  const double failures = exact.years[2].margin.unit_failures;
  EXPECT_NEAR(drawn.years[0].margin.unit_failures, failures, 4.0 * std::sqrt(failures / (4096.0 * exact.unit_yield)));
}

TEST(Tolerance, SamplingDoesNotDependOnThreads) {
  auto in = normal_engine();
  in.method = ToleranceMethod::sampling;
  in.samples = 300;
  in.years = {5.0};
  const auto one = flatten(evaluate(in, 1));
  const auto three = flatten(evaluate(in, 3));
  ASSERT_EQ(one.size(), three.size());
  for (std::size_t i = 0; i < one.size(); ++i) EXPECT_EQ(one[i].stored, three[i].stored) << one[i].path;
  in.seed = 2;
  EXPECT_NE(evaluate(in, 1).at_test.mean.db(), one[1].stored);
}

TEST(Tolerance, BitErrorQuantilesAreThoseOfTheMargin) {
  auto in = normal_engine();
  const auto r = evaluate(in);
  auto weak = in.link;
  weak.laser_power = weak.laser_power + (r.at_test.p10 - r.at_test.p50);
  EXPECT_NEAR(r.ber_p50 / link::evaluate(in.link).pre_fec_ber, 1.0, 1e-9);
  EXPECT_NEAR(r.ber_p90 / link::evaluate(weak).pre_fec_ber, 1.0, 1e-9);
  EXPECT_LT(r.ber_p90, r.ber_p99);
  EXPECT_LT(r.ber_p99, r.ber_p99_9);
}

TEST(Tolerance, BoundedLawsKeepTheirMoments) {
  ToleranceInputs in;
  in.link = lane();
  in.spreads = {{.path = "laser_power", .law = SpreadLaw::uniform, .low = -1.5, .high = 1.5},
                {.path = "optical_path[0].loss", .law = SpreadLaw::pert, .low = -0.5, .high = 1.0},
                {.path = "optical_path[3].loss", .law = SpreadLaw::lognormal, .sd = 0.4}};
  const auto r = evaluate(in);
  EXPECT_FALSE(r.exact);
  EXPECT_NEAR(r.contributions[0].sd.db(), 1.5 / std::sqrt(3.0), 1e-12);
  // PERT: mean 0.5/6 above the mode; variance (mean - low)(high - mean)/7.
  EXPECT_NEAR(r.at_test.mean.db(), r.nominal_margin.db() - 0.5 / 6.0, 1e-9);
  EXPECT_NEAR(r.contributions[1].sd.db(), std::sqrt((0.5 / 6.0 + 0.5) * (1.0 - 0.5 / 6.0) / 7.0), 1e-9);
  in.method = ToleranceMethod::sampling;
  const auto drawn = evaluate(in);
  EXPECT_NEAR(drawn.at_test.mean.db(), r.at_test.mean.db(), 0.003);
  EXPECT_NEAR(drawn.at_test.sd.db(), r.at_test.sd.db(), 0.003);
}

TEST(Tolerance, LognormalRatesNeverTurnBack) {
  ToleranceInputs in;
  in.link = lane();
  in.drifts = {{.path = "laser_power", .per_year = -0.1, .sd = 0.1}};
  in.years = {10.0};
  const auto r = evaluate(in);
  EXPECT_NEAR(r.years[0].margin.mean.db(), r.nominal_margin.db() - 1.0, 1e-9);
  in.method = ToleranceMethod::sampling;
  const auto drawn = evaluate(in);
  EXPECT_NEAR(drawn.years[0].margin.mean.db(), r.years[0].margin.mean.db(), 0.01);
  EXPECT_NEAR(drawn.years[0].margin.sd.db(), 1.0, 0.05);
  EXPECT_LT(drawn.years[0].margin.p50, drawn.nominal_margin);
  // The median of the rate is its mean over sqrt(1 + 1).
  EXPECT_NEAR(drawn.years[0].margin.p50.db(), r.nominal_margin.db() - 1.0 / std::sqrt(2.0), 0.01);
}

TEST(Tolerance, ExtinctionRatioIsNotLinearAndSaysSo) {
  ToleranceInputs in;
  in.link = lane();
  in.spreads = {{.path = "extinction_ratio", .sd = 0.5}};
  const auto r = evaluate(in);
  EXPECT_FALSE(r.exact);
  EXPECT_GT(r.nonlinearity.db(), 0.01);
  // d/dER of 10 lg(1 - 1/ER) at 4.5 dB: 1/(ER - 1) dB per dB = 0.55
  EXPECT_NEAR(r.contributions[0].slope, 1.0 / (std::pow(10.0, 0.45) - 1.0), 0.01);
}

TEST(Tolerance, FecMarginSeesTheHostChannel) {
  ToleranceInputs in;
  in.link = lane();
  in.link.retiming = Retiming::linear;
  in.spreads = {{.path = "host_channel[0].loss", .sd = 1.0}, {.path = "laser_power", .sd = 0.3}};
  in.margin = MarginKind::optical;
  EXPECT_EQ(evaluate(in).contributions[0].share, 0.0);
  in.margin = MarginKind::fec;
  const auto r = evaluate(in);
  EXPECT_GT(r.contributions[0].share, 0.0);
  EXPECT_GT(r.contributions[1].share, 0.0);
  // The margin is nought where the frame loss ratio is at its target.
  auto edge = in;
  edge.link.laser_power = edge.link.laser_power - r.nominal_margin;
  for (int i = 0; i < 30; ++i) edge.link.laser_power = edge.link.laser_power - evaluate(edge).nominal_margin;
  EXPECT_NEAR(link::evaluate(edge.link).frame_loss_ratio / edge.link.frame_loss_target, 1.0, 1e-3);
}

TEST(Tolerance, ElectricalMarginOfCopper) {
  ToleranceInputs in;
  in.link.medium = Medium::copper;
  in.link.retiming = Retiming::none;
  in.link.payload_rate = 400.0 * unit::Gbps;
  in.link.cable_loss_per_metre = dB(6.0);
  in.link.length = 2.0 * unit::m;
  in.link.host_channel = {{"package", dB(5.0)}};
  in.spreads = {{.path = "length", .sd = 0.1}};
  in.margin = MarginKind::electrical;
  EXPECT_EQ(evaluate(in).contributions[0].path, "length");
  EXPECT_NEAR(evaluate(in).contributions[0].slope, -6.0, 1e-9);
}

TEST(Tolerance, GuardBandTradesYieldForField) {
  auto in = normal_engine();
  in.years = {10.0};
  double yield = 1.0;
  double failures = 1.0;
  for (const double limit : {0.0, 0.5, 1.0, 1.5, 2.0}) {
    in.test_limit = dB(limit);
    const auto r = evaluate(in);
    EXPECT_LT(r.unit_yield, yield);
    EXPECT_LT(r.years[0].margin.lane_failures, failures);
    yield = r.unit_yield;
    failures = r.years[0].margin.lane_failures;
  }
}

TEST(Tolerance, RateIsThatOfTheLanesLost) {
  auto in = normal_engine();
  const auto r = evaluate(in);
  EXPECT_EQ(r.years[0].lane_rate.si(), 0.0);
  const double lost = r.years[2].margin.lane_failures;
  EXPECT_NEAR(r.years[2].lane_rate.in(unit::FIT), -std::log(1.0 - lost) / 87660.0 * 1e9, 1e-6);
}

TEST(Tolerance, ShippedUnitsThatNothingChangesDoNotFail) {
  auto in = normal_engine();
  in.drifts.clear();
  in.temperature = {};
  for (const auto& aged : evaluate(in).years) {
    EXPECT_EQ(aged.margin.lane_failures, 0.0);
    EXPECT_EQ(aged.margin.unit_failures, 0.0);
  }
}

std::string text(const std::vector<Problem>& problems) {
  std::string all;
  for (const auto& p : problems) all += p.path + ": " + p.message + "\n";
  return all;
}

TEST(ToleranceProblems, AreToldAllAtOnce) {
  ToleranceInputs in;
  in.link = lane();
  in.spreads = {{.path = "optical_pth[2].loss", .sd = 0.3},
                {.path = "modulation", .sd = 0.3},
                {.path = "laser_power", .sd = -0.1, .shared = Shared::laser},
                {.path = "optical_path[1].loss", .law = SpreadLaw::pert, .sd = 0.1, .low = 0.2, .high = 0.4},
                {.path = "length", .law = SpreadLaw::lognormal, .sd = 1.0}};
  in.lanes = 7;
  in.needed = 8;
  in.drifts = {{.path = "laser_pwr", .per_year = 0.0, .sd = 0.1}};
  in.years = {5.0, 1.0};
  in.temperature.laser_low = 5.0 * unit::K;
  in.temperature.effects = {{.path = "nothing"}};
  in.method = ToleranceMethod::sampling;
  in.samples = 10000000;
  const auto all = text(validate(in));
  for (const auto* part :
       {"spreads[0].path: the link: there is no number \"optical_pth[2].loss\" - did you mean "
        "\"optical_path[2].loss\"?",
        "spreads[1].path: the link: \"modulation\" is a choice, not a quantity", "spreads[2].sd: -0.1",
        "spreads[3].low: low 0.2 and high 0.4", "spreads[3].sd: a pert law", "spreads[4].law: a lognormal number",
        "needed: is 8 of 7", "lanes: 7 lanes do not share lasers evenly", "drifts[0].path", "drifts[0].per_year",
        "years[1]", "temperature.laser_low", "temperature.effects[0].path", "samples: 10000000 units"}) {
    EXPECT_NE(all.find(part), std::string::npos) << part << "\n---\n" << all;
  }
  EXPECT_TRUE(validate(normal_engine()).empty()) << text(validate(normal_engine()));
}

TEST(ToleranceProblems, NotANumberIsNoStandardDeviation) {
  auto in = normal_engine();
  in.spreads[0].sd = std::numeric_limits<double>::quiet_NaN();
  in.drifts[0].sd = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(validate(in).size(), 2u);
}

}  // namespace
}  // namespace copack::link
