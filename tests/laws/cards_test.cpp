// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "catalog_designs.hpp"
#include "copack/link/budget.hpp"
#include "copack/link/ledger.hpp"
#include "copack/manufacturing/assembly.hpp"
#include "copack/numerics/distributions.hpp"
#include "copack/thermal/network.hpp"

namespace copack::laws {
namespace {

template <class Law>
void for_every_technology(const Law& law) {
  ASSERT_FALSE(technologies().empty());
  for (const auto& [card, sourced] : technologies()) {
    SCOPED_TRACE(card.id);
    law(card);
  }
}

/// Links of technologies and those that stand alone.
template <class Law>
void for_every_link(const Law& law) {
  ASSERT_FALSE(technologies().empty());
  for (const auto& [card, sourced] : technologies()) {
    SCOPED_TRACE(card.id);
    law(card.link);
  }
  for (const auto& [card, sourced] : links()) {
    SCOPED_TRACE(card.id);
    law(card.link);
  }
}

TEST(Links, MoreLossNeverHelps) {
  for_every_link([](const link::LinkInputs& card) {
    auto in = card;
    auto before = link::evaluate(in);
    for (int step = 0; step < 20; ++step) {
      auto& path = in.medium == link::Medium::optical ? in.optical_path : in.host_channel;
      path.push_back({.name = "added", .loss = Decibel::from_db(0.5)});
      const auto after = link::evaluate(in);
      EXPECT_GE(after.pre_fec_ber, before.pre_fec_ber * (1.0 - 1e-12)) << step;
      EXPECT_GE(after.post_fec_ber, before.post_fec_ber * (1.0 - 1e-12)) << step;
      before = after;
    }
  });
}

TEST(Links, EnergiesAddUp) {
  for_every_link([](const link::LinkInputs& card) {
    const auto r = link::evaluate(card);
    const auto sum =
        r.energy_serdes + r.energy_dsp + r.energy_optics + r.energy_laser + r.energy_heater + r.energy_other;
    EXPECT_NEAR(r.energy_per_bit.si(), sum.si(), 1e-12 * sum.si());
    const auto heat = r.heat_asic + r.heat_module + r.heat_engine + r.heat_laser;
    EXPECT_LE(heat.si(), r.power_per_end.si() * (1.0 + 1e-12));
  });
}

/// What `link/reach` relies on.
TEST(Links, ALongerLinkNeverClosesWhereAShorterOneDoesNot) {
  for_every_link([](const link::LinkInputs& card) {
    auto in = card;
    bool closed = true;
    double last = 0.0;
    for (double metres = 0.1; metres < 1e5; metres *= 1.2) {
      in.length = metres * unit::m;
      const auto r = link::evaluate(in);
      EXPECT_TRUE(closed || !r.closes) << metres;
      EXPECT_GE(r.pre_fec_ber, last * (1.0 - 1e-12)) << metres;
      closed = r.closes;
      last = r.pre_fec_ber;
    }
  });
}

/// With the laser solved for its margin, a link that closes still does; it needs no more than it has.
TEST(Links, ASolvedLaserTakesNoMoreThanItNeeds) {
  for_every_link([](const link::LinkInputs& card) {
    auto in = card;
    if (in.medium != link::Medium::optical || !link::evaluate(in).closes) return;
    const auto stated = link::evaluate(in);
    in.laser_setting = link::LaserSetting::solved;
    in.laser_margin = stated.optical_margin;
    const auto solved = link::evaluate(in);
    EXPECT_NEAR(solved.laser_power_emitted.dbm(), stated.laser_power_emitted.dbm(), 1e-9);
    in.laser_margin = {};
    EXPECT_LE(link::evaluate(in).energy_laser.si(), stated.energy_laser.si() * (1.0 + 1e-12));
  });
}

TEST(Links, LedgersAddUpToTheLink) {
  for_every_link([](const link::LinkInputs& card) {
    const auto r = link::evaluate(card);
    const auto rows = link::evaluate(link::LedgerInputs{card});
    EnergyPerBit energy;
    for (const auto& row : rows.energies) energy += row.energy_per_bit;
    EXPECT_NEAR(energy.si(), r.energy_per_bit.si(), 1e-12 * r.energy_per_bit.si());
    Time delay;
    for (const auto& row : rows.delays) delay += row.time;
    EXPECT_NEAR(delay.si(), r.latency.si(), 1e-12 * r.latency.si());
  });
}

TEST(Links, CloseOverTheReachThatTheirCardClaims) {
  for_every_technology([](const system::TechnologyCard& card) {
    auto in = card.link;
    in.length = card.reach;
    EXPECT_LE(link::evaluate(in).pre_fec_ber, 2.4e-4);
  });
}

TEST(Assemblies, YieldIsAShareAndNothingIsFree) {
  int made = 0;
  for_every_technology([&](const system::TechnologyCard& card) {
    if (card.manufacturing.items.empty()) return;
    ++made;
    const auto r = manufacturing::evaluate(card.manufacturing);
    EXPECT_GT(r.yield, 0.0);
    EXPECT_LE(r.yield, 1.0);
    EXPECT_GT(r.unit_cost.si(), 0.0);
  });
  EXPECT_GT(made, 0);
}

TEST(Cards, EveryNumberHasASourceOrAReason) {
  for (const auto& [card, sourced] : technologies()) {
    ASSERT_FALSE(sourced.empty()) << card.id;
    for (const auto& [path, value] : sourced) {
      if (value.kind == catalog::ValueKind::assumption) {
        EXPECT_FALSE(value.why.empty()) << value.path;
      } else {
        EXPECT_NE(shipped_catalog().source(value.source), nullptr) << value.path;
      }
    }
  }
}

TEST(Cards, SpreadsHoldTheirNominalValue) {
  for (const auto& [card, sourced] : technologies()) {
    for (const auto& [path, value] : sourced) {
      if (!value.spread) continue;
      EXPECT_LE(value.spread->low, value.nominal + 1e-12 * std::abs(value.nominal)) << value.path;
      EXPECT_GE(value.spread->high, value.nominal - 1e-12 * std::abs(value.nominal)) << value.path;
      double last = -std::numeric_limits<double>::infinity();
      for (const double u : {0.01, 0.1, 0.5, 0.9, 0.99}) {
        const double quantile = numerics::quantile(*value.spread, u);
        EXPECT_GE(quantile, last) << value.path;
        last = quantile;
      }
    }
  }
}

TEST(Cards, FailuresAreRatesAndCoverageAShare) {
  for_every_technology([](const system::TechnologyCard& card) {
    EXPECT_FALSE(card.frus.empty());
    for (const auto& fru : card.frus) {
      EXPECT_GE(fru.unit.hard.rate.si(), 0.0) << fru.unit.name;
      EXPECT_GE(fru.unit.flap.coverage, 0.0) << fru.unit.name;
      EXPECT_LE(fru.unit.flap.coverage, 1.0) << fru.unit.name;
    }
  });
}

}  // namespace
}  // namespace copack::laws
