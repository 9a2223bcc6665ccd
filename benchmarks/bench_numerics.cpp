// SPDX-License-Identifier: Apache-2.0
#include <benchmark/benchmark.h>

#include <array>
#include <cmath>
#include <complex>
#include <vector>

#include "copack/numerics/distributions.hpp"
#include "copack/numerics/event_queue.hpp"
#include "copack/numerics/fft.hpp"
#include "copack/numerics/interpolation.hpp"
#include "copack/numerics/linear_program.hpp"
#include "copack/numerics/linear_solve.hpp"
#include "copack/numerics/roots.hpp"
#include "copack/numerics/sobol.hpp"

namespace copack::numerics {
namespace {

void bench_quantile(benchmark::State& state, Law law) {
  const Distribution x{law, 9.0, 7.0, 12.5};
  std::uint32_t i = 0;
  for ([[maybe_unused]] auto _ : state) {
    i = (i + 619U) & 1023U;
    benchmark::DoNotOptimize(quantile(x, (i + 0.5) / 1024.0));
  }
}
BENCHMARK_CAPTURE(bench_quantile, uniform, Law::uniform);
BENCHMARK_CAPTURE(bench_quantile, loguniform, Law::loguniform);
BENCHMARK_CAPTURE(bench_quantile, triangular, Law::triangular);
BENCHMARK_CAPTURE(bench_quantile, pert, Law::pert);
BENCHMARK_CAPTURE(bench_quantile, normal, Law::normal);
BENCHMARK_CAPTURE(bench_quantile, lognormal, Law::lognormal);

void bench_sobol_point(benchmark::State& state) {
  const SobolSequence sequence(100);
  std::uint32_t i = 0;
  for ([[maybe_unused]] auto _ : state) {
    benchmark::DoNotOptimize(sequence.point(i & 1023U, static_cast<int>(i % 100), 1));
    ++i;
  }
}
BENCHMARK(bench_sobol_point);

/// Delivery of `range` quarters: make, store and ship under a capacity, as supply plans do.
void bench_linear_program(benchmark::State& state) {
  LinearProgram plan;
  int stock = -1;
  for (int quarter = 0; quarter < state.range(0); ++quarter) {
    const int made = plan.add_column(10.0 + quarter % 3, 0.0, 80.0), late = plan.add_column(100.0),
              kept = plan.add_column(1.0);
    const double demand = 50.0 + 20.0 * (quarter % 4);
    const int row = plan.add_row(demand, demand, {{made, 1.0}, {late, 1.0}, {kept, -1.0}});
    if (stock >= 0) plan.add_term(row, stock, 1.0);
    stock = kept;
  }
  for ([[maybe_unused]] auto _ : state) benchmark::DoNotOptimize(solve(plan).objective);
}
BENCHMARK(bench_linear_program)->Arg(1)->Arg(12)->Arg(100);

void bench_dense_spd(benchmark::State& state) {
  const auto n = static_cast<std::size_t>(state.range(0));
  std::vector<double> a(n * n, 0.1), b(n, 1.0);
  for (std::size_t i = 0; i < n; ++i) a[i * n + i] = static_cast<double>(n);
  for ([[maybe_unused]] auto _ : state) benchmark::DoNotOptimize(solve_dense_spd(a, b).x.data());
}
BENCHMARK(bench_dense_spd)->Arg(8)->Arg(32)->Arg(128);

void bench_curve(benchmark::State& state) {
  std::vector<double> x, y;
  for (int i = 1; i <= 16; ++i) x.push_back(i), y.push_back(std::sqrt(i));
  const Curve curve(x, y, Interpolation::monotone, Axes::loglog);
  double at = 1.0;
  for ([[maybe_unused]] auto _ : state) {
    at = at > 15.0 ? 1.0 : at + 0.37;
    benchmark::DoNotOptimize(curve(at));
  }
}
BENCHMARK(bench_curve);

void bench_root(benchmark::State& state) {
  for ([[maybe_unused]] auto _ : state)
    benchmark::DoNotOptimize(find_root([](double x) { return std::cos(x) - x; }, 0.0, 1.0).root);
}
BENCHMARK(bench_root);

void bench_fixed_point(benchmark::State& state) {
  for ([[maybe_unused]] auto _ : state) {
    std::array x{350.0, 10.0};
    fixed_point(x, [](auto in, auto out) {
      out[0] = 300.0 + 2.0 * in[1];
      out[1] = 10.0 + 0.05 * (in[0] - 300.0);
    });
    benchmark::DoNotOptimize(x);
  }
}
BENCHMARK(bench_fixed_point);

void bench_fft(benchmark::State& state) {
  const std::vector<std::complex<double>> x(static_cast<std::size_t>(state.range(0)), {1.0, 0.5});
  for ([[maybe_unused]] auto _ : state) benchmark::DoNotOptimize(fft(x).data());
}
BENCHMARK(bench_fft)->Arg(1024)->Arg(1000);

void bench_event_queue(benchmark::State& state) {
  EventQueue<int> queue;
  queue.reserve(1024);
  for (int i = 0; i < 1000; ++i) queue.push(i * 0.618 - std::floor(i * 0.618), i);
  for ([[maybe_unused]] auto _ : state) {
    const auto next = queue.pop();
    queue.push(next.time + 1.0, next.event);
  }
}
BENCHMARK(bench_event_queue);

}  // namespace
}  // namespace copack::numerics
