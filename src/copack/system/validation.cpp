// SPDX-License-Identifier: Apache-2.0
#include "copack/system/validation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "copack/system/models.hpp"
#include "copack/units/parse.hpp"

namespace copack::system {
namespace {

namespace fs = std::filesystem;
using catalog::Node;

struct Tolerance {
  double absolute = 0.0;
  std::string text;
};

/// "3 %" is relative to the expected value; a quantity is absolute; a bare number is absolute in the output's unit; no
/// tolerance means equal.
Tolerance read_tolerance(const Node* node, double expected, const Unit& unit, const std::string& unit_text,
                         Diagnostics& diagnostics) {
  if (node == nullptr) return {0.0, "exact"};
  if (node->is_number()) return {node->real, fmt::format("{}", node->real)};
  if (node->text == "exact") return {0.0, "exact"};
  const auto parsed = parse_quantity(node->text);
  if (parsed && node->text.ends_with('%')) return {std::abs(expected) * parsed->stored, node->text};
  if (parsed && (parsed->unit.dimension == unit.dimension)) {
    const double shown = unit.scale == Scale::kelvin ? parsed->stored : parsed->stored / unit.factor;
    return {std::abs(shown), node->text};
  }
  if (parsed && parsed->unit.dimension == dimensionless && parsed->unit.scale == Scale::linear)
    return {std::abs(parsed->stored), node->text};
  diagnostics.error(node->where,
                    fmt::format("\"{}\" is neither a percentage nor a quantity in {}", node->text, unit_text));
  return {};
}

std::optional<double> read_expected(const Node* node, const Unit& unit, const Location& place,
                                    Diagnostics& diagnostics) {
  if (node == nullptr) {
    diagnostics.error(place, "an expectation needs a value");
    return std::nullopt;
  }
  if (node->is_number()) return node->real;
  const auto parsed = parse_quantity(node->text);
  if (!parsed) {
    diagnostics.error(node->where, fmt::format("\"{}\" is not a quantity", node->text));
    return std::nullopt;
  }
  if (!parsed->unit.measures_same_as(unit)) {
    diagnostics.error(node->where, fmt::format("\"{}\" does not measure what the output measures", node->text));
    return std::nullopt;
  }
  return unit.from_stored(parsed->stored);
}

const FlatField* find_output(const std::vector<FlatField>& outputs, std::string_view path) {
  const auto at = std::ranges::find(outputs, path, &FlatField::path);
  return at == outputs.end() ? nullptr : &*at;
}

/// Expected words (a choice, a flag, a name) must be equal.
void check_words(Check& check, const FlatField& output, const Node& expectation) {
  const auto* value = expectation.find("value");
  auto wanted = expectation.text_of("value");
  if (value != nullptr && value->is_number()) wanted = value->real != 0.0 ? "true" : "false";
  if (value != nullptr && value->kind == Node::Kind::boolean) wanted = value->boolean ? "true" : "false";
  check.tolerance_text = "exact";
  check.status = output.text == wanted ? CheckStatus::pass : CheckStatus::fail;
  check.expected = 1.0;
  check.computed = output.text == wanted ? 1.0 : 0.0;
  if (output.text != wanted) check.problem = fmt::format("expected \"{}\", got \"{}\"", wanted, output.text);
}

void check_number(Check& check, const FlatField& output, const Node& expectation, Diagnostics& diagnostics) {
  const auto unit = parse_unit(output.unit).value_or(Unit{});
  check.unit = output.unit;
  const auto expected = read_expected(expectation.find("value"), unit, expectation.where, diagnostics);
  if (!expected) return;
  check.expected = *expected;
  check.computed = unit.from_stored(output.stored);
  const auto tolerance = read_tolerance(expectation.find("tolerance"), check.expected, unit, output.unit, diagnostics);
  check.tolerance = tolerance.absolute;
  check.tolerance_text = tolerance.text;
  constexpr double rounding = 1e-12;
  const double allowed = tolerance.absolute + rounding * std::abs(check.expected);
  check.status = std::abs(check.computed - check.expected) <= allowed ? CheckStatus::pass : CheckStatus::fail;
}

constexpr std::array<std::string_view, 10> case_keys{"claim",  "source",      "where",  "model",  "level",
                                                     "status", "calibration", "reason", "inputs", "expect"};
constexpr std::array<std::string_view, 6> expectation_keys{"name", "output", "value", "tolerance", "why", "inputs"};

/// What a model makes of an input: its results, or what is wrong with the input.
struct Outcome {
  std::vector<FlatField> outputs;
  std::string problem;
};

Outcome run_model(const Model& model, const Node& inputs, const catalog::Catalog& catalog) {
  Diagnostics problems;
  const auto run = model.run(inputs, problems, catalog.lookup());
  if (problems.has_errors()) return {.outputs = {}, .problem = problems.text()};
  return {.outputs = flatten(run.results), .problem = {}};
}

Check make_check(const Outcome& outcome, const Node& expectation, Diagnostics& diagnostics) {
  Check check{.output = expectation.text_of("output"), .why = expectation.text_of("why")};
  check.problem = outcome.problem;
  if (!check.problem.empty()) return check;
  const auto* output = find_output(outcome.outputs, check.output);
  if (output == nullptr) {
    check.problem = fmt::format("the model has no output \"{}\"", check.output);
  } else if (output->is_number) {
    check_number(check, *output, expectation, diagnostics);
  } else {
    check_words(check, *output, expectation);
  }
  return check;
}

std::string required_text(const Node& root, std::string_view key, Diagnostics& diagnostics) {
  auto text = root.text_of(key);
  if (text.empty()) diagnostics.error(root.where, fmt::format("a case needs \"{}\"", key));
  return text;
}

CaseResult run_case(const fs::path& file, const std::string& id, const catalog::Catalog& catalog,
                    Diagnostics& diagnostics) {
  const Node root = catalog::read_toml(file);
  report_unknown_keys(root, case_keys, "", diagnostics);
  CaseResult result{.id = id,
                    .claim = required_text(root, "claim", diagnostics),
                    .source = required_text(root, "source", diagnostics),
                    .where = required_text(root, "where", diagnostics),
                    .model = required_text(root, "model", diagnostics),
                    .level = required_text(root, "level", diagnostics),
                    .reason = root.text_of("reason")};
  if (const auto* calibration = root.find("calibration")) result.calibration = calibration->boolean;
  const bool gap = root.text_of("status") == "known-gap";
  if (gap && result.reason.empty()) diagnostics.error(root.where, "a known gap needs its reason");
  if (catalog.source(result.source) == nullptr)
    diagnostics.error(root.where, fmt::format("there is no source \"{}\"", result.source));
  const auto* model = find_model(result.model);
  const auto* inputs = root.find("inputs");
  const auto* expectations = root.find("expect");
  if (model == nullptr || inputs == nullptr || expectations == nullptr) {
    diagnostics.error(root.where, model == nullptr ? fmt::format("there is no model \"{}\"", result.model)
                                                   : "a case needs [inputs] and [[expect]]");
    return result;
  }
  std::optional<Outcome> unchanged;  // of the inputs that most expectations share
  for (std::size_t i = 0; i < expectations->items.size(); ++i) {
    const auto& expectation = expectations->items[i];
    report_unknown_keys(expectation, expectation_keys, "", diagnostics);
    const auto* changes = expectation.find("inputs");
    if (changes == nullptr && !unchanged) unchanged = run_model(*model, *inputs, catalog);
    auto check = make_check(changes == nullptr ? *unchanged : run_model(*model, merged(*inputs, *changes), catalog),
                            expectation, diagnostics);
    const auto name = expectation.text_of("name");
    check.id = expectations->items.size() == 1 && name.empty()
                   ? id
                   : fmt::format("{}/{}", id, name.empty() ? fmt::format("{}", i + 1) : name);
    if (check.status == CheckStatus::fail && gap && check.problem.empty()) check.status = CheckStatus::known_gap;
    result.checks.push_back(std::move(check));
  }
  return result;
}

std::vector<fs::path> sorted_folders(const fs::path& folder) {
  std::vector<fs::path> folders;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(folder, none)) {
    if (entry.is_directory()) folders.push_back(entry.path());
  }
  std::ranges::sort(folders);
  return folders;
}

}  // namespace

std::string_view to_string(CheckStatus status) {
  static constexpr std::array<std::string_view, 3> names{"pass", "known-gap", "fail"};
  return names.at(static_cast<std::size_t>(status));
}

double Check::relative_error() const { return expected == 0.0 ? computed : (computed - expected) / std::abs(expected); }

std::vector<CaseResult> run_validation(const fs::path& folder, std::string_view domain, const catalog::Catalog& catalog,
                                       Diagnostics& diagnostics) {
  std::vector<CaseResult> results;
  for (const auto& domain_folder : sorted_folders(folder)) {
    const auto name = domain_folder.filename().string();
    if (!domain.empty() && name != domain) continue;
    for (const auto& case_folder : sorted_folders(domain_folder)) {
      try {
        results.push_back(run_case(case_folder / "case.toml",
                                   fmt::format("{}/{}", name, case_folder.filename().string()), catalog, diagnostics));
      } catch (const InputError& error) {
        diagnostics.append(error.diagnostics());
      }
    }
  }
  return results;
}

}  // namespace copack::system
