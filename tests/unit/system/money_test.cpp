// SPDX-License-Identifier: Apache-2.0
#include "copack/system/money.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "copack/system/evaluate.hpp"
#include "copack/system/operations.hpp"
#include "small_design.hpp"

namespace copack::system {
namespace {

// Present value of 1 USD a year for five years at 10 %: (1 - 1.1^-5) / 0.1.
const double annuity = (1.0 - std::pow(1.1, -5.0)) / 0.1;

/// A design with what its money is computed from.
struct Books {
  explicit Books(Design d) : design(std::move(d)) {
    performance.tokens_per_second = 1000.0;
    performance.useful_rate = 1e5 * unit::TFLOPs;
    power.network = 100.0 * unit::kW;
    power.accelerators = 512.0 * unit::kW;
    const auto inputs = reliability_inputs(design, 0.2);
    frus = inputs.classes;
    reliability = reliability::evaluate(inputs);
    sourcing = source(design, nullptr);
  }
  [[nodiscard]] MoneyBasis basis() const { return {design, power, performance, reliability, frus, sourcing}; }
  [[nodiscard]] economics::CostSide side(bool first = true) const {
    return cost_side(basis(), design.builds[0], first);
  }

  Design design;
  PowerFace power;
  PerformanceFace performance;
  std::vector<reliability::FruClass> frus;
  reliability::ReliabilityResults reliability;
  Sourcing sourcing;
};

TEST(CostSide, CapitalByHand) {
  // 24 boxes of 20,000 USD; 1,024 ends of 300 and 20 USD; 5,000 USD more for every box.
  EXPECT_NEAR(Books(design_with(co_packaged())).side().capex.si(), 24 * 25'000.0 + 1024 * 320.0, 1e-6);
  // A year later the module costs 450 USD, its installation the same.
  EXPECT_NEAR(Books(design_with(pluggable())).side().capex.si(), 24 * 20'000.0 + 1024 * 470.0, 1e-6);
}

TEST(CostSide, APremiumOfTheBoxIsPaidWhereTheTechnologyIs) {
  auto design = design_with(co_packaged());
  design.technology_of_tier = {0, -1, -1};
  complete(design);
  // The 8 spines carry no port of it.
  EXPECT_NEAR(Books(design).side().capex.si(), 24 * 20'000.0 + 16 * 5000.0 + 1024 * 320.0, 1e-6);
  design.technology_of_tier = {0, 0, -1};
  complete(design);
  EXPECT_NEAR(Books(design).side().capex.si(), 24 * 25'000.0 + 2048 * 320.0, 1e-6) << "once for two tiers";
}

TEST(CostSide, QualificationIsPaidOnceAndNotForWhatIsKnown) {
  Books books(design_with(co_packaged()));
  EXPECT_NEAR(books.side(true).one_off.si(), 1e6, 1e-6);
  EXPECT_EQ(books.side(false).one_off, Money{});
  books.design.technologies_of_baseline = {0};
  EXPECT_EQ(books.side(true).one_off, Money{});
}

TEST(CostSide, ScalesWithTheBuild) {
  Books books(design_with(co_packaged()));
  const auto one = books.side(false);
  books.design.builds[0].accelerators *= 3.0;
  const auto three = books.side(false);
  EXPECT_NEAR(three.capex / one.capex, 3.0, 1e-12);
  EXPECT_NEAR(three.mean_power / one.mean_power, 3.0, 1e-12);
  EXPECT_NEAR(three.repair / one.repair, 3.0, 1e-12);
  EXPECT_NEAR(three.lost_accelerator_hours_per_year / one.lost_accelerator_hours_per_year, 3.0, 1e-12);
  EXPECT_EQ(three.relative_speed, one.relative_speed);
}

TEST(CostSide, PowerAndRepairByHand) {
  const Books books(design_with(co_packaged()));
  EXPECT_NEAR(books.side().mean_power.in(unit::kW), 120.0, 1e-9);  // PUE 1.2
  EXPECT_NEAR(at_meter(books.design, 10.0 * unit::kW).in(unit::kW), 12.0, 1e-9);
  // 128 engines of 1,000 FIT and 128 laser modules of 500 FIT, each removal 1,000 USD of parts, an hour hands on and
  // half an hour beyond, at 100 USD an hour.
  const double removals = 128.0 * 1500e-9 * 8760.0;
  EXPECT_NEAR(books.side().repair.in(unit::USD_per_year), removals * (1000.0 + 1.5 * 100.0), 1e-6);
}

TEST(OwnMoney, IsTheAnnuityOfTheYearlyCost) {
  const Books books(design_with(co_packaged()));
  const auto side = books.side();
  const auto face = own_money(books.basis(), side, nullptr);
  EXPECT_NEAR(face.capital.si(), side.capex.si(), 1e-6);
  EXPECT_NEAR(face.energy.si(), 120.0 * 8760.0 * 0.1 * annuity, 1e-4);
  EXPECT_NEAR(face.repair.si(), side.repair.in(unit::USD_per_year)*annuity, 1e-4);
  EXPECT_NEAR(face.lost_work.si(), side.lost_accelerator_hours_per_year * 2.0 * annuity, 1e-3);
  EXPECT_NEAR(face.total_cost.si(), (face.capital + face.energy + face.repair).si(), 1e-6);
  // Servers, network and qualification, energy of both at 90 % of the time and repair, over the useful work.
  const double cost = 512 * 30'000.0 + side.capex.si() + 1e6 +
                      annuity * (612.0 * 0.9 * 1.2 * 8760.0 * 0.1 + side.repair.in(unit::USD_per_year));
  const double work = annuity * 1e17 * 8760.0 * 3600.0 * books.reliability.effective_goodput;
  EXPECT_NEAR(face.cost_per_exaflop.si(), 1e18 * cost / work, 1e-9 * face.cost_per_exaflop.si());
}

/// The NPV of one design against another, with nothing but their cost sides.
EconomicsFace compared(const Books& alternative, const std::vector<economics::CostSide>& own,
                       const std::vector<economics::CostSide>& baseline) {
  EconomicsFace face;
  compare(alternative.basis(), own, baseline, face, nullptr);
  return face;
}

TEST(Compare, TermsByHand) {
  const Books books(design_with(co_packaged()));
  economics::CostSide baseline{.capex = 1e6 * unit::USD, .mean_power = 100.0 * unit::kW, .relative_speed = 1000.0};
  baseline.repair = 5000.0 * unit::USD_per_year;
  baseline.lost_accelerator_hours_per_year = 3000.0;
  economics::CostSide own{.capex = 9e5 * unit::USD, .mean_power = 60.0 * unit::kW, .relative_speed = 1010.0};
  own.one_off = 2e5 * unit::USD;
  own.repair = 7000.0 * unit::USD_per_year;
  own.lost_accelerator_hours_per_year = 1000.0;
  const auto face = compared(books, {own}, {baseline});
  const double year = 1.0 / 1.1;  // the build is due a year from now
  EXPECT_NEAR(face.npv_capital.si(), 1e5 * year, 1e-6);
  EXPECT_NEAR(face.npv_energy.si(), 40.0 * 8760.0 * 0.1 * annuity * year, 1e-4);
  EXPECT_NEAR(face.npv_repair.si(), -2000.0 * annuity * year, 1e-6);
  const double hours = 2000.0 + (512.0 * 8760.0 - 1000.0) * 0.01;
  EXPECT_NEAR(face.npv_work.si(), hours * 2.0 * annuity * year, 1e-3);
  EXPECT_NEAR(face.npv_qualification.si(), -2e5, 1e-6) << "paid now, and for all that comes";
  EXPECT_NEAR(face.npv.si(),
              (face.npv_capital + face.npv_energy + face.npv_repair + face.npv_work + face.npv_qualification).si(),
              1e-6);
}

TEST(Compare, WhatIsLateIsBoughtAsInTheBaseline) {
  Books books(design_with(co_packaged()));
  const std::vector<economics::CostSide> baseline{{.capex = 1e6 * unit::USD}};
  const std::vector<economics::CostSide> own{{.capex = 4e5 * unit::USD}};
  books.sourcing.on_time_share = {0.25};
  EXPECT_NEAR(compared(books, own, baseline).npv.si(), 0.25 * 6e5 / 1.1, 1e-6);
  books.sourcing.on_time_share = {0.0};
  EXPECT_EQ(compared(books, own, baseline).npv, Money{});
}

TEST(Compare, ABuildOverdueIsNotWorthMore) {
  Books books(design_with(co_packaged()));
  books.design.now = 2030.0;
  const auto face = compared(books, {{.capex = 4e5 * unit::USD}}, {{.capex = 1e6 * unit::USD}});
  EXPECT_NEAR(face.npv.si(), 6e5, 1e-6);
}

TEST(Compare, SameSidesAreWorthNothing) {
  const Books books(design_with(pluggable()));
  const auto side = books.side(false);
  EXPECT_EQ(compared(books, {side}, {side}).npv, Money{});
}

}  // namespace
}  // namespace copack::system
