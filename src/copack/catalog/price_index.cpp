// SPDX-License-Identifier: Apache-2.0
#include "copack/catalog/price_index.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <string>

#include "copack/units/parse.hpp"

namespace copack::catalog {

double PriceIndex::factor(int year) const {
  if (level.empty() || year == 0) return 1.0;
  const auto at = [&](int y) {
    const auto next = level.lower_bound(y);
    return next == level.end() ? level.rbegin()->second : next->second;
  };
  return at(money_year) / at(year);
}

PriceIndex read_price_index(const std::filesystem::path& file, int money_year) {
  PriceIndex index{.money_year = money_year};
  const Node root = read_toml(file);
  const Node* levels = root.find("level");
  if (levels == nullptr || levels->kind != Node::Kind::table || levels->keys.empty())
    throw InputError(root.where, "needs a table [level] of year = index");
  for (std::size_t i = 0; i < levels->keys.size(); ++i) {
    const int year = std::atoi(levels->keys[i].c_str());
    if (year < 1900 || !levels->items[i].is_number() || !(levels->items[i].real > 0.0)) {
      throw InputError(levels->key_places[i], "a level is a positive number under a year");
    }
    index.level[year] = levels->items[i].real;
  }
  return index;
}

void convert_money(Value& value, const PriceIndex& index) {
  const auto unit = parse_unit(value.unit);
  if (!unit || unit->dimension.USD == 0 || value.is_text()) return;
  const double factor = std::pow(index.factor(value.year), unit->dimension.USD);
  value.nominal *= factor;
  if (!value.spread) return;
  value.spread->nominal *= factor;
  value.spread->low *= factor;
  value.spread->high *= factor;
}

}  // namespace copack::catalog
