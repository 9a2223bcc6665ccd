// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "copack/core/diagnostics.hpp"

namespace copack::catalog {

/// A value of an input file with its place: what a TOML document is made of, without the parser's types.
struct Node {
  enum class Kind : unsigned char { table, array, text, integer, real, boolean };

  Kind kind = Kind::table;
  Location where;
  std::string text;                  ///< text, and dates as written
  double real = 0.0;                 ///< reals, and integers as a real
  std::int64_t integer = 0;          ///< integers
  bool boolean = false;              ///< flags
  std::vector<std::string> keys;     ///< of a table, in file order, beside `items`
  std::vector<Location> key_places;  ///< of a table, beside `items`
  std::vector<Node> items;           ///< of a table or an array

  /// @returns the value under a key of a table, or nullptr.
  [[nodiscard]] const Node* find(std::string_view key) const;
  /// The text under `key`, or `otherwise` when there is none.
  [[nodiscard]] std::string text_of(std::string_view key, std::string_view otherwise = {}) const;
  [[nodiscard]] bool is_number() const { return kind == Kind::integer || kind == Kind::real; }
};

/// "a table", "a text", ... for messages.
std::string_view describe_kind(Node::Kind kind);

/// Complains about keys of a table that are not among `names`, with the nearest name. `of` completes the message: "in a
/// value".
void report_unknown_keys(const Node& table, std::span<const std::string_view> names, std::string_view of,
                         Diagnostics& diagnostics);

/// The table `base` with the keys of `changes` put over it, tables merged key by key.
Node merged(const Node& base, const Node& changes);

/// Largest input file accepted; real studies and cards are a thousand times smaller.
inline constexpr std::uintmax_t largest_input_bytes = 8U << 20U;

/// Deepest nesting of tables and lists accepted; real files need six levels.
inline constexpr int deepest_nesting = 64;

/// Reads an input file as it is. @throws InputError when it is missing, a directory or too large.
std::string read_input(const std::filesystem::path& file);

/// Reads a TOML file. @throws InputError when it cannot be read or parsed: missing, a directory, empty, too large, not
/// UTF-8, not TOML (with line and column).
Node read_toml(const std::filesystem::path& file);

/// Parses TOML text; `name` stands for the file in messages.
Node parse_toml(std::string_view text, const std::string& name);

}  // namespace copack::catalog
