// SPDX-License-Identifier: Apache-2.0
#include "copack/manufacturing/test_escape.hpp"

#include <cmath>

namespace copack::manufacturing {

void describe(Fields& f, TestEscapeInputs& x) {
  f("yield", "", x.yield, "share of good units before the test, Y", {0.0, 1.0, true});
  f("coverage", "", x.coverage, "share of faults the test sees, T", {0.0, 1.0, true});
  f("unit_cost", "USD", x.unit_cost, "spent on a unit before the test", non_negative);
  f("test_cost", "USD", x.test_cost, "cost of testing a unit", non_negative);
}

void describe(Fields& f, TestEscapeResults& x) {
  f("pass_fraction", "", x.pass_fraction, "share of units that pass", by("yield^coverage"));
  f("good", "", x.good, "share that pass and are good", by("yield"));
  f("escape", "", x.escape, "share that pass and are bad", by("pass_fraction - good"));
  f("scrap", "", x.scrap, "share that fail", by("1 - pass_fraction"));
  f("defect_level", "", x.defect_level, "share of bad units among the passed, DL", by("1 - yield^(1 - coverage)"));
  f("cost_per_passed", "USD", x.cost_per_passed, "cost per unit that passes",
    by("(unit_cost + test_cost) / pass_fraction"));
  f("cost_per_good", "USD", x.cost_per_good, "cost per good unit", by("(unit_cost + test_cost) / good"));
}

std::vector<Problem> validate(const TestEscapeInputs& inputs) {
  std::vector<Problem> problems;
  if (!(inputs.yield > 0.0)) problems.push_back({"yield", "must be above 0, else no good unit exists"});
  return problems;
}

double pass_fraction(double yield, double coverage) {
  if (coverage == 0.0) return 1.0;
  return coverage == 1.0 ? yield : std::pow(yield, coverage);
}

TestEscapeResults evaluate(const TestEscapeInputs& inputs) {
  const auto spent = inputs.unit_cost + inputs.test_cost;
  TestEscapeResults r;
  r.pass_fraction = pass_fraction(inputs.yield, inputs.coverage);
  r.good = inputs.yield;
  r.escape = r.pass_fraction - r.good;
  r.scrap = 1.0 - r.pass_fraction;
  r.defect_level = 1.0 - pass_fraction(inputs.yield, 1.0 - inputs.coverage);
  r.cost_per_passed = spent / r.pass_fraction;
  r.cost_per_good = spent / r.good;
  return r;
}

}  // namespace copack::manufacturing
