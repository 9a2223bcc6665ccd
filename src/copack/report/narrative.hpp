// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "copack/study/result.hpp"

/// The sentences that the terminal and the report share. Every one is built from figures of the result; one that has
/// nothing to say is empty.
namespace copack::report {

/// What to do on a tier now, in a few words: "pilot CPO 1.6T", "stay with FR4 retimed".
std::string action_words(const study::StudyResult& result, const study::TierVerdict& verdict);

/// Where the leading alternative's net present value comes from, in the nominal world.
std::string why(const study::StudyResult& result);

/// What binds the leading alternative and what binds next; where nothing is known of it, what binds the others.
std::vector<std::string> what_binds(const study::StudyResult& result);

/// What is worth finding out first.
std::string find_out(const study::StudyResult& result);

/// How sure the answer is, and on how good evidence.
std::string how_sure(const study::StudyResult& result);

/// Labels of alternatives for which a model could not answer in the nominal world.
std::vector<std::string> without_answer(const study::StudyResult& result);

/// "a, b and c".
std::string enumeration(const std::vector<std::string>& items);

}  // namespace copack::report
