// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "copack/link/channel_elements.hpp"
#include "copack/link/mixed_mode.hpp"
#include "copack/link/touchstone.hpp"

namespace copack::link {

/// Model `link/touchstone`: what a Touchstone file holds.
struct TouchstoneInputs {
  std::string file;                           ///< path; empty: the text below
  std::string text;                           ///< a small file, written out
  int text_ports = 2;                         ///< of a version 1 text, which has no file name to tell
  PortOrder port_order = PortOrder::detect;   ///< for the losses of a four-port
  Frequency frequency = 26.5625 * unit::GHz;  ///< at which losses are wanted, usually half the symbol rate
  Touchstone data;                            ///< filled by `load_files`, not a field
};

struct TouchstoneResults {
  int version = 0;
  NumberFormat format = NumberFormat::ma;
  int ports = 0;
  int points = 0;
  int noise_points = 0;
  Frequency lowest_frequency, highest_frequency;
  Frequency largest_step;
  bool even_steps = false;
  Resistance reference;  ///< of port 1
  double largest_singular_value = 0.0;
  Frequency worst_at;
  bool passive = false;
  double largest_difference = 0.0;  ///< of |S_ij - S_ji|
  bool reciprocal = false;
  PortOrder port_order = PortOrder::detect;  ///< of a four-port, `detect` when the through path cannot be told
  bool covered = false;    ///< the frequency lies in the data and a through path is known; otherwise both losses are 0
  Decibel insertion_loss;  ///< -20 lg |S21|, differential for four ports
  Decibel return_loss;     ///< -20 lg |S11|
};

void describe(Fields& f, TouchstoneInputs& x);
void describe(Fields& f, TouchstoneResults& x);
std::vector<Problem> validate(const TouchstoneInputs& in);
TouchstoneResults evaluate(const TouchstoneInputs& in);

}  // namespace copack::link
