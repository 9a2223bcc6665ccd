// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "../../shipped_catalog.hpp"
#include "copack/study/model.hpp"

namespace copack::study {

/// A study of 1,024 accelerators with a retimed, a linear and a co-packaged alternative, 300 worlds.
std::string small_study();

/// The same with every occurrence of the first text of each pair replaced by the second.
std::string small_study_with(const std::vector<std::pair<std::string, std::string>>& changes);

/// Loads a study given as text; its name in messages is "study.toml".
Model load_text(const std::string& text);

/// Everything wrong with a study given as text.
std::string problems_of(const std::string& text);

}  // namespace copack::study
