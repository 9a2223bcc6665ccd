// SPDX-License-Identifier: Apache-2.0
#include "copack/study/database.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "../catalog/temporary_folder.hpp"

namespace copack::study {
namespace {

using catalog::TemporaryFolder;

const RunKey key{.study_hash = "abc", .engine_version = "1", .seed = 5, .worlds = 300};

Block block_of(std::int64_t index) {
  return {.index = index,
          .first_world = 64 * index,
          .worlds = 64,
          .parameters = {1.0, 2.0 * static_cast<double>(index)},
          .metrics = {-0.0, 1e-300}};
}

std::string bytes_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

TEST(CheckpointFile, GivesBackWhatWasSaved) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "run.sqlite";
  {
    CheckpointFile store(file, key);
    EXPECT_EQ(store.found(), 0);
    store.save(block_of(0));
    store.save(block_of(3));
  }
  CheckpointFile again(file, key);
  EXPECT_EQ(again.found(), 2);
  Block block{.index = 3};
  ASSERT_TRUE(again.load(block));
  EXPECT_EQ(block.parameters, block_of(3).parameters);
  EXPECT_EQ(block.metrics, block_of(3).metrics);
  block.index = 1;
  EXPECT_FALSE(again.load(block));
}

TEST(CheckpointFile, RefusesBlocksOfAnotherRun) {
  for (auto other : {key, key, key, key}) {
    static int which = 0;
    const TemporaryFolder folder;
    const auto file = folder.path() / "run.sqlite";
    CheckpointFile(file, key).save(block_of(0));
    switch (which++) {
      case 0:
        other.study_hash = "abd";
        break;
      case 1:
        other.engine_version = "2";
        break;
      case 2:
        other.seed = 6;
        break;
      default:
        other.worlds = 301;
        break;
    }
    CheckpointFile store(file, other);
    EXPECT_EQ(store.found(), 0);
    Block block{.index = 0};
    EXPECT_FALSE(store.load(block));
  }
}

TEST(CheckpointFile, AFileThatIsNoDatabaseIsReplaced) {
  const TemporaryFolder folder;
  const auto file = folder.write("run.sqlite", std::string(5000, 'x'));
  CheckpointFile store(file, key);
  EXPECT_EQ(store.found(), 0);
  store.save(block_of(0));
  Block block{.index = 0};
  EXPECT_FALSE(store.load(block)) << "only blocks that were there at the start are read";
}

TEST(CheckpointFile, ADamagedFileIsReplaced) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "run.sqlite";
  CheckpointFile(file, key).save(block_of(0));
  std::fstream(file, std::ios::in | std::ios::out | std::ios::binary).seekp(100) << std::string(400, '\xff');
  {
    CheckpointFile store(file, key);
    EXPECT_EQ(store.found(), 0);
    store.save(block_of(0));
  }
  EXPECT_EQ(CheckpointFile(file, key).found(), 1);
}

TEST(CheckpointFile, AFolderThatIsNotThereIsAnError) {
  EXPECT_THROW(CheckpointFile("/none/run.sqlite", key), StoreError);
}

TEST(CheckpointFile, ADatabaseOfAnotherShapeIsReplaced) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "run.sqlite";
  CheckpointFile(file, key).save(block_of(0));
  auto bytes = bytes_of(file);
  for (auto at = bytes.find("hash TEXT"); at != std::string::npos; at = bytes.find("hash TEXT")) bytes[at] = 'b';
  folder.write("run.sqlite", bytes);
  EXPECT_EQ(CheckpointFile(file, key).found(), 0);
}

TEST(CheckpointFile, TwoRunsCannotShareAFile) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "run.sqlite";
  CheckpointFile first(file, key);
  try {
    CheckpointFile second(file, key);
    FAIL() << "the second run got the file";
  } catch (const StoreError& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("another run is using it"));
  }
  first.save(block_of(0));
}

StudyResult small_result() {
  StudyResult result{.title = "t", .study_hash = "abc", .worlds = 2, .seed = 5};
  result.metrics = {{.path = "economics.npv", .unit = "USD", .meaning = "m"},
                    {.path = "tiers[0].margin", .unit = "dB", .meaning = "m"}};
  result.alternatives = {{.name = "a", .label = "A", .baseline = true}};
  result.alternatives[0].metrics.resize(2);
  result.assumptions = {{.path = "c/a.b",
                         .unit = "mW",
                         .low = 0.001,
                         .nominal = 0.002,
                         .high = 0.003,
                         .kind = "measured",
                         .source_key = "S1",
                         .year = 2026}};
  result.trace.add(
      {.path = "a.x", .unit = "W", .stored = 2.0, .meaning = "m", .formula = "y * z", .inputs = {"a.y", "a.z"}});
  result.trace.add({.path = "a.y", .unit = "W", .stored = 1.0, .meaning = "m", .value_path = "c/a.b", .place = "f:1"});
  return result;
}

void write_small(const std::filesystem::path& file) {
  const WorldTable table{
      .worlds = 2, .parameters = 0, .alternatives = 1, .metrics = 2, .metric_values = {1.0, 2.0, 3.0, 4.0}};
  write_database(file, small_result(), Model{}, table);
}

TEST(WriteDatabase, EqualResultsGiveEqualBytes) {
  const TemporaryFolder folder;
  write_small(folder.path() / "a.sqlite");
  write_small(folder.path() / "b.sqlite");
  const auto bytes = bytes_of(folder.path() / "a.sqlite");
  EXPECT_FALSE(bytes.empty());
  EXPECT_EQ(bytes, bytes_of(folder.path() / "b.sqlite"));
}

TEST(WriteDatabase, ReplacesAnOlderFile) {
  const TemporaryFolder folder;
  const auto file = folder.write("a.sqlite", "old");
  write_small(file);
  EXPECT_EQ(read_explanation(file).title, "t");
}

TEST(ReadExplanation, GivesBackTraceAndAssumptions) {
  const TemporaryFolder folder;
  write_small(folder.path() / "a.sqlite");
  const auto result = read_explanation(folder.path() / "a.sqlite");
  ASSERT_EQ(result.trace.nodes().size(), 2u);
  EXPECT_EQ(result.trace.nodes()[0].formula, "y * z");
  EXPECT_THAT(result.trace.nodes()[0].inputs, testing::ElementsAre("a.y", "a.z"));
  EXPECT_EQ(result.trace.nodes()[1].value_path, "c/a.b");
  ASSERT_EQ(result.assumptions.size(), 1u);
  EXPECT_NEAR(result.assumptions[0].nominal, 0.002, 1e-15);
  EXPECT_TRUE(result.assumptions[0].uncertain);
}

TEST(ReadExplanation, RefusesOtherFiles) {
  const TemporaryFolder folder;
  EXPECT_THROW((void)read_explanation(folder.path() / "none.sqlite"), InputError);
  EXPECT_THROW((void)read_explanation(folder.path()), InputError);
  EXPECT_THROW((void)read_explanation(folder.write("junk.sqlite", std::string(5000, 'x'))), InputError);
  EXPECT_THROW((void)read_explanation(folder.write("empty.sqlite", "")), InputError);
}

}  // namespace
}  // namespace copack::study
