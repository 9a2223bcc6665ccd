// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "copack/system/design.hpp"
#include "copack/system/money.hpp"
#include "copack/system/trace.hpp"

/// The money of one build line by line, for those who trace a figure to its sources.
namespace copack::system {

/// Something bought for the network: boxes of a level, what a technology adds to each of them, ends of a tier.
struct Purchase {
  std::string item;
  std::string card;   ///< "platforms/..." or "technologies/...": whose price it is
  std::string quote;  ///< field of the card that holds it
  double count = 0.0;
  Money price;                ///< in the year of the card
  double price_factor = 1.0;  ///< its fall to the year of purchase
  Money installation;
  Money unit_price;
  Money cost;
};
void describe(Fields& f, Purchase& x);

/// What a build costs to make and to run. Yearly figures are those of a full year.
struct Books {
  double scale = 1.0;  ///< accelerators of the build over those of the cluster
  std::vector<Purchase> purchases;
  Money capital;
  Power mean_power;  ///< at the meter
  MoneyPerTime parts;
  Time labour_per_repair;
  MoneyPerTime labour;
  MoneyPerTime repair;
  double lost_accelerator_hours = 0.0;
};
void describe(Fields& f, Books& x);

/// The books of a build whose cost side is `side`.
Books books_of(const MoneyBasis& basis, const PlannedBuild& build, const economics::CostSide& side);

/// Adds the books under `name` of the design's alternative, with where prices come from that are computed.
void add_books(Trace& trace, const std::string& name, const Books& books, const Design& design);

/// Says that the two sides of the comparison of every build come from the books of an alternative and of the baseline.
void connect_sides(Trace& trace, const std::string& alternative, const std::string& baseline, std::size_t builds);

}  // namespace copack::system
