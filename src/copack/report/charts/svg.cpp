// SPDX-License-Identifier: Apache-2.0
#include "copack/report/charts/svg.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "copack/report/format.hpp"

namespace copack::report::svg {
namespace {

/// Okabe-Ito hues, darkened to a contrast of at least 3:1 on white; a page may replace them for a dark ground.
constexpr std::array<std::string_view, series_count> colours{"#0072b2", "#c24e00", "#007a58", "#9a4c85",
                                                             "#80650a", "#57606a", "#b3245f", "#3d4fa0",
                                                             "#4f7a12", "#7a3b12", "#00667a"};
constexpr std::array<std::string_view, series_count> dashes{"none", "8 4",     "2 3", "10 3 2 3", "5 5", "1 4",
                                                            "12 3", "6 2 1 2", "3 6", "14 3 3 3", "2 6"};
/// Strokes of the hatchings, in a tile of 8 by 8. The first series is solid.
constexpr std::array<std::string_view, series_count> hatchings{"",
                                                               "M0 8L8 0M-2 2L2 -2M6 10L10 6",
                                                               "M2 2h1.6v1.6h-1.6zM6 6h1.6v1.6h-1.6z",
                                                               "M0 0L8 8M-2 6L2 10M6 -2L10 2",
                                                               "M0 2H8M0 6H8",
                                                               "M2 0V8M6 0V8",
                                                               "M0 4H8M4 0V8",
                                                               "M0 8L8 0M0 0L8 8",
                                                               "M4 2v4M2 4h4",
                                                               "M0 2H4M4 6H8",
                                                               "M1 1L7 7"};
constexpr std::string_view loss_hatching = hatchings[1];

std::string xy(double value) {
  auto text = fmt::format("{:.1f}", value);
  if (text.ends_with(".0")) text.resize(text.size() - 2);
  return text == "-0" ? "0" : text;
}

std::string paint(std::string_view property, std::size_t series) {
  const auto k = series % series_count;
  return fmt::format("{}:var(--series-{},{})", property, k + 1, colours[k]);
}

std::string_view anchor_text(Anchor anchor) {
  return anchor == Anchor::start ? "start" : (anchor == Anchor::middle ? "middle" : "end");
}

double character_width(unsigned char c) {
  constexpr std::string_view narrow = "iljtfrI.,:;'|!()[]/ ";
  constexpr std::string_view wide = "mwMWQO@%&";
  if (c >= 0x80) return 0.75;
  const char letter = static_cast<char>(c);
  if (narrow.find(letter) != std::string_view::npos) return 0.38;
  if (wide.find(letter) != std::string_view::npos) return 0.92;
  return letter >= 'A' && letter <= 'Z' ? 0.7 : 0.62;
}

/// As many characters as fit, the last ones dots.
std::string fitted(std::string_view text, double width, double size) {
  std::size_t n = length(text);
  auto cut = std::string(text);
  while (n > 4 && text_width(cut, size) > width) cut = shortened(text, --n);
  return cut;
}

std::string pattern(const std::string& id, std::size_t series) {
  return fmt::format(
      "<pattern id=\"{0}-h{1}\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\">"
      "<rect width=\"8\" height=\"8\" style=\"{2}\"/>"
      "<path d=\"{3}\" style=\"fill:none;stroke:var(--paper,#fff);stroke-width:1.4\"/></pattern>",
      id, series + 1, paint("fill", series), series == 0 ? loss_hatching : hatchings[series]);
}

}  // namespace

std::string escaped(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        if (static_cast<unsigned char>(c) >= 0x20 || c == '\n') out += c;
    }
  }
  return out;
}

double text_width(std::string_view utf8, double size) {
  double sum = 0.0;
  for (const char c : utf8) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0U) != 0x80U) sum += character_width(byte);
  }
  return sum * size;
}

std::vector<std::string> label_lines(std::string_view label, double width, double size) {
  if (text_width(label, size) <= width) return {std::string(label)};
  std::size_t cut = 0;
  for (std::size_t at = label.find(' '); at != std::string_view::npos; at = label.find(' ', at + 1)) {
    if (text_width(label.substr(0, at), size) <= width) cut = at;
  }
  if (cut == 0) return {fitted(label, width, size)};
  return {std::string(label.substr(0, cut)), fitted(label.substr(cut + 1), width, size)};
}

Drawing::Drawing(std::string id, double height, std::string_view title, std::string_view description)
    : id_(std::move(id)), height_(height) {
  head_ = fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\" viewBox=\"0 0 {0} {1}\" role=\"img\" "
      "aria-labelledby=\"{2}-title {2}-desc\" font-family=\"system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica "
      "Neue',Arial,sans-serif\" font-size=\"{3}\" fill=\"currentColor\">\n<title id=\"{2}-title\">{4}</title>\n"
      "<desc id=\"{2}-desc\">{5}</desc>\n",
      xy(page_width), xy(height), id_, xy(text_size), escaped(title), escaped(description));
}

void Drawing::line(Point a, Point b, std::string_view style) {
  const std::string_view look = style == "grid"   ? "stroke-opacity=\"0.18\""
                                : style == "zero" ? "stroke-opacity=\"0.7\" stroke-width=\"1.5\""
                                : style == "dots" ? "stroke-opacity=\"0.5\" stroke-dasharray=\"2 3\""
                                                  : "stroke-width=\"2\"";
  body_ += fmt::format("<line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\" stroke=\"currentColor\" {}/>\n", xy(a.x), xy(a.y),
                       xy(b.x), xy(b.y), look);
}

void Drawing::text(Point at, std::string_view words, Anchor anchor, double size, bool strong) {
  body_ += fmt::format(
      "<text x=\"{}\" y=\"{}\" text-anchor=\"{}\" font-size=\"{}\"{} paint-order=\"stroke\" "
      "style=\"stroke:var(--paper,#fff);stroke-width:3px\">{}</text>\n",
      xy(at.x), xy(at.y), anchor_text(anchor), xy(size), strong ? " font-weight=\"600\"" : "", escaped(words));
}

void Drawing::label(Point at, std::string_view words, double width, Anchor anchor) {
  constexpr double leading = 16.0;
  const auto lines = label_lines(words, width, text_size);
  double y = at.y + 5.0 - leading * 0.5 * static_cast<double>(lines.size() - 1);
  for (const auto& l : lines) {
    text({at.x, y}, l, anchor);
    y += leading;
  }
}

void Drawing::bar(Point corner, double width, double height, std::size_t series, bool hatched) {
  const auto k = series % series_count;
  const auto fill = hatched || k > 0 ? fmt::format("fill:url(#{}-h{})", id_, k + 1) : paint("fill", k);
  body_ += fmt::format("<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" style=\"{};{}\"/>\n", xy(corner.x),
                       xy(corner.y), xy(std::max(width, 0.0)), xy(height), fill, paint("stroke", k));
}

void Drawing::band(Point corner, double width, double height) {
  body_ += fmt::format("<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" style=\"{};fill-opacity:.45;{}\"/>\n",
                       xy(corner.x), xy(corner.y), xy(std::max(width, 0.0)), xy(height), paint("fill", 0),
                       paint("stroke", 0));
}

void Drawing::path(const std::vector<Point>& points, std::size_t series) {
  std::string list;
  for (const auto& p : points) list += fmt::format("{}{},{}", list.empty() ? "" : " ", xy(p.x), xy(p.y));
  body_ += fmt::format("<polyline points=\"{}\" style=\"fill:none;{};stroke-width:2.5;stroke-dasharray:{}\"/>\n", list,
                       paint("stroke", series), dashes[series % series_count]);
}

/// Circles, squares and triangles, filled and then hollow; then diamonds.
void Drawing::marker(Point at, std::size_t series) {
  constexpr std::size_t shapes = 3, filled = 6, diamonds = 9;
  const auto k = series % series_count;
  const bool hollow = (k >= filled && k < diamonds) || k > diamonds;
  const auto look =
      hollow ? fmt::format("fill:var(--paper,#fff);{};stroke-width:2", paint("stroke", k)) : paint("fill", k);
  switch (k >= diamonds ? shapes : k % shapes) {
    case 0:
      body_ += fmt::format("<circle cx=\"{}\" cy=\"{}\" r=\"5\" style=\"{}\"/>\n", xy(at.x), xy(at.y), look);
      break;
    case 1:
      body_ += fmt::format("<rect x=\"{}\" y=\"{}\" width=\"9\" height=\"9\" style=\"{}\"/>\n", xy(at.x - 4.5),
                           xy(at.y - 4.5), look);
      break;
    case 2:
      body_ += fmt::format("<path d=\"M{} {}l6 10.5h-12z\" style=\"{}\"/>\n", xy(at.x), xy(at.y - 6.5), look);
      break;
    default:
      body_ += fmt::format("<path d=\"M{} {}l6 6l-6 6l-6 -6z\" style=\"{}\"/>\n", xy(at.x), xy(at.y - 6.0), look);
  }
}

void Drawing::whisker(double x, double from, double to, std::size_t series) {
  constexpr double cap = 3.0;
  body_ += fmt::format("<path d=\"M{0} {2}H{1}M{3} {2}V{4}M{0} {4}H{1}\" style=\"fill:none;{5};stroke-width:1.3\"/>\n",
                       xy(x - cap), xy(x + cap), xy(from), xy(x), xy(to), paint("stroke", series));
}

void Drawing::diamond(Point at) {
  body_ +=
      fmt::format("<path d=\"M{} {}l8 8l-8 8l-8 -8z\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"2\"/>\n",
                  xy(at.x), xy(at.y - 8.0));
}

std::string Drawing::finish() const {
  std::string definitions;
  for (std::size_t k = 0; k < series_count; ++k) {
    if (body_.find(fmt::format("url(#{}-h{})", id_, k + 1)) != std::string::npos) definitions += pattern(id_, k) + "\n";
  }
  if (!definitions.empty()) definitions = "<defs>" + definitions + "</defs>\n";
  return head_ + definitions + body_ + "</svg>\n";
}

Ticks nice_ticks(double low, double high, int about, double smallest_step) {
  if (!(high > low)) high = low + 1.0;
  const double raw = std::max((high - low) / std::max(about, 1), smallest_step);
  const double power = std::pow(10.0, std::floor(std::log10(raw)));
  const double ratio = raw / power;
  Ticks ticks{.step = power * (ratio <= 1.0 ? 1.0 : ratio <= 2.0 ? 2.0 : ratio <= 5.0 ? 5.0 : 10.0), .values = {}};
  constexpr double slack = 1e-9;
  const auto first = std::llround(std::floor(low / ticks.step + slack));
  const auto last = std::llround(std::ceil(high / ticks.step - slack));
  for (auto k = first; k <= last; ++k) ticks.values.push_back(static_cast<double>(k) * ticks.step);
  return ticks;
}

std::string tick_text(double value, double step) {
  const int decimals = std::clamp(-static_cast<int>(std::floor(std::log10(step) + 1e-9)), 0, 9);
  constexpr double huge = 1e7;
  if (std::abs(value) >= huge || (decimals > 6 && value != 0.0)) return fmt::format("{:.3g}", value);
  return number(std::abs(value) < step * 1e-6 ? 0.0 : value, {.decimals = decimals});
}

Axis axis_over(const std::vector<double>& values, double left, double right, std::string label, bool years) {
  double low = std::numeric_limits<double>::infinity();
  double high = -low;
  for (const double v : values) {
    if (!std::isfinite(v)) continue;
    low = std::min(low, v);
    high = std::max(high, v);
  }
  if (!(low <= high)) low = high = 0.0;
  if (low == high) {
    const double pad = low == 0.0 ? 1.0 : 0.1 * std::abs(low);
    low -= pad;
    high += pad;
  }
  constexpr double tick_distance = 75.0;
  const auto about = static_cast<int>((right - left) / tick_distance);
  const auto ticks = nice_ticks(low, high, about, years ? 0.5 : 0.0);
  return {.low = ticks.values.front(),
          .high = ticks.values.back(),
          .left = left,
          .right = right,
          .label = std::move(label),
          .ticks = ticks.values,
          .step = ticks.step,
          .years = years};
}

void draw_x_axis(Drawing& drawing, const Axis& axis, double top, double bottom) {
  for (const double tick : axis.ticks) {
    const bool zero = std::abs(tick) < axis.step * 1e-6;
    drawing.line({axis.at(tick), top}, {axis.at(tick), bottom}, zero ? "zero" : "grid");
    drawing.text({axis.at(tick), bottom + 16.0}, axis.years ? shown(tick, Style::date) : tick_text(tick, axis.step),
                 Anchor::middle, small_size);
  }
  drawing.text({0.5 * (axis.left + axis.right), bottom + 34.0}, axis.label, Anchor::middle, small_size);
}

namespace {

constexpr double legend_row = 22.0;
constexpr double swatch_width = 30.0;
constexpr double legend_gap = 22.0;

/// Position of every entry, rows filled from the left.
std::vector<Point> legend_places(const std::vector<LegendEntry>& entries) {
  std::vector<Point> places;
  Point at{0.0, 0.0};
  for (const auto& e : entries) {
    const double width = swatch_width + text_width(e.name, small_size) + legend_gap;
    if (at.x > 0.0 && at.x + width > page_width) at = {0.0, at.y + legend_row};
    places.push_back(at);
    at.x += width;
  }
  return places;
}

}  // namespace

double legend_height(const std::vector<LegendEntry>& entries) {
  return entries.empty() ? 0.0 : legend_places(entries).back().y + legend_row + 6.0;
}

void draw_legend(Drawing& drawing, const std::vector<LegendEntry>& entries, double top) {
  const auto places = legend_places(entries);
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const auto& e = entries[i];
    const Point at{places[i].x, places[i].y + top};
    const Point middle{at.x + 12.0, at.y + 10.0};
    switch (e.swatch) {
      case Swatch::area:
      case Swatch::hatched_area:
        drawing.bar({at.x, at.y + 4.0}, 24.0, 12.0, e.series, e.swatch == Swatch::hatched_area);
        break;
      case Swatch::band:
        drawing.band({at.x, at.y + 5.0}, 24.0, 10.0);
        break;
      case Swatch::line:
        drawing.path({{at.x, middle.y}, {at.x + 24.0, middle.y}}, e.series);
        drawing.marker(middle, e.series);
        break;
      case Swatch::diamond:
        drawing.diamond(middle);
        break;
      case Swatch::dot:
        drawing.marker(middle, e.series);
    }
    drawing.text({at.x + swatch_width, at.y + 14.0}, fitted(e.name, page_width - at.x - swatch_width, small_size),
                 Anchor::start, small_size);
  }
}

}  // namespace copack::report::svg
