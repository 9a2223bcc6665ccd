// SPDX-License-Identifier: Apache-2.0
#include "copack/report/sections.hpp"

#include <array>

namespace copack::report {

std::span<const SectionBuilder> section_builders() {
  static constexpr std::array<SectionBuilder, 12> builders{
      build_verdict,   build_comparison, build_plan,        build_links,       build_operations, build_sourcing,
      build_economics, build_influences, build_constraints, build_assumptions, build_evidence,   build_reproduce};
  return builders;
}

std::vector<Section> build_report(const study::StudyResult& result) {
  std::vector<Section> sections;
  for (const auto build : section_builders()) sections.push_back(build(result));
  return sections;
}

}  // namespace copack::report
