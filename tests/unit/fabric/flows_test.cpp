// SPDX-License-Identifier: Apache-2.0
#include "copack/fabric/flows.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "copack/fabric/flow_limits.hpp"

namespace copack::fabric {
namespace {

FlowInputs on_fat_tree(std::int64_t accelerators, int radix, int domain = 1) {
  FlowInputs in;
  in.fabric.accelerators = accelerators;
  in.fabric.leaf.radix = in.fabric.spine.radix = in.fabric.core.radix = radix;
  in.fabric.scale_up.domain = in.fabric.accelerators_per_server = domain;
  return in;
}

FlowInputs with(FlowInputs in, Pattern pattern) {
  in.traffic.pattern = pattern;
  return in;
}

FlowResults solved(const FlowInputs& in) {
  EXPECT_TRUE(validate(in).empty()) << validate(in)[0].path << ": " << validate(in)[0].message;
  auto r = evaluate(in);
  EXPECT_TRUE(r.solved) << r.problem;
  return r;
}

constexpr std::array all_patterns{Pattern::all_to_all, Pattern::shift, Pattern::ring_all_reduce, Pattern::incast,
                                  Pattern::random_permutation};

// 64 ranks on one switch send 1 GiB each, 50 GiB/s: (n - 1)/n S/B = 19.688 ms, as nccl-tests counts it.
TEST(Flows, OneSwitchAllToAllIsThePortBound) {
  auto in = on_fat_tree(64, 64);
  in.traffic.size = 1 * unit::GiB;
  in.fabric.port_rate = 50 * unit::GiB / unit::s;
  for (const auto method : {Method::automatic, Method::explicit_}) {
    in.method = method;
    const auto r = solved(in);
    EXPECT_NEAR(r.time.in(unit::ms), 63.0 / 64 * 20, 1e-9);
    EXPECT_NEAR(r.efficiency, 1.0, 1e-12);
    EXPECT_EQ(r.bottleneck, Tier::nic_leaf);
    EXPECT_NEAR(r.tiers[1].utilisation_mean, 1.0, 1e-12);
    EXPECT_EQ(r.flows, 64 * 63);
  }
}

TEST(Flows, BothMethodsAgree) {
  for (const auto pattern : all_patterns) {
    for (const int domain : {1, 4}) {
      for (const double over : {1.0, 3.0}) {
        for (const auto topology : {Topology::clos, Topology::rail_optimized, Topology::rail_only}) {
          auto in = with(on_fat_tree(128, 8, domain), pattern);
          in.fabric.topology = topology;
          in.fabric.core_oversubscription = over;
          in.traffic.shift = 37;
          in.traffic.ranks = pattern == Pattern::ring_all_reduce || pattern == Pattern::incast ? 16 : 0;
          in.method = Method::reduced;
          const auto reduced = solved(in);
          in.method = Method::explicit_;
          const auto full = solved(in);
          SCOPED_TRACE(testing::Message() << choice_names(pattern)[static_cast<std::size_t>(pattern)] << ' ' << domain
                                          << ' ' << over << ' ' << static_cast<int>(topology));
          EXPECT_EQ(full.method, Method::explicit_);
          EXPECT_EQ(reduced.method, Method::reduced);
          EXPECT_LE(reduced.streams, full.streams);
          EXPECT_EQ(reduced.flows, full.flows);
          const auto near = [](double a, double b) { EXPECT_NEAR(a, b, 1e-9 * std::abs(b) + 1e-12); };
          near(reduced.time.si(), full.time.si());
          near(reduced.rate_min.si(), full.rate_min.si());
          near(reduced.rate_mean.si(), full.rate_mean.si());
          near(reduced.rate_max.si(), full.rate_max.si());
          for (std::size_t t = 0; t < full.tiers.size(); ++t) {
            near(reduced.tiers[t].utilisation_mean, full.tiers[t].utilisation_mean);
            near(reduced.tiers[t].utilisation_max, full.tiers[t].utilisation_max);
          }
        }
      }
    }
  }
}

// An even Clos of full blocks under spraying does what the closed forms say: without oversubscription (pods of 64), and
// at 3:1 (pods of 96). Groups are whole pods or reach across all of them.
TEST(Flows, SprayingReachesTheClosedForms) {
  for (const bool full : {true, false}) {
    auto in = on_fat_tree(full ? 1024 : 768, 16, 8);
    in.fabric.core_oversubscription = full ? 1.0 : 3.0;
    const std::int64_t pod = full ? 64 : 96;
    EXPECT_NEAR(solved(in).efficiency, 1.0, 1e-9);
    auto ring = with(in, Pattern::ring_all_reduce);
    ring.traffic.ranks = 4 * pod / 8;
    ring.traffic.stride = 8;
    EXPECT_NEAR(solved(ring).efficiency, 1.0, 1e-9);
    ring.traffic.ranks = pod;
    ring.traffic.stride = 1;  // eight rings, each over its own NIC
    EXPECT_NEAR(solved(ring).efficiency, 1.0, 1e-9);
    auto shift = with(in, Pattern::shift);
    shift.traffic.shift = pod;
    EXPECT_NEAR(solved(shift).efficiency, 1.0, 1e-9);
    auto incast = with(in, Pattern::incast);
    incast.traffic.ranks = in.fabric.accelerators / 64;
    incast.traffic.stride = 64;
    // All 64 receivers are in the first pod. At 3:1 its 32 links down carry ten flows of the receivers that also hear
    // from their own pod and eleven of the others: 672 flows, each a 21st of a port.
    EXPECT_NEAR(solved(incast).time * in.fabric.port_rate / incast.traffic.size, full ? 15 : 21, 1e-9);
    EXPECT_NEAR(solved(incast).efficiency, full ? 1.0 : 33.0 / 21, 1e-9);
  }
}

// Hashed paths collide: about 0.4 of the rate on a random permutation, the slowest flow at a sixth to a ninth.
TEST(Flows, HashedPermutationsCollide) {
  auto in = with(on_fat_tree(8192, 32), Pattern::random_permutation);
  EXPECT_NEAR(solved(in).share_min, 1.0, 1e-12);
  in.routing = Routing::ecmp;
  double before = 0;
  for (const int connections : {1, 4, 16}) {
    in.connections = connections;
    const auto r = solved(in);
    EXPECT_EQ(r.method, Method::explicit_);
    EXPECT_LE(r.share_min, r.share_mean);
    EXPECT_GT(r.share_mean, before);
    if (connections == 1) {
      EXPECT_GT(r.share_mean, 0.38);
      EXPECT_LT(r.share_mean, 0.43);
    }
    before = r.share_mean;
  }
  in.traffic.seed = 2;
  EXPECT_NE(solved(in).time, evaluate(with(in, Pattern::shift)).time);
}

TEST(Flows, DoublingSizesDoublesTimeAndDoublingRatesHalvesIt) {
  for (const auto pattern : all_patterns) {
    for (const auto routing : {Routing::ecmp, Routing::spray}) {
      auto in = with(on_fat_tree(100, 8), pattern);
      in.routing = routing;
      const auto once = solved(in).time;
      in.traffic.size = 2.0 * in.traffic.size;
      EXPECT_NEAR(solved(in).time / once, 2.0, 1e-9);
      in.fabric.port_rate = 4.0 * in.fabric.port_rate;
      EXPECT_NEAR(solved(in).time / once, 0.5, 1e-9);
    }
  }
}

TEST(Flows, MoreUplinksAreNeverSlower) {
  for (const auto pattern : all_patterns) {
    Time before = 1e9 * unit::s;
    for (const double over : {8.0, 4.0, 2.0, 1.0}) {
      auto in = with(on_fat_tree(128, 8), pattern);
      in.fabric.core_oversubscription = over;
      in.traffic.shift = 40;
      const auto time = solved(in).time;
      EXPECT_LE(time.si(), before.si() * (1 + 1e-12)) << over;
      before = time;
    }
  }
}

// A shift by x and one by -x are mirror images of one another.
TEST(Flows, MirroredTrafficTakesTheSameTime) {
  auto in = with(on_fat_tree(128, 8), Pattern::shift);
  for (const std::int64_t x : {1, 5, 16, 50}) {
    in.traffic.shift = x;
    const auto there = solved(in);
    in.traffic.shift = 128 - x;
    const auto back = solved(in);
    EXPECT_NEAR(there.time / back.time, 1.0, 1e-9);
    EXPECT_NEAR(there.rate_mean / back.rate_mean, 1.0, 1e-9);
  }
}

// On symmetric patterns an even spread is the best there is: a fault never helps the last flow. (A single flow may
// gain, and with hashed paths even the last one, when the fault moves a rival elsewhere.)
TEST(Flows, AFaultNeverSpeedsUpSymmetricTraffic) {
  for (const auto pattern : {Pattern::all_to_all, Pattern::shift, Pattern::ring_all_reduce}) {
    auto in = with(on_fat_tree(64, 8), pattern);
    in.traffic.shift = 32;
    const auto whole = solved(in);
    for (const auto tier : {Tier::leaf_spine, Tier::spine_core}) {
      for (const double remaining : {0.0, 0.25, 0.9}) {
        for (const int seed : {1, 2, 3}) {
          in.traffic.seed = seed;
          in.faults = {{.tier = tier, .links = 2, .remaining = remaining}};
          const auto broken = solved(in);
          EXPECT_EQ(broken.method, Method::explicit_);
          EXPECT_GE(broken.time.si(), whole.time.si() * (1 - 1e-12));
        }
      }
    }
    in.faults = {{.tier = Tier::nic_leaf, .links = 1, .first = 3, .remaining = 0.25}};
    EXPECT_NEAR(solved(in).time / whole.time, 4.0, 1e-9);
  }
}

TEST(Flows, AFailedPlaneTakesItsShare) {
  for (const auto routing : {Routing::ecmp, Routing::spray}) {
    auto in = with(on_fat_tree(64, 64), Pattern::shift);
    in.routing = routing;
    in.fabric.planes = 4;
    const auto whole = solved(in).time;
    in.failed_planes = 1;
    EXPECT_NEAR(solved(in).time / whole, 4.0 / 3, 1e-9);
  }
}

TEST(Flows, SaysWhichFlowsAreCutOff) {
  auto in = with(on_fat_tree(64, 8), Pattern::shift);
  in.faults = {{.tier = Tier::nic_leaf, .links = 1, .first = 3}};
  const auto r = evaluate(in);
  EXPECT_FALSE(r.solved);
  EXPECT_EQ(r.unreachable, 2);  // from it and to it
  EXPECT_THAT(r.problem, testing::HasSubstr("2 flows have no path left"));
}

// Bundles of one and two cables side by side: oblivious spraying fills the smaller ones first.
TEST(Flows, UnevenBundlesCostBandwidth) {
  auto in = with(on_fat_tree(512, 24), Pattern::shift);
  in.fabric.even_spread = false;
  in.traffic.shift = 256;
  const auto r = solved(in);
  EXPECT_EQ(r.method, Method::explicit_);
  EXPECT_LT(r.efficiency, 1.0);
  EXPECT_GT(r.efficiency, 0.5);
}

std::vector<Problem> problems_of(FlowInputs in, void (*change)(FlowInputs&)) {
  change(in);
  const auto problems = validate(in);
  if (!problems.empty() && problems[0].path != "traffic.ranks" && problems[0].path != "faults[0].tier") {
    EXPECT_FALSE(evaluate(in).solved && in.method == Method::reduced);
  }
  return problems;
}

TEST(Flows, NamesTheFieldThatIsInTheWay) {
  const auto path = [](void (*change)(FlowInputs&)) {
    const auto found = problems_of(on_fat_tree(4096, 64), change);
    return found.size() == 1 ? found[0].path : std::to_string(found.size()) + " problems";
  };
  EXPECT_EQ(path([](FlowInputs&) {}), "0 problems");
  EXPECT_EQ(path([](FlowInputs& x) { x.traffic.ranks = 100; }), "traffic.ranks");
  EXPECT_EQ(path([](FlowInputs& x) { x.traffic.ranks = 1; }), "traffic.ranks");
  EXPECT_EQ(path([](FlowInputs& x) {
              x.traffic.pattern = Pattern::shift;
              x.traffic.shift = 4096;
            }),
            "traffic.shift");
  EXPECT_EQ(path([](FlowInputs& x) { x.failed_planes = 1; }), "failed_planes");
  EXPECT_EQ(path([](FlowInputs& x) { x.faults = {{.tier = Tier::scale_up}}; }), "faults[0].tier");
  EXPECT_EQ(path([](FlowInputs& x) {
              x.method = Method::reduced;
              x.routing = Routing::ecmp;
            }),
            "method");
  EXPECT_EQ(path([](FlowInputs& x) {
              x.method = Method::reduced;
              x.faults = {{}};
            }),
            "method");
  EXPECT_EQ(path([](FlowInputs& x) {
              x.method = Method::reduced;
              x.fabric.accelerators = 4608;
            }),
            "method");
  EXPECT_EQ(path([](FlowInputs& x) { x.fabric.leaf.down = 60, x.fabric.leaf.up = 60; }), "fabric.leaf.down");
  EXPECT_EQ(path([](FlowInputs& x) { x.fabric.layers = 2; }), "fabric");
  EXPECT_EQ(path([](FlowInputs& x) {
              x.fabric.topology = Topology::rail_only;
              x.fabric.accelerators_per_server = 8;
              x.fabric.scale_up.domain = 4;
            }),
            "fabric.scale_up.domain");
  EXPECT_EQ(path([](FlowInputs& x) { x.routing = Routing::ecmp, x.traffic.ranks = 4096, x.fabric.planes = 8; }),
            "traffic.ranks");
}

TEST(Flows, AnswersOrRefusesABillionAtOnce) {
  auto in = on_fat_tree(1'000'000'000, 2048);
  EXPECT_TRUE(solved(in).solved);  // all-to-all comes from the plan
  in.traffic.pattern = Pattern::random_permutation;
  ASSERT_EQ(validate(in).size(), 1u);
  EXPECT_EQ(validate(in)[0].path, "fabric.accelerators");
  EXPECT_FALSE(evaluate(in).solved);
  in.routing = Routing::ecmp;
  ASSERT_EQ(validate(in).size(), 1u);
  EXPECT_THAT(validate(in)[0].message, testing::HasSubstr("spray"));
  EXPECT_FALSE(evaluate(in).solved);
}

TEST(Flows, DescribesItself) {
  const auto flat = flatten(evaluate(with(on_fat_tree(64, 8), Pattern::shift)));
  EXPECT_TRUE(std::ranges::any_of(flat, [](const auto& field) { return field.path == "tiers[2].utilisation_max"; }));
  EXPECT_TRUE(std::ranges::all_of(flat, [](const auto& field) { return field.unit_fits; }));
}

}  // namespace
}  // namespace copack::fabric
