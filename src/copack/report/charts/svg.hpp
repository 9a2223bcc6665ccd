// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Drawing of the charts: a small SVG writer, axes and text that is measured before it is placed.
namespace copack::report::svg {

inline constexpr double page_width = 640.0;  ///< of every chart, in user units; the page scales it
inline constexpr double text_size = 14.0;
inline constexpr double small_size = 12.0;

enum class Anchor : unsigned char { start, middle, end };

struct Point {
  double x = 0.0;
  double y = 0.0;
};

/// How an area or a line of a series looks. Besides its colour each series has its own hatching, dashes and marker.
inline constexpr std::size_t series_count = 11;

/// `&`, `<`, `>` and quotes replaced, control characters dropped; for SVG and HTML, in text and attributes.
std::string escaped(std::string_view text);

/// Width of a text in user units, on the safe side for common sans-serif fonts.
double text_width(std::string_view utf8, double size);
/// Breaks a label into at most two lines of the given width; what does not fit ends in dots.
std::vector<std::string> label_lines(std::string_view label, double width, double size);

/// One picture. Coordinates are printed with one decimal, so that the same numbers give the same bytes.
class Drawing {
 public:
  /// `id` must be unique on the page: names of patterns begin with it.
  Drawing(std::string id, double height, std::string_view title, std::string_view description);

  void line(Point a, Point b, std::string_view style = "grid");
  void text(Point at, std::string_view words, Anchor anchor = Anchor::start, double size = text_size,
            bool strong = false);
  /// Text with a second line when needed, vertically centred on `at`.
  void label(Point at, std::string_view words, double width, Anchor anchor = Anchor::end);
  /// A filled rectangle of a series; hatched when `hatched`.
  void bar(Point corner, double width, double height, std::size_t series, bool hatched = false);
  /// A pale rectangle of the first series, for a range.
  void band(Point corner, double width, double height);
  void path(const std::vector<Point>& points, std::size_t series);
  void marker(Point at, std::size_t series);
  /// A thin vertical range with caps, in the colour of a series.
  void whisker(double x, double from, double to, std::size_t series);
  /// An outline that leaves visible what is under it.
  void diamond(Point at);
  void raw(std::string_view element) { body_ += element; }

  [[nodiscard]] std::string finish() const;

 private:
  std::string id_;
  double height_;
  std::string head_;
  std::string body_;
};

/// Round values that cover [low, high] in steps of 1, 2 or 5 times a power of ten.
struct Ticks {
  double step = 1.0;
  std::vector<double> values;
};
Ticks nice_ticks(double low, double high, int about, double smallest_step = 0.0);
/// A tick with the decimals its step needs.
std::string tick_text(double value, double step);

/// Maps numbers to positions along x. Ticks and labels are drawn below the plot area.
struct Axis {
  double low = 0.0;
  double high = 1.0;
  double left = 0.0;   ///< position of `low`
  double right = 1.0;  ///< position of `high`
  std::string label;   ///< with its unit
  std::vector<double> ticks{};
  double step = 1.0;
  bool years = false;  ///< ticks are quarters of calendar years

  [[nodiscard]] double at(double value) const { return left + (value - low) / (high - low) * (right - left); }
};
/// An axis that covers the finite ones of the values, ending at round numbers.
Axis axis_over(const std::vector<double>& values, double left, double right, std::string label, bool years = false);
/// Vertical grid lines from `top` to `bottom`, tick labels and the axis label under them (needs 40 units of height).
void draw_x_axis(Drawing& drawing, const Axis& axis, double top, double bottom);

/// Swatches and names in rows; @returns the height it takes.
enum class Swatch : unsigned char { area, hatched_area, band, line, diamond, dot };
struct LegendEntry {
  std::string name;
  std::size_t series = 0;
  Swatch swatch = Swatch::area;
};
double legend_height(const std::vector<LegendEntry>& entries);
void draw_legend(Drawing& drawing, const std::vector<LegendEntry>& entries, double top);

}  // namespace copack::report::svg
