// SPDX-License-Identifier: Apache-2.0
#include "copack/fabric/collective.hpp"

#include <gtest/gtest.h>

namespace copack::fabric {
namespace {

constexpr BitRate gib_per_s(double x) { return x * unit::GiB / unit::s; }

CommunicationDomain one_switch(int n, BitRate rate, Time alpha = {}) {
  CommunicationDomain domain;
  domain.add({.ranks = n, .bandwidth = rate, .latency = alpha});
  return domain;
}

CommunicationDomain two_levels(int inner, int outer) {
  CommunicationDomain domain;
  domain.add({.ranks = inner, .bandwidth = gib_per_s(450), .latency = 0.5 * unit::us});
  domain.add({.ranks = outer, .bandwidth = gib_per_s(50), .latency = 2 * unit::us});
  return domain;
}

double ms(Collective kind, const CommunicationDomain& domain, Algorithm algorithm = Algorithm::best, int chunks = 1) {
  return collective_time({.kind = kind, .size = unit::GiB, .algorithm = algorithm, .chunks = chunks}, domain)
      .in(unit::ms);
}

// 2 (n-1) alpha + 2 (n-1)/n S/B with S = 1 GiB, B = 50 GiB/s, alpha = 0.5 us.
TEST(Collective, RingAllReduce) {
  const std::array<std::pair<int, double>, 4> cases{{{8, 35.007}, {64, 39.438}, {256, 40.099}, {1024, 40.984}}};
  for (const auto& [n, expected] : cases) {
    const auto domain = one_switch(n, gib_per_s(50), 0.5 * unit::us);
    EXPECT_NEAR(ms(Collective::all_reduce, domain, Algorithm::ring), expected, 6e-4) << n;
  }
}

// (n-1)/n S/B through the shared port, however many connections are open.
TEST(Collective, AllToAllSharesThePort) {
  const std::array<std::pair<int, double>, 3> cases{{{64, 19.688}, {256, 19.922}, {1024, 19.980}}};
  for (const auto& [n, expected] : cases) {
    EXPECT_NEAR(ms(Collective::all_to_all, one_switch(n, gib_per_s(50))), expected, 6e-4) << n;
  }
}

// Sequential phases: 3.889 ms inside, 2 (r-1)/r S/8 /50 across.
TEST(Collective, HierarchicalAllReduceIsTheSumOfItsPhases) {
  const std::array<std::pair<int, double>, 4> cases{{{8, 8.264}, {32, 8.733}, {128, 8.850}, {512, 8.879}}};
  for (const auto& [outer, expected] : cases) {
    auto domain = two_levels(8, outer);
    domain.levels[0].latency = domain.levels[1].latency = Time{};
    EXPECT_NEAR(ms(Collective::all_reduce, domain, Algorithm::hierarchical), expected, 6e-4);
    const double many_chunks = ms(Collective::all_reduce, domain, Algorithm::hierarchical, 100000);
    EXPECT_NEAR(many_chunks, expected - 3.889, 1e-3);  // the outer phase alone is left
  }
}

TEST(Collective, InNetworkReductionHalvesTheBytes) {
  auto domain = one_switch(64, gib_per_s(50));
  const double ring = ms(Collective::all_reduce, domain);
  domain.levels[0].in_network = true;
  EXPECT_NEAR(ms(Collective::all_reduce, domain), 20.0, 1e-9);  // S / B
  EXPECT_NEAR(ring / 20.0, 2.0 * 63 / 64, 1e-9);
}

TEST(Collective, SmallMessagesPreferFewSteps) {
  const auto domain = one_switch(64, 50 * unit::GB_per_s, unit::us);
  const auto small = collective({.size = 1000 * unit::byte}, domain);
  EXPECT_NE(small.algorithm, Algorithm::ring);
  EXPECT_NEAR(small.latency.in(unit::us), 12.0, 1e-9);  // 2 log2(64) alpha
}

TEST(Collective, NothingToDoTakesNoTime) {
  EXPECT_EQ(collective_time({.size = unit::GiB}, one_switch(1, gib_per_s(50), unit::us)).si(), 0.0);
  EXPECT_EQ(collective_time({}, one_switch(8, gib_per_s(50), unit::us)).si(), 0.0);
  EXPECT_EQ(collective_time({.size = unit::GiB}, {}).si(), 0.0);
}

// A peer that ignored this was 62 times too fast.
TEST(Collective, NeverBeatsThePortSharingBound) {
  constexpr std::array kinds{Collective::all_reduce, Collective::reduce_scatter, Collective::all_gather,
                             Collective::all_to_all, Collective::point_to_point};
  for (const auto kind : kinds) {
    for (int a = 0; a <= static_cast<int>(Algorithm::hierarchical); ++a) {
      for (const int inner : {1, 2, 8, 72}) {
        for (const int outer : {1, 2, 13, 512}) {
          for (const bool in_network : {false, true}) {
            for (const int chunks : {1, 4, 1000}) {
              auto domain = two_levels(inner, outer);
              domain.levels[1].in_network = in_network;
              const CollectiveQuery query{kind, unit::GiB, static_cast<Algorithm>(a), chunks};
              const auto t = collective(query, domain);
              const double raw = t.time.si();
              EXPECT_GE(raw, port_bound(query, domain).si() * (1 - 1e-12));
              EXPECT_EQ(raw > 0.0, inner * outer > 1);
            }
          }
        }
      }
    }
  }
}

// The traffic that leaves 8-rank domains of 1,024 ranks: (1024 - 8)/1024 S/B = 19.84 ms at 50 GiB/s.
TEST(Collective, AllToAllAcrossDomainsIsBoundByTheOuterPort) {
  EXPECT_NEAR(ms(Collective::all_to_all, two_levels(8, 128)), 19.84, 0.01);
}

TEST(Collective, LevelsOfOneRankChangeNothing) {
  auto domain = two_levels(8, 16);
  const double before = ms(Collective::all_reduce, domain);
  domain.add({.ranks = 1, .bandwidth = BitRate{}, .latency = unit::s});
  EXPECT_DOUBLE_EQ(ms(Collective::all_reduce, domain), before);
}

TEST(Collective, MoreBandwidthIsNeverSlower) {
  double before = std::numeric_limits<double>::infinity();
  for (double rate = 10; rate <= 400; rate *= 1.5) {
    auto domain = two_levels(8, 64);
    domain.levels[1].bandwidth = gib_per_s(rate);
    const double now = ms(Collective::all_reduce, domain);
    EXPECT_LE(now, before);
    before = now;
  }
}

TEST(Collective, ReportsBusBandwidth) {
  CollectiveInputs in{.size = 16 * unit::GB};
  in.levels.push_back({.ranks = 8, .bandwidth = 360 * unit::GB_per_s});
  const auto r = evaluate(in);
  EXPECT_EQ(r.ranks, 8);
  EXPECT_NEAR(r.bus_bandwidth.in(unit::GB_per_s), 360.0, 1e-9);
  EXPECT_TRUE(validate(in).empty());
  in.levels.push_back({.ranks = 8, .bandwidth = 400 * unit::GB_per_s});
  EXPECT_EQ(validate(in).size(), 1u);
}

}  // namespace
}  // namespace copack::fabric
