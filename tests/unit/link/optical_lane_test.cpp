// SPDX-License-Identifier: Apache-2.0
#include "copack/link/optical_lane.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "copack/link/budget.hpp"

namespace copack::link {
namespace {

constexpr auto dB = Decibel::from_db;

/// Four lanes of 100G PAM4 over 500 m from devices: 100 GHz class transmitter, amplifier of 16 pA/sqrt(Hz).
LinkInputs from_devices() {
  LinkInputs in{.payload_rate = 400.0 * unit::Gbps, .retiming = Retiming::direct, .length = 500.0 * unit::m};
  in.host_channel = {{"package", dB(4.0)}};
  in.laser_power = PowerLevel::from_dbm(14.0);
  in.lanes_per_laser = 2;
  in.optical_path = {{"modulator", dB(4.0)}, {"couplers", dB(3.5)}, {"connectors", dB(1.0)}};
  in.mpi_penalty = dB(0.1);
  in.optical_method = OpticalMethod::analytic;
  in.fec.interleave = 2;
  return in;
}

bool has(const std::vector<Problem>& problems, std::string_view path) {
  return std::ranges::any_of(problems, [&](const Problem& p) { return p.path == path; });
}

/// The budget is the analytic method with noise that does not depend on the signal: given the sensitivity and the
/// closure that the devices make, both answer the same.
TEST(OpticalLane, BudgetFollowsFromTheDevices) {
  for (const double rin : {-200.0, -145.0}) {
    auto in = from_devices();
    in.devices.rin = dB(rin);
    in.devices.dark_current = {};
    in.laser_setting = LaserSetting::solved;
    in.laser_margin = dB(0.1);
    const auto exact = evaluate(in);
    in.optical_method = OpticalMethod::budget;
    in.receiver_sensitivity = exact.sensitivity;
    in.transmitter_penalty = exact.eye_closure;
    const auto budget = evaluate(in);
    EXPECT_NEAR(budget.optical_margin.db(), exact.optical_margin.db(), 1e-9);
    EXPECT_NEAR(budget.received_oma.dbm(), exact.received_oma.dbm(), 1e-9);
    // Beyond the reference BER shot and intensity noise grow with the light, which the budget leaves out.
    EXPECT_GE(budget.medium_q, exact.medium_q);
    if (rin < -190.0) {
      EXPECT_NEAR(budget.medium_q / exact.medium_q, 1.0, 0.01);
    }
  }
}

TEST(OpticalLane, LossesAreThoseOfTheLink) {
  auto in = from_devices();
  const auto lane = lane_of(in, {.pass_loss = dB(0.5)});
  EXPECT_NEAR(lane.transmitter.insertion_loss.db(), 4.0 + 3.5 + 1.0 + 3.0103 + 0.5, 1e-4);
  const auto r = evaluate(in);
  EXPECT_NEAR((in.laser_power - r.optical_loss).dbm() + oma_over_cw(in.extinction_ratio).db(), r.received_oma.dbm(),
              1e-9);
}

TEST(OpticalLane, IntensityNoiseSetsAFloorThatPowerDoesNotLower) {
  auto in = from_devices();
  in.devices.rin = dB(-126.0);
  in.laser_power = PowerLevel::from_dbm(26.0);
  const auto r = evaluate(in);
  EXPECT_FALSE(r.closes);
  EXPECT_EQ(r.binding, Binding::laser);  // not even the strongest laser would do
  EXPECT_GT(r.medium_ber, 2.4e-4);
}

TEST(OpticalLane, DispersionEndsALongFibre) {
  auto in = from_devices();
  in.symbol_rate = 106.25 * unit::GHz;
  in.devices.wavelength = 1337.0 * unit::nm;
  in.devices.zero_dispersion_wavelength = 1300.0 * unit::nm;
  in.laser_power = PowerLevel::from_dbm(20.0);
  double last = -1.0;
  for (const double km : {0.0, 1.0, 2.0, 4.0}) {
    in.length = km * unit::km;
    const auto r = evaluate(in);
    EXPECT_GT(r.eye_closure.db(), last);
    last = r.eye_closure.db();
  }
  in.length = 40.0 * unit::km;
  EXPECT_FALSE(evaluate(in).closes);
}

/// The allocation covers short fibres; a long one costs what its equaliser needs, the same in both methods.
TEST(OpticalLane, BudgetPaysForDispersionBeyondItsAllocation) {
  auto in = from_devices();
  in.symbol_rate = 106.25 * unit::GHz;
  in.optical_method = OpticalMethod::budget;
  in.receiver_sensitivity = PowerLevel::from_dbm(-7.0);
  in.dispersion_penalty = dB(0.2);
  in.devices.wavelength = 1337.0 * unit::nm;
  in.devices.zero_dispersion_wavelength = 1300.0 * unit::nm;
  in.length = 0.5 * unit::km;
  EXPECT_EQ(evaluate(in).eye_closure.db(), 0.2);
  in.length = 4.0 * unit::km;
  const double closure = evaluate(in).eye_closure.db();
  EXPECT_GT(closure, 0.2);
  auto exact = lane_of(in, {});
  exact.transmitter.rin = dB(-200.0);
  exact.receiver.dark_current = {};
  EXPECT_NEAR(closure, evaluate(exact).equaliser_penalty.db(), 1e-12);
}

TEST(OpticalLane, SolvedLaserLeavesTheMarginThatIsWanted) {
  for (const auto method : {OpticalMethod::budget, OpticalMethod::analytic}) {
    auto in = from_devices();
    in.optical_method = method;
    in.receiver_sensitivity = PowerLevel::from_dbm(-7.0);
    in.laser_setting = LaserSetting::solved;
    in.laser_margin = dB(1.5);
    const auto r = evaluate(in);
    EXPECT_NEAR(r.optical_margin.db(), 1.5, 1e-9);
    in.laser_setting = LaserSetting::stated;
    in.laser_power = r.laser_power_emitted;
    const auto same = evaluate(in);
    EXPECT_NEAR(same.optical_margin.db(), 1.5, 1e-9);
    EXPECT_NEAR(same.energy_per_bit.si() / r.energy_per_bit.si(), 1.0, 1e-12);
    in.laser_setting = LaserSetting::solved;
    in.laser_power_max = r.laser_power_emitted - dB(2.0);
    EXPECT_NEAR(evaluate(in).optical_margin.db(), -0.5, 1e-9);
    EXPECT_EQ(evaluate(in).binding, Binding::laser);
  }
}

TEST(OpticalLane, BanksOfRingsHeatLeakAndAbsorb) {
  auto in = from_devices();
  in.payload_rate = 256.0 * unit::Gbps;
  in.lanes = 8;
  in.modulation = Modulation::nrz;
  in.symbol_rate = 35.0 * unit::GHz;
  in.rings_per_lane = 2;
  in.wavelengths = 8;
  const auto without = evaluate(in);
  in.ring_bank.channels = 8;
  const auto with = evaluate(in);
  const auto bank = evaluate(bank_of(in));
  EXPECT_NEAR(with.heater_power.si(), 8.0 * bank.lane_power.si(), 1e-12);
  EXPECT_NEAR(with.ring_pass_loss.db(), 2.0 * bank.pass_loss.db(), 1e-12);
  EXPECT_NEAR(with.crosstalk_penalty.db(), bank.crosstalk_penalty.db(), 1e-12);
  EXPECT_NEAR((without.optical_margin - with.optical_margin).db(),
              with.ring_pass_loss.db() + with.crosstalk_penalty.db(), 1e-9);
  in.ring_bank.heater_power_max = 1.0 * unit::mW;
  const auto weak = evaluate(in);
  EXPECT_FALSE(weak.tuned);
  EXPECT_FALSE(weak.closes);
  EXPECT_EQ(weak.binding, Binding::tuning);
}

/// 800G FR4 of 802.3dj: at 4.4e-3 before it the inner code leaves what KP4 corrects, without it KP4 fails.
TEST(OpticalLane, InnerCodeActsOnTheMediumAlone) {
  LinkInputs in{.payload_rate = 800.0 * unit::Gbps, .symbol_rate = 113.4375 * unit::GHz, .length = 2.0 * unit::km};
  in.host_channel = {{"package", dB(4.0)}};
  in.laser_power = PowerLevel::from_dbm(12.001);
  in.optical_path = {{"all", dB(10.0)}};
  in.optical_reference_ber = 4.0e-3;
  const double oma = 12.0 - 10.0 - 0.8 + oma_over_cw(in.extinction_ratio).db();
  in.receiver_sensitivity = PowerLevel::from_dbm(oma);
  in.fec.interleave = 4;
  const auto plain = evaluate(in);
  in.inner_decoder = InnerDecoder::chase_6;
  const auto coded = evaluate(in);
  EXPECT_NEAR(plain.medium_ber, 4.0e-3, 1e-5);
  EXPECT_EQ(coded.medium_ber, plain.medium_ber);
  EXPECT_LT(coded.medium_ber_decoded, 2.3e-4);
  EXPECT_DOUBLE_EQ(coded.pre_fec_ber, coded.host_tx_ber + coded.medium_ber_decoded + coded.host_rx_ber);
  EXPECT_FALSE(plain.closes);
  EXPECT_TRUE(coded.closes);
  const double symbols = std::exp(inner_errors(in.inner_decoder, coded.medium_ber).log_symbol_error_ratio);
  EXPECT_NEAR(1.0 - std::pow(1.0 - coded.medium_ber_decoded, 10), symbols, 1e-12);
  EXPECT_NEAR(coded.latency_fec.si() / plain.latency_fec.si(), 128.0 / 120.0, 1e-12);
}

TEST(OpticalLane, EqualisersPayForTheLossTheyUndo) {
  auto in = from_devices();
  in.energy = {{"serdes", Boundary::serdes, Place::asic, 3.0 * unit::pJ_per_bit, 0.1 * unit::pJ_per_bit, dB(10.0)}};
  const auto pj = [&] { return evaluate(in).energy_serdes.in(unit::pJ_per_bit); };
  EXPECT_NEAR(pj(), 3.0 - 0.6, 1e-12);  // 4 dB
  in.host_channel[0].loss = dB(22.0);
  EXPECT_NEAR(pj(), 3.0 + 1.2, 1e-12);
  in.energy[0].energy_per_loss = 1.0 * unit::pJ_per_bit;
  in.host_channel[0].loss = dB(1.0);
  EXPECT_EQ(pj(), 0.0);  // never below zero
}

TEST(OpticalLane, NamesWhatIsWrongWithItsParts) {
  auto in = from_devices();
  in.inner_decoder = InnerDecoder::chase_6;
  in.retiming = Retiming::linear;
  in.modulation = Modulation::nrz;
  in.symbol_rate = 113.4375 * unit::GHz;
  in.fec.code = Code::none;
  in.devices.modulator = Modulator::mach_zehnder;
  in.devices.drive_swing = Voltage::from_si(9.0);
  in.ring_bank.channels = 64;
  in.ring_bank.channel_spacing = 200.0 * unit::GHz;
  const auto problems = validate(in);
  EXPECT_EQ(std::ranges::count(problems, "inner_decoder", &Problem::path), 3);
  EXPECT_TRUE(has(problems, "devices.drive_swing"));
  EXPECT_TRUE(has(problems, "ring_bank.channel_spacing"));
  EXPECT_TRUE(has(problems, "rings_per_lane"));
}

}  // namespace
}  // namespace copack::link
