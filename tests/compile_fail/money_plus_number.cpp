// SPDX-License-Identifier: Apache-2.0
// A number without a unit is not money.
#include "copack/units/unit.hpp"

using namespace copack;

#ifdef WRONG
Money sum(Money price) { return price + 3.0; }
#else
Money sum(Money price) { return price + 3.0 * unit::USD; }
#endif
