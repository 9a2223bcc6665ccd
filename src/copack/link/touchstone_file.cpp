// SPDX-License-Identifier: Apache-2.0
#include "copack/link/touchstone_file.hpp"

#include <fstream>

namespace copack::link {

std::optional<Touchstone> read_touchstone(const std::filesystem::path& file, Diagnostics& diagnostics) {
  const auto name = file.string();
  std::error_code error;
  const auto size = std::filesystem::is_regular_file(file, error) ? std::filesystem::file_size(file, error) : 0;
  std::ifstream in(file, std::ios::binary);
  if (error || size == 0 || !in) {
    diagnostics.error({name, 0, 0}, "is not a file that can be read, or is empty; check the path");
    return std::nullopt;
  }
  if (size > largest_touchstone_bytes) {
    diagnostics.error({name, 0, 0}, "is larger than 1 GiB; export fewer points or ports");
    return std::nullopt;
  }
  std::string text(size, '\0');
  if (!in.read(text.data(), static_cast<std::streamsize>(size))) {
    diagnostics.error({name, 0, 0}, "could not be read to its end");
    return std::nullopt;
  }
  return parse_touchstone(text, name, diagnostics);
}

}  // namespace copack::link
