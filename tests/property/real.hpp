// SPDX-License-Identifier: Apache-2.0
#pragma once

// rapidcheck needs the declarations of GoogleTest first.
// clang-format off
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
// clang-format on

#include <cmath>

/// A number in [low, high] on a grid of a million steps.
inline double any_in(double low, double high) {
  constexpr int steps = 1'000'000;
  return low + (high - low) * *rc::gen::inRange(0, steps + 1) / steps;
}

/// A number in [low, high], evenly over its logarithm.
inline double any_magnitude(double low, double high) { return std::exp(any_in(std::log(low), std::log(high))); }
