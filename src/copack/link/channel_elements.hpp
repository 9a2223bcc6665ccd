// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "copack/core/diagnostics.hpp"
#include "copack/core/fields.hpp"
#include "copack/link/network.hpp"

namespace copack::link {

using Voltage = decltype(Power{} / Current{});
using Resistance = decltype(Voltage{} / Current{});
using Capacitance = decltype(Time{} / Resistance{});
using Inductance = decltype(Time{} * Resistance{});

/// Propagation constant of a differential line per mm, f in GHz (IEEE 802.3 Annex 93A, eq. 93A-9 to 93A-11):
/// gamma = g0 + a1 (1 + j) sqrt(f) + f (a2 (1 - j (2/pi) ln f) + j 2 pi tau). The logarithm keeps the line causal.
struct LineCoefficients {
  double g0 = 0.0;         ///< 1/mm
  double a1 = 3.8206e-4;   ///< 1/(mm sqrt(GHz)), skin effect
  double a2 = 9.5909e-5;   ///< 1/(mm GHz), dielectric
  double delay = 5.79e-3;  ///< tau, ns/mm
};
void describe(Fields& f, LineCoefficients& x);

Complex propagation_per_mm(const LineCoefficients& line, double ghz);

/// Two-ports at one frequency, seen from 100 ohm differential. Capacitances and inductances are those of each of the
/// two wires, as in Annex 93A (93A-8 and 93A-13, 93A-14). `hz` may be 0.
TwoPort line_two_port(Complex gamma_length, double impedance);
TwoPort shunt_capacitance(double farad, double hz);
TwoPort series_inductance(double henry, double hz);

/// line: a trace or package line by its coefficients. cable: a line by its loss per metre. capacitance: a via, pad or
/// connector as a shunt capacitance. inductance: a bond or lead in series.
enum class ElementKind { line, cable, capacitance, inductance };
std::span<const std::string_view> choice_names(ElementKind);

/// A piece of a channel of which no measurement is at hand.
struct ChannelElement {
  std::string name;
  ElementKind kind = ElementKind::line;
  Length length;
  Resistance impedance = Resistance::from_si(100.0);  ///< Zc, differential
  LineCoefficients line;                              ///< of a line
  double skin_loss = 0.0;                             ///< of a cable, dB/(m sqrt(GHz))
  double dielectric_loss = 0.0;                       ///< of a cable, dB/(m GHz)
  double cable_delay = 4.6;                           ///< of a cable, ns/m
  Capacitance capacitance;                            ///< of each wire to ground
  Inductance inductance;                              ///< of each wire
};
void describe(Fields& f, ChannelElement& x);
void check(const ChannelElement& element, const std::string& path, std::vector<Problem>& problems);

/// The coefficients of a line or cable.
LineCoefficients coefficients_of(const ChannelElement& element);

/// The elements one after another at the given frequencies (Hz), seen from 100 ohm differential.
Channel build_channel(std::span<const ChannelElement> elements, std::span<const double> frequency);

}  // namespace copack::link
