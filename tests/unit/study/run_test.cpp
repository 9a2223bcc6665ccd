// SPDX-License-Identifier: Apache-2.0
#include "copack/study/run.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <map>
#include <stdexcept>

#include "../catalog/temporary_folder.hpp"
#include "copack/study/database.hpp"
#include "small_study.hpp"

namespace copack::study {
namespace {

struct Prepared {
  Model model = load_text(small_study());
  std::size_t metrics = metric_list(evaluate_nominal(model).assessments.front().evaluation).size();
  WorldSampler sampler{model.parameters, {}, leading_parameters(model, 1), 5};

  [[nodiscard]] WorldTable run(const RunOptions& options) const {
    return evaluate_worlds(model, sampler, metrics, options);
  }
};

const Prepared& prepared() {
  static const Prepared once;
  return once;
}

/// Bit for bit, so that a NaN equals itself.
void expect_same_bytes(const std::vector<double>& a, const std::vector<double>& b) {
  ASSERT_EQ(a.size(), b.size());
  EXPECT_EQ(std::memcmp(a.data(), b.data(), a.size() * sizeof(double)), 0);
}

void expect_same(const WorldTable& a, const WorldTable& b) {
  expect_same_bytes(a.parameter_values, b.parameter_values);
  expect_same_bytes(a.metric_values, b.metric_values);
}

/// Keeps blocks in memory; may stop a run the way a kill does.
class MemoryStore final : public BlockStore {
 public:
  bool load(Block& block) override {
    const auto at = blocks.find(block.index);
    if (at == blocks.end()) return false;
    block = at->second;
    return true;
  }
  void save(const Block& block) override {
    if (left-- == 0) throw std::runtime_error("killed");
    order.push_back(block.index);
    blocks[block.index] = block;
  }
  int left = 1 << 30;
  std::vector<std::int64_t> order;
  std::map<std::int64_t, Block> blocks;
};

TEST(EvaluateWorlds, SameBytesForAnyNumberOfThreads) {
  const auto one = prepared().run({.threads = 1});
  EXPECT_EQ(one.worlds, 300);
  EXPECT_EQ(one.metric_values.size(), 300 * one.alternatives * one.metrics);
  for (const int threads : {2, 4}) expect_same(one, prepared().run({.threads = threads}));
}

TEST(EvaluateWorlds, BlocksAreStoredInOrderWhateverTheThreads) {
  for (const int threads : {1, 4}) {
    MemoryStore store;
    (void)prepared().run({.threads = threads, .store = &store});
    EXPECT_EQ(store.order, (std::vector<std::int64_t>{0, 1, 2, 3, 4}));
    EXPECT_EQ(store.blocks.at(4).worlds, 300 - 4 * worlds_per_block);
  }
}

TEST(EvaluateWorlds, AKilledRunGoesOnToTheSameBytes) {
  const auto whole = prepared().run({.threads = 1});
  for (const int survived : {0, 1, 3, 4}) {
    MemoryStore store;
    store.left = survived;
    EXPECT_THROW((void)prepared().run({.threads = 2, .store = &store}), std::runtime_error);
    EXPECT_EQ(store.blocks.size(), static_cast<std::size_t>(survived));
    store.left = 1 << 30;
    store.order.clear();
    expect_same(whole, prepared().run({.threads = 2, .store = &store}));
    EXPECT_EQ(store.order.size(), static_cast<std::size_t>(5 - survived)) << "what was stored is not computed again";
  }
}

TEST(EvaluateWorlds, AKilledRunGoesOnFromItsFile) {
  const auto whole = prepared().run({.threads = 1});
  const catalog::TemporaryFolder folder;
  const auto file = folder.path() / "unfinished.sqlite";
  const RunKey key{.study_hash = "h", .engine_version = "v", .seed = 5, .worlds = 300};
  {
    CheckpointFile store(file, key);
    for (const std::int64_t index : {0, 1}) {
      Block block{.index = index, .worlds = worlds_per_block};
      const auto at = static_cast<std::ptrdiff_t>(index * worlds_per_block);
      const auto slice = [&](const std::vector<double>& all, std::size_t per_world) {
        const auto n = static_cast<std::ptrdiff_t>(per_world);
        return std::vector<double>(all.begin() + at * n, all.begin() + (at + worlds_per_block) * n);
      };
      block.parameters = slice(whole.parameter_values, whole.parameters);
      block.metrics = slice(whole.metric_values, whole.alternatives * whole.metrics);
      store.save(block);
    }
  }
  CheckpointFile again(file, key);
  EXPECT_EQ(again.found(), 2);
  expect_same(whole, prepared().run({.threads = 2, .store = &again}));
}

TEST(EvaluateWorlds, BlocksOfAnotherShapeAreComputedAgain) {
  const auto whole = prepared().run({.threads = 1});
  MemoryStore store;
  (void)prepared().run({.threads = 1, .store = &store});
  store.blocks.at(1).metrics.pop_back();
  store.blocks.at(2).parameters.push_back(0.0);
  store.order.clear();
  expect_same(whole, prepared().run({.threads = 1, .store = &store}));
  EXPECT_EQ(store.order, (std::vector<std::int64_t>{1, 2}));
}

TEST(EvaluateWorlds, StoredBlocksAreUsedAsTheyAre) {
  MemoryStore store;
  (void)prepared().run({.threads = 1, .store = &store});
  store.blocks.at(1).metrics[0] = 12345.0;
  const auto table = prepared().run({.threads = 2, .store = &store});
  EXPECT_EQ(table.metric_values[64 * table.alternatives * table.metrics], 12345.0);
}

TEST(EvaluateWorlds, TellsItsProgress) {
  std::vector<double> shares;
  (void)prepared().run({.threads = 1, .progress = [&](double share) { shares.push_back(share); }});
  ASSERT_FALSE(shares.empty());
  EXPECT_TRUE(std::ranges::is_sorted(shares));
  EXPECT_EQ(shares.back(), 1.0);
}

TEST(EvaluateWorlds, FewerWorldsAreTheFirstOfMore) {
  auto fewer = load_text(small_study_with({{"worlds = 300", "worlds = 100"}}));
  const auto table = evaluate_worlds(fewer, prepared().sampler, prepared().metrics, {.threads = 1});
  auto whole = prepared().run({.threads = 1});
  whole.parameter_values.resize(table.parameter_values.size());
  whole.metric_values.resize(table.metric_values.size());
  expect_same(table, whole);
}

TEST(WorldTable, ColumnsAreWorldByWorld) {
  const auto table = prepared().run({.threads = 1});
  const auto column = table.metric(1, 2);
  ASSERT_EQ(column.size(), 300u);
  EXPECT_EQ(column[7], table.metric_values[(7 * table.alternatives + 1) * table.metrics + 2]);
  EXPECT_EQ(table.parameter(3)[7], table.parameter_values[7 * table.parameters + 3]);
}

TEST(Answer, IsTheSameForAnyNumberOfThreads) {
  const auto once = answer(prepared().model, shipped_catalog(), {.threads = 1});
  const auto again = answer(prepared().model, shipped_catalog(), {.threads = 3});
  ASSERT_EQ(once.alternatives.size(), again.alternatives.size());
  for (std::size_t a = 0; a < once.alternatives.size(); ++a) {
    expect_same_bytes(once.alternatives[a].npv, again.alternatives[a].npv);
    EXPECT_EQ(once.alternatives[a].best_of_all, again.alternatives[a].best_of_all);
  }
  ASSERT_EQ(once.influences.size(), again.influences.size());
  for (std::size_t i = 0; i < once.influences.size(); ++i) EXPECT_EQ(once.influences[i].path, again.influences[i].path);
}

TEST(Answer, TheBaselineAgainstItselfIsWorthNothing) {
  const auto result = answer(prepared().model, shipped_catalog(), {.threads = 1});
  for (const double npv : result.alternatives.front().npv) EXPECT_EQ(npv, 0.0);
  EXPECT_EQ(result.alternatives.front().regret_p95 >= 0.0, true);
}

TEST(Answer, OneWorldIsEnoughToAnswer) {
  auto model = load_text(small_study_with({{"worlds = 300", "worlds = 1"}}));
  const auto result = answer(model, shipped_catalog(), {.threads = 1});
  EXPECT_EQ(result.worlds, 1);
  for (const auto& alternative : result.alternatives) EXPECT_EQ(alternative.npv.size(), 1u);
  for (const auto& influence : result.influences) EXPECT_TRUE(std::isfinite(influence.share)) << influence.path;
}

}  // namespace
}  // namespace copack::study
