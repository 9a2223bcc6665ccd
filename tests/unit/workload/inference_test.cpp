// SPDX-License-Identifier: Apache-2.0
#include "copack/workload/inference.hpp"

#include <gtest/gtest.h>

#include "models.hpp"

namespace copack::workload {
namespace {

// (512 + 64) numbers of 2 B in 61 layers; 2 x 8 x 128 of 2 B in 126 layers.
TEST(Inference, CachePerToken) {
  EXPECT_DOUBLE_EQ(evaluate(KvCacheInputs{.model = deepseek_v3()}).per_token.in(unit::byte), 70272.0);
  const auto llama = evaluate(KvCacheInputs{.model = llama3_405b(), .context = 1000, .sequences = 4});
  EXPECT_DOUBLE_EQ(llama.per_token.in(unit::byte), 516096.0);
  EXPECT_DOUBLE_EQ(llama.total.in(unit::byte), 4000 * 516096.0);
}

// Zhao et al., ISCA 2025, section 2.3.2: 120.96 us and 14.76 ms at 50 GB/s, 6.72 us and 0.82 ms at 900 GB/s.
TEST(Inference, DecodeBoundOfDeepSeek) {
  DecodeBoundInputs in{.tokens = 32, .copies = 9, .hidden = 7000, .layers = 61, .bandwidth = 50 * unit::GB_per_s};
  const auto slow = evaluate(in);
  EXPECT_NEAR(slow.payload.in(unit::byte), 6.048e6, 1e-3);
  EXPECT_NEAR(slow.layer_time.in(unit::us), 120.96, 1e-9);
  EXPECT_NEAR(slow.time_per_token.in(unit::ms), 14.757, 1e-3);
  EXPECT_NEAR(slow.tokens_per_second, 67.8, 0.05);
  in.bandwidth = 900 * unit::GB_per_s;
  EXPECT_NEAR(evaluate(in).layer_time.in(unit::us), 6.72, 1e-9);
  EXPECT_NEAR(evaluate(in).tokens_per_second, 1220, 1);
}

}  // namespace
}  // namespace copack::workload
