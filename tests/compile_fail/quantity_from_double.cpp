// SPDX-License-Identifier: Apache-2.0
// A quantity needs its unit; 9 what?
#include "copack/units/unit.hpp"

using namespace copack;

#ifdef WRONG
Power nine() { return 9.0; }
#else
Power nine() { return 9.0 * unit::W; }
#endif
