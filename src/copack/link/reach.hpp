// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "copack/link/link.hpp"

namespace copack::link {

/// Model `link/reach`: the length at which a link stops closing, all else equal, and what a bit costs there.
struct ReachInputs {
  LinkInputs link;  ///< its own length does not matter
  Length shortest = 0.1 * unit::m;
  Length longest = 100.0 * unit::km;
};

struct ReachResults {
  Length reach;                           ///< longest length that closes; 0: not even the shortest does
  bool beyond = false;                    ///< the longest length asked for closes as well
  Binding binding = Binding::electrical;  ///< what stops the link beyond its reach
  EnergyPerBit energy_per_bit;            ///< at the reach, of one end
  EnergyPerBit energy_per_bit_shortest;   ///< at the shortest length
  Power power_per_end;                    ///< at the reach
  Time latency;                           ///< at the reach
  double pre_fec_ber = 0.0;               ///< at the reach
  Decibel electrical_loss;                ///< at the reach, of the segment with least margin
  PowerLevel laser_power_emitted;         ///< at the reach
  LinearBandwidthDensity shoreline_density;
};

/// The reach is found by bisection to one part in ten thousand: a longer link never closes where a shorter one does
/// not.
inline constexpr double reach_tolerance = 1e-4;

void describe(Fields& f, ReachInputs& x);
void describe(Fields& f, ReachResults& x);
std::vector<Problem> validate(const ReachInputs& in);
ReachResults evaluate(const ReachInputs& in);

/// The same for a link that is at hand; its length is changed on the way.
ReachResults find_reach(LinkInputs& link, Length shortest, Length longest);

}  // namespace copack::link
