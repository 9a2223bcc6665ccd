// SPDX-License-Identifier: Apache-2.0
#include "copack/manufacturing/die.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace copack::manufacturing {
namespace {

/// The 5 nm node of Chiplet Actuary, commit 2c91fb9, parameter.ini.
DieInputs five_nm(double area_mm2) {
  DieInputs x;
  x.area = area_mm2 * unit::mm2;
  x.wafer_cost = 16988.0 * unit::USD;
  x.defect_density = 0.11 / unit::cm2;
  return x;
}

double law(YieldLaw which, double defects, double parameter = 10.0) {
  DieInputs x;
  x.law = which;
  x.clustering = x.critical_layers = parameter;
  x.fixed_yield = 0.7;
  return die_yield(x, defects);
}

TEST(Die, CostOfALargeDie) {
  const auto r = evaluate(five_nm(800.0));
  // Chiplet Actuary prints these for 800 mm2.
  EXPECT_NEAR(r.yield, 0.4302402590579391, 1e-12);
  EXPECT_NEAR(r.gross_dies, 58.79298269794954, 1e-8);
  EXPECT_NEAR(r.raw_cost.si(), 288.9460479880105, 1e-8);
  EXPECT_NEAR(r.good_cost.si(), 671.5923066351145, 1e-7);
  EXPECT_NEAR((r.raw_cost + r.defect_cost).si(), r.good_cost.si(), 1e-9);
}

TEST(Die, YieldLaws) {
  // By hand: exp(-1), (1 - 1/e)^2, 1/2, (1 + 1/3)^-3, 2^-5.
  EXPECT_NEAR(law(YieldLaw::poisson, 1.0), 0.367879, 5e-7);
  EXPECT_NEAR(law(YieldLaw::murphy, 1.0), 0.399576, 5e-7);
  EXPECT_NEAR(law(YieldLaw::seeds, 1.0), 0.5, 1e-15);
  EXPECT_NEAR(law(YieldLaw::negative_binomial, 1.0, 3.0), 0.421875, 1e-12);
  EXPECT_NEAR(law(YieldLaw::bose_einstein, 1.0, 5.0), 0.03125, 1e-15);
  EXPECT_EQ(law(YieldLaw::fixed, 5.0), 0.7);
}

TEST(Die, LawsAreOneWithoutDefectsAndFall) {
  for (const auto which :
       {YieldLaw::poisson, YieldLaw::murphy, YieldLaw::seeds, YieldLaw::negative_binomial, YieldLaw::bose_einstein}) {
    EXPECT_DOUBLE_EQ(law(which, 0.0), 1.0);
    EXPECT_NEAR(law(which, 1e-12), 1.0, 1e-10);
    EXPECT_GT(law(which, 0.5), law(which, 1.0));
  }
}

TEST(Die, NegativeBinomialLiesBetweenPoissonAndSeeds) {
  EXPECT_NEAR(law(YieldLaw::negative_binomial, 0.8, 1e7), law(YieldLaw::poisson, 0.8), 1e-6);
  EXPECT_NEAR(law(YieldLaw::negative_binomial, 0.8, 1.0), law(YieldLaw::seeds, 0.8), 1e-12);
}

TEST(Die, LargerDiesCostMorePerArea) {
  EXPECT_GT(evaluate(five_nm(800.0)).good_cost.si() / 800.0, evaluate(five_nm(100.0)).good_cost.si() / 100.0);
}

TEST(Die, RefusesADieThatDoesNotFit) {
  ASSERT_EQ(validate(five_nm(90000.0)).size(), 1u);
  EXPECT_EQ(evaluate(five_nm(90000.0)).gross_dies, 0.0);
  EXPECT_TRUE(std::isinf(evaluate(five_nm(90000.0)).good_cost.si()));
  EXPECT_TRUE(validate(five_nm(800.0)).empty());
}

}  // namespace
}  // namespace copack::manufacturing
