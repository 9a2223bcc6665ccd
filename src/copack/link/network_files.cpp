// SPDX-License-Identifier: Apache-2.0
#include "copack/link/network_files.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "copack/link/passivity.hpp"
#include "copack/link/touchstone_file.hpp"

namespace copack::link {
namespace {

/// What is needed of a file to compute a channel at a symbol rate.
class Checker {
 public:
  Checker(const Touchstone& file, const std::string& name, Diagnostics& diagnostics)
      : network_(file.network), name_(name), diagnostics_(diagnostics) {}

  void complain(std::string message) {
    diagnostics_.error({name_, 0, 0}, std::move(message));
    fine_ = false;
  }

  void check_frequencies(Frequency symbol_rate) {
    const auto& f = network_.frequency;
    const double needed = 0.75 * symbol_rate.si();
    if (f.size() < 2) return complain("has a single frequency; a channel needs its whole band");
    if (f.back() < needed) {
      complain(
          fmt::format("ends at {:.4g} GHz; at {:.5g} GBd data up to {:.4g} GHz are needed, better up to the symbol "
                      "rate",
                      f.back() / 1e9, symbol_rate.in(unit::GHz), needed / 1e9));
    }
    constexpr double latest_start = 100e6;
    if (f.front() > latest_start) {
      complain(fmt::format("begins at {:.4g} MHz; data from at most 100 MHz, better from 10 MHz, are needed",
                           f.front() / 1e6));
    }
  }

  void check_reference() {
    const auto& r = network_.reference;
    if (std::ranges::any_of(r, [&](double ohm) { return ohm != r.front(); }))
      complain("its ports have different reference impedances; renormalise them to 50 ohm");
  }

  void check_energy() {
    const auto worst = passivity(network_);
    if (worst.largest_singular_value > passivity_limit) {
      complain(
          fmt::format("gives out more energy than it gets: largest singular value {:.5g} at {:.6g} GHz, at most {} is "
                      "accepted; enforce passivity where it was made, or check the number format",
                      worst.largest_singular_value, worst.at / 1e9, passivity_limit));
    }
  }

  /// The four ports of the channel, or nothing with the reason told.
  std::optional<PairPorts> choose_ports(const ComChannel& channel, PortOrder victim_order) {
    if (channel.ports.size() == 4) return listed_ports(channel.ports);
    if (network_.ports != 4) {
      complain(
          network_.ports == 2
              ? "is a two-port; single-ended data say nothing of a differential channel. If it is "
                "differential already, set port_order = \"differential\""
              : fmt::format("has {} ports; choose four with ports = [near +, near -, far +, far -]", network_.ports));
      return std::nullopt;
    }
    if (channel.role == ChannelRole::thru) return victim_ports(channel);
    const auto order = channel.port_order == PortOrder::detect ? victim_order : channel.port_order;
    return pairs_of(order);
  }

  [[nodiscard]] bool fine() const { return fine_; }

 private:
  std::optional<PairPorts> listed_ports(const std::vector<int>& ports) {
    auto sorted = ports;
    std::ranges::sort(sorted);
    if (std::ranges::adjacent_find(sorted) == sorted.end() && sorted.front() >= 1 && sorted.back() <= network_.ports)
      return PairPorts{ports[0], ports[1], ports[2], ports[3]};
    complain(fmt::format("ports must be four different numbers from 1 to {}", network_.ports));
    return std::nullopt;
  }

  std::optional<PairPorts> victim_ports(const ComChannel& channel) {
    const auto paths = through_paths(network_);
    if (paths.order == PortOrder::detect) {
      complain(
          fmt::format("no through path from port 1 stands out at low frequency (|S21| {:.3g}, |S31| {:.3g}, |S41| "
                      "{:.3g}); is it a crosstalk file? If not, give ports = [near +, near -, far +, far -]",
                      paths.to_2, paths.to_3, paths.to_4));
      return std::nullopt;
    }
    if (channel.port_order != PortOrder::detect && channel.port_order != paths.order) {
      const auto names = choice_names(PortOrder{});
      complain(
          fmt::format("port_order is \"{}\", but the through path (|S21| {:.3g}, |S31| {:.3g}) shows \"{}\"; correct "
                      "it or leave it out",
                      names[static_cast<std::size_t>(channel.port_order)], paths.to_2, paths.to_3,
                      names[static_cast<std::size_t>(paths.order)]));
      return std::nullopt;
    }
    return pairs_of(paths.order);
  }

  const Network& network_;
  const std::string& name_;
  Diagnostics& diagnostics_;
  bool fine_ = true;
};

}  // namespace

std::optional<Channel> usable_channel(const Touchstone& file, const ComChannel& channel, PortOrder victim_order,
                                      Frequency symbol_rate, const std::string& name, Diagnostics& diagnostics) {
  Checker checker(file, name, diagnostics);
  checker.check_frequencies(symbol_rate);
  checker.check_reference();
  checker.check_energy();
  if (channel.port_order == PortOrder::differential) {
    if (file.network.ports != 2)
      checker.complain(fmt::format("port_order = \"differential\" wants a two-port, not {} ports", file.network.ports));
    return checker.fine() ? std::optional(differential(file.network)) : std::nullopt;
  }
  const auto ports = checker.choose_ports(channel, victim_order);
  return checker.fine() && ports ? std::optional(differential(file.network, *ports)) : std::nullopt;
}

PortOrder order_of(const Touchstone& file, const ComChannel& channel) {
  if (channel.port_order != PortOrder::detect || !channel.ports.empty()) return channel.port_order;
  return through_paths(file.network).order;
}

void load_files(ComInputs& in, const std::filesystem::path& folder, Diagnostics& diagnostics) {
  std::vector<ComChannel*> order;
  order.reserve(in.channels.size());
  for (auto& channel : in.channels) order.push_back(&channel);
  std::ranges::stable_sort(order, {}, &ComChannel::role);  // the victim first: it shows the order of the ports
  auto victim_order = PortOrder::odd_left;
  for (auto* channel : order) {
    if (channel->file.empty()) continue;
    const auto path = folder / channel->file;
    const auto file = read_touchstone(path, diagnostics);
    if (!file) continue;
    if (channel->role == ChannelRole::thru) victim_order = order_of(*file, *channel);
    if (auto data = usable_channel(*file, *channel, victim_order, in.symbol_rate, path.string(), diagnostics))
      channel->data = std::move(*data);
  }
}

void load_files(TouchstoneInputs& in, const std::filesystem::path& folder, Diagnostics& diagnostics) {
  const auto file = in.file.empty() ? parse_touchstone(in.text, fmt::format("text.s{}p", in.text_ports), diagnostics)
                                    : read_touchstone(folder / in.file, diagnostics);
  if (file) in.data = *file;
}

}  // namespace copack::link
