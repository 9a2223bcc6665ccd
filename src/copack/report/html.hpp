// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "copack/report/blocks.hpp"
#include "copack/study/result.hpp"

/// The report as one HTML file: no network, no script, readable in light, dark and print.
namespace copack::report {

struct PageHead {
  std::string title;
  std::string note;                ///< of the author; empty: none
  std::vector<std::string> facts;  ///< short: organisation, worlds, versions
  std::size_t front_page = 0;      ///< sections before the table of contents
};

std::string html_page(const PageHead& head, std::span<const Section> sections);

/// The whole report of a study.
std::string html_report(const study::StudyResult& result);

/// The style sheet of the page.
std::string_view style_sheet();

}  // namespace copack::report
