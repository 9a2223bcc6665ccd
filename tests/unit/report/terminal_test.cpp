// SPDX-License-Identifier: Apache-2.0
#include "copack/report/terminal.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "copack/report/format.hpp"
#include "sample_study.hpp"

namespace copack::report {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

TEST(Terminal, FitsOneScreen) {
  for (const auto& result : {testing::sample_study(), testing::many_alternatives(), testing::awkward_study(),
                             testing::single_alternative(), study::StudyResult{}}) {
    for (const int width : {60, 80, 100, 120, 200}) {
      const auto lines = lines_of(
          verdict_text(result, {.width = width, .report_path = "r.html", .data_path = "r.sqlite", .name = "r"}));
      EXPECT_LE(lines.size(), 40U) << width;
      for (const auto& line : lines) EXPECT_LE(length(line), static_cast<std::size_t>(width)) << line;
    }
  }
}

TEST(Terminal, SaysTheAnswerAndItsReasons) {
  const auto text =
      verdict_text(testing::sample_study(), {.seconds = 0.41, .report_path = "results/report.html", .name = "results"});
  EXPECT_THAT(text, HasSubstr("NOW    leaf-spine  pilot CPO 1.6T engine"));
  EXPECT_THAT(text, HasSubstr("THEN   leaf-spine  adopt when"));
  EXPECT_THAT(text, HasSubstr("FR4 retimed (base)"));
  EXPECT_THAT(text, HasSubstr("221 kW  -64 %"));
  EXPECT_THAT(text, HasSubstr("+5.4 M [-7.3, +14.7]"));
  EXPECT_THAT(text,
              HasSubstr("CPO gains 9.4 M USD in capital and 1.9 M USD in energy and pays 4.1 M USD in useful work"));
  EXPECT_THAT(text, HasSubstr("31 % more of it and lasers bind"));
  EXPECT_THAT(text, HasSubstr("failure rate (worth 2.9 M USD to know)"));
  EXPECT_THAT(text, HasSubstr("SURE?  CPO beats FR4 retimed in 72 % of 1,024 worlds"));
  EXPECT_THAT(text, HasSubstr("0.41 s"));
  EXPECT_THAT(text, HasSubstr("copack explain results cpo.economics.npv"));
}

TEST(Terminal, ColoursOnlyWhenAsked) {
  EXPECT_THAT(verdict_text(testing::sample_study(), {}), Not(HasSubstr("\x1b[")));
  EXPECT_THAT(verdict_text(testing::sample_study(), {.colour = true}), HasSubstr("\x1b[1m"));
}

TEST(Terminal, SaysWhatIsHiddenAndWhatHasNoAnswer) {
  EXPECT_THAT(verdict_text(testing::many_alternatives(), {}), HasSubstr("2 more in the report"));
  const auto awkward = verdict_text(testing::awkward_study(), {});
  EXPECT_THAT(awkward, HasSubstr("No trustworthy answer for LPO"));
  EXPECT_THAT(awkward, HasSubstr("(P90 never)"));
}

}  // namespace
}  // namespace copack::report
