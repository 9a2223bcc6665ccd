// SPDX-License-Identifier: Apache-2.0
#include "copack/reliability/evidence.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace copack::reliability {
namespace {

using namespace unit;

// Lumentum white paper 2026: 1e8 accelerated hours without a failure, printed as 9 FIT (60 %) and 23 FIT (90 %).
TEST(Evidence, WithoutAFailureTheBoundIsLogarithmic) {
  EvidenceInputs in{.device_hours = 1e8 * hour, .confidence = 0.6};
  EXPECT_NEAR(evaluate(in).rate_upper.in(FIT), -10.0 * std::log(0.4), 1e-9);
  in.confidence = 0.9;
  EXPECT_NEAR(evaluate(in).rate_upper.in(FIT), -10.0 * std::log(0.1), 1e-9);
  EXPECT_EQ(evaluate(in).kind, EvidenceKind::bound);
  EXPECT_EQ(evaluate(in).rate_estimate.si(), 0.0);
}

// chi2inv(0.90; 4) = 7.77944, chi2inv(0.95; 12) = 21.02607 (standard tables).
TEST(Evidence, FollowsTheChiSquaredTables) {
  EXPECT_NEAR(mtbf_lower_bound(1000.0 * hour, 1, 0.90).in(hour), 2000.0 / 7.77944, 1e-4);
  EXPECT_NEAR(mtbf_lower_bound(1000.0 * hour, 5, 0.95).in(hour), 2000.0 / 21.02607, 1e-4);
}

TEST(Evidence, PosteriorNarrowsAroundTheEstimate) {
  const auto few = evaluate(EvidenceInputs{.device_hours = 1e6 * hour, .failures = 2});
  const auto many = evaluate(EvidenceInputs{.device_hours = 1e8 * hour, .failures = 200});
  EXPECT_EQ(many.kind, EvidenceKind::estimate);
  EXPECT_LT(many.posterior_spread, few.posterior_spread);
  EXPECT_LT(many.posterior_low, many.rate_estimate);
  EXPECT_GT(many.posterior_high, many.rate_estimate);
  EXPECT_GT(many.rate_upper, many.rate_estimate);
}

// A bound at confidence CL is, by definition, supported with confidence CL.
TEST(Evidence, ClaimConfidenceInvertsTheBound) {
  EvidenceInputs in{.device_hours = 15e6 * hour, .failures = 4, .confidence = 0.8};
  in.claimed_mtbf = evaluate(in).mtbf_lower;
  EXPECT_NEAR(evaluate(in).claim_confidence, 0.8, 1e-12);
}

TEST(Evidence, TellsAllProblems) {
  EXPECT_TRUE(validate(EvidenceInputs{.device_hours = 1.0 * hour}).empty());
  EXPECT_EQ(validate(EvidenceInputs{.failures = -1, .confidence = 1.0, .credibility = 0.0}).size(), 4u);
}

}  // namespace
}  // namespace copack::reliability
