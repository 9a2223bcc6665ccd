// SPDX-License-Identifier: Apache-2.0
#include "copack/economics/cash_flow.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace copack::economics {
namespace {

std::vector<Money> dollars(std::initializer_list<double> amounts) {
  std::vector<Money> flows;
  for (const double amount : amounts) flows.push_back(amount * unit::USD);
  return flows;
}

// Spreadsheet documentation of NPV: the first amount falls at the end of year 1.
TEST(PresentValue, ReproducesTheSpreadsheetExamples) {
  EXPECT_NEAR(present_value(dollars({0, -10'000, 3000, 4200, 6800}), 0.10).in(unit::USD), 1188.44, 5e-3);
  EXPECT_NEAR(present_value(dollars({-40'000, 8000, 9200, 10'000, 12'000, 14'500}), 0.08).in(unit::USD), 1922.06, 5e-3);
  EXPECT_EQ(present_value({}, 0.1).si(), 0.0);
}

TEST(AnnuityFactor, SumsDiscountFactors) {
  EXPECT_NEAR(annuity_factor(0.1, 3), 1 / 1.1 + 1 / 1.21 + 1 / 1.331, 1e-14);
  EXPECT_EQ(annuity_factor(0.0, 7), 7.0);
  EXPECT_NEAR(annuity_factor(1e-12, 7), 7.0, 1e-10);
}

// Spreadsheet documentation of IRR (8.7 % and -2.1 %); -4,000, 2,000, 4,000 gives 28.08 %: v = (-1 + sqrt 17) / 4.
TEST(InternalRateOfReturn, ReproducesTextbookCases) {
  EXPECT_NEAR(internal_rate_of_return(dollars({-70'000, 12'000, 15'000, 18'000, 21'000, 26'000})), 0.087, 5e-4);
  EXPECT_NEAR(internal_rate_of_return(dollars({-70'000, 12'000, 15'000, 18'000, 21'000})), -0.021, 5e-4);
  EXPECT_NEAR(internal_rate_of_return(dollars({-4000, 2000, 4000})), 4.0 / (std::sqrt(17.0) - 1.0) - 1.0, 1e-12);
}

TEST(InternalRateOfReturn, OfFlowsThatAreNotFiniteIsNone) {
  const double infinity = std::numeric_limits<double>::infinity();
  EXPECT_TRUE(std::isnan(internal_rate_of_return(dollars({-infinity, 100, infinity}))));
  EXPECT_TRUE(std::isnan(internal_rate_of_return(dollars({-infinity, 100, 100}))));
  EXPECT_TRUE(std::isnan(internal_rate_of_return(dollars({std::nan(""), 100}))));
}

TEST(InternalRateOfReturn, FindsExtremeRates) {
  EXPECT_NEAR(internal_rate_of_return(dollars({-1, 1000})), 999.0, 1e-9);
  EXPECT_NEAR(internal_rate_of_return(dollars({-1000, 1})), -0.999, 1e-12);
  EXPECT_NEAR(internal_rate_of_return(dollars({-1, 1})), 0.0, 1e-12);
}

TEST(CashFlow, GivesNoRateWhenNoneOrSeveralExist) {
  const auto r = evaluate(CashFlowInputs{.flows = dollars({-100, 230, -132})});  // 10 % and 20 % both solve it
  EXPECT_EQ(r.sign_changes, 2);
  EXPECT_FALSE(r.has_irr);
  EXPECT_FALSE(evaluate(CashFlowInputs{.flows = dollars({100, 50})}).has_irr);
}

TEST(Payback, IsLinearWithinAYearAndMustLast) {
  EXPECT_DOUBLE_EQ(payback(dollars({-100, 40, 40, 40}), 0.0).years, 2.5);
  EXPECT_FALSE(payback(dollars({-100, 40, 40}), 0.0).reached);
  EXPECT_FALSE(payback(dollars({-100, 150, -80}), 0.0).reached);
  EXPECT_DOUBLE_EQ(payback(dollars({5, 1}), 0.0).years, 0.0);
  EXPECT_GT(payback(dollars({-100, 40, 40, 40}), 0.05).years, 2.5);
}

TEST(CashFlow, TellsAllProblems) { EXPECT_EQ(validate(CashFlowInputs{.discount_rate = -1.0}).size(), 2u); }

}  // namespace
}  // namespace copack::economics
