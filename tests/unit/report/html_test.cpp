// SPDX-License-Identifier: Apache-2.0
#include "copack/report/html.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>
#include <set>

#include "copack/report/sections.hpp"
#include "markup.hpp"
#include "sample_study.hpp"

namespace copack::report {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::vector<study::StudyResult> all_samples() {
  return {testing::sample_study(),
          testing::single_alternative(),
          testing::many_alternatives(),
          testing::awkward_study(),
          {}};
}

TEST(Html, IsWellFormed) {
  for (const auto& result : all_samples()) EXPECT_EQ(testing::markup_problem(html_report(result)), "");
}

TEST(Html, NeedsNoNetworkAndNoScript) {
  for (const auto& result : all_samples()) {
    const auto html = html_report(result);
    EXPECT_THAT(html, Not(HasSubstr("<script")));
    EXPECT_THAT(html, Not(HasSubstr("src=")));
    EXPECT_THAT(html, Not(HasSubstr("@import")));
    EXPECT_THAT(html, Not(HasSubstr("href=\"http")));
  }
}

TEST(Html, EscapesWhatAStudySays) {
  const auto html = html_report(testing::awkward_study());
  EXPECT_THAT(html, HasSubstr("A &lt;b&gt;bold&lt;/b&gt; &amp; &quot;quoted&quot; study"));
  EXPECT_THAT(html, HasSubstr("LPO &lt;script&gt;"));
  EXPECT_THAT(html, Not(HasSubstr("nan")));
}

TEST(Html, IdsAreUniqueAndLinksResolve) {
  const auto html = html_report(testing::many_alternatives());
  std::set<std::string> ids;
  const std::regex id(" id=\"([^\"]+)\"");
  for (auto it = std::sregex_iterator(html.begin(), html.end(), id); it != std::sregex_iterator(); ++it) {
    EXPECT_TRUE(ids.insert((*it)[1]).second) << (*it)[1];
  }
  const std::regex link("(?:href=\"#|url\\(#)([^\")]+)");
  for (auto it = std::sregex_iterator(html.begin(), html.end(), link); it != std::sregex_iterator(); ++it) {
    EXPECT_TRUE(ids.contains((*it)[1])) << (*it)[1];
  }
}

TEST(Html, HasAllSectionsInOrder) {
  const auto html = html_report(testing::sample_study());
  std::size_t at = 0;
  int number = 0;
  for (const auto& section : build_report(testing::sample_study())) {
    const auto heading = ">" + std::to_string(++number) + ". " + section.title + "</h2>";
    at = html.find(heading, at);
    ASSERT_NE(at, std::string::npos) << heading;
  }
  EXPECT_EQ(number, 12);
}

TEST(Html, SameResultSameBytes) {
  EXPECT_EQ(html_report(testing::sample_study()), html_report(testing::sample_study()));
}

TEST(HtmlReport, TheNoteOfTheAuthorStandsUnderTheTitle) {
  auto result = testing::sample_study();
  EXPECT_EQ(html_report(result).find("read &lt;me"), std::string::npos);
  result.note = "read <me>";
  const auto html = html_report(result);
  const auto title = html.find("</h1>"), note = html.find("<p>read &lt;me&gt;</p>"),
             facts = html.find("class=\"facts\"");
  EXPECT_LT(title, note);
  EXPECT_LT(note, facts);
}

}  // namespace
}  // namespace copack::report
