// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

/// Charts as self-contained SVG texts: no script, no network, the same bytes for the same numbers. Values are in the
/// unit that the axis label names. Numbers that are not finite are left out and said so in the row. No chart relies on
/// colour alone.
namespace copack::report {

/// What every chart says of itself. `id` must be unique on a page.
struct ChartText {
  std::string id;
  std::string title;
  std::string description;  ///< the conclusion in a sentence, for those who do not see the picture
  std::string axis;         ///< with its unit
  bool years = false;       ///< values are calendar years, ticks are quarters
};

/// One row: a bar from `low` to `high`, a dot in the middle, a ring at the nominal value.
struct IntervalRow {
  std::string label;
  double low = 0.0;
  double middle = 0.0;
  double high = 0.0;
  double nominal = 0.0;
  std::string shown;  ///< the numbers in words, at the right
};
std::string interval_chart(const ChartText& text, const std::vector<IntervalRow>& rows);

/// One row of stacked segments, one for each series.
struct StackedRow {
  std::string label;
  std::vector<double> values;
  std::string shown;  ///< the total in words, at the right
};
std::string stacked_bars(const ChartText& text, const std::vector<std::string>& series,
                         const std::vector<StackedRow>& rows);

/// Terms that add up: each bar begins where the one before ended; the last row is the sum.
struct WaterfallTerm {
  std::string label;
  double value = 0.0;
  std::string shown;
};
std::string waterfall_chart(const ChartText& text, const std::vector<WaterfallTerm>& terms, const WaterfallTerm& total);

/// A quantity that jumps at given dates, between 0 and 1.
struct StepSeries {
  std::string label;
  std::vector<double> values;  ///< one for each step
};
std::string step_chart(const ChartText& text, const std::vector<std::string>& steps,
                       const std::vector<StepSeries>& series);

/// What moves the outcome: outcome at the low and at the high end of each number.
struct TornadoRow {
  std::string label;
  double at_low = 0.0;
  double at_high = 0.0;
  std::string low_shown;  ///< the low end of the number
  std::string high_shown;
};
std::string tornado_chart(const ChartText& text, double centre, const std::vector<TornadoRow>& rows);

/// Cumulative distribution of samples, from their 1 % to their 99 % quantile.
struct CdfSeries {
  std::string label;
  std::vector<double> samples;  ///< in any order
};
std::string cdf_chart(const ChartText& text, const std::vector<CdfSeries>& series);

/// Points joined by lines in their order, each with an optional vertical range and word beside it.
struct ChartPoint {
  double x = 0.0;
  double y = 0.0;
  double y_low = 0.0;
  double y_high = 0.0;  ///< y_low = y_high: no range
  std::string label{};
};
struct PointSeries {
  std::string label;
  std::vector<ChartPoint> points;
};
/// `ChartText::axis` names the horizontal axis. An axis with a logarithmic scale leaves out what is not above zero.
struct PointAxes {
  std::string vertical;  ///< with its unit
  bool log_x = false;
  bool log_y = false;
  std::vector<double> x_ticks{};  ///< none: round numbers
};
std::string point_chart(const ChartText& text, const PointAxes& axes, const std::vector<PointSeries>& series);

}  // namespace copack::report
