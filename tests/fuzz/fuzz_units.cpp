// SPDX-License-Identifier: Apache-2.0
// Units and quantities ("5.6 pJ/bit"): any text is refused or becomes a finite number.
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "copack/units/parse.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  (void)copack::parse_unit(text);
  const auto quantity = copack::parse_quantity(text);
  if (quantity && !std::isfinite(quantity->stored)) std::abort();
  return 0;
}
