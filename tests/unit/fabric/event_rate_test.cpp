// SPDX-License-Identifier: Apache-2.0
#include "copack/fabric/event_rate.hpp"

#include <gtest/gtest.h>

namespace copack::fabric {
namespace {

// Llama 3, Table 5: 42 events of switches, cables and NICs in 54 days: one per 30.9 h.
TEST(EventRate, IntervalOfTheWhole) {
  const auto r = evaluate(EventRateInputs{.events = 42, .duration = 54 * unit::day, .parts = 16384});
  EXPECT_NEAR(r.interval.in(unit::hour), 30.857, 1e-3);
  EXPECT_NEAR(r.rate.in(unit::FIT), 42.0 / (54 * 24 * 16384.0) * 1e9, 1e-6);
  EXPECT_GT(r.rate_upper, r.rate);
}

// chi-square_0.9(2)/2 = ln(10) = 2.3026 for no event; chi-square_0.9(22)/2 = 15.407 for ten.
TEST(EventRate, UpperBound) {
  const auto bound = [](double events) {
    return evaluate(EventRateInputs{.events = events, .duration = unit::hour}).rate_upper.in(unit::per_hour);
  };
  EXPECT_NEAR(bound(0), 2.3026, 0.03);
  EXPECT_NEAR(bound(10), 15.407, 0.01);
}

}  // namespace
}  // namespace copack::fabric
