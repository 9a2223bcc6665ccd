// SPDX-License-Identifier: Apache-2.0
#include "copack/economics/rack_network.hpp"

#include <gtest/gtest.h>

namespace copack::economics {
namespace {

using namespace unit;

// Rack with a three-layer network: 0.46 x 836,944 / 5,464,039 = 7.05 %.
TEST(RackNetwork, TurnsANetworkSavingIntoARackSaving) {
  const RackNetworkInputs in{.total = 5'464'039.0 * USD,
                             .server = 4'357'943.0 * USD,
                             .networking = 836'944.0 * USD,
                             .optics = 499'925.0 * USD,
                             .networking_saving = 0.46};
  const auto r = evaluate(in);
  EXPECT_NEAR(r.residual.in(USD), 269'152.0, 1e-6);
  EXPECT_NEAR(r.networking_share, 0.15317, 5e-6);
  EXPECT_NEAR(r.optics_share, 0.5973, 5e-5);
  EXPECT_NEAR(r.total_saving, 0.0705, 5e-5);
  EXPECT_TRUE(validate(in).empty());
}

TEST(RackNetwork, TellsAllProblems) {
  EXPECT_EQ(validate(RackNetworkInputs{}).size(), 2u);
  EXPECT_EQ(
      validate(RackNetworkInputs{.total = 1.0 * USD, .server = 1.0 * USD, .networking = 1.0 * USD, .optics = 2.0 * USD})
          .size(),
      2u);
}

}  // namespace
}  // namespace copack::economics
