// SPDX-License-Identifier: Apache-2.0
#include "copack/system/cards.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "small_design.hpp"

namespace copack::system {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<std::string> problems(const TechnologyCard& card) {
  std::vector<std::string> texts;
  for (const auto& problem : validate(card)) texts.push_back(problem.path + ": " + problem.message);
  return texts;
}

TEST(TechnologyCard, AGoodCardHasNoProblem) {
  EXPECT_THAT(problems(co_packaged()), IsEmpty());
  EXPECT_THAT(problems(pluggable()), IsEmpty());
}

TEST(TechnologyCard, OpticsNeedTheNodesTheirTemperaturesComeFrom) {
  auto card = co_packaged();
  card.thermal.nodes[1].name = "motor";
  card.thermal.resistances[1].from = "motor";
  EXPECT_THAT(problems(card),
              Contains(HasSubstr("thermal.nodes: an optical technology needs a node named \"engine\"")));
  card = co_packaged();
  card.thermal.nodes[2].name = "lamp";
  card.thermal.resistances[2].from = "lamp";
  EXPECT_THAT(problems(card), Contains(HasSubstr("an external laser needs a node named \"laser\"")));
  card.link.laser_kind = link::LaserKind::integrated;
  EXPECT_THAT(problems(card), IsEmpty());
}

TEST(TechnologyCard, CopperNeedsNoPackage) {
  auto card = pluggable();
  card.thermal = {};
  card.link.medium = link::Medium::copper;
  card.link.retiming = link::Retiming::none;
  card.link.cable_loss_per_metre = Decibel::from_db(5.0);
  EXPECT_THAT(problems(card), IsEmpty());
}

TEST(TechnologyCard, CostPlusNeedsACost) {
  auto card = pluggable();
  card.price.basis = PriceBasis::cost_plus;
  EXPECT_THAT(problems(card), Contains(HasSubstr("price.basis: a price at cost plus margin needs [manufacturing]")));
}

TEST(TechnologyCard, TolerancesNameAStepAndNumbersOfTheLink) {
  auto card = co_packaged();
  card.manufacturing.product = "engine";
  card.manufacturing.items = {{.name = "engine", .steps = {{.name = "optical test", .coverage = 1.0}}}};
  card.tolerances = {.step = "engine/optical test",
                     .spreads = {{.path = "laser_power", .sd = 0.5, .shared = link::Shared::laser}},
                     .lanes = 64,
                     .needed = 64};
  EXPECT_THAT(problems(card), IsEmpty());
  card.tolerances.step = "engine/optical tests";
  card.tolerances.spreads[0].path = "laser_pwer";
  card.tolerances.lanes = 63;
  const auto all = problems(card);
  EXPECT_THAT(all, Contains(HasSubstr("tolerances.step: manufacturing has no step \"engine/optical tests\" (item/step) "
                                      "- did you mean \"engine/optical test\"?")));
  EXPECT_THAT(all, Contains(HasSubstr("tolerances.spreads[0].path: the link: there is no number")));
  EXPECT_THAT(all, Contains(HasSubstr("tolerances.needed: is 64 of 63")));
  EXPECT_THAT(all, Contains(HasSubstr("tolerances.lanes: 63 lanes do not share lasers evenly")));
  card.tolerances.spreads.clear();
  EXPECT_THAT(problems(card), Contains(HasSubstr("tolerances.spreads: are missing")));
}

TEST(TechnologyCard, ProblemsOfItsModelsAreToldAtTheirPaths) {
  auto card = pluggable();
  card.thermal.resistances[0].to = "nowhere";
  card.manufacturing.product = "x";
  card.manufacturing.items = {{.name = "y"}};
  card.supply.product = "x";
  card.supply.items = {{.name = "y"}};
  EXPECT_THAT(problems(card), Contains(testing::StartsWith("thermal.")));
  EXPECT_THAT(problems(card), Contains(testing::StartsWith("manufacturing.")));
  EXPECT_THAT(problems(card), Contains(testing::StartsWith("supply.")));
}

TEST(Cards, UnitsThatRepairsCannotKeepUpWithAreRefused) {
  auto card = pluggable();
  card.frus.push_back(card.frus[0]);
  card.frus[1].unit.name = "other";
  card.frus[1].unit.service.no_trouble_found = 0.6;
  card.frus[1].unit.service.repair_induced = 0.4;  // 0.4 / (1 - 0.6): every fault brings another one
  EXPECT_THAT(problems(card), testing::ElementsAre(HasSubstr("frus[1].unit.service.repair_induced: repairs would")));
  card.frus[1].unit.service.repair_induced = 0.39;
  EXPECT_THAT(problems(card), IsEmpty());
  card.frus[1].unit.name = "module";
  EXPECT_THAT(problems(card), Contains(HasSubstr("frus[0].unit.name: is used twice")));
  PlatformCard platform{.frus = card.frus};
  EXPECT_EQ(validate(platform).size(), 2u);
  ServerCard server{.frus = card.frus};
  EXPECT_EQ(validate(server).size(), 2u);
}

TEST(Cards, EveryChoiceHasAName) {
  EXPECT_EQ(choice_names(TechnologyKind{}).size(), static_cast<std::size_t>(TechnologyKind::coherent) + 1);
  EXPECT_EQ(choice_names(FruPer{}).size(), static_cast<std::size_t>(FruPer::accelerator) + 1);
  EXPECT_EQ(choice_names(Scope{}).size(), static_cast<std::size_t>(Scope::switch_box) + 1);
  EXPECT_EQ(choice_names(PriceBasis{}).size(), static_cast<std::size_t>(PriceBasis::cost_plus) + 1);
  EXPECT_EQ(choice_names(RiskPreference{}).size(), static_cast<std::size_t>(RiskPreference::regret) + 1);
}

TEST(Cards, EveryFieldIsNamedOnceWithAUnitThatMeasuresIt) {
  const auto check = [](const Visit& visit) {
    std::vector<std::string> paths;
    for (const auto& field : flatten(visit)) {
      EXPECT_TRUE(field.unit_fits) << field.path << " in " << field.unit;
      EXPECT_FALSE(field.meaning.empty()) << field.path;
      EXPECT_THAT(paths, testing::Not(Contains(field.path)));
      paths.push_back(field.path);
    }
  };
  const auto design = design_with(co_packaged());
  check(visit_of(design.technologies[0]));
  check(visit_of(design.platforms[0]));
  check(visit_of(design.server));
  check(visit_of(design.organisation));
}

}  // namespace
}  // namespace copack::system
