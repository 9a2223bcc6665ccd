// SPDX-License-Identifier: Apache-2.0
#include "copack/link/channel_elements.hpp"

#include <array>
#include <cmath>
#include <numbers>

namespace copack::link {
namespace {

constexpr double wire_reference = 50.0;             // ohm, R0
constexpr double reference = 2.0 * wire_reference;  // ohm, differential
constexpr double db_per_neper = 20.0 / std::numbers::ln10;
constexpr double mm_per_m = 1000.0;

}  // namespace

Complex propagation_per_mm(const LineCoefficients& line, double ghz) {
  if (ghz <= 0.0) return line.g0;
  constexpr double pi = std::numbers::pi;
  const double skin = line.a1 * std::sqrt(ghz), dielectric = line.a2 * ghz;
  return {line.g0 + skin + dielectric, skin - dielectric * (2.0 / pi) * std::log(ghz) + 2.0 * pi * line.delay * ghz};
}

TwoPort line_two_port(Complex gamma_length, double impedance) {
  const double rho = (impedance - reference) / (impedance + reference);
  const Complex through = std::exp(-gamma_length), round_trip = through * through;
  const Complex scale = 1.0 / (1.0 - rho * rho * round_trip);
  const Complex s11 = rho * (1.0 - round_trip) * scale, s21 = (1.0 - rho * rho) * through * scale;
  return {s11, s21, s21, s11};
}

TwoPort shunt_capacitance(double farad, double hz) {
  const Complex x{0.0, 2.0 * std::numbers::pi * hz * farad * wire_reference};
  return {-x / (2.0 + x), 2.0 / (2.0 + x), 2.0 / (2.0 + x), -x / (2.0 + x)};
}

TwoPort series_inductance(double henry, double hz) {
  const Complex x{0.0, 2.0 * std::numbers::pi * hz * henry / wire_reference};
  return {x / (2.0 + x), 2.0 / (2.0 + x), 2.0 / (2.0 + x), x / (2.0 + x)};
}

std::span<const std::string_view> choice_names(ElementKind /*unused*/) {
  static constexpr std::array<std::string_view, 4> names{"line", "cable", "capacitance", "inductance"};
  return names;
}

LineCoefficients coefficients_of(const ChannelElement& element) {
  if (element.kind == ElementKind::line) return element.line;
  return {.g0 = 0.0,
          .a1 = element.skin_loss / (db_per_neper * mm_per_m),
          .a2 = element.dielectric_loss / (db_per_neper * mm_per_m),
          .delay = element.cable_delay / mm_per_m};
}

namespace {

TwoPort two_port(const ChannelElement& element, const LineCoefficients& line, double hz) {
  switch (element.kind) {
    case ElementKind::line:
    case ElementKind::cable:
      return line_two_port(propagation_per_mm(line, hz / 1e9) * element.length.in(unit::mm), element.impedance.si());
    case ElementKind::capacitance:
      return shunt_capacitance(element.capacitance.si(), hz);
    case ElementKind::inductance:
      return series_inductance(element.inductance.si(), hz);
  }
  return {};
}

}  // namespace

Channel build_channel(std::span<const ChannelElement> elements, std::span<const double> frequency) {
  Channel out{.frequency = {frequency.begin(), frequency.end()}, .s = std::vector<TwoPort>(frequency.size())};
  for (const auto& element : elements) {
    const auto line = coefficients_of(element);
    for (std::size_t i = 0; i < frequency.size(); ++i)
      out.s[i] = cascade(out.s[i], two_port(element, line, frequency[i]));
  }
  return out;
}

void check(const ChannelElement& element, const std::string& path, std::vector<Problem>& problems) {
  const auto wants = [&](bool has, const char* field) {
    if (!has) problems.push_back({path + "." + field, "is what this kind of element is made of; give it"});
  };
  if (element.kind == ElementKind::line || element.kind == ElementKind::cable)
    wants(element.length.si() > 0.0, "length");
  if (element.kind == ElementKind::cable) wants(element.skin_loss + element.dielectric_loss > 0.0, "skin_loss");
  if (element.kind == ElementKind::capacitance) wants(element.capacitance.si() > 0.0, "capacitance");
  if (element.kind == ElementKind::inductance) wants(element.inductance.si() > 0.0, "inductance");
}

void describe(Fields& f, LineCoefficients& x) {
  f("g0", "", x.g0, "constant part of the attenuation in 1/mm", {.min = 0.0, .max = 1.0});
  f("a1", "", x.a1, "skin-effect coefficient in 1/(mm sqrt(GHz))", {.min = 0.0, .max = 1.0});
  f("a2", "", x.a2, "dielectric coefficient in 1/(mm GHz)", {.min = 0.0, .max = 1.0});
  f("delay", "", x.delay, "delay in ns/mm, tau", {.min = 0.0, .max = 1.0});
}

void describe(Fields& f, ChannelElement& x) {
  f("name", x.name, "what it is, for the reader");
  f("kind", x.kind, "line (by coefficients), cable (by loss per metre), capacitance (via, pad) or inductance");
  f("length", "mm", x.length, "length of a line or cable", {.min = 0.0, .max = 20'000.0});
  f("impedance", "ohm", x.impedance, "differential impedance of a line or cable, Zc", {.min = 10.0, .max = 1000.0});
  f("line", x.line, "propagation of a line");
  f("skin_loss", "", x.skin_loss, "skin-effect loss of a cable in dB/(m sqrt(GHz))", {.min = 0.0, .max = 1000.0});
  f("dielectric_loss", "", x.dielectric_loss, "dielectric loss of a cable in dB/(m GHz)", {.min = 0.0, .max = 1000.0});
  f("cable_delay", "", x.cable_delay, "delay of a cable in ns/m", {.min = 0.0, .max = 100.0});
  f("capacitance", "fF", x.capacitance, "capacitance of each wire to ground", non_negative);
  f("inductance", "pH", x.inductance, "inductance of each wire", non_negative);
}

}  // namespace copack::link
