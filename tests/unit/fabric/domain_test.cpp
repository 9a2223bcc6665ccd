// SPDX-License-Identifier: Apache-2.0
#include "copack/fabric/domain.hpp"

#include <gtest/gtest.h>

namespace copack::fabric {
namespace {

FabricResults cluster() {
  FabricInputs in{.accelerators = 24576, .layers = 3, .pod = 3072, .core_oversubscription = 7};
  in.leaf.down = 16;
  in.leaf.up = 16;
  in.spine.radix = in.core.radix = 576;
  return evaluate(in);
}

TEST(Domain, NeighboursStayInTheServer) {
  const auto domain = communication_domain(cluster(), 8, 1);
  ASSERT_EQ(domain.count, 1);
  EXPECT_DOUBLE_EQ(domain.levels[0].bandwidth.in(unit::GB_per_s), 0.8 * 450);
}

TEST(Domain, AGroupAcrossTheClusterCrossesEveryTier) {
  const auto domain = communication_domain(cluster(), 24576, 1);
  ASSERT_EQ(domain.count, 4);
  EXPECT_EQ(domain.ranks(), 24576);
  EXPECT_EQ(domain.levels[0].ranks, 8);
  EXPECT_EQ(domain.levels[1].ranks, 2);
  EXPECT_EQ(domain.levels[2].ranks, 192);
  EXPECT_EQ(domain.levels[3].ranks, 8);
  EXPECT_LT(domain.levels[3].bandwidth, domain.levels[2].bandwidth);
}

TEST(Domain, AWideStrideSkipsTheInnerTiers) {
  const auto domain = communication_domain(cluster(), 8, 3072);
  ASSERT_EQ(domain.count, 1);
  EXPECT_NEAR(domain.levels[0].bandwidth.in(unit::GB_per_s), 0.95 * 50 / 7, 0.02);
}

TEST(Domain, OneRankNeedsNothing) { EXPECT_EQ(communication_domain(cluster(), 1, 8).count, 0); }

}  // namespace
}  // namespace copack::fabric
