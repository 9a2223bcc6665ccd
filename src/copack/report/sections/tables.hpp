// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "copack/report/blocks.hpp"
#include "copack/report/figures.hpp"

/// Blocks that several sections build in the same way.
namespace copack::report {

/// A table of named alternatives: one row each, one column for each figure (median and range).
Table figure_table(const study::StudyResult& result, std::string caption, std::span<const std::string_view> paths);

/// Intervals of one figure for the given alternatives.
Chart interval_of(const study::StudyResult& result, std::span<const study::AlternativeResult* const> alternatives,
                  std::string_view path, std::string id, std::string title);

/// How often each constraint binds, for each named alternative.
Table binding_table(const study::StudyResult& result, std::string caption,
                    std::vector<study::BindingShare> study::AlternativeResult::* shares);

/// "compute 88 %, memory 12 %", the most frequent ones.
std::string binding_words(const std::vector<study::BindingShare>& shares, std::size_t most = 3);

}  // namespace copack::report
