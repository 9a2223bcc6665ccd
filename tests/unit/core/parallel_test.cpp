// SPDX-License-Identifier: Apache-2.0
#include "copack/core/parallel.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>
#include <vector>

namespace copack {
namespace {

double blockwise_sum(int threads) {
  std::vector<double> partial(37);
  for_each_block(partial.size(), threads, [&](std::size_t block) {
    for (int i = 0; i < 1000; ++i) partial[block] += std::sin(static_cast<double>(block * 1000) + i) * 1e10;
  });
  double total = 0.0;
  for (const double p : partial) total += p;
  return total;
}

TEST(ForEachBlock, SameBytesForAnyNumberOfThreads) {
  const double one = blockwise_sum(1);
  EXPECT_EQ(one, blockwise_sum(2));
  EXPECT_EQ(one, blockwise_sum(4));
  EXPECT_EQ(one, blockwise_sum(0));
}

TEST(ForEachBlock, RethrowsTheFirstFailureInBlockOrder) {
  try {
    for_each_block(16, 4, [](std::size_t block) {
      if (block >= 3) throw std::runtime_error(std::to_string(block));
    });
    FAIL();
  } catch (const std::runtime_error& e) {
    EXPECT_STREQ(e.what(), "3");
  }
}

TEST(ForEachBlock, NothingToDo) {
  for_each_block(0, 2, [](std::size_t) { FAIL(); });
}

}  // namespace
}  // namespace copack
