// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <map>

#include "copack/catalog/value.hpp"

namespace copack::catalog {

/// Price level by year, to express money of different years in dollars of one year.
struct PriceIndex {
  std::map<int, double> level;
  int money_year = 0;  ///< year whose dollars all money is converted to

  /// Factor from dollars of `year` to dollars of `money_year`; years outside the table take its nearest end.
  [[nodiscard]] double factor(int year) const;
};

/// Reads `price_index.toml`. @throws InputError.
PriceIndex read_price_index(const std::filesystem::path& file, int money_year);

/// Converts a value of money to the index's year, range included; other values stay. The year of the statement is kept.
void convert_money(Value& value, const PriceIndex& index);

}  // namespace copack::catalog
