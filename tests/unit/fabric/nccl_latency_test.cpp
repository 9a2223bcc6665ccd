// SPDX-License-Identifier: Apache-2.0
#include "copack/fabric/nccl_latency.hpp"

#include <gtest/gtest.h>

namespace copack::fabric {
namespace {

double latency_us(NcclProtocol protocol, NcclConstants constants) {
  return evaluate(NcclLatencyInputs{.protocol = protocol, .constants = constants}).latency.in(unit::us);
}

// base + 14 steps: 8.4 + 14 x 3.4, 8.4 + 14 x 1.4, 3.6 + 14 x 0.47, 6.6 + 14 x 0.6.
TEST(NcclLatency, RingOfOneNode) {
  EXPECT_NEAR(latency_us(NcclProtocol::simple, NcclConstants::nccl_2_10), 56.0, 1e-9);
  EXPECT_NEAR(latency_us(NcclProtocol::simple, NcclConstants::aws_ofi_nccl), 28.0, 1e-9);
  EXPECT_NEAR(latency_us(NcclProtocol::ll, NcclConstants::nccl_2_10), 10.18, 1e-9);
  EXPECT_NEAR(latency_us(NcclProtocol::ll, NcclConstants::aws_ofi_nccl), 15.0, 1e-9);
}

// base + 2 ((n/nodes - 1) intra + log2(nodes) inter) = 4.4 + 2 (7 x 0.52 + 4 x 5).
TEST(NcclLatency, TreeOverNodes) {
  const auto r = evaluate(
      NcclLatencyInputs{.ranks = 128, .nodes = 16, .algorithm = NcclAlgorithm::tree, .protocol = NcclProtocol::ll});
  EXPECT_NEAR(r.latency.in(unit::us), 4.4 + 2 * (7 * 0.52 + 4 * 5), 1e-9);
}

TEST(NcclLatency, TransferUsesTheBusFactor) {
  const auto r = evaluate(NcclLatencyInputs{.size = unit::GB, .bandwidth = 230 * unit::GB_per_s});
  EXPECT_NEAR((r.time - r.latency).in(unit::ms), 1.0 / 230 * 14 / 8 * 1000, 1e-9);
}

TEST(NcclLatency, RefusesConstantsItDoesNotHave) {
  EXPECT_EQ(validate(NcclLatencyInputs{.ranks = 16, .nodes = 2, .constants = NcclConstants::aws_ofi_nccl}).size(), 1u);
  EXPECT_EQ(validate(NcclLatencyInputs{.ranks = 17, .nodes = 2}).size(), 1u);
}

}  // namespace
}  // namespace copack::fabric
