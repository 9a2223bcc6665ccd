// SPDX-License-Identifier: Apache-2.0
#include "copack/manufacturing/learning.hpp"

#include <cmath>

namespace copack::manufacturing {

void describe(Fields& f, LearningInputs& x) {
  f("first_cost", "USD", x.first_cost, "cost of a unit at first_volume, c1", required_positive);
  f("first_volume", "", x.first_volume, "cumulative units, n1", required_positive);
  f("later_cost", "USD", x.later_cost, "cost of a unit at later_volume, c2", required_positive);
  f("later_volume", "", x.later_volume, "cumulative units, n2", required_positive);
  f("volume", "", x.volume, "cumulative units at which the cost is wanted, n", required_positive);
}

void describe(Fields& f, LearningResults& x) {
  f("exponent", "", x.exponent, "Wright exponent, b",
    by("ln(first_cost / later_cost) / ln(later_volume / first_volume)"));
  f("learning_rate", "", x.learning_rate, "cost reduction per doubling of volume", by("1 - 2^(-exponent)"));
  f("cost", "USD", x.cost, "cost of a unit at volume", by("first_cost * (volume / first_volume)^(-exponent)"));
}

std::vector<Problem> validate(const LearningInputs& inputs) {
  std::vector<Problem> problems;
  if (inputs.first_volume == inputs.later_volume) {
    problems.push_back({"later_volume", "equals first_volume; a slope needs two different volumes"});
  }
  return problems;
}

double wright_factor(double volume_ratio, double exponent) { return std::pow(volume_ratio, -exponent); }

double wright_exponent(double learning_rate) { return -std::log2(1.0 - learning_rate); }

LearningResults evaluate(const LearningInputs& inputs) {
  LearningResults r;
  r.exponent = std::log(inputs.first_cost / inputs.later_cost) / std::log(inputs.later_volume / inputs.first_volume);
  r.learning_rate = 1.0 - std::exp2(-r.exponent);
  r.cost = inputs.first_cost * wright_factor(inputs.volume / inputs.first_volume, r.exponent);
  return r;
}

}  // namespace copack::manufacturing
