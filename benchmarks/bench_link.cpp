// SPDX-License-Identifier: Apache-2.0
#include <benchmark/benchmark.h>

#include "copack/link/budget.hpp"

namespace {

using namespace copack;
using namespace copack::link;

/// A lane set as a study evaluates it: linear pluggable, three electrical and four optical elements, six energy terms.
LinkInputs typical() {
  constexpr auto dB = Decibel::from_db;
  LinkInputs in{.payload_rate = 400.0 * unit::Gbps, .retiming = Retiming::linear, .length = 100.0 * unit::m};
  in.host_channel = {{"package", dB(3.0)}, {"board", dB(6.0)}, {"connector", dB(2.0)}};
  in.laser_power = PowerLevel::from_dbm(14.0);
  in.optical_path = {{"modulator", dB(6.0)}, {"couplers", dB(3.0)}, {"connectors", dB(1.5)}, {"photodiode", dB(1.5)}};
  in.transmitter_penalty = dB(2.5);
  in.receiver_sensitivity = PowerLevel::from_dbm(-7.0);
  in.optical_ber_floor = 1e-9;
  in.fec.interleave = 2;
  const auto pj = [](double x) { return x * unit::pJ_per_bit; };
  in.energy = {
      {"serdes", Boundary::serdes, Place::asic, pj(5.0)},         {"driver", Boundary::driver, Place::module, pj(3.0)},
      {"modulator", Boundary::modulator, Place::module, pj(1.0)}, {"tia", Boundary::tia, Place::module, pj(2.0)},
      {"control", Boundary::control, Place::module, pj(1.0)},     {"other", Boundary::other, Place::module, pj(0.5)}};
  in.rings_per_lane = 1;
  return in;
}

void evaluate_link(benchmark::State& state) {
  auto in = typical();
  for (auto _ : state) {
    benchmark::DoNotOptimize(in);
    benchmark::DoNotOptimize(evaluate(in));
  }
}
BENCHMARK(evaluate_link);

void fec_errors_kp4(benchmark::State& state) {
  const FecScheme scheme{.interleave = 2, .burst_continuation = static_cast<double>(state.range(0)) / 100.0};
  double p = 2.4e-4;
  for (auto _ : state) {
    benchmark::DoNotOptimize(p);
    benchmark::DoNotOptimize(fec_errors(scheme, p, 2));
  }
}
BENCHMARK(fec_errors_kp4)->ArgName("a_percent")->Arg(0)->Arg(75);

void fec_threshold(benchmark::State& state) {
  const FecInputs in;
  for (auto _ : state) benchmark::DoNotOptimize(evaluate(in));
}
BENCHMARK(fec_threshold);

}  // namespace
