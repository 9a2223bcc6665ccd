// SPDX-License-Identifier: Apache-2.0
#include "copack/link/modulation.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace copack::link {
namespace {

TEST(Modulation, QArgumentsOfTheStandards) {
  // IEEE 802.3 TDECQ: Q_t = 3.414 at SER 4.8e-4; LPO MSA v1.0: 3.463 at SER 4e-4.
  EXPECT_NEAR(q_argument(2.4e-4, 4), 3.414, 5e-4);
  EXPECT_NEAR(q_argument(2.0e-4, 4), 3.463, 5e-4);
  EXPECT_NEAR(q_argument(4.8e-3, 4), 2.4893, 5e-5);
  EXPECT_NEAR(q_argument(2.4e-4, 2), 3.492, 5e-4);
  EXPECT_NEAR(q_argument(1e-12, 2), 7.034, 5e-4);  // textbook value of uncoded NRZ
}

TEST(Modulation, LogTailMatchesTablesAndItsOwnAsymptote) {
  EXPECT_NEAR(std::exp(log_tail(0.0)), 0.5, 1e-15);
  EXPECT_NEAR(std::exp(log_tail(1.96)), 0.0249979, 1e-7);
  // ln Q(50) = -1254.8314 (Abramowitz & Stegun 26.2.13 to third order, by hand).
  EXPECT_NEAR(log_tail(50.0), -1250.0 - std::log(50.0) - 0.918938533 + std::log(1.0 - 1.0 / 2500.0 + 3.0 / 6.25e6),
              1e-8);
  const double below = log_tail(std::nextafter(30.0, 0.0));
  const double above = log_tail(30.0);
  EXPECT_NEAR(below, above, 1e-10);
}

TEST(Modulation, InverseReturnsItsArgumentOverTheWholeRange) {
  for (double x = -6.0; x < 60.0; x += 0.37) {
    EXPECT_NEAR(tail_argument(log_tail(x)), x, (x < -4.0 ? 1e-7 : 1e-9))
        << x  // near Q = 1 the logarithm carries few digits
        ;
  }
  EXPECT_EQ(tail_argument(-std::numeric_limits<double>::infinity()), std::numeric_limits<double>::infinity());
}

TEST(Modulation, AnyMeasureGivesTheOthers) {
  const auto from_ber = evaluate(ModulationInputs{.value = 2.4e-4});
  EXPECT_NEAR(from_ber.symbol_error_ratio, 4.8e-4, 1e-16);
  const auto from_ser = evaluate(ModulationInputs{.given = ErrorMeasure::symbol_error_ratio, .value = 4.8e-4});
  const auto from_q = evaluate(ModulationInputs{.given = ErrorMeasure::q, .value = from_ber.q});
  EXPECT_NEAR(from_ser.q, from_ber.q, 1e-12);
  EXPECT_NEAR(from_q.bit_error_ratio, 2.4e-4, 1e-15);
  const auto deep = evaluate(ModulationInputs{.given = ErrorMeasure::q, .value = 45.0});
  EXPECT_EQ(deep.bit_error_ratio, 0.0);
  EXPECT_LT(deep.log10_bit_error_ratio, -400.0);
}

TEST(Modulation, RefusesLevelsThatCarryNoWholeBit) {
  EXPECT_EQ(validate(ModulationInputs{.levels = 3}).size(), 1u);
  EXPECT_EQ(validate(ModulationInputs{.levels = 6, .value = 1.5}).size(), 2u);
  EXPECT_TRUE(validate(ModulationInputs{}).empty());
}

}  // namespace
}  // namespace copack::link
