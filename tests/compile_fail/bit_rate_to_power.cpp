// SPDX-License-Identifier: Apache-2.0
// A bit rate is not a power until it is multiplied by an energy per bit.
#include "copack/units/unit.hpp"

using namespace copack;

#ifdef WRONG
Power power(BitRate rate, EnergyPerBit) { return rate; }
#else
Power power(BitRate rate, EnergyPerBit energy) { return rate * energy; }
#endif
