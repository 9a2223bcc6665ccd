// SPDX-License-Identifier: Apache-2.0
#include "copack/system/trace.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace copack::system {
namespace {

bool is_name_start(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_name_char(char c) {
  return is_name_start(c) || (c >= '0' && c <= '9') || c == '.' || c == '[' || c == ']' || c == '-';
}

/// Trailing characters that belong to the formula, not to the name: "a[0]-" from "a[0]-b" and full stops.
void trim_tail(std::string& name) {
  while (!name.empty() && (name.back() == '-' || name.back() == '.' || name.back() == '[')) name.pop_back();
}

/// The path of the nearest table around `owner`, within `scope`, in which `found` accepts "table.name"; or empty.
template <class Found>
std::string nearest_path(const std::string& owner, const std::string& scope, const std::string& name,
                         const Found& found) {
  auto prefix = owner.substr(0, owner.rfind('.'));
  while (prefix.size() >= scope.size()) {
    auto path = fmt::format("{}.{}", prefix, name);
    if (found(path)) return path;
    const auto dot = prefix.rfind('.');
    if (dot == std::string::npos) break;
    prefix.resize(dot);
  }
  return {};
}

/// The condition of "sum(list where key = a, b)": key and values; no key means all items.
struct Where {
  std::string key;
  std::string values;
};

Where condition_after(std::string_view formula, std::string_view list) {
  const auto at = formula.find(fmt::format("{} where ", list));
  if (at == std::string_view::npos) return {};
  auto rest = formula.substr(at + list.size() + 7);
  rest = rest.substr(0, rest.find(')'));
  const auto equals = rest.find(" = ");
  if (equals == std::string_view::npos) return {};
  return {std::string(rest.substr(0, equals)), fmt::format(", {},", rest.substr(equals + 3))};
}

}  // namespace

std::string without_indices(std::string_view path) {
  std::string plain;
  int depth = 0;
  for (const char c : path) {
    if (c == '[') ++depth;
    if (depth == 0) plain += c;
    if (c == ']') --depth;
  }
  return plain;
}

std::vector<std::string> names_in(std::string_view formula) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < formula.size();) {
    if (!is_name_start(formula[i]) || (i > 0 && is_name_char(formula[i - 1]) && formula[i - 1] != '-')) {
      ++i;
      continue;
    }
    auto end = i;
    while (end < formula.size() && is_name_char(formula[end])) ++end;
    std::string name(formula.substr(i, end - i));
    trim_tail(name);
    const bool call = end < formula.size() && formula[end] == '(';
    if (!call && std::ranges::find(names, name) == names.end()) names.push_back(std::move(name));
    i = end;
  }
  return names;
}

void Trace::add(TraceNode node) {
  index_[node.path] = nodes_.size();
  nodes_.push_back(std::move(node));
}

void Trace::add_model(const std::string& scope, const Visit& inputs, const Visit& results) {
  const auto add_fields = [&](std::vector<FlatField> fields) {
    for (auto& field : fields) {
      auto path = fmt::format("{}.{}", scope, field.path);
      if (index_.contains(path)) continue;  // a result that echoes an input keeps the input's provenance
      add({.path = std::move(path),
           .unit = std::move(field.unit),
           .stored = field.stored,
           .text = std::move(field.text),
           .meaning = std::move(field.meaning),
           .formula = std::move(field.formula)});
    }
  };
  add_fields(flatten(inputs));
  const auto first_result = nodes_.size();
  add_fields(flatten(results));
  for (auto i = first_result; i < nodes_.size(); ++i) nodes_[i].inputs = inputs_of(nodes_[i], scope);
}

std::vector<std::string> Trace::fields_of_items(const TraceNode& node, const std::string& scope,
                                                const std::string& name) const {
  std::vector<std::string> fields;
  const auto head = name.substr(0, name.find('.'));
  (void)nearest_path(node.path, scope, head, [&](const std::string& start) {
    const auto table = start.size() - head.size();
    for (auto at = index_.lower_bound(start); at != index_.end() && at->first.starts_with(start); ++at) {
      const auto path = std::string_view(at->first).substr(table);
      if (at->first != node.path && without_indices(path) == name) fields.push_back(at->first);
    }
    return !fields.empty();
  });
  return fields;
}

std::vector<std::string> Trace::inputs_of(const TraceNode& node, const std::string& scope) const {
  std::vector<std::string> inputs;
  for (const auto& name : names_in(node.formula)) {
    const auto path = nearest_path(node.path, scope, name, [&](const std::string& p) { return find(p) != nullptr; });
    if (!path.empty()) {
      if (const auto* input = find(path); input->path != node.path) inputs.push_back(input->path);
      continue;
    }
    const auto list = nearest_path(node.path, scope, name, [&](const std::string& p) {
      const auto at = index_.lower_bound(p + "[0]");
      return at != index_.end() && at->first.starts_with(p + "[0]");
    });
    if (list.empty()) {
      for (auto& field : fields_of_items(node, scope, without_indices(name))) {
        if (std::ranges::find(inputs, field) == inputs.end()) inputs.push_back(std::move(field));
      }
      continue;
    }
    const auto where = condition_after(node.formula, name);
    for (auto at = index_.lower_bound(list + "["); at != index_.end() && at->first.starts_with(list + "["); ++at) {
      const auto& item = nodes_[at->second];
      if (!item.text.empty() || item.stored == 0.0) continue;  // words, and what adds nothing
      if (!where.key.empty()) {
        const auto* key = find(fmt::format("{}.{}", item.path.substr(0, item.path.rfind('.')), where.key));
        if (key == nullptr || where.values.find(fmt::format(" {},", key->text)) == std::string::npos) continue;
      }
      inputs.push_back(item.path);
    }
  }
  return inputs;
}

void Trace::alias(std::string prefix, std::string target) {
  aliases_.emplace_back(std::move(prefix), std::move(target));
}

void Trace::connect(const std::string& path, const std::string& from) {
  const auto at = index_.find(path);
  if (at == index_.end()) return;
  auto& inputs = nodes_[at->second].inputs;
  if (path != from && std::ranges::find(inputs, from) == inputs.end()) inputs.push_back(from);
}

void Trace::add_sources(const std::string& scope, std::span<const catalog::SourcedField> fields) {
  for (const auto& field : fields) {
    const auto at = index_.find(fmt::format("{}.{}", scope, field.path));
    if (at == index_.end()) continue;
    auto& node = nodes_[at->second];
    constexpr double rounding = 1e-9;
    const bool set_by_design = std::abs(node.stored - field.value.nominal) > rounding * std::abs(node.stored);
    if (set_by_design) continue;
    node.value_path = field.value.origin.empty() ? field.value.path : field.value.origin;
    node.place = fmt::format("{}:{}", field.value.place.file, field.value.place.line);
  }
}

const TraceNode* Trace::find(std::string_view path) const {
  const auto at = index_.find(path);
  if (at != index_.end()) return &nodes_[at->second];
  for (const auto& [prefix, target] : aliases_) {
    if (!path.starts_with(prefix)) continue;
    const auto there = index_.find(target + std::string(path.substr(prefix.size())));
    if (there != index_.end()) return &nodes_[there->second];
  }
  return nullptr;
}

}  // namespace copack::system
