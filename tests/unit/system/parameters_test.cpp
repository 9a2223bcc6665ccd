// SPDX-License-Identifier: Apache-2.0
#include "copack/system/parameters.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "copack/units/unit.hpp"

namespace copack::system {
namespace {

using testing::ElementsAre;

struct Part {
  Power power = 1.0 * unit::W;
  int pieces = 1;
};
void describe(Fields& f, Part& x) {
  f("power", "W", x.power, "power");
  f("pieces", x.pieces, "pieces");
}

struct Whole {
  Part best;
  std::vector<Part> parts{{}, {}};
  std::vector<double> shares{0.5, 0.5};
  Temperature warm = Temperature::from_celsius(20.0);
};
void describe(Fields& f, Whole& x) {
  f("best", x.best, "best part");
  f("parts", x.parts, "parts");
  f("shares", "", x.shares, "shares");
  f("warm", "degC", x.warm, "temperature");
}

catalog::Value uncertain(const std::string& path, double nominal) {
  catalog::Value value{.path = path, .unit = "W", .nominal = nominal};
  value.spread = {numerics::Law::uniform, nominal, 0.5 * nominal, 2.0 * nominal};
  return value;
}

/// The value at `times` of another one, as the catalog's reader makes it.
catalog::Value taken(const catalog::Value& origin, double times) {
  auto value = origin;
  value.path = "elsewhere";
  value.origin = origin.path;
  value.times = times;
  value.nominal *= times;
  value.spread->nominal *= times;
  value.spread->low *= times;
  value.spread->high *= times;
  return value;
}

TEST(ParameterSpace, TheSameValueIsOneParameter) {
  ParameterSpace space;
  const auto a = uncertain("c/a.power", 10.0);
  EXPECT_EQ(space.add(a), 0);
  EXPECT_EQ(space.add(uncertain("c/b.power", 1.0)), 1);
  EXPECT_EQ(space.add(a), 0);
  EXPECT_EQ(space.add(taken(a, 0.25)), 0);
  EXPECT_EQ(space.all().size(), 2u);
  EXPECT_EQ(space.find(taken(a, 4.0)), 0);
  EXPECT_EQ(space.find(uncertain("c/none", 1.0)), -1);
}

TEST(ParameterSpace, AFactorDoesNotChangeTheParameter) {
  ParameterSpace space;
  space.add(taken(uncertain("c/a.power", 10.0), 0.25));
  const auto& spread = space.all()[0].spread;
  EXPECT_DOUBLE_EQ(spread.nominal, 10.0);
  EXPECT_DOUBLE_EQ(spread.low, 5.0);
  EXPECT_DOUBLE_EQ(spread.high, 20.0);
}

TEST(ParameterSpace, ExactNumbersAreNoParameters) {
  ParameterSpace space;
  EXPECT_EQ(space.add({.path = "c/a", .nominal = 1.0}), -1);
  auto fixed = uncertain("c/b", 1.0);
  fixed.spread->law = numerics::Law::fixed;
  EXPECT_EQ(space.add(fixed), -1);
  EXPECT_TRUE(space.all().empty());
}

TEST(ParameterSpace, SpreadsCanBeReplaced) {
  ParameterSpace space;
  space.add(uncertain("c/a", 1.0));
  EXPECT_TRUE(space.replace_spread("c/a", {numerics::Law::pert, 3.0, 2.0, 4.0}));
  EXPECT_DOUBLE_EQ(space.all()[0].spread.nominal, 3.0);
  EXPECT_FALSE(space.replace_spread("c/b", {}));
}

TEST(FindSlots, PointAtTheFieldsOfUncertainValues) {
  Whole whole;
  const auto a = uncertain("c/a", 10.0);
  const auto b = uncertain("c/b", 0.5);
  const std::vector<catalog::SourcedField> sourced{{"best.power", taken(a, 0.5)},
                                                   {"parts[1].power", a},
                                                   {"shares[0]", b},
                                                   {"parts[0].power", {.path = "c/exact", .nominal = 7.0}}};
  ParameterSpace space;
  for (const auto& field : sourced) space.add(field.value);
  const auto slots = slots_of(whole, sourced, space);
  ASSERT_EQ(slots.size(), 3u);
  system::apply(slots, std::vector<double>{100.0, 0.125});
  EXPECT_DOUBLE_EQ(whole.best.power.in(unit::W), 50.0);
  EXPECT_DOUBLE_EQ(whole.parts[1].power.in(unit::W), 100.0);
  EXPECT_DOUBLE_EQ(whole.parts[0].power.in(unit::W), 1.0);
  EXPECT_THAT(whole.shares, ElementsAre(0.125, 0.5));
}

TEST(FindSlots, TheNominalWorldChangesNothing) {
  Whole whole;
  const auto value = uncertain("c/a", 1.0);
  const std::vector<catalog::SourcedField> sourced{{"best.power", value}, {"parts[0].power", taken(value, 1.0)}};
  ParameterSpace space;
  for (const auto& field : sourced) space.add(field.value);
  system::apply(slots_of(whole, sourced, space), std::vector<double>{space.all()[0].spread.nominal});
  EXPECT_EQ(whole.best.power, 1.0 * unit::W);
  EXPECT_EQ(whole.parts[0].power, 1.0 * unit::W);
}

}  // namespace
}  // namespace copack::system
