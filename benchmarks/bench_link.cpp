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
#include "copack/link/tolerance.hpp"
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

/// A path of points 10 MHz apart, as measured files have: a line, or what couples through `strength`.
Channel measured(double length_mm, double strength, int points = 4000) {
  Channel out;
  for (int i = 0; i <= points; ++i) out.frequency.push_back(10e6 * i);
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

/// A 106.25 GBd PAM4 lane of IEEE 802.3dj with a far-end and a near-end aggressor, known to 110 GHz: 16 receive taps,
/// one feedback tap.
ComInputs lane_200g() {
  constexpr auto dB = Decibel::from_db;
  ComInputs in{.symbol_rate = 106.25 * unit::GHz, .target_error_ratio = 2e-4};
  const auto capacitance = [](double x) { return Capacitance::from_si(x * 1e-15); };
  auto& p = in.package;
  p.die_capacitances = {capacitance(40.0), capacitance(90.0), capacitance(110.0)};
  p.die_inductances = {Inductance::from_si(130e-12), Inductance::from_si(150e-12), Inductance::from_si(140e-12)};
  p.bump_capacitance = capacitance(30.0);
  p.tx_length = p.fext_length = 34.0 * unit::mm;
  p.rx_length = p.next_length = 32.0 * unit::mm;
  p.ball_length = 1.8 * unit::mm;
  p.ball_capacitance = capacitance(40.0);
  in.next_amplitude = decltype(in.next_amplitude)::from_si(0.45);
  in.receiver_bandwidth = 0.58;
  in.ctle_gain = {dB(-10.0), dB(-10.0), dB(1.0)};
  in.tx_taps = {{-3, 0.0, 0.0, 0.02}, {-2, 0.04, 0.04, 0.02}, {-1, -0.16, -0.16, 0.02}, {1, 0.0, 0.0, 0.02}};
  in.dfe_min = {0.0};
  in.dfe_max = {0.85};
  in.noise_density = 6e-9;
  in.receive_ffe = {.taps = 16, .pre_taps = 5, .min = {-0.7}, .max = {0.7}};
  in.channels = {{.role = ChannelRole::thru, .file = "thru", .data = measured(160.0, 0.0, 11'000)},
                 {.role = ChannelRole::fext, .file = "aggressor", .data = measured(100.0, 0.01, 11'000)},
                 {.role = ChannelRole::next, .file = "aggressor", .data = measured(100.0, 0.01, 11'000)}};
  return in;
}

/// With what the argument names: 0: fixed taps alone, 1: two groups of floating taps, 2: a 6-bit ADC, 3: sequence
/// detection.
ComInputs lane_200g_with(std::int64_t what) {
  auto in = lane_200g();
  if (what == 1) in.receive_ffe.floating = {.groups = 2, .group_size = 4, .reach = 80, .limit = 0.05};
  if (what == 2) in.receive_ffe.adc_bits = 6;
  in.receive_ffe.sequence_detection = what == 3;
  return in;
}

void com_receive_ffe_forced_equaliser(benchmark::State& state) {
  const auto in = lane_200g_with(state.range(0));
  for (auto _ : state) benchmark::DoNotOptimize(evaluate(in));
}
BENCHMARK(com_receive_ffe_forced_equaliser)->ArgName("with")->DenseRange(0, 3)->Unit(benchmark::kMillisecond);

/// 21 CTLE gains, 4 x 7 x 18 x 11 transmit taps less those that leave too small a main tap, 33 sampling instants.
void com_receive_ffe_full_search(benchmark::State& state) {
  auto in = lane_200g_with(state.range(0));
  in.ctle_gain = {Decibel::from_db(-20.0), Decibel::from_db(0.0), Decibel::from_db(1.0)};
  in.tx_taps = {{-3, -0.06, 0.0, 0.02}, {-2, 0.0, 0.12, 0.02}, {-1, -0.34, 0.0, 0.02}, {1, -0.2, 0.0, 0.02}};
  for (auto _ : state) benchmark::DoNotOptimize(evaluate(in));
}
BENCHMARK(com_receive_ffe_full_search)->ArgName("with")->DenseRange(0, 2)->Unit(benchmark::kMillisecond);

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

// Tolerances: an engine of 64 lanes on 32 lasers. The first is what a world of a study pays for a tested yield beside
// the evaluation of the link.

SharedNormal engine_margin() { return {2.5, 0.5, 0.5, 0.25}; }

void unit_yield_64_lanes(benchmark::State& state) {
  auto margin = engine_margin();
  const LaneCount count{64, 64 - static_cast<int>(state.range(0)), 2};
  for (auto _ : state) {
    benchmark::DoNotOptimize(margin);
    benchmark::DoNotOptimize(unit_yield(margin, count, 0.5));
  }
}
BENCHMARK(unit_yield_64_lanes)->ArgName("spares")->Arg(0)->Arg(2);

ToleranceInputs engine() {
  constexpr auto dB = Decibel::from_db;
  ToleranceInputs in{.test_limit = dB(0.5), .lanes = 64, .needed = 64};
  in.link.payload_rate = 400.0 * unit::Gbps;
  in.link.lanes_per_laser = 2;
  in.link.laser_power = PowerLevel::from_dbm(16.0);
  in.link.optical_path = {{"a", dB(1.5)}, {"b", dB(4.0)}, {"c", dB(1.5)}, {"d", dB(2.0)}};
  in.link.receiver_sensitivity = PowerLevel::from_dbm(-2.5);
  in.spreads = {{.path = "optical_path[0].loss", .sd = 0.3},
                {.path = "optical_path[1].loss", .sd = 0.4},
                {.path = "laser_power", .sd = 0.5, .shared = Shared::laser},
                {.path = "optical_path[2].loss", .sd = 0.25, .shared = Shared::unit}};
  return in;
}

void evaluate_tolerance(benchmark::State& state) {
  auto in = engine();
  for (auto _ : state) {
    benchmark::DoNotOptimize(in);
    benchmark::DoNotOptimize(evaluate(in));
  }
}
BENCHMARK(evaluate_tolerance)->Unit(benchmark::kMicrosecond);

void sample_tolerance(benchmark::State& state) {
  auto in = engine();
  in.method = ToleranceMethod::sampling;
  in.samples = 1024;
  for (auto _ : state) {
    benchmark::DoNotOptimize(in);
    benchmark::DoNotOptimize(evaluate(in, 1));
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()) * in.samples * in.lanes);
}
BENCHMARK(sample_tolerance)->Unit(benchmark::kMillisecond);

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
