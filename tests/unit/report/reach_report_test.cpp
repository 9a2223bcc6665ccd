// SPDX-License-Identifier: Apache-2.0
#include "copack/report/reach_report.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "markup.hpp"

namespace copack::report {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

study::ReachCard card(std::size_t series, std::string id, std::string name, link::Medium medium, double gbps) {
  study::ReachCard c{.series = series, .id = std::move(id), .name = std::move(name)};
  c.link.payload_rate = 4.0 * gbps * unit::Gbps;
  c.link.medium = medium;
  c.link.retiming = medium == link::Medium::copper ? link::Retiming::none : link::Retiming::direct;
  return c;
}

study::ReachPoint point(std::size_t card, double metres, double pj) {
  study::ReachPoint p{.card = card};
  p.nominal.reach = metres * unit::m;
  p.nominal.energy_per_bit = pj * unit::pJ_per_bit;
  p.reach = {0.8 * metres, metres, 1.2 * metres};
  p.energy = {0.9e-12 * pj, 1e-12 * pj, 1.1e-12 * pj};
  p.closes_share = 1.0;
  p.lever = {
      .path = "links/x.link.host_channel[0].loss", .at_low = 0.9 * p.nominal.reach, .at_high = 1.1 * p.nominal.reach};
  return p;
}

/// Copper of 2.3 m and light of 500 m and more at one lane rate, a copper link that never closes at another.
study::ReachStudyResult sample() {
  study::ReachStudyResult r{.title = "Copper <and> light", .question = "Where?", .engine_version = "1", .worlds = 64};
  r.section.distances = {1.0 * unit::m, 10.0 * unit::m, 1000.0 * unit::m};
  r.series = {"copper", "light & co"};
  r.cards = {card(0, "links/cu", "DAC", link::Medium::copper, 100.0),
             card(0, "links/cu4", "DAC 4", link::Medium::copper, 400.0),
             card(1, "links/fo", "CPO", link::Medium::optical, 100.0),
             card(1, "links/fo4", "CPO 4", link::Medium::optical, 400.0)};
  r.points = {point(0, 2.3, 6.0), point(1, 0.0, 5.0), point(2, 500.0, 9.0), point(3, 100e3, 8.0)};
  r.points[1].closes_share = 0.25;
  r.points[1].lever = {};
  r.points[3].nominal.beyond = true;
  r.lane_rates = {100.0 * unit::Gbps, 400.0 * unit::Gbps};
  for (const auto rate : r.lane_rates) {
    for (const auto d : r.section.distances) r.cheapest.push_back({.lane_rate = rate, .distance = d, .share = 0.5});
  }
  r.cheapest[0].card = 0;
  r.cheapest[1].card = 2;
  r.cheapest[1].energy_per_bit = 9.0 * unit::pJ_per_bit;
  for (std::size_t i = 3; i < 6; ++i) r.cheapest[i].card = 3;
  return r;
}

TEST(ReachReport, LengthsReadWell) {
  EXPECT_EQ(length_text(0.0), "0 m");
  EXPECT_EQ(length_text(0.853), "0.85 m");
  EXPECT_EQ(length_text(12.4), "12 m");
  EXPECT_EQ(length_text(2345.0), "2.3 km");
  EXPECT_EQ(rate_text(106.25 * unit::Gbps), "106G");
}

TEST(ReachReport, FindingsSayWhereCopperEndsAndWhatIsNext) {
  const auto findings = reach_findings(sample());
  ASSERT_EQ(findings.size(), 2U);
  EXPECT_EQ(findings[0],
            "100G per lane: passive copper ends at 2.3 m [1.8 m, 2.8 m], 6.00 pJ/bit there (DAC). Beyond, at 10 m, the "
            "least energy is CPO: 9.00 pJ/bit, 50 % of the worlds agree.");
  EXPECT_THAT(findings[1], HasSubstr("no passive copper link closes. Beyond, at 1.0 m, the least energy is CPO 4"));
}

TEST(ReachReport, PageIsSoundAndTellsWhatDoesNotClose) {
  const auto html = reach_html(sample());
  EXPECT_EQ(testing::markup_problem(html), "");
  EXPECT_THAT(html, HasSubstr("Copper &lt;and&gt; light"));
  EXPECT_THAT(html, HasSubstr("none closes"));
  EXPECT_THAT(html, HasSubstr("over 100 km"));
  EXPECT_THAT(html, HasSubstr("25 %"));
  EXPECT_THAT(html, Not(HasSubstr("nan")));
}

TEST(ReachReport, JsonAndCsvHoldEveryLink) {
  const auto json = nlohmann::json::parse(reach_json(sample()));
  EXPECT_EQ(json["links"].size(), 4U);
  EXPECT_EQ(json["links"][0]["reach"]["value"], 2.3);
  EXPECT_EQ(json["least_energy"][2]["link"], nullptr);
  EXPECT_EQ(json["least_energy"][1]["energy_per_bit"]["value"], 9.0);
  const auto csv = reach_csv(sample());
  EXPECT_EQ(std::ranges::count(csv, '\n'), 5);
  EXPECT_THAT(csv, HasSubstr("\"light & co\",links/fo4,400,100000,1,"));
}

TEST(ReachReport, TextHasALineForEveryLink) {
  const auto text = reach_text(sample());
  for (const auto* name : {"DAC ", "DAC 4", "CPO ", "CPO 4", "over 100 km", "ends by"})
    EXPECT_THAT(text, HasSubstr(name));
}

}  // namespace
}  // namespace copack::report
