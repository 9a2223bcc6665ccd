// SPDX-License-Identifier: Apache-2.0
// Technology cards: any document is read and judged, or refused with its problems.
#include <cstdint>

#include "../shipped_catalog.hpp"
#include "copack/system/cards.hpp"
#include "copack/system/library.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace copack;
  try {
    const auto document = catalog::parse_toml({reinterpret_cast<const char*>(data), size}, "card.toml");
    Diagnostics problems;
    const auto loaded = system::read_card<system::TechnologyCard>(shipped_catalog(), system::technologies_folder,
                                                                  document, nullptr, problems);
    if (!problems.has_errors()) (void)validate(loaded.card);
  } catch (const InputError&) {
    // Refused, as it should be.
  }
  return 0;
}
