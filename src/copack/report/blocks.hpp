// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

/// What a report is made of. Sections say what is to be read, a writer (HTML, later others) says how it looks.
/// All texts are plain: a writer escapes them.
namespace copack::report {

/// Paragraphs.
struct Text {
  std::vector<std::string> paragraphs;
};

/// Short items, each under a word ("WHY"); the word may be empty.
struct ListItem {
  std::string term;
  std::string text;
};
struct List {
  std::vector<ListItem> items;
};

/// A value between 0 and 1 with an optional mark on the same scale.
struct Meter {
  std::string label;
  double value = 0.0;
  std::string mark_label;
  std::optional<double> mark;
};

/// An answer in a box: what it is about, the answer, why.
struct Card {
  std::string kicker;
  std::string headline;
  std::vector<std::string> lines;
  std::optional<Meter> meter;
};
struct Cards {
  std::vector<Card> cards;
};

/// How a cell is meant. A writer may colour it, so the text says the same.
enum class Tone : unsigned char { plain, good, bad };

struct Cell {
  Cell() = default;
  Cell(std::string shown) : text(std::move(shown)) {}  // NOLINT(google-explicit-constructor): rows are written as lists
  Cell(const char* shown) : text(shown) {}             // NOLINT(google-explicit-constructor)
  Cell(std::string shown, std::string second, Tone meant = Tone::plain)
      : text(std::move(shown)), detail(std::move(second)), tone(meant) {}

  std::string text;
  std::string detail;       ///< second line, smaller
  Tone tone = Tone::plain;  ///< of the detail
};

enum class Align : unsigned char { left, right };

struct Column {
  std::string head;
  Align align = Align::left;
};

/// A row; one with a single cell in a wider table is a heading over the rows below it.
using Row = std::vector<Cell>;

struct Table {
  std::string caption;
  std::vector<Column> columns;  ///< the first one names the row
  std::vector<Row> rows;
  std::vector<std::string> notes;
};

/// A picture with its conclusion in words and its numbers in a table.
struct Chart {
  std::string svg;
  std::string title;
  std::string description;
  Table data;
};

/// A formula with its numbers put in.
struct Formula {
  std::string expression;  ///< "npv = capital + energy"
  std::string numbers;     ///< "= 1.2 MUSD + 3.4 MUSD"
  std::string meaning;
};

using Block = std::variant<Text, List, Cards, Table, Chart, Formula>;

struct Section {
  std::string id;  ///< anchor, unique in the report
  std::string title;
  std::vector<Block> blocks;
};

}  // namespace copack::report
