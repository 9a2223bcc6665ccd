// SPDX-License-Identifier: Apache-2.0
#include "copack/manufacturing/process.hpp"

#include <algorithm>
#include <cmath>

#include "copack/manufacturing/test_escape.hpp"

namespace copack::manufacturing {
namespace {

std::size_t at(int index) { return static_cast<std::size_t>(index); }

/// One evaluation; the members are swept over in the order of the functions.
class Assessment {
 public:
  explicit Assessment(const Process& process)
      : process_(process), top_down_(process.order.rbegin(), process.order.rend()) {
    out_.parts.resize(process.parts.size());
    out_.operations.resize(process.operations.size());
  }

  Outcome run() {
    if (process_.order.empty()) return std::move(out_);
    for (const int part : process_.order) flow(part);
    const auto& product = out_.parts[at(process_.order.back())];
    out_.ships = product.good > 0.0 && std::isfinite(product.cost_per_good.si());
    if (!out_.ships) return std::move(out_);
    count_units();
    for (const int part : process_.order) attribute_losses(part);
    differentiate();
    return std::move(out_);
  }

 private:
  [[nodiscard]] bool is_product(int part) const { return part == process_.order.back(); }

  /// Cost and incoming quality of what an operation builds in: each of its n sites takes an n-th of every item.
  void build_in(const Operation& op, OperationOutcome& o) const {
    o.own_cost = op.material + op.process + op.test;
    for (int i = op.first_use; i < op.end_use; ++i) {
      const auto& use = process_.uses[at(i)];
      const auto& item = out_.parts[at(use.part)];
      o.own_cost += use.quantity * item.cost_per_shipped;
      if (item.defect_level > 0.0) o.incoming *= std::pow(1.0 - item.defect_level, use.quantity / op.sites.fitted);
    }
  }

  /// Streams of good and bad units through one part, and what they cost.
  void flow(int index) {
    const auto& part = process_.parts[at(index)];
    auto& r = out_.parts[at(index)];
    r.alive = 1.0;
    r.good = 1.0 - part.defect_level;
    Money spent = part.cost;  // per started unit
    Money sunk = part.cost;   // in one unit that is alive
    for (int j = part.first_operation; j < part.end_operation; ++j) {
      const auto& op = process_.operations[at(j)];
      auto& o = out_.operations[at(j)];
      build_in(op, o);
      Sites sites = op.sites;
      sites.yield *= o.incoming;
      o.sites = make_sites(sites);
      o.own_cost += o.sites.attempts * op.rework;
      o.sunk = sunk += o.own_cost;
      o.alive = r.alive;
      spent += r.alive * o.own_cost;
      r.good *= o.sites.yield;
      r.alive *= pass_fraction(std::min(1.0, r.good / r.alive), op.coverage);
    }
    r.defect_level = std::max(0.0, 1.0 - r.good / r.alive);
    r.cost_per_shipped = spent / r.alive;
    r.cost_per_good = spent / r.good;
  }

  /// Units started and built in for one good product, from the product down.
  void count_units() {
    std::vector<double> shipped(process_.parts.size(), 0.0);
    out_.parts[at(process_.order.back())].embedded = 1.0;
    for (const int index : top_down_) {
      const auto& part = process_.parts[at(index)];
      auto& r = out_.parts[at(index)];
      r.starts = is_product(index) ? 1.0 / r.good : shipped[at(index)] / r.alive;
      for (int j = part.first_operation; j < part.end_operation; ++j) {
        const auto& op = process_.operations[at(j)];
        auto& o = out_.operations[at(j)];
        o.runs = r.starts * o.alive;
        for (int i = op.first_use; i < op.end_use; ++i) {
          const auto& use = process_.uses[at(i)];
          shipped[at(use.part)] += o.runs * use.quantity;
          out_.parts[at(use.part)].embedded += r.embedded * use.quantity;
        }
      }
    }
  }

  /// What was sunk in the units that a step turned bad, wherever a later test (or the customer) finds them. Bad units
  /// that leave a part are paid for where they are built in.
  void attribute_losses(int index) {
    const auto& part = process_.parts[at(index)];
    auto& r = out_.parts[at(index)];
    const double scale = r.embedded / (is_product(index) ? r.good : r.alive);
    double alive_after = r.alive;
    double good_after = r.good;
    const int last = part.end_operation - 1;
    const auto in_the_end = last < part.first_operation ? part.cost : out_.operations[at(last)].sunk;
    Money expected = is_product(index) ? in_the_end : Money{};  // lost per bad unit
    for (int j = last; j >= part.first_operation; --j) {
      auto& o = out_.operations[at(j)];
      const double bad = o.alive - good_after;
      const double scrapped = bad > 0.0 ? (o.alive - alive_after) / bad : 0.0;
      expected = scrapped * o.sunk + (1.0 - scrapped) * expected;
      const double good_before = good_after / o.sites.yield;
      o.loss = scale * (good_before - good_after) * expected;
      alive_after = o.alive;
      good_after = good_before;
    }
    r.purchase_loss = scale * part.defect_level * expected;
  }

  /// Reverse sweep in u = ln g and v = ln a, in which the streams are linear: u' = u + ln y, v' = (1 - T) v + T u'.
  void differentiate() {
    std::vector<double> to_cost(process_.parts.size(), 0.0);     // d cost / d cost_per_shipped of a part
    std::vector<double> to_defects(process_.parts.size(), 0.0);  // d cost / d defect_level of a part, USD
    for (const int index : top_down_) {
      const auto& part = process_.parts[at(index)];
      const auto& r = out_.parts[at(index)];
      const bool product = is_product(index);
      const double pure = r.good / r.alive;
      const double bar_spent = product ? 1.0 / r.good : to_cost[at(index)] / r.alive;
      double bar_u = product ? -r.cost_per_good.si() : -to_defects[at(index)] * pure;
      double bar_v = product ? 0.0 : to_defects[at(index)] * pure - to_cost[at(index)] * r.cost_per_shipped.si();
      for (int j = part.end_operation - 1; j >= part.first_operation; --j) {
        const auto& op = process_.operations[at(j)];
        auto& o = out_.operations[at(j)];
        const double bar_own = bar_spent * o.alive;
        bar_u += op.coverage * bar_v;
        bar_v = (1.0 - op.coverage) * bar_v + bar_own * o.own_cost.si();
        const double bar_site =
            bar_u * o.sites.yield_slope / o.sites.yield + bar_own * op.rework.si() * o.sites.attempts_slope;
        o.cost_slope = bar_site * o.incoming * unit::USD;
        for (int i = op.first_use; i < op.end_use; ++i) {
          const auto& use = process_.uses[at(i)];
          const double good_item = 1.0 - out_.parts[at(use.part)].defect_level;
          to_cost[at(use.part)] += bar_own * use.quantity;
          to_defects[at(use.part)] -=
              bar_site * op.sites.yield * o.incoming * use.quantity / (op.sites.fitted * good_item);
        }
      }
    }
  }

  const Process& process_;
  std::vector<int> top_down_;  ///< each part before the parts it uses
  Outcome out_;
};

}  // namespace

Outcome assess(const Process& process) { return Assessment(process).run(); }

}  // namespace copack::manufacturing
