// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace copack {

/// FNV-1a, 64 bit, started from `seed`: names contents, protects nothing. Source: Fowler, Noll, Vo; RFC 9923.
constexpr std::uint64_t fnv1a(std::string_view bytes, std::uint64_t seed = 0xcbf29ce484222325ULL) {
  constexpr std::uint64_t prime = 0x100000001b3ULL;
  for (const char c : bytes) seed = (seed ^ static_cast<unsigned char>(c)) * prime;
  return seed;
}

/// Sixteen hexadecimal digits.
std::string hex(std::uint64_t value);

}  // namespace copack
