// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "copack/link/imdd.hpp"
#include "copack/link/link.hpp"
#include "copack/link/ring_wdm.hpp"

/// A link's optical lane and its rings as the models that value them from first principles see them.
namespace copack::link {

/// The bank of rings of a link. Its penalties act in `LinkResults`; `link.ring_bank.channels` must be above 0.
RingWdmInputs bank_of(const LinkInputs& link);

/// What a bank of rings does to a lane.
struct RingEffects {
  Decibel pass_loss;  ///< of the other rings of every bank
  double crosstalk = 0.0;
};

/// One lane of a link at its stated laser power. All losses but the fibre's stand in the transmitter's insertion loss.
ImddInputs lane_of(const LinkInputs& link, const RingEffects& rings);

}  // namespace copack::link
