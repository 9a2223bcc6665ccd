// SPDX-License-Identifier: Apache-2.0
// A level is shifted by a ratio, and is written first.
#include "copack/units/decibel.hpp"

using namespace copack;

#ifdef WRONG
PowerLevel after(PowerLevel level, Decibel gain) { return gain + level; }
#else
PowerLevel after(PowerLevel level, Decibel gain) { return level + gain; }
#endif
