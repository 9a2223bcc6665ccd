// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>

namespace copack {

/// Philox4x32-10, a counter-based generator: the output is a pure function of key and counter, so that a draw does not
/// depend on threads, order or shards. Source: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2,
/// 3", SC'11; checked against the known answers of Random123.
constexpr std::array<std::uint32_t, 4> philox4x32(std::array<std::uint32_t, 4> counter,
                                                  std::array<std::uint32_t, 2> key) {
  constexpr std::uint64_t multiplier0 = 0xD2511F53, multiplier1 = 0xCD9E8D57;
  constexpr std::uint32_t weyl0 = 0x9E3779B9, weyl1 = 0xBB67AE85;
  constexpr int rounds = 10;
  for (int round = 0; round < rounds; ++round) {
    const std::uint64_t product0 = multiplier0 * counter[0];
    const std::uint64_t product1 = multiplier1 * counter[2];
    counter = {static_cast<std::uint32_t>(product1 >> 32) ^ counter[1] ^ key[0], static_cast<std::uint32_t>(product1),
               static_cast<std::uint32_t>(product0 >> 32) ^ counter[3] ^ key[1], static_cast<std::uint32_t>(product0)};
    key = {key[0] + weyl0, key[1] + weyl1};
  }
  return counter;
}

/// What a stream of random numbers is for; different purposes never share numbers.
enum class Purpose : std::uint32_t { world = 1, sobol_scramble = 2, simulation = 3, test = 4 };

/// Which number of a stream: key = (seed, purpose), counter = (sample, time, entity, draw).
struct DrawId {
  std::uint32_t sample = 0;
  std::uint32_t time = 0;
  std::uint32_t entity = 0;
  std::uint32_t draw = 0;
};

/// Maps 32 + 21 random bits to the open interval (0, 1).
constexpr double to_unit_interval(std::uint32_t high, std::uint32_t low) {
  const std::uint64_t bits = (std::uint64_t{high} << 20U) | (low >> 12U);
  return (static_cast<double>(bits) + 0.5) * 0x1.0p-52;
}

constexpr double uniform(std::uint32_t seed, Purpose purpose, DrawId id) {
  const auto words = philox4x32({id.sample, id.time, id.entity, id.draw}, {seed, static_cast<std::uint32_t>(purpose)});
  return to_unit_interval(words[0], words[1]);
}

}  // namespace copack
