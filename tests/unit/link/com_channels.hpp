// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "copack/link/com.hpp"

/// Inputs that several tests of the channel operating margin share.
namespace copack::link {

constexpr Decibel dB(double x) { return Decibel::from_db(x); }

/// 802.3ck backplane parameters with a matched board line and no crosstalk; one equaliser setting.
inline ComInputs backplane(double board_mm) {
  const auto fF = [](double x) { return Capacitance::from_si(x * 1e-15); };
  ComInputs in;
  auto& p = in.package;
  p.die_capacitances = {fF(120.0)};
  p.die_inductances = {Inductance::from_si(120e-12)};
  p.bump_capacitance = fF(30.0);
  p.ball_capacitance = fF(87.0);
  p.tx_length = 31.0 * unit::mm;
  p.rx_length = 29.0 * unit::mm;
  p.ball_length = 1.8 * unit::mm;
  in.channels = {{.elements = {{.name = "board", .length = board_mm * unit::mm}}}};
  in.dfe_max = {0.85, 0.3, 0.2, 0.2, 0.2, 0.2, 0.2, 0.2, 0.2, 0.2, 0.2, 0.2};
  for (const double b : in.dfe_max) in.dfe_min.push_back(-b);
  in.ctle_gain = {dB(-10.0), dB(-10.0), dB(1.0)};
  in.ctle_low_gain = {dB(-2.0), dB(-2.0), dB(1.0)};
  in.tx_taps = {{-2, 0.04, 0.04, 0.02}, {-1, -0.2, -0.2, 0.02}};
  return in;
}

/// The same with a coarse grid and few feedback taps, for tests that run it often.
inline ComInputs small_backplane() {
  auto in = backplane(300.0);
  in.frequency_step = 0.05 * unit::GHz;
  in.samples_per_symbol = 16;
  in.dfe_max.resize(3);
  in.dfe_min.resize(3);
  return in;
}

}  // namespace copack::link
