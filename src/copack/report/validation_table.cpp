// SPDX-License-Identifier: Apache-2.0
#include "copack/report/validation_table.hpp"

#include <fmt/format.h>

#include <cmath>
#include <map>
#include <nlohmann/json.hpp>

#include "copack/units/parse.hpp"

namespace copack::report {
namespace {

using system::CaseResult;
using system::Check;
using system::CheckStatus;

constexpr int digits = 6;

std::string shown(double value, const std::string& unit) {
  const auto number = format_number(value, digits);
  return unit.empty() ? number : fmt::format("{} {}", number, unit);
}

std::string error_text(const Check& check) {
  if (!check.problem.empty()) return "-";
  if (check.expected == 0.0) return format_number(check.computed - check.expected, 2);
  return fmt::format("{:+.2g} %", 100.0 * check.relative_error());
}

std::string_view mark(const CaseResult& result, const Check& check) {
  if (result.calibration) return "calibration";
  return system::to_string(check.status);
}

std::string domain_of(const CaseResult& result) { return result.id.substr(0, result.id.find('/')); }

nlohmann::ordered_json json_of(const CaseResult& result, const Check& check) {
  nlohmann::ordered_json row = {{"id", check.id},
                                {"status", mark(result, check)},
                                {"expected", check.expected},
                                {"computed", check.computed},
                                {"tolerance", check.tolerance},
                                {"unit", check.unit},
                                {"relative_error", check.relative_error()},
                                {"tolerance_text", check.tolerance_text},
                                {"why", check.why},
                                {"output", check.output},
                                {"model", result.model},
                                {"level", result.level},
                                {"claim", result.claim},
                                {"source", result.source},
                                {"where", result.where}};
  if (!result.reason.empty()) row["reason"] = result.reason;
  if (!check.problem.empty()) row["problem"] = check.problem;
  return row;
}

std::string escaped(std::string text) {
  for (std::size_t at = 0; (at = text.find('|', at)) != std::string::npos; at += 2) text.insert(at, "\\");
  return text;
}

std::string markdown_case(const CaseResult& result, const catalog::Catalog& catalog) {
  const auto* source = catalog.source(result.source);
  auto text = fmt::format("\n### {}\n\n{}. Model `{}`, level {}. Source: {} ({}).\n\n", result.id, result.claim,
                          result.model, result.level, source != nullptr ? source->title : result.source, result.where);
  if (!result.reason.empty()) text += fmt::format("Known gap: {}\n\n", result.reason);
  if (result.calibration) text += "These data calibrated the model; the case never counts.\n\n";
  text +=
      "| check | output | published | computed | error | tolerance | why | status "
      "|\n|---|---|---|---|---|---|---|---|\n";
  for (const auto& check : result.checks) {
    text += fmt::format("| {} | `{}` | {} | {} | {} | {} | {} | {} |\n", check.id.substr(check.id.rfind('/') + 1),
                        check.output, shown(check.expected, check.unit), shown(check.computed, check.unit),
                        error_text(check), check.tolerance_text, escaped(check.why), mark(result, check));
  }
  return text;
}

}  // namespace

Score score(std::span<const CaseResult> cases) {
  Score total;
  for (const auto& result : cases) {
    for (const auto& check : result.checks) {
      if (result.calibration) {
        ++total.calibration;
      } else if (check.status == CheckStatus::pass) {
        ++total.passed;
      } else if (check.status == CheckStatus::known_gap) {
        ++total.known_gaps;
      } else {
        ++total.failed;
      }
    }
  }
  return total;
}

std::string validation_json(std::span<const CaseResult> cases) {
  auto rows = nlohmann::ordered_json::array();
  for (const auto& result : cases) {
    for (const auto& check : result.checks) rows.push_back(json_of(result, check));
  }
  const auto total = score(cases);
  const nlohmann::ordered_json document = {{"cases", std::move(rows)},
                                           {"score",
                                            {{"passed", total.passed},
                                             {"known_gaps", total.known_gaps},
                                             {"failed", total.failed},
                                             {"calibration", total.calibration}}}};
  return document.dump(2) + "\n";
}

std::string validation_text(std::span<const CaseResult> cases) {
  std::string text =
      fmt::format("{:<52} {:>20} {:>20} {:>10}  {}\n", "case", "published", "computed", "error", "status");
  for (const auto& result : cases) {
    for (const auto& check : result.checks) {
      text += fmt::format("{:<52} {:>20} {:>20} {:>10}  {}\n", check.id, shown(check.expected, check.unit),
                          shown(check.computed, check.unit), error_text(check), mark(result, check));
      if (!check.problem.empty()) text += fmt::format("    {}\n", check.problem);
    }
  }
  const auto total = score(cases);
  return text + fmt::format("\n{} checks pass, {} known gaps, {} fail, {} used for calibration; {} cases\n",
                            total.passed, total.known_gaps, total.failed, total.calibration, cases.size());
}

std::string score_markdown(std::span<const CaseResult> cases) {
  std::map<std::string, std::vector<CaseResult>> by_domain;
  for (const auto& result : cases) by_domain[domain_of(result)].push_back(result);
  std::string text = "| domain | cases | checks pass | known gaps | fail | calibration |\n|---|---|---|---|---|---|\n";
  for (const auto& [domain, results] : by_domain) {
    const auto s = score(results);
    text += fmt::format("| [{0}](validation/README.md#{0}) | {1} | {2} | {3} | {4} | {5} |\n", domain, results.size(),
                        s.passed, s.known_gaps, s.failed, s.calibration);
  }
  return text;
}

std::string validation_markdown(std::span<const CaseResult> cases, const catalog::Catalog& catalog) {
  const auto total = score(cases);
  std::string text =
      "# Validation\n\nPublished results recomputed by Copack, failures included. Written by `copack validate "
      "--write`; do not edit.\n\n";
  text += fmt::format(
      "{} checks in {} cases: {} pass, {} known gaps, {} fail; {} more were used for calibration and do not count.\n",
      total.passed + total.known_gaps + total.failed, cases.size(), total.passed, total.known_gaps, total.failed,
      total.calibration);
  std::string domain;
  for (const auto& result : cases) {
    if (domain_of(result) != domain) {
      domain = domain_of(result);
      text += fmt::format("\n## {}\n", domain);
    }
    text += markdown_case(result, catalog);
  }
  return text;
}

}  // namespace copack::report
