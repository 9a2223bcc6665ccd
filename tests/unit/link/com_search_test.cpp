// SPDX-License-Identifier: Apache-2.0
#include "copack/link/com_search.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "com_channels.hpp"

namespace copack::link {
namespace {

TEST(ComSearch, CorrelationGivesTheEnergyOfEveryEqualiser) {
  Samples h(64, 0.0);
  for (std::size_t t = 20; t < 44; ++t) h[t] = std::sin(0.37 * static_cast<double>(t)) / static_cast<double>(t);
  const PhaseCorrelation correlation(h, 4, 3);
  const std::vector<TapWeight> taps{{0, 0.7}, {-1, -0.2}, {2, 0.1}};
  double largest = 0.0;
  for (std::size_t phase = 0; phase < 4; ++phase) {
    double direct = 0.0;
    for (auto t = static_cast<std::ptrdiff_t>(phase); t < 64; t += 4) direct += std::pow(equalised(h, taps, 4, t), 2);
    EXPECT_NEAR(correlation.energy(phase, taps), direct, 1e-16);
    largest = std::max(largest, direct);
  }
  EXPECT_NEAR(correlation.largest_energy(taps).first, largest, 1e-16);
}

TEST(ComSearch, TapsShiftTheResponse) {
  const Samples h{0, 0, 0, 0, 1, 2, 0, 0};
  EXPECT_EQ(equalised(h, std::vector<TapWeight>{{0, 1.0}, {1, -0.5}}, 2, 6), -0.5);  // a post-cursor tap acts later
  EXPECT_EQ(equalised(h, std::vector<TapWeight>{{0, 1.0}, {-1, -0.5}}, 2, 3), -1.0);
  EXPECT_EQ(equalised(h, std::vector<TapWeight>{{0, 1.0}}, 2, 99), 0.0);
}

TEST(ComSearch, SlopeIsPerSymbol) {
  const auto rate = slope(Samples{0.0, 1.0, 2.0, 3.0}, 8);
  EXPECT_EQ(rate[1], 8.0);
  EXPECT_EQ(rate[0], 0.0);
}

TEST(ComSearch, SymbolPowers) {
  EXPECT_DOUBLE_EQ(symbol_power(2), 1.0);
  EXPECT_DOUBLE_EQ(symbol_power(4), 5.0 / 9.0);  // mean of 1, 1/9, 1/9, 1
}

TEST(ComSearch, SettingsKeepTheMainTap) {
  ComInputs in;
  in.tx_taps = {{-1, -0.4, 0.0, 0.2}, {1, -0.4, 0.0, 0.2}};
  in.smallest_main_tap = 0.55;
  const auto settings = transmit_settings(in);
  // |c-1| + |c+1| <= 0.45: (0,0), (0.2,0), (0.4,0), (0,0.2), (0.2,0.2), (0,0.4).
  EXPECT_EQ(settings.size(), 6u);
  for (const auto& taps : settings)
    EXPECT_NEAR(taps[0].weight, 1.0 - std::abs(taps[1].weight) - std::abs(taps[2].weight), 1e-12);
}

/// The search with the CTLE basis and quadratic forms against one run a setting, which goes another way through the
/// transforms.
TEST(ComSearch, FindsTheBestOfAllForcedSettings) {
  auto in = small_backplane();
  in.channels.push_back(in.channels[0]);
  in.channels[1].role = ChannelRole::fext;
  in.fext_amplitude = Voltage::from_si(0.01);
  in.ctle_gain = {dB(-10.0), dB(-8.0), dB(2.0)};
  in.ctle_low_gain = {dB(-2.0), dB(-1.0), dB(1.0)};
  in.tx_taps = {{-1, -0.2, -0.15, 0.05}, {1, -0.1, 0.0, 0.1}};
  const auto best = evaluate(in);
  EXPECT_EQ(best.settings_tried, 2 * 2 * 2 * 2);
  ComResults by_hand;
  for (const auto gain : values_of(in.ctle_gain)) {
    for (const auto low : values_of(in.ctle_low_gain)) {
      for (const double pre : values_of(-0.2, -0.15, 0.05)) {
        for (const double post : {-0.1, 0.0}) {
          auto one = in;
          one.ctle_gain = {gain, gain, dB(1.0)};
          one.ctle_low_gain = {low, low, dB(1.0)};
          one.tx_taps = {{-1, pre, pre, 0.0}, {1, post, post, 0.0}};
          const auto result = evaluate(one);
          if (result.cursor_found && (!by_hand.answered || result.figure_of_merit > by_hand.figure_of_merit))
            by_hand = result;
        }
      }
    }
  }
  EXPECT_NEAR(best.figure_of_merit.db(), by_hand.figure_of_merit.db(), 1e-9);
  EXPECT_NEAR(best.com.db(), by_hand.com.db(), 1e-9);
  EXPECT_EQ(best.ctle_gain.db(), by_hand.ctle_gain.db());
  EXPECT_NEAR(best.tx_taps[0].weight, by_hand.tx_taps[0].weight, 1e-12);
}

}  // namespace
}  // namespace copack::link
