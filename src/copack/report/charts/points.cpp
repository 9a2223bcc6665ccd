// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "copack/report/charts.hpp"
#include "copack/report/charts/svg.hpp"

namespace copack::report {
namespace {

using svg::Anchor;
using svg::Drawing;
using svg::Point;

constexpr double plot_left = 62.0;
constexpr double plot_height = 340.0;
constexpr double axis_height = 44.0;

/// Positions of numbers along a line of the page, linear or logarithmic.
struct Axis {
  double low = 0.0, high = 1.0;
  double from = 0.0, to = 1.0;  ///< positions of low and high
  bool log = false;
  std::vector<double> ticks;
  double step = 1.0;

  [[nodiscard]] bool has(double v) const { return std::isfinite(v) && (!log || v > 0.0); }
  [[nodiscard]] double at(double v) const {
    const double share = log ? std::log(v / low) / std::log(high / low) : (v - low) / (high - low);
    return from + std::clamp(share, 0.0, 1.0) * (to - from);
  }
  [[nodiscard]] std::string text(double tick) const {
    return log ? svg::tick_text(tick, tick < 1.0 ? tick : 1.0) : svg::tick_text(tick, step);
  }
};

/// Whole decades from the last at or below `low` to the first at or above `high`; where they are few, 2 and 5 times
/// them as well.
std::vector<double> decade_ticks(double low, double high) {
  constexpr double slack = 1e-9, few = 2.5;
  const bool fine = std::log10(high / low) < few;
  const auto steps = fine ? std::vector{1.0, 2.0, 5.0} : std::vector{1.0};
  const int first = static_cast<int>(std::floor(std::log10(low) + slack));
  const int last = static_cast<int>(std::ceil(std::log10(high) - slack));
  std::vector<double> ticks;
  for (int k = first; k <= last; ++k) {
    for (const double step : steps) ticks.push_back(step * std::pow(10.0, k));
  }
  const auto above_low = std::ranges::upper_bound(ticks, low * (1.0 + slack));
  if (above_low != ticks.begin()) ticks.erase(ticks.begin(), above_low - 1);
  const auto at_high = std::ranges::lower_bound(ticks, high * (1.0 - slack));
  if (at_high != ticks.end()) ticks.erase(at_high + 1, ticks.end());
  return ticks;
}

/// Decades, or the given ticks with some room around them.
Axis log_axis(double low, double high, const std::vector<double>& given) {
  if (given.empty()) {
    auto ticks = decade_ticks(low, high);
    const double first = ticks.front(), last = ticks.back();
    return {.low = first, .high = last > first ? last : 10.0 * first, .log = true, .ticks = std::move(ticks)};
  }
  const double room = std::pow(given.back() / given.front(), 0.04);
  return {.low = std::min(low, given.front()) / room,
          .high = std::max(high, given.back()) * room,
          .log = true,
          .ticks = given};
}

Axis axis_over(std::vector<double> values, bool log, const std::vector<double>& ticks, double from, double to) {
  std::erase_if(values, [&](double v) { return !std::isfinite(v) || (log && v <= 0.0); });
  if (values.empty()) values = {1.0};
  const auto [low, high] = std::ranges::minmax(values);
  Axis s;
  if (log) {
    s = log_axis(low, high, ticks);
  } else {
    constexpr int about = 6;
    const auto nice = svg::nice_ticks(std::min(0.0, low), high, about);
    s = {.low = nice.values.front(), .high = nice.values.back(), .ticks = nice.values, .step = nice.step};
  }
  s.from = from;
  s.to = to;
  return s;
}

void draw_axes(Drawing& drawing, const ChartText& text, const PointAxes& axes, const Axis& x, const Axis& y) {
  for (const double tick : y.ticks) {
    drawing.line({x.from, y.at(tick)}, {x.to, y.at(tick)}, tick == y.low ? "zero" : "grid");
    drawing.text({x.from - 8.0, y.at(tick) + 4.0}, y.text(tick), Anchor::end, svg::small_size);
  }
  for (const double tick : x.ticks) {
    drawing.line({x.at(tick), y.to}, {x.at(tick), y.from}, "grid");
    drawing.text({x.at(tick), y.from + 16.0}, x.text(tick), Anchor::middle, svg::small_size);
  }
  drawing.text({0.0, y.to - 10.0}, axes.vertical, Anchor::start, svg::small_size);
  drawing.text({0.5 * (x.from + x.to), y.from + 34.0}, text.axis, Anchor::middle, svg::small_size);
}

/// Words beside points, each where it covers neither a point nor another word; one that finds no place is left out.
class Labels {
 public:
  void block(Point at) { taken_.push_back({at.x - 6.0, at.y - 6.0, at.x + 6.0, at.y + 6.0}); }
  void place(Drawing& drawing, Point at, std::string_view words) {
    const double width = svg::text_width(words, svg::small_size);
    constexpr double height = 11.0, gap = 8.0;
    for (const auto& [dx, dy] : {Point{gap, -4.0}, Point{-gap - width, -4.0}, Point{gap, 14.0},
                                 Point{-gap - width, 14.0}, Point{-0.5 * width, -10.0}, Point{-0.5 * width, 20.0}}) {
      const Box box{at.x + dx, at.y + dy - height, at.x + dx + width, at.y + dy};
      if (box.left < plot_left || box.right > svg::page_width) continue;
      if (std::ranges::any_of(taken_, [&](const Box& other) { return box.meets(other); })) continue;
      drawing.text({box.left, box.bottom}, words, Anchor::start, svg::small_size);
      taken_.push_back(box);
      return;
    }
  }

 private:
  struct Box {
    double left, top, right, bottom;
    [[nodiscard]] bool meets(const Box& o) const {
      return left < o.right && o.left < right && top < o.bottom && o.top < bottom;
    }
  };
  std::vector<Box> taken_;
};

}  // namespace

std::string point_chart(const ChartText& text, const PointAxes& axes, const std::vector<PointSeries>& series) {
  std::vector<svg::LegendEntry> legend;
  std::vector<double> xs, ys;
  for (std::size_t k = 0; k < series.size(); ++k) {
    legend.push_back({series[k].label, k, svg::Swatch::line});
    for (const auto& p : series[k].points) {
      xs.push_back(p.x);
      ys.insert(ys.end(), {p.y, p.y_low, p.y_high});
    }
  }
  const double top = svg::legend_height(legend) + 24.0, bottom = top + plot_height;
  const auto x = axis_over(xs, axes.log_x, axes.x_ticks, plot_left, svg::page_width - 24.0);
  const auto y = axis_over(ys, axes.log_y, {}, bottom, top);
  Drawing drawing(text.id, bottom + axis_height, text.title, text.description);
  svg::draw_legend(drawing, legend, 0.0);
  draw_axes(drawing, text, axes, x, y);
  Labels labels;
  for (const auto& s : series) {
    for (const auto& p : s.points) {
      if (x.has(p.x) && y.has(p.y)) labels.block({x.at(p.x), y.at(p.y)});
    }
  }
  for (const auto& s : series) {
    for (const auto& p : s.points) {
      if (!p.label.empty() && x.has(p.x) && y.has(p.y)) labels.place(drawing, {x.at(p.x), y.at(p.y)}, p.label);
    }
  }
  const bool ranges = std::ranges::any_of(series, [](const PointSeries& s) {
    return std::ranges::any_of(s.points, [](const ChartPoint& p) { return p.y_low < p.y_high; });
  });
  for (std::size_t k = 0; k < series.size(); ++k) {
    // Ranges at the same place are set apart a little, so that none hides another.
    const double apart = ranges ? 4.0 * (static_cast<double>(k) - 0.5 * static_cast<double>(series.size() - 1)) : 0.0;
    std::vector<Point> line;
    for (const auto& p : series[k].points) {
      if (!x.has(p.x) || !y.has(p.y)) continue;
      line.push_back({x.at(p.x) + apart, y.at(p.y)});
      if (p.y_low < p.y_high) {
        const double low = y.has(p.y_low) ? p.y_low : y.low;
        drawing.whisker(line.back().x, y.at(low), y.at(p.y_high), k);
      }
    }
    if (line.size() > 1) drawing.path(line, k);
    for (const auto& at : line) drawing.marker(at, k);
  }
  return drawing.finish();
}

}  // namespace copack::report
