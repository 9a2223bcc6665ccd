// SPDX-License-Identifier: Apache-2.0
#include "copack/link/ring_wdm.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "copack/core/random.hpp"

namespace copack::link {
namespace {

TEST(RingWdm, FreeSpectralRange) {
  // c / (n_g L) = 299792458 / (4.2 * 40e-6) = 1784.5 GHz; lambda^2 / (n_g L) = 1310^2 nm^2 / 168 um = 10.215 nm.
  const auto r = evaluate(RingWdmInputs{});
  EXPECT_NEAR(r.free_spectral_range.in(unit::GHz), 1784.48, 0.01);
  EXPECT_NEAR(r.free_spectral_range_wavelength.in(unit::nm), 10.2149, 1e-4);
  EXPECT_NEAR(r.channel_spacing.in(unit::GHz), 1784.48 / 8.0, 0.01);
  EXPECT_NEAR(r.linewidth.in(unit::GHz), 299792458.0 / 1310e-9 / 5000.0 * 1e-9, 1e-9);
}

TEST(RingWdm, NeighboursFollowALorentzianWhileTheyAreNear) {
  RingWdmInputs in{.channels = 2, .quality_factor = 20000};
  in.channel_spacing = 100.0 * unit::GHz;
  const auto r = evaluate(in);
  const double detuning = 2.0 * 100.0 / r.linewidth.in(unit::GHz);
  const double lorentzian = 1.0 / (1.0 + detuning * detuning);
  EXPECT_NEAR(r.crosstalk / lorentzian, 1.0, 0.02);
  EXPECT_NEAR(r.adjacent_crosstalk.db(), 10.0 * std::log10(r.crosstalk), 1e-9);
}

TEST(RingWdm, AirysFunctionIsTheSumOfItsLorentzians) {
  const auto r = evaluate(RingWdmInputs{.channels = 2});
  const double fsr = r.free_spectral_range.in(unit::GHz), half = 0.5 * r.linewidth.in(unit::GHz);
  double at_half = 0.0, at_peak = 0.0;
  for (int order = -20000; order <= 20000; ++order) {
    const auto lorentzian = [&](double d) { return 1.0 / (1.0 + std::pow((d + order * fsr) / half, 2)); };
    at_half += lorentzian(0.5 * fsr);
    at_peak += lorentzian(0.0);
  }
  EXPECT_NEAR(r.crosstalk / (at_half / at_peak), 1.0, 0.01);  // sinh for its argument is left out: high finesse
}

TEST(RingWdm, CrosstalkFallsWithQualityAndSpacing) {
  double last = 1e9;
  for (const double q : {2000.0, 4000.0, 8000.0, 16000.0}) {
    const double x = evaluate(RingWdmInputs{.quality_factor = q}).crosstalk;
    EXPECT_LT(x, last);
    last = x;
  }
  EXPECT_GT(evaluate(RingWdmInputs{.channels = 16}).crosstalk, evaluate(RingWdmInputs{.channels = 8}).crosstalk);
  EXPECT_EQ(evaluate(RingWdmInputs{.channels = 1}).crosstalk, 0.0);
  EXPECT_EQ(evaluate(RingWdmInputs{.channels = 1}).pass_loss.db(), 0.0);
}

TEST(RingWdm, PassLossIsWhatTheOtherRingsTake) {
  const auto r = evaluate(RingWdmInputs{.channels = 2, .through_extinction = Decibel::from_db(300.0)});
  EXPECT_NEAR(r.pass_loss.db(), -10.0 * std::log10(1.0 - r.crosstalk), 1e-9);
}

/// Oracle: draws rings and finds the least common shift, in whole channels from an unknown start, that leaves every
/// ring at or below its channel.
double simulated_shift(const RingWdmInputs& in, double period, double spread, int banks) {
  double sum = 0.0;
  for (std::uint32_t bank = 0; bank < static_cast<std::uint32_t>(banks); ++bank) {
    const auto u = [&](std::uint32_t draw) { return uniform(1, Purpose::test, {.sample = bank, .draw = draw}); };
    std::vector<double> ring;
    for (std::uint32_t i = 0; i < static_cast<std::uint32_t>(in.channels); ++i) {
      const double radius = std::sqrt(-2.0 * std::log(u(2 * i)));
      ring.push_back(spread * radius * std::cos(2.0 * std::numbers::pi * u(2 * i + 1)));
    }
    double target = period * (u(1000) - 20.0);  // the channel grid, seen from the mean ring
    while (target < *std::ranges::max_element(ring)) target += period;
    for (const double position : ring) sum += (target - position) / in.channels;
  }
  return sum / banks;
}

TEST(RingWdm, HeatingAgreesWithDrawnBanks) {
  for (const auto assignment : {RingAssignment::shifted, RingAssignment::fixed}) {
    for (const int channels : {4, 8, 16}) {
      const RingWdmInputs in{.channels = channels, .ring_spread = 0.5 * unit::nm, .assignment = assignment};
      const auto r = evaluate(in);
      const double period =
          (assignment == RingAssignment::shifted ? r.channel_spacing_wavelength : r.free_spectral_range_wavelength)
              .in(unit::nm);
      const double drawn = simulated_shift(in, period, 0.5, 20000);
      EXPECT_NEAR(r.process_shift.in(unit::nm) / drawn, 1.0, 0.02) << channels;
    }
  }
}

TEST(RingWdm, FreedomOfAssignmentSavesHeat) {
  const auto power = [](RingAssignment a) { return evaluate(RingWdmInputs{.assignment = a}).heater_power.si(); };
  EXPECT_LT(power(RingAssignment::permuted), power(RingAssignment::shifted));
  EXPECT_LT(power(RingAssignment::shifted), power(RingAssignment::fixed));
}

TEST(RingWdm, HeatersStandInForTheHottestEnvironment) {
  RingWdmInputs in{.ring_spread = {}};
  in.temperature = in.temperature_max;
  const auto hot = evaluate(in);
  in.temperature = Temperature::from_celsius(60.0);
  const auto cool = evaluate(in);
  // 20 K of 75 pm/K at 0.12 nm/mW.
  EXPECT_NEAR((cool.heater_power - hot.heater_power).in(unit::mW), 20.0 * 0.075 / 0.12, 1e-9);
  EXPECT_NEAR(cool.lane_power.in(unit::mW), 2.0 * cool.heater_power.in(unit::mW), 1e-12);
  EXPECT_NEAR(cool.energy_per_bit.in(unit::pJ_per_bit), cool.lane_power.in(unit::mW) / 32.0, 1e-12);
  in.temperature = Temperature::from_celsius(81.0);
  EXPECT_FALSE(evaluate(in).lock_held);
}

TEST(RingWdm, RangeIsThatOfTheWorstRing) {
  RingWdmInputs in;
  const auto r = evaluate(in);
  in.heater_power_max = r.heater_power_worst * 1.001;
  EXPECT_TRUE(evaluate(in).in_range);
  in.heater_power_max = r.heater_power_worst * 0.999;
  EXPECT_FALSE(evaluate(in).in_range);
  EXPECT_FALSE(evaluate(in).lock_held);
}

TEST(RingWdm, ValidateNamesTheField) {
  RingWdmInputs in;
  EXPECT_TRUE(validate(in).empty());
  in.channel_spacing = 400.0 * unit::GHz;
  EXPECT_EQ(validate(in).at(0).path, "channel_spacing");
  EXPECT_EQ(validate(RingWdmInputs{.channels = 32, .quality_factor = 500}).at(0).path, "quality_factor");
  in = {};
  in.temperature_max = Temperature::from_celsius(0.0);
  EXPECT_EQ(validate(in).at(0).path, "temperature_max");
}

}  // namespace
}  // namespace copack::link
