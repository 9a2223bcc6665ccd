// SPDX-License-Identifier: Apache-2.0
#include "copack/report/charts.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <string>
#include <vector>

#include "copack/report/charts/svg.hpp"
#include "markup.hpp"

namespace copack::report {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinite = std::numeric_limits<double>::infinity();
const ChartText text{"chart", "Title <1> & \"2\"", "What it says", "power, W"};

void expect_sound(const std::string& svg) {
  EXPECT_EQ(testing::markup_problem(svg), "");
  EXPECT_THAT(svg, HasSubstr("role=\"img\""));
  EXPECT_THAT(svg, HasSubstr("<title id=\"chart-title\">Title &lt;1&gt; &amp; &quot;2&quot;</title>"));
  EXPECT_THAT(svg, HasSubstr("<desc id=\"chart-desc\">What it says</desc>"));
  EXPECT_THAT(svg, HasSubstr("viewBox=\"0 0 640 "));
  EXPECT_THAT(svg, Not(HasSubstr("=\"nan")));
  EXPECT_THAT(svg, Not(HasSubstr("=\"inf")));
  EXPECT_THAT(svg, Not(HasSubstr("=\"-"))) << "nothing is drawn outside the picture";
}

TEST(Charts, TicksAreRound) {
  const auto ticks = svg::nice_ticks(-9.8, 12.0, 5);
  EXPECT_EQ(ticks.step, 5.0);
  EXPECT_EQ(ticks.values, (std::vector<double>{-10, -5, 0, 5, 10, 15}));
  EXPECT_EQ(svg::tick_text(0.30000000000000004, 0.1), "0.3");
  EXPECT_EQ(svg::tick_text(-0.0, 0.1), "0");
  EXPECT_EQ(svg::tick_text(2500, 500), "2,500");
}

TEST(Charts, AxesCoverTheirValues) {
  for (const auto& values : {std::vector<double>{}, {nan}, {3.0}, {0.0, 0.0}, {-1e-12, 1e12}, {infinite, 2.0}}) {
    const auto axis = svg::axis_over(values, 100.0, 500.0, "x");
    EXPECT_LT(axis.low, axis.high);
    EXPECT_GE(axis.ticks.size(), 2U);
    EXPECT_LE(axis.ticks.size(), 12U);
  }
}

TEST(Charts, LabelsFitTheirWidth) {
  const auto lines = svg::label_lines("CPO from two suppliers, leaf-spine first, spine-core a year later", 170.0, 14.0);
  ASSERT_EQ(lines.size(), 2U);
  for (const auto& line : lines) EXPECT_LE(svg::text_width(line, 14.0), 170.0);
  EXPECT_LE(svg::text_width(svg::label_lines(std::string(90, 'x'), 170.0, 14.0).front(), 14.0), 170.0);
}

TEST(Charts, PointsOnLogarithmicAxesLeaveOutWhatHasNoPlace) {
  const std::vector<PointSeries> series{{"a", {{1.0, 10.0, 5.0, 20.0, "first"}, {100.0, 0.0, 0.0, 0.0}, {nan, 1.0}}},
                                        {"b", {{10.0, 1e4, 0.0, 1e5}, {1000.0, infinite}}}};
  const auto chart = point_chart(text, {.vertical = "reach, m", .log_x = true, .log_y = true}, series);
  expect_sound(chart);
  EXPECT_THAT(chart, HasSubstr(">first</text>"));
  EXPECT_THAT(chart, HasSubstr(">100,000</text>"));
  expect_sound(point_chart(text, {.vertical = "y"}, {}));
  expect_sound(point_chart(text, {.vertical = "y", .log_x = true, .x_ticks = {25.0, 50.0, 100.0}},
                           {{"a", {{25.0, 3.0, 3.0, 3.0}}}}));
}

TEST(Charts, AllSeriesLookDifferent) {
  std::vector<std::string> looks;
  for (std::size_t k = 0; k < svg::series_count; ++k) {
    svg::Drawing drawing("d", 10.0, "t", "d");
    drawing.marker({5.0, 5.0}, k);
    drawing.path({{0.0, 0.0}, {1.0, 1.0}}, k);
    looks.push_back(drawing.finish());
  }
  std::ranges::sort(looks);
  EXPECT_EQ(std::ranges::adjacent_find(looks), looks.end());
}

TEST(Charts, Intervals) {
  const auto chart = interval_chart(text, {{"A", 1, 2, 4, 2.2, "2 [1, 4]"}, {"no answer", nan, nan, nan, nan, "n/a"}});
  expect_sound(chart);
  EXPECT_THAT(chart, HasSubstr(">n/a</text>"));
  expect_sound(interval_chart(text, {}));
  expect_sound(interval_chart(text, {{"A", 1, 2, infinite, 2.0, "2 [1, never]"}}));
}

TEST(Charts, StackedBars) {
  const auto chart = stacked_bars(text, {"one", "two"}, {{"A", {1, 2}, "3 W"}, {"B", {nan, 2}, "2 W"}});
  expect_sound(chart);
  EXPECT_THAT(chart, HasSubstr("url(#chart-h2)")) << "the second series is hatched";
  EXPECT_THAT(chart, HasSubstr("<pattern id=\"chart-h2\""));
}

TEST(Charts, Waterfall) {
  const auto chart =
      waterfall_chart(text, {{"up", 9, "+9"}, {"down", -12, "-12"}, {"none", nan, "n/a"}}, {"sum", -3, "-3"});
  expect_sound(chart);
  EXPECT_THAT(chart, HasSubstr(">down</text>"));
}

TEST(Charts, Steps) {
  expect_sound(step_chart(text, {"2027-H1", "2027-H2"}, {{"A", {0.0, 0.6}}, {"B", {nan, 1.0}}}));
  expect_sound(step_chart(text, {}, {}));
}

TEST(Charts, Tornado) {
  expect_sound(tornado_chart(text, 1.0,
                             {{"a", -2, 3, "1 W", "2 W"}, {"same side", 2, 3, "1", "2"}, {"none", nan, 2, "1", "2"}}));
}

TEST(Charts, Cdf) { expect_sound(cdf_chart(text, {{"A", {3, 1, 2, nan}}, {"nothing", {}}, {"one", {5}}})); }

TEST(Charts, SameNumbersSameBytes) {
  const std::vector<TornadoRow> rows{{"a", -2.123456, 3.2, "1", "2"}};
  EXPECT_EQ(tornado_chart(text, 1.0, rows), tornado_chart(text, 1.0, rows));
}

}  // namespace
}  // namespace copack::report
