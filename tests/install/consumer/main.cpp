// SPDX-License-Identifier: Apache-2.0
#include <atomic>
#include <cstdio>

#include "copack/core/parallel.hpp"
#include "copack/units/parse.hpp"
#include "copack/units/unit.hpp"

/// Prints the power of a 1.6 Tbit/s port at 5 pJ/bit, and proves that the libraries link.
int main() {
  using namespace copack;
  const Power power = 5.0 * unit::pJ_per_bit * (1.6 * unit::Tbps);
  std::atomic<int> blocks = 0;
  for_each_block(8, 2, [&](std::size_t) { ++blocks; });
  std::puts(format_quantity(power.si(), "W").c_str());
  return blocks == 8 ? 0 : 1;
}
