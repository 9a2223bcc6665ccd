// SPDX-License-Identifier: Apache-2.0
// Power and energy differ by a time.
#include "copack/units/unit.hpp"

using namespace copack;

#ifdef WRONG
Energy sum(Power p, Energy e) { return p + e; }
#else
Energy sum(Power p, Energy e) { return p * unit::s + e; }
#endif
