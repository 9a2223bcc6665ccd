// SPDX-License-Identifier: Apache-2.0
#include "copack/reliability/simulation.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>

#include "copack/reliability/goodput.hpp"
#include "copack/reliability/spares.hpp"
#include "simulation_cluster.hpp"

namespace copack::reliability {
namespace {

using namespace testing;

/// The known answer lies within four standard errors, and those are small enough to tell.
void expect_estimate(const Estimate& e, double known, double sharpness) {
  EXPECT_NEAR(e.mean, known, 4.0 * e.standard_error);
  EXPECT_LT(e.standard_error, sharpness * known);
}

// Two faults an hour, one hour each, three technicians: Erlang C = 4/9, queue 4/9 (2/3)/(1/3) = 8/9 (Kleinrock 1975,
// section 3.5).
TEST(Simulation, ManyUnitsWithFewTechniciansAreAnMMcQueue) {
  auto in = one_class(1e6, 2e-6, 1.0);
  in.repair_law = RepairLaw::exponential;
  in.crew = {.limited = true, .technicians = 3};
  const auto r = evaluate(in);
  EXPECT_NEAR(r.crew_load, 2.0 / 3.0, 1e-9);
  expect_estimate(r.technician_queue, 8.0 / 9.0, 0.05);
  expect_estimate(r.technician_wait, 4.0 / 9.0, 0.05);
  expect_estimate(r.technicians_busy, 2.0, 0.02);
  expect_estimate(r.classes[0].units_down, 2.0 + 8.0 / 9.0, 0.03);
}

// Four machines, one technician, repair/failure rate 4: p0 = 1 / (1 + 1 + 3/4 + 3/8 + 3/32) = 0.31068, busy 0.68932,
// down 4 - 0.68932/0.25 = 1.24272 (machine repairman, Kleinrock 1975, section 3.8).
TEST(Simulation, FewUnitsWithOneTechnicianAreTheMachineRepairman) {
  auto in = one_class(4.0, 0.25, 1.0);
  in.repair_law = RepairLaw::exponential;
  in.crew = {.limited = true, .technicians = 1};
  const auto r = evaluate(in);
  expect_estimate(r.technicians_busy, 0.689320, 0.01);
  expect_estimate(r.classes[0].units_down, 1.242718, 0.02);
  EXPECT_FALSE(r.classes[0].failures.comparable);
}

// Three of five units run, repairs in parallel: states by detailed balance with rates min(3, 5 - n) lambda and n mu.
TEST(Simulation, StandbyUnitsDoNotFail) {
  auto in = one_class(5.0, 0.5, 1.0);
  in.repair_law = RepairLaw::exponential;
  in.details = {{.name = "unit", .in_use = 3.0}};
  double p = 1.0, sum = 0.0, down = 0.0;
  for (int n = 0; n <= 5; ++n) {
    sum += p;
    down += n * p;
    p *= std::min(3, 5 - n) * 0.5 / (n + 1);
  }
  expect_estimate(evaluate(in).classes[0].units_down, down / sum, 0.02);
}

// Pipeline of 5, stock of 8: P(X >= 8) = 0.13337 (Poisson table). A demand waits EBO/rate on average (Little).
TEST(Simulation, StockOutsFollowPalm) {
  auto in = one_class(1e6, 1e-7, 1.0);
  in.system.classes[0].spare.lead_time = 50.0 * hour;
  in.details = {{.name = "unit", .stock = 8}};
  in.horizon = 10'000.0 * hour;
  in.replications = 32;
  const auto r = evaluate(in);
  expect_estimate(r.classes[0].stock_outs, 0.133372, 0.05);
  EXPECT_TRUE(r.classes[0].stock_outs.comparable);
  EXPECT_NEAR(r.classes[0].stock_outs.closed_form, 0.133372, 1e-6);
  double covered = 0.0;
  for (int x = 0; x < 8; ++x) covered += demand_covered(5.0, 1.0, x);
  EXPECT_NEAR(r.classes[0].spare_wait, (5.0 - 8.0 + covered) / 0.1, 0.3);
}

// Off for 16 of 24 hours: 2/3 of the faults wait 8 h on average.
TEST(Simulation, WorkBeginsWithinTheShift) {
  auto in = one_class(1e6, 1e-6, 0.1);
  in.crew.shift = 8.0 * hour;
  expect_estimate(evaluate(in).technician_wait, 16.0 / 3.0, 0.02);
}

// Four waiting repairs call a visit: the first three wait for 3, 2, 1 gaps of an hour, 1.5 h on average.
TEST(Simulation, VisitsAreShared) {
  auto in = one_class(1e6, 1e-6, 0.5);
  in.system.repairs_per_visit = 4.0;
  auto r = evaluate(in);
  EXPECT_NEAR(r.truck_rolls.mean, r.removals.mean / 4.0, 1.0 / (2000.0 * 3600.0));
  EXPECT_NEAR(r.classes[0].repair_time, 2.0, 0.03);
  // At the full hour, whoever waits: half an hour each, and a visit in 1 - 1/e of the hours.
  in.system.repairs_per_visit = 1000.0;
  in.visit_interval = 1.0 * hour;
  r = evaluate(in);
  EXPECT_NEAR(r.classes[0].repair_time, 1.0, 0.01);
  EXPECT_NEAR(r.truck_rolls.mean * 3600.0, 1.0 - std::exp(-1.0), 0.02);
}

// N lambda (T + (a - 1) T_r (1 - e^(-T/T_r))) = 2000 + 4 x 100 faults.
TEST(Simulation, BringUpFailsMoreOften) {
  auto in = one_class(1e6, 1e-6, 0.0);
  in.warm_up = {};
  in.details = {{.name = "unit", .ramp_factor = 5.0, .ramp_time = 100.0 * hour}};
  expect_estimate(evaluate(in).failures, 2400.0 / (2000.0 * 3600.0), 0.01);
}

// 100 lemons of 1,000 units fail 20 times as often, 0.01 /h, until the first repair: 100 faults less the 2e-9 that are
// left; 0.9 x 1000 units and the cured for 2000 - 100 h at 0.0005 /h.
TEST(Simulation, RepairsCureLemons) {
  auto in = one_class(1000.0, 0.0005, 0.0);
  in.warm_up = {};
  in.details = {{.name = "unit", .lemon_share = 0.1, .lemon_factor = 20.0, .lemon_cure = 1.0}};
  const auto r = evaluate(in);
  const double expected = 100.0 + 900.0 * 0.0005 * 2000.0 + 100.0 * 0.0005 * (2000.0 - 100.0);
  expect_estimate(r.failures, expected / (2000.0 * 3600.0), 0.02);
  EXPECT_NEAR(r.classes[0].lemons_left, 0.0, 1e-6);
}

// Lemons that stay raise the rate of the class to 0.9 + 0.1 x 20 = 2.9 times.
TEST(Simulation, LemonsThatStayAreAHigherRate) {
  auto in = one_class(1000.0, 0.0005, 0.0);
  in.details = {{.name = "unit", .lemon_share = 0.1, .lemon_factor = 20.0}};
  const auto r = evaluate(in);
  EXPECT_TRUE(r.failures.comparable);
  EXPECT_NEAR(r.failures.closed_form * 3600.0, 2.9 * 0.5, 1e-12);
  EXPECT_LT(std::abs(r.failures.difference), 3.0);
}

// Ten events of 50 units in 2000 h: 500 faults, but ten interruptions.
TEST(Simulation, ACommonCauseInterruptsOnce) {
  auto in = one_class(1e6, 0.0, 10.0);
  in.system.classes[0].hard.coverage = 0.0;
  in.details = {{.name = "unit", .common_rate = 0.005 / hour, .common_units = 50.0}};
  in.replications = 64;
  const auto r = evaluate(in);
  expect_estimate(r.interruptions, 0.005 / 3600.0, 0.06);
  EXPECT_NEAR(r.failures.mean, 50.0 * r.interruptions.mean, 1e-15);
}

// Useful time of a phase that ends after an exponential time: tau / (e^((tau+d)/M) - 1) (Daly 2006, eq. 9 onwards).
TEST(Simulation, GoodputIsThatOfTheRenewalProcess) {
  auto in = one_class(1.0, 0.0, 0.0);
  in.system.job = {.accelerators = 1.0,
                   .accelerators_per_node = 1.0,
                   .other_interruptions = 1.0 / (21.53 * minute),
                   .checkpoint_write = 0.5 * minute,
                   .checkpoint_interval = 4.64 * minute,
                   .restart = 10.0 * minute};
  auto r = evaluate(in);
  EXPECT_TRUE(r.goodput.comparable);
  EXPECT_GT(r.variance_reduction, 1.2);
  expect_estimate(r.goodput, renewal_goodput(21.53 * minute, 4.64 * minute, 0.5 * minute, 10.0 * minute), 0.002);
  in.restart_is_safe = true;
  r = evaluate(in);
  EXPECT_FALSE(r.goodput.comparable);
  expect_estimate(r.goodput, 4.64 / std::expm1(5.14 / 21.53) / (21.53 + 10.0), 0.002);
}

// Interruptions by other causes see the mean: no node is down with probability e^-m, m = 1,000 x 2e-5 x 25 = 0.5. An
// interruption by the fault itself never finds a spare where there is none, and always where one idles per fault.
TEST(Simulation, RestartsWaitWhenNoHotSpareIsLeft) {
  auto in = one_class(1000.0, 2e-5, 25.0);
  in.system.job = {.accelerators = 8000.0, .other_interruptions = 5e-5 / hour, .requeue = 1.0 * hour};
  in.system.classes[0].service.accelerators_idled = 8.0;
  expect_estimate(evaluate(in).spare_probability, std::exp(-0.5), 0.05);
  in.system.job.other_interruptions = {};
  in.system.classes[0].hard.coverage = 0.0;
  EXPECT_EQ(evaluate(in).spare_probability.mean, 0.0);
  in.system.job.hot_spares = 0.05;
  EXPECT_EQ(evaluate(in).spare_probability.mean, 1.0);
}

TEST(Simulation, WithoutLimitsItIsTheClosedForm) {
  auto in = small_cluster();
  in.stock = StockPolicy::unlimited;
  in.replications = 64;
  const auto r = evaluate(in);
  for (const auto* e :
       {&r.goodput, &r.effective_goodput, &r.down_time, &r.interruptions, &r.network_interruptions,
        &r.capacity_fraction, &r.throughput_factor, &r.port_availability, &r.failures, &r.removals, &r.truck_rolls,
        &r.labour_hours_per_year, &r.lost_to_idling, &r.lost_to_checkpoints, &r.lost_to_network_interruptions,
        &r.lost_to_other_interruptions, &r.lost_total, &r.technicians_busy}) {
    EXPECT_TRUE(e->comparable);
    EXPECT_LT(std::abs(e->difference), 3.0);
    EXPECT_GT(e->standard_error, 0.0);
    EXPECT_LE(e->p05, e->p50);
    EXPECT_LE(e->p50, e->p95);
  }
  EXPECT_FALSE(r.lost_to_bandwidth.comparable);  // the job stops when the ports go down
  EXPECT_NEAR(r.lost_to_bandwidth.mean / r.lost_to_bandwidth.closed_form, 1.0, 0.02);
  EXPECT_EQ(r.technician_queue.mean, 0.0);
  EXPECT_EQ(r.stock_outs.mean, 0.0);
  EXPECT_GT(r.variance_reduction, 2.0);
}

TEST(Simulation, LossesAddUp) {
  const auto r = evaluate(eventful_cluster());
  for (const auto& o : simulate(eventful_cluster(), 0, 4)) {
    EXPECT_NEAR(o.lost_to_idling + o.lost_to_checkpoints + o.lost_to_network_interruptions +
                    o.lost_to_other_interruptions + o.lost_to_bandwidth,
                1.0 - o.effective_goodput, 1e-9);
  }
  EXPECT_FALSE(r.effective_goodput.comparable);
  EXPECT_GT(r.technician_wait.mean, 1.0);
  EXPECT_GT(r.classes[2].stock_outs.mean, 0.1);
}

TEST(Simulation, SplitRunsGiveTheSameOutcomes) {
  const auto in = eventful_cluster();
  const auto all = simulate(in, 0, 6);
  auto parts = simulate(in, 0, 2);
  for (auto& o : simulate(in, 2, 4)) parts.push_back(o);
  EXPECT_EQ(all, parts);
  EXPECT_NE(all[0], all[1]);
  auto other = in;
  other.seed = 2;
  EXPECT_NE(simulate(other, 0, 1)[0], all[0]);
}

TEST(Simulation, AnotherDesignOfOneClassKeepsTheFaultsOfTheOthers) {
  auto a = small_cluster();
  auto b = a;
  b.system.classes[0].name = "engine";
  b.system.classes[0].hard.rate = 500.0 * FIT;
  b.system.classes[0].service.ports = 128.0;
  std::swap(b.system.classes[1], b.system.classes[2]);
  const auto x = simulate(a, 0, 2)[1];
  const auto y = simulate(b, 0, 2)[1];
  EXPECT_EQ(x.classes[1], y.classes[2]);
  EXPECT_EQ(x.classes[2], y.classes[1]);
  EXPECT_NE(x.classes[0], y.classes[0]);
}

TEST(Simulation, RefusesWhatItCannotPlay) {
  auto in = small_cluster();
  in.replications = 1'000'000;
  EXPECT_FALSE(evaluate(in).simulated);
  in = small_cluster();
  in.system.classes[0].service.repair_induced = 0.5;
  EXPECT_FALSE(evaluate(in).simulated);
  in = small_cluster();
  in.replications = 1;
  EXPECT_TRUE(evaluate(in).simulated);
  EXPECT_EQ(evaluate(in).goodput.standard_error, 0.0);
}

}  // namespace
}  // namespace copack::reliability
