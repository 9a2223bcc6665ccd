// SPDX-License-Identifier: Apache-2.0
#include "copack/fabric/routing.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <map>
#include <numeric>

namespace copack::fabric {
namespace {

FabricInputs fat_tree(std::int64_t accelerators, int radix, int layers = 0) {
  FabricInputs in{.accelerators = accelerators, .layers = layers};
  in.leaf.radix = in.spine.radix = in.core.radix = radix;
  in.scale_up.domain = in.accelerators_per_server = 1;
  return in;
}

std::uint32_t source_of(const Graph& g, std::uint32_t link) {
  return link < g.cables() ? g.lower[link] : g.upper[link - g.cables()];
}
std::uint32_t target_of(const Graph& g, std::uint32_t link) {
  return link < g.cables() ? g.upper[link] : g.lower[link - g.cables()];
}

/// Number of shortest paths and their length by breadth-first search over links that work; accelerators forward
/// nothing.
std::pair<double, int> shortest_paths(const Graph& g, Flow flow) {
  const auto out = out_links(g);
  std::vector<int> distance(g.nodes(), -1);
  std::vector<double> paths(g.nodes(), 0);
  std::deque<std::uint32_t> queue{flow.from};
  distance[flow.from] = 0;
  paths[flow.from] = 1;
  for (; !queue.empty(); queue.pop_front()) {
    const auto node = queue.front();
    if (node < g.accelerators() && node != flow.from) continue;
    for (auto k = out.begin[node]; k < out.begin[node + 1]; ++k) {
      if (g.capacity[out.link[k]] <= 0) continue;
      const auto to = target_of(g, out.link[k]);
      if (distance[to] < 0) {
        distance[to] = distance[node] + 1;
        queue.push_back(to);
      }
      if (distance[to] == distance[node] + 1) paths[to] += paths[node];
    }
  }
  return {paths[flow.to], distance[flow.to]};
}

std::vector<FabricInputs> fabrics() {
  std::vector<FabricInputs> all{fat_tree(6, 8, 1),   fat_tree(30, 8, 2),  fat_tree(100, 8, 3), fat_tree(43, 6, 3),
                                fat_tree(180, 8, 4), fat_tree(90, 14, 3), fat_tree(60, 10, 3)};
  all.push_back(fat_tree(100, 8, 3));
  all.back().planes = 3;
  all.push_back(fat_tree(100, 12, 3));
  all.back().topology = Topology::rail_optimized;
  all.back().accelerators_per_server = 4;
  all.push_back(fat_tree(90, 14, 3));
  all.back().even_spread = false;
  all.back().core_oversubscription = 2.5;
  return all;
}

TEST(Routing, FindsAllShortestPaths) {
  for (const auto& in : fabrics()) {
    const auto g = build_graph(in);
    ASSERT_TRUE(g) << in.accelerators;
    for (std::uint32_t a = 0; a < g->accelerators(); a += 7) {
      for (std::uint32_t b = 0; b < g->accelerators(); b += 5) {
        if (a == b) continue;
        const auto [paths, length] = shortest_paths(*g, {a, b});
        double found = 0;
        for (std::uint32_t plane = 0; plane < static_cast<std::uint32_t>(in.planes); ++plane) {
          for_each_path(*g, {a, b}, {0, plane}, [&](auto path) {
            ++found;
            ASSERT_EQ(path.size(), length);
            std::uint32_t at = a;
            for (const auto link : path) {
              ASSERT_EQ(source_of(*g, link), at);
              at = target_of(*g, link);
            }
            ASSERT_EQ(at, b);
          });
        }
        ASSERT_EQ(found, paths) << in.accelerators << ' ' << a << ' ' << b;
      }
    }
  }
}

// 9,600 draws over 16 equal paths: each comes 600 times, give or take five standard deviations of 24.
TEST(Routing, HashesEvenlyOverThePaths) {
  auto in = fat_tree(128, 8, 3);
  const auto g = build_graph(in);
  ASSERT_TRUE(g);
  const std::vector<Flow> flows(9600, Flow{0, 100});
  const auto routed = route(*g, flows, {});
  std::map<std::vector<std::uint32_t>, int> times;
  for (std::size_t f = 0; f < routed.network.flows(); ++f) {
    const auto path = routed.network.links_of(f);
    ++times[{path.begin(), path.end()}];
  }
  EXPECT_EQ(times.size(), 16u);
  for (const auto& [path, n] : times) EXPECT_NEAR(n, 600, 120);
  EXPECT_EQ(route(*g, flows, {}).network.link, routed.network.link);
  EXPECT_NE(route(*g, flows, {.seed = 2}).network.link, routed.network.link);
}

TEST(Routing, SpraysEvenlyOverThePaths) {
  const auto g = build_graph(fat_tree(128, 8, 3));
  ASSERT_TRUE(g);
  const auto routed = route(*g, std::vector<Flow>{{0, 100}}, {.routing = Routing::spray});
  const auto& n = routed.network;
  ASSERT_EQ(n.flows(), 1u);
  EXPECT_EQ(n.links_of(0).size(), 1u + 4 + 16 + 16 + 4 + 1);
  EXPECT_DOUBLE_EQ(std::accumulate(n.weight.begin(), n.weight.end(), 0.0), 6.0);
  for (std::size_t e = 0; e < n.link.size(); ++e) {
    const auto tier = tier_of(*g, n.link[e]);
    EXPECT_DOUBLE_EQ(n.weight[e], tier == Tier::nic_leaf ? 1.0 : (tier == Tier::leaf_spine ? 0.25 : 1.0 / 16));
  }
}

TEST(Routing, AvoidsFailedLinksAndPlanes) {
  auto in = fat_tree(100, 8, 3);
  in.planes = 2;
  auto g = build_graph(in);
  ASSERT_TRUE(g);
  for (auto c = g->tier_begin[2]; c < g->cables(); c += 3) g->capacity[c] = g->capacity[g->down(c)] = 0;
  g->capacity[0] = 0;  // accelerator 0 can send on plane 1 only
  std::vector<Flow> flows;
  for (std::uint32_t a = 0; a < 100; ++a) flows.push_back({a, (a * 37 + 11) % 100});
  for (const auto routing : {Routing::ecmp, Routing::spray}) {
    const auto routed = route(*g, flows, {.routing = routing, .connections = 2});
    EXPECT_TRUE(routed.unreachable.empty());
    for (const auto link : routed.network.link) ASSERT_GT(g->capacity[link], 0);
    std::vector<double> sent(100, 0);
    for (std::size_t s = 0; s < routed.flow.size(); ++s) sent[routed.flow[s]] += routed.share;
    for (const auto share : sent) EXPECT_DOUBLE_EQ(share, 1.0);
  }
  g->capacity[1] = 0;
  const auto cut = route(*g, flows, {});
  EXPECT_EQ(cut.unreachable, (std::vector<std::uint32_t>{0}));
}

// All but one of 64 uplinks down: hashing alone would hardly find the last one.
TEST(Routing, FindsTheLastPath) {
  auto in = fat_tree(1024, 128, 2);
  auto g = build_graph(in);
  ASSERT_TRUE(g);
  for (auto c = g->up_begin[g->layer[1].first]; c < g->up_begin[g->layer[1].first + 1] - 1; ++c) {
    g->capacity[c] = 0;
  }
  const auto routed = route(*g, std::vector<Flow>(50, Flow{0, 1000}), {});
  EXPECT_TRUE(routed.unreachable.empty());
  for (std::size_t f = 0; f < 50; ++f) {
    EXPECT_EQ(routed.network.links_of(f)[1], g->up_begin[g->layer[1].first + 1] - 1);
  }
}

TEST(Routing, CrossesRailsThroughTheScaleUpDomain) {
  auto in = fat_tree(62, 8, 2);
  in.topology = Topology::rail_only;
  in.accelerators_per_server = in.scale_up.domain = 4;
  const auto g = build_graph(in);
  ASSERT_TRUE(g);
  const std::vector<Flow> flows{{0, 1}, {0, 4}, {0, 5}, {60, 3}};
  const auto routed = route(*g, flows, {});
  ASSERT_EQ(routed.network.flows(), 4u);
  const auto path = [&](std::size_t f) {
    const auto links = routed.network.links_of(f);
    return std::vector<std::uint32_t>(links.begin(), links.end());
  };
  EXPECT_EQ(path(0), (std::vector{g->scale_up_out(0), g->scale_up_in(1)}));
  EXPECT_EQ(path(1).size(), 2u);  // rail 0 and the same leaf
  EXPECT_EQ((std::vector{path(2)[0], path(2)[1]}), (std::vector{g->scale_up_out(0), g->scale_up_in(1)}));
  EXPECT_EQ(path(2)[2], g->up_begin[1]);
  // The last server has no accelerator on rail 3: in at rail 0, then to the target.
  EXPECT_EQ(path(3).back(), g->scale_up_in(3));
  EXPECT_EQ(path(3).front(), g->up_begin[60]);
}

// An even Clos under spraying: an accelerator sends at the rate of its port whatever the permutation.
TEST(Routing, SprayingGivesEveryPermutationTheFullRate) {
  const auto g = build_graph(fat_tree(128, 8, 3));
  ASSERT_TRUE(g);
  std::vector<Flow> flows;
  for (std::uint32_t a = 0; a < 128; ++a) flows.push_back({a, (a * 35 + 17) % 128});
  std::erase_if(flows, [](Flow f) { return f.from == f.to; });
  const auto routed = route(*g, flows, {.routing = Routing::spray});
  for (const auto rate : max_min(routed.network).rate) EXPECT_NEAR(rate, g->capacity[0], 1e-12 * rate);
}

}  // namespace
}  // namespace copack::fabric
