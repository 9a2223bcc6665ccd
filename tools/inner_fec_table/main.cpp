// SPDX-License-Identifier: Apache-2.0
/// Prints the rows of a decoder table in src/copack/link/inner_fec.cpp, from the highest input BER down: input BER,
/// output BER, output symbol error ratio. Arguments: number of flips (4 or 6), number of rows. The lowest rows take one
/// to two minutes each.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <span>
#include <string_view>

#include "copack/link/chase.hpp"
#include "copack/link/inner_fec.hpp"
#include "copack/link/modulation.hpp"

namespace {

using namespace copack::link;

constexpr double rows_per_decade = 12.0;
constexpr std::int64_t most_words = 40'000'000;
constexpr std::int64_t wanted_errors = 40'000;  // wrong words, for half a per cent

void print_rows(int flips, int rows) {
  double wrong_share = 1.0;  // of words, at the row before
  for (int i = 0; i < rows; ++i) {
    const double ber = inner_ber_max * std::pow(10.0, -i / rows_per_decade);
    const auto words = std::min(most_words, static_cast<std::int64_t>(3.0 * wanted_errors / wrong_share));
    const auto count = simulate({.q = q_argument(ber, 4), .flips = flips, .words = words, .seed = 2026, .threads = 0});
    wrong_share = static_cast<double>(count.wrong_words) / static_cast<double>(count.words);
    fmt::print("    Row{{{:.6e}, {:.4e}, {:.4e}}},  // {} of {} words\n", ber, count.output_ber(),
               count.output_symbol_error_ratio(), count.wrong_words, count.words);
    std::fflush(stdout);
  }
}

/// @returns 0 for what is not a number.
int number(std::string_view text) {
  int value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

}  // namespace

int main(int argc, char** argv) {
  const std::span arguments(argv, static_cast<std::size_t>(argc));
  const int flips = arguments.size() == 3 ? number(arguments[1]) : 0;
  const int rows = arguments.size() == 3 ? number(arguments[2]) : 0;
  if ((flips != 4 && flips != 6) || rows < 1 || rows > 24) {
    fmt::print(stderr, "usage: inner_fec_table 4|6 ROWS (1 to 24)\n");
    return 2;
  }
  print_rows(flips, rows);
}
