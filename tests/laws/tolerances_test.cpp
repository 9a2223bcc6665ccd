// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <vector>

#include "catalog_designs.hpp"
#include "copack/link/budget.hpp"
#include "copack/link/tolerance.hpp"

namespace copack::laws {
namespace {

using link::Shared;

/// Units of 32 lanes of a card's link, made to have 2.5 dB of margin, in which every optical part differs and ages.
link::ToleranceInputs engine_of(const system::TechnologyCard& card) {
  link::ToleranceInputs in{.link = card.link, .lanes = 32, .needed = 32};
  in.test_limit = Decibel::from_db(0.5);
  const auto spare = link::evaluate(in.link).optical_margin - Decibel::from_db(2.5);
  in.link.receiver_sensitivity = in.link.receiver_sensitivity + spare;
  for (std::size_t i = 0; i < in.link.optical_path.size(); ++i) {
    in.spreads.push_back({.path = fmt::format("optical_path[{}].loss", i), .sd = 0.2});
  }
  in.spreads.push_back({.path = "receiver_sensitivity", .sd = 0.3});
  in.spreads.push_back({.path = "laser_power", .sd = 0.4, .shared = Shared::laser});
  in.spreads.push_back({.path = "transmitter_penalty", .sd = 0.2, .shared = Shared::unit});
  in.drifts = {{.path = "laser_power", .per_year = -0.1, .shared = Shared::laser},
               {.path = "optical_path[0].loss", .per_year = 0.05}};
  in.years = {0.0, 2.0, 5.0, 10.0};
  return in;
}

template <class Law>
void for_every_optical_link(const Law& law) {
  int links = 0;
  for (const auto& [card, sourced] : technologies()) {
    if (card.link.medium != link::Medium::optical) continue;
    SCOPED_TRACE(card.id);
    const auto in = engine_of(card);
    ASSERT_TRUE(validate(in).empty());
    law(in);
    ++links;
  }
  EXPECT_GT(links, 5);
}

constexpr double slack = 1e-7;  // of the quadrature

TEST(Tolerances, MoreSpreadNeverRaisesTheYieldOfAMeanAboveTheLimit) {
  for_every_optical_link([](const link::ToleranceInputs& in) {
    const auto before = evaluate(in);
    for (std::size_t i = 0; i < in.spreads.size(); ++i) {
      auto wider = in;
      wider.spreads[i].sd *= 1.5;
      EXPECT_LT(evaluate(wider).lane_yield, before.lane_yield) << in.spreads[i].path;
    }
    auto all = in;
    for (auto& spread : all.spreads) spread.sd *= 1.2;
    EXPECT_LT(evaluate(all).unit_yield, before.unit_yield);
  });
}

TEST(Tolerances, AWiderGuardBandLosesUnitsAndSavesTheField) {
  for_every_optical_link([](const link::ToleranceInputs& in) {
    auto tighter = in;
    tighter.test_limit += Decibel::from_db(0.5);
    const auto a = evaluate(in);
    const auto b = evaluate(tighter);
    EXPECT_LT(b.unit_yield, a.unit_yield);
    for (std::size_t y = 0; y < a.years.size(); ++y) {
      EXPECT_LE(b.years[y].margin.lane_failures, a.years[y].margin.lane_failures + slack) << y;
      EXPECT_LE(b.years[y].margin.unit_failures, a.years[y].margin.unit_failures + slack) << y;
    }
    EXPECT_LT(b.years.back().margin.unit_failures, a.years.back().margin.unit_failures);
  });
}

TEST(Tolerances, ASpareLaneNeverLowersTheYield) {
  for_every_optical_link([](const link::ToleranceInputs& in) {
    auto spared = in;
    double yield = 0.0;
    for (spared.needed = 32; spared.needed >= 28; --spared.needed) {
      const double now = evaluate(spared).unit_yield;
      EXPECT_GE(now, yield - slack) << spared.needed;
      yield = now;
    }
    EXPECT_GT(yield, evaluate(in).unit_yield);
  });
}

TEST(Tolerances, OlderIsNeverBetter) {
  for_every_optical_link([](const link::ToleranceInputs& in) {
    const auto r = evaluate(in);
    for (std::size_t y = 1; y < r.years.size(); ++y) {
      const auto& younger = r.years[y - 1].margin;
      const auto& older = r.years[y].margin;
      EXPECT_LT(older.mean, younger.mean);
      EXPECT_LT(older.p0_1, younger.p0_1);
      EXPECT_GE(older.lane_failures, younger.lane_failures - slack);
      EXPECT_GE(older.unit_failures, younger.unit_failures - slack);
    }
    EXPECT_GT(r.years.back().margin.lane_failures, 0.0);
  });
}

/// What is shared makes good lanes meet in the same units: fewer units are lost than if each lane stood alone.
TEST(Tolerances, SharingNeverLowersTheYieldOfCompleteUnits) {
  for_every_optical_link([](const link::ToleranceInputs& in) {
    const auto r = evaluate(in);
    EXPECT_GE(r.unit_yield, r.unit_yield_independent - slack);
    EXPECT_LE(r.unit_yield, r.lane_yield + slack);
  });
}

TEST(Tolerances, SharesOfTheVarianceAddToOne) {
  for_every_optical_link([](const link::ToleranceInputs& in) {
    double sum = 0.0;
    for (const auto& c : evaluate(in).contributions) sum += c.share;
    EXPECT_NEAR(sum, 1.0, 1e-12);
  });
}

}  // namespace
}  // namespace copack::laws
