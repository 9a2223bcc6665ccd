// SPDX-License-Identifier: Apache-2.0
#include "copack/manufacturing/coupling.hpp"

#include <cmath>
#include <numbers>

namespace copack::manufacturing {
namespace {

constexpr double pi = std::numbers::pi;
/// dB per neper of power
constexpr double db_per_neper = 10.0 / std::numbers::ln10;

}  // namespace

void describe(Fields& f, CouplingInputs& x) {
  f("mfd_1", "um", x.mfd_1, "mode-field diameter of one side, 2 w1", required_positive);
  f("mfd_2", "um", x.mfd_2, "mode-field diameter of the other side, 2 w2", required_positive);
  f("offset", "um", x.offset, "lateral offset, d", non_negative);
  f("tilt", "", x.tilt, "tilt in rad, theta", non_negative);
  f("gap", "um", x.gap, "axial gap, z", non_negative);
  f("wavelength", "nm", x.wavelength, "wavelength in vacuum, lambda", positive);
  f("index", "", x.index, "refractive index of the gap, n_r", {.min = 1.0});
  f("sigma", "um", x.sigma, "placement standard deviation per axis", non_negative);
  f("limit", "dB", x.limit, "largest offset loss that passes", positive);
}

void describe(Fields& f, CouplingResults& x) {
  f("mode_radius", "um", x.mode_radius, "1/e2 radius, w", by("sqrt((mfd_1^2 + mfd_2^2) / 8)"));
  f("rayleigh_range", "um", x.rayleigh_range, "Rayleigh range, z_R", by("pi * mode_radius^2 * index / wavelength"));
  f("mismatch_loss", "dB", x.mismatch_loss, "loss between modes of different size",
    by("-20 * log10(2 * mfd_1 * mfd_2 / (mfd_1^2 + mfd_2^2))"));
  f("offset_loss", "dB", x.offset_loss, "loss by lateral offset", by("10 / ln(10) * (offset / mode_radius)^2"));
  f("tilt_loss", "dB", x.tilt_loss, "loss by tilt",
    by("10 / ln(10) * (pi * mode_radius * index * tilt / wavelength)^2"));
  f("gap_loss", "dB", x.gap_loss, "loss by gap", by("10 * log10(1 + (gap / (2 * rayleigh_range))^2)"));
  f("loss", "dB", x.loss, "coupling loss", by("mismatch_loss + offset_loss + tilt_loss + gap_loss"));
  f("offset_tolerance", "um", x.offset_tolerance, "offset that costs the limit",
    by("mode_radius * sqrt(limit * ln(10) / 10)"));
  f("placement_yield", "", x.placement_yield, "probability that the offset loss stays within the limit",
    by("1 - exp(-offset_tolerance^2 / (2 * sigma^2))"));
}

std::vector<Problem> validate(const CouplingInputs& inputs) {
  std::vector<Problem> problems;
  if (!(inputs.mfd_1.si() > 0.0)) problems.push_back({"mfd_1", "must be above 0"});
  if (!(inputs.mfd_2.si() > 0.0)) problems.push_back({"mfd_2", "must be above 0"});
  constexpr double small_angle = 0.2;
  if (inputs.tilt > small_angle) problems.push_back({"tilt", "is above 0.2 rad; the formula holds for small tilts"});
  return problems;
}

CouplingResults evaluate(const CouplingInputs& inputs) {
  const double w1 = 0.5 * inputs.mfd_1.si();
  const double w2 = 0.5 * inputs.mfd_2.si();
  const double w = std::sqrt(0.5 * (w1 * w1 + w2 * w2));
  const double wavelength = inputs.wavelength.si();
  const double rayleigh = pi * w * w * inputs.index / wavelength;
  const double offset = inputs.offset.si() / w;
  const double tilt = pi * w * inputs.index * inputs.tilt / wavelength;
  const double gap = inputs.gap.si() / (2.0 * rayleigh);

  CouplingResults r;
  r.mode_radius = w * unit::m;
  r.rayleigh_range = rayleigh * unit::m;
  r.mismatch_loss = Decibel::from_db(-20.0 * std::log10(w1 * w2 / (w * w)));
  r.offset_loss = Decibel::from_db(db_per_neper * offset * offset);
  r.tilt_loss = Decibel::from_db(db_per_neper * tilt * tilt);
  r.gap_loss = Decibel::from_db(10.0 * std::log10(1.0 + gap * gap));
  r.loss = r.mismatch_loss + r.offset_loss + r.tilt_loss + r.gap_loss;
  r.offset_tolerance = w * std::sqrt(inputs.limit.db() / db_per_neper) * unit::m;
  const double radii = r.offset_tolerance / inputs.sigma;  // infinite for a perfect machine
  r.placement_yield = -std::expm1(-0.5 * radii * radii);
  return r;
}

}  // namespace copack::manufacturing
