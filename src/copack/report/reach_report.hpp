// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "copack/study/reach.hpp"

/// The answer to a reach study for readers: a page, lines for the terminal, tables for programs.
namespace copack::report {

/// The whole report as one HTML file.
std::string reach_html(const study::ReachStudyResult& result);

/// Lines for the terminal.
std::string reach_text(const study::ReachStudyResult& result);

/// Every number with its unit.
std::string reach_json(const study::ReachStudyResult& result);

/// One line for each link.
std::string reach_csv(const study::ReachStudyResult& result);

/// "0.85 m", "12 m", "2.3 km".
std::string length_text(double metres);
/// "100G" for the payload of a lane.
std::string rate_text(BitRate rate);
/// "4.94" for 4.94 pJ/bit.
std::string picojoules(EnergyPerBit energy);
/// What ends a link, as its model names it: "ber", "power", ...
std::string_view binding_name(link::Binding binding);
/// What the study found, a sentence for each lane rate: where copper ends and what is cheapest beyond it.
std::vector<std::string> reach_findings(const study::ReachStudyResult& result);

}  // namespace copack::report
