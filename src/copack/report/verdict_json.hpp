// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "copack/study/result.hpp"

namespace copack::report {

/// The answer for other programs; its schema is docs/reference/verdict.schema.json. Every number has its unit beside
/// it; one that is not finite is null. The worlds themselves are not in it: they are in the database of the run.
std::string verdict_json(const study::StudyResult& result, int indent = 2);

}  // namespace copack::report
