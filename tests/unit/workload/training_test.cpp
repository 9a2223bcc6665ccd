// SPDX-License-Identifier: Apache-2.0
#include "copack/workload/training.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "models.hpp"

namespace copack::workload {
namespace {

/// A ring inside servers of eight at 230 GB/s, across them at 23.75 GB/s; direct for the rest.
constexpr auto ring = [](const Message& m) -> Time {
  const bool inside = m.ranks * m.stride <= 8;
  const BitRate rate = (inside ? 230 : 23.75) * unit::GB_per_s;
  const Time alpha = (inside ? 3.4 : 9.6) * unit::us;
  const auto n = static_cast<double>(m.ranks);
  if (m.operation == Operation::point_to_point) return alpha + m.size / rate;
  if (m.operation == Operation::all_to_all) return alpha + (n - 1) / n * (m.size / rate);
  const double passes = m.operation == Operation::all_reduce ? 2 : 1;
  return passes * ((n - 1) * alpha + (n - 1) / n * (m.size / rate));
};

constexpr auto instant = [](const Message& /*m*/) { return Time{}; };

WorkloadInputs megatron_175b() {
  WorkloadInputs in{.model = gpt(12288, 96, 96), .batch = {2048, 64, 1}, .accelerator = a100(), .dropout = true};
  in.plan = {.tp = 8,
             .pp = 8,
             .interleave = 3,
             .recompute = Recompute::full,
             .sequence_parallel = false,
             .flash_attention = false,
             .zero = 0};
  return in;
}

WorkloadInputs llama() {
  WorkloadInputs in{.model = llama3_405b(), .batch = {8192, 2048, 1}, .accelerator = a100()};
  in.plan = {.tp = 8, .dp = 64, .pp = 16, .interleave = 8};
  return in;
}

const DimensionResults& of(const WorkloadResults& r, ParallelDimension d) {
  return *std::ranges::find(r.dimensions, d, &DimensionResults::dimension);
}

// Korthikanti et al. 2022, Table 5: 18.13 s and 13.75 s; a roofline without launch gaps must come out a little below.
TEST(Training, StepOfMegatron175b) {
  auto in = megatron_175b();
  ASSERT_TRUE(validate(in).empty());
  EXPECT_NEAR(evaluate(in, ring).step_time.in(unit::s), 18.13, 0.09 * 18.13);
  in.plan.recompute = Recompute::selective;
  in.plan.sequence_parallel = true;
  EXPECT_NEAR(evaluate(in, ring).step_time.in(unit::s), 13.75, 0.09 * 13.75);
}

TEST(Training, PartsAddUp) {
  const auto r = evaluate(llama(), ring);
  Time exposed{};
  for (const auto& d : r.dimensions) {
    EXPECT_LE(d.exposed, d.total);
    exposed += d.exposed;
  }
  EXPECT_DOUBLE_EQ(exposed.si(), r.exposed_communication.si());
  const Time parts = r.compute_time + r.memory_time + r.overlap_loss + exposed + r.bubble_time + r.optimizer_time;
  EXPECT_DOUBLE_EQ(parts.si(), r.step_time.si());
  EXPECT_EQ(r.binds, Bound::compute);
  EXPECT_LT(r.mfu, 1.0);
}

// 2 (t-1)/t of four all-reduces of 2 b s h bytes per layer and microbatch; 2 b s h / t bytes twice per chunk boundary;
// 2 (d-1)/d P/(t p) g split in gradients and weights.
TEST(Training, BytesByDimension) {
  const auto in = llama();
  const auto r = evaluate(in, instant);
  const double bsh = 8192.0 * 16384;
  EXPECT_NEAR(of(r, ParallelDimension::tp).sent.in(unit::byte), 32 * 8 * 4 * 2.0 * 7 / 8 * 2 * bsh, 1.0);
  EXPECT_NEAR(of(r, ParallelDimension::pp).sent.in(unit::byte), 32 * 8 * 2 * 2 * bsh / 8, 1.0);
  const auto held = held_weights(in.model, in.plan);
  EXPECT_NEAR(of(r, ParallelDimension::dp).sent.in(unit::GB), (held.layers + held.embedding) * (2 + 4) * 63 / 64 / 1e9,
              1e-6);
  EXPECT_EQ(of(r, ParallelDimension::ep).sent.si(), 0.0);
}

TEST(Training, BubbleOfOneForwardOneBackward) {
  auto in = llama();
  const auto interleaved = evaluate(in, instant);
  EXPECT_DOUBLE_EQ(interleaved.bubble_fraction, 15.0 / (8 * 32));
  in.plan.interleave = 1;
  const auto plain = evaluate(in, instant);
  EXPECT_NEAR(plain.bubble_time / interleaved.bubble_time, 8.0, 1e-9);
}

TEST(Training, OverlapHidesAtMostWhatThereIs) {
  auto in = llama();
  in.overlap = {.tp = 1, .pp = 1, .dp = 1};
  const auto hidden = evaluate(in, ring);
  EXPECT_EQ(of(hidden, ParallelDimension::tp).exposed.si(), 0.0);
  in.overlap.compute_share = 0.1;
  const auto paid = evaluate(in, ring);
  Time total{};
  for (const auto& d : paid.dimensions) total += d.total - d.exposed;
  EXPECT_NEAR(paid.overlap_loss / total, 0.1, 1e-12);
  EXPECT_GT(paid.step_time, hidden.step_time);
}

TEST(Training, SlowerNetworksAreNeverFaster) {
  for (auto in : {llama(), megatron_175b()}) {
    Time before{};
    for (const double slow : {0.5, 1.0, 2.0, 10.0}) {
      const auto network = [&](const Message& m) { return slow * ring(m); };
      const auto now = evaluate(in, network).step_time;
      EXPECT_GT(now, before);
      before = now;
    }
  }
}

TEST(Training, ASlowEnoughNetworkBinds) {
  const auto network = [](const Message& m) {
    return m.dimension == ParallelDimension::tp ? 100.0 * ring(m) : ring(m);
  };
  const auto r = evaluate(llama(), network);
  EXPECT_EQ(r.binds, Bound::tp);
  EXPECT_EQ(r.binds_next, Bound::compute);
}

TEST(Training, OneAcceleratorSendsNothing) {
  WorkloadInputs in{.model = gpt(2304, 24, 24), .batch = {2048, 16, 1}, .accelerator = a100()};
  const auto network = [](const Message& /*m*/) -> Time { throw std::logic_error("no message expected"); };
  const auto r = evaluate(in, network);
  EXPECT_EQ(r.exposed_communication.si(), 0.0);
  EXPECT_EQ(r.bubble_time.si(), 0.0);
}

TEST(Training, ExpertsSendTokensToThem) {
  WorkloadInputs in{.model = deepseek_v3(), .batch = {4096, 15360, 1}, .accelerator = a100()};
  in.plan = {.dp = 128, .pp = 16, .ep = 64};
  in.precision.dispatch_bytes = 1;
  ASSERT_TRUE(validate(in).empty());
  const auto r = evaluate(in, ring);
  // k h (b_disp + b_comb) per token and layer, twice with the backward pass; 58 of 61 layers have experts.
  const double per_layer = 2 * 8 * 7168 * (1.0 + 2.0) * 4096 * 63 / 64 * 58 / 61;
  EXPECT_NEAR(of(r, ParallelDimension::ep).sent.in(unit::byte) / (120 * 4 * per_layer), 1.0, 1e-9);
  in.plan.expert_groups = 4;
  EXPECT_NEAR(of(evaluate(in, ring), ParallelDimension::ep).sent / of(r, ParallelDimension::ep).sent, 0.5, 1e-9);
}

TEST(Training, ReportsOverlapThatDoesNotFit) {
  auto in = llama();
  in.overlap.tp = 0.8;
  in.overlap.cp = 0.8;
  in.networks = {{.reach = 8, .bandwidth = unit::GB_per_s}, {.reach = 4, .bandwidth = unit::GB_per_s}};
  EXPECT_EQ(validate(in).size(), 2u);
}

}  // namespace
}  // namespace copack::workload
