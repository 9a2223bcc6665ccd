// SPDX-License-Identifier: Apache-2.0
// Two absolute temperatures do not add; a rise is a TemperatureDelta.
#include "copack/units/temperature.hpp"

using namespace copack;

#ifdef WRONG
Temperature sum(Temperature a, Temperature b) { return a + b; }
#else
Temperature sum(Temperature a, TemperatureDelta b) { return a + b; }
#endif
