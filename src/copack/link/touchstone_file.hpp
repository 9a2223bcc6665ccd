// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>

#include "copack/link/touchstone.hpp"

namespace copack::link {

/// Largest Touchstone file read; a 32-port one with 10,000 points has about 500 MB.
inline constexpr std::uintmax_t largest_touchstone_bytes = 1U << 30U;

/// Reads a Touchstone file. Problems, also of opening it, go to `diagnostics`; then nothing is returned.
std::optional<Touchstone> read_touchstone(const std::filesystem::path& file, Diagnostics& diagnostics);

}  // namespace copack::link
