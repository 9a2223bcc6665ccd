// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "copack/core/diagnostics.hpp"
#include "copack/link/network.hpp"

namespace copack::link {

/// How a Touchstone file writes complex numbers: real and imaginary, magnitude and degrees, dB and degrees.
enum class NumberFormat { ri, ma, db };
std::span<const std::string_view> choice_names(NumberFormat);

/// A Touchstone file as read.
struct Touchstone {
  int version = 1;  ///< 1, or 2 for files with [Version] 2.0 or 2.1
  NumberFormat format = NumberFormat::ma;
  double frequency_unit = 1e9;  ///< Hz
  int noise_points = 0;         ///< rows of two-port noise data, checked and not kept
  Network network;
  std::vector<int> lines;  ///< line at which the row of each frequency begins
};

inline constexpr int largest_port_count = 32;

/// Ports that a file name promises, 4 for "channel.s4p"; 0 when it promises none.
int ports_of_name(std::string_view name);

/// Reads Touchstone 1.x and 2.x text holding S-parameters of 1 to 32 ports; `name` stands for the file in messages and
/// gives the number of ports of a version 1 file. Strict: every row is complete, frequencies increase, all numbers are
/// finite, announced counts hold. All problems, up to twenty, go to `diagnostics` with line, column and what to do;
/// then nothing is returned.
std::optional<Touchstone> parse_touchstone(std::string_view text, const std::string& name, Diagnostics& diagnostics);

}  // namespace copack::link
