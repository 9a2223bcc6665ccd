// SPDX-License-Identifier: Apache-2.0
#include "copack/manufacturing/assembly.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace copack::manufacturing {
namespace {

std::size_t at(int index) { return static_cast<std::size_t>(index); }

int index_of(const std::vector<Item>& items, const std::string& name) {
  const auto it = std::ranges::find(items, name, &Item::name);
  return it == items.end() ? -1 : static_cast<int>(it - items.begin());
}

/// Depth-first walk from the product that lists every part after the parts it uses.
class Walk {
 public:
  explicit Walk(const Process& process) : process_(process), state_(process.parts.size(), State::unseen) {}

  /// @returns false at a circle or an unknown part; `path()` is then the way to it.
  bool visit(int part) {
    if (part < 0) return false;
    path_.push_back(part);
    if (state_[at(part)] == State::open) return false;
    if (state_[at(part)] == State::unseen) {
      state_[at(part)] = State::open;
      if (!visit_uses(process_.parts[at(part)])) return false;
      state_[at(part)] = State::done;
      order_.push_back(part);
    }
    path_.pop_back();
    return true;
  }

  [[nodiscard]] const std::vector<int>& order() const { return order_; }
  [[nodiscard]] const std::vector<int>& path() const { return path_; }

 private:
  enum class State : unsigned char { unseen, open, done };

  bool visit_uses(const Part& part) {
    for (int j = part.first_operation; j < part.end_operation; ++j) {
      const auto& op = process_.operations[at(j)];
      for (int i = op.first_use; i < op.end_use; ++i) {
        if (!visit(process_.uses[at(i)].part)) return false;
      }
    }
    return true;
  }

  const Process& process_;
  std::vector<State> state_;
  std::vector<int> order_;
  std::vector<int> path_;
};

Operation operation_of(const Step& s) {
  return {.sites = {s.yield, s.needed, s.fitted, s.rework_attempts, s.rework_success, s.correlation},
          .material = s.cost,
          .process = s.time * s.cost_rate,
          .test = s.test_cost,
          .rework = s.rework_cost,
          .coverage = s.coverage,
          .first_use = 0,
          .end_use = 0};
}

/// The graph as written, without its order.
Process graph_of(const ManufacturingInputs& inputs) {
  Process p;
  for (const auto& item : inputs.items) {
    Part part{item.cost, item.defect_level, static_cast<int>(p.operations.size()), 0};
    for (const auto& step : item.steps) {
      auto op = operation_of(step);
      op.first_use = static_cast<int>(p.uses.size());
      for (const auto& use : step.inputs) p.uses.push_back({index_of(inputs.items, use.item), use.quantity});
      op.end_use = static_cast<int>(p.uses.size());
      p.operations.push_back(op);
    }
    part.end_operation = static_cast<int>(p.operations.size());
    p.parts.push_back(part);
  }
  return p;
}

void check_step(const Step& s, const std::string& path, std::vector<Problem>& problems) {
  if (s.needed < 1 || s.needed > s.fitted) {
    problems.push_back(
        {path + ".needed", fmt::format("is {} of {} fitted sites; it must be 1 to fitted", s.needed, s.fitted)});
  }
  if (s.rework_attempts == 0 && s.rework_success > 0.0) {
    problems.push_back({path + ".rework_attempts", "is 0, so rework_success has no effect; set rework_attempts"});
  }
  if (s.time.si() > 0.0 && s.cost_rate.si() == 0.0) {
    problems.push_back({path + ".cost_rate", "is missing, so the time costs nothing; set it"});
  }
}

void check_items(const ManufacturingInputs& x, std::vector<Problem>& problems) {
  std::vector<std::string_view> names;
  names.reserve(x.items.size());
  for (const auto& item : x.items) names.push_back(item.name);
  const auto check_name = [&](std::string path, const std::string& name) {
    if (index_of(x.items, name) >= 0) return;
    problems.push_back({std::move(path), fmt::format("unknown item \"{}\"{}", name, did_you_mean(name, names))});
  };
  check_name("product", x.product);
  for (std::size_t i = 0; i < x.items.size(); ++i) {
    if (index_of(x.items, x.items[i].name) != static_cast<int>(i)) {
      problems.push_back(
          {fmt::format("items[{}].name", i),
           fmt::format("the name \"{}\" is taken by an earlier item; give each its own", x.items[i].name)});
    }
    for (std::size_t j = 0; j < x.items[i].steps.size(); ++j) {
      const auto& step = x.items[i].steps[j];
      const auto path = fmt::format("items[{}].steps[{}]", i, j);
      check_step(step, path, problems);
      for (std::size_t k = 0; k < step.inputs.size(); ++k) {
        check_name(fmt::format("{}.inputs[{}].item", path, k), step.inputs[k].item);
      }
    }
  }
}

void check_graph(const ManufacturingInputs& x, std::vector<Problem>& problems) {
  const auto graph = graph_of(x);
  Walk walk(graph);
  if (!walk.visit(index_of(x.items, x.product))) {
    std::string circle;
    for (const int part : walk.path()) circle += (circle.empty() ? "" : " -> ") + x.items[at(part)].name;
    problems.push_back({"items", fmt::format("an item is built from itself: {}", circle)});
    return;
  }
  for (std::size_t i = 0; i < x.items.size(); ++i) {
    if (std::ranges::count(walk.order(), static_cast<int>(i)) > 0) continue;
    problems.push_back(
        {fmt::format("items[{}]", i),
         fmt::format("\"{}\" is not part of the product; use it in a step or remove it", x.items[i].name)});
  }
}

void add_row(ManufacturingResults& r, StepResult row) {
  r.material += row.material;
  r.process += row.process;
  r.test += row.test;
  r.rework += row.rework;
  r.loss += row.loss;
  if (row.loss > r.binding_loss) {
    r.binding_item = row.item;
    r.binding_step = row.step;
    r.binding_loss = row.loss;
  }
  r.steps.push_back(std::move(row));
}

void add_waterfall(const Item& item, const Part& part, const Process& process, const Outcome& outcome,
                   const PartOutcome& p, ManufacturingResults& r) {
  if (part.cost.si() > 0.0 || part.defect_level > 0.0) {
    StepResult row{.item = item.name, .step = "purchase", .runs = p.starts, .unit_yield = 1.0 - part.defect_level};
    row.material = p.embedded * part.cost;
    row.loss = p.purchase_loss;
    add_row(r, std::move(row));
  }
  for (std::size_t j = 0; j < item.steps.size(); ++j) {
    const auto& op = process.operations[at(part.first_operation) + j];
    const auto& o = outcome.operations[at(part.first_operation) + j];
    add_row(r, {.item = item.name,
                .step = item.steps[j].name,
                .runs = o.runs,
                .time = o.runs * item.steps[j].time,
                .unit_yield = o.sites.yield,
                .rework_attempts = o.sites.attempts,
                .material = p.embedded * op.material,
                .process = p.embedded * op.process,
                .test = p.embedded * op.test,
                .rework = p.embedded * o.sites.attempts * op.rework,
                .loss = o.loss,
                .cost_slope = o.cost_slope});
  }
}

}  // namespace

std::vector<Problem> validate(const ManufacturingInputs& inputs) {
  std::vector<Problem> problems;
  check_items(inputs, problems);
  if (problems.empty()) check_graph(inputs, problems);
  if (!(inputs.volume > 0.0)) problems.push_back({"volume", "must be above 0 to share the non-recurring cost"});
  return problems;
}

Process compile(const ManufacturingInputs& inputs) {
  auto process = graph_of(inputs);
  Walk walk(process);
  if (walk.visit(index_of(inputs.items, inputs.product))) process.order = walk.order();
  return process;
}

ManufacturingResults evaluate(const ManufacturingInputs& inputs) {
  const auto process = compile(inputs);
  const auto outcome = assess(process);
  ManufacturingResults r;
  r.ships = outcome.ships;
  r.nre_per_unit = inputs.nre / inputs.volume;
  r.cost_per_good = r.unit_cost = std::numeric_limits<double>::infinity() * unit::USD;
  if (!r.ships) return r;

  for (std::size_t i = 0; i < inputs.items.size(); ++i) {
    const auto& p = outcome.parts[i];
    if (p.starts == 0.0) continue;  // not part of the product
    r.items.push_back(
        {inputs.items[i].name, p.alive, p.defect_level, p.cost_per_shipped, p.cost_per_good, p.starts, p.embedded});
    add_waterfall(inputs.items[i], process.parts[i], process, outcome, p, r);
  }
  const auto& product = outcome.parts[at(process.order.back())];
  r.cost_per_good = product.cost_per_good;
  r.unit_cost = r.cost_per_good + r.nre_per_unit;
  r.yield = product.alive;
  r.starts = product.starts;
  r.defect_level = product.defect_level;
  const auto waterfall = r.material + r.process + r.test + r.rework + r.loss;
  r.balance_residual = r.cost_per_good.si() == 0.0 ? 0.0 : waterfall / r.cost_per_good - 1.0;
  return r;
}

}  // namespace copack::manufacturing
