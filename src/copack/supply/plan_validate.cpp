// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "copack/supply/plan.hpp"

namespace copack::supply {
namespace {

using Problems = std::vector<Problem>;

double start_of(const SupplyInputs& in) { return in.start_year + (in.start_quarter - 1) / 4.0; }

std::vector<std::string_view> item_names(const SupplyInputs& in) {
  std::vector<std::string_view> names;
  names.reserve(in.items.size());
  for (const auto& item : in.items) names.push_back(item.name);
  return names;
}

bool known(std::span<const std::string_view> names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

void check_supplier(Problems& out, const std::string& path, const Supplier& s, double start) {
  if (!(s.capacity >= 0.0)) out.push_back({path + ".capacity", "must not be negative"});
  if (!(s.yield > 0.0))
    out.push_back({path + ".yield", "is 0: nothing good would come out; give the capacity 0 instead"});
  double before = start;
  for (std::size_t p = 0; p < s.later.size(); ++p) {
    if (s.later[p].date > before) {
      before = s.later[p].date;
      continue;
    }
    out.push_back(
        {fmt::format("{}.later[{}].date", path, p),
         fmt::format("{} is not after {}; dates are calendar years in rising order", s.later[p].date, before)});
  }
}

void check_item(Problems& out, const std::string& path, const Item& item, std::span<const std::string_view> names,
                double start) {
  for (std::size_t j = 0; j < item.inputs.size(); ++j) {
    const auto& input = item.inputs[j];
    const auto at = fmt::format("{}.inputs[{}]", path, j);
    if (!known(names, input.item)) {
      out.push_back({at + ".item", fmt::format("unknown item \"{}\"{}", input.item, did_you_mean(input.item, names))});
    }
    if (!(input.quantity > 0.0)) out.push_back({at + ".quantity", "must be above 0"});
    if (std::count_if(item.inputs.begin(), item.inputs.end(),
                      [&](const Ingredient& x) { return x.item == input.item; }) > 1) {
      out.push_back({at + ".item", fmt::format("\"{}\" is listed twice; give one line with the sum", input.item)});
    }
  }
  if (item.inputs.empty() && item.suppliers.empty() && !(item.stock > 0.0)) {
    out.push_back(
        {path, fmt::format("\"{}\" has no inputs, no suppliers and no stock, so nothing that needs it can be made",
                           item.name)});
  }
  for (std::size_t k = 0; k < item.suppliers.size(); ++k) {
    check_supplier(out, fmt::format("{}.suppliers[{}]", path, k), item.suppliers[k], start);
  }
}

/// Depth-first walk that remembers the way, so that a cycle can be named.
class CycleFinder {
 public:
  CycleFinder(const SupplyInputs& in, Problems& out) : in_(in), out_(out), done_(in.items.size(), false) {}

  void visit(std::string_view name) {
    const auto at = std::ranges::find(in_.items, name, &Item::name);
    if (at == in_.items.end()) return;
    const auto again = std::ranges::find(way_, name);
    if (again != way_.end()) {
      out_.push_back({"items", fmt::format("the bill of materials goes round: {} -> {}",
                                           fmt::join(again, way_.end(), " -> "), name)});
      return;
    }
    const auto i = static_cast<std::size_t>(at - in_.items.begin());
    if (done_[i]) return;
    way_.push_back(name);
    for (const auto& input : at->inputs) visit(input.item);
    way_.pop_back();
    done_[i] = true;
  }

 private:
  const SupplyInputs& in_;
  Problems& out_;
  std::vector<bool> done_;
  std::vector<std::string_view> way_;
};

void check_builds(Problems& out, const SupplyInputs& in) {
  const double end = start_of(in) + in.quarters / 4.0;
  if (in.builds.empty()) out.push_back({"builds", "give at least one build"});
  for (std::size_t b = 0; b < in.builds.size(); ++b) {
    const double due = in.builds[b].due;
    if (due >= start_of(in) && due <= end) continue;
    out.push_back(
        {fmt::format("builds[{}].due", b),
         fmt::format("{} is outside the plan, {} to {}; change the start or `quarters`", due, start_of(in), end)});
  }
}

}  // namespace

std::vector<Problem> validate(const SupplyInputs& in) {
  Problems out;
  const auto names = item_names(in);
  if (!known(names, in.product)) {
    out.push_back({"product", fmt::format("unknown item \"{}\"{}", in.product, did_you_mean(in.product, names))});
  }
  for (std::size_t i = 0; i < in.items.size(); ++i) {
    const auto path = fmt::format("items[{}]", i);
    if (in.items[i].name.empty()) out.push_back({path + ".name", "give the item a name"});
    if (std::ranges::count(names, names[i]) > 1)
      out.push_back({path + ".name", fmt::format("\"{}\" is used twice", names[i])});
    check_item(out, path, in.items[i], names, start_of(in));
  }
  CycleFinder cycles(in, out);
  for (const auto name : names) cycles.visit(name);
  check_builds(out, in);
  return out;
}

}  // namespace copack::supply
