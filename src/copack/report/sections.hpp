// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "copack/report/blocks.hpp"
#include "copack/study/result.hpp"

/// The sections of the report, one file each in sections/. A section that has nothing to show says so in a sentence.
namespace copack::report {

Section build_verdict(const study::StudyResult& result);
Section build_comparison(const study::StudyResult& result);
Section build_plan(const study::StudyResult& result);
Section build_links(const study::StudyResult& result);
Section build_operations(const study::StudyResult& result);
Section build_sourcing(const study::StudyResult& result);
Section build_economics(const study::StudyResult& result);
Section build_influences(const study::StudyResult& result);
Section build_constraints(const study::StudyResult& result);
Section build_assumptions(const study::StudyResult& result);
Section build_evidence(const study::StudyResult& result);
Section build_reproduce(const study::StudyResult& result);

using SectionBuilder = Section (*)(const study::StudyResult&);

/// In the order in which they are read. The first two are the front page.
std::span<const SectionBuilder> section_builders();
inline constexpr std::size_t front_page_sections = 2;

std::vector<Section> build_report(const study::StudyResult& result);

}  // namespace copack::report
