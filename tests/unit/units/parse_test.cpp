// SPDX-License-Identifier: Apache-2.0
#include "copack/units/parse.hpp"

#include <gtest/gtest.h>

#include "copack/units/unit.hpp"

namespace copack {
namespace {

double stored(std::string_view text) {
  const auto parsed = parse_quantity(text);
  EXPECT_TRUE(parsed) << text;
  return parsed ? parsed->stored : 0.0;
}

TEST(ParseQuantity, ReadsTheUnitsOfTheField) {
  EXPECT_DOUBLE_EQ(stored("5.0 pJ/bit"), 5e-12);
  EXPECT_DOUBLE_EQ(stored("400 Gbit/s"), 400e9);
  EXPECT_DOUBLE_EQ(stored("450 GB/s"), 3.6e12);
  EXPECT_DOUBLE_EQ(stored("51.2 Tb/s"), 51.2e12);
  EXPECT_DOUBLE_EQ(stored("300 FIT"), 300e-9 / 3600.0);
  EXPECT_DOUBLE_EQ(stored("0.0862 USD/kWh"), 0.0862 / 3.6e6);
  EXPECT_DOUBLE_EQ(stored("8000 W/(m2*K)"), 8000.0);
  EXPECT_DOUBLE_EQ(stored("120 W/m/K"), 120.0);
  EXPECT_DOUBLE_EQ(stored("0.2 cm2*K/W"), 0.2e-4);
  EXPECT_DOUBLE_EQ(stored("40 degC"), 313.15);
  EXPECT_DOUBLE_EQ(stored("24.5 dBm"), 24.5);
  EXPECT_DOUBLE_EQ(stored("989 TFLOP/s"), 989e12);
  EXPECT_DOUBLE_EQ(stored("0.06 %/year"), 0.0006 / (8760.0 * 3600.0));
  EXPECT_DOUBLE_EQ(stored("0.11 1/cm2"), 1100.0);
  EXPECT_DOUBLE_EQ(stored("550000 h"), 550000.0 * 3600.0);
  EXPECT_DOUBLE_EQ(stored("120 pH") / stored("120 fF"), 1000.0 * stored("1 V/A") * stored("1 V/A"));  // ohm^2
  EXPECT_DOUBLE_EQ(stored("2.4e-4"), 2.4e-4);
  EXPECT_DOUBLE_EQ(stored(" 24576 "), 24576.0);
  EXPECT_DOUBLE_EQ(stored("120 W^1"), 120.0);
}

TEST(ParseQuantity, RefusesWhatItCannotRead) {
  for (const auto* text : {"", "W", "5 foo", "5 pJ//bit", "5 pJ/", "nan", "inf", "1e999 W", "5 (W", "5 W)", "0x10",
                           "5,0 W", "5 W W W(", "--5", "5 mmm"}) {
    EXPECT_FALSE(parse_quantity(text)) << text;
  }
}

TEST(ParseUnit, PrefixesDoNotHideSymbols) {
  EXPECT_DOUBLE_EQ(parse_unit("min")->factor, 60.0);
  EXPECT_DOUBLE_EQ(parse_unit("mm")->factor, 1e-3);
  EXPECT_DOUBLE_EQ(parse_unit("kWh")->factor, 3.6e6);
  EXPECT_FALSE(parse_unit("W")->measures_same_as(*parse_unit("J")));
  EXPECT_FALSE(parse_unit("degC")->measures_same_as(*parse_unit("K")));
}

TEST(FormatQuantity, PrintsWhatPeopleRead) {
  EXPECT_EQ(format_quantity(5.625e-12, "pJ/bit"), "5.625 pJ/bit");
  EXPECT_EQ(format_number(27648.0, 5), "27,648");
  EXPECT_EQ(format_number(-1234567.0, 7), "-1,234,567");
  EXPECT_EQ(format_number(9.22e-13, 3), "9.22e-13");
  EXPECT_EQ(format_quantity(0.912, "%", 3), "91.2%");
  EXPECT_EQ(format_number(0.0), "0");
  EXPECT_EQ(readable_unit(0.31e6, "W"), "kW");
}

TEST(ParseUnit, RefusesExponentsThatNoUnitHas) {
  EXPECT_TRUE(parse_unit("m^-2"));
  EXPECT_TRUE(parse_unit("m2"));
  for (const auto* text : {"m^10", "m^-99999999999", "m^", "m^-", "m-"}) EXPECT_FALSE(parse_unit(text)) << text;
}

}  // namespace
}  // namespace copack
