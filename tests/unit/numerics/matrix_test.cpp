// SPDX-License-Identifier: Apache-2.0
#include "copack/numerics/matrix.hpp"

#include <gtest/gtest.h>

namespace copack::numerics {
namespace {

TEST(Matrix, StoresRowsOneAfterTheOther) {
  Matrix m{{1.0, 2.0, 3.0}, {4.0, 5.0, 6.0}};
  EXPECT_EQ(m.rows(), 2u);
  EXPECT_EQ(m.columns(), 3u);
  EXPECT_EQ(m(1, 0), 4.0);
  EXPECT_EQ(m.values()[3], 4.0);
  EXPECT_EQ(m.row(1)[2], 6.0);
  EXPECT_EQ(m.column(1), (std::vector{2.0, 5.0}));
  m(0, 2) = 9.0;
  EXPECT_EQ(m.row(0)[2], 9.0);
}

TEST(Matrix, RefusesRowsOfDifferentLength) { EXPECT_THROW((Matrix{{1.0}, {1.0, 2.0}}), std::invalid_argument); }

}  // namespace
}  // namespace copack::numerics
