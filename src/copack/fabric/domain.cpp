// SPDX-License-Identifier: Apache-2.0
#include "copack/fabric/domain.hpp"

#include <algorithm>
#include <array>
#include <limits>

namespace copack::fabric {

CommunicationDomain communication_domain(std::span<const Reach> networks, std::int64_t ranks, std::int64_t stride) {
  CommunicationDomain domain;
  std::int64_t joined = 1;
  for (const auto& network : networks.first(std::min<std::size_t>(networks.size(), max_levels))) {
    if (joined >= ranks) break;
    const bool joins_all = network.accelerators == 0 || &network == &networks.back();
    const auto within =
        joins_all ? ranks
                  : std::clamp<std::int64_t>(network.accelerators / std::max<std::int64_t>(1, stride), 1, ranks);
    const auto r = (within + joined - 1) / joined;
    if (r < 2) continue;
    domain.add({.ranks = static_cast<int>(std::min<std::int64_t>(r, std::numeric_limits<int>::max())),
                .bandwidth = network.bandwidth,
                .latency = network.latency});
    joined *= r;
  }
  return domain;
}

CommunicationDomain communication_domain(const FabricResults& fabric, std::int64_t ranks, std::int64_t stride) {
  std::array<Reach, max_levels> networks;
  std::size_t n = 0;
  for (const auto& tier : fabric.tiers) {
    if (n < networks.size()) {
      networks[n++] = {.accelerators = tier.reach, .bandwidth = tier.effective_bandwidth, .latency = tier.path_latency};
    }
  }
  return communication_domain(std::span(networks).first(n), ranks, stride);
}

}  // namespace copack::fabric
