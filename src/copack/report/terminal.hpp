// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "copack/study/result.hpp"

namespace copack::report {

struct TerminalOptions {
  int width = 120;          ///< columns; at least 60 are used
  bool colour = false;      ///< ANSI colours
  double seconds = 0.0;     ///< the run took; 0: not told
  std::string report_path;  ///< of the HTML report; empty: not told
  std::string data_path;    ///< of the database
  std::string name;         ///< how `copack explain` finds this result
};

/// The answer on one screen: at most 40 lines of at most `width` columns. Changes in percent are against the baseline
/// in the nominal world; the other figures are medians with the 10 % and 90 % quantiles.
std::string verdict_text(const study::StudyResult& result, const TerminalOptions& options);

}  // namespace copack::report
