// SPDX-License-Identifier: Apache-2.0
#include "copack/link/com_filters.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "com_channels.hpp"

namespace copack::link {
namespace {

using testing::DoubleNear;
using testing::ElementsAre;

TEST(ComFilters, ReceiverIsThreeDecibelsDownAtItsBandwidth) {
  const ComInputs in;
  EXPECT_NEAR(std::norm(receiver_filter(in, 0.75 * 53.125e9)), 0.5, 1e-6);
  EXPECT_EQ(receiver_filter(in, 0.0), Complex(1.0));
}

TEST(ComFilters, PulseIsASincAndTheRiseTimeAGauss) {
  ComInputs in;
  EXPECT_EQ(transmitted_pulse(in, 0.0), 1.0);
  EXPECT_NEAR(transmitted_pulse(in, 53.125e9), 0.0, 1e-15);
  const double before = transmitted_pulse(in, 20e9);
  in.rise_time = Time::from_si(10e-12);
  // exp(-2 (pi 20 0.010/1.6832)^2) = exp(-0.27869) = 0.7568.
  EXPECT_NEAR(transmitted_pulse(in, 20e9) / before, 0.7568, 1e-4);
}

TEST(ComFilters, DcGainIsTheProductOfBothStages) {
  auto in = backplane(300.0);
  const CtleBasis basis(in);
  ASSERT_EQ(basis.terms(), 1u);
  EXPECT_NEAR(20.0 * std::log10(std::abs(basis.at(0.0)[0])), -12.0, 1e-10);
}

/// Response to a setting from the basis.
Complex response(const CtleBasis& basis, Decibel gain, Decibel low_gain, double hz) {
  const auto terms = basis.at(hz);
  const auto weights = basis.weights(gain, low_gain);
  Complex sum{0.0};
  for (std::size_t i = 0; i < basis.terms(); ++i) sum += weights[i] * terms[i];
  return sum;
}

TEST(ComFilters, EverySettingIsASumOfTheBasis) {
  auto in = backplane(300.0);
  in.ctle_gain = {dB(-20.0), dB(0.0), dB(1.0)};
  for (const double low : {0.0, -6.0}) {
    in.ctle_low_gain = {dB(low), dB(low), dB(1.0)};
    const CtleBasis basis(in);
    EXPECT_EQ(basis.terms(), low == 0.0 ? 2u : 4u);
    for (const double gain : {-20.0, -7.0, 0.0}) {
      auto forced = in;
      forced.ctle_gain = {dB(gain), dB(gain), dB(1.0)};
      const CtleBasis direct(forced);
      for (const double hz : {0.0, 0.3e9, 7e9, 40e9})
        EXPECT_NEAR(std::abs(response(basis, dB(gain), dB(low), hz) - direct.at(hz)[0]), 0.0, 1e-14)
            << gain << ' ' << hz;
    }
  }
}

/// Published: the MATLAB reference (v2.60) prints sN = 0.71 mV for 25.78125 GBd, gDC = -12 dB, eta0 = 5.2e-8 V^2/GHz,
/// zero and first pole at fb/4; the receiver noise does not depend on the channel.
TEST(ComFilters, ReceiverNoiseOfTheReferenceProgram) {
  ComInputs in{.symbol_rate = 25.78125 * unit::GHz, .ctle_zero = 0.25, .ctle_pole1 = 0.25};
  in.ctle_gain = {dB(-12.0), dB(-12.0), dB(1.0)};
  std::vector<double> f;
  for (int i = 0; i < 41'250; ++i) f.push_back(i * 10e6);
  const CtleBasis basis(in);
  const double ghz = NoiseBandwidth(basis, f).ghz(basis.weights(dB(-12.0), dB(0.0)));
  EXPECT_NEAR(1e3 * std::sqrt(5.2e-8 * ghz), 0.71, 0.005);
}

TEST(ComFilters, SweepsIncludeBothEnds) {
  EXPECT_THAT(values_of(-0.18, 0.0, 0.06), ElementsAre(DoubleNear(-0.18, 1e-12), DoubleNear(-0.12, 1e-12),
                                                       DoubleNear(-0.06, 1e-12), DoubleNear(0, 1e-12)));
  EXPECT_THAT(values_of(0.3, 0.3, 0.0), ElementsAre(0.3));
  EXPECT_THAT(values_of(0.0, 1.0, 0.0), ElementsAre(0.0));
}

}  // namespace
}  // namespace copack::link
