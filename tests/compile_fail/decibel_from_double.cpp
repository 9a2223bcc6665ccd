// SPDX-License-Identifier: Apache-2.0
// A bare number might be a ratio or decibels.
#include "copack/units/decibel.hpp"

using namespace copack;

#ifdef WRONG
Decibel loss() { return 3.0; }
#else
Decibel loss() { return Decibel::from_db(3.0); }
#endif
