// SPDX-License-Identifier: Apache-2.0
#include "copack/manufacturing/process.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "copack/manufacturing/test_escape.hpp"

namespace copack::manufacturing {
namespace {

constexpr auto usd = unit::USD;

/// Engines (with a test that lets some bad ones through) go on a package with one spare site; bought dies too.
Process package_line() {
  Process p;
  p.parts = {{.cost = 20.0 * usd, .defect_level = 0.02, .first_operation = 0, .end_operation = 0},    // PIC
             {.cost = 5.0 * usd, .defect_level = 0.0, .first_operation = 0, .end_operation = 2},      // engine
             {.cost = 900.0 * usd, .defect_level = 0.01, .first_operation = 2, .end_operation = 4}};  // package
  const Operation bond{.sites = {.yield = 0.97},
                       .material = 3.0 * usd,
                       .process = 2.0 * usd,
                       .coverage = 0.0,
                       .first_use = 0,
                       .end_use = 1};
  const Operation fibre{.sites = {.yield = 0.99, .needed = 4, .fitted = 4, .rework_attempts = 1, .rework_success = 0.7},
                        .material = 8.0 * usd,
                        .process = 4.0 * usd,
                        .test = 6.0 * usd,
                        .rework = 5.0 * usd,
                        .coverage = 0.9,
                        .first_use = 1,
                        .end_use = 1};
  const Operation attach{
      .sites = {.yield = 0.98, .needed = 8, .fitted = 9, .rework_attempts = 1, .rework_success = 0.5},
      .process = 30.0 * usd,
      .test = 25.0 * usd,
      .rework = 60.0 * usd,
      .coverage = 0.8,
      .first_use = 1,
      .end_use = 2};
  const Operation final_test{.sites = {.yield = 0.995},
                             .material = 40.0 * usd,
                             .test = 50.0 * usd,
                             .coverage = 0.95,
                             .first_use = 2,
                             .end_use = 2};
  p.operations = {bond, fibre, attach, final_test};
  p.uses = {{.part = 0, .quantity = 1.0}, {.part = 1, .quantity = 9.0}};
  p.order = {0, 1, 2};
  return p;
}

/// One operation on one part, tested in full: everything by hand.
TEST(Process, OneStepByHand) {
  Process p;
  p.parts = {{.cost = 90.0 * usd, .end_operation = 1}};
  p.operations = {{.sites = {.yield = 0.8}, .process = 8.0 * usd, .test = 2.0 * usd, .coverage = 1.0}};
  p.order = {0};
  const auto r = assess(p);
  ASSERT_TRUE(r.ships);
  EXPECT_NEAR(r.parts[0].cost_per_good.si(), 100.0 / 0.8, 1e-12);
  EXPECT_NEAR(r.parts[0].starts, 1.25, 1e-12);
  EXPECT_NEAR(r.parts[0].defect_level, 0.0, 1e-15);
  EXPECT_NEAR(r.operations[0].loss.si(), 25.0, 1e-12);
  EXPECT_NEAR(r.operations[0].cost_slope.si(), -100.0 / 0.64, 1e-9);  // d (100 / p) / dp
}

TEST(Process, EarlyTestSavesTheLaterSteps) {
  // A bad die (10 %) found before a 900 USD step costs 100/0.9 + 900; found after it, 1000/0.9.
  Process p;
  p.parts = {{.cost = 100.0 * usd, .defect_level = 0.1, .end_operation = 2}};
  p.operations = {{.coverage = 1.0}, {.material = 900.0 * usd, .coverage = 1.0}};
  p.order = {0};
  EXPECT_NEAR(assess(p).parts[0].cost_per_good.si(), 100.0 / 0.9 + 900.0, 1e-9);
  p.operations[0].coverage = 0.0;
  EXPECT_NEAR(assess(p).parts[0].cost_per_good.si(), 1000.0 / 0.9, 1e-9);
}

TEST(Process, WaterfallAddsUpToTheCost) {
  const auto p = package_line();
  const auto r = assess(p);
  double sum = 0.0;
  for (std::size_t i = 0; i < p.parts.size(); ++i) {
    sum += r.parts[i].embedded * p.parts[i].cost.si() + r.parts[i].purchase_loss.si();
    for (auto j = static_cast<std::size_t>(p.parts[i].first_operation);
         j < static_cast<std::size_t>(p.parts[i].end_operation); ++j) {
      const auto& op = p.operations[j];
      const auto own = op.material + op.process + op.test + r.operations[j].sites.attempts * op.rework;
      sum += r.parts[i].embedded * own.si() + r.operations[j].loss.si();
    }
  }
  EXPECT_NEAR(sum / r.parts[2].cost_per_good.si(), 1.0, 1e-12);
}

TEST(Process, SpendAddsUpToTheCost) {
  // The same total as starts times what each start buys and each run costs.
  const auto p = package_line();
  const auto r = assess(p);
  double sum = 0.0;
  for (std::size_t i = 0; i < p.parts.size(); ++i) sum += r.parts[i].starts * p.parts[i].cost.si();
  for (std::size_t j = 0; j < p.operations.size(); ++j) {
    const auto& op = p.operations[j];
    sum +=
        r.operations[j].runs * (op.material + op.process + op.test + r.operations[j].sites.attempts * op.rework).si();
  }
  EXPECT_NEAR(sum / r.parts[2].cost_per_good.si(), 1.0, 1e-12);
}

TEST(Process, SlopesMatchDifferences) {
  const auto p = package_line();
  const auto r = assess(p);
  for (std::size_t j = 0; j < p.operations.size(); ++j) {
    constexpr double step = 1e-5;
    const auto cost = [&](double change) {
      auto q = p;
      q.operations[j].sites.yield += change;
      return assess(q).parts[2].cost_per_good.si();
    };
    const double difference = (cost(step) - cost(-step)) / (2.0 * step);
    EXPECT_NEAR(r.operations[j].cost_slope.si() / difference, 1.0, 1e-6) << j;
    EXPECT_LT(difference, 0.0);
  }
}

/// Plays the line unit by unit; tests scrap bad units with the share that Williams and Brown give for the stream.
class Simulation {
 public:
  explicit Simulation(const Process& p) : p_(p), expected_(assess(p)), random_(7) {}

  double cost_per_good(int part, int starts) {
    double spent = 0.0;
    int good = 0;
    for (int i = 0; i < starts; ++i) {
      const auto [cost, shipped, sound] = start(part);
      spent += cost;
      good += shipped && sound;
    }
    return spent / good;
  }

 private:
  struct Made {
    double cost;
    bool shipped, sound;
  };

  bool happens(double probability) { return std::uniform_real_distribution<>()(random_) < probability; }

  /// One shipped unit, with the cost of all that were started for it.
  Made ship(int part) {
    double spent = 0.0;
    for (;;) {
      const auto made = start(part);
      spent += made.cost;
      if (made.shipped) return {spent, true, made.sound};
    }
  }

  Made start(int index) {
    const auto& part = p_.parts[static_cast<std::size_t>(index)];
    Made unit{part.cost.si(), true, !happens(part.defect_level)};
    for (auto j = static_cast<std::size_t>(part.first_operation); j < static_cast<std::size_t>(part.end_operation);
         ++j) {
      const auto& op = p_.operations[j];
      unit.cost += (op.material + op.process + op.test).si();
      if (operate(op, unit) < op.sites.needed) unit.sound = false;
      if (!unit.sound && happens(scrapped_share(index, j))) return {unit.cost, false, false};
    }
    return unit;
  }

  int operate(const Operation& op, Made& unit) {
    int good_sites = 0;
    for (int site = 0; site < op.sites.fitted; ++site) {
      bool good = happens(op.sites.yield);
      for (int i = op.first_use; i < op.end_use; ++i) {
        const auto& use = p_.uses[static_cast<std::size_t>(i)];
        for (int n = 0; n < static_cast<int>(use.quantity) / op.sites.fitted; ++n) {
          const auto item = ship(use.part);
          unit.cost += item.cost;
          good = good && item.sound;
        }
      }
      for (int attempt = 0; !good && attempt < op.sites.rework_attempts; ++attempt) {
        unit.cost += op.rework.si();
        good = happens(op.sites.rework_success);
      }
      good_sites += good;
    }
    return good_sites;
  }

  /// Of the bad units that reach the test after operation j.
  double scrapped_share(int index, std::size_t j) const {
    const auto& o = expected_.operations[j];
    const auto& part = p_.parts[static_cast<std::size_t>(index)];
    double good = 1.0 - part.defect_level;
    for (auto k = static_cast<std::size_t>(part.first_operation); k <= j; ++k)
      good *= expected_.operations[k].sites.yield;
    return (1.0 - pass_fraction(good / o.alive, p_.operations[j].coverage)) * o.alive / (o.alive - good);
  }

  const Process& p_;
  Outcome expected_;
  std::mt19937_64 random_;
};

TEST(Process, ClosedFormAgreesWithSimulation) {
  const auto p = package_line();
  const double closed = assess(p).parts[2].cost_per_good.si();
  EXPECT_NEAR(Simulation(p).cost_per_good(2, 40000) / closed, 1.0, 0.005);
}

TEST(Process, WithoutGoodUnitsNothingShips) {
  auto p = package_line();
  p.operations[2].sites.yield = 0.0;
  p.operations[2].sites.rework_attempts = 0;
  EXPECT_FALSE(assess(p).ships);
  p = package_line();
  p.order.clear();
  EXPECT_FALSE(assess(p).ships);
}

}  // namespace
}  // namespace copack::manufacturing
