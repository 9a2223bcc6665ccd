// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "copack/numerics/statistics.hpp"
#include "copack/report/charts.hpp"
#include "copack/report/charts/svg.hpp"

namespace copack::report {
namespace {

using svg::Anchor;
using svg::Drawing;
using svg::Point;

constexpr double plot_left = 58.0;
constexpr double plot_height = 250.0;
constexpr double axis_height = 44.0;

/// Grid lines at 0, 25, ... 100 %.
void draw_percent_axis(Drawing& drawing, double top, double right, std::string_view words) {
  for (int k = 0; k <= 4; ++k) {
    const double y = top + plot_height * (1.0 - 0.25 * k);
    drawing.line({plot_left, y}, {right, y}, k == 0 ? "zero" : "grid");
    drawing.text({plot_left - 8.0, y + 4.0}, fmt::format("{} %", 25 * k), Anchor::end, svg::small_size);
  }
  drawing.text({0.0, top - 10.0}, words, Anchor::start, svg::small_size);
}

std::vector<svg::LegendEntry> legend_of(const auto& series) {
  std::vector<svg::LegendEntry> legend;
  legend.reserve(series.size());
  for (std::size_t k = 0; k < series.size(); ++k) legend.push_back({series[k].label, k, svg::Swatch::line});
  return legend;
}

double height_at(double share, double top) { return top + plot_height * (1.0 - std::clamp(share, 0.0, 1.0)); }

}  // namespace

std::string step_chart(const ChartText& text, const std::vector<std::string>& steps,
                       const std::vector<StepSeries>& series) {
  const auto legend = legend_of(series);
  const double top = svg::legend_height(legend) + 24.0;
  const double right = svg::page_width - 4.0;
  Drawing drawing(text.id, top + plot_height + axis_height, text.title, text.description);
  svg::draw_legend(drawing, legend, 0.0);
  draw_percent_axis(drawing, top, right, "share of worlds");
  const auto count = std::max<std::size_t>(steps.size(), 1);
  const double pitch = (right - plot_left) / static_cast<double>(count);
  constexpr double room_for_label = 62.0;
  const auto every = std::max<std::size_t>(1, static_cast<std::size_t>(std::ceil(room_for_label / pitch)));
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const double x = plot_left + pitch * static_cast<double>(i);
    drawing.line({x, top}, {x, top + plot_height}, "grid");
    if (i % every == 0)
      drawing.text({x + 0.5 * pitch, top + plot_height + 16.0}, steps[i], Anchor::middle, svg::small_size);
  }
  drawing.text({0.5 * (plot_left + right), top + plot_height + 34.0}, text.axis, Anchor::middle, svg::small_size);
  for (std::size_t k = 0; k < series.size(); ++k) {
    // Lines of the same height are set apart a little, so that none hides another.
    const double apart = 3.0 * (static_cast<double>(k) - 0.5 * static_cast<double>(series.size() - 1));
    std::vector<Point> points;
    for (std::size_t i = 0; i < series[k].values.size(); ++i) {
      if (!std::isfinite(series[k].values[i])) continue;
      const double y = height_at(series[k].values[i], top) + apart;
      points.push_back({plot_left + pitch * static_cast<double>(i), y});
      points.push_back({plot_left + pitch * static_cast<double>(i + 1), y});
    }
    drawing.path(points, k);
    for (std::size_t i = 0; i + 1 < points.size(); i += 2) {
      drawing.marker({0.5 * (points[i].x + points[i + 1].x), points[i].y}, k);
    }
  }
  return drawing.finish();
}

std::string cdf_chart(const ChartText& text, const std::vector<CdfSeries>& series) {
  const auto legend = legend_of(series);
  const double top = svg::legend_height(legend) + 24.0;
  const double right = svg::page_width - 24.0;
  Drawing drawing(text.id, top + plot_height + axis_height, text.title, text.description);
  svg::draw_legend(drawing, legend, 0.0);
  constexpr int points = 99;
  std::vector<std::vector<double>> quantiles;
  std::vector<double> all{0.0};
  for (const auto& s : series) {
    auto sorted = s.samples;
    std::erase_if(sorted, [](double v) { return !std::isfinite(v); });
    std::ranges::sort(sorted);
    auto& q = quantiles.emplace_back();
    for (int i = 1; i <= points && !sorted.empty(); ++i) q.push_back(numerics::sorted_quantile(sorted, 0.01 * i));
    all.insert(all.end(), q.begin(), q.end());
  }
  draw_percent_axis(drawing, top, right, "share of worlds at or below");
  const auto axis = svg::axis_over(all, plot_left, right, text.axis);
  svg::draw_x_axis(drawing, axis, top, top + plot_height);
  for (std::size_t k = 0; k < quantiles.size(); ++k) {
    std::vector<Point> line;
    line.reserve(quantiles[k].size());
    for (std::size_t i = 0; i < quantiles[k].size(); ++i) {
      line.push_back({axis.at(quantiles[k][i]), height_at(0.01 * static_cast<double>(i + 1), top)});
    }
    drawing.path(line, k);
    for (const std::size_t decile : {9UL, 49UL, 89UL}) {
      if (decile < line.size()) drawing.marker(line[decile], k);
    }
  }
  return drawing.finish();
}

}  // namespace copack::report
