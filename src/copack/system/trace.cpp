// SPDX-License-Identifier: Apache-2.0
#include "copack/system/trace.hpp"

#include <fmt/format.h>

#include <algorithm>

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

/// The node that a name of a formula means: in the same list item, else in the model's scope, else anywhere.
const TraceNode* resolve(const Trace& trace, const std::string& owner, const std::string& scope, const std::string& name) {
  auto prefix = owner.substr(0, owner.rfind('.'));
  while (prefix.size() >= scope.size()) {
    if (const auto* node = trace.find(fmt::format("{}.{}", prefix, name))) return node;
    const auto dot = prefix.rfind('.');
    if (dot == std::string::npos) break;
    prefix.resize(dot);
  }
  return trace.find(name);
}

}  // namespace

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
  for (auto i = first_result; i < nodes_.size(); ++i) {
    auto& node = nodes_[i];
    for (const auto& name : names_in(node.formula)) {
      const auto* input = resolve(*this, node.path, scope, name);
      if (input != nullptr && input->path != node.path) node.inputs.push_back(input->path);
    }
  }
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
    node.value_path = field.value.origin.empty() ? field.value.path : field.value.origin;
    node.place = fmt::format("{}:{}", field.value.place.file, field.value.place.line);
  }
}

const TraceNode* Trace::find(std::string_view path) const {
  const auto at = index_.find(path);
  return at == index_.end() ? nullptr : &nodes_[at->second];
}

}  // namespace copack::system
