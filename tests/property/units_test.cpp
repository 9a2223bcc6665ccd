// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <string>

#include "copack/units/decibel.hpp"
#include "copack/units/parse.hpp"
#include "real.hpp"

namespace copack {
namespace {

RC_GTEST_PROP(Decibels, RatioAndDecibelAreInverse, ()) {
  const double db = any_in(-200.0, 200.0);
  RC_ASSERT(std::abs(Decibel::from_ratio(Decibel::from_db(db).ratio()).db() - db) < 1e-9);
}

RC_GTEST_PROP(Decibels, AddingIsMultiplying, ()) {
  const auto a = Decibel::from_db(any_in(-90.0, 90.0));
  const auto b = Decibel::from_db(any_in(-90.0, 90.0));
  const double product = a.ratio() * b.ratio();
  RC_ASSERT(std::abs((a + b).ratio() - product) <= 1e-12 * product);
}

RC_GTEST_PROP(PowerLevels, LossThenEqualGainRestoresThePower, ()) {
  const auto level = PowerLevel::from_dbm(any_in(-60.0, 40.0));
  const auto loss = Decibel::from_db(any_in(0.0, 60.0));
  RC_ASSERT(std::abs((level - loss + loss - level).db()) < 1e-12);
}

RC_GTEST_PROP(Quantities, WhatIsWrittenIsReadAgain, ()) {
  const auto unit = *rc::gen::elementOf(
      std::vector<std::string>{"pJ/bit", "W/(m*K)", "Gbit/s", "FIT", "USD/kWh", "ns", "mm2", "1/h"});
  const double stored = parse_unit(unit)->to_stored(any_in(1.0, 999.0));
  const auto read = parse_quantity(format_quantity(stored, unit, 12));
  RC_ASSERT(read.has_value());
  RC_ASSERT(std::abs(read->stored - stored) <= 1e-10 * std::abs(stored));
}

RC_GTEST_PROP(Quantities, StoringIsInvertible, ()) {
  const auto unit = *rc::gen::elementOf(std::vector<std::string>{"degC", "dB", "dBm", "kW", "%", "pJ/bit", "USD/kWh"});
  const double number = any_in(-1e3, 1e3);
  const auto parsed = parse_unit(unit);
  RC_ASSERT(std::abs(parsed->from_stored(parsed->to_stored(number)) - number) < 1e-9);
}

RC_GTEST_PROP(Quantities, ArbitraryTextIsReadOrRefused, (const std::string& text)) {
  const auto read = parse_quantity(text);
  RC_ASSERT(!read || std::isfinite(read->stored));
}

}  // namespace
}  // namespace copack
