// SPDX-License-Identifier: Apache-2.0
#include "copack/fabric/max_min.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <numeric>

#include "copack/core/random.hpp"
#include "copack/fabric/radix_heap.hpp"

namespace copack::fabric {
namespace {

FlowNetwork network(std::vector<double> capacity, const std::vector<std::vector<std::uint32_t>>& paths) {
  FlowNetwork n{.capacity = std::move(capacity)};
  for (const auto& path : paths) {
    n.link.insert(n.link.end(), path.begin(), path.end());
    n.end_flow();
  }
  return n;
}

struct Dice {
  std::uint32_t seed = 0;
  std::uint32_t drawn = 0;
  double operator()() { return uniform(seed, Purpose::test, {.draw = drawn++}); }
  std::uint32_t below(std::size_t n) { return static_cast<std::uint32_t>((*this)() * static_cast<double>(n)); }
};

/// Flows over random subsets of links; capacities from few values, so that links tie.
FlowNetwork random_network(std::uint32_t seed) {
  Dice dice{seed};
  FlowNetwork n;
  const bool weighted = seed % 3 == 0;
  n.capacity.resize(1 + dice.below(30));
  for (auto& c : n.capacity) c = seed % 2 == 0 ? 1.0 + dice.below(4) : 0.1 + dice();
  const auto flows = 1 + dice.below(60);
  std::vector<std::uint32_t> links(n.links());
  std::iota(links.begin(), links.end(), 0U);
  for (std::uint32_t f = 0; f < flows; ++f) {
    const auto hops = 1 + dice.below(std::min<std::size_t>(6, n.links()));
    for (std::uint32_t h = 0; h < hops; ++h) {
      std::swap(links[h], links[h + dice.below(n.links() - h)]);
      n.link.push_back(links[h]);
      if (weighted) n.weight.push_back(0.25 * (1 + dice.below(8)));
    }
    n.end_flow();
  }
  return n;
}

/// The textbook: each round finds the link with the least fair share by looking at all of them.
std::vector<double> naive_max_min(const FlowNetwork& n) {
  std::vector<double> rate(n.flows(), -1.0);
  for (std::size_t round = 0; round < n.flows(); ++round) {
    double level = std::numeric_limits<double>::infinity();
    std::size_t full = 0;
    for (std::size_t l = 0; l < n.links(); ++l) {
      double left = n.capacity[l], weight = 0;
      for (std::size_t f = 0; f < n.flows(); ++f) {
        for (auto e = n.begin[f]; e < n.begin[f + 1]; ++e) {
          if (n.link[e] != l) continue;
          if (rate[f] < 0) weight += n.weight_at(e);
          if (rate[f] >= 0) left -= n.weight_at(e) * rate[f];
        }
      }
      if (weight > 0 && left / weight < level) {
        level = left / weight;
        full = l;
      }
    }
    for (std::size_t f = 0; f < n.flows(); ++f) {
      const auto path = n.links_of(f);
      if (rate[f] < 0 && std::ranges::count(path, full) > 0) rate[f] = level;
    }
  }
  return rate;
}

/// The textbook again: all rates anew whenever a flow ends.
std::vector<double> naive_completion(const FlowNetwork& n, std::vector<double> left) {
  std::vector<double> time(n.flows(), 0.0);
  std::vector<std::size_t> active(n.flows());
  std::iota(active.begin(), active.end(), 0U);
  double now = 0;
  while (!active.empty()) {
    FlowNetwork rest{.capacity = n.capacity};
    for (const auto f : active) {
      for (auto e = n.begin[f]; e < n.begin[f + 1]; ++e) {
        rest.link.push_back(n.link[e]);
        rest.weight.push_back(n.weight_at(e));
      }
      rest.end_flow();
    }
    const auto rate = naive_max_min(rest);
    double step = std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < active.size(); ++i) step = std::min(step, left[active[i]] / rate[i]);
    now += step;
    for (std::size_t i = 0; i < active.size(); ++i) left[active[i]] -= step * rate[i];
    std::erase_if(active, [&](std::size_t f) {
      if (left[f] > 1e-11) return false;
      time[f] = now;
      return true;
    });
  }
  return time;
}

TEST(RadixHeap, GivesKeysInOrder) {
  Dice dice{7};
  RadixHeap heap;
  for (std::uint32_t i = 0; i < 1000; ++i) heap.push(i % 10 == 0 ? 0.0 : dice(), i);
  double last = 0.0;
  int popped = 0;
  for (; !heap.empty(); ++popped) {
    const auto entry = heap.pop();
    ASSERT_GE(entry.key, last);
    last = entry.key;
    if (popped % 3 == 0 && popped < 900) heap.push(last + dice(), entry.item);
  }
  EXPECT_EQ(popped, 1300);
}

// By hand: link 2 carries three flows and is full at 1/3; the links of the long flow then have 2/3 left.
TEST(MaxMin, SharesALine) {
  const auto n = network({1, 1, 1, 1}, {{0, 1, 2, 3}, {0}, {1}, {2}, {2}, {3}});
  const auto r = max_min(n);
  const std::vector expected{1.0 / 3, 2.0 / 3, 2.0 / 3, 1.0 / 3, 1.0 / 3, 2.0 / 3};
  for (std::size_t f = 0; f < expected.size(); ++f) EXPECT_NEAR(r.rate[f], expected[f], 1e-15);
  EXPECT_EQ(r.bottleneck[0], 2u);
  EXPECT_EQ(r.bottleneck[1], 0u);
  EXPECT_DOUBLE_EQ(r.load[3], 1.0);
}

TEST(MaxMin, TakesFlowsWithoutLinksAndLinksWithoutFlows) {
  const auto r = max_min(network({1, 0, 5}, {{}, {0}, {0, 1}}));
  EXPECT_EQ(r.rate[0], std::numeric_limits<double>::infinity());
  EXPECT_EQ(r.bottleneck[0], no_link);
  EXPECT_EQ(r.rate[1], 1.0);
  EXPECT_EQ(r.rate[2], 0.0);  // its link is dead
  EXPECT_EQ(r.load[2], 0.0);
  EXPECT_TRUE(max_min({}).rate.empty());
}

TEST(MaxMin, EqualsTheTextbookOnRandomNetworks) {
  for (std::uint32_t seed = 0; seed < 400; ++seed) {
    const auto n = random_network(seed);
    const auto r = max_min(n);
    const auto expected = naive_max_min(n);
    for (std::size_t f = 0; f < n.flows(); ++f) ASSERT_NEAR(r.rate[f], expected[f], 1e-12) << seed;
    ASSERT_LT(max_min_violation(n, r.rate), 1e-12) << seed;
    for (std::size_t f = 0; f < n.flows(); ++f) {
      const auto l = r.bottleneck[f];
      ASSERT_NEAR(r.load[l], n.capacity[l], 1e-12 * n.capacity[l]) << seed;
    }
  }
}

TEST(MaxMin, ViolationTellsOverloadAndUnfairness) {
  const auto n = network({1, 1}, {{0}, {0, 1}});
  EXPECT_NEAR(max_min_violation(n, std::vector{0.5, 0.5}), 0.0, 1e-15);
  EXPECT_NEAR(max_min_violation(n, std::vector{0.6, 0.6}), 0.2, 1e-12);        // overload
  EXPECT_NEAR(max_min_violation(n, std::vector{0.75, 0.25}), 2.0 / 3, 1e-12);  // another flow has three times as much
  EXPECT_NEAR(max_min_violation(n, std::vector{0.4, 0.4}), 0.2, 1e-12);        // a fifth of the link lies idle
}

TEST(MaxMin, DoesNotDependOnTheOrderOfFlowsAndLinks) {
  for (std::uint32_t seed = 0; seed < 50; ++seed) {
    const auto n = random_network(seed);
    FlowNetwork turned{.capacity = {n.capacity.rbegin(), n.capacity.rend()}};
    for (std::size_t f = n.flows(); f-- > 0;) {
      for (auto e = n.begin[f]; e < n.begin[f + 1]; ++e) {
        turned.link.push_back(static_cast<std::uint32_t>(n.links() - 1 - n.link[e]));
        turned.weight.push_back(n.weight_at(e));
      }
      turned.end_flow();
    }
    const auto a = max_min(n).rate;
    const auto b = max_min(turned).rate;
    for (std::size_t f = 0; f < n.flows(); ++f) ASSERT_NEAR(a[f], b[n.flows() - 1 - f], 1e-12);
  }
}

// More capacity may cost a single flow some rate (a rival gets past its own bottleneck), but never the slowest one.
TEST(MaxMin, MoreCapacityNeverSlowsTheSlowest) {
  int slower = 0;
  for (std::uint32_t seed = 0; seed < 200; ++seed) {
    auto n = random_network(seed);
    const auto before = max_min(n).rate;
    n.capacity[seed % n.links()] *= 2.0;
    const auto after = max_min(n).rate;
    EXPECT_GE(*std::ranges::min_element(after), *std::ranges::min_element(before) * (1 - 1e-12));
    for (std::size_t f = 0; f < n.flows(); ++f) slower += after[f] < before[f] * (1 - 1e-9) ? 1 : 0;
  }
  EXPECT_GT(slower, 0);
}

TEST(Completion, FreesWhatEndedFlowsLeave) {
  // Two flows share a link; when the short one is through, the other takes all: 1 + 1 at half rate, then 2 alone.
  const auto r = completion(network({1}, {{0}, {0}}), std::vector{1.0, 3.0});
  EXPECT_EQ(r.time, (std::vector{2.0, 4.0}));
  EXPECT_EQ(r.last, 4.0);
  EXPECT_EQ(r.events, 2);
}

TEST(Completion, EqualsTheTextbookOnRandomNetworks) {
  for (std::uint32_t seed = 0; seed < 60; ++seed) {
    const auto n = random_network(seed);
    Dice dice{seed + 1000};
    std::vector<double> size(n.flows());
    for (auto& s : size) s = 0.2 + dice();
    const auto r = completion(n, size);
    const auto expected = naive_completion(n, size);
    for (std::size_t f = 0; f < n.flows(); ++f) ASSERT_NEAR(r.time[f], expected[f], 1e-9 * expected[f]) << seed;
    EXPECT_NEAR(r.last, *std::ranges::max_element(expected), 1e-9 * r.last);
  }
}

TEST(Completion, FlowsOfEqualSizeNeverChangeTheirRates) {
  for (std::uint32_t seed = 0; seed < 60; ++seed) {
    const auto n = random_network(seed);
    const auto rate = max_min(n).rate;
    const std::vector<double> size(n.flows(), 2.0);
    const auto expected = naive_completion(n, size);
    const auto r = completion(n, size);
    for (std::size_t f = 0; f < n.flows(); ++f) {
      ASSERT_NEAR(expected[f], 2.0 / rate[f], 1e-9 * expected[f]) << seed;
      ASSERT_NEAR(r.time[f], 2.0 / rate[f], 1e-9 * expected[f]) << seed;
    }
  }
}

TEST(Completion, DoublingSizesDoublesTimes) {
  const auto n = random_network(5);
  Dice dice{9};
  std::vector<double> size(n.flows());
  for (auto& s : size) s = dice();
  const auto once = completion(n, size);
  for (auto& s : size) s *= 2;
  const auto twice = completion(n, size);
  for (std::size_t f = 0; f < n.flows(); ++f) EXPECT_NEAR(twice.time[f], 2 * once.time[f], 1e-12 * twice.time[f]);
}

TEST(Completion, AStalledFlowNeverEnds) {
  const auto r = completion(network({0, 1}, {{0}, {1}}), std::vector{1.0, 1.0});
  EXPECT_EQ(r.time[0], std::numeric_limits<double>::infinity());
  EXPECT_EQ(r.time[1], 1.0);
  EXPECT_EQ(r.last, std::numeric_limits<double>::infinity());
}

}  // namespace
}  // namespace copack::fabric
