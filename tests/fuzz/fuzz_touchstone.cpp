// SPDX-License-Identifier: Apache-2.0
// Touchstone text of every port count that a name can promise: a network with all its numbers finite and its
// frequencies in order, or problems; then what the models take from it or refuse.
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "copack/link/network_files.hpp"

namespace {

using namespace copack;

void check(bool holds) {
  if (!holds) std::abort();
}

void check(const link::Touchstone& file) {
  const auto& network = file.network;
  check(!network.frequency.empty());
  check(network.s.size() == network.frequency.size() * static_cast<std::size_t>(network.ports * network.ports));
  for (std::size_t i = 1; i < network.frequency.size(); ++i) check(network.frequency[i] > network.frequency[i - 1]);
  for (const auto& s : network.s) check(std::isfinite(s.real()) && std::isfinite(s.imag()));
  (void)link::evaluate(link::TouchstoneInputs{.data = file});
  for (const auto role : {link::ChannelRole::thru, link::ChannelRole::fext}) {
    for (const auto order : {link::PortOrder::detect, link::PortOrder::low_left, link::PortOrder::differential}) {
      Diagnostics diagnostics;
      const auto channel = link::usable_channel(file, {.role = role, .port_order = order}, link::PairPorts{}, unit::GHz,
                                                "a", diagnostics);
      check(channel.has_value() != diagnostics.has_errors());
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const char* name : {"a.s1p", "a.s2p", "a.s4p", "a.ts"}) {
    Diagnostics diagnostics;
    const auto file = link::parse_touchstone(text, name, diagnostics);
    check(file.has_value() != diagnostics.has_errors());
    if (file) check(*file);
  }
  return 0;
}
