// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <vector>

#include "catalog_designs.hpp"
#include "copack/system/evaluate.hpp"

/// What faults and repairs can do to the work of a cluster of any parts of the catalog.
namespace copack::laws {
namespace {

/// All field-replaceable units of a design, each once.
std::vector<system::FruCard*> frus_of(system::Design& design) {
  std::vector<system::FruCard*> all;
  const auto add = [&](std::vector<system::FruCard>& frus) {
    for (auto& fru : frus) all.push_back(&fru);
  };
  add(design.server.frus);
  for (auto& technology : design.technologies) add(technology.frus);
  for (auto& platform : design.platforms) add(platform.frus);
  return all;
}

/// Makes one unit after the other worse by `worsen` and expects that nothing gets better by it. Rates and times enter
/// the loss of work with one sign only: more faults are more interruptions, and the checkpoint interval, chosen anew,
/// cannot make good what shorter intervals between them lose.
template <class Worsen>
void expect_worse_is_never_better(const Worsen& worsen) {
  int lowered = 0;
  for (const auto& parts : all_parts()) {
    auto design = cluster_of(parts);
    const auto before = system::evaluate(design, nullptr).evaluation.operations;
    for (auto* fru : frus_of(design)) {
      SCOPED_TRACE(parts.text() + ": " + fru->unit.name);
      const auto kept = *fru;
      worsen(fru->unit);
      const auto after = system::evaluate(design, nullptr).evaluation.operations;
      EXPECT_LE(after.goodput, before.goodput * (1.0 + 1e-12));
      EXPECT_GE(after.port_hours_lost, before.port_hours_lost * (1.0 - 1e-12));
      EXPECT_GE(after.interruptions.si(), before.interruptions.si() * (1.0 - 1e-12));
      if (after.goodput < before.goodput) ++lowered;
      *fru = kept;
    }
  }
  EXPECT_GT(lowered, 0) << "the law was never put to the test";
}

TEST(Faults, MoreOfThemNeverRaiseGoodput) {
  expect_worse_is_never_better([](reliability::FruClass& unit) { unit.hard.rate *= 3.0; });
}

TEST(Faults, MoreFlapsNeverRaiseGoodput) {
  expect_worse_is_never_better([](reliability::FruClass& unit) { unit.flap.rate *= 3.0; });
}

TEST(Faults, LessCoverageNeverRaisesGoodput) {
  expect_worse_is_never_better([](reliability::FruClass& unit) {
    unit.hard.coverage *= 0.5;
    unit.service.drain_coverage *= 0.5;
  });
}

TEST(Faults, SlowerRepairNeverRaisesGoodput) {
  expect_worse_is_never_better([](reliability::FruClass& unit) {
    unit.service.logistic_delay *= 2.0;
    unit.service.active *= 2.0;
  });
}

// Interruptions of the job by anything else count like those from the network.
TEST(Faults, OfTheServerNeverRaiseGoodput) {
  for (const auto& parts : one_for_every_server()) {
    SCOPED_TRACE(parts.text());
    auto design = cluster_of(parts);
    double before = 1.0;
    for (int step = 0; step < 5; ++step) {
      const double goodput = system::evaluate(design, nullptr).evaluation.operations.goodput;
      EXPECT_LT(goodput, before);
      before = goodput;
      design.server.interruptions *= 2.0;
    }
  }
}

// Goodput is the share of accelerator-hours that do useful work; the rest is lost.
TEST(Faults, WhatIsNotLostIsUseful) {
  for (const auto& parts : all_parts()) {
    SCOPED_TRACE(parts.text());
    const auto design = cluster_of(parts);
    const auto o = system::evaluate(design, nullptr).evaluation.operations;
    const double hours = static_cast<double>(design.fabric.accelerators) * 8760.0;
    EXPECT_NEAR(o.goodput + o.lost_accelerator_hours / hours, 1.0, 1e-12);
    EXPECT_GT(o.network_interruptions.si(), 0.0);
    EXPECT_NEAR((o.interruptions - o.network_interruptions).si(),
                (static_cast<double>(design.fabric.accelerators) * design.server.interruptions).si(),
                1e-12 * o.interruptions.si());
  }
}

}  // namespace
}  // namespace copack::laws
