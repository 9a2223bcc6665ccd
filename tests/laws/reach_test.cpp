// SPDX-License-Identifier: Apache-2.0
#include "copack/study/reach.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>

#include "../shipped_catalog.hpp"
#include "copack/link/budget.hpp"

/// The published reach study, in its nominal world and in some others.
namespace copack::laws {
namespace {

const study::ReachModel& where_copper_ends() {
  static const auto model = study::load_reach_study(
      std::filesystem::path(COPACK_SOURCE_DIR) / "studies" / "03-where-copper-ends" / "reach.toml", shipped_catalog());
  return model;
}

study::ReachStudyResult in_few_worlds(int threads) {
  auto few = where_copper_ends();
  few.inputs.uncertainty.worlds = 96;
  return study::answer(few, threads);
}

TEST(WhereCopperEnds, EveryLinkHasAnAnswer) {
  const auto r = in_few_worlds(1);
  ASSERT_GE(r.points.size(), 8U);
  for (const auto& p : r.points) {
    SCOPED_TRACE(r.cards[p.card].id);
    EXPECT_GT(p.nominal.reach.si(), 0.0) << "does not close at any length in the nominal world";
    EXPECT_GT(p.nominal.energy_per_bit.si(), 0.0);
    EXPECT_TRUE(std::isfinite(p.nominal.latency.si()));
    EXPECT_LE(p.reach.low, p.reach.high);
    EXPECT_LE(p.energy.low, p.energy.high);
    EXPECT_GT(p.closes_share, 0.0);
  }
}

/// The physics that the study is about: of two passive copper links of one kind the faster is the shorter.
TEST(WhereCopperEnds, FasterPassiveCopperIsShorter) {
  const auto r = in_few_worlds(1);
  const study::ReachPoint* before = nullptr;
  int compared = 0;
  for (const auto& p : r.points) {
    const auto& card = r.cards[p.card];
    if (card.link.medium != link::Medium::copper || card.link.retiming != link::Retiming::none) continue;
    if (before != nullptr && r.cards[before->card].series == card.series) {
      EXPECT_LT(p.nominal.reach, before->nominal.reach) << card.id;
      ++compared;
    }
    before = &p;
  }
  EXPECT_GE(compared, 1);
}

TEST(WhereCopperEnds, ThreadsChangeNothing) {
  const auto one = in_few_worlds(1), three = in_few_worlds(3);
  for (std::size_t i = 0; i < one.points.size(); ++i) {
    EXPECT_EQ(one.points[i].reach.low, three.points[i].reach.low);
    EXPECT_EQ(one.points[i].energy.middle, three.points[i].energy.middle);
  }
  for (std::size_t i = 0; i < one.cheapest.size(); ++i) {
    EXPECT_EQ(one.cheapest[i].card, three.cheapest[i].card);
    EXPECT_EQ(one.cheapest[i].share, three.cheapest[i].share);
  }
}

/// A cell of the map names the least energy of all links that close there.
TEST(WhereCopperEnds, NoLinkThatClosesIsCheaperThanTheCheapest) {
  const auto r = in_few_worlds(1);
  for (const auto& c : r.cheapest) {
    for (const auto& card : r.cards) {
      if (std::abs(card.lane_rate() / c.lane_rate - 1.0) > 1e-3) continue;
      auto in = card.link;
      in.length = c.distance;
      const auto there = link::evaluate(in);
      if (there.closes && c.card >= 0) {
        EXPECT_GE(there.energy_per_bit.si(), c.energy_per_bit.si() * (1.0 - 1e-12))
            << card.id << ", " << c.distance.si();
      }
    }
  }
}

}  // namespace
}  // namespace copack::laws
