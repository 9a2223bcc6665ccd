// SPDX-License-Identifier: Apache-2.0
#include "copack/link/budget.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace copack::link {
namespace {

constexpr auto dB = Decibel::from_db;

EnergyTerm term(Boundary boundary, Place location, double pj) {
  return {"", boundary, location, pj * unit::pJ_per_bit};
}

/// Least 400G-DR4 transmitter and receiver of IEEE 802.3bs: OMA 1.2 dBm with TDECQ 3.4 dB into 3.0 dB of channel;
/// stressed sensitivity -1.9 dBm at 3.4 dB, so -5.3 dBm for an ideal transmitter.
LinkInputs dr4() {
  LinkInputs in{.payload_rate = 400.0 * unit::Gbps, .length = 500.0 * unit::m};
  in.host_channel = {{"package", dB(3.0)}, {"board", dB(9.0)}, {"connector", dB(2.0)}};
  in.extinction_ratio = dB(3.5);
  in.laser_power = PowerLevel::from_dbm(12.0);
  const double cw = 1.2 - 10.0 * std::log10(1.0 - 1.0 / in.extinction_ratio.ratio());
  in.optical_path = {{"modulator and couplers", dB(12.0 - cw)}, {"connectors", dB(2.8)}};
  in.transmitter_penalty = dB(3.4);
  in.mpi_penalty = dB(0.1);
  in.receiver_sensitivity = PowerLevel::from_dbm(-5.3);
  in.fec.interleave = 2;
  in.laser_kind = LaserKind::external;
  in.energy = {term(Boundary::serdes, Place::asic, 4.0), term(Boundary::dsp, Place::module, 8.0),
               term(Boundary::driver, Place::engine, 1.0), term(Boundary::tia, Place::engine, 1.0),
               term(Boundary::control, Place::module, 0.5)};
  in.rings_per_lane = 2;
  return in;
}

LinkInputs copper() {
  LinkInputs in{.payload_rate = 400.0 * unit::Gbps,
                .medium = Medium::copper,
                .retiming = Retiming::none,
                .length = 2.0 * unit::m};
  in.host_channel = {{"package", dB(4.0)}, {"board", dB(3.0)}};
  in.cable_loss_per_metre = dB(6.0);
  in.cable_fixed_loss = dB(1.0);
  return in;
}

TEST(Budget, Dr4ClosesWithNothingToSpare) {
  const auto r = evaluate(dr4());
  EXPECT_NEAR(r.optical_margin.db(), 0.0, 1e-9);
  EXPECT_NEAR(r.medium_ber, 2.4e-4, 1e-10);
  EXPECT_NEAR(r.frame_loss_ratio, 1.74e-12, 0.05e-12);  // two-way interleaving
  EXPECT_TRUE(r.closes);
  EXPECT_EQ(r.binding, Binding::optical);
}

TEST(Budget, SegmentsThatDecideAddTheirErrors) {
  auto in = dr4();
  const auto r = evaluate(in);
  EXPECT_DOUBLE_EQ(r.pre_fec_ber, r.host_tx_ber + r.medium_ber + r.host_rx_ber);
  EXPECT_GT(r.host_tx_ber, 0.0);
  in.retiming = Retiming::direct;
  EXPECT_DOUBLE_EQ(evaluate(in).pre_fec_ber, r.pre_fec_ber);
}

TEST(Budget, LinearSegmentsAddTheirNoise) {
  auto in = dr4();
  in.optical_path[1].loss = dB(0.8);
  const auto retimed = evaluate(in);
  in.retiming = Retiming::half_retimed;
  const auto half = evaluate(in);
  in.retiming = Retiming::linear;
  const auto linear = evaluate(in);
  EXPECT_LT(retimed.pre_fec_ber, half.pre_fec_ber);
  EXPECT_LT(half.pre_fec_ber, linear.pre_fec_ber);
  const auto noise = [](double q) { return 1.0 / (q * q); };
  const double q = 1.0 / std::sqrt(noise(linear.host_tx_q) + noise(linear.medium_q) + noise(linear.host_rx_q));
  EXPECT_DOUBLE_EQ(linear.pre_fec_ber, bit_error_ratio(q, 4));
  EXPECT_EQ(linear.host_tx_ber, 0.0);
  EXPECT_GT(half.host_tx_ber, 0.0);
}

TEST(Budget, QGrowsWithMarginUpToItsLimit) {
  const double none = std::numeric_limits<double>::infinity();
  EXPECT_NEAR(q_at_gain(3.4, dB(20.0), none), 34.0, 1e-12);
  EXPECT_NEAR(q_at_gain(3.4, dB(0.0), 6.0), 3.4, 1e-12);
  EXPECT_NEAR(q_at_gain(3.4, dB(200.0), 6.0), 6.0, 1e-9);
}

TEST(Budget, ReversingAPassiveChainKeepsItsLoss) {
  auto in = dr4();
  const auto forward = evaluate(in);
  std::reverse(in.host_channel.begin(), in.host_channel.end());
  std::reverse(in.optical_path.begin(), in.optical_path.end());
  const auto backward = evaluate(in);
  EXPECT_NEAR(forward.host_tx_loss.db(), backward.host_tx_loss.db(), 1e-12);
  EXPECT_NEAR(forward.optical_loss.db(), backward.optical_loss.db(), 1e-12);
}

TEST(Budget, MoreLossNeverLowersErrors) {
  for (const auto retiming : {Retiming::retimed, Retiming::half_retimed, Retiming::linear, Retiming::direct}) {
    for (const bool optical : {false, true}) {
      double last = 0.0;
      for (double extra = 0.0; extra < 12.0; extra += 0.5) {
        auto in = dr4();
        in.retiming = retiming;
        (optical ? in.optical_path : in.host_channel)[0].loss += dB(extra);
        const auto r = evaluate(in);
        EXPECT_GE(r.pre_fec_ber, last);
        last = r.pre_fec_ber;
      }
    }
  }
}

TEST(Budget, MoreLaserPowerNeverClosesLess) {
  bool closed = false;
  double last = 1.0;
  for (double dbm = 0.0; dbm <= 26.0; dbm += 0.5) {
    auto in = dr4();
    in.laser_power = PowerLevel::from_dbm(dbm);
    const auto r = evaluate(in);
    EXPECT_TRUE(r.closes || !closed);
    EXPECT_LE(r.pre_fec_ber, last);
    closed = r.closes;
    last = r.pre_fec_ber;
  }
  EXPECT_TRUE(closed);
}

TEST(Budget, EnergiesAddAndEveryJouleBecomesHeatOnce) {
  for (const auto kind : {LaserKind::integrated, LaserKind::external}) {
    auto in = dr4();
    in.laser_kind = kind;
    const auto r = evaluate(in);
    const auto sum =
        r.energy_serdes + r.energy_dsp + r.energy_optics + r.energy_laser + r.energy_heater + r.energy_other;
    EXPECT_NEAR(r.energy_per_bit.in(unit::pJ_per_bit), sum.in(unit::pJ_per_bit), 1e-12);
    const auto heat = r.heat_asic + r.heat_engine + r.heat_laser + r.heat_module;
    EXPECT_NEAR(heat.si(), r.power_per_end.si(), 1e-12);
    EXPECT_NEAR(r.heat_asic.si(), 1.6, 1e-12);  // 4 pJ/bit at 400 Gbit/s
  }
}

TEST(Budget, LasersPayForTheirTemperature) {
  auto in = dr4();
  const auto cool = evaluate(in);
  // 4 lasers of 12 dBm (15.85 mW) at 10 %: 0.634 W.
  EXPECT_NEAR(cool.laser_power_electrical.si(), 0.634, 5e-4);
  in.laser_temperature = in.laser_wpe_temperature + in.laser_wpe_t1;
  EXPECT_NEAR(evaluate(in).laser_power_electrical / cool.laser_power_electrical, std::exp(1.0), 1e-9);
}

TEST(Budget, RingsAreHeldAtTheHottestEngine) {
  auto in = dr4();
  in.engine_temperature = Temperature::from_celsius(60.0);
  in.fabrication_offset = 10.0 * unit::K;
  // 2 rings on each of 4 lanes lifted by 20 + 10 K at 2 K/mW: 8 x 15 mW.
  EXPECT_NEAR(evaluate(in).heater_power.si(), 0.120, 1e-12);
  in.engine_temperature = Temperature::from_celsius(81.0);
  const auto lost = evaluate(in);
  EXPECT_FALSE(lost.closes);
  EXPECT_EQ(lost.binding, Binding::tuning);
  in.rings_per_lane = 0;
  EXPECT_EQ(evaluate(in).heater_power.si(), 0.0);
}

TEST(Budget, SaysWhatBinds) {
  auto in = dr4();
  in.optical_path[0].loss += dB(2.0);
  EXPECT_EQ(evaluate(in).binding, Binding::optical);  // a stronger laser helps
  in.laser_power_max = PowerLevel::from_dbm(13.0);
  EXPECT_EQ(evaluate(in).binding, Binding::laser);  // none is strong enough
  in = dr4();
  in.host_channel[0].loss = dB(30.0);
  EXPECT_EQ(evaluate(in).binding, Binding::electrical);
  in = dr4();
  in.frame_loss_target = 1e-15;
  EXPECT_EQ(evaluate(in).binding, Binding::fec);
}

TEST(Budget, PassiveCopperIsOneChannel) {
  const auto r = evaluate(copper());
  EXPECT_NEAR(r.electrical_loss.db(), 27.0, 1e-12);  // 7 + 1 + 12 + 7
  EXPECT_NEAR(r.electrical_margin.db(), 1.0, 1e-12);
  EXPECT_NEAR(r.reach_limit.si(), 2.0 + 1.0 / 6.0, 1e-12);
  EXPECT_TRUE(r.closes);
  EXPECT_EQ(r.energy_laser.si(), 0.0);
  auto longer = copper();
  longer.length = 3.0 * unit::m;
  const auto open = evaluate(longer);
  EXPECT_FALSE(open.closes);
  EXPECT_EQ(open.binding, Binding::electrical);
  EXPECT_NEAR(open.reach_limit.si(), r.reach_limit.si(), 1e-12);
}

TEST(Budget, RetimersInTheCableEndsBuyReach) {
  auto in = copper();
  in.retiming = Retiming::retimed;
  const auto r = evaluate(in);
  EXPECT_GT(r.reach_limit, evaluate(copper()).reach_limit);
  EXPECT_NEAR(r.reach_limit.si(), 27.0 / 6.0, 1e-12);  // 28 dB less 1 dB fixed
  EXPECT_DOUBLE_EQ(r.pre_fec_ber, r.host_tx_ber + r.medium_ber + r.host_rx_ber);
}

TEST(Budget, FarEndMayDiffer) {
  auto in = dr4();
  in.far_host_channel = {{"card", dB(5.0)}};
  const auto r = evaluate(in);
  EXPECT_NEAR(r.host_rx_loss.db(), 5.0, 1e-12);
  EXPECT_NEAR(r.electrical_loss.db(), 14.0, 1e-12);
  EXPECT_GT(r.host_rx_q, r.host_tx_q);
}

TEST(Budget, DelayAddsUp) {
  auto in = dr4();
  in.latency_terms = {{"dsp", 80.0 * unit::ns}, {"phy", 20.0 * unit::ns}};
  in.fec_decoder_latency = 100.0 * unit::ns;
  in.shoreline_width = 4.0 * unit::mm;
  const auto r = evaluate(in);
  EXPECT_NEAR(r.latency_propagation.in(unit::ns), 2450.0, 1e-9);
  EXPECT_NEAR(r.latency_fec.in(unit::ns), 125.6, 1e-9);
  EXPECT_NEAR(r.latency.in(unit::ns), 100.0 + 2450.0 + 125.6, 1e-9);
  EXPECT_NEAR(r.shoreline_density / (1.0 * unit::Gbps / (1.0 * unit::mm)), 100.0, 1e-9);
  EXPECT_EQ(r.fibres_per_port, 8.0);
}

TEST(Budget, FibreUsesUpTheMarginAtTheReachLimit) {
  auto in = dr4();
  in.optical_path[1].loss = dB(1.8);
  const auto reach = evaluate(in).reach_limit;
  EXPECT_NEAR(reach.si(), 500.0 + 1000.0 / 0.4, 1e-6);
  in.length = reach;
  EXPECT_NEAR(evaluate(in).optical_margin.db(), 0.0, 1e-9);
}

}  // namespace
}  // namespace copack::link
