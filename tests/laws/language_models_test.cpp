// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <limits>

#include "catalog_designs.hpp"
#include "copack/fabric/domain.hpp"
#include "copack/system/models.hpp"
#include "copack/workload/training.hpp"

/// Training of every language model of the catalog on a cluster of every server.
namespace copack::laws {
namespace {

/// A model on 1,024 accelerators: expert groups of 8 for a model with experts.
struct Training {
  workload::WorkloadInputs inputs;
  fabric::FabricInputs fabric;
};

Training training_of(const LanguageModel& model, const Parts& parts) {
  const auto design = cluster_of(parts);
  Training training{.inputs = design.jobs[0].workload, .fabric = design.fabric};
  training.inputs.model = model.shape;
  training.inputs.plan.ep = model.shape.experts > 0 ? 8 : 1;
  training.inputs.batch = {.sequence = 2048, .global_batch = 512};
  return training;
}

workload::WorkloadResults run(const Training& training) {
  const auto counts = fabric::evaluate(training.fabric);
  return workload::evaluate(training.inputs, [&](const workload::Message& message) {
    return system::message_time(message,
                                fabric::communication_domain(counts, system::partners(message), message.stride));
  });
}

template <class Law>
void for_every_training(const Law& law) {
  ASSERT_FALSE(language_models().empty());
  for (const auto& parts : one_for_every_server()) {
    for (const auto& model : language_models()) {
      SCOPED_TRACE(model.id + " on " + parts.server.id);
      const auto training = training_of(model, parts);
      ASSERT_TRUE(workload::validate(training.inputs).empty());
      law(training);
    }
  }
}

// Nothing takes time twice; what is hidden behind compute takes none.
TEST(LanguageModels, AStepIsTheSumOfItsParts) {
  for_every_training([](const Training& training) {
    const auto r = run(training);
    double exposed = 0.0;
    double shares = 0.0;
    for (const auto& d : r.dimensions) {
      EXPECT_GE(d.exposed.si(), 0.0);
      EXPECT_LE(d.exposed.si(), d.total.si() * (1.0 + 1e-12));
      EXPECT_GE(d.share, 0.0);
      EXPECT_LE(d.share, 1.0);
      exposed += d.exposed.si();
      shares += d.share;
    }
    const double step = r.step_time.si();
    EXPECT_NEAR(r.exposed_communication.si(), exposed, 1e-12 * step);
    EXPECT_NEAR(shares, exposed / step, 1e-12);
    const auto busy = r.compute_time + r.memory_time + r.overlap_loss + r.bubble_time + r.optimizer_time;
    EXPECT_NEAR(busy.si() + exposed, step, 1e-12 * step);
    EXPECT_NE(r.binds, r.binds_next);
  });
}

// No step is shorter than its arithmetic at the rate that the best operation reaches.
TEST(LanguageModels, NoStepBeatsTheAccelerator) {
  for_every_training([](const Training& training) {
    const auto r = run(training);
    EXPECT_GT(r.mfu, 0.0);
    EXPECT_LE(r.mfu, r.hfu * (1.0 + 1e-12));
    const auto& accelerator = training.inputs.accelerator;
    EXPECT_LT(r.hfu, std::max(accelerator.matmul_efficiency, accelerator.attention_efficiency));
  });
}

/// Expects that a step is never longer after any of four doublings, and shorter after one of them.
template <class Change>
void expect_never_slower(const Training& training, const Change& change) {
  auto changed = training;
  const auto first = run(changed).step_time;
  auto before = first;
  for (int doubling = 0; doubling < 4; ++doubling) {
    change(changed);
    const auto after = run(changed).step_time;
    EXPECT_LE(after.si(), before.si() * (1.0 + 1e-12)) << doubling;
    before = after;
  }
  EXPECT_LT(before, first) << "the law was never put to the test";
}

// Of the algorithms for a message the fastest is taken, each is as fast or faster, and so is what compute hides less
// of.
TEST(LanguageModels, MoreBandwidthNeverMeansASlowerStep) {
  for_every_training([](const Training& training) {
    expect_never_slower(training, [](Training& t) { t.fabric.scale_up.bandwidth *= 2.0; });
    auto unhidden = training;  // otherwise compute may hide all that goes over the network outside the server
    unhidden.inputs.overlap = {.dp = 0.0};
    expect_never_slower(unhidden, [](Training& t) { t.fabric.port_rate *= 2.0; });
  });
}

TEST(LanguageModels, ShorterDelaysNeverMeanASlowerStep) {
  for_every_training([](const Training& training) {
    expect_never_slower(training, [](Training& t) {
      t.fabric.endpoint_latency *= 0.5;
      t.fabric.scale_up.latency *= 0.5;
      for (auto* box : {&t.fabric.spine, &t.fabric.core}) box->latency *= 0.5;
      t.fabric.leaf.latency *= 0.5;
    });
  });
}

// A faster chip hides less, but never loses more by that than it saves: at most all of its time hides messages, also
// when every dimension may hide behind all of it.
TEST(LanguageModels, AFasterAcceleratorNeverMeansASlowerStep) {
  const auto faster_chip = [](Training& t) { t.inputs.accelerator.peak *= 2.0; };
  const auto faster_memory = [](Training& t) { t.inputs.accelerator.memory_bandwidth *= 2.0; };
  for_every_training([&](const Training& training) {
    auto hidden = training;
    hidden.inputs.overlap = {.tp = 1.0, .dp = 0.0, .compute_share = 0.1};
    hidden.fabric.scale_up.bandwidth *= 0.02;  // more messages than can be hidden
    auto greedy = hidden;
    greedy.inputs.overlap = {.tp = 1.0, .pp = 1.0, .dp = 1.0, .ep = 1.0, .cp = 1.0};
    greedy.fabric.port_rate *= 0.1;
    for (const auto& t : {training, hidden, greedy}) {
      expect_never_slower(t, faster_chip);
      expect_never_slower(t, faster_memory);
    }
  });
}

// Weights, bubble and the optimizer are paid once a step whatever the batch, so that twice the work takes more time
// than before and at most twice the time.
TEST(LanguageModels, TwiceTheBatchTakesAtMostTwiceTheTime) {
  for_every_training([](const Training& training) {
    auto larger = training;
    larger.inputs.batch.global_batch *= 2;
    const auto one = run(training);
    const auto two = run(larger);
    EXPECT_GT(two.step_time, one.step_time);
    EXPECT_LE(two.step_time.si(), 2.0 * one.step_time.si() * (1.0 + 1e-12));
    EXPECT_DOUBLE_EQ(two.model_flops, 2.0 * one.model_flops);
  });
}

// Each stage of ZeRO splits one state more over the replicas.
TEST(LanguageModels, SplittingStatesNeverTakesMoreMemory) {
  for_every_training([](const Training& training) {
    auto changed = training;
    double before = std::numeric_limits<double>::infinity();
    for (const int zero : {0, 1, 2, 3}) {
      changed.inputs.plan.zero = zero;
      const auto m = run(changed).memory;
      EXPECT_NEAR((m.weights + m.gradients + m.optimizer + m.activations).si(), m.total.si(), 1e-12 * m.total.si());
      EXPECT_LT(m.total.si(), before) << zero;
      before = m.total.si();
    }
  });
}

// What is computed again need not be kept, and costs operations that are not the model's.
TEST(LanguageModels, RecomputingTradesOperationsForMemory) {
  for_every_training([](const Training& training) {
    auto changed = training;
    changed.inputs.plan.flash_attention = false;  // with it there are no scores to be computed again
    const auto none = run(changed);
    changed.inputs.plan.recompute = workload::Recompute::selective;
    const auto selective = run(changed);
    changed.inputs.plan.recompute = workload::Recompute::full;
    const auto full = run(changed);
    EXPECT_LT(selective.memory.activations, none.memory.activations);
    EXPECT_LT(full.memory.activations, selective.memory.activations);
    EXPECT_LT(none.hardware_flops, selective.hardware_flops);
    EXPECT_LT(selective.hardware_flops, full.hardware_flops);
    EXPECT_EQ(full.model_flops, none.model_flops);
  });
}

}  // namespace
}  // namespace copack::laws
