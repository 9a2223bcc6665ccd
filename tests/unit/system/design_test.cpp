// SPDX-License-Identifier: Apache-2.0
#include "copack/system/design.hpp"

#include <gtest/gtest.h>

#include "small_design.hpp"

namespace copack::system {
namespace {

TEST(Design, CountsTheFabricOfItsBoxes) {
  const auto design = design_with(co_packaged());
  EXPECT_TRUE(design.counts.feasible);
  EXPECT_EQ(design.counts.leaf_switches, 16);
  EXPECT_EQ(design.counts.spine_switches, 8);
  EXPECT_EQ(design.counts.core_switches, 0);
}

TEST(Design, ATechnologyIsFoundByItsTier) {
  const auto design = design_with(co_packaged());
  EXPECT_FALSE(design.uses(NetworkTier::nic_leaf));
  EXPECT_TRUE(design.uses(NetworkTier::leaf_spine));
  EXPECT_EQ(design.technology(NetworkTier::leaf_spine).id, "t");
}

TEST(Design, PortsOfABoxByTheTierTheyServe) {
  const auto levels = box_ports(design_with(co_packaged()).counts);
  EXPECT_EQ(levels[0].boxes, 16.0);
  EXPECT_EQ(levels[0].per_box[0], 32.0);
  EXPECT_EQ(levels[0].per_box[1], 32.0);
  EXPECT_EQ(levels[0].total(), 64.0);
  EXPECT_EQ(levels[1].per_box[1], 64.0);
  EXPECT_EQ(levels[1].total(), 64.0);
  EXPECT_EQ(levels[2].boxes, 0.0);
  EXPECT_EQ(levels[2].total(), 0.0);
}

TEST(Design, EndsOfATier) {
  const auto counts = design_with(co_packaged()).counts;
  const auto nic = tier_ends(counts, NetworkTier::nic_leaf);
  EXPECT_EQ(nic.links, 512.0);
  EXPECT_EQ(nic.at_switches, 512.0);
  EXPECT_EQ(nic.at_nics, 512.0);
  const auto leaf = tier_ends(counts, NetworkTier::leaf_spine);
  EXPECT_EQ(leaf.links, 512.0);
  EXPECT_EQ(leaf.total(), 1024.0);
  EXPECT_EQ(tier_ends(counts, NetworkTier::spine_core).total(), 0.0);
}

TEST(Design, EveryPortOfEveryBoxIsTheEndOfALink) {
  // Up to four layers, where links between core switches are the fifth tier.
  for (const std::int64_t accelerators : {64, 2048, 2049, 4096, 40'000, 65'536, 100'000, 400'000}) {
    auto design = design_with(co_packaged());
    design.fabric.accelerators = accelerators;
    complete(design);
    ASSERT_TRUE(design.counts.feasible) << accelerators << ": " << design.counts.problem;
    double at_boxes = 0.0;
    for (const auto& level : box_ports(design.counts)) at_boxes += level.boxes * level.total();
    double ends = 0.0;
    for (const auto tier : {NetworkTier::nic_leaf, NetworkTier::leaf_spine, NetworkTier::spine_core})
      ends += tier_ends(design.counts, tier).at_switches;
    EXPECT_NEAR(at_boxes, ends, 1e-9 * ends) << accelerators;
    EXPECT_NEAR(at_boxes, static_cast<double>(design.counts.switch_ports), 1e-9 * ends) << accelerators;
  }
}

TEST(Design, CompleteTellsTheFabricWhatItsLinksAreMadeOf) {
  auto card = co_packaged();
  EXPECT_TRUE(design_with(card).fabric.leaf_spine.optical);
  EXPECT_EQ(design_with(card).fabric.leaf_spine.switch_ports_per_module, 8);
  EXPECT_EQ(design_with(card).counts.optical_ends, 1024);
  card.link.medium = link::Medium::copper;
  EXPECT_FALSE(design_with(card).fabric.leaf_spine.optical);
  EXPECT_EQ(design_with(card).counts.optical_ends, 0);
}

TEST(Design, PropagateCarriesAWorldsNumbersToWhereModelsReadThem) {
  auto design = design_with(co_packaged());
  design.server.accelerator.matmul_efficiency = 0.123;
  design.server.scale_up.latency = 7.0 * unit::us;
  design.platforms[0].latency = 1.0 * unit::us;
  design.platforms[1].latency = 2.0 * unit::us;
  design.platforms[2].latency = 3.0 * unit::us;
  propagate(design);
  EXPECT_EQ(design.jobs[0].workload.accelerator.matmul_efficiency, 0.123);
  EXPECT_EQ(design.fabric.scale_up.latency, 7.0 * unit::us);
  EXPECT_EQ(design.fabric.leaf.latency, 1.0 * unit::us);
  EXPECT_EQ(design.fabric.spine.latency, 2.0 * unit::us);
  EXPECT_EQ(design.fabric.core.latency, 3.0 * unit::us);
}

TEST(Design, CompleteTwiceIsCompleteOnce) {
  auto design = design_with(co_packaged());
  complete(design);
  EXPECT_EQ(design.packages.size(), 1u);
  EXPECT_EQ(design.packages[0].asic, 0);
  EXPECT_EQ(design.packages[0].engine, 1);
  EXPECT_EQ(design.packages[0].laser, 2);
}

TEST(Design, BoxesThatAreTooSmallAreAnAnswer) {
  auto design = design_with(co_packaged());
  design.fabric.layers = 1;
  complete(design);
  EXPECT_FALSE(design.counts.feasible);
  EXPECT_FALSE(design.counts.problem.empty());
}

}  // namespace
}  // namespace copack::system
