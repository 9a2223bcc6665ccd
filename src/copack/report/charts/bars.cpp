// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "copack/report/charts.hpp"
#include "copack/report/charts/svg.hpp"

namespace copack::report {
namespace {

using svg::Anchor;
using svg::Drawing;
using svg::Swatch;

constexpr double label_right = 176.0;  ///< row labels end here, the plot begins a little later
constexpr double plot_left = 190.0;
constexpr double row_height = 38.0;
constexpr double axis_height = 44.0;

/// Room at the right for the widest of the shown numbers.
template <class Rows>
double plot_right(const Rows& rows) {
  double widest = 0.0;
  for (const auto& row : rows) widest = std::max(widest, svg::text_width(row.shown, svg::small_size));
  return svg::page_width - std::min(widest, 220.0) - 14.0;
}

double height_of(std::size_t rows, double top) { return top + row_height * static_cast<double>(rows) + axis_height; }

double middle_of(std::size_t row, double top) { return top + row_height * (static_cast<double>(row) + 0.5); }

void draw_label(Drawing& drawing, double y, const std::string& label) {
  drawing.label({label_right, y}, label, label_right - 2.0);
}

void draw_shown(Drawing& drawing, double y, const std::string& shown) {
  drawing.text({svg::page_width, y + 4.5}, shown, Anchor::end, svg::small_size);
}

}  // namespace

std::string interval_chart(const ChartText& text, const std::vector<IntervalRow>& rows) {
  const std::vector<svg::LegendEntry> legend{
      {"P10 to P90", 0, Swatch::band}, {"median", 0, Swatch::dot}, {"nominal world", 0, Swatch::diamond}};
  const double top = svg::legend_height(legend);
  const double bottom = height_of(rows.size(), top) - axis_height;
  Drawing drawing(text.id, bottom + axis_height, text.title, text.description);
  svg::draw_legend(drawing, legend, 0.0);
  std::vector<double> values;
  for (const auto& r : rows) values.insert(values.end(), {r.low, r.middle, r.high, r.nominal});
  const auto axis = svg::axis_over(values, plot_left, plot_right(rows), text.axis, text.years);
  svg::draw_x_axis(drawing, axis, top, bottom);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto& r = rows[i];
    const double y = middle_of(i, top);
    draw_label(drawing, y, r.label);
    draw_shown(drawing, y, r.shown);
    if (std::isfinite(r.low) && std::isfinite(r.high)) {
      drawing.band({axis.at(r.low), y - 5.0}, axis.at(r.high) - axis.at(r.low), 10.0);
    }
    if (std::isfinite(r.middle)) drawing.marker({axis.at(r.middle), y}, 0);
    if (std::isfinite(r.nominal)) drawing.diamond({axis.at(r.nominal), y});
  }
  return drawing.finish();
}

std::string stacked_bars(const ChartText& text, const std::vector<std::string>& series,
                         const std::vector<StackedRow>& rows) {
  std::vector<svg::LegendEntry> legend;
  for (std::size_t k = 0; series.size() > 1 && k < series.size(); ++k) legend.push_back({series[k], k, Swatch::area});
  const double top = svg::legend_height(legend) + 4.0;
  const double bottom = height_of(rows.size(), top) - axis_height;
  Drawing drawing(text.id, bottom + axis_height, text.title, text.description);
  svg::draw_legend(drawing, legend, 0.0);
  std::vector<double> totals{0.0};
  for (const auto& r : rows) {
    double sum = 0.0;
    for (const double v : r.values) sum += std::isfinite(v) ? v : 0.0;
    totals.push_back(sum);
  }
  const auto axis = svg::axis_over(totals, plot_left, plot_right(rows), text.axis);
  svg::draw_x_axis(drawing, axis, top, bottom);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const double y = middle_of(i, top);
    draw_label(drawing, y, rows[i].label);
    draw_shown(drawing, y, rows[i].shown);
    double from = 0.0;
    for (std::size_t k = 0; k < rows[i].values.size(); ++k) {
      const double v = rows[i].values[k];
      if (!(std::isfinite(v) && v > 0.0)) continue;
      drawing.bar({axis.at(from), y - 11.0}, axis.at(from + v) - axis.at(from), 22.0, k);
      from += v;
    }
  }
  return drawing.finish();
}

std::string waterfall_chart(const ChartText& text, const std::vector<WaterfallTerm>& terms,
                            const WaterfallTerm& total) {
  const std::vector<svg::LegendEntry> legend{
      {"gain", 0, Swatch::area}, {"loss", 1, Swatch::hatched_area}, {"sum", 5, Swatch::area}};
  const double top = svg::legend_height(legend);
  const double bottom = height_of(terms.size() + 1, top) - axis_height;
  Drawing drawing(text.id, bottom + axis_height, text.title, text.description);
  svg::draw_legend(drawing, legend, 0.0);
  std::vector<WaterfallTerm> rows = terms;
  rows.push_back(total);
  std::vector<double> ends{0.0};
  for (const auto& t : terms) ends.push_back(ends.back() + (std::isfinite(t.value) ? t.value : 0.0));
  auto values = ends;
  values.push_back(total.value);
  const auto axis = svg::axis_over(values, plot_left, plot_right(rows), text.axis);
  svg::draw_x_axis(drawing, axis, top, bottom);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const bool sum = i == terms.size();
    const double y = middle_of(i, top);
    const double from = sum ? 0.0 : ends[i];
    const double to = sum ? (std::isfinite(total.value) ? total.value : 0.0) : ends[i + 1];
    draw_label(drawing, y, rows[i].label);
    draw_shown(drawing, y, rows[i].shown);
    const double left = std::min(axis.at(from), axis.at(to));
    drawing.bar({left, y - 11.0}, std::max(1.0, std::abs(axis.at(to) - axis.at(from))), 22.0,
                sum ? 5 : (to < from ? 1 : 0));
    if (i + 1 < terms.size()) drawing.line({axis.at(to), y + 11.0}, {axis.at(to), y + row_height - 11.0}, "dots");
  }
  return drawing.finish();
}

std::string tornado_chart(const ChartText& text, double centre, const std::vector<TornadoRow>& rows) {
  const std::vector<svg::LegendEntry> legend{{"in the lowest tenth of the number", 1, Swatch::hatched_area},
                                             {"in its highest tenth", 0, Swatch::area}};
  const double top = svg::legend_height(legend);
  constexpr double tall_row = 44.0;
  constexpr double side = 84.0;  // for the words at both ends of the bars
  constexpr double wide_label = 190.0;
  const double bottom = top + tall_row * static_cast<double>(rows.size());
  Drawing drawing(text.id, bottom + axis_height, text.title, text.description);
  svg::draw_legend(drawing, legend, 0.0);
  std::vector<double> values{centre};
  for (const auto& r : rows) values.insert(values.end(), {r.at_low, r.at_high});
  const auto axis = svg::axis_over(values, wide_label + side, svg::page_width - side, text.axis);
  svg::draw_x_axis(drawing, axis, top, bottom);
  const auto half = [&](double value, double y, const std::string& words, std::size_t series) {
    if (!std::isfinite(value)) return;
    const double from = axis.at(centre);
    const double to = axis.at(value);
    drawing.bar({std::min(from, to), y}, std::abs(to - from), 13.0, series, series == 1);
    const bool right = to >= from;
    drawing.text({to + (right ? 5.0 : -5.0), y + 11.0}, words, right ? Anchor::start : Anchor::end, svg::small_size);
  };
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const double y = top + tall_row * (static_cast<double>(i) + 0.5);
    drawing.label({wide_label - 4.0, y}, rows[i].label, wide_label - 6.0);
    half(rows[i].at_low, y - 15.0, rows[i].low_shown, 1);
    half(rows[i].at_high, y + 1.0, rows[i].high_shown, 0);
  }
  drawing.line({axis.at(centre), top}, {axis.at(centre), bottom}, "strong");
  return drawing.finish();
}

}  // namespace copack::report
