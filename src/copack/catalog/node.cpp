// SPDX-License-Identifier: Apache-2.0
#include "copack/catalog/node.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <fstream>
#include <sstream>
#include <utility>

namespace copack::catalog {
namespace {

namespace fs = std::filesystem;

Location place(const toml::source_region& region, const std::string& name) {
  return {name, static_cast<int>(region.begin.line), static_cast<int>(region.begin.column)};
}

Node convert(const toml::node& from, const std::string& name);

Node convert_table(const toml::table& table, const std::string& name) {
  struct Entry {
    std::string key;
    Location key_place;
    Node value;
  };
  std::vector<Entry> entries;
  for (const auto& [key, value] : table) {
    auto key_place = place(key.source(), name);
    auto converted = convert(value, name);
    if (key_place.line == 0) key_place = converted.where;
    entries.push_back({std::string(key.str()), std::move(key_place), std::move(converted)});
  }
  std::ranges::stable_sort(entries, {}, [](const Entry& e) { return std::pair(e.key_place.line, e.key_place.column); });
  Node node;
  for (auto& entry : entries) {
    node.keys.push_back(std::move(entry.key));
    node.key_places.push_back(std::move(entry.key_place));
    node.items.push_back(std::move(entry.value));
  }
  return node;
}

template <class T>
std::string printed(const T& value) {
  std::ostringstream out;
  out << value;
  return out.str();
}

Node convert_scalar(const toml::node& from) {
  Node node;
  if (const auto* text = from.as_string()) {
    node.kind = Node::Kind::text;
    node.text = text->get();
  } else if (const auto* integer = from.as_integer()) {
    node.kind = Node::Kind::integer;
    node.integer = integer->get();
    node.real = static_cast<double>(integer->get());
  } else if (const auto* real = from.as_floating_point()) {
    node.kind = Node::Kind::real;
    node.real = real->get();
  } else if (const auto* flag = from.as_boolean()) {
    node.kind = Node::Kind::boolean;
    node.boolean = flag->get();
  } else {
    node.kind = Node::Kind::text;
    if (const auto* date = from.as_date()) node.text = printed(date->get());
    if (const auto* time = from.as_time()) node.text = printed(time->get());
    if (const auto* both = from.as_date_time()) node.text = printed(both->get());
  }
  return node;
}

Node convert(const toml::node& from, const std::string& name) {
  Node node;
  if (const auto* table = from.as_table()) {
    node = convert_table(*table, name);
  } else if (const auto* array = from.as_array()) {
    node.kind = Node::Kind::array;
    for (const auto& item : *array) node.items.push_back(convert(item, name));
  } else {
    node = convert_scalar(from);
  }
  node.where = place(from.source(), name);
  return node;
}

/// Position after the string that starts at `at`, or the end of the line or text when it does not end.
std::size_t after_string(std::string_view text, std::size_t at) {
  const char quote = text[at];
  const std::string three(3, quote);
  const bool multiline = text.substr(at, 3) == three;
  at += multiline ? 3 : 1;
  while (at < text.size()) {
    if (multiline && text.substr(at, 3) == three) return at + 3;
    if (!multiline && text[at] == quote) return at + 1;
    if (!multiline && text[at] == '\n') return at;
    at += quote == '"' && text[at] == '\\' ? 2U : 1U;
  }
  return text.size();
}

/// Refuses nesting that would exhaust the stack of whoever walks the document: the parser builds tables of any depth
/// from dotted keys. A header and the keys under it are counted apart.
void check_nesting(std::string_view text, const std::string& name) {
  int line = 1;
  int depth = 0;
  int dots = 0;           // of the key that is being read
  std::vector<int> open;  // dots before each open bracket
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (c == '"' || c == '\'') {
      const auto end = std::min(after_string(text, at), text.size());
      line += static_cast<int>(std::count(text.begin() + static_cast<std::ptrdiff_t>(at),
                                          text.begin() + static_cast<std::ptrdiff_t>(end), '\n'));
      at = end;
      continue;
    }
    if (c == '#') {
      at = std::min(text.find('\n', at), text.size());
      continue;
    }
    if (c == '.') {
      ++dots;
      ++depth;
    }
    if (c == ',' || c == '\n') depth -= std::exchange(dots, 0);
    if (c == '{' || c == '[') {
      open.push_back(std::exchange(dots, 0));
      ++depth;
    }
    if ((c == '}' || c == ']') && !open.empty()) {
      depth -= dots + 1;
      dots = open.back();
      open.pop_back();
    }
    if (depth > deepest_nesting)
      throw InputError({name, line, 1}, fmt::format("is nested more than {} deep", deepest_nesting));
    if (c == '\n') ++line;
    ++at;
  }
}

}  // namespace

const Node* Node::find(std::string_view key) const {
  const auto at = std::ranges::find(keys, key);
  return at == keys.end() ? nullptr : &items[static_cast<std::size_t>(at - keys.begin())];
}

std::string Node::text_of(std::string_view key, std::string_view otherwise) const {
  const auto* node = find(key);
  return node != nullptr && node->kind == Kind::text ? node->text : std::string(otherwise);
}

std::string_view describe_kind(Node::Kind kind) {
  switch (kind) {
    case Node::Kind::table:
      return "a table";
    case Node::Kind::array:
      return "a list";
    case Node::Kind::text:
      return "a text";
    case Node::Kind::integer:
      return "an integer";
    case Node::Kind::real:
      return "a number";
    case Node::Kind::boolean:
      return "true or false";
  }
  return "a value";
}

void report_unknown_keys(const Node& table, std::span<const std::string_view> names, std::string_view of,
                         Diagnostics& diagnostics) {
  for (std::size_t i = 0; i < table.keys.size(); ++i) {
    const auto& key = table.keys[i];
    if (std::ranges::find(names, key) != names.end()) continue;
    diagnostics.error(table.key_places[i], fmt::format("unknown key \"{}\"{}{}{}", key, of.empty() ? "" : " ", of,
                                                       did_you_mean(key, names)));
  }
}

Node merged(const Node& base, const Node& changes) {
  if (base.kind != Node::Kind::table || changes.kind != Node::Kind::table) return changes;
  Node result = base;
  for (std::size_t i = 0; i < changes.keys.size(); ++i) {
    const auto at = std::ranges::find(result.keys, changes.keys[i]);
    if (at == result.keys.end()) {
      result.keys.push_back(changes.keys[i]);
      result.key_places.push_back(changes.key_places[i]);
      result.items.push_back(changes.items[i]);
    } else {
      auto& item = result.items[static_cast<std::size_t>(at - result.keys.begin())];
      item = merged(item, changes.items[i]);
    }
  }
  return result;
}

Node parse_toml(std::string_view text, const std::string& name) {
  if (text.find_first_not_of(" \t\r\n") == std::string_view::npos) throw InputError({name, 1, 1}, "the file is empty");
  check_nesting(text, name);
  try {
    return convert(toml::parse(text, name), name);
  } catch (const toml::parse_error& error) {
    throw InputError(place(error.source(), name), fmt::format("not valid TOML: {}", error.description()));
  }
}

std::string read_input(const fs::path& file) {
  const auto name = file.string();
  std::error_code failure;
  const auto status = fs::status(file, failure);
  if (!fs::exists(status)) throw InputError({name, 0, 0}, "no such file");
  if (fs::is_directory(status)) throw InputError({name, 0, 0}, "is a directory, not a file");
  if (fs::is_regular_file(status)) {
    const auto size = fs::file_size(file, failure);
    if (failure) throw InputError({name, 0, 0}, "cannot be read: " + failure.message());
    if (size > largest_input_bytes) {
      throw InputError({name, 0, 0},
                       fmt::format("has {} bytes; an input file may have {} at most", size, largest_input_bytes));
    }
  }
  std::ifstream in(file, std::ios::binary);
  if (!in) throw InputError({name, 0, 0}, "cannot be read; check its permissions");
  // In pieces, so that a pipe of unknown length is bounded too.
  constexpr std::size_t piece = 1U << 16U;
  std::string bytes;
  while (in && bytes.size() <= largest_input_bytes) {
    const auto old = bytes.size();
    bytes.resize(old + piece);
    in.read(bytes.data() + old, static_cast<std::streamsize>(piece));
    bytes.resize(old + static_cast<std::size_t>(in.gcount()));
  }
  if (bytes.size() > largest_input_bytes) throw InputError({name, 0, 0}, "is too large for an input file");
  return bytes;
}

Node read_toml(const fs::path& file) { return parse_toml(read_input(file), file.string()); }

}  // namespace copack::catalog
