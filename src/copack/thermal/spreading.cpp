// SPDX-License-Identifier: Apache-2.0
#include "copack/thermal/spreading.hpp"

#include <cmath>
#include <numbers>

namespace copack::thermal {
namespace {

constexpr double pi = std::numbers::pi;
const double sqrt_pi = std::sqrt(pi);

Length disc_radius(Area area) { return std::sqrt(area.si() / pi) * unit::m; }

}  // namespace

void describe(Fields& f, SpreadingInputs& x) {
  f("source_area", "mm2", x.source_area, "area of the source", required_positive);
  f("plate_area", "mm2", x.plate_area, "area of the plate, A", required_positive);
  f("thickness", "mm", x.thickness, "thickness of the plate, t", required_positive);
  f("conductivity", "W/(m*K)", x.conductivity, "conductivity of the plate, k", required_positive);
  f("h", "W/(m2*K)", x.h, "heat-transfer coefficient of the face opposite to the source", required_positive);
  f("power", "W", x.power, "heat released in the source, P", required);
}

void describe(Fields& f, SpreadingResults& x) {
  f("source_radius", "mm", x.source_radius, "radius of a disc of the source's area, a", by("sqrt(source_area / pi)"));
  f("plate_radius", "mm", x.plate_radius, "radius of a disc of the plate's area, b", by("sqrt(plate_area / pi)"));
  f("epsilon", "", x.epsilon, "relative source radius", by("source_radius / plate_radius"));
  f("tau", "", x.tau, "relative thickness", by("thickness / plate_radius"));
  f("biot", "", x.biot, "Biot number, Bi", by("h * plate_radius / conductivity"));
  f("lambda", "", x.lambda, "decay constant", by("pi + 1 / (sqrt(pi) * epsilon)"));
  f("phi", "", x.phi, "share of the plate and coolant",
    by("(tanh(lambda * tau) + lambda / biot) / (1 + lambda / biot * tanh(lambda * tau))"));
  f("psi_mean", "", x.psi_mean, "dimensionless resistance, mean",
    by("epsilon * tau / sqrt(pi) + 0.5 * (1 - epsilon)^1.5 * phi"));
  f("psi_max", "", x.psi_max, "dimensionless resistance, centre",
    by("epsilon * tau / sqrt(pi) + (1 - epsilon) * phi / sqrt(pi)"));
  f("convection", "K/W", x.convection, "resistance of the coolant face", by("1 / (h * plate_area)"));
  f("mean_resistance", "K/W", x.mean_resistance, "resistance to the mean of the source",
    by("psi_mean / (sqrt(pi) * conductivity * source_radius) + convection"));
  f("max_resistance", "K/W", x.max_resistance, "resistance to its centre",
    by("psi_max / (sqrt(pi) * conductivity * source_radius) + convection"));
  f("mean_rise", "K", x.mean_rise, "mean rise of the source above the coolant", by("power * mean_resistance"));
  f("max_rise", "K", x.max_rise, "rise of its centre", by("power * max_resistance"));
}

std::vector<Problem> validate(const SpreadingInputs& inputs) {
  std::vector<Problem> problems;
  if (inputs.source_area > inputs.plate_area) {
    problems.push_back({"source_area", "is larger than plate_area; a source must fit on its plate"});
  }
  return problems;
}

SpreadingResults evaluate(const SpreadingInputs& inputs) {
  SpreadingResults r;
  r.source_radius = disc_radius(inputs.source_area);
  r.plate_radius = disc_radius(inputs.plate_area);
  r.epsilon = r.source_radius / r.plate_radius;
  r.tau = inputs.thickness / r.plate_radius;
  r.biot = inputs.h * r.plate_radius / inputs.conductivity;
  r.lambda = pi + 1.0 / (sqrt_pi * r.epsilon);
  const double th = std::tanh(r.lambda * r.tau);
  r.phi = (th + r.lambda / r.biot) / (1.0 + r.lambda / r.biot * th);
  r.psi_mean = r.epsilon * r.tau / sqrt_pi + 0.5 * std::pow(1.0 - r.epsilon, 1.5) * r.phi;
  r.psi_max = r.epsilon * r.tau / sqrt_pi + (1.0 - r.epsilon) * r.phi / sqrt_pi;
  const auto scale = 1.0 / (sqrt_pi * inputs.conductivity * r.source_radius);
  r.convection = 1.0 / (inputs.h * inputs.plate_area);
  r.mean_resistance = r.psi_mean * scale + r.convection;
  r.max_resistance = r.psi_max * scale + r.convection;
  r.mean_rise = inputs.power * r.mean_resistance;
  r.max_rise = inputs.power * r.max_resistance;
  return r;
}

void describe(Fields& f, HalfSpaceInputs& x) {
  f("side", "mm", x.side, "side of the square source, s", required_positive);
  f("conductivity", "W/(m*K)", x.conductivity, "conductivity of the body, k", required_positive);
  f("power", "W", x.power, "heat released evenly in the square, P", required);
}

void describe(Fields& f, HalfSpaceResults& x) {
  f("mean_resistance", "K/W", x.mean_resistance, "resistance to the mean of the square",
    by("2 * (ln(1 + sqrt(2)) - (sqrt(2) - 1) / 3) / (pi * conductivity * side)"));
  f("centre_resistance", "K/W", x.centre_resistance, "resistance to its centre",
    by("2 * ln(1 + sqrt(2)) / (pi * conductivity * side)"));
  f("mean_rise", "K", x.mean_rise, "mean rise of the square", by("power * mean_resistance"));
  f("centre_rise", "K", x.centre_rise, "rise of its centre", by("power * centre_resistance"));
}

std::vector<Problem> validate(const HalfSpaceInputs& inputs) {
  std::vector<Problem> problems;
  if (!(inputs.side.si() > 0.0)) problems.push_back({"side", "must be above 0"});
  if (!(inputs.conductivity.si() > 0.0)) problems.push_back({"conductivity", "must be above 0"});
  return problems;
}

HalfSpaceResults evaluate(const HalfSpaceInputs& inputs) {
  const double centre = std::asinh(1.0);  // ln(1 + sqrt 2)
  const double mean = centre - (std::numbers::sqrt2 - 1.0) / 3.0;
  const auto scale = 2.0 / (pi * inputs.conductivity * inputs.side);
  HalfSpaceResults r;
  r.mean_resistance = mean * scale;
  r.centre_resistance = centre * scale;
  r.mean_rise = inputs.power * r.mean_resistance;
  r.centre_rise = inputs.power * r.centre_resistance;
  return r;
}

}  // namespace copack::thermal
