// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "copack/study/model.hpp"
#include "copack/study/result.hpp"
#include "copack/study/worlds.hpp"
#include "copack/system/evaluate.hpp"

namespace copack::study {

/// Worlds are evaluated and stored in blocks of this size, whatever the number of threads.
inline constexpr std::int64_t worlds_per_block = 64;

/// All figures of all alternatives in the worlds of one block, and the worlds themselves.
struct Block {
  std::int64_t index = 0;
  std::int64_t first_world = 0;
  std::int64_t worlds = 0;
  std::vector<double> parameters;  ///< [world][parameter]
  std::vector<double> metrics;     ///< [world][alternative][metric]
};

/// A place where finished blocks are kept, so that a run that is killed goes on from there.
class BlockStore {
 public:
  BlockStore() = default;
  BlockStore(const BlockStore&) = delete;
  BlockStore& operator=(const BlockStore&) = delete;
  virtual ~BlockStore() = default;
  /// Reads a block if it is there.
  virtual bool load(Block& block) = 0;
  /// Keeps a block; called in order of index.
  virtual void save(const Block& block) = 0;
};

struct RunOptions {
  int threads = 0;  ///< 0: all cores
  BlockStore* store = nullptr;
  /// Called with the share of the worlds that is done, in [0, 1].
  std::function<void(double)> progress;
};

/// All worlds of a study.
struct WorldTable {
  std::int64_t worlds = 0;
  std::size_t parameters = 0;
  std::size_t alternatives = 0;
  std::size_t metrics = 0;
  std::vector<double> parameter_values;  ///< [world][parameter]
  std::vector<double> metric_values;     ///< [world][alternative][metric]

  [[nodiscard]] std::vector<double> metric(std::size_t alternative, std::size_t metric) const;
  [[nodiscard]] std::vector<double> parameter(std::size_t parameter) const;
};

/// The nominal world: evaluations of all alternatives and the trace.
struct NominalWorld {
  std::vector<system::Assessment> assessments;  ///< beside Model::alternatives
  system::Trace trace;
};

/// The figures of an evaluation that are summarised over worlds, in the order of `metric_numbers`.
std::vector<Metric> metric_list(const system::Evaluation& evaluation);
/// Numbers of an evaluation, stored units, in the order of `metric_list`.
void metric_numbers(system::Evaluation& evaluation, std::vector<double>& out);

NominalWorld evaluate_nominal(const Model& model);

/// Evaluates every alternative in every world, in fixed blocks; the result does not depend on the number of threads.
WorldTable evaluate_worlds(const Model& model, const WorldSampler& sampler, std::size_t metrics,
                           const RunOptions& options);

/// Parameters by how far they move the NPV of the named alternatives when they go from their 10 % to their 90 %
/// quantile alone, most influential first.
std::vector<int> leading_parameters(const Model& model);

/// Runs a study and assembles its answer.
StudyResult answer(const Model& model, const catalog::Catalog& catalog, const RunOptions& options,
                   WorldTable* table = nullptr);

}  // namespace copack::study
