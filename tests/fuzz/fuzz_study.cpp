// SPDX-License-Identifier: Apache-2.0
// Studies: any document is loaded with everything it names, or refused with its problems.
#include <cstdint>

#include "../shipped_catalog.hpp"
#include "copack/study/model.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace copack;
  try {
    (void)study::load_study(catalog::parse_toml({reinterpret_cast<const char*>(data), size}, "study.toml"),
                            shipped_catalog());
  } catch (const InputError&) {
    // Refused, as it should be.
  }
  return 0;
}
