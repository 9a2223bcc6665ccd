// SPDX-License-Identifier: Apache-2.0
#include "copack/study/run.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "copack/core/parallel.hpp"
#include "copack/system/books.hpp"

namespace copack::study {
namespace {

/// Collects the numbers of a struct in the order of its field table; texts are passed over.
class NumberCollector final : public Fields {
 public:
  explicit NumberCollector(std::vector<double>& out) : out_(out) {}
  void number(const FieldInfo& /*info*/, double& stored) override { out_.push_back(stored); }
  void integer(const FieldInfo& /*info*/, std::int64_t& value) override { out_.push_back(static_cast<double>(value)); }
  void boolean(const FieldInfo& /*info*/, bool& value) override { out_.push_back(value ? 1.0 : 0.0); }
  void text(const FieldInfo& /*info*/, std::string& /*value*/) override {}
  void choice(const FieldInfo& /*info*/, std::span<const std::string_view> /*options*/, int& index) override {
    out_.push_back(index);
  }
  void begin_group(const FieldInfo& /*info*/) override {}
  void end_group() override {}
  std::size_t begin_list(const FieldInfo& /*info*/, std::size_t size, bool /*of_structs*/) override { return size; }
  void begin_item(std::size_t /*index*/) override {}
  void end_item() override {}
  void end_list() override {}

 private:
  std::vector<double>& out_;
};

/// Private copies of all designs, with the slots into which worlds are put.
class Bench {
 public:
  Bench(const Model& model, std::size_t alternatives) {
    for (std::size_t i = 0; i < alternatives; ++i) designs_.push_back(model.alternatives[i].design);
    for (std::size_t i = 0; i < alternatives; ++i)
      slots_.push_back(bind(designs_[i], model.alternatives[i], model.parameters));
  }

  /// Evaluations of all alternatives in a world, the baseline first.
  std::vector<system::Assessment>& evaluate(std::span<const double> world) {
    assessments_.resize(designs_.size());
    for (std::size_t i = 0; i < designs_.size(); ++i) {
      system::apply(slots_[i], world);
      system::propagate(designs_[i]);
      assessments_[i] = system::evaluate(designs_[i], i == 0 ? nullptr : assessments_.data());
    }
    return assessments_;
  }

 private:
  std::vector<system::Design> designs_;
  std::vector<std::vector<system::Slot>> slots_;
  std::vector<system::Assessment> assessments_;
};

std::size_t named_alternatives(const Model& model) {
  return static_cast<std::size_t>(
      std::ranges::count_if(model.alternatives, [](const Alternative& a) { return a.only_tier.empty(); }));
}

Block evaluate_block(const Model& model, const WorldSampler& sampler, std::int64_t index, std::int64_t worlds) {
  Block block{.index = index, .first_world = index * worlds_per_block};
  block.worlds = std::min(worlds_per_block, worlds - block.first_world);
  Bench bench(model, model.alternatives.size());
  std::vector<double> world(sampler.parameters());
  for (std::int64_t w = 0; w < block.worlds; ++w) {
    sampler.sample(static_cast<std::uint32_t>(block.first_world + w), world);
    block.parameters.insert(block.parameters.end(), world.begin(), world.end());
    for (auto& assessment : bench.evaluate(world)) metric_numbers(assessment.evaluation, block.metrics);
  }
  return block;
}

/// What a block is expected to hold: a stored block of another shape is not used.
bool fits(const Block& block, const WorldSampler& sampler, std::size_t numbers_per_world) {
  const auto worlds = static_cast<std::size_t>(block.worlds);
  return block.parameters.size() == worlds * sampler.parameters() && block.metrics.size() == worlds * numbers_per_world;
}

}  // namespace

std::vector<double> WorldTable::metric(std::size_t alternative, std::size_t metric) const {
  std::vector<double> column;
  column.reserve(static_cast<std::size_t>(worlds));
  for (std::size_t at = alternative * metrics + metric; at < metric_values.size(); at += alternatives * metrics) {
    column.push_back(metric_values[at]);
  }
  return column;
}

std::vector<double> WorldTable::parameter(std::size_t parameter) const {
  std::vector<double> column;
  column.reserve(static_cast<std::size_t>(worlds));
  for (std::size_t at = parameter; at < parameter_values.size(); at += parameters)
    column.push_back(parameter_values[at]);
  return column;
}

std::vector<Metric> metric_list(const system::Evaluation& evaluation) {
  std::vector<Metric> metrics;
  for (const auto& field : flatten(evaluation)) {
    if (!field.is_text) metrics.push_back({.path = field.path, .unit = field.unit, .meaning = field.meaning});
  }
  return metrics;
}

void metric_numbers(system::Evaluation& evaluation, std::vector<double>& out) {
  NumberCollector collector(out);
  describe(collector, evaluation);
}

NominalWorld evaluate_nominal(const Model& model) {
  NominalWorld world;
  for (const auto& alternative : model.alternatives) {
    const auto* baseline = world.assessments.empty() ? nullptr : world.assessments.data();
    world.assessments.reserve(model.alternatives.size());
    world.assessments.push_back(system::evaluate(alternative.design, baseline, &world.trace));
    if (baseline != nullptr) {
      system::connect_sides(world.trace, alternative.name, model.alternatives.front().name,
                            alternative.design.builds.size());
    }
  }
  return world;
}

WorldTable evaluate_worlds(const Model& model, const WorldSampler& sampler, std::size_t metrics,
                           const RunOptions& options) {
  WorldTable table{.worlds = model.inputs.uncertainty.worlds,
                   .parameters = sampler.parameters(),
                   .alternatives = model.alternatives.size(),
                   .metrics = metrics};
  const auto numbers_per_world = table.alternatives * metrics;
  const std::int64_t blocks = (table.worlds + worlds_per_block - 1) / worlds_per_block;
  // Rounds of a few blocks: enough to keep all threads busy, few enough to store and report in between.
  const std::int64_t blocks_per_round = 4LL * resolve_threads(options.threads);
  for (std::int64_t from = 0; from < blocks; from += blocks_per_round) {
    const auto count = static_cast<std::size_t>(std::min(blocks_per_round, blocks - from));
    std::vector<Block> round(count);
    std::vector<char> stored(count, 0);
    for (std::size_t k = 0; k < count && options.store != nullptr; ++k) {
      const std::int64_t first = (from + static_cast<std::int64_t>(k)) * worlds_per_block;
      round[k] = {.index = from + static_cast<std::int64_t>(k),
                  .first_world = first,
                  .worlds = std::min(worlds_per_block, table.worlds - first)};
      stored[k] = options.store->load(round[k]) && fits(round[k], sampler, numbers_per_world) ? 1 : 0;
    }
    for_each_block(count, options.threads, [&](std::size_t k) {
      if (stored[k] == 0) round[k] = evaluate_block(model, sampler, from + static_cast<std::int64_t>(k), table.worlds);
    });
    for (std::size_t k = 0; k < count; ++k) {
      if (options.store != nullptr && stored[k] == 0) options.store->save(round[k]);
      table.parameter_values.insert(table.parameter_values.end(), round[k].parameters.begin(),
                                    round[k].parameters.end());
      table.metric_values.insert(table.metric_values.end(), round[k].metrics.begin(), round[k].metrics.end());
    }
    if (options.progress)
      options.progress(static_cast<double>(from + static_cast<std::int64_t>(count)) / static_cast<double>(blocks));
  }
  return table;
}

std::vector<int> leading_parameters(const Model& model, int threads) {
  constexpr double low = 0.1;
  constexpr double high = 0.9;
  constexpr std::size_t per_block = 32;
  const auto all = model.parameters.all();
  std::vector<double> swing(all.size(), 0.0);
  for_each_block((all.size() + per_block - 1) / per_block, threads, [&](std::size_t block) {
    Bench bench(model, named_alternatives(model));
    std::vector<double> world;
    for (const auto& parameter : all) world.push_back(parameter.spread.nominal);
    const auto npvs = [&](std::size_t i, double level) {
      world[i] = numerics::quantile(all[i].spread, level);
      std::vector<double> values;
      for (const auto& assessment : bench.evaluate(world)) values.push_back(assessment.evaluation.economics.npv.si());
      world[i] = all[i].spread.nominal;
      return values;
    };
    for (auto i = block * per_block; i < std::min(all.size(), (block + 1) * per_block); ++i) {
      const auto at_low = npvs(i, low);
      const auto at_high = npvs(i, high);
      for (std::size_t k = 0; k < at_low.size(); ++k) swing[i] = std::max(swing[i], std::abs(at_high[k] - at_low[k]));
    }
  });
  std::vector<int> order(all.size());
  std::iota(order.begin(), order.end(), 0);
  std::ranges::sort(order, [&](int a, int b) {
    const auto place = [&](int p) {
      return std::pair(-swing[static_cast<std::size_t>(p)], std::string_view(all[static_cast<std::size_t>(p)].path));
    };
    return place(a) < place(b);
  });
  return order;
}

}  // namespace copack::study
