// SPDX-License-Identifier: Apache-2.0
#include "copack/numerics/sobol.hpp"

#include <array>
#include <bit>
#include <boost/random/sobol.hpp>
#include <cassert>
#include <stdexcept>

#include "copack/core/random.hpp"

namespace copack::numerics {
namespace {

std::uint32_t reverse_bits(std::uint32_t x) {
  x = ((x >> 1U) & 0x55555555U) | ((x & 0x55555555U) << 1U);
  x = ((x >> 2U) & 0x33333333U) | ((x & 0x33333333U) << 2U);
  x = ((x >> 4U) & 0x0F0F0F0FU) | ((x & 0x0F0F0F0FU) << 4U);
  x = ((x >> 8U) & 0x00FF00FFU) | ((x & 0x00FF00FFU) << 8U);
  return (x >> 16U) | (x << 16U);
}

/// A keyed permutation in which every bit is changed only by the bits below it. Adding a constant and `x ^= x * even`
/// are both of that kind, and so is any chain of them (Laine & Karras 2011, section 3.3); the keys make the flips
/// independent.
std::uint32_t permute_upwards(std::uint32_t x, const std::array<std::uint32_t, 4>& key) {
  for (const std::uint32_t word : key) {
    x += word;
    x ^= x * (reverse_bits(word) & ~1U);
    x *= (word >> 15U) | 1U;
  }
  return x;
}

/// Owen's nested uniform scrambling: each binary digit is flipped or not depending on the digits before it.
std::uint32_t owen_scramble(std::uint32_t digits, const std::array<std::uint32_t, 4>& key) {
  return reverse_bits(permute_upwards(reverse_bits(digits), key));
}

}  // namespace

SobolSequence::SobolSequence(int dimensions) : dimensions_(dimensions) {
  if (dimensions < 1 || dimensions > max_dimensions)
    throw std::invalid_argument("a Sobol' sequence has 1 to 128 dimensions");
  const auto d = static_cast<std::size_t>(dimensions);
  directions_.resize(d * bits);
  boost::random::sobol_engine<std::uint32_t, bits> engine(d);
  for (std::size_t bit = 0; bit < bits; ++bit) {
    // Point 2^(bit+1) - 1 has the Gray code 2^bit, so that it is direction number `bit` itself. Boost counts from the
    // point after the origin.
    engine.seed(static_cast<std::uint32_t>((std::uint64_t{2} << bit) - 2));
    for (std::size_t i = 0; i < d; ++i) directions_[i * bits + bit] = engine();
  }
}

std::uint32_t SobolSequence::digits(std::uint32_t index, int dimension) const {
  assert(dimension >= 0 && dimension < dimensions_);
  const std::uint32_t* direction = &directions_[static_cast<std::size_t>(dimension) * bits];
  std::uint32_t out = 0;
  for (std::uint32_t gray = index ^ (index >> 1U); gray != 0; gray &= gray - 1)
    out ^= direction[std::countr_zero(gray)];
  return out;
}

double SobolSequence::point(std::uint32_t index, int dimension, std::uint32_t seed) const {
  const auto key = philox4x32({static_cast<std::uint32_t>(dimension), 0, 0, 0},
                              {seed, static_cast<std::uint32_t>(Purpose::sobol_scramble)});
  return (static_cast<double>(owen_scramble(digits(index, dimension), key)) + 0.5) * 0x1.0p-32;
}

}  // namespace copack::numerics
