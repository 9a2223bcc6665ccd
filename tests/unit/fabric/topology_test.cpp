// SPDX-License-Identifier: Apache-2.0
#include "copack/fabric/topology.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace copack::fabric {
namespace {

FabricInputs fat_tree(std::int64_t accelerators, int radix, int layers = 0) {
  FabricInputs in{.accelerators = accelerators, .layers = layers};
  in.leaf.radix = in.spine.radix = in.core.radix = radix;
  return in;
}

// Zhao et al., "Insights into DeepSeek-V3", ISCA 2025, Table 3 (switch-to-switch links).
TEST(Topology, CountsTheFatTreesOfIscaTable3) {
  const auto ft2 = evaluate(fat_tree(2048, 64));
  EXPECT_EQ(ft2.layers, 2);
  EXPECT_EQ(ft2.switches, 96);
  EXPECT_EQ(ft2.switch_links, 2048);

  auto multi_plane = fat_tree(16384, 64);
  multi_plane.topology = Topology::rail_only;  // one plane for each of eight NICs of a server
  const auto mpft = evaluate(multi_plane);
  EXPECT_EQ(mpft.networks, 8);
  EXPECT_EQ(mpft.switches, 768);
  EXPECT_EQ(mpft.switch_links, 16384);

  const auto ft3 = evaluate(fat_tree(65536, 64));
  EXPECT_EQ(ft3.layers, 3);
  EXPECT_EQ(ft3.switches, 5120);
  EXPECT_EQ(ft3.switch_links, 131072);
}

// Lambda, 2026-06-01: 12, 100 and 216 switches of 144 ports. 4,608 needs 36 spines, not 32, because the 72 uplinks of a
// leaf must spread evenly.
TEST(Topology, SpreadsUplinksEvenly) {
  EXPECT_EQ(evaluate(fat_tree(576, 144)).switches, 12);
  EXPECT_EQ(evaluate(fat_tree(4608, 144)).switches, 100);
  EXPECT_EQ(evaluate(fat_tree(10368, 144)).switches, 216);
  auto uneven = fat_tree(4608, 144);
  uneven.even_spread = false;
  EXPECT_EQ(evaluate(uneven).switches, 96);
}

// 144 leaves make five pods of 29; each of a pod's 32 spines has 29 uplinks. Equal bundles would take 29 cores for each
// of the 32 positions where three have the ports, so the bundles have 10, 10 and 9 links.
TEST(Topology, BundlesDifferByOneWhereEqualOnesWouldMultiplyTheBoxes) {
  const auto r = evaluate(fat_tree(4608, 64));
  EXPECT_EQ(r.leaf_switches, 144);
  EXPECT_EQ(r.spine_switches, 5 * 32);
  EXPECT_EQ(r.core_switches, 3 * 32);
  EXPECT_EQ(r.tiers[3].links, 5 * 32 * 29);
}

TEST(Topology, OneServerMoreNeverDoublesTheBoxesOfTheSameLayers) {
  for (const int radix : {32, 62, 64, 100, 144}) {
    for (const double core : {1.0, 1.5, 7.0}) {
      FabricResults before;
      for (std::int64_t n = 8; n < 20000; n += 8) {
        auto in = fat_tree(n, radix);
        in.core_oversubscription = core;
        auto r = evaluate(in);
        if (!r.feasible) break;
        if (r.layers == before.layers) {
          ASSERT_LE(r.switches, 2 * before.switches) << radix << ' ' << n << ' ' << core;
        }
        before = std::move(r);
      }
    }
  }
}

// Gangidi et al., SIGCOMM 2024: racks of 16 GPUs with 18 uplinks, pods of 192 racks, 1:7 above.
TEST(Topology, CountsMetas24kCluster) {
  FabricInputs in{.accelerators = 24576, .layers = 3, .even_spread = false, .pod = 3072, .core_oversubscription = 7};
  in.leaf.down = 16;
  in.leaf.up = 18;
  in.spine.radix = in.core.radix = 576;
  in.floor.accelerators_per_rack = 16;
  const auto r = evaluate(in);
  ASSERT_TRUE(r.feasible) << r.problem;
  EXPECT_EQ(r.leaf_switches, 1536);
  EXPECT_EQ(r.tiers[2].links, 27648);
  EXPECT_NEAR(static_cast<double>(r.tiers[3].links), 24576.0 / 7.0, 2.0);  // whole links in each of 8 pods
  EXPECT_EQ(r.tiers[2].reach, 3072);
  EXPECT_NEAR(r.tiers[2].oversubscription, 16.0 / 18.0, 1e-12);
  EXPECT_NEAR(r.tiers[3].oversubscription, 7.0, 1e-9);
  EXPECT_DOUBLE_EQ(r.tiers[3].bandwidth.in(unit::Gbps), 400.0 / 7.0);
  EXPECT_EQ(r.tiers[1].length_mean, in.floor.in_rack_mean);
}

// SemiAnalysis, CPO book, 2026-01-02: 18,432 x 800G DR4 at the NICs and 27,648 twin-port 1.6T DR8 at the switches.
TEST(Topology, CountsModulesWithTwinPorts) {
  auto in = fat_tree(18432, 512);
  in.port_rate = 800 * unit::Gbps;
  in.nic_leaf = {.optical = true, .switch_ports_per_module = 2};
  in.leaf_spine.switch_ports_per_module = 2;
  const auto r = evaluate(in);
  EXPECT_EQ(r.layers, 2);
  EXPECT_EQ(r.tiers[1].nic_modules, 18432);
  EXPECT_EQ(r.tiers[1].switch_modules + r.tiers[2].switch_modules, 27648);
  EXPECT_EQ(r.modules, 46080);
}

// k^2/2 and k^3/4: NVIDIA's limits for 144 and 512 ports.
TEST(Topology, CapacityOfTwoAndThreeLayers) {
  EXPECT_EQ(evaluate(fat_tree(100, 144, 2)).capacity, 10368);
  EXPECT_EQ(evaluate(fat_tree(100, 512, 2)).capacity, 131072);
  EXPECT_EQ(evaluate(fat_tree(100, 144, 3)).capacity, 746496);
  EXPECT_EQ(evaluate(fat_tree(100, 72, 3)).capacity, 93312);
  EXPECT_EQ(evaluate(fat_tree(100, 512, 3)).capacity, 33554432);
}

TEST(Topology, GivesFewerLayersWithALargerRadix) {
  EXPECT_EQ(evaluate(fat_tree(10368, 64)).layers, 3);
  EXPECT_EQ(evaluate(fat_tree(10368, 144)).layers, 2);
  EXPECT_EQ(evaluate(fat_tree(128, 144)).layers, 1);
  EXPECT_EQ(evaluate(fat_tree(100000, 64)).layers, 4);
}

TEST(Topology, SaysWhatWouldFit) {
  const auto r = evaluate(fat_tree(10369, 144, 2));
  EXPECT_FALSE(r.feasible);
  EXPECT_EQ(r.capacity, 10368);
  EXPECT_THAT(r.problem, testing::HasSubstr("spine switch would need 145 ports and has 144"));
  EXPECT_EQ(r.tiers.size(), 2u);
}

TEST(Topology, RailOptimizedRoundsUpEveryRail) {
  auto in = fat_tree(264, 64);  // 33 servers of 8: each rail needs two leaves of 32 ports
  in.topology = Topology::rail_optimized;
  EXPECT_EQ(evaluate(in).leaf_switches, 16);
  in.topology = Topology::clos;
  EXPECT_EQ(evaluate(in).leaf_switches, 9);
}

TEST(Topology, OneLeafJoinsAllRails) {
  auto in = fat_tree(48, 64);
  in.topology = Topology::rail_optimized;
  const auto r = evaluate(in);
  EXPECT_EQ(r.layers, 1);
  EXPECT_EQ(r.leaf_switches, 1);
}

TEST(Topology, PlanesMultiplyLinksNotBandwidth) {
  auto in = fat_tree(2048, 64);
  const auto one = evaluate(in);
  in.planes = 4;
  const auto four = evaluate(in);
  EXPECT_EQ(four.switch_links, 4 * one.switch_links);
  EXPECT_EQ(four.tiers[2].bandwidth, one.tiers[2].bandwidth);
  EXPECT_DOUBLE_EQ(four.tiers[1].rate.in(unit::Gbps), 100.0);
}

// GB200 NVL72: 18 links of 50 GB/s per GPU over 18 switch chips of 72 ports; 1,296 links of two lanes each way are the
// rack's 5,184 copper pairs.
TEST(Topology, CountsTheScaleUpDomain) {
  FabricInputs in{.accelerators = 72};
  in.scale_up = {.domain = 72, .bandwidth = 900 * unit::GB_per_s, .link_rate = 50 * unit::GB_per_s, .switch_radix = 72};
  const auto r = evaluate(in);
  EXPECT_EQ(r.tiers[0].links, 1296);
  EXPECT_EQ(4 * r.tiers[0].links, 5184);
  EXPECT_EQ(r.scale_up_switches, 18);
}

TEST(Topology, PortsInUseNeverExceedTheRadix) {
  for (const int radix : {32, 64, 128, 144, 512}) {
    for (std::int64_t n = 1; n < 200000; n = n * 3 / 2 + 1) {
      for (const auto topology : {Topology::clos, Topology::rail_optimized, Topology::rail_only}) {
        for (const double core : {1.0, 1.5, 7.0}) {
          auto in = fat_tree(n, radix);
          in.topology = topology;
          in.core_oversubscription = core;
          const auto r = evaluate(in);
          if (!r.feasible) continue;
          ASSERT_GE(r.capacity, n) << radix << ' ' << n;
          for (const auto& t : r.tiers) ASSERT_LE(t.ports_used, t.ports) << radix << ' ' << n << ' ' << core;
        }
      }
    }
  }
}

TEST(Topology, LinksGrowWithTheClusterAndReachEndsAtAll) {
  std::int64_t before = 0;
  for (std::int64_t n = 1000; n <= 64000; n *= 2) {
    const auto r = evaluate(fat_tree(n, 64, 3));
    ASSERT_TRUE(r.feasible);
    EXPECT_GT(r.switch_links, before);
    EXPECT_EQ(r.tiers.back().reach, n);
    EXPECT_EQ(r.tiers.back().switch_hops, 5);
    EXPECT_GT(r.tiers[3].path_latency, r.tiers[2].path_latency);
    EXPECT_GE(r.tiers[3].length_mean, r.tiers[1].length_mean);
    before = r.switch_links;
  }
}

TEST(Topology, ReportsContradictions) {
  auto in = fat_tree(100, 64, 2);
  in.leaf.down = 50;
  in.leaf.up = 20;
  in.pod = 64;
  EXPECT_EQ(validate(in).size(), 2u);
  EXPECT_FALSE(evaluate(in).feasible);
  EXPECT_TRUE(validate(fat_tree(100, 64)).empty());
}

TEST(Topology, DescribesEveryTier) {
  const auto flat = flatten(evaluate(fat_tree(2048, 64)));
  const auto has = [&](std::string_view path) {
    return std::ranges::any_of(flat, [&](const auto& field) { return field.path == path; });
  };
  EXPECT_TRUE(has("tiers[2].links"));
  EXPECT_TRUE(has("optical_ends_per_accelerator"));
}

}  // namespace
}  // namespace copack::fabric
