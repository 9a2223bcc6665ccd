// SPDX-License-Identifier: Apache-2.0
#include "copack/link/com.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "com_channels.hpp"

namespace copack::link {
namespace {

using testing::ElementsAre;

TEST(Com, MarginIsSignalOverNoise) {
  const auto r = evaluate(backplane(500.0));
  ASSERT_TRUE(r.answered);
  EXPECT_TRUE(r.cursor_found);
  EXPECT_NEAR(r.com.db(), 20.0 * std::log10(r.signal.si() / r.noise.si()), 1e-12);
  EXPECT_EQ(r.passes, r.com.db() >= 3.0);
  EXPECT_NEAR(r.eye_opening.si(), 2.0 * (r.signal.si() - r.noise.si()), 1e-15);
  EXPECT_NEAR(r.channel_loss.db(), 19.6, 0.05);
  EXPECT_NEAR(r.die_to_die_loss.db(), 27.9, 0.05);
}

TEST(Com, VariancesObeyTheirDefinitions) {
  const auto in = backplane(500.0);
  const auto r = evaluate(in);
  // 93A-30: sTx = h(ts) 10^(-SNR/20), and As = RLM h(ts)/(L - 1).
  EXPECT_NEAR(r.sigma_tx.si(), r.signal.si() * 3.0 / 0.95 * std::pow(10.0, -33.0 / 20.0), 1e-12);
  EXPECT_NEAR(r.signal.si(), 0.95 * r.pulse_at_cursor.si() / (r.levels - 1), 1e-15);
  EXPECT_NEAR(r.sigma_noise.si(), std::sqrt(in.noise_density * r.noise_bandwidth.in(unit::GHz)), 1e-15);
  const auto square = [](Voltage v) { return v.si() * v.si(); };
  const double all = square(r.sigma_isi) + square(r.sigma_jitter) + square(r.sigma_tx) + square(r.sigma_crosstalk) +
                     square(r.sigma_noise);
  EXPECT_NEAR(r.figure_of_merit.db(), 10.0 * std::log10(square(r.signal) / all), 1e-9);
  // Random jitter is 1/5 of the power of both: 0.01^2 of 0.01^2 + 0.02^2.
  EXPECT_NEAR(square(r.sigma_gaussian), square(r.sigma_tx) + square(r.sigma_noise) + 0.2 * square(r.sigma_jitter),
              1e-15);
}

/// Evaluated independently with chain matrices and one long transform, to ten digits: peak 39.37270656 mV, As
/// 12.37490580 mV at two samples before the peak.
TEST(Com, PulseOfAnIndependentEvaluation) {
  auto in = backplane(150.0);
  const auto via = [](double fF) {
    return ChannelElement{.kind = ElementKind::capacitance, .capacitance = Capacitance::from_si(fF * 1e-15)};
  };
  auto first = in.channels[0].elements[0], second = first;
  first.impedance = Resistance::from_si(95.0);
  second.impedance = Resistance::from_si(105.0);
  in.channels[0].elements = {via(60.0), first, via(80.0), second, via(60.0)};
  in.rise_time = Time::from_si(6.16e-12);
  const auto r = evaluate(in);
  EXPECT_NEAR(r.pulse_peak.si(), 39.3727e-3, 2e-6);
  EXPECT_NEAR(r.signal.si(), 12.3749e-3, 2e-6);
  EXPECT_EQ(r.cursor_after_peak, -2.0 / 32.0);
}

TEST(Com, MoreLossMoreNoiseAndMoreCrosstalkCostMargin) {
  auto in = small_backplane();
  in.tx_taps = {{-1, -0.3, 0.0, 0.05}};
  in.ctle_gain = {dB(-16.0), dB(0.0), dB(2.0)};
  const auto base = evaluate(in).com;
  auto longer = in, noisier = in, crossed = in, jittery = in;
  longer.channels[0].elements[0].length = 700.0 * unit::mm;
  EXPECT_LT(evaluate(longer).com, base);
  noisier.noise_density *= 10.0;
  EXPECT_LT(evaluate(noisier).com, base);
  jittery.random_jitter *= 2.0;
  EXPECT_LT(evaluate(jittery).com, base);
  crossed.channels.push_back(in.channels[0]);
  crossed.channels[1].role = ChannelRole::next;
  crossed.next_amplitude = Voltage::from_si(0.003);
  const auto with_crosstalk = evaluate(crossed);
  EXPECT_LT(with_crosstalk.com, base);
  ASSERT_EQ(with_crosstalk.crosstalk.size(), 1u);
  EXPECT_NEAR(with_crosstalk.crosstalk[0].rms.si(), with_crosstalk.sigma_crosstalk.si(), 1e-15);
}

TEST(Com, LongerBoardsHaveLessMarginUnderTheFullSearch) {
  auto in = small_backplane();
  in.tx_taps = {{-1, -0.3, 0.0, 0.04}};
  in.ctle_gain = {dB(-20.0), dB(0.0), dB(2.0)};
  in.ctle_low_gain = {dB(-4.0), dB(0.0), dB(2.0)};
  auto shorter = dB(100.0);
  for (const double mm : {300.0, 500.0, 700.0, 900.0}) {  // 12 to 35 dB at 26.6 GHz
    in.channels[0].elements[0].length = mm * unit::mm;
    const auto r = evaluate(in);
    EXPECT_TRUE(r.cursor_found) << mm;
    EXPECT_LT(r.com, shorter) << mm;
    shorter = r.com;
  }
}

TEST(Com, ScalingAllAmplitudesWithoutReceiverNoiseChangesNothing) {
  auto in = small_backplane();
  in.noise_density = 0.0;
  const auto base = evaluate(in).com;
  in.victim_amplitude *= 0.5;
  EXPECT_NEAR(evaluate(in).com.db(), base.db(), 1e-9);
}

TEST(Com, DelayChangesNothing) {
  auto in = small_backplane();
  const auto base = evaluate(in);
  // Up to the whole record of 20 ns, over whose end the pulse would run. The instant falls on another place between
  // two samples, so the margin moves by the timing grid only.
  for (const double ns : {1.0, 5.0, 17.0, 18.0, 19.0, 20.0}) {
    auto late = in;
    late.channels[0].elements.push_back({.length = 1.0 * unit::mm, .line = {.g0 = 0, .a1 = 0, .a2 = 0, .delay = ns}});
    const auto later = evaluate(late);
    EXPECT_NEAR(later.sigma_noise.si(), base.sigma_noise.si(), 1e-15) << ns;
    EXPECT_NEAR(later.pulse_peak.si() / base.pulse_peak.si(), 1.0, 2e-3) << ns;
    EXPECT_NEAR(later.com.db(), base.com.db(), 0.15) << ns;
  }
}

/// Data of a file may be anything that is finite, such as a pulse at the very start of the record: here most of the
/// band is weak and says 1 ns, and the low frequencies that make the pulse say another delay.
TEST(Com, APulseAtTheEdgeOfTheRecordIsAnsweredOrRefused) {
  auto in = small_backplane();
  in.tx_taps = {{-12, 1.0, 1.0, 0.0}};  // the main tap is 0: the pulse is 12 symbols early
  in.smallest_main_tap = 0.0;
  in.channels[0] = {.file = "any"};
  in.frequency_step = 0.1 * unit::GHz;
  auto& data = in.channels[0].data;
  for (int i = 0; i <= 600; ++i) data.frequency.push_back(100e6 * i);
  for (const double ns : {8.3, 8.45, 8.5, 8.55, 8.7}) {  // 7.5 ns, three quarters of the record, after 1 ns
    data.s.clear();
    for (const double f : data.frequency) {
      const bool low = f < 25e9;
      const auto s21 = std::polar(low ? 0.5 : 1e-3, -2.0 * std::numbers::pi * f * (low ? ns : 1.0) * 1e-9);
      data.s.push_back({.s12 = s21, .s21 = s21});
    }
    const auto r = evaluate(in);
    EXPECT_TRUE(!r.answered || std::isfinite(r.com.db())) << ns;
  }
}

TEST(Com, FeedbackStaysWithinItsLimits) {
  auto in = backplane(800.0);
  const auto r = evaluate(in);
  ASSERT_EQ(r.dfe_taps.size(), 12u);
  EXPECT_EQ(r.dfe_taps[0].weight, 0.85);
  EXPECT_EQ(r.dfe_taps[1].weight, 0.3);
  for (std::size_t n = 0; n < 12; ++n) EXPECT_LE(std::abs(r.dfe_taps[n].weight), in.dfe_max[n]);
}

TEST(Com, ErrorRatioAtTheMarginIsTheTarget) {
  // With As reduced to Ani the chance of an error is DER0: a channel at COM = 0 dB has it exactly.
  auto in = small_backplane();
  const auto r = evaluate(in);
  EXPECT_LT(r.detector_error_ratio, 1e-4);
  EXPECT_GT(r.com.db(), 0.0);
  in.target_error_ratio = 1e-3;
  EXPECT_GT(evaluate(in).com, r.com);
}

TEST(Com, NoFeedbackAndNoTransmitterTapsAreAllowed) {
  auto in = small_backplane();
  in.dfe_max.clear();
  in.dfe_min.clear();
  in.tx_taps.clear();
  const auto r = evaluate(in);
  EXPECT_TRUE(r.answered);
  EXPECT_TRUE(r.dfe_taps.empty());
  EXPECT_EQ(r.main_tap, 1.0);
}

TEST(Com, WhatCannotBeAnsweredIsSaid) {
  EXPECT_FALSE(evaluate(ComInputs{}).answered);
  auto in = small_backplane();
  in.channels[0].file = "not-loaded.s4p";
  EXPECT_FALSE(evaluate(in).answered);
  in = small_backplane();
  in.dfe_max.pop_back();
  EXPECT_FALSE(evaluate(in).answered);
  in = small_backplane();
  in.channels[0].elements[0].line.g0 = 10.0;  // nothing arrives: 300 mm of 10 neper/mm
  EXPECT_FALSE(evaluate(in).answered);
}

std::vector<std::string> paths(const ComInputs& in) {
  std::vector<std::string> out;
  for (const auto& problem : validate(in)) out.push_back(problem.path);
  return out;
}

TEST(Com, ValidateTellsEverythingAtOnce) {
  auto in = backplane(300.0);
  EXPECT_THAT(paths(in), ElementsAre());
  in.channels.push_back({.role = ChannelRole::thru, .ports = {1, 2}});
  in.ctle_gain = {dB(0.0), dB(-5.0), dB(1.0)};
  in.ctle_low_gain = {dB(-5.0), dB(0.0), dB(0.0)};
  in.tx_taps = {{0, 0, 0, 0}, {-7, 0, 0, 0}, {6, 0, 0, 0}, {6, 0, 0, 0}};
  in.dfe_min.pop_back();
  EXPECT_THAT(paths(in),
              ElementsAre("channels", "channels[1]", "channels[1].ports", "ctle_gain.max", "ctle_low_gain.step",
                          "tx_taps[0].position", "tx_taps[3].position", "tx_taps", "dfe_min"));
}

TEST(Com, ValidateBoundsTheWork) {
  auto in = backplane(300.0);
  in.tx_taps = {{-1, -0.3, 0.3, 1e-5}, {1, -0.3, 0.3, 1e-5}};
  EXPECT_THAT(paths(in), ElementsAre("tx_taps"));
  in = backplane(300.0);
  in.frequency_step = 0.0001 * unit::GHz;
  EXPECT_THAT(paths(in), ElementsAre("frequency_step"));
  in = backplane(300.0);
  in.smallest_main_tap = 0.99;
  EXPECT_THAT(paths(in), ElementsAre("smallest_main_tap"));
  in = backplane(20'000.0);  // 116 ns in a record of 100 ns
  EXPECT_THAT(paths(in), ElementsAre("frequency_step"));
  in = backplane(1.0);
  in.frequency_step = 1.0 * unit::GHz;  // a record of 53 symbols
  EXPECT_THAT(paths(in), ElementsAre("frequency_step"));
  in = backplane(300.0);
  in.dfe_min[2] = 0.5;
  EXPECT_THAT(paths(in), ElementsAre("dfe_max[2]"));
}

}  // namespace
}  // namespace copack::link
