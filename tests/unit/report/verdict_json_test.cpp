// SPDX-License-Identifier: Apache-2.0
#include "copack/report/verdict_json.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "sample_study.hpp"

namespace copack::report {
namespace {

using Json = nlohmann::json;

TEST(VerdictJson, GivesNumbersInTheirUnits) {
  const auto json = Json::parse(verdict_json(testing::sample_study()));
  const auto& cpo = json["alternatives"][2];
  EXPECT_EQ(cpo["name"], "cpo");
  EXPECT_EQ(cpo["metrics"]["power.optics"]["unit"], "MW");
  EXPECT_NEAR(cpo["metrics"]["power.optics"]["nominal"].get<double>(), 73728 * 3.0e-6, 1e-12);
  EXPECT_NEAR(cpo["links"][0]["engine_temperature"]["value"].get<double>(), 68.0, 1e-9);
  EXPECT_NEAR(json["influences"][0]["nominal"].get<double>(), 420.0, 1e-9);
  EXPECT_EQ(json["verdict"][0]["gates"].size(), 6U);
  EXPECT_EQ(json["study"]["worlds"], 1024);
}

TEST(VerdictJson, NumbersThatAreNoneAreNull) {
  const auto json = Json::parse(verdict_json(testing::awkward_study()));
  EXPECT_TRUE(json["alternatives"][1]["metrics"]["economics.npv"]["p50"].is_null());
  EXPECT_TRUE(json["alternatives"][2]["metrics"]["sourcing.delivered"]["p90"].is_null());
  EXPECT_EQ(json["study"]["title"], "A <b>bold</b> & \"quoted\" study of 'optics'");
}

TEST(VerdictJson, EmptyResultIsStillAnObject) { EXPECT_TRUE(Json::parse(verdict_json({}))["alternatives"].empty()); }

}  // namespace
}  // namespace copack::report
