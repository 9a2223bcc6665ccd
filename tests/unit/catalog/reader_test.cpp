// SPDX-License-Identifier: Apache-2.0
#include "copack/catalog/reader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>

#include "copack/units/unit.hpp"

namespace copack::catalog {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

enum class Colour : unsigned char { red, green };
std::span<const std::string_view> choice_names(Colour /*unused*/) {
  static constexpr std::array<std::string_view, 2> names{"red", "green"};
  return names;
}

struct Part {
  std::string name;
  Power power = 2.0 * unit::W;
  int pieces = 1;
};
void describe(Fields& f, Part& x) {
  f("name", x.name, "name", required);
  f("power", "W", x.power, "electrical power", non_negative);
  f("pieces", x.pieces, "how many", {.min = 1.0, .max = 100.0});
}

struct Whole {
  std::string title;
  Colour colour = Colour::red;
  bool spare = false;
  std::int64_t serial = 7;
  std::vector<Part> parts;
  std::vector<double> shares;
  Part best;
};
void describe(Fields& f, Whole& x) {
  f("title", x.title, "what it is called", required);
  f("colour", x.colour, "its colour");
  f("spare", x.spare, "a spare");
  f("serial", x.serial, "serial number");
  f("parts", x.parts, "its parts");
  f("shares", "", x.shares, "shares", fraction);
  f("best", x.best, "the best part");
}
std::vector<Problem> validate(const Whole& x) {
  std::vector<Problem> problems;
  for (std::size_t i = 0; i < x.parts.size(); ++i) {
    if (x.parts[i].pieces == 13) problems.push_back({"parts[" + std::to_string(i) + "].pieces", "is unlucky"});
  }
  if (x.title == "bad") problems.push_back({"best.power", "is missing"});
  return problems;
}

struct Reading {
  Whole whole;
  std::vector<SourcedField> sourced;
  Diagnostics diagnostics;
  [[nodiscard]] std::string text() const { return diagnostics.text(); }
};

Reading read(std::string_view text, ReadOptions options = {}) {
  Reading reading;
  const auto root = parse_toml(text, "w.toml");
  reading.sourced = read_struct(root, reading.whole, reading.diagnostics, std::move(options));
  return reading;
}

TEST(NodeReader, FillsAStruct) {
  const auto reading = read(R"(title = "one"
colour = "green"
spare = true
serial = 9000000000
shares = [0.25, "75 %"]
[[parts]]
name = "a"
power = "3 kW"
pieces = 4
[[parts]]
name = "b"
)");
  EXPECT_EQ(reading.text(), "");
  const auto& w = reading.whole;
  EXPECT_EQ(w.colour, Colour::green);
  EXPECT_TRUE(w.spare);
  EXPECT_EQ(w.serial, 9000000000);
  EXPECT_THAT(w.shares, ElementsAre(0.25, 0.75));
  ASSERT_EQ(w.parts.size(), 2u);
  EXPECT_EQ(w.parts[0].power, 3.0 * unit::kW);
  EXPECT_EQ(w.parts[0].pieces, 4);
  EXPECT_EQ(w.parts[1].power, 2.0 * unit::W);
}

TEST(NodeReader, TellsAllProblemsAtTheirLines) {
  const auto text = read(R"(color = "red"
colour = "gren"
spare = 1
serial = 1.5
shares = [0.5, 2.0]
[[parts]]
power = "3 m"
pieces = 0
[best]
name = ""
pwer = "1 W"
)")
                        .text();
  EXPECT_THAT(text, HasSubstr(R"(w.toml:1:1: error: unknown key "color" - did you mean "colour"?)"));
  EXPECT_THAT(text, HasSubstr(R"(the file must give "title": what it is called)"));
  EXPECT_THAT(text,
              HasSubstr(R"(w.toml:2:10: error: colour: "gren" is not one of red, green - did you mean "green"?)"));
  EXPECT_THAT(text, HasSubstr("w.toml:3:9: error: spare must be true or false, not an integer"));
  EXPECT_THAT(text, HasSubstr("w.toml:4:10: error: serial must be an integer, not a number"));
  EXPECT_THAT(text, HasSubstr("w.toml:5:16: error: shares = 2 is out of range"));
  EXPECT_THAT(text, HasSubstr(R"(w.toml:6:1: error: [parts[0]] must give "name": name)"));
  EXPECT_THAT(text, HasSubstr("w.toml:7:9: error: power is wanted in W"));
  EXPECT_THAT(text, HasSubstr("w.toml:8:10: error: pieces = 0 is out of range"));
  EXPECT_THAT(text, HasSubstr("w.toml:10:8: error: name must not be empty"));
  EXPECT_THAT(text, HasSubstr(R"(w.toml:11:1: error: unknown key "pwer" - did you mean "power"?)"));
}

TEST(NodeReader, TellsWrongShapes) {
  EXPECT_THAT(read("title = [1]\nparts = 3\nbest = \"x\"\nshares = 0.5\ncolour = 1\n").text(),
              testing::AllOf(HasSubstr("title must be a text, not a list"), HasSubstr("parts must be a list"),
                             HasSubstr("best must be a table"), HasSubstr("shares must be a list"),
                             HasSubstr("colour must be one of red, green")));
  EXPECT_THAT(read("title = \"a\"\nparts = [1, 2]\n").text(), HasSubstr("parts[0] must be a table, not an integer"));
}

TEST(NodeReader, IntegersFromValuesAreWholeAndInRange) {
  const auto with = [](const std::string& key, const std::string& number) {
    const auto value = key + " = { value = " + number + R"(, kind = "measured", source = "S1", counts = "pieces" })";
    return read("title = \"a\"\n" + (key == "serial" ? value : "[best]\nname = \"b\"\n" + value) + "\n");
  };
  EXPECT_EQ(with("pieces", "12").whole.best.pieces, 12);
  EXPECT_THAT(with("pieces", "12.5").text(), HasSubstr("must be a whole number"));
  EXPECT_THAT(with("pieces", "1e30").text(), HasSubstr("out of range"));
  EXPECT_EQ(with("serial", "12").whole.serial, 12);
  EXPECT_THAT(with("serial", "1e30").text(), HasSubstr("out of range"));
}

TEST(NodeReader, AnUncertainCountKeepsItsNominal) {
  const auto reading = read(R"(title = "a"
[best]
name = "b"
pieces = { value = 12, range = [10, 20], kind = "measured", source = "S1", counts = "pieces" }
)");
  EXPECT_EQ(reading.text(), "");
  EXPECT_EQ(reading.whole.best.pieces, 12);
  ASSERT_EQ(reading.sourced.size(), 1u);
  EXPECT_FALSE(reading.sourced[0].value.spread) << "worlds do not move counts";
}

TEST(NodeReader, RemembersValuesWithTheirPaths) {
  const auto reading = read(R"(title = "a"
shares = [{ value = 0.5, range = [0.4, 0.6], kind = "analyst", source = "S1" }]
[[parts]]
name = "p"
power = { value = "5 W", kind = "measured", source = "S2", boundary = "module" }
)",
                            {.prefix = "technologies/t"});
  EXPECT_EQ(reading.text(), "");
  ASSERT_EQ(reading.sourced.size(), 2u);
  EXPECT_EQ(reading.sourced[0].path, "parts[0].power");
  EXPECT_EQ(reading.sourced[0].value.path, "technologies/t.parts[0].power");
  EXPECT_EQ(reading.sourced[1].path, "shares[0]");
}

TEST(NodeReader, MayInsistOnSources) {
  const auto text = read("title = \"a\"\n[best]\nname = \"b\"\npower = \"3 W\"\n", {.require_sources = true}).text();
  EXPECT_THAT(text, HasSubstr("best.power must be a value with a source"));
}

TEST(NodeReader, ConvertsMoneyOfOwnValues) {
  const PriceIndex prices{.level = {{2020, 100.0}, {2026, 125.0}}, .money_year = 2026};
  Money price;
  Diagnostics diagnostics;
  const auto root =
      parse_toml(R"(price = { value = "8 USD", kind = "measured", source = "S1", year = 2020 })", "w.toml");
  NodeReader reader(root, diagnostics, {.prices = &prices});
  reader(std::string_view("price"), std::string_view("USD"), price, std::string_view("price"));
  EXPECT_DOUBLE_EQ(price.in(unit::USD), 10.0);
}

TEST(NodeReader, ReportsProblemsOfValidateAtTheirPlaces) {
  EXPECT_THAT(read("title = \"a\"\n[[parts]]\nname = \"p\"\npieces = 13\n").text(),
              HasSubstr("w.toml:4:10: error: parts[0].pieces: is unlucky"));
  EXPECT_THAT(read("title = \"bad\"\n[best]\nname = \"b\"\n").text(),
              HasSubstr("w.toml:2:1: error: best.power: is missing"));
}

TEST(NodeReader, RefusesEndlessLists) {
  std::string text = "title = \"a\"\nshares = [";
  for (int i = 0; i < 100001; ++i) text += "1,";
  EXPECT_THAT(read(text + "]\n").text(), HasSubstr("shares has more than 100000 items"));
}

}  // namespace
}  // namespace copack::catalog
