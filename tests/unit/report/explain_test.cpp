// SPDX-License-Identifier: Apache-2.0
#include "copack/report/explain.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "copack/core/diagnostics.hpp"
#include "sample_study.hpp"

namespace copack::report {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class Explain : public ::testing::Test {
 protected:
  [[nodiscard]] std::string text(std::string_view path, int depth = 9) const {
    return explain_text(result_.trace, path, source_lookup(result_), depth);
  }
  [[nodiscard]] std::string error(std::string_view path) const {
    try {
      return text(path);
    } catch (const InputError& e) {
      return e.what();
    }
  }

  study::StudyResult result_ = testing::sample_study();
};

TEST_F(Explain, PutsNumbersIntoTheFormula) {
  const auto told = text("cpo.power.optics");
  EXPECT_THAT(told, HasSubstr("cpo.power.optics = 0.14746 MW\n"));
  EXPECT_THAT(told, HasSubstr("    = ends * per_end + max(0, per_end - per_end)\n"));
  EXPECT_THAT(told, HasSubstr("    = 49,152 * 3 W + max(0, 3 W - 3 W)\n"));
}

TEST_F(Explain, WalksDownToTheSource) {
  const auto told = text("cpo.power.optics");
  EXPECT_THAT(told, HasSubstr("taken from cpo.leaf-spine.link.optics_power_per_end"));
  EXPECT_THAT(told, HasSubstr("catalog components/1-6t-dr8-retimed.power"));
  EXPECT_THAT(told, HasSubstr("datasheet: 1.6T DR8 module data sheet [S014], table 3, 2026"));
  EXPECT_THAT(told, HasSubstr("range 7.6 W to 9.3 W"));
  EXPECT_THAT(told, HasSubstr("boundary: module"));
  EXPECT_THAT(told, HasSubstr("written at examples/meta-24k.toml:31"));
}

TEST_F(Explain, StopsAtTheDepth) {
  const auto told = text("cpo.power.optics", 0);
  EXPECT_THAT(told, HasSubstr("... 2 inputs further down"));
  EXPECT_THAT(told, Not(HasSubstr("\n  cpo.")));
}

TEST_F(Explain, SurvivesACycle) { EXPECT_THAT(text("cpo.thermal.heat", 99), HasSubstr("(told above)")); }

TEST_F(Explain, AcceptsAPathWithPartsLeftOut) {
  EXPECT_EQ(text("cpo.optics"), text("cpo.power.optics"));
  EXPECT_EQ(text("laser_power"), text("cpo.leaf-spine.link.laser_power"));
}

TEST_F(Explain, NamesTheNearestOnes) {
  EXPECT_THAT(error("cpo.power.optic"),
              HasSubstr("no number is called \"cpo.power.optic\" - did you mean cpo.power.optics"));
  EXPECT_THAT(error("npo.power.optics"), HasSubstr("cpo.power.optics, lpo.power.optics"));
  EXPECT_THAT(error("power.optics"),
              HasSubstr("several numbers fit \"power.optics\": cpo.power.optics, lpo.power.optics"));
  EXPECT_THAT(error(""), HasSubstr("no number is called"));
}

TEST_F(Explain, JsonHasTheSameTree) {
  const auto json = nlohmann::json::parse(explain_json(result_.trace, "cpo.optics", source_lookup(result_), 9));
  EXPECT_NEAR(json["result"]["value"].get<double>(), 0.147456, 1e-12);
  const auto& laser = json["inputs"][1]["inputs"][0]["inputs"][1];
  EXPECT_EQ(laser["catalog"], "components/1-6t-dr8-retimed.power");
  EXPECT_EQ(laser["evidence"]["source"], "S014");
  EXPECT_EQ(laser["evidence"]["low"], 7.6);
  EXPECT_NO_THROW((void)explain_json(result_.trace, "cpo.thermal.heat", source_lookup(result_), 99));
}

}  // namespace
}  // namespace copack::report
