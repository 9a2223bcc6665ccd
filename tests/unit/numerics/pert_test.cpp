// SPDX-License-Identifier: Apache-2.0
#include "copack/numerics/pert.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "copack/numerics/probability_functions.hpp"

namespace copack::numerics {
namespace {

TEST(StandardPert, IsTheBetaQuantile) {
  for (int i = 0; i <= 20; ++i) {
    const double mode = i / 20.0;
    for (int k = 1; k < 200; ++k) {
      const double u = k / 200.0;
      EXPECT_NEAR(standard_pert_quantile(mode, u), beta_quantile(u, 1.0 + 4.0 * mode, 5.0 - 4.0 * mode), 1e-13)
          << mode << ' ' << u;
    }
  }
}

TEST(StandardPert, HoldsFarInTheTail) {
  for (const double mode : {0.0, 0.2, 0.5, 0.8, 1.0}) {
    for (const double u : {1e-300, 1e-30, 1e-10}) {
      EXPECT_NEAR(beta_cdf(standard_pert_quantile(mode, u), 1.0 + 4.0 * mode, 5.0 - 4.0 * mode) / u, 1.0, 1e-11);
    }
  }
  EXPECT_EQ(standard_pert_quantile(0.3, 0.0), 0.0);
  EXPECT_EQ(standard_pert_quantile(0.3, 1.0), 1.0);
}

TEST(StandardPert, OfTheMirroredModeIsMirrored) {
  for (const double u : {0.01, 0.3, 0.5, 0.77}) {
    EXPECT_NEAR(standard_pert_quantile(0.2, u), 1.0 - standard_pert_quantile(0.8, 1.0 - u), 1e-14);
  }
}

}  // namespace
}  // namespace copack::numerics
