// SPDX-License-Identifier: Apache-2.0
// Adding two dBm figures multiplies their powers; powers add in watts.
#include "copack/units/decibel.hpp"

using namespace copack;

#ifdef WRONG
Power sum(PowerLevel a, PowerLevel b) { return (a + b).power(); }
#else
Power sum(PowerLevel a, PowerLevel b) { return a.power() + b.power(); }
#endif
