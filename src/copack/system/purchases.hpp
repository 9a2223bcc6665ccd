// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "copack/system/design.hpp"
#include "copack/system/sourcing.hpp"

namespace copack::system {

/// One line of the bill of a cluster's network, without words.
struct PurchaseLine {
  int level = -1;       ///< of the boxes, -1: ends of a tier
  int tier = -1;        ///< of the ends
  int technology = -1;  ///< index into Design::technologies, -1: the box itself
  double count = 0.0;
  Money price;                ///< in the year of the card
  double price_factor = 1.0;  ///< to the year of purchase
  Money installation;

  [[nodiscard]] Money unit_price() const { return price * price_factor + installation; }
};

/// Calls `take` for every line: the boxes of a level and what each technology present adds to them, then the ends of
/// each tier.
template <class Take>
void for_each_purchase(const Design& design, const Sourcing& sourcing, double year, const Take& take) {
  const auto levels = box_ports(design.counts);
  for (std::size_t level = 0; level < levels.size(); ++level) {
    const auto& boxes = levels[level];
    const int at = static_cast<int>(level);
    take(PurchaseLine{.level = at, .count = boxes.boxes, .price = design.platforms[level].price});
    for (std::size_t i = 0; i < design.technologies.size(); ++i) {
      bool present = false;
      for (std::size_t t = 0; t < network_tiers; ++t) {
        present = present || (design.technology_of_tier[t] == static_cast<int>(i) && boxes.per_box[t] > 0.0);
      }
      const auto premium = design.technologies[i].price.per_switch;
      if (present) {
        take(PurchaseLine{.level = at, .technology = static_cast<int>(i), .count = boxes.boxes, .price = premium});
      }
    }
  }
  for (std::size_t t = 0; t < network_tiers; ++t) {
    const int i = design.technology_of_tier[t];
    if (i < 0) continue;
    const auto& card = design.technologies[static_cast<std::size_t>(i)];
    take(PurchaseLine{.tier = static_cast<int>(t),
                      .technology = i,
                      .count = tier_ends(design.counts, static_cast<NetworkTier>(t)).total(),
                      .price = sourcing.technologies[static_cast<std::size_t>(i)].price_per_end,
                      .price_factor = price_factor(card, year),
                      .installation = card.price.installation_per_end});
  }
}

}  // namespace copack::system
