// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string_view>

#include "copack/link/network.hpp"

namespace copack::link {

/// The four single-ended ports of a differential channel, counted from 1.
struct PairPorts {
  int near_plus = 1;
  int near_minus = 3;
  int far_plus = 2;
  int far_minus = 4;
};

/// Which ports of a four-port belong together: 1-2/3-4 joins port 1 to 2 and 3 to 4 (odd ports on the left), 1-3/2-4
/// joins 1 to 3 and 2 to 4 (ports 1 and 2 on the left); `differential` is a two-port that is differential already.
enum class PortOrder { detect, odd_left, low_left, differential };
std::span<const std::string_view> choice_names(PortOrder);

/// The pairs of a four-port in this order; for `detect` and `differential` those of `odd_left`.
PairPorts pairs_of(PortOrder order);

/// Mean |S_out,in| over the lowest frequencies.
double low_frequency_gain(const Network& network, int out, int in);

/// Mean |S21|, |S31| and |S41| over the lowest frequencies, where a through path shows and crosstalk does not.
struct ThroughPaths {
  double to_2 = 0.0, to_3 = 0.0, to_4 = 0.0;
  PortOrder order = PortOrder::detect;  ///< `detect` when none is at least twice as strong as the others and above 0.1
};
ThroughPaths through_paths(const Network& network);

/// All four blocks of the mixed-mode matrix at one frequency: of differential (d) and common (c) waves, `dc` being the
/// differential answer to a common wave.
struct MixedMode {
  TwoPort dd, dc, cd, cc;
};
MixedMode mixed_mode(const Network& network, std::size_t point, const PairPorts& ports);

/// The differential block of a network, seen from 100 ohm. The four ports must have the same reference impedance.
Channel differential(const Network& network, const PairPorts& ports);

/// A two-port file that holds a differential channel already.
Channel differential(const Network& two_port);

}  // namespace copack::link
