// SPDX-License-Identifier: Apache-2.0
#include "copack/link/network_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "copack/link/passivity.hpp"
#include "copack/link/touchstone_file.hpp"

namespace copack::link {
namespace {

/// What is needed of a file to compute a channel at a symbol rate.
class Checker {
 public:
  Checker(const Touchstone& file, const std::string& name, Diagnostics& diagnostics)
      : file_(file), network_(file.network), name_(name), diagnostics_(diagnostics) {}

  /// A problem that shows at one frequency of the file, by default at the first.
  void complain(std::string message, std::size_t point = 0) {
    const int line = point < file_.lines.size() ? file_.lines[point] : 0;
    diagnostics_.error({name_, line, line > 0 ? 1 : 0}, std::move(message));
    fine_ = false;
  }

  void check_band(Frequency symbol_rate) {
    const auto& f = network_.frequency;
    const double needed = 0.75 * symbol_rate.si();
    if (f.size() < 2) return complain("has a single frequency; a channel needs its whole band");
    if (f.back() < needed) {
      complain(
          fmt::format("ends at {:.4g} GHz; at {:.5g} GBd data up to {:.4g} GHz are needed, better up to the symbol "
                      "rate",
                      f.back() / 1e9, symbol_rate.in(unit::GHz), needed / 1e9),
          f.size() - 1);
    }
    constexpr double latest_start = 100e6;
    if (f.front() > latest_start) {
      complain(fmt::format("begins at {:.4g} MHz; data from at most 100 MHz, better from 10 MHz, are needed",
                           f.front() / 1e6));
    }
  }

  /// A step much wider than the steps on both sides is a hole; those of a logarithmic sweep grow on one side only.
  void check_holes() {
    constexpr double wider = 1.5;
    const auto& f = network_.frequency;
    for (std::size_t i = 2; i + 1 < f.size(); ++i) {
      const double step = f[i] - f[i - 1];
      if (step > wider * (f[i - 1] - f[i - 2]) && step > wider * (f[i + 1] - f[i])) {
        return complain(
            fmt::format("frequencies are missing between {:.6g} and {:.6g} GHz; export it again with all points",
                        f[i - 1] / 1e9, f[i] / 1e9),
            i);
      }
    }
  }

  /// Between two points the phase is taken the short way round, which a long channel and a wide step make the wrong
  /// one.
  void check_steps(const Channel& channel) {
    constexpr double most_turns = 0.45;
    const auto& f = channel.frequency;
    const double delay = std::abs(median_delay(channel));
    for (std::size_t i = 1; i < f.size(); ++i) {
      const double step = f[i] - f[i - 1];
      if (step * delay <= most_turns) continue;
      return complain(fmt::format("a step of {:.4g} MHz is too wide for a channel of {:.3g} ns, whose phase it loses; "
                                  "export it with steps of at most {:.3g} MHz",
                                  step / 1e6, delay * 1e9, most_turns / delay / 1e6),
                      i);
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
      const auto at = std::ranges::lower_bound(network_.frequency, worst.at) - network_.frequency.begin();
      complain(
          fmt::format("gives out more energy than it gets: largest singular value {:.5g} at {:.6g} GHz, at most {} is "
                      "accepted; enforce passivity where it was made, or check the number format",
                      worst.largest_singular_value, worst.at / 1e9, passivity_limit),
          static_cast<std::size_t>(at));
    }
  }

  /// The four ports of the channel, or nothing with the reason told.
  std::optional<PairPorts> choose_ports(const ComChannel& channel, const std::optional<PairPorts>& victim) {
    const bool is_victim = channel.role == ChannelRole::thru;
    if (!channel.ports.empty()) return listed_ports(channel.ports, is_victim);
    if (network_.ports != 4) {
      complain(
          network_.ports == 2
              ? "is a two-port; single-ended data say nothing of a differential channel. If it is "
                "differential already, set port_order = \"differential\""
              : fmt::format("has {} ports; choose four with ports = [near +, near -, far +, far -]", network_.ports));
      return std::nullopt;
    }
    return is_victim ? victim_ports(channel) : aggressor_ports(channel, victim);
  }

  [[nodiscard]] bool fine() const { return fine_; }

 private:
  [[nodiscard]] bool are_there(std::vector<int> ports) const {
    std::ranges::sort(ports);
    const bool different = std::ranges::adjacent_find(ports) == ports.end();
    return ports.size() == 4 && different && ports.front() >= 1 && ports.back() <= network_.ports;
  }

  std::optional<PairPorts> listed_ports(const std::vector<int>& ports, bool is_victim) {
    if (!are_there(ports)) {
      complain(fmt::format("ports must be four different numbers from 1 to {}", network_.ports));
      return std::nullopt;
    }
    const PairPorts chosen{ports[0], ports[1], ports[2], ports[3]};
    if (is_victim && !joins(chosen)) return std::nullopt;
    return chosen;
  }

  /// Whether what goes into each near port comes out of its own far port rather than of another.
  bool joins(const PairPorts& p) {
    const auto gain = [&](int out, int in) { return low_frequency_gain(network_, out, in); };
    const double through = std::min(gain(p.far_plus, p.near_plus), gain(p.far_minus, p.near_minus));
    const double crossed = std::max(gain(p.far_minus, p.near_plus), gain(p.far_plus, p.near_minus));
    const double beside = gain(p.near_minus, p.near_plus);
    if (2.0 * through >= std::max(crossed, beside)) return true;
    complain(
        fmt::format("ports = [{}, {}, {}, {}] mixes up its ports: at low frequency |S| from near to far is {:.3g}, "
                    "from near + to far - {:.3g}, from near + to near - {:.3g}; give [near +, near -, far +, far "
                    "-] or leave it out",
                    p.near_plus, p.near_minus, p.far_plus, p.far_minus, through, crossed, beside));
    return false;
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

  std::optional<PairPorts> aggressor_ports(const ComChannel& channel, const std::optional<PairPorts>& victim) {
    const auto paths = through_paths(network_);
    if (paths.order != PortOrder::detect) {
      complain(
          fmt::format("has a through path (|S21| {:.3g}, |S31| {:.3g} at low frequency), as crosstalk has not; is "
                      "it the file of the victim, role = \"thru\"?",
                      paths.to_2, paths.to_3));
      return std::nullopt;
    }
    if (channel.port_order != PortOrder::detect) return pairs_of(channel.port_order);
    if (victim && are_there({victim->near_plus, victim->near_minus, victim->far_plus, victim->far_minus}))
      return victim;
    complain("crosstalk does not show the order of the ports, nor does the victim; give port_order");
    return std::nullopt;
  }

  const Touchstone& file_;
  const Network& network_;
  const std::string& name_;
  Diagnostics& diagnostics_;
  bool fine_ = true;
};

}  // namespace

std::optional<Channel> usable_channel(const Touchstone& file, const ComChannel& channel,
                                      const std::optional<PairPorts>& victim, Frequency symbol_rate,
                                      const std::string& name, Diagnostics& diagnostics) {
  Checker checker(file, name, diagnostics);
  checker.check_band(symbol_rate);
  checker.check_holes();
  checker.check_reference();
  checker.check_energy();
  std::optional<Channel> out;
  if (channel.port_order != PortOrder::differential) {
    if (const auto ports = checker.choose_ports(channel, victim)) out = differential(file.network, *ports);
  } else if (file.network.ports == 2) {
    out = differential(file.network);
  } else {
    checker.complain(fmt::format("port_order = \"differential\" wants a two-port, not {} ports", file.network.ports));
  }
  if (out && checker.fine()) checker.check_steps(*out);
  return checker.fine() ? out : std::nullopt;
}

std::optional<PairPorts> ports_of_victim(const Touchstone& file, const ComChannel& channel) {
  if (channel.port_order == PortOrder::differential) return std::nullopt;
  if (channel.ports.size() == 4)
    return PairPorts{channel.ports[0], channel.ports[1], channel.ports[2], channel.ports[3]};
  return pairs_of(channel.port_order == PortOrder::detect ? through_paths(file.network).order : channel.port_order);
}

void load_files(ComInputs& in, const std::filesystem::path& folder, Diagnostics& diagnostics) {
  std::vector<ComChannel*> order;
  order.reserve(in.channels.size());
  for (auto& channel : in.channels) order.push_back(&channel);
  std::ranges::stable_sort(order, {}, &ComChannel::role);  // the victim first: it shows the order of the ports
  std::optional<PairPorts> victim;
  for (auto* channel : order) {
    if (channel->file.empty()) continue;
    const auto path = folder / channel->file;
    const auto file = read_touchstone(path, diagnostics);
    if (channel->role == ChannelRole::thru) victim = file ? ports_of_victim(*file, *channel) : PairPorts{};
    if (!file) continue;
    if (auto data = usable_channel(*file, *channel, victim, in.symbol_rate, path.string(), diagnostics))
      channel->data = std::move(*data);
  }
}

void load_files(TouchstoneInputs& in, const std::filesystem::path& folder, Diagnostics& diagnostics) {
  const auto file = in.file.empty() ? parse_touchstone(in.text, fmt::format("text.s{}p", in.text_ports), diagnostics)
                                    : read_touchstone(folder / in.file, diagnostics);
  if (file) in.data = *file;
}

}  // namespace copack::link
