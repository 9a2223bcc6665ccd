// SPDX-License-Identifier: Apache-2.0
#include "copack/fabric/symmetry.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <string>

#include "copack/core/random.hpp"
#include "copack/fabric/all_to_all.hpp"
#include "copack/fabric/block_tree.hpp"

namespace copack::fabric {
namespace {

struct Dice {
  std::uint32_t seed = 0;
  std::uint32_t drawn = 0;
  std::uint32_t below(std::uint32_t n) {
    return static_cast<std::uint32_t>(uniform(seed, Purpose::test, {.draw = drawn++}) * n);
  }
  template <class T>
  T of(std::initializer_list<T> choices) {
    return *(choices.begin() + below(static_cast<std::uint32_t>(choices.size())));
  }
};

/// A Clos of some kind that spreads evenly.
FabricInputs random_fabric(Dice& dice, std::uint32_t most = 200) {
  for (;;) {
    FabricInputs in{.accelerators = 4 * (1 + dice.below(most / 4))};
    in.leaf.radix = in.spine.radix = in.core.radix = dice.of({8, 12, 16, 24});
    in.leaf.oversubscription = dice.of({1.0, 1.0, 2.0, 3.0});
    in.core_oversubscription = dice.of({1.0, 1.0, 1.5, 2.0, 4.0});
    in.nics_per_accelerator = dice.of({1, 1, 1, 2});
    in.planes = dice.of({1, 1, 2});
    in.scale_up.domain = in.accelerators_per_server = dice.of({1, 2, 4});
    in.topology = dice.of({Topology::clos, Topology::clos, Topology::rail_optimized, Topology::rail_only});
    const auto plan = plan_clos(in);
    if (plan.failed_at == 0 && spreads_evenly(plan)) return in;
  }
}

std::vector<Flow> shift(std::uint32_t n, std::uint32_t by, std::uint32_t senders) {
  std::vector<Flow> flows;
  for (std::uint32_t a = 0; a < senders; ++a) flows.push_back({a, (a + by) % n});
  return flows;
}

std::vector<Flow> all_to_all(std::uint32_t n) {
  std::vector<Flow> flows;
  for (std::uint32_t a = 0; a < n; ++a) {
    for (std::uint32_t b = 0; b < n; ++b) {
      if (a != b) flows.push_back({a, b});
    }
  }
  return flows;
}

std::vector<double> explicit_rates(const FabricInputs& in, const std::vector<Flow>& flows) {
  const auto graph = build_graph(in);
  const auto routed = route(*graph, flows, {.routing = Routing::spray});
  EXPECT_TRUE(routed.unreachable.empty());
  return max_min(routed.network).rate;
}

std::vector<double> rates_by_classes(const FlowNetwork& network, int* classes = nullptr) {
  const auto p = equitable_partition(network);
  const auto r = max_min(quotient(network, p)).rate;
  std::vector<double> rate(network.flows());
  for (std::size_t f = 0; f < rate.size(); ++f) rate[f] = r[p.flow[f]];
  if (classes != nullptr) *classes = static_cast<int>(p.flow_classes + p.link_classes);
  return rate;
}

void expect_near(const std::vector<double>& a, const std::vector<double>& b) {
  ASSERT_EQ(a.size(), b.size());
  for (std::size_t i = 0; i < a.size(); ++i) ASSERT_NEAR(a[i], b[i], 1e-9 * b[i]) << i;
}

TEST(Symmetry, PartitionIsEquitable) {
  for (std::uint32_t seed = 0; seed < 30; ++seed) {
    Dice dice{seed};
    const auto in = random_fabric(dice, 80);
    const auto n = static_cast<std::uint32_t>(in.accelerators);
    const auto graph = build_graph(in);
    const auto network = route(*graph, shift(n, 1 + dice.below(n - 1), n), {.routing = Routing::spray}).network;
    const auto p = equitable_partition(network);
    std::map<std::uint32_t, std::map<std::pair<std::uint32_t, double>, int>> of_class;
    for (std::size_t f = 0; f < network.flows(); ++f) {
      std::map<std::pair<std::uint32_t, double>, int> seen;
      for (auto e = network.begin[f]; e < network.begin[f + 1]; ++e) {
        ++seen[{p.link[network.link[e]], network.weight_at(e)}];
      }
      const auto [at, is_first] = of_class.try_emplace(p.flow[f], seen);
      ASSERT_TRUE(is_first || at->second == seen) << seed;
    }
    ASSERT_EQ(of_class.size(), p.flow_classes);
    ASSERT_TRUE(p.equitable);
    ASSERT_FALSE(equitable_partition(network, 1).equitable && p.rounds > 1);
  }
}

TEST(Symmetry, AHundredRegularCasesAgreeWithTheFullSolution) {
  for (std::uint32_t seed = 0; seed < 100; ++seed) {
    SCOPED_TRACE(seed);
    Dice dice{seed};
    const auto in = random_fabric(dice);
    const auto n = static_cast<std::uint32_t>(in.accelerators);
    const auto graph = build_graph(in);
    const auto flows = seed % 4 == 0 && n <= 48 ? all_to_all(n) : shift(n, 1 + dice.below(n - 1), n);
    auto network = route(*graph, flows, {.routing = seed % 5 == 0 ? Routing::ecmp : Routing::spray}).network;
    if (seed % 3 == 0)
      network.capacity[dice.below(graph->cables())] *= 0.25;  // a degraded link splits its classes only
    expect_near(rates_by_classes(network), max_min(network).rate);
  }
}

// Places inside a leaf, leaves inside a pod and pods are all alike: renaming accelerators that way leaves every rate as
// it is.
TEST(Symmetry, RenamingEquivalentAcceleratorsChangesNothing) {
  FabricInputs in{.accelerators = 128, .layers = 3, .core_oversubscription = 3.0};
  in.leaf.radix = in.core.radix = 12;
  in.leaf.down = 4;
  in.leaf.up = 4;
  in.spine.radix = 16;
  in.scale_up.domain = in.accelerators_per_server = 1;
  const auto pod = static_cast<std::uint32_t>(plan_clos(in).layer[1].endpoints);
  in.accelerators = 4 * std::int64_t{pod};
  const auto renamed = [&](std::uint32_t a) {
    const std::uint32_t leaves = pod / 4;
    const auto place = a % 4, leaf = a / 4 % leaves, at = a / pod;
    return (3 - at) * pod + (leaf + 1) % leaves * 4 + (place + 1) % 4;
  };
  Dice dice{77};
  std::vector<Flow> flows, other;
  for (int i = 0; i < 300; ++i) {
    const Flow f{dice.below(4 * pod), dice.below(4 * pod)};
    if (f.from == f.to) continue;
    flows.push_back(f);
    other.push_back({renamed(f.from), renamed(f.to)});
  }
  const auto rates = explicit_rates(in, flows);
  EXPECT_GT(*std::ranges::max_element(rates), 2 * *std::ranges::min_element(rates));
  expect_near(explicit_rates(in, other), rates);
}

TEST(Symmetry, RegularTrafficCollapses) {
  FabricInputs in{.accelerators = 1024};
  in.leaf.radix = in.spine.radix = in.core.radix = 16;
  in.scale_up.domain = in.accelerators_per_server = 1;
  const auto tree = block_tree(in);
  const auto flows = shift(1024, 512, 1024);
  auto network = classes_on(*tree, flows).network;
  int classes = 0;
  rates_by_classes(network, &classes);
  EXPECT_LE(classes, 10);
  network.capacity[network.link[2]] *= 0.5;
  rates_by_classes(network, &classes);
  EXPECT_LE(classes, 60);
}

/// Rates of the classes, flow by flow, where every flow is a class or the classes are runs of flows.
std::vector<double> rates_on(const BlockTree& tree, const std::vector<Flow>& flows) {
  const auto classes = classes_on(tree, flows);
  const auto r = max_min(classes.network).rate;
  std::vector<double> rate;
  const auto per_member = static_cast<double>(tree.fabric.accelerators / tree.period);
  for (std::size_t c = 0; c < r.size(); ++c)
    rate.insert(rate.end(), static_cast<std::size_t>(classes.flows[c] / per_member), r[c]);
  return rate;
}

TEST(BlockTree, AgreesWithTheGraphWhateverTheTraffic) {
  for (std::uint32_t seed = 0; seed < 100; ++seed) {
    SCOPED_TRACE(seed);
    Dice dice{seed + 500};
    const auto in = random_fabric(dice);
    const auto n = static_cast<std::uint32_t>(in.accelerators);
    std::vector<Flow> flows;
    if (seed % 2 == 0) flows = shift(n, 1 + dice.below(n - 1), n);
    for (std::uint32_t i = 0; seed % 2 == 1 && i < n; ++i) flows.push_back({dice.below(n), dice.below(n)});
    std::erase_if(flows, [](Flow f) { return f.from == f.to; });
    const auto tree = block_tree(in);
    ASSERT_TRUE(tree);
    expect_near(rates_on(*tree, flows), explicit_rates(in, flows));
  }
}

TEST(BlockTree, OnePeriodStandsForAll) {
  int shorter = 0;
  for (std::uint32_t seed = 0; seed < 60; ++seed) {
    SCOPED_TRACE(seed);
    Dice dice{seed + 900};
    auto in = random_fabric(dice, 2000);
    in.topology = Topology::clos;
    in.nics_per_accelerator = 1;
    const auto plan = plan_clos(in);
    if (plan.failed_at != 0 || plan.layers < 2) continue;
    const auto pod = plan.layer[static_cast<std::size_t>(plan.layers - 2)].endpoints;
    in.accelerators = pod * ceil_div(in.accelerators, pod);
    const auto tree = block_tree(in, 1);
    if (!tree) continue;
    shorter += tree->period < in.accelerators ? 1 : 0;
    const auto n = static_cast<std::uint32_t>(in.accelerators);
    const auto by = 1 + dice.below(n - 1);
    const auto part = rates_on(*tree, shift(n, by, static_cast<std::uint32_t>(tree->period)));
    const auto whole = rates_on(*block_tree(in), shift(n, by, n));
    for (std::size_t f = 0; f < whole.size(); ++f) ASSERT_NEAR(part[f % part.size()], whole[f], 1e-9 * whole[f]);
  }
  EXPECT_GT(shorter, 20);
}

TEST(BlockTree, NeedsEvenBundles) {
  FabricInputs in{.accelerators = 4608};  // 29 uplinks over three cores
  EXPECT_FALSE(block_tree(in));
  in.accelerators = 4096;
  EXPECT_TRUE(block_tree(in));
}

TEST(AllToAll, AgreesWithTheGraph) {
  int answered = 0;
  for (std::uint32_t seed = 0; seed < 50; ++seed) {
    SCOPED_TRACE(seed);
    Dice dice{seed + 2000};
    auto in = random_fabric(dice, 100);
    in.topology = Topology::clos;
    const auto classes = all_to_all_classes(in);
    if (!classes) continue;
    ++answered;
    const auto flows = all_to_all(static_cast<std::uint32_t>(in.accelerators));
    auto expected = explicit_rates(in, flows);
    const auto r = max_min(classes->network).rate;
    ASSERT_EQ(std::accumulate(classes->flows.begin(), classes->flows.end(), 0.0), static_cast<double>(flows.size()));
    std::vector<double> rate;
    for (std::size_t c = 0; c < r.size(); ++c)
      rate.insert(rate.end(), static_cast<std::size_t>(classes->flows[c]), r[c]);
    std::ranges::sort(rate);
    std::ranges::sort(expected);
    expect_near(rate, expected);
  }
  EXPECT_GT(answered, 25);
}

}  // namespace
}  // namespace copack::fabric
