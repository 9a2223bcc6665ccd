// SPDX-License-Identifier: Apache-2.0
#include "copack/link/com_receive_ffe.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "com_channels.hpp"

namespace copack::link {
namespace {

using testing::ElementsAre;

constexpr auto fF = [](double x) { return Capacitance::from_si(x * 1e-15); };
constexpr auto pH = [](double x) { return Inductance::from_si(x * 1e-12); };

/// 200G per lane: the values of 802.3dj over 160 mm of board with vias and a connector, at one setting of CTLE and
/// transmitter.
ComInputs lane_200g() {
  ComInputs in{.symbol_rate = 106.25 * unit::GHz, .target_error_ratio = 2e-4};
  auto& p = in.package;
  p.die_capacitances = {fF(40.0), fF(90.0), fF(110.0)};
  p.die_inductances = {pH(130.0), pH(150.0), pH(140.0)};
  p.bump_capacitance = fF(30.0);
  p.tx_length = 34.0 * unit::mm;
  p.rx_length = p.next_length = 32.0 * unit::mm;
  p.fext_length = p.tx_length;
  p.ball_length = 1.8 * unit::mm;
  p.ball_capacitance = fF(40.0);
  const auto via = [](double x) { return ChannelElement{.kind = ElementKind::capacitance, .capacitance = fF(x)}; };
  const ChannelElement first{.length = 80.0 * unit::mm, .impedance = Resistance::from_si(97.0)},
      second{.length = 80.0 * unit::mm, .impedance = Resistance::from_si(103.0)};
  in.channels = {{.elements = {via(20.0), first, via(25.0), second, via(20.0)}}};
  in.next_amplitude = Voltage::from_si(0.45);
  in.receiver_bandwidth = 0.58;
  in.ctle_gain = {dB(-10.0), dB(-10.0), dB(1.0)};
  in.ctle_low_gain = {dB(0.0), dB(0.0), dB(1.0)};
  in.tx_taps = {{-2, 0.04, 0.04, 0.02}, {-1, -0.16, -0.16, 0.02}};
  in.dfe_min = {0.0};
  in.dfe_max = {0.85};
  in.noise_density = 6e-9;
  in.rise_time = Time::from_si(4e-12);
  in.receive_ffe = {.taps = 16, .pre_taps = 5, .min = {-0.7}, .max = {0.7}};
  return in;
}

/// The same with a coarse grid, for tests that run it often.
ComInputs small_lane() {
  auto in = lane_200g();
  in.frequency_step = 0.1 * unit::GHz;
  in.samples_per_symbol = 16;
  in.receive_ffe = {.taps = 8, .pre_taps = 3};
  return in;
}

void add_aggressor(ComInputs& in, ChannelRole role) {
  in.channels.push_back({.role = role, .elements = in.channels[0].elements});
  in.fext_amplitude = in.next_amplitude = Voltage::from_si(0.006);
}

double square(Voltage v) { return v.si() * v.si(); }

TEST(ComReceiveFfe, NoTapsIsTheReceiverOfAnnex93A) {
  auto in = small_backplane();
  const auto before = evaluate(in);
  in.receive_ffe = {.taps = 0, .pre_taps = 3, .min = {-0.1}, .max = {0.1}, .earliest = 0.0};
  const auto after = evaluate(in);
  EXPECT_EQ(after.com.db(), before.com.db());
  EXPECT_EQ(after.sigma_isi.si(), before.sigma_isi.si());
  EXPECT_TRUE(after.rx_taps.empty());
  EXPECT_EQ(before.tx_noise_pulse.si(), before.pulse_at_cursor.si());
}

TEST(ComReceiveFfe, VariancesObeyTheirDefinitions) {
  auto in = small_lane();
  in.receive_ffe.adc_bits = 7;
  add_aggressor(in, ChannelRole::fext);
  add_aggressor(in, ChannelRole::next);
  const auto r = evaluate(in);
  ASSERT_TRUE(r.answered);
  ASSERT_EQ(r.rx_taps.size(), 8u);
  EXPECT_EQ(r.rx_taps[3].position, 0);
  EXPECT_EQ(r.rx_taps[3].weight, 1.0);
  double weights = 0.0;
  for (const auto& tap : r.rx_taps) weights += tap.weight * tap.weight;
  EXPECT_NEAR(r.sigma_quantisation.si(), r.adc_step.si() * std::sqrt(weights / 12.0), 1e-12);
  EXPECT_NEAR(r.sigma_tx.si(), r.tx_noise_pulse.si() * std::pow(10.0, -33.0 / 20.0), 1e-12);
  EXPECT_NEAR(r.sigma_noise.si(), std::sqrt(in.noise_density * r.noise_bandwidth.in(unit::GHz)), 1e-12);
  EXPECT_NEAR(r.signal.si(), 0.95 * r.pulse_at_cursor.si() / 3.0, 1e-15);
  EXPECT_NEAR(square(r.sigma_crosstalk), square(r.crosstalk[0].rms) + square(r.crosstalk[1].rms), 1e-15);
  const double all = square(r.sigma_isi) + square(r.sigma_jitter) + square(r.sigma_tx) + square(r.sigma_crosstalk) +
                     square(r.sigma_noise) + square(r.sigma_quantisation);
  EXPECT_NEAR(r.figure_of_merit.db(), 10.0 * std::log10(square(r.signal) / all), 1e-9);
  EXPECT_NEAR(r.com.db(), 20.0 * std::log10(r.signal / r.noise), 1e-12);
}

/// 178A with one tap at the peak of the pulse differs from 93A in the instant and in the noise of the transmitter,
/// which comes through the whole pulse and not the transmit equaliser; what is left is the same.
TEST(ComReceiveFfe, OneTapAtTheSameInstantLeavesTheSameInterference) {
  auto in = small_lane();
  in.receive_ffe = {};
  const auto without = evaluate(in);
  in.receive_ffe = {.taps = 1, .earliest = without.cursor_after_peak, .latest = without.cursor_after_peak};
  const auto with = evaluate(in);
  EXPECT_EQ(with.cursor_after_peak, without.cursor_after_peak);
  EXPECT_NEAR(with.signal / without.signal, 1.0, 1e-12);
  EXPECT_NEAR(with.sigma_isi / without.sigma_isi, 1.0, 1e-9);
  EXPECT_NEAR(with.sigma_jitter / without.sigma_jitter, 1.0, 1e-9);
  EXPECT_NEAR(with.sigma_noise / without.sigma_noise, 1.0, 1e-6);  // sums over frequencies and halfway between them
  EXPECT_GT(with.sigma_tx, without.sigma_tx);
}

/// eta0 integral |Hr Hctf|^2 cos(2 pi f k T) df, summed directly.
TEST(ComReceiveFfe, NoiseIsCorrelatedByTheFilters) {
  auto in = small_lane();
  in.ctle_gain = {dB(-10.0), dB(-8.0), dB(2.0)};
  in.ctle_low_gain = {dB(-2.0), dB(-1.0), dB(1.0)};
  const CtleBasis basis(in);
  const auto grid = time_grid(in);
  const auto weights = basis.weights(dB(-8.0), dB(-1.0));
  const auto found = NoiseCorrelation(basis, grid, in, 3).ghz(weights);
  for (std::size_t lag = 0; lag < 4; ++lag) {
    double sum = 0.0;
    for (const double f : frequencies(grid, 1e300)) {
      Complex h{};
      for (std::size_t i = 0; i < 4; ++i) h += weights[i] * basis.at(f)[i];
      const double turn = 2.0 * std::numbers::pi * f / in.symbol_rate.si() * static_cast<double>(lag);
      sum += std::norm(h) * std::cos(turn) * grid.step / 1e9 * (f == 0.0 ? 0.5 : 1.0);
    }
    EXPECT_NEAR(found[lag], sum, 1e-9) << lag;
  }
  EXPECT_NEAR(found[0], NoiseBandwidth(basis, frequencies(grid, 1e300)).ghz(weights), 1e-3);
}

/// The search with its bounds against one run a setting and instant, which has nothing to compare with and solves all.
void expect_best_of_forced_settings(const ComInputs& in) {
  const auto best = evaluate(in);
  ComResults by_hand;
  for (const auto gain : values_of(in.ctle_gain)) {
    for (const auto& taps : transmit_settings(in)) {
      for (const double instant : {-0.5, -0.375, -0.25, -0.125, 0.0, 0.125, 0.25, 0.375, 0.5}) {
        auto one = in;
        one.ctle_gain = {gain, gain, dB(1.0)};
        for (std::size_t i = 0; i < one.tx_taps.size(); ++i)
          one.tx_taps[i].min = one.tx_taps[i].max = taps[i + 1].weight;
        one.receive_ffe.earliest = one.receive_ffe.latest = instant;
        const auto result = evaluate(one);
        if (!by_hand.answered || result.figure_of_merit > by_hand.figure_of_merit) by_hand = result;
      }
    }
  }
  EXPECT_NEAR(best.figure_of_merit.db(), by_hand.figure_of_merit.db(), 1e-9);
  EXPECT_NEAR(best.com.db(), by_hand.com.db(), 1e-9);
  EXPECT_EQ(best.ctle_gain.db(), by_hand.ctle_gain.db());
  EXPECT_EQ(best.cursor_after_peak, by_hand.cursor_after_peak);
  for (std::size_t i = 0; i < best.tx_taps.size(); ++i)
    EXPECT_NEAR(best.tx_taps[i].weight, by_hand.tx_taps[i].weight, 1e-12);
}

ComInputs searched_lane() {
  auto in = small_lane();
  in.samples_per_symbol = 8;
  in.frequency_step = 0.4 * unit::GHz;
  in.ctle_gain = {dB(-12.0), dB(-4.0), dB(8.0)};
  in.tx_taps = {{-1, -0.2, 0.0, 0.1}, {1, -0.1, 0.1, 0.1}};
  return in;
}

TEST(ComReceiveFfe, FindsTheBestOfAllForcedSettings) {
  auto in = searched_lane();
  add_aggressor(in, ChannelRole::fext);
  add_aggressor(in, ChannelRole::next);
  EXPECT_EQ(evaluate(in).settings_tried, 2 * 3 * 3);
  expect_best_of_forced_settings(in);
}

TEST(ComReceiveFfe, FindsTheBestWithLimitsThatBind) {
  auto in = searched_lane();
  in.receive_ffe = {.taps = 3, .pre_taps = 1, .min = {-0.1}, .max = {0.05}};
  in.dfe_max = {0.1};
  expect_best_of_forced_settings(in);
}

TEST(ComReceiveFfe, FindsTheBestWithFloatingTapsAndAnAdc) {
  auto in = searched_lane();
  in.receive_ffe = {.taps = 4,
                    .pre_taps = 2,
                    .min = {-0.7},
                    .max = {0.7},
                    .floating = {.groups = 2, .group_size = 2, .reach = 20, .limit = 0.02},
                    .adc_bits = 7};
  expect_best_of_forced_settings(in);
}

TEST(ComReceiveFfe, TapsNeverLowerTheFigureOfMerit) {
  auto in = small_lane();
  in.receive_ffe = {.taps = 1};
  double before = evaluate(in).figure_of_merit.db();
  const double one = before;
  for (const int taps : {3, 5, 8, 12}) {
    in.receive_ffe.taps = taps;
    in.receive_ffe.pre_taps = taps / 2;
    const double merit = evaluate(in).figure_of_merit.db();
    EXPECT_GE(merit, before - 1e-9) << taps;
    before = merit;
  }
  EXPECT_GT(before, one + 3.0);
  for (const int groups : {1, 2, 3}) {
    in.receive_ffe.floating = {.groups = groups, .group_size = 3, .reach = 50, .limit = 0.05};
    in.receive_ffe.min = {-2.0};
    in.receive_ffe.max = {2.0};
    const double merit = evaluate(in).figure_of_merit.db();
    EXPECT_GE(merit, before - 1e-9) << groups;
    before = merit;
  }
}

TEST(ComReceiveFfe, BitsOfTheAdcCountUntilNothingIsLost) {
  auto in = small_lane();
  const double ideal = evaluate(in).com.db();
  double before = -1e300;
  for (const int bits : {4, 5, 6, 8, 16}) {
    in.receive_ffe.adc_bits = bits;
    const auto r = evaluate(in);
    EXPECT_GT(r.com.db(), before) << bits;
    before = r.com.db();
  }
  EXPECT_NEAR(before, ideal, 1e-3);
  in.receive_ffe.adc_bits = 6;
  const double clip = evaluate(in).adc_step.si() * 63.0 / 2.0;
  in.receive_ffe.clip_probability = 1e-3;
  EXPECT_LT(evaluate(in).adc_step.si() * 63.0 / 2.0, clip);
  in.receive_ffe.adc_bits = 5;
  EXPECT_NEAR(evaluate(in).adc_step.si() * 31.0 / 2.0, clip, 0.5 * clip);
}

TEST(ComReceiveFfe, SequenceDetectionAddsToTheMargin) {
  auto in = small_lane();
  in.receive_ffe = {.taps = 16, .pre_taps = 5};
  in.tx_taps.clear();  // which leaves more to the feedback, b(1) = 0.3
  const auto without = evaluate(in);
  in.receive_ffe.sequence_detection = true;
  const auto with = evaluate(in);
  EXPECT_GT(with.sequence_gain.db(), 0.5);
  EXPECT_LT(with.sequence_gain.db(), 3.01);
  EXPECT_NEAR(with.com.db(), without.com.db() + with.sequence_gain.db(), 1e-12);
  EXPECT_EQ(with.noise.si(), without.noise.si());
  in.dfe_max = {0.0};  // no memory, no gain
  EXPECT_NEAR(evaluate(in).sequence_gain.db(), 0.0, 1e-9);
}

TEST(ComReceiveFfe, ValuesOf200GLanes) {
  auto in = lane_200g();
  const auto r = evaluate(in);
  // An independent program of the annex: COM 5.27 dB, FOM 16.17 dB, b(1) 0.180 (see validation/link/com-receive-ffe).
  EXPECT_NEAR(r.com.db(), 5.27, 0.1);
  EXPECT_NEAR(r.figure_of_merit.db(), 16.17, 0.1);
  in.receive_ffe = {};
  in.dfe_max.assign(12, 0.85);
  in.dfe_min.assign(12, -0.85);
  EXPECT_LT(evaluate(in).com, r.com);
}

TEST(ComReceiveFfe, WhatCannotBeAnsweredIsSaid) {
  auto in = small_lane();
  in.receive_ffe.pre_taps = 8;
  EXPECT_FALSE(evaluate(in).answered);
  in = small_lane();
  in.receive_ffe.min = {-0.1, -0.1};
  EXPECT_FALSE(evaluate(in).answered);
  in = small_lane();
  in.receive_ffe.max = {0.1};
  EXPECT_FALSE(evaluate(in).answered);
  in = small_lane();
  in.channels[0].elements[1].line.g0 = 20.0;  // nothing arrives
  EXPECT_FALSE(evaluate(in).answered);
}

std::vector<std::string> paths(const ComInputs& in) {
  std::vector<std::string> out;
  for (const auto& problem : validate(in)) out.push_back(problem.path);
  return out;
}

TEST(ComReceiveFfe, ValidateNamesWhatIsWrong) {
  auto in = lane_200g();
  in.receive_ffe.floating = {.groups = 2, .group_size = 4, .reach = 80};
  in.receive_ffe.adc_bits = 6;
  in.receive_ffe.sequence_detection = true;
  EXPECT_THAT(paths(in), ElementsAre());
  in.receive_ffe.floating.reach = 17;  // 10 fixed ones and 8
  in.receive_ffe.pre_taps = 16;
  in.receive_ffe.min.assign(17, -0.7);
  in.receive_ffe.max.clear();
  in.receive_ffe.latest = -0.6;
  in.dfe_floating.groups = 1;
  in.dfe_min = {0.0, 0.0};
  in.dfe_max = {1.0, 1.0};
  EXPECT_THAT(paths(in), ElementsAre("dfe_floating.groups", "receive_ffe.pre_taps", "receive_ffe.min",
                                     "receive_ffe.min", "receive_ffe.latest", "receive_ffe.sequence_detection"));
  in = lane_200g();
  in.receive_ffe.floating = {.groups = 2, .group_size = 4, .reach = 17};
  ASSERT_EQ(validate(in).size(), 1u);
  EXPECT_EQ(validate(in)[0].path, "receive_ffe.floating.reach");
  EXPECT_THAT(validate(in)[0].message, testing::HasSubstr("use at least 18"));
  in.receive_ffe.floating.reach = 18;
  EXPECT_THAT(paths(in), ElementsAre());
  in.receive_ffe.taps = 0;
  in.receive_ffe.adc_bits = 6;
  in.receive_ffe.sequence_detection = true;
  EXPECT_THAT(paths(in),
              ElementsAre("receive_ffe.floating.groups", "receive_ffe.adc_bits", "receive_ffe.sequence_detection"));
}

TEST(ComReceiveFfe, ARecordHoldsTheReachOfTheTaps) {
  auto in = lane_200g();
  in.frequency_step = 0.5 * unit::GHz;  // 212 symbols
  EXPECT_THAT(paths(in), ElementsAre());
  in.receive_ffe.floating = {.groups = 2, .group_size = 4, .reach = 80};
  EXPECT_THAT(paths(in), ElementsAre("frequency_step"));
}

/// 802.3ck with three groups of three taps up to 40 UI: a via 30 UI behind the main path is reached by them alone.
TEST(ComFloatingFeedback, ReachesAReflectionFarBehind) {
  auto in = backplane(300.0);
  in.frequency_step = 0.05 * unit::GHz;
  const auto via = [](double x) { return ChannelElement{.kind = ElementKind::capacitance, .capacitance = fF(x)}; };
  const auto board = in.channels[0].elements[0];
  auto stub = board;
  stub.length = 45.0 * unit::mm;
  in.channels[0].elements = {board, via(150.0), stub, via(150.0)};
  const auto without = evaluate(in);
  double before = without.figure_of_merit.db();
  for (const int groups : {1, 2, 3}) {
    in.dfe_floating = {.groups = groups, .group_size = 3, .reach = 40, .limit = 0.2};
    const auto r = evaluate(in);
    EXPECT_GT(r.figure_of_merit.db(), before) << groups;
    before = r.figure_of_merit.db();
    ASSERT_EQ(r.dfe_taps.size(), 12u + 3u * static_cast<std::size_t>(groups));
    for (std::size_t i = 12; i < r.dfe_taps.size(); ++i) {
      EXPECT_GT(r.dfe_taps[i].position, r.dfe_taps[i - 1].position);
      EXPECT_LE(r.dfe_taps[i].position, 40);
      EXPECT_LE(std::abs(r.dfe_taps[i].weight), 0.2);
    }
    EXPECT_EQ(r.signal.si(), without.signal.si());  // feedback changes nothing but what it removes
    EXPECT_GT(r.com, without.com);
  }
}

TEST(ComFloatingFeedback, LimitsHold) {
  auto in = small_backplane();
  in.dfe_floating = {.groups = 2, .group_size = 2, .reach = 20, .limit = 0.005};
  const auto r = evaluate(in);
  double largest = 0.0;
  for (std::size_t i = 3; i < r.dfe_taps.size(); ++i) largest = std::max(largest, std::abs(r.dfe_taps[i].weight));
  EXPECT_EQ(largest, 0.005);
  in.dfe_tail_start = 4;
  in.dfe_tail_limit = 0.006;
  const auto limited = evaluate(in);
  double sum = 0.0;
  for (std::size_t i = 3; i < limited.dfe_taps.size(); ++i) sum += std::pow(limited.dfe_taps[i].weight, 2);
  EXPECT_NEAR(std::sqrt(sum), 0.006, 1e-12);
  EXPECT_LT(limited.figure_of_merit, r.figure_of_merit);
  in.dfe_floating.groups = 0;
  EXPECT_GE(limited.figure_of_merit, evaluate(in).figure_of_merit);
}

TEST(ComFloatingFeedback, ValidateAsksForRoom) {
  auto in = small_backplane();
  in.dfe_floating = {.groups = 3, .group_size = 3, .reach = 11};
  ASSERT_EQ(paths(in), std::vector<std::string>{"dfe_floating.reach"});
  EXPECT_THAT(validate(in)[0].message, testing::HasSubstr("use at least 12"));
}

}  // namespace
}  // namespace copack::link
