// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "copack/core/diagnostics.hpp"
#include "copack/core/fields.hpp"

namespace copack::link {

/// Model `link/line-loss`: loss of a matched differential line, Re gamma = g0 + a1 sqrt(f) + a2 f with f in GHz
/// (IEEE 802.3 Annex 93A, eq. 93A-9). The default is the package line of the COM configurations.
struct LineLossInputs {
  double g0 = 5e-4;    ///< 1/mm
  double a1 = 8.9e-4;  ///< skin effect, sqrt(ns)/mm
  double a2 = 2e-4;    ///< dielectric, ns/mm
  Frequency frequency = 26.5625 * unit::GHz;
  Length length = 25.4 * unit::mm;
};

struct LineLossResults {
  Decibel loss_per_inch;
  Decibel loss;
};

void describe(Fields& f, LineLossInputs& x);
void describe(Fields& f, LineLossResults& x);
std::vector<Problem> validate(const LineLossInputs& in);
LineLossResults evaluate(const LineLossInputs& in);

/// Model `link/c2m-mask`: largest insertion loss of an IEEE 802.3ck chip-to-module channel.
struct C2mMaskInputs {
  Frequency frequency = 26.56 * unit::GHz;
};

struct C2mMaskResults {
  Decibel loss;
};

void describe(Fields& f, C2mMaskInputs& x);
void describe(Fields& f, C2mMaskResults& x);
std::vector<Problem> validate(const C2mMaskInputs& in);
C2mMaskResults evaluate(const C2mMaskInputs& in);

}  // namespace copack::link
