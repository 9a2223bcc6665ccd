// SPDX-License-Identifier: Apache-2.0
#include "copack/link/reach.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "copack/link/budget.hpp"

namespace copack::link {
namespace {

constexpr auto dB = Decibel::from_db;

/// 7 dB of host at both ends and 1 dB in the cable's ends leave 13 dB for a cable of 6 dB/m.
LinkInputs copper() {
  LinkInputs in{.payload_rate = 400.0 * unit::Gbps, .medium = Medium::copper, .retiming = Retiming::none};
  in.host_channel = {{"package and board", dB(7.0)}};
  in.cable_loss_per_metre = dB(6.0);
  in.cable_fixed_loss = dB(1.0);
  in.energy = {{"serdes", Boundary::serdes, Place::asic, 5.0 * unit::pJ_per_bit, 0.1 * unit::pJ_per_bit, dB(28.0)}};
  return in;
}

TEST(Reach, CopperEndsWhereItsBudgetDoes) {
  const auto r = evaluate(ReachInputs{copper()});
  EXPECT_NEAR(r.reach.si(), 13.0 / 6.0, reach_tolerance * 13.0 / 6.0);
  EXPECT_FALSE(r.beyond);
  EXPECT_EQ(r.binding, Binding::electrical);
  EXPECT_NEAR(r.electrical_loss.db(), 28.0, 0.01);
  EXPECT_NEAR(r.energy_per_bit.in(unit::pJ_per_bit), 5.0, 0.001);
  EXPECT_NEAR(r.energy_per_bit_shortest.in(unit::pJ_per_bit), 5.0 - 0.1 * (28.0 - 15.6), 1e-9);
}

TEST(Reach, IsTheLimitThatTheBudgetNames) {
  auto in = copper();
  in.length = 1.0 * unit::m;
  EXPECT_NEAR(evaluate(in).reach_limit.si(), evaluate(ReachInputs{in}).reach.si(), 1e-3);
}

TEST(Reach, AnswersAreThoseOfTheLinkAtItsReach) {
  auto in = copper();
  const auto r = evaluate(ReachInputs{in});
  in.length = r.reach;
  const auto there = evaluate(in);
  EXPECT_TRUE(there.closes);
  EXPECT_EQ(there.latency.si(), r.latency.si());
  EXPECT_EQ(there.power_per_end.si(), r.power_per_end.si());
  in.length = (1.0 + 2.0 * reach_tolerance) * r.reach;
  EXPECT_FALSE(evaluate(in).closes);
}

TEST(Reach, SaysWhenNothingOrEverythingCloses) {
  auto in = copper();
  in.host_channel[0].loss = dB(20.0);
  const auto none = evaluate(ReachInputs{in});
  EXPECT_EQ(none.reach.si(), 0.0);
  EXPECT_EQ(none.binding, Binding::electrical);
  EXPECT_GT(none.energy_per_bit.si(), 0.0);
  const auto all = evaluate(ReachInputs{.link = copper(), .shortest = 0.1 * unit::m, .longest = 1.0 * unit::m});
  EXPECT_TRUE(all.beyond);
  EXPECT_EQ(all.reach.si(), 1.0);
}

TEST(Reach, ProblemsNameTheirFields) {
  ReachInputs in{.link = copper(), .shortest = 2.0 * unit::m, .longest = 1.0 * unit::m};
  in.link.cable_loss_per_metre = {};
  const auto problems = validate(in);
  EXPECT_EQ(std::ranges::count(problems, "longest", &Problem::path), 1);
  EXPECT_EQ(std::ranges::count(problems, "link.cable_loss_per_metre", &Problem::path), 1);
}

}  // namespace
}  // namespace copack::link
