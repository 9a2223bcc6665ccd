// SPDX-License-Identifier: Apache-2.0
#include "copack/reliability/redundancy.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace copack::reliability {
namespace {

using namespace unit;

// k-of-n trees as fault-tree programs solve them; the last one is too large for cut sets.
TEST(ProbabilityOfFailures, ReproducesTheFaultTreeResults) {
  EXPECT_NEAR(probability_of_failures(16, 0.01, 3), 5.07942e-4, 5e-10);
  EXPECT_NEAR(probability_of_failures(32, 0.01, 4), 2.87474e-4, 5e-10);
  EXPECT_NEAR(probability_of_failures(64, 0.001, 4), 6.05615e-7, 5e-13);
  EXPECT_NEAR(probability_of_failures(144, 0.01, 3), 0.175554, 5e-7);
  EXPECT_NEAR(probability_of_failures(64, 0.01, 5), 4.670218e-4, 5e-11);
}

// Two units: both fail p1 p2; any fails p1 + p2 - p1 p2.
TEST(ProbabilityOfFailures, TakesUnitsThatDiffer) {
  const std::vector<double> p{0.1, 0.3};
  EXPECT_NEAR(probability_of_failures(p, 2), 0.03, 1e-16);
  EXPECT_NEAR(probability_of_failures(p, 1), 0.37, 1e-16);
  EXPECT_EQ(probability_of_failures(p, 0), 1.0);
  EXPECT_EQ(probability_of_failures(p, 3), 0.0);
}

TEST(ProbabilityOfFailures, KeepsSmallProbabilities) {
  EXPECT_NEAR(probability_of_failures(10, 1e-6, 3) / 1.2e-16, 1.0, 1e-5);  // C(10, 3) p^3
}

RedundancyInputs lasers(std::int64_t units) {  // 50 FIT each, 5 years without repair
  return {.units = units, .required = 8, .failure_rate = 50.0 * FIT, .mission = 43'800.0 * hour};
}

TEST(Redundancy, ReproducesTheLaserTable) {
  EXPECT_NEAR(evaluate(lasers(8)).failure, 1.74e-2, 5e-5);
  EXPECT_NEAR(evaluate(lasers(9)).failure, 1.71e-4, 5e-7);
  EXPECT_NEAR(evaluate(lasers(9)).failure_cold, 1.52e-4, 5e-7);
  EXPECT_NEAR(evaluate(lasers(10)).failure, 1.24e-6, 5e-9);
}

// (17 lambda + mu) / (72 lambda^2) with one spare, 1 / (8 lambda) without.
TEST(Redundancy, MeanTimeToFailureWithRepairHasItsClosedForm) {
  auto in = lasers(9);
  in.repair_time = 24.0 * hour;
  const double l = 50e-9;
  EXPECT_NEAR(evaluate(in).mttf.in(hour) / ((17.0 * l + 1.0 / 24.0) / (72.0 * l * l)), 1.0, 1e-12);
  in.units = 8;
  EXPECT_NEAR(evaluate(in).mttf.in(hour), 2.5e6, 1.0);
}

TEST(Redundancy, CommonCausesSetTheFloor) {
  auto in = lasers(10);
  in.common_cause = 0.1;
  const auto r = evaluate(in);
  EXPECT_NEAR(r.common_failure, -std::expm1(-0.1 * 50e-9 * 43'800.0), 1e-15);
  EXPECT_GT(r.failure, 100.0 * evaluate(lasers(10)).failure);
  in.repair_time = 24.0 * hour;
  EXPECT_NEAR(evaluate(in).mttf.in(hour) * 0.1 * 50e-9, 1.0, 1e-4);  // the common cause alone: 1 / (beta lambda)
}

TEST(Redundancy, SteadyStateIsBinomialInAvailability) {
  RedundancyInputs in{.units = 2, .required = 1, .failure_rate = 1.0 / (90.0 * hour), .repair_time = 10.0 * hour};
  EXPECT_NEAR(evaluate(in).unavailability, 0.01, 1e-15);  // each is down 10 % of the time
}

TEST(Redundancy, IsLostWithTooFewUnits) {
  const auto r = evaluate(lasers(7));
  EXPECT_EQ(r.failure, 1.0);
  EXPECT_FALSE(r.has_repair);
}

TEST(PoissonTail, MatchesItsComplement) {
  EXPECT_NEAR(poisson_tail(0.5, 2), 1.0 - std::exp(-0.5) * 1.5, 1e-15);
  EXPECT_NEAR(poisson_tail(20.0, 3), 1.0 - std::exp(-20.0) * 221.0, 1e-15);
  EXPECT_EQ(poisson_tail(0.0, 1), 0.0);
  EXPECT_EQ(poisson_tail(3.0, 0), 1.0);
}

TEST(Redundancy, TellsAllProblems) {
  EXPECT_TRUE(validate(lasers(9)).empty());
  EXPECT_EQ(validate(RedundancyInputs{.units = 0, .required = 0}).size(), 2u);
  EXPECT_EQ(validate(RedundancyInputs{.required = 3, .common_cause = 0.1, .probabilities = {0.1, 2.0}}).size(), 3u);
  EXPECT_EQ(validate(RedundancyInputs{.units = 3, .required = 2, .repair_time = 1.0 * hour}).size(), 1u);
}

}  // namespace
}  // namespace copack::reliability
