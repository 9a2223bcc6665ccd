// SPDX-License-Identifier: Apache-2.0
#include "copack/catalog/reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace copack::catalog {

NodeReader::NodeReader(const Node& table, Diagnostics& diagnostics, ReadOptions options)
    : diagnostics_(diagnostics), options_(std::move(options)) {
  frames_.push_back({.node = &table, .path = {}});
  places_[""] = table.where;
  if (table.kind != Node::Kind::table) diagnostics_.error(table.where, "a table is wanted here");
}

std::string NodeReader::path_of(std::string_view name) const {
  const auto& frame = frames_.back();
  if (frame.scalar) return frame.path;
  return frame.path.empty() ? std::string(name) : fmt::format("{}.{}", frame.path, name);
}

/// The node of a field of the current frame, or nullptr; a missing required field is reported.
const Node* NodeReader::take(const FieldInfo& info) {
  auto& frame = frames_.back();
  if (frame.scalar) return frame.node;
  frame.known.push_back(info.name);
  const Node* node =
      frame.node != nullptr && frame.node->kind == Node::Kind::table ? frame.node->find(info.name) : nullptr;
  if (node != nullptr) {
    places_[path_of(info.name)] = node->where;
  } else if (info.rule.required && frame.node != nullptr) {
    const auto where = frame.path.empty() ? std::string("the file") : fmt::format("[{}]", frame.path);
    diagnostics_.error(frame.node->where, fmt::format("{} must give \"{}\": {}", where, info.name, info.meaning));
  }
  return node;
}

void NodeReader::number(const FieldInfo& info, double& stored) {
  const Node* node = take(info);
  if (node == nullptr) return;
  if (node->kind == Node::Kind::table) {
    read_sourced(*node, info, stored);
    return;
  }
  if (options_.require_sources) {
    diagnostics_.error(node->where,
                       fmt::format("{} must be a value with a source: {{ value = ..., kind = ..., source = ... }}",
                                   path_of(info.name)));
  }
  if (const auto number = read_number(*node, info, diagnostics_)) stored = *number;
}

void NodeReader::read_sourced(const Node& table, const FieldInfo& info, double& stored) {
  const auto path = path_of(info.name);
  const auto full = options_.prefix.empty() ? path : fmt::format("{}.{}", options_.prefix, path);
  Value value =
      read_value(table, {.path = full, .unit = std::string(info.unit), .rule = info.rule, .lookup = options_.lookup},
                 diagnostics_);
  if (options_.prices != nullptr && value.origin.empty()) convert_money(value, *options_.prices);
  stored = value.nominal;
  sourced_.push_back({path, std::move(value)});
}

void NodeReader::integer(const FieldInfo& info, std::int64_t& value) {
  const Node* node = take(info);
  if (node == nullptr) return;
  if (node->kind == Node::Kind::table) {
    read_sourced_count(*node, info, value);
  } else if (node->kind != Node::Kind::integer) {
    diagnostics_.error(node->where, fmt::format("{} must be an integer, not {}", info.name, describe_kind(node->kind)));
  } else if (read_number(*node, info, diagnostics_)) {
    value = node->integer;
  }
}

/// Worlds do not move counts, so that a count has no spread.
void NodeReader::read_sourced_count(const Node& table, FieldInfo info, std::int64_t& value) {
  constexpr double largest = 0x1.0p53;  // whole numbers up to here are exact
  info.rule.min = std::max(info.rule.min, -largest);
  info.rule.max = std::min(info.rule.max, largest);
  double number = 0.0;
  read_sourced(table, info, number);
  sourced_.back().value.spread.reset();
  if (number != std::floor(number)) {
    diagnostics_.error(table.where, fmt::format("{} must be a whole number, not {}", info.name, number));
    return;
  }
  value = static_cast<std::int64_t>(number);
}

void NodeReader::boolean(const FieldInfo& info, bool& value) {
  const Node* node = take(info);
  if (node == nullptr) return;
  if (node->kind == Node::Kind::boolean) {
    value = node->boolean;
  } else {
    diagnostics_.error(node->where,
                       fmt::format("{} must be true or false, not {}", info.name, describe_kind(node->kind)));
  }
}

void NodeReader::text(const FieldInfo& info, std::string& value) {
  const Node* node = take(info);
  if (node == nullptr) return;
  constexpr std::size_t longest = 4000;
  if (node->kind != Node::Kind::text) {
    diagnostics_.error(node->where, fmt::format("{} must be a text, not {}", info.name, describe_kind(node->kind)));
  } else if (node->text.size() > longest) {
    diagnostics_.error(node->where, fmt::format("{} has more than {} characters", info.name, longest));
  } else if (info.rule.required && node->text.empty()) {
    diagnostics_.error(node->where, fmt::format("{} must not be empty", info.name));
  } else {
    value = node->text;
  }
}

void NodeReader::choice(const FieldInfo& info, std::span<const std::string_view> options, int& index) {
  const Node* node = take(info);
  if (node == nullptr) return;
  const auto at = std::ranges::find(options, node->text);
  if (node->kind == Node::Kind::text && at != options.end()) {
    index = static_cast<int>(at - options.begin());
    return;
  }
  diagnostics_.error(node->where, node->kind == Node::Kind::text
                                      ? fmt::format("{}: \"{}\" is not one of {}{}", info.name, node->text,
                                                    fmt::join(options, ", "), did_you_mean(node->text, options))
                                      : fmt::format("{} must be one of {}", info.name, fmt::join(options, ", ")));
}

void NodeReader::begin_group(const FieldInfo& info) {
  const Node* node = take(info);
  if (node != nullptr && node->kind != Node::Kind::table) {
    diagnostics_.error(node->where, fmt::format("{} must be a table, not {}", info.name, describe_kind(node->kind)));
    node = nullptr;
  }
  frames_.push_back({.node = node, .path = path_of(info.name)});
}

void NodeReader::end_group() {
  report_unknown_keys();
  frames_.pop_back();
}

std::size_t NodeReader::begin_list(const FieldInfo& info, std::size_t size, bool of_structs) {
  constexpr std::size_t longest = 100000;
  const Node* node = take(info);
  if (node != nullptr && node->kind != Node::Kind::array) {
    diagnostics_.error(node->where, fmt::format("{} must be a list, not {}", info.name, describe_kind(node->kind)));
    node = nullptr;
  }
  if (node != nullptr && node->items.size() > longest) {
    diagnostics_.error(node->where, fmt::format("{} has more than {} items", info.name, longest));
    node = nullptr;
  }
  frames_.push_back({.node = node, .path = path_of(info.name), .scalar = !of_structs});
  return node == nullptr ? size : node->items.size();
}

void NodeReader::begin_item(std::size_t index) {
  const auto& list = frames_.back();
  const Node* node = list.node == nullptr ? nullptr : &list.node->items[index];
  const auto path = fmt::format("{}[{}]", list.path, index);
  if (node != nullptr) places_[path] = node->where;
  if (!list.scalar && node != nullptr && node->kind != Node::Kind::table) {
    diagnostics_.error(node->where, fmt::format("{} must be a table, not {}", path, describe_kind(node->kind)));
    node = nullptr;
  }
  frames_.push_back({.node = node, .path = path, .scalar = list.scalar});
}

void NodeReader::end_item() {
  report_unknown_keys();
  frames_.pop_back();
}

void NodeReader::end_list() { frames_.pop_back(); }

void NodeReader::report_unknown_keys() {
  const auto& frame = frames_.back();
  if (frame.node == nullptr || frame.scalar || frame.node->kind != Node::Kind::table) return;
  catalog::report_unknown_keys(*frame.node, frame.known, "", diagnostics_);
}

Location NodeReader::place_of(const std::string& path) const {
  auto at = path;
  while (true) {
    if (const auto found = places_.find(at); found != places_.end()) return found->second;
    const auto cut = at.find_last_of(".[");
    if (cut == std::string::npos) return places_.at("");
    at.resize(cut);
  }
}

void NodeReader::report(const std::vector<Problem>& problems) {
  for (const auto& problem : problems) {
    diagnostics_.error(place_of(problem.path),
                       problem.path.empty() ? problem.message : fmt::format("{}: {}", problem.path, problem.message));
  }
}

}  // namespace copack::catalog
