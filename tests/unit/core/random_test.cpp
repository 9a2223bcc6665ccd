// SPDX-License-Identifier: Apache-2.0
#include "copack/core/random.hpp"

#include <gtest/gtest.h>

namespace copack {
namespace {

using Words = std::array<std::uint32_t, 4>;

// Known answers: Random123 1.14, file kat_vectors.
TEST(Philox, KnownAnswers) {
  EXPECT_EQ(philox4x32({0, 0, 0, 0}, {0, 0}), (Words{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
  EXPECT_EQ(philox4x32({0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}, {0xffffffff, 0xffffffff}),
            (Words{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
  EXPECT_EQ(philox4x32({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}),
            (Words{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

TEST(Uniform, StaysInsideTheOpenInterval) {
  EXPECT_GT(to_unit_interval(0, 0), 0.0);
  EXPECT_LT(to_unit_interval(0xffffffff, 0xffffffff), 1.0);
}

TEST(Uniform, HasTheMomentsOfTheUniformLaw) {
  constexpr int n = 100000;
  double sum = 0.0;
  double squares = 0.0;
  for (int i = 0; i < n; ++i) {
    const double u = uniform(7, Purpose::test, {.sample = static_cast<std::uint32_t>(i)});
    sum += u;
    squares += u * u;
  }
  EXPECT_NEAR(sum / n, 0.5, 0.003);            // 3 standard errors: 3 * 0.2887 / sqrt(n)
  EXPECT_NEAR(squares / n, 1.0 / 3.0, 0.003);  // 3 * 0.298 / sqrt(n)
}

TEST(Uniform, PurposesDoNotShareNumbers) {
  EXPECT_NE(uniform(1, Purpose::world, {}), uniform(1, Purpose::test, {}));
  EXPECT_NE(uniform(1, Purpose::world, {}), uniform(2, Purpose::world, {}));
}

}  // namespace
}  // namespace copack
