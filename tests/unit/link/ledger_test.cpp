// SPDX-License-Identifier: Apache-2.0
#include "copack/link/ledger.hpp"

#include <gtest/gtest.h>

#include "copack/link/budget.hpp"

namespace copack::link {
namespace {

constexpr auto dB = Decibel::from_db;

LinkInputs optical() {
  LinkInputs in{.payload_rate = 400.0 * unit::Gbps, .retiming = Retiming::linear, .length = 2.0 * unit::km};
  in.host_channel = {{"package", dB(3.0)}, {"board", dB(6.0)}};
  in.far_host_channel = {{"board", dB(5.0)}};
  in.laser_power = PowerLevel::from_dbm(16.0);
  in.lanes_per_laser = 4;
  in.optical_path = {{"modulator", dB(4.0)}, {"couplers", dB(3.0)}};
  in.receiver_sensitivity = PowerLevel::from_dbm(-7.0);
  in.rings_per_lane = 1;
  in.energy = {{"serdes", Boundary::serdes, Place::asic, 3.0 * unit::pJ_per_bit, 0.1 * unit::pJ_per_bit, dB(4.0)},
               {"driver", Boundary::driver, Place::engine, 2.0 * unit::pJ_per_bit}};
  in.latency_terms = {{"module", 5.0 * unit::ns}};
  in.fec_decoder_latency = 75.0 * unit::ns;
  return in;
}

TEST(Ledger, RowsAddUpToTheModelsSums) {
  for (const auto kind : {LaserKind::integrated, LaserKind::external}) {
    auto in = optical();
    in.laser_kind = kind;
    const auto r = evaluate(in);
    const auto rows = evaluate(LedgerInputs{in});
    Decibel tx, rx;
    for (const auto& row : rows.losses) {
      if (row.segment == Segment::host_tx) tx += row.loss;
      if (row.segment == Segment::host_rx) rx += row.loss;
    }
    EXPECT_NEAR(tx.db(), r.host_tx_loss.db(), 1e-12);
    EXPECT_NEAR(rx.db(), r.host_rx_loss.db(), 1e-12);
    EnergyPerBit energy;
    double share = 0.0;
    for (const auto& row : rows.energies) energy += row.energy_per_bit, share += row.share;
    EXPECT_NEAR(energy.si() / r.energy_per_bit.si(), 1.0, 1e-12);
    EXPECT_NEAR(share, 1.0, 1e-12);
    Time delay;
    for (const auto& row : rows.delays) delay += row.time;
    EXPECT_NEAR(delay.si() / r.latency.si(), 1.0, 1e-12);
  }
}

TEST(Ledger, LightEndsAtTheReceivedOma) {
  const auto rows = evaluate(LedgerInputs{optical()});
  const auto r = evaluate(optical());
  Decibel total;
  for (const auto& row : rows.losses) {
    if (row.segment == Segment::optical) total = row.total;
  }
  EXPECT_NEAR((rows.laser_power - total).dbm(), r.received_oma.dbm(), 1e-9);
  EXPECT_EQ(rows.received_oma.dbm(), r.received_oma.dbm());
  EXPECT_EQ(rows.losses[2].element, "modulation: laser power to OMA");
}

TEST(Ledger, CableStandsBetweenItsHosts) {
  LinkInputs in{.payload_rate = 400.0 * unit::Gbps, .medium = Medium::copper, .retiming = Retiming::none};
  in.length = 2.0 * unit::m;
  in.host_channel = {{"board", dB(7.0)}};
  in.cable_loss_per_metre = dB(6.0);
  in.cable_fixed_loss = dB(1.0);
  const auto rows = evaluate(LedgerInputs{in}).losses;
  ASSERT_EQ(rows.size(), 4U);
  EXPECT_EQ(rows[1].segment, Segment::cable);
  EXPECT_NEAR(rows[2].loss.db(), 12.0, 1e-12);
  EXPECT_NEAR(rows[2].total.db(), 13.0, 1e-12);
  EXPECT_EQ(rows[3].segment, Segment::host_rx);
}

TEST(Ledger, ProblemsNameTheLinksFields) {
  LedgerInputs in{optical()};
  in.link.optical_path.clear();
  const auto problems = validate(in);
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_EQ(problems[0].path, "link.optical_path");
}

}  // namespace
}  // namespace copack::link
