// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "copack/economics/cost.hpp"
#include "copack/economics/npv.hpp"
#include "copack/units/parse.hpp"

namespace copack::economics {
namespace {

TEST(DescribeEconomics, UsesUnitsThatCanBeRead) {
  for (const auto& field : flatten(EconomicsInputs{})) EXPECT_TRUE(parse_unit(field.unit)) << field.path;
  for (const auto& field : flatten(EconomicsResults{})) EXPECT_TRUE(parse_unit(field.unit)) << field.path;
  for (const auto& field : flatten(NpvResults{})) EXPECT_TRUE(parse_unit(field.unit)) << field.path;
}

TEST(DescribeEconomics, SpeaksOfWorkInUsualUnits) {
  EXPECT_EQ(format_quantity((2.0 * unit::USD).si() / 1e18, "USD/EFLOP"), "2 USD/EFLOP");
  EXPECT_EQ(format_quantity((3.0 * unit::USD).si() / 1e6, "uUSD"), "3 uUSD");
}

}  // namespace
}  // namespace copack::economics
