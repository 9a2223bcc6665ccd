// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>

#include "copack/study/run.hpp"

namespace copack::study {

/// A database could not be written: full disk, no permission, another run at work in the same folder.
class StoreError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// What a run is: blocks of another one are refused.
struct RunKey {
  std::string study_hash;
  std::string engine_version;
  std::uint32_t seed = 0;
  std::int64_t worlds = 0;

  bool operator==(const RunKey&) const = default;
};

/// Finished blocks in an SQLite file, one transaction per block. A file of another run is emptied first. Everything
/// throws StoreError when the disk refuses or another process has the file open.
class CheckpointFile final : public BlockStore {
 public:
  CheckpointFile(const std::filesystem::path& file, const RunKey& key);
  ~CheckpointFile() override;

  bool load(Block& block) override;
  void save(const Block& block) override;
  /// Blocks that were there when the file was opened.
  [[nodiscard]] std::int64_t found() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// Writes the result database: study, alternatives, metrics, summaries, every world's figures and parameters,
/// assumptions and trace. Equal results give equal bytes. @throws StoreError when the disk refuses.
void write_database(const std::filesystem::path& file, const StudyResult& result, const Model& model,
                    const WorldTable& table);

/// Reads back from a result database what an explanation needs: title, trace and assumptions. @throws InputError when
/// the file is not one.
StudyResult read_explanation(const std::filesystem::path& file);

}  // namespace copack::study
