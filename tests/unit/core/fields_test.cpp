// SPDX-License-Identifier: Apache-2.0
#include "copack/core/fields.hpp"

#include <gtest/gtest.h>

#include <array>

namespace copack {
namespace {

enum class Colour { red, green };
std::span<const std::string_view> choice_names(Colour /*unused*/) {
  static constexpr std::array<std::string_view, 2> names{"red", "green"};
  return names;
}

struct Part {
  Power power = 2.0 * unit::W;
};
void describe(Fields& f, Part& x) { f("power", "W", x.power, "electrical power", non_negative); }

struct Whole {
  Colour colour = Colour::green;
  Decibel loss = Decibel::from_db(3.0);
  std::vector<Part> parts{{}, {}};
  std::vector<double> shares{0.25, 0.75};
  Part spare;
};
void describe(Fields& f, Whole& x) {
  f("colour", x.colour, "its colour");
  f("loss", "dB", x.loss, "loss", by("a + b"));
  f("parts", x.parts, "its parts");
  f("shares", "", x.shares, "shares");
  f("spare", x.spare, "a spare part");
}

TEST(Flatten, NamesEveryFieldByItsPath) {
  const auto flat = flatten(Whole{});
  ASSERT_EQ(flat.size(), 7u);
  EXPECT_EQ(flat[0].text, "green");
  EXPECT_EQ(flat[1].formula, "a + b");
  EXPECT_EQ(flat[2].path, "parts[0].power");
  EXPECT_EQ(flat[3].path, "parts[1].power");
  EXPECT_EQ(flat[4].path, "shares[0]");
  EXPECT_DOUBLE_EQ(flat[5].stored, 0.75);
  EXPECT_EQ(flat[6].path, "spare.power");
  EXPECT_EQ(flat[6].unit, "W");
  EXPECT_EQ(flat[6].min, 0.0);
  EXPECT_EQ(flat[6].place, nullptr);  // the value was a copy
}

TEST(NumberPlaces, SetTheMembersOfTheVisitedStruct) {
  Whole whole;
  const NumberPlaces places([&](Fields& f) { describe(f, whole); });
  for (const auto* path : {"loss", "parts[1].power", "shares[0]", "spare.power"}) {
    ASSERT_NE(places.find(path), nullptr) << path;
    *places.find(path)->place = 7.0;
    EXPECT_EQ(places.problem(path), "");
  }
  EXPECT_EQ(whole.loss.db(), 7.0);
  EXPECT_EQ(whole.parts[0].power.si(), 2.0);
  EXPECT_EQ(whole.parts[1].power.si(), 7.0);
  EXPECT_EQ(whole.shares[0], 7.0);
  EXPECT_EQ(whole.spare.power.si(), 7.0);
}

TEST(NumberPlaces, TellWhyAPathNamesNoNumber) {
  Whole whole;
  const NumberPlaces places([&](Fields& f) { describe(f, whole); });
  EXPECT_EQ(places.find("colour"), nullptr);
  EXPECT_EQ(places.problem("colour"), "\"colour\" is a choice, not a quantity");
  EXPECT_EQ(places.find("parts[2].power"), nullptr);
  EXPECT_EQ(places.problem("spare.powr"), "there is no number \"spare.powr\" - did you mean \"spare.power\"?");
}

}  // namespace
}  // namespace copack
