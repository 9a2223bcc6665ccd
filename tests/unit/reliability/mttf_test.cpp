// SPDX-License-Identifier: Apache-2.0
#include "copack/reliability/mttf.hpp"

#include <gtest/gtest.h>

namespace copack::reliability {
namespace {

using namespace unit;

// Kokolis et al. 2025: 6.50 failures per 1000 node-days; 1.8 h and 0.23 h projected, 7.9 h measured at 1,024.
TEST(SeriesMttf, FollowsTheSeriesLawAndWarnsWhereItFails) {
  const auto at = [](std::int64_t nodes) {
    return evaluate(SeriesMttfInputs{.nodes = nodes, .node_failure_rate = 6.5e-3 * per_day});
  };
  EXPECT_NEAR(at(2048).mttf.in(hour), 1.8029, 5e-5);
  EXPECT_NEAR(at(16'384).mttf.in(hour), 0.22536, 5e-6);
  EXPECT_FALSE(at(2048).below_validated_size);
  EXPECT_NEAR(at(128).mttf.in(hour), 28.8, 0.05);
  EXPECT_TRUE(at(128).below_validated_size);
  EXPECT_EQ(validate(SeriesMttfInputs{}).size(), 2u);
}

// Grattafiori et al. 2024, table 5, reduced to two rows: 148 of 419 is 35.3 %, printed 30.1 %.
TEST(Interruptions, FlagsAPrintedShareThatDoesNotFollowFromItsCount) {
  const InterruptionsInputs in{.causes = {{"faulty GPU", 148, 0.301}, {"HBM", 72, 0.172}, {"rest", 199, 0.0}},
                               .duration = 54.0 * day,
                               .accelerators = 16'384};
  const auto r = evaluate(in);
  EXPECT_EQ(r.interruptions, 419);
  EXPECT_NEAR(r.mtti.in(hour), 3.0931, 5e-5);
  EXPECT_NEAR(r.per_1000_node_days, 3.7887, 5e-5);
  EXPECT_NEAR(r.rate_per_accelerator.in(per_year), 0.173, 5e-4);
  EXPECT_EQ(r.disagreements, 1);
  EXPECT_TRUE(r.shares[0].print_disagrees);
  EXPECT_NEAR(r.shares[1].rate.in(FIT), 3391.0, 1.0);
}

TEST(Interruptions, TellsAllProblems) {
  EXPECT_EQ(validate(InterruptionsInputs{}).size(), 3u);
  EXPECT_EQ(validate(InterruptionsInputs{.causes = {{"a", -1, 0.0}}, .duration = 1.0 * day, .accelerators = 1}).size(),
            1u);
}

}  // namespace
}  // namespace copack::reliability
