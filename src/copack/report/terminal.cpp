// SPDX-License-Identifier: Apache-2.0
#include "copack/report/terminal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <utility>
#include <vector>

#include "copack/report/figures.hpp"
#include "copack/report/format.hpp"
#include "copack/report/narrative.hpp"

namespace copack::report {
namespace {

using study::AlternativeResult;
using study::StudyResult;

constexpr std::size_t most_lines = 40;
constexpr std::size_t keyword_width = 9;  // "  NOW    "
constexpr std::size_t face_width = 13;
constexpr std::size_t label_width = 15;
constexpr std::size_t narrowest_column = 20;
constexpr std::size_t most_columns = 4;

/// Lines of limited width.
struct Screen {
  std::size_t width = 120;
  bool colour = false;
  std::size_t verdict_room = 2;  ///< lines that a sentence on a tier may take
  std::size_t reason_room = 2;   ///< lines that a sentence below the table may take
  std::vector<std::string> lines{};

  void add(std::string_view text) { lines.push_back(shortened(text, width)); }
};

std::string padded(const std::string& text, std::size_t width) {
  const auto n = length(text);
  return n < width ? text + std::string(width - n, ' ') : text;
}

std::string bold(const Screen& screen, std::string_view text) {
  return screen.colour ? fmt::format("\x1b[1m{}\x1b[0m", text) : std::string(text);
}

/// Breaks at blanks; what does not fit into `most` lines is cut with dots.
std::vector<std::string> wrapped(std::string_view text, std::size_t width, std::size_t most) {
  std::vector<std::string> lines;
  while (length(text) > width && lines.size() + 1 < most) {
    std::size_t cut = text.rfind(' ', width);
    if (cut == std::string_view::npos || cut == 0) cut = text.find(' ');
    if (cut == std::string_view::npos) break;
    lines.push_back(shortened(text.substr(0, cut), width));
    text.remove_prefix(cut + 1);
  }
  lines.push_back(shortened(text, width));
  return lines;
}

/// A paragraph with its keyword in the margin.
void add_paragraph(Screen& screen, std::string_view keyword, std::string_view text, std::size_t room) {
  if (text.empty()) return;
  const auto body = wrapped(text, screen.width - keyword_width, room);
  for (std::size_t i = 0; i < body.size(); ++i) {
    const auto margin = padded(i == 0 ? std::string(keyword) : "", keyword_width - 2);
    screen.lines.push_back("  " + (i == 0 ? bold(screen, margin) : margin) + body[i]);
  }
}

void add_head(Screen& screen, const StudyResult& result, double seconds) {
  const auto organisation = "organisation: " + result.organisation;
  const auto used = length(organisation) + 3;
  const auto title = shortened(result.title, screen.width > used ? screen.width - used : screen.width);
  const auto gap =
      std::string(std::max<std::size_t>(3, screen.width - std::min(screen.width, length(title) + used - 3)), ' ');
  screen.lines.push_back(bold(screen, title) + (length(title) + used <= screen.width ? gap + organisation : ""));
  const auto named = named_alternatives(result).size();
  const auto* base = baseline(result);
  auto facts = fmt::format("baseline: {}   {} worlds, seed {}   engine {}   catalog {}   {} alternative{}",
                           base == nullptr ? result.baseline : label(*base), whole(static_cast<double>(result.worlds)),
                           result.seed, result.engine_version, result.catalog_date, named, named == 1 ? "" : "s");
  if (seconds > 0.0) facts += fmt::format("   {} s", significant(seconds, 2));
  screen.add(facts);
}

void add_verdicts(Screen& screen, const StudyResult& result) {
  constexpr std::size_t most_tiers = 5;
  const auto shown_tiers = std::min(most_tiers, result.verdicts.size());
  std::size_t tier_width = 0;
  for (std::size_t i = 0; i < shown_tiers; ++i) tier_width = std::max(tier_width, length(result.verdicts[i].tier));
  tier_width = std::min<std::size_t>(tier_width, 16) + 2;
  const auto line = [&](std::string_view keyword, const std::string& tier, const std::string& text) {
    add_paragraph(screen, keyword, padded(shortened(tier, tier_width - 2), tier_width) + text, screen.verdict_room);
  };
  for (std::size_t i = 0; i < shown_tiers; ++i) {
    const auto& v = result.verdicts[i];
    line(i == 0 ? "NOW" : "", v.tier, action_words(result, v) + (v.reason.empty() ? "" : ": " + v.reason));
  }
  bool first = true;
  for (std::size_t i = 0; i < shown_tiers; ++i) {
    const auto& v = result.verdicts[i];
    if (v.then.empty() || (screen.verdict_room == 1 && shown_tiers > 3)) continue;
    line(first ? "THEN" : "", v.tier, v.then);
    first = false;
  }
  if (result.verdicts.size() > shown_tiers) {
    const auto hidden = result.verdicts.size() - shown_tiers;
    line("", "", fmt::format("and {} more tier{} in the report", hidden, hidden == 1 ? "" : "s"));
  }
}

using CellOf = std::function<std::string(const AlternativeResult&)>;

struct TableRow {
  std::string_view face;
  std::string_view label;
  CellOf cell;
};

/// "6.50 s  -0.1 %": the median, and the change of the nominal world against the baseline's.
CellOf with_change(const StudyResult& result, std::string_view path) {
  return [&result, path](const AlternativeResult& a) {
    const Figure& f = figure(path);
    const Reading here = read(result, a, f);
    const auto text = shown(here.p50, f.style);
    if (a.baseline) return text;
    const auto difference = change(here.nominal, read(result, *baseline(result), f).nominal, f.style);
    return difference.empty() ? text : fmt::format("{}  {}", text, difference);
  };
}

/// "+4.4 M [-9.8, +12.0]", short: the row's label says the currency.
std::string compact_interval(const Reading& reading, Style style) {
  if (!reading.spread) {
    auto text = shown(reading.p50, style);
    return text.ends_with(" USD") ? text.substr(0, text.size() - 4) : text;
  }
  const Scale scale = scale_for(style, std::max({std::abs(reading.p10), std::abs(reading.p50), std::abs(reading.p90)}));
  const auto unit = scale.unit.substr(0, scale.unit.find(" USD"));
  return fmt::format("{} {} [{}, {}]", number(reading.p50, scale), unit, number(reading.p10, scale),
                     number(reading.p90, scale));
}

CellOf with_range(const StudyResult& result, std::string_view path) {
  return [&result, path](const AlternativeResult& a) {
    const Figure& f = figure(path);
    return compact_interval(read(result, a, f), f.style);
  };
}

std::string delivery(const StudyResult& result, const AlternativeResult& a) {
  const Reading r = read(result, a, figure("sourcing.delivered"));
  const auto middle = shown(r.p50, Style::date);
  const auto late = shown(r.p90, Style::date);
  return middle == late ? middle : fmt::format("{} (P90 {})", middle, late);
}

std::string first_binding(const std::vector<study::BindingShare>& shares) {
  return shares.empty() ? "-" : fmt::format("{} {}", shares.front().name, percent(shares.front().probability));
}

std::string ports(double n) {
  if (!std::isfinite(n)) return number(n, {});
  return fmt::format("{} port{}", shown(std::round(n), Style::plain), n == 1.0 ? "" : "s");
}

std::string worst_tenth(const AlternativeResult& a) {
  return a.baseline ? "0" : compact_interval({.p50 = a.npv_worst_tenth}, Style::gain);
}

std::vector<TableRow> table_rows(const StudyResult& result) {
  return {
      {"performance", "step time", with_change(result, "performance.step_time")},
      {"", "exposed comm.", with_range(result, "performance.exposed_communication")},
      {"", "binds", [](const AlternativeResult& a) { return first_binding(a.performance_binding); }},
      {"power", "optics", with_change(result, "power.optics")},
      {"operations", "goodput", with_range(result, "operations.goodput")},
      {"", "interruptions", with_change(result, "operations.interruptions")},
      {"", "repair drains",
       [&result](const AlternativeResult& a) {
         return ports(read(result, a, figure("operations.blast_radius_ports")).p50);
       }},
      {"sourcing", "delivered", [&result](const AlternativeResult& a) { return delivery(result, a); }},
      {"", "binds", [](const AlternativeResult& a) { return first_binding(a.sourcing_binding); }},
      {"economics", "NPV, USD",
       [&result](const AlternativeResult& a) {
         return a.baseline ? "0" : compact_interval(read(result, a, figure("economics.npv")), Style::gain);
       }},
      {"", "worst tenth", worst_tenth},
  };
}

/// Baseline, then those with the highest median NPV, in the order of the study.
std::vector<const AlternativeResult*> columns(const StudyResult& result, std::size_t most) {
  auto chosen = named_alternatives(result);
  const auto npv = [&](const AlternativeResult* a) { return read(result, *a, figure("economics.npv")).p50; };
  while (chosen.size() > most && most > 0) {
    const auto worst = std::ranges::min_element(chosen.begin() + 1, chosen.end(), {}, npv);
    chosen.erase(worst == chosen.end() ? chosen.end() - 1 : worst);
  }
  return chosen;
}

void add_table(Screen& screen, const StudyResult& result) {
  const std::size_t margin = 2 + face_width + label_width;
  const std::size_t fits = std::max<std::size_t>(1, (screen.width - margin) / narrowest_column);
  const auto shown_columns = columns(result, std::min(fits, most_columns));
  if (shown_columns.empty()) return;
  constexpr std::size_t widest_column = 30;
  const std::size_t column = std::min(widest_column, (screen.width - margin) / shown_columns.size());
  const auto cell = [&](const std::string& text) { return padded(shortened(text, column - 1), column); };

  std::string head(margin, ' ');
  for (const auto* a : shown_columns) {
    constexpr std::string_view mark = " (base)";
    const auto name = a->baseline ? shortened(label(*a), column - 1 - mark.size()) + std::string(mark) : label(*a);
    head += cell(name);
  }
  screen.lines.push_back(bold(screen, head.substr(0, head.find_last_not_of(' ') + 1)));
  for (const auto& row : table_rows(result)) {
    auto line = "  " + padded(std::string(row.face), face_width) + padded(std::string(row.label), label_width);
    for (const auto* a : shown_columns) line += cell(row.cell(*a));
    screen.add(line.substr(0, line.find_last_not_of(' ') + 1));
  }
  const auto hidden = named_alternatives(result).size() - shown_columns.size();
  const auto more = hidden == 0 ? std::string{} : fmt::format("; {} more in the report", hidden);
  screen.add(fmt::format("  median of the worlds [P10, P90]; changes against the base in the nominal world{}", more));
}

void add_files(Screen& screen, const StudyResult& result, const TerminalOptions& options) {
  std::vector<std::string> parts;
  if (!options.report_path.empty()) parts.push_back("report: " + options.report_path);
  if (!options.data_path.empty()) parts.push_back("data: " + options.data_path);
  const auto* lead = leading(result);
  if (!options.name.empty() && lead != nullptr) {
    parts.push_back(fmt::format("trace a figure: copack explain {} {}.economics.npv", options.name, lead->name));
  }
  if (parts.empty()) return;
  screen.add("");
  std::string line;
  for (const auto& part : parts) {
    if (!line.empty() && length(line) + 4 + length(part) > screen.width) screen.add(std::exchange(line, {}));
    line += (line.empty() ? "  " : "    ") + part;
  }
  screen.add(line);
}

/// How many lines sentences may take.
struct Room {
  std::size_t verdict = 3;
  std::size_t reason = 3;
};

void add_reasons(Screen& screen, const StudyResult& result) {
  const auto add = [&](std::string_view keyword, const std::string& text) {
    add_paragraph(screen, keyword, text, screen.reason_room);
  };
  screen.add("");
  add("WHY", why(result));
  auto binds = what_binds(result);
  constexpr std::size_t faces = 3;
  if (binds.size() > faces) binds.resize(faces);
  for (std::size_t i = 0; i < binds.size(); ++i) add(i == 0 ? "NEXT" : "", capitalised(binds[i]));
  add("FIND", find_out(result));
  add("SURE?", how_sure(result));
}

Screen laid_out(const StudyResult& result, const TerminalOptions& options, Room room) {
  constexpr int narrowest = 60;
  Screen screen{.width = static_cast<std::size_t>(std::max(options.width, narrowest)),
                .colour = options.colour,
                .verdict_room = room.verdict,
                .reason_room = room.reason};
  add_head(screen, result, options.seconds);
  if (!result.verdicts.empty()) {
    screen.add("");
    add_verdicts(screen, result);
  }
  screen.add("");
  add_table(screen, result);
  add_reasons(screen, result);
  add_files(screen, result, options);
  return screen;
}

}  // namespace

std::string verdict_text(const StudyResult& result, const TerminalOptions& options) {
  Screen screen;
  for (const Room room : {Room{3, 3}, Room{2, 3}, Room{2, 2}, Room{1, 3}, Room{1, 2}, Room{1, 1}}) {
    screen = laid_out(result, options, room);
    if (screen.lines.size() <= most_lines) break;
  }
  std::string text;
  for (const auto& line : screen.lines) text += line + "\n";
  return text;
}

}  // namespace copack::report
