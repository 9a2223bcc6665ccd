// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "copack/study/model.hpp"
#include "small_study.hpp"

namespace copack::study {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(LoadStudy, ReadsWhatItNames) {
  const auto model = load_text(small_study());
  ASSERT_EQ(model.alternatives.size(), 3u);
  EXPECT_EQ(model.alternatives[0].name, "retimed");
  EXPECT_TRUE(model.alternatives[0].baseline);
  EXPECT_EQ(model.alternatives[2].design.technologies[0].id, "cpo-bailly-fr4-400g");
  EXPECT_EQ(model.alternatives[2].design.technologies_of_baseline.size(), 0u);
  EXPECT_EQ(model.alternatives[0].design.technologies_of_baseline.size(), 1u);
  EXPECT_TRUE(model.alternatives[0].design.counts.feasible);
  EXPECT_GT(model.parameters.all().size(), 20u);
}

TEST(LoadStudy, TheBaselineComesFirst) {
  auto text = small_study_with({{"baseline = true\n", ""}, {"name = \"cpo\"\n", "name = \"cpo\"\nbaseline = true\n"}});
  EXPECT_EQ(load_text(text).alternatives[0].name, "cpo");
}

TEST(LoadStudy, EveryTechnologyIsAlsoTriedOnOneTierAtATime) {
  const std::vector<std::pair<std::string, std::string>> two_tiers{
      {"leaf_spine = \"fr4-retimed-400g\"", "nic_leaf = \"dac-400g\"\nleaf_spine = \"fr4-retimed-400g\""},
      {"leaf_spine = \"dr4-lpo-400g\"", "nic_leaf = \"dr4-lpo-400g\"\nleaf_spine = \"dr4-lpo-400g\""},
      {"leaf_spine = \"cpo-bailly-fr4-400g\"", "nic_leaf = \"dac-400g\"\nleaf_spine = \"cpo-bailly-fr4-400g\""}};
  const auto model = load_text(small_study_with(two_tiers));
  std::vector<std::string> made;
  for (const auto& a : model.alternatives) {
    if (!a.only_tier.empty()) made.push_back(a.name + " / " + a.only_tier);
  }
  EXPECT_THAT(made, testing::ElementsAre("lpo on nic-leaf / nic-leaf", "lpo on leaf-spine / leaf-spine"))
      << "co-packaged optics on one tier are an alternative already";
  const auto& last = model.alternatives.back().design;
  EXPECT_EQ(last.technology(system::NetworkTier::nic_leaf).id, "dac-400g");
  EXPECT_EQ(last.technology(system::NetworkTier::leaf_spine).id, "dr4-lpo-400g");
  const auto without = load_text(small_study_with(two_tiers) + "[decision]\nsingle_tier_variants = false\n");
  EXPECT_EQ(without.alternatives.size(), 3u);
}

TEST(LoadStudy, UnknownIdsAreToldAtTheirLinesWithTheNearestNames) {
  const auto text = problems_of(small_study_with({{"hyperscaler-balanced", "hyperscaler-balancd"},
                                                  {"hgx-h100", "hgx-h10"},
                                                  {"llama-3-70b", "lama-3-70b"},
                                                  {"\"cpo-bailly-fr4-400g\"", "\"cpo-baily-fr4-400g\""}}));
  EXPECT_THAT(text, HasSubstr("study.toml:2:"));
  EXPECT_THAT(text, HasSubstr("did you mean \"hyperscaler-balanced\"?"));
  EXPECT_THAT(text, HasSubstr("there is no \"hgx-h10\" in data/servers - did you mean \"hgx-h100\"?"));
  EXPECT_THAT(text, HasSubstr("there is no language model \"lama-3-70b\" - did you mean \"llama-3-70b\"?"));
  EXPECT_THAT(
      text,
      HasSubstr("there is no \"cpo-baily-fr4-400g\" in data/technologies - did you mean \"cpo-bailly-fr4-400g\"?"));
}

TEST(LoadStudy, ProblemsOfEveryKindComeTogetherInTheOrderOfTheFile) {
  const auto text = problems_of(small_study_with({{"title = \"Small\"", "tite = \"Small\""},
                                                  {"hgx-h100", "hgx-h10"},
                                                  {"worlds = 300", "worlds = -1"},
                                                  {"seed = 5", "seed = \"five\""}}));
  EXPECT_THAT(text, HasSubstr("unknown key \"tite\" - did you mean \"title\"?"));
  EXPECT_THAT(text, HasSubstr("there is no \"hgx-h10\""));
  EXPECT_THAT(text, HasSubstr("worlds = -1 is out of range"));
  EXPECT_THAT(text, HasSubstr("seed must be an integer, not a text"));
  EXPECT_LT(text.find("tite"), text.find("hgx-h10"));
  EXPECT_LT(text.find("hgx-h10"), text.find("worlds"));
}

TEST(LoadStudy, WhatIsMissingIsToldOnce) {
  const auto text = problems_of(small_study_with({{"server = \"hgx-h100\", ", ""}}));
  EXPECT_THAT(text, HasSubstr("[cluster] must give \"server\""));
  EXPECT_THAT(text, Not(HasSubstr("there is no \"\"")));
}

TEST(LoadStudy, ANetworkThatCannotBeBuiltIsBadInput) {
  EXPECT_THAT(problems_of(small_study_with({{"{ accelerators = 1024 }", "{ accelerators = 1024, layers = 1 }"}})),
              HasSubstr("the network cannot be built"));
}

TEST(LoadStudy, OverridesChangeCards) {
  const auto changed = load_text(small_study() + R"(
[override.technologies.dr4-lpo-400g]
reach = "77 m"
)");
  EXPECT_DOUBLE_EQ(changed.alternatives[1].design.technologies[0].reach.si(), 77.0);
  EXPECT_NE(changed.alternatives[0].design.technologies[0].reach.si(), 77.0);
}

TEST(LoadStudy, OverridesOfWhatIsNotUsedAreTold) {
  const auto text = problems_of(small_study() + R"(
[override.technologies.dr4-lpo-40g]
reach = "77 m"
[override.technologys.dr4-lpo-400g]
reach = "77 m"
[override.platforms.tomahawk5-51t-400g]
prots = 3
)");
  EXPECT_THAT(text,
              HasSubstr("the study uses no \"dr4-lpo-40g\" of data/technologies - did you mean \"dr4-lpo-400g\"?"));
  EXPECT_THAT(text, HasSubstr("unknown key \"technologys\" in override - did you mean \"technologies\"?"));
  EXPECT_THAT(text, HasSubstr("unknown key \"prots\" - did you mean \"ports\"?"));
  EXPECT_THAT(problems_of(small_study() + "[override]\ntechnologies = 3\n"), HasSubstr("must be a table"));
  EXPECT_THAT(problems_of("override = 3\n" + small_study()), HasSubstr("override must be a table"));
}

TEST(LoadStudy, OrganisationKeysOverrideTheProfile) {
  const auto model = load_text(small_study_with(
      {{"{ profile = \"hyperscaler-balanced\" }", "{ profile = \"hyperscaler-balanced\", pue = 2.5 }"}}));
  EXPECT_DOUBLE_EQ(model.alternatives[0].design.organisation.pue, 2.5);
  EXPECT_THAT(problems_of(small_study_with(
                  {{"{ profile = \"hyperscaler-balanced\" }", "{ profile = \"hyperscaler-balanced\", peu = 2.5 }"}})),
              HasSubstr("unknown key \"peu\" - did you mean \"pue\"?"));
}

const std::string a_path = "technologies/fr4-retimed-400g.frus[0].unit.hard.coverage";
const std::string b_path = "technologies/dr4-lpo-400g.frus[0].unit.hard.coverage";
const std::string c_path = "technologies/cpo-bailly-fr4-400g.frus[0].unit.hard.coverage";

std::string correlation(const std::string& a, const std::string& b, const std::string& rho) {
  return "[[uncertainty.correlations]]\na = \"" + a + "\"\nb = \"" + b + "\"\nrho = " + rho + "\n";
}

TEST(LoadStudy, CorrelationsNameUncertainNumbers) {
  EXPECT_EQ(problems_of(small_study() + correlation(a_path, b_path, "0.9")), "");
  const auto text = problems_of(small_study() + correlation(a_path, b_path + "s", "0.9"));
  EXPECT_THAT(text, HasSubstr("study.toml:29:5: error:"));
  EXPECT_THAT(text, HasSubstr("is not an uncertain number of this study - did you mean \"" + b_path + "\"?"));
  EXPECT_THAT(problems_of(small_study() + correlation(a_path, b_path, "1.5")), HasSubstr("rho = 1.5 is out of range"));
}

TEST(LoadStudy, CorrelationsThatContradictEachOtherAreTold) {
  EXPECT_THAT(problems_of(small_study() + correlation(a_path, b_path, "0.95") + correlation(b_path, c_path, "0.95") +
                          correlation(a_path, c_path, "-0.9")),
              HasSubstr("no joint distribution has these correlations together"));
  EXPECT_THAT(problems_of(small_study() + correlation(a_path, a_path, "0.5")),
              HasSubstr("cannot be correlated with itself"));
  EXPECT_THAT(problems_of(small_study() + correlation(a_path, b_path, "0.5") + correlation(b_path, a_path, "0.6")),
              HasSubstr("this pair is given twice"));
}

std::string spread(const std::string& path, const std::string& low, const std::string& high) {
  return "[[uncertainty.spreads]]\npath = \"" + path + "\"\nlow = \"" + low + "\"\nhigh = \"" + high + "\"\n";
}

TEST(LoadStudy, SpreadsReplaceThoseOfTheCatalog) {
  const auto model = load_text(small_study() + spread(a_path, "0.1", "0.99"));
  const auto at = std::ranges::find(model.parameters.all(), a_path, &system::Parameter::path);
  ASSERT_NE(at, model.parameters.all().end());
  EXPECT_DOUBLE_EQ(at->spread.low, 0.1);
  EXPECT_THAT(problems_of(small_study() + spread(a_path, "0.1", "1.5")), HasSubstr("high = 1.5 is out of range"));
  EXPECT_THAT(problems_of(small_study() + spread(a_path, "0.1 W", "0.5")), HasSubstr("measures something else"));
  EXPECT_THAT(problems_of(small_study() + spread(a_path, "0.1", "0.2")), HasSubstr("lies outside [low, high]"));
  EXPECT_THAT(problems_of(small_study() + spread("nothing", "0.1", "0.2")),
              HasSubstr("is not an uncertain number of this study"));
}

TEST(LoadStudy, TheNominalWorldIsTheCardsThemselves) {
  const auto model = load_text(small_study());
  for (const auto& alternative : model.alternatives) {
    auto design = alternative.design;
    const auto slots = bind(design, alternative, model.parameters);
    EXPECT_FALSE(slots.empty());
    std::vector<double> nominal;
    for (const auto& parameter : model.parameters.all()) nominal.push_back(parameter.spread.nominal);
    for (const auto& slot : slots) {
      const double before = *slot.target;
      EXPECT_NEAR(nominal[static_cast<std::size_t>(slot.parameter)] * slot.times, before, 1e-12 * std::abs(before))
          << model.parameters.all()[static_cast<std::size_t>(slot.parameter)].path;
    }
  }
}

}  // namespace
}  // namespace copack::study
