// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "catalog_designs.hpp"
#include "copack/system/evaluate.hpp"

/// What a cluster of any server under any switch of the catalog must show.
namespace copack::laws {
namespace {

template <class Law>
void for_every_cluster(const Law& law) {
  const auto all = all_parts();
  ASSERT_FALSE(all.empty());
  for (const auto& parts : all) {
    SCOPED_TRACE(parts.text());
    law(cluster_of(parts));
  }
}

void expect_positive(double value, const char* what) {
  EXPECT_TRUE(std::isfinite(value)) << what;
  EXPECT_GT(value, 0.0) << what;
}

// Rates of server, switch and link agree, so that nothing stands in the way of an answer: 1,024 accelerators fit into
// two layers of the smallest box.
TEST(Servers, UnderEverySwitchOfTheRateMakeAClusterThatAnswers) {
  for_every_cluster([](const system::Design& design) {
    ASSERT_TRUE(design.counts.feasible) << design.counts.problem;
    const auto e = system::evaluate(design, nullptr).evaluation;
    EXPECT_TRUE(e.answers);
    EXPECT_FALSE(e.tiers.empty());
    expect_positive(e.power.network.si(), "network power");
    expect_positive(e.power.accelerators.si(), "accelerator power");
    expect_positive(e.performance.step_time.si(), "step time");
    expect_positive(e.performance.useful_rate.si(), "useful rate");
    expect_positive(e.economics.capital.si(), "capital");
    expect_positive(e.economics.energy.si(), "energy");
    expect_positive(e.economics.repair.si(), "repair");
    expect_positive(e.economics.cost_per_exaflop.si(), "cost of work");
    expect_positive(e.operations.goodput, "goodput");
    EXPECT_LE(e.operations.goodput, 1.0);
  });
}

// Arithmetic takes its share of a step at no more than the peak rate, messages take a part of the step, the network
// draws a part of the power: shares.
TEST(Servers, SharesLieBetweenNoneAndAll) {
  for_every_cluster([](const system::Design& design) {
    const auto e = system::evaluate(design, nullptr).evaluation;
    const auto& accelerator = design.server.accelerator;
    EXPECT_GT(e.performance.model_flop_utilisation, 0.0);
    EXPECT_LT(e.performance.model_flop_utilisation,
              std::max(accelerator.matmul_efficiency, accelerator.attention_efficiency));
    for (const double share : {e.performance.exposed_communication, e.power.network_share}) {
      EXPECT_GT(share, 0.0);
      EXPECT_LT(share, 1.0);
    }
    for (const double share : {e.sourcing.assembly_yield, e.sourcing.on_time_share}) {
      EXPECT_GE(share, 0.0);
      EXPECT_LE(share, 1.0);
    }
  });
}

// Every watt is drawn in exactly one place.
TEST(Servers, PowerIsTheSumOfItsParts) {
  for_every_cluster([](const system::Design& design) {
    const auto e = system::evaluate(design, nullptr).evaluation;
    double optics = 0.0;
    double ends = 0.0;  // all that link ends draw, SerDes in the switch chip included
    for (const auto& tier : e.tiers) {
      optics += tier.optics_power.si();
      ends += tier.ends * tier.power_per_end.si();
    }
    const auto& box = design.platforms[0];
    const double boxes = static_cast<double>(design.counts.switches) * (box.asic_core_power + box.base_power).si();
    const double network = e.power.network.si();
    EXPECT_NEAR(e.power.optics.si(), optics, 1e-12 * network);
    EXPECT_NEAR((e.power.optics + e.power.switches).si(), network, 1e-12 * network);
    EXPECT_NEAR(ends + boxes, network, 1e-12 * network);
    const double all = network + e.power.accelerators.si();
    EXPECT_NEAR(e.power.network_share, network / all, 1e-12);
  });
}

}  // namespace
}  // namespace copack::laws
