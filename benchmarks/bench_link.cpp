// SPDX-License-Identifier: Apache-2.0
#include <benchmark/benchmark.h>

#include <array>
#include <numbers>

#include "copack/link/budget.hpp"
#include "copack/link/coherent.hpp"
#include "copack/link/com.hpp"
#include "copack/link/imdd.hpp"
#include "copack/link/inner_fec.hpp"
#include "copack/link/laser_chain.hpp"
#include "copack/link/ring_wdm.hpp"
#include "copack/link/touchstone.hpp"

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

/// A path of 4,001 points from 0 to 40 GHz, as measured files have: a line, or what couples through `strength`.
Channel measured(double length_mm, double strength) {
  Channel out;
  for (int i = 0; i <= 4000; ++i) out.frequency.push_back(10e6 * i);
  const ChannelElement line{.length = length_mm * unit::mm,
                            .impedance = decltype(ChannelElement{}.impedance)::from_si(109.8)};
  out = build_channel(std::array{line}, out.frequency);
  for (std::size_t i = 0; strength > 0.0 && i < out.s.size(); ++i) {
    const Complex coupling = strength * Complex{0.0, out.frequency[i] / (out.frequency[i] + 5e9)};
    out.s[i].s21 *= coupling;
    out.s[i].s12 *= coupling;
  }
  return out;
}

/// The 25 GBd NRZ backplane of IEEE 802.3bj with two far-end and three near-end aggressors.
ComInputs six_paths() {
  constexpr auto dB = Decibel::from_db;
  ComInputs in{.symbol_rate = 25.78125 * unit::GHz, .modulation = Modulation::nrz, .target_error_ratio = 1e-5};
  in.level_mismatch = 1.0;
  in.ctle_zero = in.ctle_pole1 = 0.25;
  in.ctle_gain = {dB(-12.0), dB(-12.0), dB(1.0)};
  in.tx_taps = {{-1, -0.16, -0.16, 0.02}, {1, 0.0, 0.0, 0.02}};
  in.smallest_main_tap = 0.62;
  in.dfe_min.assign(14, -1.0);
  in.dfe_max.assign(14, 1.0);
  in.tx_snr = dB(27.0);
  in.noise_density = 5.2e-8;
  auto& p = in.package;
  p.tx_length = p.rx_length = p.fext_length = p.next_length = 12.0 * unit::mm;
  p.die_capacitances = {Capacitance::from_si(250e-15)};
  p.ball_capacitance = Capacitance::from_si(180e-15);
  in.channels = {{.role = ChannelRole::thru, .file = "thru", .data = measured(500.0, 0.0)}};
  for (const auto role :
       {ChannelRole::fext, ChannelRole::fext, ChannelRole::next, ChannelRole::next, ChannelRole::next})
    in.channels.push_back({.role = role, .file = "aggressor", .data = measured(300.0, 0.02)});
  return in;
}

void com_six_paths_forced_equaliser(benchmark::State& state) {
  const auto in = six_paths();
  for (auto _ : state) benchmark::DoNotOptimize(evaluate(in));
}
BENCHMARK(com_six_paths_forced_equaliser)->Unit(benchmark::kMillisecond);

/// 13 CTLE gains, 10 x 20 transmit taps less those that leave too small a main tap.
void com_six_paths_full_search(benchmark::State& state) {
  auto in = six_paths();
  in.ctle_gain.max = Decibel::from_db(0.0);
  in.tx_taps = {{-1, -0.18, 0.0, 0.02}, {1, -0.38, 0.0, 0.02}};
  for (auto _ : state) benchmark::DoNotOptimize(evaluate(in));
}
BENCHMARK(com_six_paths_full_search)->Unit(benchmark::kMillisecond);

void touchstone_four_ports(benchmark::State& state) {
  std::string text = "# MHz S MA R 50\n";
  for (int i = 0; i < 4001; ++i) {
    text += std::to_string(10 * i);
    for (int row = 0; row < 4; ++row)
      text +=
          " 0.1035371525100013 24.49877291473779 0.9081591850749541 -20.232978705209998"
          " 0.0324297065323871 27.98544700096317 0.0256462416878223 162.5862260619027\n";
  }
  for (auto _ : state) {
    Diagnostics diagnostics;
    benchmark::DoNotOptimize(parse_touchstone(text, "x.s4p", diagnostics));
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) * static_cast<std::int64_t>(text.size()));
}
BENCHMARK(touchstone_four_ports)->Unit(benchmark::kMillisecond);

/// A lane with everything switched on: dispersion, chirp, limited bandwidth, six elements.
void evaluate_imdd(benchmark::State& state) {
  constexpr auto dB = Decibel::from_db;
  ImddInputs in{.laser_power = PowerLevel::from_dbm(14.0)};
  in.path = {{"a", dB(1.5)}, {"b", dB(0.5)}, {"c", dB(1.5)}, {"d", dB(0.5)}, {"e", dB(1.5)}, {"f", dB(0.5)}};
  in.transmitter.modulator = Modulator::mach_zehnder;
  in.transmitter.bandwidth = 40.0 * unit::GHz;
  in.transmitter.chirp = 0.3;
  in.fibre = {.length = 2.0 * unit::km, .wavelength = 1330.0 * unit::nm};
  for (auto _ : state) {
    benchmark::DoNotOptimize(in);
    benchmark::DoNotOptimize(evaluate(in));
  }
}
BENCHMARK(evaluate_imdd);

void evaluate_inner_fec(benchmark::State& state) {
  InnerFecInputs in{.decoder = static_cast<InnerDecoder>(state.range(0)), .input_ber = 4.8e-3};
  for (auto _ : state) {
    benchmark::DoNotOptimize(in);
    benchmark::DoNotOptimize(evaluate(in));
  }
}
BENCHMARK(evaluate_inner_fec)->ArgName("decoder")->Arg(1)->Arg(3);

void inner_errors_at(benchmark::State& state) {
  const auto decoder = static_cast<InnerDecoder>(state.range(0));
  double p = 4.8e-3;
  for (auto _ : state) {
    benchmark::DoNotOptimize(p);
    benchmark::DoNotOptimize(inner_errors(decoder, p));
  }
}
BENCHMARK(inner_errors_at)->ArgName("decoder")->Arg(1)->Arg(3);

void evaluate_laser_chain(benchmark::State& state) {
  LaserChainInputs in{.required_oma = PowerLevel::from_dbm(-6.0)};
  for (auto _ : state) {
    benchmark::DoNotOptimize(in);
    benchmark::DoNotOptimize(evaluate(in));
  }
}
BENCHMARK(evaluate_laser_chain);

void evaluate_ring_wdm(benchmark::State& state) {
  RingWdmInputs in{.channels = 16};
  for (auto _ : state) {
    benchmark::DoNotOptimize(in);
    benchmark::DoNotOptimize(evaluate(in));
  }
}
BENCHMARK(evaluate_ring_wdm);

/// A single span of the longest reach (0) and a chain of which the most spans are sought (1), 96 channels.
void evaluate_coherent(benchmark::State& state) {
  CoherentInputs in{.channels = 96};
  in.line.launch = LaunchSetting::optimal;
  in.line.spans = state.range(0) == 0 ? 1 : 10;
  for (auto _ : state) {
    benchmark::DoNotOptimize(in);
    benchmark::DoNotOptimize(evaluate(in));
  }
}
BENCHMARK(evaluate_coherent)->ArgName("chain")->Arg(0)->Arg(1);

}  // namespace
