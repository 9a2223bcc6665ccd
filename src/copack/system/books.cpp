// SPDX-License-Identifier: Apache-2.0
#include "copack/system/books.hpp"

#include <fmt/format.h>

#include <utility>

#include "copack/system/purchases.hpp"

namespace copack::system {
namespace {

Purchase named(const Design& design, const PurchaseLine& line) {
  const auto level = line.level < 0 ? "" : choice_names(SwitchLevel{})[static_cast<std::size_t>(line.level)];
  Purchase purchase{.count = line.count,
                    .price = line.price,
                    .price_factor = line.price_factor,
                    .installation = line.installation,
                    .unit_price = line.unit_price(),
                    .cost = line.count * line.unit_price()};
  if (line.technology < 0) {
    purchase.item = fmt::format("{} switches", level);
    purchase.quote = "price";
    purchase.card = "platforms/" + design.platforms[static_cast<std::size_t>(line.level)].id;
    return purchase;
  }
  const auto& card = design.technologies[static_cast<std::size_t>(line.technology)];
  purchase.card = "technologies/" + card.id;
  purchase.quote = line.level < 0 ? "price.per_end" : "price.per_switch";
  purchase.item = line.level < 0 ? fmt::format("ends of {}, {}", card.name,
                                               choice_names(NetworkTier{})[static_cast<std::size_t>(line.tier)])
                                 : fmt::format("{} for {} switches", card.name, level);
  return purchase;
}

}  // namespace

Books books_of(const MoneyBasis& basis, const PlannedBuild& build, const economics::CostSide& side) {
  const auto& design = basis.design;
  Books books{.scale = build.accelerators / static_cast<double>(design.fabric.accelerators),
              .capital = side.capex,
              .mean_power = side.mean_power,
              .parts = parts_cost(basis),
              .labour_per_repair = design.organisation.labour_per_repair,
              .labour = labour_cost(basis),
              .repair = side.repair,
              .lost_accelerator_hours = side.lost_accelerator_hours_per_year};
  for_each_purchase(design, basis.sourcing, build.due, [&](const PurchaseLine& line) {
    if (line.count * line.unit_price() != Money{}) books.purchases.push_back(named(design, line));
  });
  return books;
}

void add_books(Trace& trace, const std::string& name, const Books& books, const Design& design) {
  const auto scope = fmt::format("{}.{}", design.alternative, name);
  // Within the whole alternative, so that formulas find its other models.
  trace.add_model(
      design.alternative, [](Fields&) {}, [&, shown = books](Fields& f) mutable { f(name, shown, "money"); });
  for (std::size_t k = 0; k < books.purchases.size(); ++k) {
    const auto& purchase = books.purchases[k];
    const auto line = fmt::format("{}.purchases[{}]", scope, k);
    trace.connect(line + ".cost", line + ".item");
    for (const auto& card : design.technologies) {
      if (card.price.basis != PriceBasis::cost_plus || purchase.card != "technologies/" + card.id) continue;
      if (purchase.quote != "price.per_end") continue;
      trace.connect(line + ".price", fmt::format("{}.{}.manufacturing.unit_cost", design.alternative, card.id));
    }
  }
}

void connect_sides(Trace& trace, const std::string& alternative, const std::string& baseline, std::size_t builds) {
  constexpr std::pair<const char*, const char*> fields[] = {
      {"capex", "capital"},
      {"mean_power", "mean_power"},
      {"repair", "repair"},
      {"lost_accelerator_hours_per_year", "lost_accelerator_hours"}};
  for (std::size_t b = 0; b < builds; ++b) {
    const auto npv = fmt::format("{}.npv[{}]", alternative, b);
    for (const auto& [side, book] : fields) {
      trace.connect(fmt::format("{}.alternative.{}", npv, side), fmt::format("{}.builds[{}].{}", alternative, b, book));
      trace.connect(fmt::format("{}.baseline.{}", npv, side), fmt::format("{}.builds[{}].{}", baseline, b, book));
    }
  }
}

void describe(Fields& f, Purchase& x) {
  f("item", x.item, "what is bought");
  f("card", x.card, "whose price it is");
  f("quote", x.quote, "field of the card that holds the price");
  f("count", "", x.count, "how many, in one cluster");
  f("price", "USD", x.price, "of one, in the year of the card");
  f("price_factor", "", x.price_factor, "fall of the price to the year of purchase, (1 - yearly decline)^years");
  f("installation", "USD", x.installation, "of one");
  f("unit_price", "USD", x.unit_price, "of one, installed", by("price * price_factor + installation"));
  f("cost", "MUSD", x.cost, "of all", by("count * unit_price"));
}

void describe(Fields& f, Books& x) {
  f("scale", "", x.scale, "accelerators of the build over those of the cluster");
  f("purchases", x.purchases, "what is bought for the network of one cluster");
  f("capital", "MUSD", x.capital, "switches and links of the build", by("scale * sum(purchases.cost)"));
  f("mean_power", "kW", x.mean_power, "of the network at the meter", by("scale * cost.network_power * cost.pue"));
  f("parts", "USD/year", x.parts, "spare parts of one cluster",
    by("sum(reliability.classes.removals * reliability.classes.spare.unit_cost)"));
  f("labour_per_repair", "h", x.labour_per_repair, "desk and travel beside the hands-on time");
  f("labour", "USD/year", x.labour, "of repairs, one cluster",
    by("cost.labour_rate * (reliability.labour_hours_per_year + reliability.removals * labour_per_repair)"));
  f("repair", "USD/year", x.repair, "parts and labour of the build", by("scale * (parts + labour)"));
  f("lost_accelerator_hours", "", x.lost_accelerator_hours, "accelerator-hours without useful work a year",
    by("scale * reliability.lost_total * cost.load"));
}

}  // namespace copack::system
