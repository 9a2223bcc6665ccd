// SPDX-License-Identifier: Apache-2.0
// A number becomes a probability only by name, where its range is checked.
#include "copack/units/probability.hpp"

using namespace copack;

#ifdef WRONG
Probability certain() { return 1; }
#else
Probability certain() { return Probability(1); }
#endif
