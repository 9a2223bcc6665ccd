// SPDX-License-Identifier: Apache-2.0
// Closed form and simulation over random designs within the closed form's assumptions.
#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "copack/core/random.hpp"
#include "copack/reliability/simulation.hpp"
#include "simulation_cluster.hpp"

namespace copack::reliability {
namespace {

using namespace testing;

/// Numbers of one random design.
class Dice {
 public:
  explicit Dice(std::uint32_t design) : design_(design) {}
  double between(double a, double b) { return a + (b - a) * next(); }
  double magnitude(double a, double b) { return a * std::pow(b / a, next()); }
  bool yes(double p) { return next() < p; }

 private:
  double next() { return uniform(20, Purpose::test, {.sample = design_, .draw = draw_++}); }
  std::uint32_t design_;
  std::uint32_t draw_ = 0;
};

FruClass any_class(Dice& dice, const std::string& name) {
  const double count = dice.magnitude(2e4, 2e6);
  FruClass c{.name = name,
             .count = count,
             .hard = {.rate = dice.magnitude(300.0, 3000.0) / count * per_year, .ports = dice.between(1.0, 8.0)},
             .service = {.logistic_delay = dice.between(1.0, 48.0) * hour, .active = dice.between(0.2, 4.0) * hour}};
  c.service.ports = c.hard.ports * dice.between(1.0, 8.0);
  c.service.drain = dice.between(0.0, 1.0) * hour;
  c.service.accelerators_idled = dice.yes(0.5) ? 8.0 : 0.0;
  c.service.no_trouble_found = dice.yes(0.5) ? dice.between(0.0, 0.8) : 0.0;
  c.hard.coverage = dice.yes(0.3) ? 1.0 : dice.between(0.0, 1.0);
  const double kind = dice.between(0.0, 1.0);
  if (kind < 0.3) {  // the drain stops the job, the fault does not
    c.hard.coverage = 1.0;
    c.service.drain_coverage = dice.between(0.0, 1.0);
  } else if (kind < 0.6) {  // the job runs on, slower for a share of the time that is neither none nor all
    const Time down = c.service.logistic_delay + c.service.drain + c.service.active;
    c.hard.bandwidth_left = dice.between(0.5, 0.95);
    c.hard.coverage = dice.yes(0.5) ? 1.0 : dice.between(0.1, 1.0);
    c.hard.rate = dice.magnitude(0.05, 2.0) / (c.hard.coverage * count * down);
  }
  if (dice.yes(0.3)) {  // the same rate, given at another temperature
    c.hard.activation_energy = Energy::from_si(0.7 * 1.602176634e-19);
    c.hard.temperature = Temperature::from_celsius(dice.between(30.0, 80.0));
    c.hard.rate *= c.hard.rate / rate_in_use(c.hard);
  }
  if (dice.yes(0.5)) {
    c.flap = {
        .rate = dice.magnitude(300.0, 3000.0) / count * per_year, .ports = 2.0, .coverage = dice.between(0.5, 1.0)};
    c.flap.duration = 10.0 * s;
  }
  return c;
}

SimulationInputs any_design(std::uint32_t number) {
  Dice dice(number);
  SimulationInputs in;
  const int classes = 1 + static_cast<int>(dice.between(0.0, 3.0));
  for (int i = 0; i < classes; ++i) in.system.classes.push_back(any_class(dice, "class " + std::to_string(i)));
  in.system.ports = 1e6;
  in.system.job.accelerators = dice.magnitude(32'768.0, 524'288.0);
  in.system.job.other_interruptions = dice.magnitude(300.0, 6000.0) / in.system.job.accelerators * per_year;
  in.system.job.checkpoint_write = dice.between(1.0, 120.0) * s;
  in.system.job.restart = dice.between(1.0, 20.0) * minute;
  in.stock = StockPolicy::unlimited;
  in.horizon = 30.0 * day;
  in.warm_up = 4.0 * day;
  in.replications = 24;
  in.seed = number;
  return in;
}

struct Score {
  int designs = 0;
  int beyond = 0;  ///< three standard errors
  double sum = 0.0;
  double squares = 0.0;
};

void score(const Estimate& e, Score& s) {
  if (!e.comparable || e.difference == 0.0) return;
  ++s.designs;
  s.beyond += std::abs(e.difference) > 3.0 ? 1 : 0;
  s.sum += e.difference;
  s.squares += e.difference * e.difference;
}

// With 24 replications the differences follow Student's law with 23 degrees of freedom: 0.6 % lie beyond three
// standard errors, their variance is 1.1. Over 200 designs a figure that is right has a mean difference below
// 3/sqrt(200) = 0.21 and at most five beyond three (1.3 expected, P(more) = 0.2 %); one that is wrong by a third of its
// own standard error fails.
TEST(SimulationAgreement, TwoHundredRandomDesigns) {
  std::map<std::string, Score> scores;
  for (std::uint32_t i = 0; i < 200; ++i) {
    const auto r = evaluate(any_design(i));
    ASSERT_TRUE(r.goodput.comparable && r.throughput_factor.comparable && r.port_availability.comparable) << i;
    score(r.goodput, scores["goodput"]);
    score(r.effective_goodput, scores["effective goodput"]);
    score(r.interruptions, scores["interruptions"]);
    score(r.capacity_fraction, scores["capacity"]);
    score(r.throughput_factor, scores["throughput"]);
    score(r.port_availability, scores["ports"]);
    score(r.failures, scores["failures"]);
    score(r.removals, scores["removals"]);
    score(r.lost_to_idling, scores["idling"]);
    score(r.lost_to_checkpoints, scores["checkpoints"]);
    score(r.lost_to_network_interruptions, scores["network"]);
    score(r.lost_to_other_interruptions, scores["other"]);
    score(r.lost_to_bandwidth, scores["bandwidth"]);
    score(r.technicians_busy, scores["labour"]);
  }
  for (const auto& [name, s] : scores) {
    EXPECT_GE(s.designs, 40) << name;
    EXPECT_LE(s.beyond, 5) << name;
    EXPECT_LT(std::abs(s.sum / s.designs), 3.0 / std::sqrt(s.designs)) << name;
    EXPECT_NEAR(s.squares / s.designs, 1.1, 0.45) << name;
  }
}

}  // namespace
}  // namespace copack::reliability
