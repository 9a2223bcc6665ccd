// SPDX-License-Identifier: Apache-2.0
#include "copack/link/mixed_mode.hpp"

#include <algorithm>
#include <cmath>

namespace copack::link {
namespace {

constexpr double differential_reference = 100.0;  // ohm

/// One entry of a mixed-mode block: half the sum of the four single-ended ones, with signs of the minus ports.
Complex combined(const std::array<Complex, 4>& s, double sign_out, double sign_in) {
  return 0.5 * (s[0] + sign_in * s[1] + sign_out * s[2] + sign_out * sign_in * s[3]);
}

struct Pair {
  int plus, minus;
};

std::array<Complex, 4> between(const Network& n, std::size_t point, Pair out, Pair in) {
  return {n.parameter(point, out.plus, in.plus), n.parameter(point, out.plus, in.minus),
          n.parameter(point, out.minus, in.plus), n.parameter(point, out.minus, in.minus)};
}

TwoPort seen_from_100_ohm(const TwoPort& s, double reference) {
  return reference == differential_reference ? s : renormalised(s, reference, differential_reference);
}

}  // namespace

std::span<const std::string_view> choice_names(PortOrder /*unused*/) {
  static constexpr std::array<std::string_view, 4> names{"detect", "1-2/3-4", "1-3/2-4", "differential"};
  return names;
}

PairPorts pairs_of(PortOrder order) {
  if (order == PortOrder::low_left) return {.near_plus = 1, .near_minus = 2, .far_plus = 3, .far_minus = 4};
  return {};
}

double low_frequency_gain(const Network& network, int out, int in) {
  const auto low = std::max<std::size_t>(1, std::min<std::size_t>(20, network.points() / 10));
  double sum = 0.0;
  for (std::size_t i = 0; i < low; ++i) sum += std::abs(network.parameter(i, out, in));
  return sum / static_cast<double>(low);
}

ThroughPaths through_paths(const Network& network) {
  if (network.ports != 4 || network.points() == 0) return {};
  ThroughPaths out{.to_2 = low_frequency_gain(network, 2, 1),
                   .to_3 = low_frequency_gain(network, 3, 1),
                   .to_4 = low_frequency_gain(network, 4, 1)};
  constexpr double weakest = 0.1;  // 20 dB of loss at low frequency is no through path
  const auto leads = [&](double a, double b) { return a > weakest && a > 2.0 * std::max(b, out.to_4); };
  if (leads(out.to_2, out.to_3)) out.order = PortOrder::odd_left;
  if (leads(out.to_3, out.to_2)) out.order = PortOrder::low_left;
  return out;
}

MixedMode mixed_mode(const Network& network, std::size_t point, const PairPorts& ports) {
  const Pair near{ports.near_plus, ports.near_minus}, far{ports.far_plus, ports.far_minus};
  const auto nn = between(network, point, near, near), nf = between(network, point, near, far);
  const auto fn = between(network, point, far, near), ff = between(network, point, far, far);
  const auto block = [&](double out, double in) {
    return TwoPort{combined(nn, out, in), combined(nf, out, in), combined(fn, out, in), combined(ff, out, in)};
  };
  return {.dd = block(-1.0, -1.0), .dc = block(-1.0, 1.0), .cd = block(1.0, -1.0), .cc = block(1.0, 1.0)};
}

Channel differential(const Network& network, const PairPorts& ports) {
  Channel out{.frequency = network.frequency, .reference = differential_reference};
  out.s.reserve(network.points());
  const double reference = 2.0 * network.reference[static_cast<std::size_t>(ports.near_plus - 1)];
  for (std::size_t i = 0; i < network.points(); ++i)
    out.s.push_back(seen_from_100_ohm(mixed_mode(network, i, ports).dd, reference));
  return out;
}

Channel differential(const Network& two_port) {
  Channel out{.frequency = two_port.frequency, .reference = differential_reference};
  out.s.reserve(two_port.points());
  for (std::size_t i = 0; i < two_port.points(); ++i) {
    const auto s = two_port.at(i);
    out.s.push_back(seen_from_100_ohm({s[0], s[1], s[2], s[3]}, two_port.reference.front()));
  }
  return out;
}

}  // namespace copack::link
