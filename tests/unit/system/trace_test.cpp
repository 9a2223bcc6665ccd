// SPDX-License-Identifier: Apache-2.0
#include "copack/system/trace.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>

#include "copack/units/unit.hpp"

namespace copack::system {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

enum class Kind : unsigned char { serdes, laser, heater };
std::span<const std::string_view> choice_names(Kind /*unused*/) {
  static constexpr std::array<std::string_view, 3> names{"serdes", "laser", "heater"};
  return names;
}

struct Term {
  Kind kind = Kind::serdes;
  Power power;
};
void describe(Fields& f, Term& x) {
  f("kind", x.kind, "of the term");
  f("power", "W", x.power, "of the term");
}

struct In {
  double count = 2.0;
  std::vector<Term> terms{{Kind::serdes, 1.0 * unit::W}, {Kind::laser, 2.0 * unit::W}, {Kind::heater, 3.0 * unit::W}};
};
void describe(Fields& f, In& x) {
  f("count", "", x.count, "how many");
  f("terms", x.terms, "terms");
}

struct Part {
  Power total;
};
void describe(Fields& f, Part& x) { f("total", "W", x.total, "of all", by("count * optics")); }

struct Out {
  Power optics;
  Power all;
  Power listed;
  Power counted;
  std::vector<Part> parts{Part{}};
  double count = 2.0;
};
void describe(Fields& f, Out& x) {
  f("optics", "W", x.optics, "laser and heater", by("sum(terms where kind = laser, heater)"));
  f("all", "W", x.all, "all terms", by("sum(terms)"));
  f("listed", "W", x.listed, "the same by name", by("count * sum(terms.power)"));
  f("counted", "W", x.counted, "the same by index", by("sum(terms[t].power / (1 + count)^t)"));
  f("parts", x.parts, "parts");
  f("count", "", x.count, "echo of the input");
}

TEST(NamesIn, FindsNamesOnceAndInOrder) {
  EXPECT_THAT(names_in("links * ends_per_link + links"), ElementsAre("links", "ends_per_link"));
  EXPECT_THAT(names_in("max(0, a - b)"), ElementsAre("a", "b"));
  EXPECT_THAT(names_in("2.5 * x^2 / 1e-3"), ElementsAre("x"));
  EXPECT_THAT(names_in(""), IsEmpty());
  EXPECT_THAT(names_in("1 - 2"), IsEmpty());
}

TEST(NamesIn, KeepsPathsAndDropsFullStops) {
  EXPECT_THAT(names_in("leaf.asics * tiers[0].links."), ElementsAre("leaf.asics", "tiers[0].links"));
  EXPECT_THAT(names_in("a[0]-b"), ElementsAre("a[0]-b")) << "a dash joins names such as leaf-spine";
  EXPECT_THAT(names_in("a- b"), ElementsAre("a", "b"));
}

Trace trace_of_model() {
  Trace trace;
  trace.add_model("m", visit_of(In{}), visit_of(Out{}));
  return trace;
}

TEST(Trace, ResolvesNamesInTheNearestTable) {
  const auto trace = trace_of_model();
  const auto* total = trace.find("m.parts[0].total");
  ASSERT_NE(total, nullptr);
  EXPECT_THAT(total->inputs, ElementsAre("m.count", "m.optics"));
}

TEST(Trace, AListMeansItsItemsThatMeetTheCondition) {
  const auto trace = trace_of_model();
  EXPECT_THAT(trace.find("m.optics")->inputs, ElementsAre("m.terms[1].power", "m.terms[2].power"));
  EXPECT_THAT(trace.find("m.all")->inputs, ElementsAre("m.terms[0].power", "m.terms[1].power", "m.terms[2].power"));
}

TEST(Trace, AFieldOfAListMeansThatFieldOfEveryItem) {
  const auto trace = trace_of_model();
  EXPECT_THAT(trace.find("m.listed")->inputs,
              ElementsAre("m.count", "m.terms[0].power", "m.terms[1].power", "m.terms[2].power"));
  EXPECT_THAT(trace.find("m.counted")->inputs,
              ElementsAre("m.terms[0].power", "m.terms[1].power", "m.terms[2].power", "m.count"));
}

TEST(Trace, AnEchoOfAnInputIsTheInput) {
  const auto trace = trace_of_model();
  EXPECT_EQ(std::ranges::count(trace.nodes(), "m.count", &TraceNode::path), 1);
}

TEST(Trace, ScopesDoNotMix) {
  auto trace = trace_of_model();
  trace.add_model("other", [](Fields& /*unused*/) {}, visit_of(Out{}));
  EXPECT_THAT(trace.find("other.optics")->inputs, IsEmpty());
  EXPECT_THAT(trace.find("other.parts[0].total")->inputs, ElementsAre("other.count", "other.optics"));
}

TEST(Trace, AliasesLeadToAnotherModel) {
  auto trace = trace_of_model();
  trace.alias("face.model.", "m.");
  ASSERT_NE(trace.find("face.model.optics"), nullptr);
  EXPECT_EQ(trace.find("face.model.optics")->path, "m.optics");
  EXPECT_EQ(trace.find("face.model.nothing"), nullptr);
  trace.add({.path = "face.draw", .unit = "W", .formula = "model.optics"});
  EXPECT_THAT(trace.find("face.draw")->inputs, IsEmpty()) << "only models have their formulas resolved";
}

TEST(Trace, ConnectAddsAnInputOnce) {
  auto trace = trace_of_model();
  trace.connect("m.count", "m.all");
  trace.connect("m.count", "m.all");
  trace.connect("m.count", "m.count");
  trace.connect("nothing", "m.all");
  EXPECT_THAT(trace.find("m.count")->inputs, ElementsAre("m.all"));
}

TEST(Trace, RemembersTheValuesBehindItsInputs) {
  auto trace = trace_of_model();
  const catalog::Value own{.path = "technologies/t.count", .nominal = 2.0, .place = {"t.toml", 7, 1}};
  const catalog::Value taken{
      .path = "technologies/t.terms[0].power", .nominal = 1.0, .origin = "components/c.power", .times = 0.5};
  const std::vector<catalog::SourcedField> fields{{"count", own}, {"terms[0].power", taken}, {"no_such_field", own}};
  trace.add_sources("m", fields);
  EXPECT_EQ(trace.find("m.count")->value_path, "technologies/t.count");
  EXPECT_EQ(trace.find("m.count")->place, "t.toml:7");
  EXPECT_EQ(trace.find("m.terms[0].power")->value_path, "components/c.power");
}

TEST(Trace, ANumberThatTheDesignSetsDoesNotComeFromTheCard) {
  auto trace = trace_of_model();
  const catalog::Value other{.path = "technologies/t.count", .nominal = 2.1};
  trace.add_sources("m", std::vector<catalog::SourcedField>{{"count", other}});
  EXPECT_EQ(trace.find("m.count")->value_path, "");
}

}  // namespace
}  // namespace copack::system
