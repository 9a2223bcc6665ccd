// SPDX-License-Identifier: Apache-2.0
#include "copack/link/pulse_response.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <numeric>

#include "com_channels.hpp"
#include "copack/link/com_package.hpp"

namespace copack::link {
namespace {

TEST(PulseResponse, TwoRealTransformsInOne) {
  const std::vector<Complex> a{{1.0, 0.0}, {0.5, -0.25}, {0.0, 0.3}}, b{{-0.5, 0.0}, {0.1, 0.7}};
  constexpr std::size_t n = 10;
  const auto [x, y] = real_responses(a, b, n);
  for (std::size_t t = 0; t < n; ++t) {
    double wanted_x = a[0].real(), wanted_y = b[0].real();
    for (std::size_t k = 1; k < 3; ++k) {
      const auto turn = std::polar(1.0, 2.0 * std::numbers::pi * static_cast<double>(k * t) / n);
      wanted_x += 2.0 * (a[k] * turn).real();
      if (k < b.size()) wanted_y += 2.0 * (b[k] * turn).real();
    }
    EXPECT_NEAR(x[t], wanted_x / n, 1e-15);
    EXPECT_NEAR(y[t], wanted_y / n, 1e-15);
  }
}

TEST(PulseResponse, AreaIsAmplitudeTimesDcGain) {
  // sum_t h(t)/M is the answer to an endless train of ones: Av times the CTLE's DC gain of -12 dB times what the
  // channel passes at 0 Hz, where only the constant part of the package lines loses anything.
  auto in = small_backplane();
  const CtleBasis basis(in);
  const auto pulses = channel_pulses(in, basis, time_grid(in));
  const auto& h = pulses.front().terms.front();
  const double area = std::accumulate(h.begin(), h.end(), 0.0) / in.samples_per_symbol;
  const double passed = std::abs(
      voltage_transfer(with_packages(in, ChannelRole::thru, channel_at(in.channels[0], std::vector{0.0})).s[0], 50.0));
  EXPECT_NEAR(area, 0.413 * std::pow(10.0, -12.0 / 20.0) * passed, 1e-12);
}

TEST(PulseResponse, TheGridOfTheDataIsKeptWhereItFits) {
  auto in = small_backplane();
  in.frequency_step = 0.01 * unit::GHz;
  in.samples_per_symbol = 32;
  EXPECT_EQ(time_grid(in).samples, 172'800u);  // the next length without prime factors above 5 after 170,000
  in.channels[0].file = "x.s4p";
  for (int i = 1; i <= 4000; ++i) in.channels[0].data.frequency.push_back(10e6 * i);
  EXPECT_EQ(time_grid(in).samples, 170'000u);
  EXPECT_DOUBLE_EQ(time_grid(in).step, 10e6);
  in.channels[0].data.frequency[7] += 1e6;  // uneven
  EXPECT_EQ(time_grid(in).samples, 172'800u);
}

TEST(PulseResponse, FrequenciesEndWithTheDataOrBelowHalfTheRate) {
  const TimeGrid grid{.samples = 10, .step = 1.0};
  EXPECT_EQ(frequencies(grid, 3.0).size(), 4u);
  EXPECT_EQ(frequencies(grid, 1e9).back(), 4.0);
}

TEST(PulseResponse, AggressorsHaveTheirOwnPackageAndAmplitude) {
  auto in = small_backplane();
  in.package.next_length = in.package.tx_length;
  in.channels.push_back(in.channels[0]);
  in.channels[1].role = ChannelRole::next;
  const CtleBasis basis(in);
  const auto pulses = channel_pulses(in, basis, time_grid(in));
  const auto& thru = pulses[0].terms[0];
  const auto& next = pulses[1].terms[0];
  for (std::size_t t = 0; t < thru.size(); t += 97) EXPECT_NEAR(next[t] * 0.413, thru[t] * 0.608, 1e-12);
}

TEST(ComPackage, MatchedEndsPassS21AndOthersMakeAStandingWave) {
  const TwoPort s{{0.1, 0.2}, {0.5, 0.0}, {0.6, -0.1}, {0.0, 0.3}};
  EXPECT_EQ(voltage_transfer(s, 50.0), s.s21);
  // A direct connection between 55 ohm ends: g = 1/21, H = (1 - g^2)/(1 - g^2) = 1.
  EXPECT_NEAR(std::abs(voltage_transfer({}, 55.0) - 1.0), 0.0, 1e-15);
}

TEST(ComPackage, EmptyPackageIsADirectConnection) {
  ComPackage none;
  none.die_capacitances = {Capacitance{}};
  const auto s = package_channel(none, Length{}, std::vector{1e9, 50e9}).s;
  EXPECT_EQ(s[1].s21, Complex(1.0));
  EXPECT_EQ(s[1].s11, Complex(0.0));
}

TEST(ComPackage, DieToDieLossOfTheTwoPackages) {
  // 63.6 mm of package line at 26.5625 GHz lose 2.29 dB/inch (802.3ck), 5.7 dB; parasitics and mismatch add 2.6 dB.
  const auto in = backplane(300.0);
  const std::vector<double> f{26.5625e9};
  const auto channel = channel_at(in.channels[0], f);
  const double packages =
      insertion_loss_db(with_packages(in, ChannelRole::thru, channel).s[0]) - insertion_loss_db(channel.s[0]);
  EXPECT_NEAR(packages, 20.1 - 11.8, 0.1);
}

}  // namespace
}  // namespace copack::link
