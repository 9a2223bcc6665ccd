// SPDX-License-Identifier: Apache-2.0
// Whole evaluations on the demo study: one alternative in one world, and a complete study.
#include <benchmark/benchmark.h>

#include <filesystem>

#include "copack/catalog/catalog.hpp"
#include "copack/report/html.hpp"
#include "copack/study/run.hpp"

namespace {

using namespace copack;

constexpr int money_year = 2026;
const std::filesystem::path root = COPACK_SOURCE_DIR;

const catalog::Catalog& demo_catalog() {
  static const auto loaded = [] {
    Diagnostics diagnostics;
    return catalog::Catalog::load(root / "data", money_year, diagnostics);
  }();
  return loaded;
}

const study::Model& demo_study() {
  static const auto model = study::load_study(root / "studies" / "01-meta-24k-h100" / "study.toml", demo_catalog());
  return model;
}

/// One full evaluation: one alternative, one world, all domains. Budget: 50 us.
void evaluate_one_alternative(benchmark::State& state) {
  const auto& design = demo_study().alternatives[static_cast<std::size_t>(state.range(0))].design;
  const auto baseline = system::evaluate(demo_study().alternatives.front().design, nullptr);
  for (auto _ : state) benchmark::DoNotOptimize(system::evaluate(design, &baseline));
}
BENCHMARK(evaluate_one_alternative)->DenseRange(0, 2)->Unit(benchmark::kMicrosecond);

/// 1,024 worlds of all alternatives with the answer and the HTML report, on two threads. Budget: 1 s.
void evaluate_study(benchmark::State& state) {
  for (auto _ : state) {
    const auto result = study::answer(demo_study(), demo_catalog(), {.threads = 2});
    benchmark::DoNotOptimize(report::html_report(result));
  }
}
BENCHMARK(evaluate_study)->Unit(benchmark::kMillisecond)->UseRealTime();

/// Loading and checking the whole catalog.
void load_catalog(benchmark::State& state) {
  for (auto _ : state) {
    Diagnostics diagnostics;
    benchmark::DoNotOptimize(catalog::Catalog::load(root / "data", money_year, diagnostics));
  }
}
BENCHMARK(load_catalog)->Unit(benchmark::kMillisecond);

}  // namespace
