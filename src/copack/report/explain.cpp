// SPDX-License-Identifier: Apache-2.0
#include "copack/report/explain.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <nlohmann/json.hpp>
#include <set>
#include <span>
#include <vector>

#include "copack/report/format.hpp"
#include "copack/units/parse.hpp"

namespace copack::report {
namespace {

using Json = nlohmann::ordered_json;
using system::Trace;
using system::TraceNode;

/// Longer lists of inputs, such as the terms of a sum over links, are cut.
constexpr std::size_t most_inputs = 16;

std::vector<std::string_view> parts(std::string_view path) {
  std::vector<std::string_view> list;
  for (std::size_t at = 0; at <= path.size();) {
    const auto dot = std::min(path.find('.', at), path.size());
    list.push_back(path.substr(at, dot - at));
    at = dot + 1;
  }
  return list;
}

/// Do the parts of the query occur in the path in their order, the last one at its end?
bool fits(std::string_view path, std::string_view query) {
  const auto have = parts(path);
  const auto want = parts(query);
  if (have.back() != want.back()) return false;
  auto at = have.begin();
  for (const auto part : want) {
    at = std::find(at, have.end(), part);
    if (at == have.end()) return false;
    ++at;
  }
  return true;
}

/// "a, b and 7 more".
std::string first_of(const std::vector<std::string_view>& names) {
  constexpr std::size_t most = 8;
  auto text = fmt::format("{}", fmt::join(std::span(names).first(std::min(most, names.size())), ", "));
  return names.size() > most ? fmt::format("{} and {} more", text, names.size() - most) : text;
}

std::vector<std::string_view> near_names(const Trace& trace, std::string_view path) {
  std::vector<std::string_view> all;
  std::vector<std::string_view> near;
  const auto last = parts(path).back();
  for (const auto& node : trace.nodes()) {
    all.push_back(node.path);
    if (parts(node.path).back() == last) near.push_back(node.path);
  }
  if (const auto slip = nearest_name(path, all); !slip.empty()) near.insert(near.begin(), slip);
  return near;
}

std::string value_words(const TraceNode& node) {
  if (!node.text.empty()) return node.text;
  if (!std::isfinite(node.stored)) return number(node.stored, {});
  return format_quantity(node.stored, node.unit, 5);
}

bool is_name_char(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '.' || c == '[' || c == ']';
}

/// The input that a name in a formula stands for, where it is one number: "npv.capex" is "cpo.npv[0].capex" when no
/// other item of the list is an input.
const TraceNode* input_named(const Trace& trace, const TraceNode& node, std::string_view name) {
  const auto ending = "." + std::string(name);
  const std::string* of_item = nullptr;
  std::size_t items = 0;
  for (const auto& input : node.inputs) {
    if (input == name || input.ends_with(ending)) return trace.find(input);
    if (!system::without_indices(input).ends_with(ending)) continue;
    of_item = &input;
    ++items;
  }
  return items == 1 ? trace.find(*of_item) : nullptr;
}

/// The formula with every name that is an input replaced by its number.
std::string with_numbers(const Trace& trace, const TraceNode& node) {
  const std::string_view formula = node.formula;
  std::string out;
  for (std::size_t at = 0; at < formula.size();) {
    const char c = formula[at];
    if (std::isalpha(static_cast<unsigned char>(c)) == 0 && c != '_' && !(is_name_char(c) && c != '[' && c != ']')) {
      out += c;
      ++at;
      continue;
    }
    std::size_t end = at;
    while (end < formula.size() && is_name_char(formula[end])) ++end;
    const auto name = formula.substr(at, end - at);
    const auto* input = input_named(trace, node, name);
    out += input == nullptr ? std::string(name) : value_words(*input);
    at = end;
  }
  return out;
}

std::string range_words(const Evidence& e) {
  if (!e.uncertain) return "taken as exact";
  return fmt::format("range {} to {}", format_quantity(e.low, e.unit), format_quantity(e.high, e.unit));
}

std::vector<std::string> evidence_lines(const Evidence& e) {
  auto first = e.kind;
  if (!e.source_title.empty()) {
    first += fmt::format(": {} [{}]", e.source_title, e.source_key);
  } else if (!e.source_key.empty()) {
    first += ": " + e.source_key;
  }
  if (!e.where.empty()) first += ", " + e.where;
  if (e.year > 0) first += fmt::format(", {}", e.year);
  std::vector<std::string> lines{first, range_words(e)};
  if (!e.boundary.empty()) lines.push_back("boundary: " + e.boundary);
  if (!e.note.empty()) lines.push_back(e.note);
  return lines;
}

/// Writes a node and what is below it; every node once.
class TextWalk {
 public:
  TextWalk(const Trace& trace, const SourceLookup& sources) : trace_(trace), sources_(sources) {}

  void walk(const TraceNode& node, int level, int depth) {
    const bool again = !told_.insert(node.path).second;
    add(level, fmt::format("{} = {}{}", node.path, value_words(node), again ? "   (told above)" : ""));
    if (again) return;
    if (!node.meaning.empty()) add(level + 2, node.meaning);
    if (!node.formula.empty()) add_formula(node, level + 2);
    if (node.formula.empty() && node.inputs.size() == 1) add(level + 2, "taken from " + node.inputs.front());
    if (!node.place.empty()) add(level + 2, "written at " + node.place);
    if (!node.value_path.empty()) add_source(node, level + 2);
    if (depth > 0) return add_inputs(node, level, depth);
    if (!node.inputs.empty()) add(level + 2, fmt::format("... {} inputs further down", node.inputs.size()));
  }

  std::string take() { return std::move(text_); }

 private:
  void add(int level, std::string_view line) {
    text_ += std::string(static_cast<std::size_t>(2 * level), ' ').append(line) + "\n";
  }

  void add_formula(const TraceNode& node, int level) {
    add(level, "= " + node.formula);
    const auto numbers = with_numbers(trace_, node);
    if (numbers != node.formula) add(level, "= " + numbers);
  }

  void add_source(const TraceNode& node, int level) {
    add(level, "catalog " + node.value_path);
    if (const auto evidence = sources_(node.value_path)) {
      for (const auto& line : evidence_lines(*evidence)) add(level, line);
    }
  }

  void add_inputs(const TraceNode& node, int level, int depth) {
    const auto n = std::min(most_inputs, node.inputs.size());
    for (std::size_t i = 0; i < n; ++i) {
      if (const auto* input = trace_.find(node.inputs[i])) walk(*input, level + 1, depth - 1);
    }
    if (node.inputs.size() > n) add(level + 1, fmt::format("... and {} more inputs", node.inputs.size() - n));
  }

  const Trace& trace_;
  const SourceLookup& sources_;
  std::set<std::string, std::less<>> told_;
  std::string text_;
};

Json value_json(const TraceNode& node) {
  if (!node.text.empty()) return node.text;
  const auto unit = parse_unit(node.unit);
  const double value = unit ? unit->from_stored(node.stored) : node.stored;
  return {{"value", std::isfinite(value) ? Json(value) : Json(nullptr)}, {"unit", node.unit}};
}

Json evidence_json(const Evidence& e) {
  const auto bound = [&](double stored) {
    const auto unit = parse_unit(e.unit);
    const double value = unit ? unit->from_stored(stored) : stored;
    return e.uncertain && std::isfinite(value) ? Json(value) : Json(nullptr);
  };
  return {{"kind", e.kind},      {"source", e.source_key}, {"source_title", e.source_title},
          {"where", e.where},    {"year", e.year},         {"unit", e.unit},
          {"low", bound(e.low)}, {"high", bound(e.high)},  {"boundary", e.boundary},
          {"note", e.note}};
}

Json node_json(const Trace& trace, const TraceNode& node, const SourceLookup& sources, int depth,
               std::set<std::string, std::less<>>& told) {
  Json json = {{"path", node.path}, {"result", value_json(node)}};
  if (!told.insert(node.path).second) {
    json["told_above"] = true;
    return json;
  }
  json["meaning"] = node.meaning;
  if (!node.formula.empty()) {
    json["formula"] = node.formula;
    json["numbers"] = with_numbers(trace, node);
  }
  if (!node.place.empty()) json["place"] = node.place;
  if (!node.value_path.empty()) {
    json["catalog"] = node.value_path;
    if (const auto evidence = sources(node.value_path)) json["evidence"] = evidence_json(*evidence);
  }
  auto inputs = Json::array();
  for (const auto& path : node.inputs) {
    if (depth <= 0) {
      inputs.push_back({{"path", path}});
    } else if (const auto* input = trace.find(path)) {
      inputs.push_back(node_json(trace, *input, sources, depth - 1, told));
    }
  }
  json["inputs"] = std::move(inputs);
  return json;
}

}  // namespace

SourceLookup source_lookup(const study::StudyResult& result) {
  return [&result](std::string_view value_path) -> std::optional<Evidence> {
    const auto row = std::ranges::find(result.assumptions, value_path, &study::AssumptionRow::path);
    if (row == result.assumptions.end()) return std::nullopt;
    return Evidence{.kind = row->kind,
                    .source_key = row->source_key,
                    .source_title = row->source_title,
                    .where = row->where,
                    .year = row->year,
                    .unit = row->unit,
                    .low = row->low,
                    .high = row->high,
                    .uncertain = row->uncertain,
                    .boundary = row->boundary,
                    .note = row->note};
  };
}

const TraceNode& find_node(const Trace& trace, std::string_view path) {
  if (const auto* exact = trace.find(path)) return *exact;
  const TraceNode* found = nullptr;
  std::vector<std::string_view> fitting;
  for (const auto& node : trace.nodes()) {
    if (!fits(node.path, path)) continue;
    found = &node;
    fitting.push_back(node.path);
  }
  if (found != nullptr && fitting.size() == 1) return *found;
  if (!fitting.empty())
    throw InputError(Location{}, fmt::format("several numbers fit \"{}\": {}", path, first_of(fitting)));
  const auto near = near_names(trace, path);
  throw InputError(Location{}, fmt::format("no number is called \"{}\"{}", path,
                                           near.empty() ? "" : fmt::format(" - did you mean {}?", first_of(near))));
}

std::string explain_text(const Trace& trace, std::string_view path, const SourceLookup& sources, int depth) {
  TextWalk walk(trace, sources);
  walk.walk(find_node(trace, path), 0, depth);
  return walk.take();
}

std::string explain_json(const Trace& trace, std::string_view path, const SourceLookup& sources, int depth) {
  std::set<std::string, std::less<>> told;
  return node_json(trace, find_node(trace, path), sources, depth, told)
             .dump(2, ' ', false, Json::error_handler_t::replace) +
         "\n";
}

}  // namespace copack::report
