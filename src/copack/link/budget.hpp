// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "copack/link/link.hpp"

namespace copack::link {

/// Model `link`: values a link by loss, power and energy ledgers and exact FEC arithmetic. Electrical segments are
/// judged by loss at half the symbol rate against what their equaliser closes; the optical path by outer OMA against a
/// receiver sensitivity that is given, or computed from the devices. Inputs must have passed `validate`. About a
/// microsecond by budget, some more for devices and banks of rings.
LinkResults evaluate(const LinkInputs& in);

/// Q argument of a segment whose noise falls by `snr_gain` from the one that gives `q_reference`, except for a part
/// that alone would allow `q_limit` (+inf: no such part). Noise powers add: 1/q^2 is their sum over the eye.
double q_at_gain(double q_reference, Decibel snr_gain, double q_limit);

/// Energy of a ledger term at the loss that a SerDes equalises; never below zero.
EnergyPerBit energy_at(const EnergyTerm& term, Decibel serdes_loss);

}  // namespace copack::link
