// SPDX-License-Identifier: Apache-2.0
#include "copack/report/html.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "copack/report/charts/svg.hpp"
#include "copack/report/figures.hpp"
#include "copack/report/sections.hpp"

namespace copack::report {
namespace {

using svg::escaped;

std::string_view class_of(Align align) { return align == Align::right ? " class=\"num\"" : ""; }

/// A word that no column can hold may break anywhere.
std::string breakable(std::string_view text) {
  constexpr std::size_t long_word = 26;
  std::size_t longest = 0;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find(' ', at), text.size());
    longest = std::max(longest, end - at);
    at = end + 1;
  }
  return longest < long_word ? escaped(text) : fmt::format("<span class=\"long\">{}</span>", escaped(text));
}

/// "91.1 % [90.5, 91.5]" may break before its bracket and nowhere else.
std::string kept_together(std::string_view number) {
  const auto bracket = number.find(" [");
  if (bracket == std::string_view::npos) return fmt::format("<span class=\"one\">{}</span>", escaped(number));
  return kept_together(number.substr(0, bracket)) + " " + kept_together(number.substr(bracket + 1));
}

bool is_number(std::string_view text) {
  return !text.empty() && std::string_view("0123456789+-<>").find(text.front()) != std::string_view::npos;
}

std::string cell_html(const Cell& cell) {
  constexpr std::string_view tones[] = {"", " good", " bad"};
  auto html = is_number(cell.text) ? kept_together(cell.text) : breakable(cell.text);
  if (!cell.detail.empty()) {
    html += fmt::format("<span class=\"detail{}\">{}</span>", tones[static_cast<std::size_t>(cell.tone)],
                        escaped(cell.detail));
  }
  return html;
}

std::string row_html(const Table& table, const Row& row) {
  std::string html = "<tr>";
  for (std::size_t i = 0; i < row.size(); ++i) {
    const auto align = i < table.columns.size() ? class_of(table.columns[i].align) : std::string_view{};
    html += i == 0 ? fmt::format("<th scope=\"row\">{}</th>", cell_html(row[i]))
                   : fmt::format("<td{}>{}</td>", align, cell_html(row[i]));
  }
  return html + "</tr>\n";
}

std::string body_html(const Table& table) {
  std::string html = "<tbody>\n";
  bool empty = true;
  for (const auto& row : table.rows) {
    if (row.size() == 1 && table.columns.size() > 1) {
      if (!empty) html += "</tbody>\n<tbody>\n";
      html += fmt::format("<tr class=\"group\"><th colspan=\"{}\" scope=\"rowgroup\">{}</th></tr>\n",
                          table.columns.size(), cell_html(row.front()));
    } else {
      html += row_html(table, row);
    }
    empty = false;
  }
  return html + "</tbody>\n";
}

/// Wide tables scroll inside their own frame, which the keyboard reaches.
std::string block_html(const Table& table) {
  const auto caption = escaped(table.caption);
  auto html = fmt::format(
      "<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
      "aria-label=\"{0}\">\n<table>\n<caption>{0}</caption>\n<thead><tr>",
      caption);
  for (const auto& c : table.columns) {
    html +=
        c.head.empty() ? "<td></td>" : fmt::format("<th scope=\"col\"{}>{}</th>", class_of(c.align), breakable(c.head));
  }
  html += "</tr></thead>\n" + body_html(table) + "</table>\n</div>\n";
  for (const auto& note : table.notes) html += fmt::format("<p class=\"note\">{}</p>\n", escaped(note));
  return html;
}

std::string block_html(const Text& text) {
  std::string html;
  for (const auto& p : text.paragraphs) html += fmt::format("<p>{}</p>\n", escaped(p));
  return html;
}

/// Items without a word belong to the one before.
std::string block_html(const List& list) {
  if (list.items.empty()) return "";
  if (std::ranges::all_of(list.items, [](const ListItem& i) { return i.term.empty(); })) {
    std::string html = "<ul>\n";
    for (const auto& i : list.items) html += fmt::format("<li>{}</li>\n", escaped(i.text));
    return html + "</ul>\n";
  }
  std::string html = "<dl>\n";
  for (const auto& i : list.items) {
    if (!i.term.empty()) html += fmt::format("<dt>{}</dt>", escaped(i.term));
    html += fmt::format("<dd>{}</dd>\n", escaped(i.text));
  }
  return html + "</dl>\n";
}

std::string meter_html(const Meter& meter) {
  const auto at = [](double share) {
    return fmt::format("{:.1f}", 100.0 * std::clamp(std::isfinite(share) ? share : 0.0, 0.0, 1.0));
  };
  auto words = meter.label;
  std::string mark;
  if (meter.mark) {
    words += "; " + meter.mark_label;
    mark = fmt::format("<i style=\"left:{}%\"></i>", at(*meter.mark));
  }
  return fmt::format(
      "<div class=\"meter\" aria-hidden=\"true\"><b style=\"width:{}%\"></b>{}</div>\n<p class=\"note\">{}</p>\n",
      at(meter.value), mark, escaped(words));
}

std::string block_html(const Cards& cards) {
  std::string html = "<div class=\"cards\">\n";
  for (const auto& card : cards.cards) {
    html += fmt::format("<article class=\"card\">\n<h3><span class=\"kicker\">{}</span> {}</h3>\n",
                        escaped(card.kicker), escaped(card.headline));
    for (const auto& line : card.lines) html += fmt::format("<p>{}</p>\n", escaped(line));
    if (card.meter) html += meter_html(*card.meter);
    html += "</article>\n";
  }
  return html + "</div>\n";
}

/// A narrow table stands beside its picture where the page is wide enough.
std::string block_html(const Chart& chart) {
  constexpr std::size_t narrow = 3;
  const bool pair = chart.data.columns.size() <= narrow;
  return fmt::format(
      "<figure>\n<figcaption>{0}</figcaption>\n<div{1}>\n<div class=\"picture\" tabindex=\"0\" role=\"group\" "
      "aria-label=\"{0}\">\n{2}<p class=\"note\">{3}</p>\n</div>\n<div>\n{4}</div>\n</div>\n</figure>\n",
      escaped(chart.title), pair ? " class=\"pair\"" : "", chart.svg, escaped(chart.description),
      block_html(chart.data));
}

std::string block_html(const Formula& formula) {
  return fmt::format("<div class=\"formula\"><code>{}</code><code>{}</code></div>\n<p class=\"note\">{}</p>\n",
                     escaped(formula.expression), escaped(formula.numbers), escaped(formula.meaning));
}

std::string section_html(const Section& section, std::size_t index) {
  auto html = fmt::format("<section id=\"{0}\" aria-labelledby=\"{0}-h\">\n<h2 id=\"{0}-h\">{1}. {2}</h2>\n",
                          escaped(section.id), index + 1, escaped(section.title));
  for (const auto& block : section.blocks) {
    html += std::visit([](const auto& b) { return block_html(b); }, block);
  }
  return html + "</section>\n";
}

std::string contents_html(std::span<const Section> sections) {
  std::string html = "<nav id=\"contents\" aria-label=\"Contents\">\n<h2>Contents</h2>\n<ol>\n";
  for (const auto& s : sections)
    html += fmt::format("<li><a href=\"#{}\">{}</a></li>\n", escaped(s.id), escaped(s.title));
  return html + "</ol>\n</nav>\n";
}

std::vector<std::string> facts_of(const study::StudyResult& result) {
  const auto* base = baseline(result);
  return {"organisation: " + result.organisation, "baseline: " + (base == nullptr ? result.baseline : label(*base)),
          fmt::format("{} worlds, seed {}", whole(static_cast<double>(result.worlds)), result.seed),
          "engine " + result.engine_version, "catalog " + result.catalog_date};
}

}  // namespace

std::string html_page(const PageHead& head, std::span<const Section> sections) {
  auto html = fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
      "content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light "
      "dark\">\n<title>{0}</title>\n"
      "<style>\n{1}</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#main\">Skip to the "
      "answer</a>\n<header>\n<h1>{0}</h1>\n{2}"
      "<p class=\"facts\">",
      escaped(head.title), style_sheet(), head.note.empty() ? "" : fmt::format("<p>{}</p>\n", escaped(head.note)));
  for (const auto& fact : head.facts) html += fmt::format("<span>{}</span> ", escaped(fact));
  html += "<span><a href=\"#contents\">contents</a></span></p>\n</header>\n<main id=\"main\">\n<div class=\"front\">\n";
  const auto front = std::min(head.front_page, sections.size());
  for (std::size_t i = 0; i < front; ++i) html += section_html(sections[i], i);
  html += "</div>\n" + contents_html(sections);
  for (std::size_t i = front; i < sections.size(); ++i) html += section_html(sections[i], i);
  return html + "</main>\n</body>\n</html>\n";
}

std::string html_report(const study::StudyResult& result) {
  const auto sections = build_report(result);
  return html_page(
      {.title = result.title, .note = result.note, .facts = facts_of(result), .front_page = front_page_sections},
      sections);
}

}  // namespace copack::report
