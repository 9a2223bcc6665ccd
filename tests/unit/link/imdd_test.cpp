// SPDX-License-Identifier: Apache-2.0
#include "copack/link/imdd.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace copack::link {
namespace {

constexpr double q_e = 1.602176634e-19;
constexpr auto dB = Decibel::from_db;

std::vector<LossElement> losses(std::initializer_list<double> values) {
  std::vector<LossElement> out;
  for (const double v : values) out.push_back({"", dB(v)});
  return out;
}

/// SiPhon at aa05d81, link.py: preset_pluggable_dr4, with its energy_per_bit_pj.
ImddInputs dr4_like() {
  ImddInputs in{.laser_power = PowerLevel::from_dbm(12.0)};
  in.path = losses({1.75, 0.25, 0.25, 1.75});
  in.mpi_penalty = dB(0.3);
  in.other_penalty = dB(1.5);
  in.energy = {.laser_wpe = 0.12,
               .modulator = 0.3 * unit::pJ_per_bit,
               .receiver = 0.7 * unit::pJ_per_bit,
               .serdes = 4.0 * unit::pJ_per_bit};
  return in;
}

/// The same source, preset_cpo_optical_io.
ImddInputs ring_like() {
  ImddInputs in{.levels = 2, .symbol_rate = 32.0 * unit::GHz, .laser_power = PowerLevel::from_dbm(6.5)};
  in.transmitter.insertion_loss = dB(1.5);
  in.transmitter.extinction_ratio = dB(4.0);
  in.transmitter.rin = dB(-150.0);
  in.path = losses({1.5, 0.5, 1.5, 0.3, 1.5, 0.5});
  in.fibre.length = {};
  in.receiver.responsivity = Responsivity::from_si(1.0);
  in.receiver.noise_density = 12.0;
  in.other_penalty = dB(0.8);
  in.energy = {.laser_wpe = 0.10,
               .modulator = 0.05 * unit::pJ_per_bit,
               .receiver = 0.25 * unit::pJ_per_bit,
               .serdes = 1.0 * unit::pJ_per_bit,
               .tuning = 2.0 * unit::mW};
  return in;
}

TEST(Imdd, PublishedPresetsOfAnotherCode) {
  const auto dr4 = evaluate(dr4_like());
  EXPECT_NEAR(dr4.margin.db(), 8.94, 0.02);
  EXPECT_NEAR(dr4.required_oma.dbm(), -7.79, 0.02);
  EXPECT_NEAR(dr4.energy_per_bit.in(unit::pJ_per_bit), 6.243, 0.0006);
  const auto ring = evaluate(ring_like());
  EXPECT_NEAR(ring.margin.db(), 14.95, 0.02);
  EXPECT_NEAR(ring.energy_per_bit.in(unit::pJ_per_bit), 2.758, 0.0006);
}

TEST(Imdd, ThermalLimit) {
  auto in = dr4_like();
  in.receiver.noise_density = 1000.0;
  in.transmitter.rin = dB(-200.0);
  const auto r = evaluate(in);
  // u = 2 (M - 1) x i_n sqrt(B) / R.
  const double u = 6.0 * r.q_target * 1e-9 * std::sqrt(0.75 * 53.125e9) / 0.8;
  EXPECT_NEAR(r.sensitivity.dbm(), 10.0 * std::log10(u * 1e3), 0.01);
  EXPECT_EQ(r.limit, ImddLimit::thermal);
}

TEST(Imdd, ShotNoiseLimit) {
  auto in = ring_like();
  in.receiver.noise_density = 1e-6;
  in.receiver.dark_current = {};
  in.transmitter.rin = dB(-200.0);
  in.transmitter.extinction_ratio = dB(40.0);
  const auto r = evaluate(in);
  // NRZ with noise at the top level: (R u / 2x)^2 = 2 q R u B, so u = 8 q B x^2 / R.
  const double u = 8.0 * q_e * 0.75 * 32e9 * r.q_target * r.q_target / 1.0;
  EXPECT_NEAR(r.sensitivity.dbm(), 10.0 * std::log10(u * 1e3), 0.001);
  EXPECT_EQ(r.limit, ImddLimit::shot);
}

TEST(Imdd, IntensityNoiseLeavesAFloor) {
  auto in = dr4_like();
  in.transmitter.rin = dB(-128.0);
  const auto r = evaluate(in);
  // 1 / (2 (M - 1) k sqrt(RIN B)), k = ER/(ER - 1) at 5 dB.
  const double er = std::pow(10.0, 0.5), k = er / (er - 1.0);
  EXPECT_NEAR(r.q_limit, 1.0 / (6.0 * k * std::sqrt(std::pow(10.0, -12.8) * 0.75 * 53.125e9)), 1e-9);
  EXPECT_LT(r.q_limit, r.q_target);
  EXPECT_FALSE(r.reachable);
  EXPECT_FALSE(r.closes);
  EXPECT_EQ(r.limit, ImddLimit::intensity_floor);
  EXPECT_TRUE(std::isinf(r.sensitivity.dbm()));
  in.laser_power = PowerLevel::from_dbm(60.0);
  const auto bright = evaluate(in);
  EXPECT_NEAR(bright.ber / bright.ber_floor, 1.0, 1e-2);
  EXPECT_GE(bright.ber, bright.ber_floor);
}

TEST(Imdd, MarginIsWhereTheBerMeetsTheTarget) {
  for (auto in : {dr4_like(), ring_like()}) {
    in.laser_power = in.laser_power - evaluate(in).margin;
    const auto r = evaluate(in);
    EXPECT_NEAR(r.margin.db(), 0.0, 1e-9);
    EXPECT_NEAR(r.ber / in.target_ber, 1.0, 1e-6);
  }
}

TEST(Imdd, MoreLossNeverLowersTheBer) {
  for (const double rin : {-150.0, -138.0, -130.0}) {
    double last = -1e9;
    for (int half_decibels = 0; half_decibels < 80; ++half_decibels) {
      const double loss = 0.5 * half_decibels;
      auto in = dr4_like();
      in.transmitter.rin = dB(rin);
      in.path = losses({loss});
      const double ber = evaluate(in).log10_ber;
      EXPECT_GE(ber, last) << loss;
      last = ber;
    }
  }
}

/// IEEE 802.3 121.8.5 taken the other way round: a receiver with thermal noise alone needs TDECQ more from this
/// transmitter than from an ideal one.
TEST(Imdd, TdecqIsTheNoiseMarginLost) {
  auto in = dr4_like();
  in.receiver.noise_density = 3000.0;  // so that shot noise does not count
  in.receiver.dark_current = {};
  in.target_ber = 2.4e-4;
  in.tdecq_symbol_error_ratio = 4.8e-4;
  in.transmitter.level_mismatch = 0.95;
  in.transmitter.rin = dB(-142.0);
  in.transmitter.bandwidth = 35.0 * unit::GHz;
  in.transmitter.chirp = 0.5;
  in.fibre = {.length = 2.0 * unit::km, .wavelength = 1330.0 * unit::nm};
  const auto r = evaluate(in);
  EXPECT_NEAR(r.signal_noise_penalty.db(), r.tdecq.db(), 0.01);
  EXPECT_GT(r.tdecq.db(), r.equaliser_penalty.db() - 10.0 * std::log10(0.95));
}

TEST(Imdd, AnIdealTransmitterHasNoTdecq) {
  auto in = dr4_like();
  in.transmitter.rin = dB(-200.0);
  EXPECT_NEAR(evaluate(in).tdecq.db(), 0.0, 1e-5);
  in.transmitter.level_mismatch = 0.9;
  EXPECT_NEAR(evaluate(in).tdecq.db(), -10.0 * std::log10(0.9), 1e-5);
}

TEST(Imdd, EqualisingABandwidthCostsNoise) {
  auto in = dr4_like();
  in.transmitter.bandwidth = 26.5625 * unit::GHz;  // half the symbol rate: mean of 1 + y^2 over 0..1
  const auto r = evaluate(in);
  EXPECT_NEAR(r.noise_enhancement, 4.0 / 3.0, 1e-12);
  EXPECT_NEAR(r.equaliser_penalty.db(), 0.6247, 1e-4);
}

TEST(Imdd, WeakDispersionFollowsItsExpansion) {
  auto in = dr4_like();
  in.fibre = {.length = 1.0 * unit::km, .wavelength = 1312.0 * unit::nm};
  const auto r = evaluate(in);
  const double d = 0.023 * (1312.0 - std::pow(1310.0, 4) / std::pow(1312.0, 3));  // ps/(nm km), ITU-T G.652
  EXPECT_NEAR(r.accumulated_dispersion, d, 1e-9);
  const double span = 1312e-9 * 0.5 * 53.125e9;
  const double theta = std::numbers::pi * span * span * d * 1e-3 / 299792458.0;
  // 1/cos^2(theta y^2) = 1 + theta^2 y^4 + ...; with chirp 1 + 2 alpha theta y^2 + ...
  EXPECT_NEAR(r.noise_enhancement - 1.0, theta * theta / 5.0, 1e-3 * theta * theta);
  in.transmitter.chirp = 0.1;
  EXPECT_NEAR(evaluate(in).noise_enhancement - 1.0, 2.0 * 0.1 * theta / 3.0 + theta * theta / 5.0, 0.3 * theta * theta);
  in.transmitter.chirp = -0.1;
  EXPECT_LT(evaluate(in).noise_enhancement, 1.0);
}

TEST(Imdd, StressedSensitivityIsThatOfTheSpecificationThatMadeTheNoise) {
  // 400GBASE-DR4: SRS -1.9 dBm at SECQ 3.4 dB (IEEE 802.3bs clause 124); link/spec-receiver turns them into noise.
  const SpecReceiverInputs spec{.stressed_sensitivity = PowerLevel::from_dbm(-1.9), .secq = dB(3.4)};
  const auto implied = evaluate(spec);
  // That is all noise. The top level of 5 dB at the ideal OMA of -5.3 dBm, 0.388 mA, makes 11.2 pA/sqrt(Hz) of it as
  // shot noise, the amplifier the rest.
  const double er = std::pow(10.0, 0.5);
  const double top = spec.responsivity.si() * implied.ideal_sensitivity.power().si() * er / (er - 1.0);
  const double shot = std::sqrt(2.0 * q_e * top) * 1e12;
  EXPECT_NEAR(shot, 11.2, 0.05);
  const double amplifier = std::sqrt(implied.noise_density * implied.noise_density - shot * shot);
  const ImddInputs in{.receiver = {.responsivity = spec.responsivity,
                                   .noise_density = amplifier,
                                   .dark_current = {},
                                   .bandwidth_factor = spec.noise_bandwidth / (53.125 * unit::GHz)}};
  EXPECT_NEAR(evaluate(in).stressed_sensitivity.dbm(), -1.9, 1e-6);
}

/// Oracle: 1/|H|^2 by the midpoint rule of many steps, towards a null at half the symbol rate.
TEST(Imdd, NoiseEnhancementHoldsNearANull) {
  for (const double share : {0.5, 0.9, 0.97}) {  // of the null's theta
    auto in = dr4_like();
    in.fibre = {.wavelength = 1330.0 * unit::nm};
    const double per_km = evaluate(DispersionInputs{.length = 1.0 * unit::km,
                                                    .wavelength = in.fibre.wavelength,
                                                    .zero_dispersion_wavelength = in.fibre.zero_dispersion_wavelength,
                                                    .dispersion = {}})
                              .accumulated;
    const double theta = share * 0.5 * std::numbers::pi;
    const double span = 1330e-9 * 0.5 * 53.125e9;
    in.fibre.length = theta * 299792458.0 / (std::numbers::pi * span * span * per_km * 1e-3) * unit::km;
    double sum = 0.0;
    constexpr int steps = 200'000;
    for (int i = 0; i < steps; ++i) {
      const double y = (i + 0.5) / steps;
      sum += 1.0 / std::pow(std::cos(theta * y * y), 2);
    }
    EXPECT_NEAR(evaluate(in).noise_enhancement / (sum / steps), 1.0, 0.005) << share;
  }
}

TEST(Imdd, FirstNullIsThatOfTheFibre) {
  auto in = dr4_like();
  in.fibre = {.length = 10.0 * unit::km, .wavelength = 1330.0 * unit::nm};
  const auto fibre = evaluate(DispersionInputs{.length = 10.0 * unit::km,
                                               .wavelength = 1330.0 * unit::nm,
                                               .zero_dispersion_wavelength = 1310.0 * unit::nm,
                                               .dispersion = {}});
  EXPECT_NEAR(evaluate(in).first_null / fibre.first_null, 1.0, 1e-12);
}

TEST(Imdd, ANullInTheBandEndsTheLink) {
  auto in = dr4_like();
  in.fibre = {.length = 40.0 * unit::km, .wavelength = 1550.0 * unit::nm};
  const auto r = evaluate(in);
  EXPECT_LT(r.first_null.si(), 0.5 * in.symbol_rate.si());
  EXPECT_FALSE(r.reachable);
  EXPECT_FALSE(r.closes);
  EXPECT_EQ(r.limit, ImddLimit::dispersion);
  EXPECT_EQ(r.q, 0.0);
}

TEST(Imdd, MachZehnderByItsDrive) {
  auto in = dr4_like();
  in.transmitter.modulator = Modulator::mach_zehnder;
  in.transmitter.static_extinction = dB(60.0);
  in.transmitter.half_wave_voltage = Voltage::from_si(6.0);
  in.transmitter.drive_swing = Voltage::from_si(2.0);  // sin 30 deg: levels 1/4 and 3/4
  auto r = evaluate(in);
  EXPECT_NEAR(r.extinction_ratio.db(), 10.0 * std::log10(3.0), 1e-4);
  EXPECT_NEAR(r.drive_loss.db(), 10.0 * std::log10(4.0 / 3.0), 1e-9);
  EXPECT_NEAR(r.launched_average.dbm(), 12.0 - 5.0 - 10.0 * std::log10(2.0), 1e-4);  // quadrature: half
  EXPECT_NEAR(r.launched_oma.dbm(), 12.0 - 5.0 - 10.0 * std::log10(2.0), 1e-4);      // 3/4 - 1/4
  in.transmitter.drive_swing = in.transmitter.half_wave_voltage;
  r = evaluate(in);
  EXPECT_NEAR(r.extinction_ratio.db(), 60.0, 1e-6);
  EXPECT_NEAR(r.drive_loss.db(), 0.0, 1e-12);
}

TEST(Imdd, ElectroAbsorptionByItsDrive) {
  auto in = dr4_like();
  in.transmitter.modulator = Modulator::electro_absorption;
  in.transmitter.absorption_slope = 4.0;
  in.transmitter.drive_swing = Voltage::from_si(1.25);
  EXPECT_NEAR(evaluate(in).extinction_ratio.db(), 5.0, 1e-12);
  EXPECT_NEAR(evaluate(in).margin.db(), evaluate(dr4_like()).margin.db(), 1e-12);
}

TEST(Imdd, CrosstalkClosesEveryEye) {
  auto in = dr4_like();
  in.crosstalk = 0.02;
  EXPECT_NEAR(evaluate(in).crosstalk_penalty.db(), -10.0 * std::log10(1.0 - 3.0 * 0.02), 1e-12);
  in.levels = 2;
  EXPECT_NEAR(evaluate(in).crosstalk_penalty.db(), -10.0 * std::log10(1.0 - 0.02), 1e-12);
}

TEST(Imdd, EnergiesAddUp) {
  const auto in = ring_like();
  const auto r = evaluate(in);
  EXPECT_NEAR(r.energy_laser.in(unit::pJ_per_bit), std::pow(10.0, 0.65) / 0.1 / 32.0, 1e-9);  // mW per Gbit/s
  EXPECT_NEAR(r.energy_tuning.in(unit::pJ_per_bit), 2.0 / 32.0, 1e-12);
  const auto sum = r.energy_laser + r.energy_tuning + in.energy.modulator + in.energy.receiver + in.energy.serdes;
  EXPECT_DOUBLE_EQ(r.energy_per_bit.si(), sum.si());
}

TEST(Imdd, ValidateNamesTheField) {
  EXPECT_EQ(validate(ImddInputs{.levels = 3}).at(0).path, "levels");
  EXPECT_EQ(validate(ImddInputs{.target_ber = 0.29}).at(0).path, "target_ber");
  auto in = dr4_like();
  in.crosstalk = 0.4;
  EXPECT_EQ(validate(in).at(0).path, "crosstalk");
  in = dr4_like();
  in.transmitter.modulator = Modulator::mach_zehnder;
  in.transmitter.drive_swing = Voltage::from_si(7.0);
  EXPECT_EQ(validate(in).at(0).path, "transmitter.drive_swing");
  in.transmitter.drive_swing = {};
  EXPECT_EQ(validate(in).at(0).path, "transmitter.drive_swing");
  EXPECT_TRUE(validate(dr4_like()).empty());
}

}  // namespace
}  // namespace copack::link
