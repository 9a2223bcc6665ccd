// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "catalog_designs.hpp"
#include "copack/link/budget.hpp"
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

TEST(Links, MoreLossNeverHelps) {
  for_every_technology([](const system::TechnologyCard& card) {
    auto in = card.link;
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
  for_every_technology([](const system::TechnologyCard& card) {
    const auto r = link::evaluate(card.link);
    const auto sum =
        r.energy_serdes + r.energy_dsp + r.energy_optics + r.energy_laser + r.energy_heater + r.energy_other;
    EXPECT_NEAR(r.energy_per_bit.si(), sum.si(), 1e-12 * sum.si());
    const auto heat = r.heat_asic + r.heat_module + r.heat_engine + r.heat_laser;
    EXPECT_LE(heat.si(), r.power_per_end.si() * (1.0 + 1e-12));
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
