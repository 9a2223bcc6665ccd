// SPDX-License-Identifier: Apache-2.0
#include "copack/supply/throughput.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace copack::supply {
namespace {

TEST(Throughput, IsTheScarcestItem) {
  // A Q3450 has 72 engines and 144 lasers in 18 sources; capacities here allow 1000, 500 and 800 switches a quarter.
  const ThroughputInputs in{
      .product = "switch",
      .items = {{.name = "switch", .inputs = {{"engine", 72.0}, {"source", 18.0}}, .capacity = 1e9},
                {.name = "engine", .capacity = 72000.0},
                {.name = "source", .inputs = {{"laser", 8.0}}, .capacity = 14400.0},
                {.name = "laser", .capacity = 72000.0}}};
  const auto r = evaluate(in);
  ASSERT_TRUE(r.solved);
  EXPECT_DOUBLE_EQ(r.throughput, 500.0);
  EXPECT_EQ(r.bottleneck, "laser");
  EXPECT_DOUBLE_EQ(r.next_limit, 800.0);
  EXPECT_DOUBLE_EQ(r.limits[0].per_product, 144.0);
  EXPECT_DOUBLE_EQ(r.limits[1].utilisation, 500.0 / 800.0);
}

TEST(Throughput, YieldRaisesWhatTheInputsMustGive) {
  const ThroughputInputs in{.product = "a",
                            .items = {{.name = "a", .inputs = {{"b", 1.0}}, .capacity = 100.0, .yield = 0.5},
                                      {.name = "b", .capacity = 100.0}}};
  EXPECT_DOUBLE_EQ(evaluate(in).throughput, 50.0);
}

TEST(Throughput, GivesTiesTogether) {
  const ThroughputInputs in{
      .product = "a",
      .items = {{.name = "a", .inputs = {{"b", 2.0}}, .capacity = 10.0}, {.name = "b", .capacity = 20.0}}};
  EXPECT_THAT(evaluate(in).bottleneck_group, testing::UnorderedElementsAre("a", "b"));
}

TEST(Throughput, SaysWhenTheBillOfMaterialsIsBroken) {
  const ThroughputInputs in{.product = "a", .items = {{.name = "a", .inputs = {{"b", 2.0}}, .capacity = 10.0}}};
  EXPECT_FALSE(evaluate(in).solved);
  ASSERT_EQ(validate(in).size(), 1u);
  EXPECT_EQ(validate(in)[0].path, "items[0].inputs[0].item");
}

}  // namespace
}  // namespace copack::supply
