// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>

#include "copack/catalog/catalog.hpp"
#include "copack/system/validation.hpp"

namespace copack::report {

/// How many checks of the validation passed. Cases whose data calibrated a model are counted apart.
struct Score {
  int passed = 0;
  int known_gaps = 0;
  int failed = 0;
  int calibration = 0;
};
Score score(std::span<const system::CaseResult> cases);

/// {"cases": [{"id", "status", "expected", "computed", "tolerance", "unit", ...}], "score": {...}}
std::string validation_json(std::span<const system::CaseResult> cases);
/// A table for a terminal.
std::string validation_text(std::span<const system::CaseResult> cases);
/// `validation/README.md`: score by domain, every check with its error and source, known gaps with their reasons.
std::string validation_markdown(std::span<const system::CaseResult> cases, const catalog::Catalog& catalog);
/// Score by domain as a Markdown table, for the README.
std::string score_markdown(std::span<const system::CaseResult> cases);

}  // namespace copack::report
