// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "copack/link/link.hpp"

namespace copack::link {

/// Part of a link between two places where the signal is regenerated or changes its kind.
enum class Segment { host_tx, cable, optical, host_rx };
std::span<const std::string_view> choice_names(Segment);

/// One element as the signal meets it.
struct LossRow {
  Segment segment = Segment::host_tx;
  std::string element;
  Decibel loss;
  Decibel total;  ///< since the start of the segment
};
void describe(Fields& f, LossRow& x);

/// One term of an end's energy, those that are computed (lasers, heaters) among them.
struct EnergyRow {
  std::string name;
  Boundary boundary = Boundary::other;
  Place location = Place::module;
  EnergyPerBit energy_per_bit;
  double share = 0.0;  ///< of the end
};
void describe(Fields& f, EnergyRow& x);

struct DelayRow {
  std::string name;
  Time time;
  double share = 0.0;
};
void describe(Fields& f, DelayRow& x);

/// Model `link/ledger`: where each decibel, picojoule and nanosecond of a link goes, in the order in which the signal
/// meets its elements. The rows add up to the sums of model `link`.
struct LedgerInputs {
  LinkInputs link;
};

struct LedgerResults {
  std::vector<LossRow> losses;
  PowerLevel laser_power;   ///< in front of the first optical element
  PowerLevel received_oma;  ///< of a lane, behind the last one
  std::vector<EnergyRow> energies;
  std::vector<DelayRow> delays;
  EnergyPerBit energy_per_bit;
  Time latency;
};

void describe(Fields& f, LedgerInputs& x);
void describe(Fields& f, LedgerResults& x);
std::vector<Problem> validate(const LedgerInputs& in);
LedgerResults evaluate(const LedgerInputs& in);

}  // namespace copack::link
