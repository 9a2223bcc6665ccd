// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include "catalog_designs.hpp"
#include "copack/study/run.hpp"

/// Every published study, in its nominal world and in some others.
namespace copack::laws {
namespace {

namespace fs = std::filesystem;

const std::vector<study::Model>& studies() {
  static const auto all = [] {
    std::set<fs::path> files;
    for (const auto& entry : fs::recursive_directory_iterator(fs::path(COPACK_SOURCE_DIR) / "studies")) {
      const bool links_alone = entry.path().filename() == "reach.toml";
      if (entry.path().extension() == ".toml" && !links_alone) files.insert(entry.path());
    }
    std::vector<study::Model> models;
    for (const auto& file : files) models.push_back(study::load_study(file, shipped_catalog()));
    return models;
  }();
  return all;
}

template <class Law>
void for_every_study(const Law& law) {
  ASSERT_GE(studies().size(), 3U);
  for (const auto& model : studies()) {
    SCOPED_TRACE(model.file);
    law(model);
  }
}

std::vector<study::Metric> metrics_of(const study::Model& model) {
  return study::metric_list(system::evaluate(model.alternatives.front().design, nullptr).evaluation);
}

/// Two blocks of worlds, so that threads have something to share.
study::WorldTable some_worlds(const study::Model& model, int threads) {
  auto few = model;
  few.inputs.uncertainty.worlds = study::worlds_per_block + 4;
  const study::WorldSampler sampler(few.parameters, few.inputs.uncertainty.correlations, {},
                                    static_cast<std::uint32_t>(few.inputs.uncertainty.seed));
  return study::evaluate_worlds(few, sampler, metrics_of(few).size(), {.threads = threads});
}

/// Tiers of passive cables have no package that could become too warm: their margin is without end.
bool endless(const study::Metric& metric) { return metric.path.ends_with("thermal_margin"); }

void expect_numbers(system::Evaluation evaluation) {
  const auto metrics = study::metric_list(evaluation);
  std::vector<double> numbers;
  study::metric_numbers(evaluation, numbers);
  ASSERT_EQ(numbers.size(), metrics.size());
  for (std::size_t m = 0; m < metrics.size(); ++m) {
    if (endless(metrics[m])) {
      EXPECT_FALSE(std::isnan(numbers[m])) << metrics[m].path;
    } else {
      EXPECT_TRUE(std::isfinite(numbers[m])) << metrics[m].path << " = " << numbers[m];
    }
  }
}

// What is published must be an answer.
TEST(Studies, AnswerInTheNominalWorld) {
  for_every_study([](const study::Model& model) {
    const auto nominal = study::evaluate_nominal(model);
    ASSERT_EQ(nominal.assessments.size(), model.alternatives.size());
    for (std::size_t a = 0; a < model.alternatives.size(); ++a) {
      SCOPED_TRACE(model.alternatives[a].name);
      EXPECT_TRUE(nominal.assessments[a].evaluation.answers);
      EXPECT_EQ(nominal.assessments[a].costs.size(), model.inputs.build.size());
      expect_numbers(nominal.assessments[a].evaluation);
    }
  });
}

// A range is what may be true: a number at either end of its own gives a world that can be evaluated.
TEST(Studies, AnswerAtBothEndsOfEveryRange) {
  for_every_study([](const study::Model& model) {
    const auto parameters = model.parameters.all();
    std::vector<double> world;
    for (const auto& parameter : parameters) world.push_back(parameter.spread.nominal);
    for (const auto& alternative : model.alternatives) {
      if (!alternative.only_tier.empty()) continue;  // made of the parts of the named ones
      SCOPED_TRACE(alternative.name);
      auto design = alternative.design;
      const auto slots = study::bind(design, alternative, model.parameters);
      std::set<std::size_t> used;
      for (const auto& slot : slots) used.insert(static_cast<std::size_t>(slot.parameter));
      ASSERT_FALSE(used.empty());
      for (const auto p : used) {
        for (const double end : {parameters[p].spread.low, parameters[p].spread.high}) {
          SCOPED_TRACE(parameters[p].path + " = " + std::to_string(end));
          world[p] = end;
          system::apply(slots, world);
          system::propagate(design);
          const auto e = system::evaluate(design, nullptr).evaluation;
          EXPECT_TRUE(e.answers);
          EXPECT_GT(e.operations.goodput, 0.0);
          EXPECT_LE(e.operations.goodput, 1.0);
          EXPECT_TRUE(std::isfinite(e.economics.total_cost.si()));
          EXPECT_GT(e.power.optics.si(), 0.0);
        }
        world[p] = parameters[p].spread.nominal;
      }
    }
  });
}

// Blocks of worlds are evaluated apart and put together in order, whoever evaluates them.
TEST(Studies, GiveTheSameBytesForAnyNumberOfThreads) {
  for_every_study([](const study::Model& model) {
    const auto one = some_worlds(model, 1);
    const auto three = some_worlds(model, 3);
    const auto same = [](const std::vector<double>& a, const std::vector<double>& b) {
      return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(double)) == 0;
    };
    EXPECT_EQ(one.worlds, study::worlds_per_block + 4);
    EXPECT_TRUE(same(one.parameter_values, three.parameter_values));
    EXPECT_TRUE(same(one.metric_values, three.metric_values));
  });
}

// Sums and shares hold in every world, as they hold in the nominal one.
TEST(Studies, AddUpInEveryWorld) {
  for_every_study([](const study::Model& model) {
    const auto metrics = metrics_of(model);
    const auto table = some_worlds(model, 2);
    for (std::size_t a = 0; a < table.alternatives; ++a) {
      SCOPED_TRACE(model.alternatives[a].name);
      const auto column = [&](std::string_view path) {
        const auto at = std::ranges::find(metrics, path, &study::Metric::path);
        if (at == metrics.end()) throw std::out_of_range(std::string(path));
        return table.metric(a, static_cast<std::size_t>(at - metrics.begin()));
      };
      const auto npv = column("economics.npv");
      const std::array terms{column("economics.npv_capital"), column("economics.npv_energy"),
                             column("economics.npv_repair"), column("economics.npv_work"),
                             column("economics.npv_qualification")};
      const auto optics = column("power.optics");
      const auto switches = column("power.switches");
      const auto network = column("power.network");
      const std::array shares{column("operations.goodput"),
                              column("power.network_share"),
                              column("sourcing.on_time_share"),
                              column("sourcing.assembly_yield"),
                              column("performance.model_flop_utilisation"),
                              column("performance.exposed_communication")};
      for (std::size_t w = 0; w < npv.size(); ++w) {
        double sum = 0.0;
        double size = 0.0;
        for (const auto& term : terms) {
          sum += term[w];
          size += std::abs(term[w]);
        }
        EXPECT_NEAR(npv[w], sum, 1e-12 * size) << w;
        EXPECT_NEAR(network[w], optics[w] + switches[w], 1e-12 * network[w]) << w;
        for (std::size_t s = 0; s < shares.size(); ++s) {
          EXPECT_GE(shares[s][w], 0.0) << s << ", " << w;
          EXPECT_LE(shares[s][w], 1.0) << s << ", " << w;
        }
      }
    }
  });
}

// Gains are counted against the baseline, in the same world: its own are nothing, exactly, in every world.
TEST(Studies, BaselinesGainNothing) {
  for_every_study([](const study::Model& model) {
    ASSERT_TRUE(model.alternatives.front().baseline);
    const auto metrics = metrics_of(model);
    const auto table = some_worlds(model, 2);
    for (std::size_t m = 0; m < metrics.size(); ++m) {
      if (!metrics[m].path.starts_with("economics.npv")) continue;
      for (const double value : table.metric(0, m)) EXPECT_EQ(value, 0.0) << metrics[m].path;
    }
  });
}

// The same design as its own alternative, with its own qualification known, is worth nothing either.
TEST(Studies, EveryAlternativeAgainstItselfIsWorthNothing) {
  for_every_study([](const study::Model& model) {
    for (const auto& alternative : model.alternatives) {
      SCOPED_TRACE(alternative.name);
      auto design = alternative.design;
      design.technologies_of_baseline.clear();
      for (std::size_t i = 0; i < design.technologies.size(); ++i)
        design.technologies_of_baseline.push_back(static_cast<int>(i));
      const auto first = system::evaluate(design, nullptr);
      EXPECT_EQ(system::evaluate(design, &first).evaluation.economics.npv, Money{});
    }
  });
}

}  // namespace
}  // namespace copack::laws
