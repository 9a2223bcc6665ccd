// SPDX-License-Identifier: Apache-2.0
#include "copack/link/electrical.hpp"

#include <cmath>
#include <numbers>

namespace copack::link {
namespace {

constexpr double mm_per_inch = 25.4;
constexpr double db_per_neper = 20.0 / std::numbers::ln10;

}  // namespace

LineLossResults evaluate(const LineLossInputs& in) {
  const double f = in.frequency.in(unit::GHz);
  const double per_mm = db_per_neper * (in.g0 + in.a1 * std::sqrt(f) + in.a2 * f);
  return {.loss_per_inch = Decibel::from_db(per_mm * mm_per_inch),
          .loss = Decibel::from_db(per_mm * in.length.in(unit::mm))};
}

/// Branches and knee as in the 802.3ck task force contribution li_3ck_02b_0319.
C2mMaskResults evaluate(const C2mMaskInputs& in) {
  constexpr double knee = 26.56;
  const double f = in.frequency.in(unit::GHz);
  const double loss = f <= knee ? 0.05 + 1.8 * std::sqrt(f) + 0.2513 * f : -12.4192 + 1.07 * f;
  return {.loss = Decibel::from_db(loss)};
}

std::vector<Problem> validate(const LineLossInputs& /*in*/) { return {}; }
std::vector<Problem> validate(const C2mMaskInputs& /*in*/) { return {}; }

void describe(Fields& f, LineLossInputs& x) {
  f("g0", "", x.g0, "constant part of the attenuation in 1/mm", non_negative);
  f("a1", "", x.a1, "skin-effect coefficient in 1/(mm sqrt(GHz))", non_negative);
  f("a2", "", x.a2, "dielectric coefficient in 1/(mm GHz)", non_negative);
  f("frequency", "GHz", x.frequency, "frequency, usually half the symbol rate, f", positive);
  f("length", "mm", x.length, "length of the line", non_negative);
}

void describe(Fields& f, LineLossResults& x) {
  f("loss_per_inch", "dB", x.loss_per_inch, "loss of one inch",
    by("8.6859 * 25.4 * (g0 + a1 * sqrt(frequency) + a2 * frequency)"));
  f("loss", "dB", x.loss, "loss of the line", by("loss_per_inch * length / 25.4"));
}

void describe(Fields& f, C2mMaskInputs& x) {
  f("frequency", "GHz", x.frequency, "frequency, f", {.min = 0.01, .max = 60.0, .required = true});
}

void describe(Fields& f, C2mMaskResults& x) {
  f("loss", "dB", x.loss, "largest insertion loss allowed",
    by("0.05 + 1.8 * sqrt(frequency) + 0.2513 * frequency; above 26.56 GHz: -12.4192 + 1.07 * frequency"));
}

}  // namespace copack::link
