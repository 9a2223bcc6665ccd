// SPDX-License-Identifier: Apache-2.0
#include "copack/link/touchstone_summary.hpp"

#include <algorithm>
#include <cmath>

#include "copack/link/passivity.hpp"

namespace copack::link {
namespace {

constexpr double passive_below = 1.0 + 1e-6;  // rounding of printed numbers
constexpr double reciprocal_below = 1e-3;

void report_grid(const std::vector<double>& f, TouchstoneResults& out) {
  out.lowest_frequency = Frequency::from_si(f.front());
  out.highest_frequency = Frequency::from_si(f.back());
  double widest = 0.0, narrowest = f.back();
  for (std::size_t i = 1; i < f.size(); ++i) {
    widest = std::max(widest, f[i] - f[i - 1]);
    narrowest = std::min(narrowest, f[i] - f[i - 1]);
  }
  out.largest_step = Frequency::from_si(widest);
  out.even_steps = widest - narrowest <= 1e-6 * widest;
}

/// The channel whose losses are meant: of a two-port as it is, of a four-port differential; empty for others.
Channel channel_of(const Network& network, PortOrder order) {
  if (network.ports == 2) {
    Channel out{.frequency = network.frequency};
    for (std::size_t i = 0; i < network.points(); ++i) {
      const auto s = network.at(i);
      out.s.push_back({s[0], s[1], s[2], s[3]});
    }
    return out;
  }
  if (network.ports != 4 || (order != PortOrder::odd_left && order != PortOrder::low_left)) return {};
  return differential(network, pairs_of(order));
}

void report_losses(const Channel& channel, double hz, TouchstoneResults& out) {
  if (channel.frequency.empty() || hz < channel.frequency.front() || hz > channel.frequency.back()) return;
  const auto s = resampled(channel, std::vector{hz}).s.front();
  out.covered = std::abs(s.s21) > 0.0 && std::abs(s.s11) > 0.0;
  if (!out.covered) return;
  out.insertion_loss = Decibel::from_db(insertion_loss_db(s));
  out.return_loss = Decibel::from_db(-20.0 * std::log10(std::abs(s.s11)));
}

}  // namespace

TouchstoneResults evaluate(const TouchstoneInputs& in) {
  const auto& network = in.data.network;
  TouchstoneResults out{.version = in.data.version, .format = in.data.format, .ports = network.ports};
  if (network.points() == 0) return out;
  out.points = static_cast<int>(network.points());
  out.noise_points = in.data.noise_points;
  report_grid(network.frequency, out);
  out.reference = Resistance::from_si(network.reference.front());
  const auto energy = passivity(network);
  out.largest_singular_value = energy.largest_singular_value;
  out.worst_at = Frequency::from_si(energy.at);
  out.passive = energy.largest_singular_value <= passive_below;
  out.largest_difference = reciprocity(network).largest_difference;
  out.reciprocal = out.largest_difference <= reciprocal_below;
  out.port_order = through_paths(network).order;
  const auto order = in.port_order == PortOrder::detect ? out.port_order : in.port_order;
  report_losses(channel_of(network, order), in.frequency.si(), out);
  return out;
}

std::vector<Problem> validate(const TouchstoneInputs& in) {
  if (in.file.empty() != in.text.empty()) return {};
  return {{"file", "give either a file or its text"}};
}

void describe(Fields& f, TouchstoneInputs& x) {
  f("file", x.file, "Touchstone file, relative to this one");
  f("text", x.text, "or the text of a small one");
  f("text_ports", "", x.text_ports, "ports of a version 1 text", {.min = 1.0, .max = 32.0});
  f("port_order", x.port_order, "ports of a four-port that are joined, for its losses");
  f("frequency", "GHz", x.frequency, "at which losses are wanted, usually half the symbol rate", non_negative);
}

void describe(Fields& f, TouchstoneResults& x) {
  f("version", "", x.version, "version of the file format");
  f("format", x.format, "how complex numbers are written");
  f("ports", "", x.ports, "ports");
  f("points", "", x.points, "frequencies");
  f("noise_points", "", x.noise_points, "rows of noise data");
  f("lowest_frequency", "GHz", x.lowest_frequency, "first frequency");
  f("highest_frequency", "GHz", x.highest_frequency, "last frequency");
  f("largest_step", "MHz", x.largest_step, "widest step");
  f("even_steps", x.even_steps, "all steps are the same");
  f("reference", "ohm", x.reference, "reference impedance of port 1");
  f("largest_singular_value", "", x.largest_singular_value, "of S over all frequencies; above 1 energy is gained");
  f("worst_at", "GHz", x.worst_at, "where");
  f("passive", x.passive, "no energy is gained");
  f("largest_difference", "", x.largest_difference, "of S_ij and S_ji");
  f("reciprocal", x.reciprocal, "the same in both directions within 0.001");
  f("port_order", x.port_order, "joined ports of a four-port as its through path shows; detect: it cannot be told");
  f("covered", x.covered, "the wanted frequency lies in the data and a through path is known");
  f("insertion_loss", "dB", x.insertion_loss, "insertion loss there, differential for four ports");
  f("return_loss", "dB", x.return_loss, "return loss at port 1 there");
}

}  // namespace copack::link
