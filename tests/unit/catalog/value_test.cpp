// SPDX-License-Identifier: Apache-2.0
#include "copack/catalog/value.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "copack/units/unit.hpp"

namespace copack::catalog {
namespace {

using testing::HasSubstr;

struct Reading {
  Value value;
  Diagnostics diagnostics;
  [[nodiscard]] std::string text() const { return diagnostics.text(); }
};

/// Reads the inline table `table` as a value in `unit`.
Reading read(const std::string& table, const std::string& unit, Rule rule = {}, const ValueLookup& lookup = {}) {
  Reading reading;
  const auto root = parse_toml("v = " + table + "\n", "v.toml");
  const ValueContext context{.path = "x.v", .unit = unit, .rule = rule, .lookup = lookup};
  reading.value = read_value(*root.find("v"), context, reading.diagnostics);
  return reading;
}

Diagnostics read_bare(const std::string& text, const std::string& unit, Rule rule = {}) {
  Diagnostics diagnostics;
  const auto root = parse_toml("v = " + text + "\n", "v.toml");
  (void)read_number(*root.find("v"), {.name = "v", .unit = unit, .meaning = {}, .rule = rule}, diagnostics);
  return diagnostics;
}

const std::string measured_power =
    R"({ value = "9 W", range = ["7 W", "11 W"], dist = "triangular", kind = "measured", source = "S1", )"
    R"(where = "p. 3", year = 2025, boundary = "engine+laser", per = "port", note = "warm" })";

TEST(ReadValue, TakesEverythingThatIsSaid) {
  const auto reading = read(measured_power, "mW");
  EXPECT_FALSE(reading.diagnostics.has_errors()) << reading.text();
  const auto& v = reading.value;
  EXPECT_DOUBLE_EQ(v.nominal, 9.0);
  ASSERT_TRUE(v.spread);
  EXPECT_EQ(v.spread->law, numerics::Law::triangular);
  EXPECT_DOUBLE_EQ(v.spread->low, 7.0);
  EXPECT_DOUBLE_EQ(v.spread->high, 11.0);
  EXPECT_FALSE(v.spread_is_default);
  EXPECT_EQ(v.kind, ValueKind::measured);
  EXPECT_EQ(v.source, "S1");
  EXPECT_EQ(v.where, "p. 3");
  EXPECT_EQ(v.year, 2025);
  EXPECT_EQ(v.boundary, "engine+laser");
  EXPECT_EQ(v.per, "port");
  EXPECT_EQ(v.note, "warm");
  EXPECT_EQ(v.place.line, 1);
}

TEST(ReadValue, TellsAllProblemsAtOnce) {
  const auto text = read(R"({ value = "9 m", kind = "meassured", boundry = "x", sorce = "S1" })", "W").text();
  EXPECT_THAT(text, HasSubstr(R"(unknown key "boundry" in a value - did you mean "boundary"?)"));
  EXPECT_THAT(text, HasSubstr(R"(unknown key "sorce" in a value - did you mean "source"?)"));
  EXPECT_THAT(text, HasSubstr(R"("meassured" is not one of measured, standard)"));
  EXPECT_THAT(text, HasSubstr("measures something else"));
}

TEST(ReadValue, DemandsKindAndSource) {
  EXPECT_THAT(read(R"({ value = 1, source = "S1" })", "").text(), HasSubstr("does not say its kind"));
  EXPECT_THAT(read(R"({ value = 1, kind = "measured" })", "").text(), HasSubstr("has no source"));
  EXPECT_THAT(read(R"({ kind = "measured", source = "S1" })", "").text(), HasSubstr("has no value"));
}

TEST(ReadValue, AnAssumptionSaysWhyAndHowFar) {
  const auto text = read(R"({ value = 1, kind = "assumption" })", "").text();
  EXPECT_THAT(text, HasSubstr("must say why"));
  EXPECT_THAT(text, HasSubstr("must give a range"));
  EXPECT_EQ(read(R"({ value = 1, range = [0, 2], kind = "assumption", why = "planning" })", "").text(), "");
}

TEST(ReadValue, ADerivedValueGivesItsFormula) {
  EXPECT_THAT(read(R"({ value = 1, kind = "derived", source = "S1" })", "").text(), HasSubstr("must give its formula"));
}

TEST(ReadValue, PowerNeedsABoundaryAndMoneyAYear) {
  EXPECT_THAT(read(R"({ value = "9 W", kind = "measured", source = "S1" })", "W").text(), HasSubstr("boundary"));
  EXPECT_THAT(read(R"({ value = "9 pJ/bit", kind = "measured", source = "S1" })", "pJ/bit").text(),
              HasSubstr("boundary"));
  EXPECT_THAT(read(R"({ value = "9 USD", kind = "measured", source = "S1" })", "USD").text(), HasSubstr("year"));
}

TEST(ReadValue, DefaultSpreadFollowsTheGrade) {
  const auto half_width = [](const std::string& kind) {
    const auto v = read("{ value = 100, kind = \"" + kind + "\", source = \"S1\", formula = \"f\" }", "").value;
    return v.spread ? (v.spread->high - v.spread->low) / 200.0 : 0.0;
  };
  EXPECT_DOUBLE_EQ(half_width("measured"), 0.05);
  EXPECT_DOUBLE_EQ(half_width("datasheet"), 0.05);
  EXPECT_DOUBLE_EQ(half_width("vendor-claim"), 0.20);
  EXPECT_DOUBLE_EQ(half_width("analyst"), 0.20);
  EXPECT_DOUBLE_EQ(half_width("standard"), 0.0);
  EXPECT_DOUBLE_EQ(half_width("derived"), 0.0);
}

TEST(ReadValue, CountsAndLevelsGetNoDefaultSpread) {
  EXPECT_FALSE(read(R"({ value = 8, kind = "analyst", source = "S1", counts = "engines" })", "").value.spread);
  EXPECT_FALSE(read(R"({ value = "3 dB", kind = "analyst", source = "S1" })", "dB").value.spread);
  EXPECT_FALSE(read(R"({ value = 0, kind = "analyst", source = "S1" })", "").value.spread);
}

TEST(ReadValue, DefaultSpreadOfANegativeNumberIsInOrder) {
  const auto v = read(R"({ value = -10, kind = "analyst", source = "S1" })", "").value;
  ASSERT_TRUE(v.spread);
  EXPECT_DOUBLE_EQ(v.spread->low, -12.0);
  EXPECT_DOUBLE_EQ(v.spread->high, -8.0);
}

TEST(ReadValue, DefaultSpreadStaysInTheAllowedRange) {
  const auto v = read(R"({ value = 0.9, kind = "analyst", source = "S1" })", "", fraction).value;
  ASSERT_TRUE(v.spread);
  EXPECT_DOUBLE_EQ(v.spread->low, 0.72);
  EXPECT_DOUBLE_EQ(v.spread->high, 1.0);
}

TEST(ReadValue, RefusesRangesThatAreNone) {
  const auto with_range = [](const std::string& range) {
    return read("{ value = 5, kind = \"measured\", source = \"S1\", range = " + range + " }", "", {.min = 0.0}).text();
  };
  EXPECT_EQ(with_range("[4, 6]"), "");
  EXPECT_THAT(with_range("[6, 7]"), HasSubstr("outside its range"));
  EXPECT_THAT(with_range("[6, 4]"), HasSubstr("outside its range"));
  EXPECT_THAT(with_range("[4]"), HasSubstr("list of two values"));
  EXPECT_THAT(with_range("4"), HasSubstr("list of two values"));
  EXPECT_THAT(with_range("[-1, 6]"), HasSubstr("out of range"));
  EXPECT_THAT(with_range("[nan, 6]"), HasSubstr("not a finite number"));
  EXPECT_THAT(with_range("[\"4 W\", 6]"), HasSubstr("something else"));
}

TEST(ReadValue, RefusesLawsThatCannotHold) {
  const auto with_law = [](const std::string& law, const std::string& range) {
    return read("{ value = 5, kind = \"measured\", source = \"S1\", range = " + range + ", dist = \"" + law + "\" }",
                "", {.min = 0.0})
        .text();
  };
  EXPECT_THAT(with_law("lognormal", "[0, 6]"), HasSubstr("must be positive"));
  EXPECT_EQ(with_law("lognormal", "[1, 6]"), "");
  EXPECT_THAT(with_law("normal", "[1, 9]"), HasSubstr("leaves the allowed range"));
  EXPECT_EQ(with_law("normal", "[4.9, 5.1]"), "");
  EXPECT_THAT(with_law("pret", "[1, 6]"), HasSubstr("did you mean \"pert\"?"));
}

TEST(ReadValue, FromTakesTheOriginAndItsSpread) {
  const auto origin = read(measured_power, "W").value;
  const ValueLookup lookup = [&](std::string_view path) { return path == "x.v" ? &origin : nullptr; };
  const auto half = read(R"({ from = "x.v", times = 0.5, note = "one of two ends" })", "W", {}, lookup);
  EXPECT_EQ(half.text(), "");
  EXPECT_DOUBLE_EQ(half.value.nominal, 4.5);
  EXPECT_DOUBLE_EQ(half.value.spread->low, 3.5);
  EXPECT_DOUBLE_EQ(half.value.times, 0.5);
  EXPECT_EQ(half.value.origin, "x.v");
  EXPECT_EQ(half.value.note, "one of two ends");
  EXPECT_EQ(half.value.source, "S1");
}

TEST(ReadValue, FromIsCheckedLikeAnyValue) {
  const auto origin = read(measured_power, "W").value;
  const ValueLookup lookup = [&](std::string_view path) { return path == "x.v" ? &origin : nullptr; };
  EXPECT_THAT(read(R"({ from = "x.w" })", "W", {}, lookup).text(), HasSubstr("there is no catalog value \"x.w\""));
  EXPECT_THAT(read(R"({ from = "x.v" })", "m", {}, lookup).text(), HasSubstr("is in W, where m is wanted"));
  EXPECT_THAT(read(R"({ from = "x.v", times = 3 })", "W", {.max = 20.0}, lookup).text(), HasSubstr("out of range"));
  EXPECT_THAT(read(R"({ from = "x.v", times = 2 })", "W", {.max = 20.0}, lookup).text(), HasSubstr("out of range"));
  EXPECT_THAT(read(R"({ from = "x.v", times = -1 })", "W", {}, lookup).text(), HasSubstr("times = -1 is out of range"));
  EXPECT_THAT(read(R"({ from = "x.v", times = nan })", "W", {}, lookup).text(), HasSubstr("not a finite number"));
  EXPECT_THAT(read(R"({ from = "x.v", value = "9 W" })", "W", {}, lookup).text(), HasSubstr("from"));
  EXPECT_THAT(read(R"({ from = 5 })", "W", {}, lookup).text(), HasSubstr("there is no catalog value"));
}

TEST(ReadValue, FromTextIsNoNumber) {
  const Value words{.path = "x.v", .unit = "", .text = "beyond 2027"};
  const ValueLookup lookup = [&](std::string_view) { return &words; };
  EXPECT_THAT(read(R"({ from = "x.v" })", "", {}, lookup).text(), HasSubstr("words, not a number"));
}

TEST(ReadValue, KeysOfTheWrongKindAreTold) {
  const auto text = read(R"({ value = 1, kind = "measured", source = 5, year = "soon", note = [1] })", "").text();
  EXPECT_THAT(text, HasSubstr("source must be a text, not an integer"));
  EXPECT_THAT(text, HasSubstr("year must be an integer, not a text"));
  EXPECT_THAT(text, HasSubstr("note must be a text, not a list"));
}

TEST(ReadNumber, AsksForUnits) {
  EXPECT_THAT(read_bare("9", "W").text(), HasSubstr("v needs a unit, for example \"9 W\""));
  EXPECT_THAT(read_bare("\"9\"", "W").text(), HasSubstr("v needs a unit, for example \"9 W\""));
  EXPECT_EQ(read_bare("\"9\"", "%").text(), "");
  EXPECT_THAT(read_bare("\"nine W\"", "W").text(), HasSubstr("is not a number with a unit like W"));
  EXPECT_THAT(read_bare("\"9 Wat\"", "W").text(), HasSubstr("is not a number with a unit like W"));
  EXPECT_THAT(read_bare("\"9 dBm\"", "W").text(), HasSubstr("measures something else"));
  EXPECT_THAT(read_bare("[9]", "W").text(), HasSubstr("must be a number, not a list"));
  EXPECT_EQ(read_bare("\"9 mW\"", "W").text(), "");
}

TEST(ReadNumber, ChecksRangesInTheFieldsUnit) {
  EXPECT_THAT(read_bare("\"2 km\"", "m", {.max = 1000.0}).text(), HasSubstr("v = 2,000 m is out of range"));
  EXPECT_THAT(read_bare("\"2 km\"", "m", {.max = 1000.0}).text(), HasSubstr("it must be at most 1,000 m"));
  EXPECT_THAT(read_bare("\"2 m\"", "m", {.min = 3.0, .max = 5.0}).text(), HasSubstr("it must lie in [3, 5 m]"));
  EXPECT_THAT(read_bare("-1", "", {.min = 0.0}).text(), HasSubstr("it must be at least 0\n"));
  EXPECT_THAT(read_bare("\"0 m\"", "m", positive).text(), HasSubstr("it must be above 0"));
  EXPECT_EQ(read_bare("\"1 km\"", "m", {.max = 1000.0}).text(), "");
  EXPECT_EQ(read_bare("\"100 %\"", "", fraction).text(), "");
}

TEST(ReadNumber, RefusesNanAndInfinity) {
  for (const auto* text : {"nan", "inf", "-inf", "\"nan W\"", "\"inf W\"", "\"1e999 W\""}) {
    EXPECT_TRUE(read_bare(text, "").has_errors()) << text;
    EXPECT_TRUE(read_bare(text, "W").has_errors()) << text;
  }
}

}  // namespace
}  // namespace copack::catalog
