// SPDX-License-Identifier: Apache-2.0
#include "copack/report/format.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace copack::report {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinite = std::numeric_limits<double>::infinity();

TEST(Format, PicksThePrefixThatReadsBest) {
  EXPECT_EQ(shown(861e3, Style::power), "861 kW");
  EXPECT_EQ(shown(1.31e6, Style::power), "1.31 MW");
  EXPECT_EQ(shown(0.0031, Style::power), "3.10 mW");
  EXPECT_EQ(shown(0.0, Style::duration), "0");
  EXPECT_EQ(shown(4.41e6, Style::gain), "+4.4 M USD");
  EXPECT_EQ(shown(-340e3, Style::gain), "-340 k USD");
  EXPECT_EQ(shown(640, Style::money), "640 USD");
  EXPECT_EQ(shown(6.512, Style::duration), "6.51 s");
  EXPECT_EQ(shown(219.0 * 86400.0, Style::duration), "219 days");
  EXPECT_EQ(shown(7.5 / 86400.0, Style::rate), "7.50 /day");
  EXPECT_EQ(shown(2.0 / 31536000.0, Style::rate), "2.00 /year");
  EXPECT_EQ(shown(0.9123, Style::share), "91.2 %");
  EXPECT_EQ(shown(64, Style::plain), "64");
}

TEST(Format, GivesDatesAsQuarters) {
  EXPECT_EQ(shown(2027.0, Style::date), "2027-Q1");
  EXPECT_EQ(shown(2027.25, Style::date), "2027-Q2");
  EXPECT_EQ(shown(2027.999, Style::date), "2027-Q4");
  EXPECT_EQ(shown(infinite, Style::date), "never");
}

TEST(Format, NeverShowsANumberThatIsNone) {
  EXPECT_EQ(shown(nan, Style::power), "n/a");
  EXPECT_EQ(shown(nan, Style::date), "n/a");
  EXPECT_EQ(percent(nan), "n/a");
  EXPECT_EQ(significant(nan, 3), "n/a");
  EXPECT_EQ(change(nan, 1.0, Style::power), "");
  EXPECT_EQ(interval(nan, nan, nan, Style::share), "n/a");
}

TEST(Format, ShowsIntervalsInOneUnit) {
  EXPECT_EQ(interval(4.41e6, -9.8e6, 12.04e6, Style::gain), "+4.4 M USD [-9.8, +12.0]");
  EXPECT_EQ(interval(0.911, 0.904, 0.917, Style::share), "91.1 % [90.4, 91.7]");
  EXPECT_EQ(interval(2027.6, 2027.1, 2028.3, Style::date), "2027-Q3 [2027-Q1, 2028-Q2]");
  EXPECT_EQ(interval(2027.6, 2027.1, infinite, Style::date), "2027-Q3 [2027-Q1, never]");
  EXPECT_EQ(interval(1.0, 1.0, 1.0, Style::plain), "1");
}

TEST(Format, SaysWhatChanged) {
  EXPECT_EQ(change(0.31, 0.86, Style::power), "-64 %");
  EXPECT_EQ(change(6.48, 6.51, Style::duration), "-0.5 %");
  EXPECT_EQ(change(0.914, 0.912, Style::share), "+0.20 points");
  EXPECT_EQ(change(2027.6, 2027.1, Style::date), "+6 months");
  EXPECT_EQ(change(64, 1, Style::plain), "x64");
  EXPECT_EQ(change(1, 1, Style::plain), "same");
  EXPECT_EQ(change(1, 0, Style::plain), "");
}

TEST(Format, DoesNotRoundAProbabilityToCertainty) {
  EXPECT_EQ(percent(0.57), "57 %");
  EXPECT_EQ(percent(0.999), ">99 %");
  EXPECT_EQ(percent(0.001), "<1 %");
  EXPECT_EQ(percent(1.0), "100 %");
  EXPECT_EQ(percent(0.0), "0 %");
}

TEST(Format, KeepsSignificantDigits) {
  EXPECT_EQ(significant(6.5, 3), "6.50");
  EXPECT_EQ(significant(18'204'545, 3), "18,200,000");
  EXPECT_EQ(significant(0.00183, 4), "0.001830");
  EXPECT_EQ(significant(4.7e-19, 2), "4.7e-19");
  EXPECT_EQ(whole(24576), "24,576");
}

TEST(Format, ReadsUnitsFromText) {
  EXPECT_EQ(shown_as(8.4, "W"), "8.40 W");
  EXPECT_EQ(shown_as(1.31e6, "kW"), "1.31 MW");
  EXPECT_EQ(shown_as(420.0 / 3.6e12, "FIT"), "420 FIT");
  EXPECT_EQ(shown_as(0.07 / 31536000.0, "1/year"), "0.07 /year");
}

TEST(Format, CutsBetweenCharacters) {
  EXPECT_EQ(shortened("abcdef", 6), "abcdef");
  EXPECT_EQ(shortened("abcdefg", 6), "abc...");
  EXPECT_EQ(shortened("äöüäöüä", 6), "äöü...");
  EXPECT_EQ(length("äöü"), 3U);
}

TEST(Format, ReadsPaths) {
  EXPECT_EQ(readable_path("technologies/cpo-bailly.fru[0].failure_rate"), "cpo-bailly: fru[0] failure rate");
  EXPECT_EQ(readable_path("organisation.discount_rate"), "organisation: discount rate");
}

}  // namespace
}  // namespace copack::report
