// SPDX-License-Identifier: Apache-2.0
#include "copack/study/reach.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "../../shipped_catalog.hpp"
#include "copack/link/budget.hpp"

namespace copack::study {
namespace {

namespace fs = std::filesystem;

class Reaches : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::path(::testing::TempDir()) / ::testing::UnitTest::GetInstance()->current_test_info()->name();
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  [[nodiscard]] ReachModel load(const std::string& text) const {
    const auto file = folder_ / "study.toml";
    std::ofstream(file) << text;
    return load_reach_study(file, shipped_catalog());
  }
  [[nodiscard]] std::string complaint(const std::string& text) const {
    try {
      (void)load(text);
    } catch (const InputError& error) {
      return error.what();
    }
    return {};
  }

 private:
  fs::path folder_;
};

constexpr const char* copper_and_light = R"(
title = "Copper and light"
[[series]]
label = "copper"
technologies = ["dac-800g", "dac-400g"]
[[series]]
label = "co-packaged"
technologies = ["cpo-bailly-fr4-400g", "cpo-quantum-x-800g"]
[uncertainty]
worlds = 130
)";

TEST_F(Reaches, CardsStandBySeriesAndLaneRate) {
  const auto model = load(copper_and_light);
  ASSERT_EQ(model.cards.size(), 4U);
  EXPECT_EQ(model.cards[0].id, "technologies/dac-400g");
  EXPECT_EQ(model.cards[1].id, "technologies/dac-800g");
  EXPECT_EQ(model.cards[2].series, 1U);
  EXPECT_NEAR(model.cards[3].lane_rate().in(unit::Gbps), 200.0, 1e-9);
  EXPECT_GT(model.parameters.all().size(), 20U);
  EXPECT_FALSE(model.hash.empty());
}

TEST_F(Reaches, NominalPointsAreThoseOfTheCards) {
  const auto model = load(copper_and_light);
  const auto result = answer(model, 1);
  ASSERT_EQ(result.points.size(), 4U);
  for (const auto& p : result.points) {
    const auto alone = link::evaluate(
        link::ReachInputs{model.cards[p.card].link, model.inputs.reach.shortest, model.inputs.reach.longest});
    EXPECT_EQ(p.nominal.reach.si(), alone.reach.si());
    EXPECT_LE(p.reach.low, p.reach.middle);
    EXPECT_LE(p.reach.middle, p.reach.high);
    EXPECT_LE(p.energy.low, p.energy.high);
    EXPECT_FALSE(p.lever.path.empty());
    EXPECT_NE(p.lever.at_low.si(), p.lever.at_high.si());
  }
  EXPECT_LT(result.points[1].nominal.reach, result.points[0].nominal.reach);  // faster copper is shorter
}

/// Nearby copper is cheapest, far away only light is left, and no cell names a link that does not close there.
TEST_F(Reaches, LeastEnergyIsAmongLinksThatClose) {
  const auto model = load(copper_and_light);
  const auto result = answer(model, 1);
  const auto n = result.section.distances.size();
  ASSERT_EQ(result.cheapest.size(), result.lane_rates.size() * n);
  for (const auto& c : result.cheapest) {
    EXPECT_GE(c.share, 0.0);
    EXPECT_LE(c.share, 1.0);
    if (c.card < 0) continue;
    auto in = model.cards[static_cast<std::size_t>(c.card)].link;
    in.length = c.distance;
    EXPECT_TRUE(link::evaluate(in).closes);
    EXPECT_EQ(link::evaluate(in).energy_per_bit.si(), c.energy_per_bit.si());
  }
  EXPECT_EQ(model.cards[static_cast<std::size_t>(result.cheapest[0].card)].id, "technologies/dac-400g");
  EXPECT_EQ(model.cards[static_cast<std::size_t>(result.cheapest[n - 3].card)].series, 1U);
}

TEST_F(Reaches, ThreadsChangeNothing) {
  const auto model = load(copper_and_light);
  const auto one = answer(model, 1), two = answer(model, 2);
  for (std::size_t i = 0; i < one.points.size(); ++i) {
    EXPECT_EQ(one.points[i].reach.middle, two.points[i].reach.middle);
    EXPECT_EQ(one.points[i].energy.high, two.points[i].energy.high);
    EXPECT_EQ(one.points[i].lever.path, two.points[i].lever.path);
  }
  for (std::size_t i = 0; i < one.cheapest.size(); ++i) EXPECT_EQ(one.cheapest[i].share, two.cheapest[i].share);
}

TEST_F(Reaches, BadStudiesAreToldAllTheirProblems) {
  const auto text = complaint(R"(
title = "x"
[reach]
shortest = "2 m"
longest = "1 m"
[[series]]
label = "a"
technologies = ["dac-400", "dac-800g", "dac-800g"]
[[series]]
label = "b"
)");
  EXPECT_NE(text.find("study.toml:5:11"), std::string::npos) << text;
  EXPECT_NE(text.find("reach.longest"), std::string::npos) << text;
  EXPECT_NE(text.find("did you mean \"dac-400g\""), std::string::npos) << text;
  EXPECT_NE(text.find("is there twice"), std::string::npos) << text;
  EXPECT_NE(text.find("names no link"), std::string::npos) << text;
  EXPECT_NE(complaint("title = \"x\"\n").find("series"), std::string::npos);
}

}  // namespace
}  // namespace copack::study
