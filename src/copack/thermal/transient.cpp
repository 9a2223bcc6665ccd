// SPDX-License-Identifier: Apache-2.0
#include "copack/thermal/transient.hpp"

#include <cmath>
#include <numbers>

namespace copack::thermal {
namespace {

constexpr double pi = std::numbers::pi;

/// Root n = 0, 1, ... of z tan z = Bi, in (n pi, (n + 1/2) pi). With z = n pi + y, bisection on
/// (n pi + y) sin y - Bi cos y, which rises from -Bi to (n + 1/2) pi.
double root(int n, double biot) {
  constexpr int bisections = 60;
  const double base = n * pi;
  double low = 0.0;
  double high = 0.5 * pi;
  for (int i = 0; i < bisections; ++i) {
    const double y = 0.5 * (low + high);
    ((base + y) * std::sin(y) < biot * std::cos(y) ? low : high) = y;
  }
  return base + 0.5 * (low + high);
}

}  // namespace

void describe(Fields& f, SemiInfiniteInputs& x) {
  f("flux", "W/m2", x.flux, "heat flux into the face, q", required);
  f("conductivity", "W/(m*K)", x.conductivity, "conductivity, k", required_positive);
  f("heat_capacity", "J/(m3*K)", x.heat_capacity, "volumetric heat capacity, cv", required_positive);
  f("time", "us", x.time, "time after the power step, t", required_positive);
  f("depth", "um", x.depth, "depth below the face, x", non_negative);
}

void describe(Fields& f, SemiInfiniteResults& x) {
  f("diffusivity", "mm2/s", x.diffusivity, "diffusivity, alpha", by("conductivity / heat_capacity"));
  f("diffusion_length", "um", x.diffusion_length, "depth reached", by("sqrt(diffusivity * time)"));
  f("surface_rise", "K", x.surface_rise, "rise of the face",
    by("2 * flux / conductivity * diffusion_length / sqrt(pi)"));
  f("rise", "K", x.rise, "rise at depth",
    by("surface_rise * exp(-(depth / (2 * diffusion_length))^2)"
       " - flux * depth / conductivity * erfc(depth / (2 * diffusion_length))"));
}

std::vector<Problem> validate(const SemiInfiniteInputs& inputs) {
  std::vector<Problem> problems;
  if (!(inputs.time.si() > 0.0)) problems.push_back({"time", "must be above 0"});
  if (inputs.depth.si() < 0.0) problems.push_back({"depth", "must not be negative"});
  return problems;
}

SemiInfiniteResults evaluate(const SemiInfiniteInputs& inputs) {
  SemiInfiniteResults r;
  r.diffusivity = inputs.conductivity / inputs.heat_capacity;
  r.diffusion_length = std::sqrt((r.diffusivity * inputs.time).si()) * unit::m;
  r.surface_rise = 2.0 / std::sqrt(pi) * (inputs.flux * r.diffusion_length / inputs.conductivity);
  const double xi = inputs.depth / (2.0 * r.diffusion_length);
  r.rise = r.surface_rise * std::exp(-xi * xi) - inputs.flux * inputs.depth / inputs.conductivity * std::erfc(xi);
  return r;
}

void describe(Fields& f, PlaneWallInputs& x) {
  f("flux", "W/m2", x.flux, "heat flux into the heated face, q", required);
  f("thickness", "mm", x.thickness, "thickness, L", required_positive);
  f("conductivity", "W/(m*K)", x.conductivity, "conductivity, k", required_positive);
  f("heat_capacity", "J/(m3*K)", x.heat_capacity, "volumetric heat capacity, cv", required_positive);
  f("h", "W/(m2*K)", x.h, "heat-transfer coefficient of the cooled face", required_positive);
  f("time", "s", x.time, "time after the power step, t", required_positive);
}

void describe(Fields& f, PlaneWallResults& x) {
  f("biot", "", x.biot, "Biot number, Bi", by("h * thickness / conductivity"));
  f("fourier", "", x.fourier, "Fourier number, Fo", by("conductivity / heat_capacity * time / thickness^2"));
  f("lumped_time_constant", "s", x.lumped_time_constant, "time constant of a plate of one temperature",
    by("heat_capacity * thickness / h"));
  f("slowest_time_constant", "s", x.slowest_time_constant, "time constant of the slowest exact mode");
  f("steady_rise", "K", x.steady_rise, "final rise of the heated face",
    by("flux / h + flux * thickness / conductivity"));
  f("heated_face_rise", "K", x.heated_face_rise, "rise of the heated face above the coolant");
  f("cooled_face_rise", "K", x.cooled_face_rise, "rise of the cooled face above the coolant");
  f("terms", "", x.terms, "terms summed");
  f("converged", x.converged, "the last term summed is negligible");
}

std::vector<Problem> validate(const PlaneWallInputs& inputs) {
  std::vector<Problem> problems;
  if (!(inputs.time.si() > 0.0)) problems.push_back({"time", "must be above 0"});
  return problems;
}

PlaneWallResults evaluate(const PlaneWallInputs& inputs) {
  constexpr int most_terms = 1000;
  constexpr double negligible_exponent = 40.0;  // exp(-40) = 4e-18
  const auto through = inputs.flux * inputs.thickness / inputs.conductivity;
  PlaneWallResults r;
  r.biot = inputs.h * inputs.thickness / inputs.conductivity;
  r.lumped_time_constant = inputs.heat_capacity * inputs.thickness / inputs.h;
  const auto diffusion_time = r.lumped_time_constant * r.biot;  // L^2 / alpha
  r.fourier = inputs.time / diffusion_time;
  r.steady_rise = inputs.flux / inputs.h + through;

  double heated = 0.0;
  double cooled = 0.0;
  while (r.terms < most_terms && !r.converged) {
    const double z = root(r.terms, r.biot);
    if (r.terms++ == 0) r.slowest_time_constant = diffusion_time / (z * z);
    const double decay = z * z * r.fourier;
    const double term = 4.0 / (z * (2.0 * z + std::sin(2.0 * z))) * std::exp(-decay);
    heated += term;
    cooled += term * std::cos(z);
    r.converged = decay > negligible_exponent;
  }
  r.heated_face_rise = r.steady_rise - heated * through;
  r.cooled_face_rise = inputs.flux / inputs.h - cooled * through;
  return r;
}

}  // namespace copack::thermal
