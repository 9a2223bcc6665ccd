// SPDX-License-Identifier: Apache-2.0
#include "copack/reliability/fru.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "copack/reliability/goodput.hpp"

namespace copack::reliability {
namespace {

using namespace unit;

FruClass engine() {
  return {.name = "engine",
          .count = 800.0,
          .hard = {.rate = 500.0 * FIT, .ports = 16.0, .coverage = 0.5},
          .flap = {.rate = 0.1 * per_year, .ports = 1.0, .duration = 10.0 * s, .coverage = 0.9},
          .service = {.ports = 128.0, .logistic_delay = 24.0 * hour, .active = 4.0 * hour, .accelerators_idled = 8.0},
          .spare = {.unit_cost = 60.0 * kUSD, .lead_time = 90.0 * day}};
}

FruClass laser() {
  return {.name = "laser",
          .count = 1600.0,
          .hard = {.rate = 1000.0 * FIT, .ports = 8.0, .coverage = 1.0},
          .service = {.ports = 8.0, .active = 0.5 * hour, .no_trouble_found = 0.5},
          .spare = {.unit_cost = 444.0 * USD, .lead_time = 14.0 * day}};
}

ReliabilityInputs cluster() {
  return {.classes = {engine(), laser()},
          .ports = 12'800.0,
          .job = {.accelerators = 4096.0, .requeue = 20.0 * minute, .hot_spares = 0.01}};
}

// 16 ports wait 24 h, then 128 are drained 4 h: 896 port-hours; 800 x 500 FIT x 8760 h = 3.504 failures a year.
TEST(Reliability, CountsBothScopes) {
  auto in = cluster();
  in.classes[0].flap = {};
  const auto r = evaluate(in);
  EXPECT_NEAR(r.classes[0].failures.in(per_year), 3.504, 1e-9);
  EXPECT_NEAR(r.classes[0].port_hours_per_failure, 896.0, 1e-9);
  EXPECT_NEAR(r.classes[0].port_hours_per_year, 3.504 * 896.0, 1e-6);
  EXPECT_EQ(r.max_blast_radius, 128.0);
  EXPECT_NEAR(r.mean_failure_scope, (3.504 * 16.0 + 14.016 * 8.0) / 17.52, 1e-9);
  EXPECT_NEAR(r.port_availability, 1.0 - r.port_hours_per_year / (12'800.0 * 8760.0), 1e-15);
}

TEST(Reliability, FailedPortsStayDownDuringTheRepairEvenIfTheServiceScopeIsNotGiven) {
  EXPECT_DOUBLE_EQ(port_hours_per_failure({.ports = 4.0}, {.active = 2.0 * hour}), 8.0);
}

TEST(Reliability, CountsInterruptionsOfFaultsFlapsAndDrains) {
  auto in = cluster();
  in.classes[0].service.drain_coverage = 0.25;
  const auto r = evaluate(in);
  const double expected = 3.504 * (0.5 + 0.75) + 80.0 * 0.1;
  EXPECT_NEAR(r.classes[0].interruptions.in(per_year), expected, 1e-9);
  EXPECT_EQ(r.classes[1].interruptions.si(), 0.0);
  EXPECT_NEAR(r.mtti * r.interruptions, 1.0, 1e-15);
}

TEST(Reliability, RemovalsGrowWithNoTroubleFoundAndInducedFaults) {
  auto in = cluster();
  in.classes[1].service.repair_induced = 0.1;  // each failure: 2 removals, 0.2 further faults -> factor 1 / 0.8
  const auto r = evaluate(in);
  EXPECT_NEAR(r.classes[1].failures.in(per_year), 14.016 / 0.8, 1e-9);
  EXPECT_NEAR(r.classes[1].removals.in(per_year), 2.0 * 14.016 / 0.8, 1e-9);
  EXPECT_NEAR(r.classes[1].labour_hours_per_year, 14.016 / 0.8, 1e-9);
}

TEST(Reliability, SaysWhenRepairsCauseMoreFaultsThanTheyCure) {
  auto in = cluster();
  in.classes[1].service.repair_induced = 0.5;
  const auto r = evaluate(in);
  EXPECT_FALSE(r.stable);
  EXPECT_EQ(r.effective_goodput, 0.0);
  EXPECT_DOUBLE_EQ(r.lost_total, 4096.0 * 8760.0);
  EXPECT_EQ(validate(in).size(), 1u);
}

TEST(Reliability, GoodputIsThatOfTheJobModel) {
  const auto in = cluster();
  const auto r = evaluate(in);
  const auto job =
      evaluate(GoodputInputs{.mtti = r.mtti, .checkpoint_write = in.job.checkpoint_write, .restart = r.restart});
  EXPECT_EQ(r.goodput, job.goodput);
  EXPECT_EQ(r.first_order_goodput, job.first_order_goodput);
  EXPECT_DOUBLE_EQ(r.effective_goodput, r.goodput * r.capacity_fraction * r.throughput_factor);
}

TEST(Reliability, LossesAddUpByCauseAndByClass) {
  auto in = cluster();
  in.job.hot_spares = 0.0;
  in.classes[1].hard.bandwidth_left = 0.875;
  const auto r = evaluate(in);
  const double causes = r.lost_to_idling + r.lost_to_checkpoints + r.lost_to_network_interruptions +
                        r.lost_to_other_interruptions + r.lost_to_bandwidth;
  EXPECT_NEAR(causes / r.lost_total, 1.0, 1e-12);
  const double classes = r.classes[0].accelerator_hours_per_year + r.classes[1].accelerator_hours_per_year;
  EXPECT_NEAR(classes, r.lost_to_idling + r.lost_to_network_interruptions + r.lost_to_bandwidth, 1e-9 * r.lost_total);
  EXPECT_EQ(r.binding_class, "engine");
}

// f = 0.2: 7/8, 3/4 and 1/2 of the bandwidth leave 0.972, 0.938 and 0.833 of the throughput.
TEST(Throughput, FollowsTheExposedShare) {
  EXPECT_NEAR(throughput_with_bandwidth(0.2, 0.875), 0.972, 5e-4);
  EXPECT_NEAR(throughput_with_bandwidth(0.2, 0.75), 0.938, 5e-4);
  EXPECT_NEAR(throughput_with_bandwidth(0.2, 0.5), 0.833, 5e-4);
  EXPECT_EQ(throughput_with_bandwidth(0.0, 0.0), 1.0);
  EXPECT_EQ(throughput_with_bandwidth(0.2, 0.0), 0.0);
}

TEST(Reliability, AWorstHitAcceleratorSlowsTheWholeJob) {
  auto in = cluster();
  in.classes[1].hard.bandwidth_left = 0.5;
  in.classes[1].service.logistic_delay = 100'000.0 * hour;  // some laser is always down
  const auto r = evaluate(in);
  EXPECT_NEAR(r.classes[1].throughput_factor, throughput_with_bandwidth(0.2, 0.5), 1e-9);
}

TEST(Reliability, EveryRemedyHelps) {
  const double before = evaluate(cluster()).effective_goodput;
  auto covered = cluster();
  covered.classes[0].hard.coverage = 1.0;
  auto quick = cluster();
  quick.job.restart = 1.0 * minute;
  auto durable = cluster();
  durable.classes[0].hard.rate = 1.0 * FIT;
  EXPECT_GT(evaluate(covered).effective_goodput, before);
  EXPECT_GT(evaluate(quick).effective_goodput, before);
  EXPECT_GT(evaluate(durable).effective_goodput, before);
}

TEST(Reliability, NothingIsLostWhenNothingFails) {
  ReliabilityInputs in{.classes = {{.name = "perfect", .count = 10.0}}, .ports = 100.0, .job = {.accelerators = 8.0}};
  in.job.other_interruptions = {};
  const auto r = evaluate(in);
  EXPECT_TRUE(std::isinf(r.mtti.si()));
  EXPECT_EQ(r.effective_goodput, 1.0);
  EXPECT_EQ(r.lost_total, 0.0);
  EXPECT_EQ(r.port_availability, 1.0);
}

TEST(Reliability, SparesAndTheirValueAreSums) {
  const auto with = evaluate(cluster());
  EXPECT_GT(with.spares, 0.0);
  EXPECT_NEAR(with.spares_value.in(USD), with.classes[0].spares * 60e3 + with.classes[1].spares * 444.0, 1e-6);
}

TEST(Reliability, RestartWaitsForTheQueueWhenSparesRunOut) {
  auto in = cluster();
  in.job.hot_spares = 0.0;
  const auto without = evaluate(in);
  const double nodes_down = without.accelerators_down / 8.0;
  EXPECT_NEAR(without.spare_probability, std::exp(-nodes_down), 1e-12);
  EXPECT_GT(without.restart, 10.0 * minute);
  EXPECT_NEAR(evaluate(cluster()).spare_probability, 1.0, 1e-9);
}

}  // namespace
}  // namespace copack::reliability
