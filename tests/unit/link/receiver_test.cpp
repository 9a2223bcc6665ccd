// SPDX-License-Identifier: Apache-2.0
#include "copack/link/receiver.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace copack::link {
namespace {

/// A DR4-like receiver of an open link-budget program (SiPhon, preset_pluggable_dr4), with dB allocations of 1.8 dB.
ReceiverInputs dr4_like() {
  return {.responsivity = Responsivity::from_si(0.8), .noise_density = 16.0, .penalty = Decibel::from_db(1.8)};
}

TEST(Oma, ConversionsAgreeWithEachOther) {
  const auto er = Decibel::from_db(10.0 * std::log10(4.0));
  EXPECT_NEAR(oma_over_average(er).ratio(), 1.2, 1e-12);         // 2 (4 - 1)/(4 + 1)
  EXPECT_NEAR(modulation_loss(er).ratio(), 1.0 / 0.625, 1e-12);  // (1 + 1/4)/2
  EXPECT_NEAR((oma_over_average(er) - modulation_loss(er)).db(), oma_over_cw(er).db(), 1e-12);
}

TEST(Receiver, SensitivityOfAnIndependentProgram) { EXPECT_NEAR(evaluate(dr4_like()).required_oma.dbm(), -7.79, 0.01); }

TEST(Receiver, WithoutSignalNoiseItIsThermal) {
  auto in = dr4_like();
  in.rin = Decibel::from_db(-200.0);
  in.penalty = {};
  const auto r = evaluate(in);
  // OMA = 2 x (M - 1) i_n sqrt(B)/R = 2 * 3.4141 * 3 * 16e-12 * sqrt(39.84e9)/0.8 = 81.8 uW = -10.87 dBm.
  EXPECT_NEAR(r.thermal_sensitivity.dbm(), -10.87, 0.01);
  EXPECT_GT(r.noise_penalty.db(), 0.0);
  // Shot noise 2 e R k u adds 12 % to i_n^2: about 0.26 dB of OMA.
  EXPECT_NEAR(r.noise_penalty.db(), 0.26, 0.01);
}

TEST(Receiver, TheSolutionBalancesEyeAndNoise) {
  const auto in = dr4_like();
  const auto r = evaluate(in);
  const double u = r.sensitivity.power().si();
  const double k = r.top_level.ratio();
  const double bandwidth = r.noise_bandwidth.si();
  const double current = 0.8 * k * u;
  const double noise = std::sqrt((16e-12 * 16e-12 + 2.0 * 1.602176634e-19 * (current + 10e-9)) * bandwidth +
                                 current * current * 1e-14 * bandwidth);
  EXPECT_NEAR(0.8 * u / 6.0, r.q * noise, 1e-12);
}

TEST(Receiver, SaysWhenIntensityNoiseForbidsTheTarget) {
  auto in = dr4_like();
  in.rin = Decibel::from_db(-130.0);
  const auto r = evaluate(in);
  EXPECT_FALSE(r.reachable);
  EXPECT_LT(r.q_limit, r.q);
  EXPECT_TRUE(std::isinf(r.sensitivity.dbm()));
  in.modulation = Modulation::nrz;
  EXPECT_TRUE(evaluate(in).reachable);
}

TEST(Receiver, MoreNoiseNeverNeedsLessLight) {
  double last = -100.0;
  for (double density = 5.0; density < 60.0; density += 5.0) {
    auto in = dr4_like();
    in.noise_density = density;
    const double dbm = evaluate(in).sensitivity.dbm();
    EXPECT_GT(dbm, last);
    last = dbm;
  }
}

TEST(SpecReceiver, Dr4ClosesExactlyAndHidesThisMuchNoise) {
  const auto r = evaluate(SpecReceiverInputs{});
  EXPECT_NEAR(r.margin.db(), 0.0, 1e-12);  // -2.2 + 3.4 - 3.0 - 0.1 = -1.9, IEEE 802.3bs
  EXPECT_NEAR(r.receiver_noise.si() * 1e6, 14.4, 0.05);
  EXPECT_NEAR(r.noise_density, 65.0, 0.5);
}

TEST(SpecReceiver, TdecqOfAnIdealTransmitterIsZero) {
  const auto oma = 1.0 * unit::mW;
  const double q = 3.414;
  EXPECT_NEAR(tdecq(oma, q, oma / (6.0 * q)).db(), 0.0, 1e-12);
  EXPECT_NEAR(tdecq(oma, q, oma / (12.0 * q)).db(), 3.0103, 1e-4);
}

TEST(Fibre, FirstNull) {
  const DispersionInputs in{.length = 1.0 * unit::km,
                            .wavelength = 1310.0 * unit::nm,
                            .known = true,
                            .dispersion = Dispersion::from_si(1.7e-6)};
  const auto r = evaluate(in);
  EXPECT_NEAR(r.accumulated, 1.7, 1e-12);
  EXPECT_NEAR(r.first_null.in(unit::GHz), 227.0, 0.5);
}

TEST(Fibre, DispersionVanishesAtItsWavelengthAndGrowsAway) {
  DispersionInputs in{.wavelength = 1300.0 * unit::nm};
  EXPECT_TRUE(std::isinf(evaluate(in).first_null.si()));
  // 0.023 (1317.5 - 1300^4/1317.5^3) = 1.578 ps/(nm km), by hand; half of it on 500 m.
  in.wavelength = 1317.5 * unit::nm;
  EXPECT_NEAR(evaluate(in).accumulated, 0.789, 0.002);
}

TEST(Receiver, DescribesAndChecks) {
  EXPECT_EQ(flatten(ReceiverInputs{}).size(), 10u);
  EXPECT_EQ(flatten(SpecReceiverResults{}).size(), 6u);
  EXPECT_EQ(validate(ReceiverInputs{.target_ber = 0.29}).size(), 1u);
  EXPECT_EQ(validate(DispersionInputs{.known = true}).size(), 1u);
}

}  // namespace
}  // namespace copack::link
