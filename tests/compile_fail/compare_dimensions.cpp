// SPDX-License-Identifier: Apache-2.0
// Only like is compared with like.
#include "copack/units/unit.hpp"

using namespace copack;

#ifdef WRONG
bool more(Energy e, Power p) { return e > p; }
#else
bool more(Energy e, Power p) { return e > p * unit::s; }
#endif
