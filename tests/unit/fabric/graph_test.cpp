// SPDX-License-Identifier: Apache-2.0
#include "copack/fabric/graph.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace copack::fabric {
namespace {

FabricInputs fat_tree(std::int64_t accelerators, int radix, int layers = 0) {
  FabricInputs in{.accelerators = accelerators, .layers = layers};
  in.leaf.radix = in.spine.radix = in.core.radix = radix;
  return in;
}

/// Networks of all kinds: sizes that fill their blocks and sizes that do not.
std::vector<FabricInputs> many_fabrics() {
  std::vector<FabricInputs> all;
  for (const int radix : {8, 12, 16, 62, 64}) {
    for (const std::int64_t n : {8, 24, 64, 100, 256, 500, 1024, 1500, 4608}) {
      for (const auto topology : {Topology::clos, Topology::rail_optimized, Topology::rail_only}) {
        for (const double core : {1.0, 1.5, 7.0}) {
          for (const int variant : {0, 1, 2, 3}) {
            auto in = fat_tree(n, radix);
            in.topology = topology;
            in.core_oversubscription = core;
            in.accelerators_per_server = in.scale_up.domain = 4;
            in.even_spread = variant != 1;
            in.planes = variant == 2 ? 4 : 1;
            in.nics_per_accelerator = variant == 3 ? 2 : 1;
            all.push_back(in);
          }
        }
      }
    }
  }
  return all;
}

std::string text(const FabricInputs& in) {
  return std::to_string(in.accelerators) + " on " + std::to_string(in.leaf.radix) + ", topology " +
         std::to_string(static_cast<int>(in.topology)) + ", core " + std::to_string(in.core_oversubscription) +
         ", even " + std::to_string(static_cast<int>(in.even_spread)) + ", planes " + std::to_string(in.planes) +
         ", NICs " + std::to_string(in.nics_per_accelerator);
}

TEST(Graph, CountsWhatTheClosedFormCounts) {
  int built = 0, uneven = 0;
  for (const auto& in : many_fabrics()) {
    SCOPED_TRACE(text(in));
    const auto counts = evaluate(in);
    const auto graph = build_graph(in);
    ASSERT_EQ(graph.has_value(), counts.feasible);
    if (!graph) continue;
    ++built;
    ASSERT_EQ(graph->layers, counts.layers);
    ASSERT_EQ(graph->nodes() - graph->accelerators(), counts.switches);
    for (int i = 1; i <= graph->layers; ++i) {
      const auto at = static_cast<std::size_t>(i);
      const auto& layer = graph->layer[at];
      ASSERT_EQ(graph->networks * layer.blocks * layer.positions, counts.tiers[at].switches) << i;
      ASSERT_EQ(graph->tier_begin[at + 1] - graph->tier_begin[at], counts.tiers[at].links) << i;
      if (i > 1 && !plan_clos(in).layer[at - 1].even) ++uneven;
    }
    ASSERT_EQ(static_cast<std::int64_t>(graph->capacity.size()), graph_links(in, counts));
  }
  EXPECT_GT(built, 1000);
  EXPECT_GT(uneven, 100);
}

// The radix bounds the ports, and bundles between two switches are equal or differ by one.
TEST(Graph, FitsThePortsAndSpreadsTheBundles) {
  for (const auto& in : many_fabrics()) {
    const auto graph = build_graph(in);
    if (!graph) continue;
    SCOPED_TRACE(text(in));
    std::vector<std::uint32_t> ports(graph->nodes(), 0);
    for (std::uint32_t c = 0; c < graph->cables(); ++c) {
      ++ports[graph->lower[c]];
      ++ports[graph->upper[c]];
    }
    const auto plan = plan_clos(in);
    for (int i = 1; i <= graph->layers; ++i) {
      const auto& layer = graph->layer[static_cast<std::size_t>(i)];
      const auto first = ports.begin() + layer.first;
      const auto most = *std::max_element(first, first + graph->networks * layer.blocks * layer.positions);
      ASSERT_LE(most, static_cast<std::uint32_t>(plan.layer[static_cast<std::size_t>(i - 1)].radix)) << i;
    }
    for (std::uint32_t node = graph->layer[1].first; node < graph->nodes(); ++node) {
      if (graph->uplinks(node) == 0) continue;
      std::vector<std::uint32_t> above(graph->upper.begin() + graph->up_begin[node],
                                       graph->upper.begin() + graph->up_begin[node + 1]);
      std::ranges::sort(above);
      int i = 1;
      while (node >= graph->layer[static_cast<std::size_t>(i + 1)].first) ++i;
      const auto spread = graph->layer[static_cast<std::size_t>(i + 1)].spread;
      const auto least = static_cast<std::ptrdiff_t>(above.size() / spread);
      const bool even = plan.layer[static_cast<std::size_t>(i)].even;
      for (const auto to : above) {
        const auto bundle = std::ranges::count(above, to);
        ASSERT_TRUE(bundle == least || (!even && bundle == least + 1)) << node << ' ' << bundle << ' ' << least;
      }
    }
  }
}

TEST(Graph, ListsLinksOutOfEveryNode) {
  const auto graph = build_graph(fat_tree(100, 8));
  ASSERT_TRUE(graph);
  const auto out = out_links(*graph);
  EXPECT_EQ(out.link.size(), 2 * graph->cables());
  for (std::uint32_t node = 0; node < graph->nodes(); ++node) {
    for (auto k = out.begin[node]; k < out.begin[node + 1]; ++k) {
      const auto link = out.link[k];
      ASSERT_EQ(link < graph->cables() ? graph->lower[link] : graph->upper[link - graph->cables()], node);
    }
  }
}

TEST(Graph, KnowsTiersAndRates) {
  auto in = fat_tree(64, 8, 3);
  in.planes = 2;
  const auto graph = build_graph(in);
  ASSERT_TRUE(graph);
  EXPECT_EQ(tier_of(*graph, 0), Tier::nic_leaf);
  EXPECT_EQ(tier_of(*graph, graph->down(graph->tier_begin[2])), Tier::leaf_spine);
  EXPECT_EQ(tier_of(*graph, graph->tier_begin[3]), Tier::spine_core);
  EXPECT_EQ(tier_of(*graph, graph->scale_up_in(63)), Tier::scale_up);
  EXPECT_EQ(graph->capacity.size(), graph->scale_up_in(63) + 1);
  EXPECT_EQ(graph->capacity[0], (in.port_rate / 2).si());
  EXPECT_EQ(graph->capacity.back(), in.scale_up.bandwidth.si());
}

TEST(Graph, IsNotBuiltBeyondItsLimit) {
  EXPECT_FALSE(build_graph(fat_tree(30'000'000, 1024)));
  EXPECT_FALSE(build_graph(fat_tree(10369, 144, 2)));
}

}  // namespace
}  // namespace copack::fabric
