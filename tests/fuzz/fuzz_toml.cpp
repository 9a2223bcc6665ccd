// SPDX-License-Identifier: Apache-2.0
// TOML documents: any bytes become a tree or an InputError that names the place.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "copack/catalog/node.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    const auto tree = copack::catalog::parse_toml({reinterpret_cast<const char*>(data), size}, "input.toml");
    (void)copack::catalog::merged(tree, tree);
  } catch (const copack::InputError& error) {
    if (std::string_view(error.what()).empty()) std::abort();
  }
  return 0;
}
