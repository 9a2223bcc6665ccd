// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "copack/catalog/catalog.hpp"
#include "copack/core/diagnostics.hpp"

namespace copack::system {

/// How a validation check ended.
enum class CheckStatus : unsigned char {
  pass,       ///< within its tolerance
  known_gap,  ///< outside, and the case says why
  fail        ///< outside, or the model gave no such output
};
std::string_view to_string(CheckStatus status);

/// One number of a published result against ours. Values are in `unit`.
struct Check {
  std::string id;  ///< "link/kp4-flr" or "link/kp4-flr/1-way"
  std::string output;
  std::string unit;
  double expected = 0.0;
  double computed = 0.0;
  double tolerance = 0.0;  ///< absolute, in `unit`
  std::string tolerance_text;
  std::string why;  ///< why this tolerance
  CheckStatus status = CheckStatus::fail;
  std::string problem;  ///< when nothing could be computed

  [[nodiscard]] double relative_error() const;
};

/// A published result that is recomputed.
struct CaseResult {
  std::string id;
  std::string claim;
  std::string source;
  std::string where;
  std::string model;
  std::string level;         ///< analytic, cross-code, experiment, market
  std::string reason;        ///< of a known gap
  bool calibration = false;  ///< its data calibrated the model: shown, never counted
  std::vector<Check> checks;
};

/// Recomputes every `<domain>/<id>/case.toml` under `folder`, in order of id; `domain` empty: all.
/// Problems of the case files themselves go to `diagnostics`.
std::vector<CaseResult> run_validation(const std::filesystem::path& folder, std::string_view domain,
                                       const catalog::Catalog& catalog, Diagnostics& diagnostics);

}  // namespace copack::system
