// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "catalog_designs.hpp"
#include "copack/system/evaluate.hpp"

/// Counts and prices of the switch boxes of the catalog in clusters of any size.
namespace copack::laws {
namespace {

template <class Law>
void for_every_size(const Law& law) {
  for (const auto& parts : all_parts()) {
    for (const std::int64_t accelerators : {256, 1024, 4608, 16384}) {
      SCOPED_TRACE(parts.text() + ", " + std::to_string(accelerators));
      law(cluster_of(parts, accelerators));
    }
  }
}

// A box cannot have more cables than ports, and a link has two ends.
TEST(Platforms, HaveAPortForEveryLinkEnd) {
  for_every_size([](const system::Design& design) {
    ASSERT_TRUE(design.counts.feasible) << design.counts.problem;
    double at_boxes = 0.0;
    for (const auto& level : system::box_ports(design.counts)) {
      EXPECT_LE(level.total(), design.platforms[0].ports * (1.0 + 1e-12));
      at_boxes += level.boxes * level.total();
    }
    double at_switches = 0.0;
    for (const auto tier :
         {system::NetworkTier::nic_leaf, system::NetworkTier::leaf_spine, system::NetworkTier::spine_core}) {
      const auto ends = system::tier_ends(design.counts, tier);
      EXPECT_EQ(ends.total(), 2.0 * ends.links);
      at_switches += ends.at_switches;
    }
    EXPECT_NEAR(at_boxes, at_switches, 1e-9 * at_switches);
    EXPECT_EQ(at_switches, static_cast<double>(design.counts.switch_ports));
  });
}

// A larger cluster has at least the links of the smaller one, layer by layer and in all. (Boxes are another matter:
// equal bundles need divisors, and a size whose uplinks have few takes more boxes than a larger one.)
TEST(Platforms, MoreAcceleratorsNeverHaveFewerLinks) {
  for (const auto& parts : one_for_every_platform()) {
    SCOPED_TRACE(parts.text());
    auto fabric = cluster_of(parts).fabric;
    for (const bool even : {true, false}) {
      fabric.even_spread = even;
      std::int64_t before = 0;
      for (fabric.accelerators = 128; fabric.accelerators <= 24576; fabric.accelerators += 96) {
        const auto counts = fabric::evaluate(fabric);
        ASSERT_TRUE(counts.feasible) << counts.problem;
        std::int64_t links = 0;
        for (const auto& tier : counts.tiers) {
          if (tier.tier != fabric::Tier::scale_up) links += tier.links;
        }
        EXPECT_GE(links, before) << fabric.accelerators;
        before = links;
      }
    }
  }
}

// Eight accelerators more never double the boxes while the layers stay the same: where equal bundles would need that,
// bundles differ by one link.
TEST(Platforms, OneServerMoreNeverMultipliesTheBoxes) {
  for (const auto& parts : one_for_every_platform()) {
    SCOPED_TRACE(parts.text());
    auto fabric = cluster_of(parts).fabric;
    fabric::FabricResults before;
    for (fabric.accelerators = 128; fabric.accelerators <= 24576; fabric.accelerators += 8) {
      auto counts = fabric::evaluate(fabric);
      ASSERT_TRUE(counts.feasible) << counts.problem;
      if (counts.layers == before.layers) {
        EXPECT_LE(counts.switches, 2 * before.switches) << fabric.accelerators;
      }
      before = std::move(counts);
    }
  }
}

// Every link and box draws power. Without equal bundles whole boxes waste some percent of the ports at most, less than
// these sizes differ.
TEST(Platforms, MuchLargerClustersDrawMore) {
  for (const auto& parts : all_parts()) {
    SCOPED_TRACE(parts.text());
    double before = 0.0;
    for (const std::int64_t accelerators : {128, 256, 512, 1024, 1536, 2304, 4608, 9216, 16384, 32768}) {
      auto design = cluster_of(parts, accelerators);
      design.fabric.even_spread = false;
      system::complete(design);
      const double power = system::evaluate(design, nullptr).evaluation.power.network.si();
      EXPECT_GT(power, before) << accelerators;
      before = power;
    }
  }
}

// Capital is what is bought times its price: nothing is counted twice or not at all, so that what each price brings in
// alone is the whole.
TEST(Platforms, CapitalIsTheSumOfItsItems) {
  for (const auto& parts : all_parts()) {
    SCOPED_TRACE(parts.text());
    const auto design = cluster_of(parts);
    const double all = system::evaluate(design, nullptr).evaluation.economics.capital.si();
    double sum = 0.0;
    const auto add_item = [&](const auto& make_free) {
      auto without = design;
      make_free(without);
      const double rest = system::evaluate(without, nullptr).evaluation.economics.capital.si();
      EXPECT_LE(rest, all);
      sum += all - rest;
    };
    add_item([](system::Design& d) {
      for (auto& platform : d.platforms) platform.price = {};
    });
    add_item([](system::Design& d) { d.technologies[0].price.per_switch = {}; });
    add_item([](system::Design& d) { d.technologies[0].price.installation_per_end = {}; });
    add_item([](system::Design& d) {
      d.technologies[0].price.basis = system::PriceBasis::market;
      d.technologies[0].price.per_end = {};
    });
    EXPECT_NEAR(sum, all, 1e-10 * all);
  }
}

// By one dollar for each box and for each link end.
TEST(Platforms, CapitalRisesWithEveryPriceByTheNumberBought) {
  for (const auto& parts : all_parts()) {
    SCOPED_TRACE(parts.text());
    const auto design = cluster_of(parts);
    const double before = system::evaluate(design, nullptr).evaluation.economics.capital.si();
    auto dearer_boxes = design;
    for (auto& platform : dearer_boxes.platforms) platform.price += 1.0 * unit::USD;
    const double boxes = system::evaluate(dearer_boxes, nullptr).evaluation.economics.capital.si() - before;
    EXPECT_NEAR(boxes, static_cast<double>(design.counts.switches), 1e-12 * before);
    auto dearer_ends = design;
    dearer_ends.technologies[0].price.installation_per_end += 1.0 * unit::USD;
    const double ends = system::evaluate(dearer_ends, nullptr).evaluation.economics.capital.si() - before;
    double counted = 0.0;
    for (const std::size_t tier : {1U, 2U, 3U, 4U}) {
      if (tier < design.counts.tiers.size())
        counted += static_cast<double>(design.counts.tiers[tier].switch_ends + design.counts.tiers[tier].nic_ends);
    }
    EXPECT_NEAR(ends, counted, 1e-12 * before);
  }
}

// The seller's price follows from cost and margin, or is the market's; either way the buyer pays it for every end.
TEST(Platforms, ADearerEndNeverLowersCapital) {
  for (const auto& parts : all_parts()) {
    SCOPED_TRACE(parts.text());
    auto design = cluster_of(parts);
    const auto before = system::evaluate(design, nullptr).evaluation;
    auto& price = design.technologies[0].price;
    price.per_end *= 1.5;
    price.gross_margin = 0.5 * (1.0 + price.gross_margin);
    const auto after = system::evaluate(design, nullptr).evaluation;
    EXPECT_GT(after.economics.capital, before.economics.capital);
    EXPECT_GE(after.sourcing.price_per_end, before.sourcing.price_per_end);
  }
}

// A build is so many clusters: twice the accelerators at the same date cost twice the equipment, power, repair and lost
// work. What is paid once for the technology is paid by the first build alone.
TEST(Platforms, TwiceTheBuildCostsTwice) {
  for (const auto& parts : all_parts()) {
    SCOPED_TRACE(parts.text());
    auto design = cluster_of(parts);
    design.builds.push_back(design.builds.front());
    design.builds.back().accelerators *= 2.0;
    const auto costs = system::evaluate(design, nullptr).costs;
    ASSERT_EQ(costs.size(), 2U);
    EXPECT_DOUBLE_EQ(costs[1].capex.si(), 2.0 * costs[0].capex.si());
    EXPECT_DOUBLE_EQ(costs[1].mean_power.si(), 2.0 * costs[0].mean_power.si());
    EXPECT_DOUBLE_EQ(costs[1].repair.si(), 2.0 * costs[0].repair.si());
    EXPECT_DOUBLE_EQ(costs[1].lost_accelerator_hours_per_year, 2.0 * costs[0].lost_accelerator_hours_per_year);
    EXPECT_EQ(costs[1].relative_speed, costs[0].relative_speed);
    EXPECT_EQ(costs[1].one_off, Money{});
  }
}

// Twice the cluster on the same two layers: twice the links exactly; boxes are whole, so that a layer may save or waste
// less than one box for each of its groups.
TEST(Platforms, TwiceTheClusterHasTwiceTheLinks) {
  for (const auto& parts : all_parts()) {
    SCOPED_TRACE(parts.text());
    const auto one = cluster_of(parts, 1024);
    const auto two = cluster_of(parts, 2048);
    ASSERT_EQ(one.counts.layers, 2);
    ASSERT_EQ(two.counts.layers, 2);
    EXPECT_EQ(two.counts.tiers[1].links, 2 * one.counts.tiers[1].links);
    const double leaf_ports = one.platforms[0].ports;
    const double up_links = static_cast<double>(two.counts.tiers[2].links - 2 * one.counts.tiers[2].links);
    EXPECT_LE(std::abs(up_links), leaf_ports) << "of one leaf that is not full";
    EXPECT_LE(std::abs(static_cast<double>(two.counts.leaf_switches - 2 * one.counts.leaf_switches)), 1.0);
  }
}

}  // namespace
}  // namespace copack::laws
