// SPDX-License-Identifier: Apache-2.0
#include "copack/link/com_package.hpp"

#include <algorithm>

namespace copack::link {
namespace {

ChannelElement capacitor(Capacitance c) { return {.kind = ElementKind::capacitance, .capacitance = c}; }
ChannelElement inductor(Inductance l) { return {.kind = ElementKind::inductance, .inductance = l}; }
ChannelElement segment(const LineCoefficients& line, Resistance impedance, Length length) {
  return {.kind = ElementKind::line, .length = length, .impedance = impedance, .line = line};
}

}  // namespace

Channel package_channel(const ComPackage& package, Length length, std::span<const double> frequency) {
  std::vector<ChannelElement> elements;
  const auto stages = std::max(package.die_capacitances.size(), package.die_inductances.size());
  for (std::size_t i = 0; i < stages; ++i) {
    if (i < package.die_capacitances.size()) elements.push_back(capacitor(package.die_capacitances[i]));
    if (i < package.die_inductances.size()) elements.push_back(inductor(package.die_inductances[i]));
  }
  elements.push_back(capacitor(package.bump_capacitance));
  elements.push_back(segment(package.line, package.impedance, length));
  elements.push_back(segment(package.line, package.ball_impedance, package.ball_length));
  elements.push_back(capacitor(package.ball_capacitance));
  std::erase_if(elements, [](const ChannelElement& e) {
    return e.length.si() == 0.0 && e.capacitance.si() == 0.0 && e.inductance.si() == 0.0;
  });
  return build_channel(elements, frequency);
}

Complex voltage_transfer(const TwoPort& s, double ohm) {
  constexpr double reference = 50.0;
  const double g = (ohm - reference) / (ohm + reference);
  const Complex determinant = s.s11 * s.s22 - s.s12 * s.s21;
  return s.s21 * (1.0 - g) * (1.0 + g) / (1.0 - (s.s11 + s.s22) * g + g * g * determinant);
}

}  // namespace copack::link
