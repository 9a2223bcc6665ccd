// SPDX-License-Identifier: Apache-2.0
#include "copack/link/chase.hpp"

#include <gtest/gtest.h>

#include <array>
#include <bit>
#include <cmath>
#include <utility>
#include <vector>

#include "copack/core/random.hpp"
#include "copack/link/inner_fec.hpp"
#include "copack/link/modulation.hpp"

namespace copack::link {
namespace {

double draw(std::uint32_t word, std::uint32_t bit) { return uniform(7, Purpose::test, {.sample = word, .draw = bit}); }

/// Received word of length n: reliabilities in (0, 1), less reliable bits wrong more often.
struct Received {
  std::vector<double> reliability;
  std::vector<std::uint8_t> bits;
};

Received receive(std::uint32_t word, std::uint32_t n) {
  Received out;
  for (std::uint32_t i = 0; i < n; ++i) {
    out.reliability.push_back(draw(word, 2 * i));
    out.bits.push_back(draw(word, 2 * i + 1) < 0.4 * (1.0 - out.reliability.back()) ? 1 : 0);
  }
  return out;
}

bool is_codeword(const std::vector<std::uint8_t>& bits) {
  std::size_t position = 0, ones = 0;
  for (std::size_t i = 0; i < bits.size(); ++i) {
    if (bits[i] != 0) position ^= i, ++ones;
  }
  return position == 0 && ones % 2 == 0;
}

double contradicted(const Received& r, const std::vector<std::uint8_t>& word) {
  double sum = 0.0;
  for (std::size_t i = 0; i < word.size(); ++i) sum += word[i] != r.bits[i] ? r.reliability[i] : 0.0;
  return sum;
}

/// Oracle: the best of all 16 words of the extended Hamming code of length 8.
double maximum_likelihood(const Received& r) {
  double best = 1e300;
  for (std::uint32_t w = 0; w < 256; ++w) {
    std::vector<std::uint8_t> word(8);
    for (std::uint32_t i = 0; i < 8; ++i) word[i] = (w >> i) & 1U;
    if (is_codeword(word)) best = std::min(best, contradicted(r, word));
  }
  return best;
}

TEST(Chase, WithAllFlipsItIsMaximumLikelihood) {
  for (std::uint32_t word = 0; word < 2000; ++word) {
    const auto r = receive(word, 8);
    auto decoded = r.bits;
    chase_decode(r.reliability, 8, decoded);
    ASSERT_TRUE(is_codeword(decoded));
    ASSERT_NEAR(contradicted(r, decoded), maximum_likelihood(r), 1e-12) << word;
  }
}

TEST(Chase, MoreFlipsNeverContradictMore) {
  for (std::uint32_t word = 0; word < 500; ++word) {
    const auto r = receive(word, 128);
    double last = 1e300;
    for (const int flips : {1, 2, 4, 6, 8}) {
      auto decoded = r.bits;
      chase_decode(r.reliability, flips, decoded);
      ASSERT_TRUE(is_codeword(decoded));
      const double now = contradicted(r, decoded);
      ASSERT_LE(now, last + 1e-12);
      last = now;
    }
  }
}

TEST(Chase, HardDecisionsCorrectOneErrorAndLeaveTwo) {
  const std::vector<double> reliability(128, 1.0);
  for (std::size_t i = 0; i < 128; ++i) {
    std::vector<std::uint8_t> one(128, 0);
    one[i] = 1;
    auto two = one;
    two[(i + 17) % 128] = 1;
    const auto before = two;
    chase_decode(reliability, 0, one);
    chase_decode(reliability, 0, two);
    EXPECT_EQ(one, std::vector<std::uint8_t>(128, 0)) << i;
    EXPECT_EQ(two, before) << i;
  }
}

TEST(ChaseSimulation, ThreadsDoNotChangeACount) {
  const auto one = simulate({.q = 2.2, .words = 30'000, .seed = 3, .threads = 1});
  const auto many = simulate({.q = 2.2, .words = 30'000, .seed = 3, .threads = 4});
  EXPECT_EQ(one.input_bits, many.input_bits);
  EXPECT_EQ(one.output_bits, many.output_bits);
  EXPECT_EQ(one.output_symbols, many.output_symbols);
  EXPECT_EQ(one.wrong_words, many.wrong_words);
  EXPECT_NE(one.output_bits, simulate({.q = 2.2, .words = 30'000, .seed = 4}).output_bits);
}

/// Four standard errors of a count of wrong words, each of which carries several wrong bits.
double four_sigma(const InnerErrorCount& c) { return 4.0 / std::sqrt(static_cast<double>(c.wrong_words)); }

TEST(ChaseSimulation, InputErrorsAreThoseOfPam4) {
  const auto c = simulate({.q = 2.5, .flips = 0, .words = 60'000});
  const double sigma = 1.0 / std::sqrt(static_cast<double>(c.input_bits));
  EXPECT_NEAR(c.input_ber() / bit_error_ratio(2.5, 4), 1.0, 4.0 * sigma);
}

TEST(ChaseSimulation, HardDecisionsMatchTheExactSum) {
  for (const double p : {3e-3, 1e-2}) {
    const auto c = simulate({.q = q_argument(p, 4), .flips = 0, .words = 100'000, .seed = 11});
    const auto exact = inner_errors(InnerDecoder::hard, p);
    EXPECT_NEAR(c.output_ber() / std::exp(exact.log_ber), 1.0, four_sigma(c)) << p;
    EXPECT_NEAR(c.output_symbol_error_ratio() / std::exp(exact.log_symbol_error_ratio), 1.0, four_sigma(c)) << p;
  }
}

/// Points between the rows of a table, with another seed: within four standard errors and 1 % of interpolation.
void expect_table(InnerDecoder decoder, int flips) {
  for (const auto& [p, words] : {std::pair{5.1e-3, 100'000}, std::pair{1.1e-2, 20'000}, std::pair{3.4e-2, 10'000}}) {
    const auto c = simulate({.q = q_argument(p, 4), .flips = flips, .words = words, .seed = 99});
    const auto table = inner_errors(decoder, p);
    ASSERT_GT(c.wrong_words, 500) << p;
    EXPECT_NEAR(c.output_ber() / std::exp(table.log_ber), 1.0, four_sigma(c) + 0.01) << p;
    EXPECT_NEAR(c.output_symbol_error_ratio() / std::exp(table.log_symbol_error_ratio), 1.0, four_sigma(c) + 0.01) << p;
  }
}

TEST(ChaseSimulation, RepeatsTheTableOfFourFlips) { expect_table(InnerDecoder::chase_4, 4); }
TEST(ChaseSimulation, RepeatsTheTableOfSixFlips) { expect_table(InnerDecoder::chase_6, 6); }

}  // namespace
}  // namespace copack::link
