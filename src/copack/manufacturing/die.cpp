// SPDX-License-Identifier: Apache-2.0
#include "copack/manufacturing/die.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace copack::manufacturing {
namespace {

constexpr double pi = std::numbers::pi;

/// (1 - exp(-x)) / x, smooth at 0
double mean_decay(double x) { return x == 0.0 ? 1.0 : -std::expm1(-x) / x; }

double gross_dies(const DieInputs& in) {
  const auto side = std::sqrt(in.area.si()) * unit::m;
  const auto pitch_area = in.area + 2.0 * (in.scribe * side) + in.scribe * in.scribe;
  const auto usable = in.wafer_diameter - 2.0 * in.edge_loss;
  const double whole = 0.25 * pi * (usable * usable / pitch_area);
  const double cut_by_rim = pi * (usable.si() / std::sqrt(2.0 * pitch_area.si()));
  return std::max(0.0, whole - cut_by_rim);
}

}  // namespace

std::span<const std::string_view> choice_names(YieldLaw /*law*/) {
  static constexpr std::array<std::string_view, 6> names{"poisson",           "murphy",        "seeds",
                                                         "negative-binomial", "bose-einstein", "fixed"};
  return names;
}

void describe(Fields& f, DieInputs& x) {
  f("area", "mm2", x.area, "die area, A", required_positive);
  f("wafer_cost", "USD", x.wafer_cost, "price of a processed wafer", non_negative);
  f("defect_density", "1/cm2", x.defect_density, "defect density, D0", non_negative);
  f("law", x.law, "yield law");
  f("clustering", "", x.clustering, "clustering of the negative-binomial law, alpha", positive);
  f("critical_layers", "", x.critical_layers, "critical layers of the Bose-Einstein law, N", positive);
  f("fixed_yield", "", x.fixed_yield, "yield of the law \"fixed\"", fraction);
  f("wafer_diameter", "mm", x.wafer_diameter, "wafer diameter, d", positive);
  f("scribe", "mm", x.scribe, "width of the cut between dies, s", non_negative);
  f("edge_loss", "mm", x.edge_loss, "unused rim of the wafer, e", non_negative);
}

void describe(Fields& f, DieResults& x) {
  f("defects", "", x.defects, "mean defects per die, x", by("area * defect_density"));
  f("yield", "", x.yield, "share of good dies, Y");
  f("gross_dies", "", x.gross_dies, "dies per wafer",
    by("pi * (wafer_diameter / 2 - edge_loss)^2 / (sqrt(area) + scribe)^2"
       " - pi * (wafer_diameter - 2 * edge_loss) / (sqrt(2) * (sqrt(area) + scribe))"));
  f("good_dies", "", x.good_dies, "good dies per wafer", by("gross_dies * yield"));
  f("raw_cost", "USD", x.raw_cost, "cost of a die, good or bad", by("wafer_cost / gross_dies"));
  f("good_cost", "USD", x.good_cost, "cost of a known good die", by("raw_cost / yield"));
  f("defect_cost", "USD", x.defect_cost, "share of it that pays for bad dies", by("good_cost - raw_cost"));
}

std::vector<Problem> validate(const DieInputs& inputs) {
  std::vector<Problem> problems;
  if (2.0 * inputs.edge_loss >= inputs.wafer_diameter) {
    problems.push_back({"edge_loss", "leaves nothing of the wafer; it must be below half of wafer_diameter"});
  } else if (gross_dies(inputs) < 1.0) {
    problems.push_back({"area", "fewer than one die fits on the wafer; check area and wafer_diameter"});
  }
  if (inputs.law == YieldLaw::fixed && inputs.fixed_yield <= 0.0) {
    problems.push_back({"fixed_yield", "must be above 0, else no die is good"});
  }
  return problems;
}

double die_yield(const DieInputs& law, double defects) {
  const double x = defects;
  switch (law.law) {
    case YieldLaw::poisson:
      return std::exp(-x);
    case YieldLaw::murphy:
      return mean_decay(x) * mean_decay(x);
    case YieldLaw::seeds:
      return 1.0 / (1.0 + x);
    case YieldLaw::negative_binomial:
      return std::pow(1.0 + x / law.clustering, -law.clustering);
    case YieldLaw::bose_einstein:
      return std::pow(1.0 + x, -law.critical_layers);
    case YieldLaw::fixed:
      return law.fixed_yield;
  }
  return 0.0;
}

DieResults evaluate(const DieInputs& inputs) {
  DieResults r;
  r.defects = inputs.area * inputs.defect_density;
  r.yield = die_yield(inputs, r.defects);
  r.gross_dies = gross_dies(inputs);
  r.good_dies = r.gross_dies * r.yield;
  r.raw_cost = inputs.wafer_cost / r.gross_dies;
  r.good_cost = r.raw_cost / r.yield;
  r.defect_cost = r.good_cost - r.raw_cost;
  return r;
}

}  // namespace copack::manufacturing
