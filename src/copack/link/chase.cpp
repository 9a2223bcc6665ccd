// SPDX-License-Identifier: Apache-2.0
#include "copack/link/chase.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <vector>

#include "copack/core/parallel.hpp"
#include "copack/core/random.hpp"

namespace copack::link {
namespace {

constexpr std::size_t word_bits = 128;
constexpr std::size_t outer_symbol_bits = 10;
constexpr std::size_t words_per_block = 4096;
constexpr std::size_t max_flips = 12;

using Positions = std::array<std::size_t, max_flips>;

/// The `count` smallest entries, by insertion.
Positions least_reliable(std::span<const double> reliability, std::size_t count) {
  Positions least{};
  std::size_t found = 0;
  for (std::size_t i = 0; i < reliability.size() && count > 0; ++i) {
    if (found == count && reliability[i] >= reliability[least[found - 1]]) continue;
    std::size_t at = found < count ? found++ : found - 1;
    for (; at > 0 && reliability[least[at - 1]] > reliability[i]; --at) least[at] = least[at - 1];
    least[at] = i;
  }
  return least;
}

/// Syndrome of a word: parity and the exclusive or of the positions of its ones.
struct Syndrome {
  std::size_t position = 0;
  bool odd = false;
  void flip(std::size_t i) {
    position ^= i;
    odd = !odd;
  }
};

struct Candidate {
  double weight = 0.0;     ///< reliability contradicted
  std::uint32_t mask = 0;  ///< which of the least reliable bits are flipped
  std::size_t single = 0;  ///< bit flipped by the code itself
  bool corrects = false;   ///< ... if it flips one
  bool found = false;
};

/// Reliability contradicted by flipping bit i on top of the pattern, or undoing it when the pattern holds it.
double added_weight(std::size_t i, const Positions& least, std::size_t count, std::uint32_t mask, double reliability) {
  for (std::size_t j = 0; j < count; ++j) {
    if (least[j] == i && ((mask >> j) & 1U) != 0U) return -reliability;
  }
  return reliability;
}

Candidate best_candidate(std::span<const double> reliability, const Positions& least, std::size_t count,
                         Syndrome syndrome) {
  Candidate best;
  double weight = 0.0;
  std::uint32_t mask = 0;
  for (std::uint32_t pattern = 0;;) {
    if (syndrome.odd || syndrome.position == 0) {
      const std::size_t single = syndrome.position;
      const double total =
          weight + (syndrome.odd ? added_weight(single, least, count, mask, reliability[single]) : 0.0);
      if (!best.found || total < best.weight) best = {total, mask, single, syndrome.odd, true};
    }
    if (++pattern == (1U << count)) return best;
    const auto j = static_cast<std::size_t>(std::countr_zero(pattern));  // Gray code: one bit changes
    mask ^= 1U << j;
    weight += ((mask >> j) & 1U) != 0U ? reliability[least[j]] : -reliability[least[j]];
    syndrome.flip(least[j]);
  }
}

/// Standard normal numbers for the 64 symbols of a word, and its mask: a function of seed and word alone.
struct Draws {
  std::array<double, word_bits / 2> noise{};
  std::array<std::uint32_t, 4> mask{};
};

void draw(std::uint32_t seed, std::size_t word, Draws& out) {
  const std::array<std::uint32_t, 2> key{seed, static_cast<std::uint32_t>(Purpose::simulation)};
  const auto low = static_cast<std::uint32_t>(word);
  const auto high = static_cast<std::uint32_t>(word >> 32U);
  out.mask = philox4x32({low, high, 0, 0}, key);
  for (std::uint32_t i = 0; i < word_bits / 8; ++i) {
    const auto words = philox4x32({low, high, 0, i + 1}, key);
    for (const std::uint32_t half : {0U, 2U}) {  // Box and Muller (1958); 2^-33 ends the tail at 6.8 sigma
      const double radius = std::sqrt(-2.0 * std::log((words[half] + 0.5) * 0x1.0p-32));
      const double angle = 2.0 * std::numbers::pi * (words[half + 1] + 0.5) * 0x1.0p-32;
      out.noise[4 * i + half] = radius * std::cos(angle);
      out.noise[4 * i + half + 1] = radius * std::sin(angle);
    }
  }
}

/// Levels -3, -1, 1, 3 carry 00, 01, 11, 10. Max-log ratios in units of 2/sigma^2: of the first bit y, and 2 |y| - 2 in
/// size beyond the boundary of the outer levels; of the second 2 - |y|.
struct Line {
  std::array<double, word_bits> reliability{};
  std::array<std::uint8_t, word_bits> wrong{};
};

void transmit(const Draws& draws, double sigma, Line& line) {
  for (std::size_t s = 0; s < word_bits / 2; ++s) {
    const std::uint32_t bits = draws.mask[s / 16] >> (2 * (s % 16));
    const bool upper = (bits & 1U) != 0U;
    const bool inner = (bits & 2U) != 0U;
    const double y = (upper ? 1.0 : -1.0) * (inner ? 1.0 : 3.0) + sigma * draws.noise[s];
    const double size = std::abs(y);
    line.reliability[2 * s] = size < 2.0 ? size : 2.0 * size - 2.0;
    line.wrong[2 * s] = (y > 0.0) != upper ? 1 : 0;
    line.reliability[2 * s + 1] = std::abs(2.0 - size);
    line.wrong[2 * s + 1] = (size < 2.0) != inner ? 1 : 0;
  }
}

/// Bits 0, 1, 2, 4 ... 64 are parity: their columns are independent. The others are payload, in order.
void count_payload(const Line& line, InnerErrorCount& out) {
  std::size_t payload = 0;
  std::int64_t wrong = 0;
  bool symbol_wrong = false;
  for (std::size_t i = 0; i < word_bits; ++i) {
    if (std::popcount(i) <= 1) continue;
    wrong += line.wrong[i];
    symbol_wrong = symbol_wrong || line.wrong[i] != 0;
    if (++payload % outer_symbol_bits == 0) {
      out.output_symbols += symbol_wrong ? 1 : 0;
      symbol_wrong = false;
    }
  }
  out.output_bits += wrong;
  out.wrong_words += wrong > 0 ? 1 : 0;
}

InnerErrorCount simulate_block(const InnerSimulation& in, std::size_t first, std::size_t last) {
  InnerErrorCount out;
  Draws draws;
  Line line;
  for (std::size_t word = first; word < last; ++word) {
    draw(in.seed, word, draws);
    transmit(draws, 1.0 / in.q, line);
    const auto errors = std::count(line.wrong.begin(), line.wrong.end(), std::uint8_t{1});
    out.input_bits += errors;
    if (errors == 0) continue;
    chase_decode(line.reliability, in.flips, line.wrong);
    count_payload(line, out);
  }
  out.words = static_cast<std::int64_t>(last - first);
  return out;
}

}  // namespace

void chase_decode(std::span<const double> reliability, int flips, std::span<std::uint8_t> bits) {
  const auto count = std::min({static_cast<std::size_t>(std::max(flips, 0)), max_flips, bits.size()});
  const auto least = least_reliable(reliability, count);
  Syndrome syndrome;
  for (std::size_t i = 0; i < bits.size(); ++i) {
    if (bits[i] != 0) syndrome.flip(i);
  }
  const auto best = best_candidate(reliability, least, count, syndrome);
  if (!best.found) return;
  for (std::size_t j = 0; j < count; ++j) {
    if (((best.mask >> j) & 1U) != 0U) bits[least[j]] ^= 1U;
  }
  if (best.corrects) bits[best.single] ^= 1U;
}

InnerErrorCount simulate(const InnerSimulation& in) {
  const auto words = static_cast<std::size_t>(in.words);
  const std::size_t blocks = (words + words_per_block - 1) / words_per_block;
  std::vector<InnerErrorCount> parts(blocks);
  for_each_block(blocks, in.threads, [&](std::size_t b) {
    parts[b] = simulate_block(in, b * words_per_block, std::min(words, (b + 1) * words_per_block));
  });
  InnerErrorCount sum;
  for (const auto& part : parts) {
    sum.words += part.words;
    sum.input_bits += part.input_bits;
    sum.wrong_words += part.wrong_words;
    sum.output_bits += part.output_bits;
    sum.output_symbols += part.output_symbols;
  }
  return sum;
}

}  // namespace copack::link
