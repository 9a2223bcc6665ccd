// SPDX-License-Identifier: Apache-2.0
// What must hold history by history when two designs share their random numbers.
#include <gtest/gtest.h>

#include "copack/reliability/simulation.hpp"
#include "simulation_cluster.hpp"

namespace copack::reliability {
namespace {

using namespace testing;

double port_hours(const Outcome& o) {
  double sum = 0.0;
  for (const auto& c : o.classes) sum += c.port_hours;
  return sum;
}

/// Compares two designs replication by replication.
template <class Check>
void for_each_pair(const SimulationInputs& a, const SimulationInputs& b, const Check& check) {
  const auto x = simulate(a, 0, 12);
  const auto y = simulate(b, 0, 12);
  for (std::size_t i = 0; i < x.size(); ++i) check(x[i], y[i]);
}

constexpr double rounding = 1e-9;

TEST(SimulationLaws, AWiderServiceScopeNeverImprovesAvailability) {
  auto narrow = eventful_cluster();
  narrow.system.classes[0].hard.bandwidth_left = 1.0;
  auto wide = narrow;
  wide.system.classes[0].service.ports = 128.0;
  for_each_pair(narrow, wide, [](const Outcome& n, const Outcome& w) {
    EXPECT_LT(port_hours(n), port_hours(w));
    EXPECT_GE(n.effective_goodput, w.effective_goodput - rounding);
    EXPECT_EQ(n.interruptions, w.interruptions);
  });
}

// With unlimited people a spare only brings repairs forward.
TEST(SimulationLaws, ASpareNeverHurts) {
  auto in = small_cluster();
  in.details = {{.name = "module"}, {.name = "cable"}, {.name = "switch"}};
  for (const std::int64_t stock : {0, 1, 3, 8, 20}) {
    auto more = in;
    for (auto& d : in.details) d.stock = stock;
    for (auto& d : more.details) d.stock = stock + 1;
    for_each_pair(in, more, [](const Outcome& few, const Outcome& many) {
      for (std::size_t i = 0; i < few.classes.size(); ++i) {
        EXPECT_GE(few.classes[i].stock_outs, many.classes[i].stock_outs);
        EXPECT_GE(few.classes[i].spare_wait, many.classes[i].spare_wait - rounding);
        EXPECT_GE(few.classes[i].port_hours, many.classes[i].port_hours - rounding);
      }
    });
  }
}

// First come, first served with the same work: nobody starts later when one more person is there (Kiefer & Wolfowitz
// 1955). One person each; down units are too few to change who fails.
TEST(SimulationLaws, MoreTechniciansNeverDelay) {
  auto in = one_class(1e6, 2e-6, 1.0);
  in.repair_law = RepairLaw::lognormal;
  in.warm_up = {};
  for (const std::int64_t people : {1, 2, 3, 5}) {
    in.crew = {.limited = true, .technicians = people};
    auto more = in;
    more.crew.technicians = people + 1;
    for_each_pair(in, more, [](const Outcome& few, const Outcome& many) {
      EXPECT_GE(few.queue_hours, many.queue_hours - rounding);
      EXPECT_GE(few.classes[0].unit_hours, many.classes[0].unit_hours - rounding);
      EXPECT_LE(few.starts, many.starts);
    });
  }
}

TEST(SimulationLaws, LongerShiftsNeverDelay) {
  auto in = one_class(1e6, 1e-6, 0.5);
  in.crew.shift = 8.0 * hour;
  auto more = in;
  more.crew.shift = 12.0 * hour;
  for_each_pair(in, more, [](const Outcome& few, const Outcome& many) {
    EXPECT_GT(few.classes[0].unit_hours, many.classes[0].unit_hours);
  });
}

TEST(SimulationLaws, MoreCoverageNeverInterruptsMore) {
  auto in = small_cluster();
  for (const double coverage : {0.0, 0.3, 0.9}) {
    in.system.classes[0].hard.coverage = coverage;
    auto more = in;
    more.system.classes[0].hard.coverage = coverage + 0.1;
    for_each_pair(in, more, [](const Outcome& few, const Outcome& many) {
      EXPECT_GE(few.interruptions, many.interruptions);
      EXPECT_EQ(few.classes[0].failures, many.classes[0].failures);
    });
  }
}

// The k-th fault comes no later when the ramp starts higher.
TEST(SimulationLaws, AHigherRampNeverFailsLess) {
  auto in = one_class(1e6, 1e-6, 0.0);
  in.warm_up = {};
  in.details = {{.name = "unit", .ramp_factor = 1.0, .ramp_time = 100.0 * hour}};
  auto more = in;
  more.details[0].ramp_factor = 3.0;
  for_each_pair(in, more, [](const Outcome& few, const Outcome& many) {
    EXPECT_LE(few.classes[0].failures, many.classes[0].failures);
  });
}

}  // namespace
}  // namespace copack::reliability
