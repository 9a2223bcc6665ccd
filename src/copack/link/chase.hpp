// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>

/// Decoding of extended Hamming codes and its simulation on a PAM4 line: what the table of `link/inner-fec` is made of.
namespace copack::link {

/// Chase-II decoding (Chase 1972, algorithm 2) of an extended Hamming code of length n = 2^m <= 128, in which bit i has
/// the parity-check column (1, i). Every pattern of flips on the `flips` least reliable bits is tried, completed by the
/// single-error correction of the code; of the codewords found the one that contradicts least reliability wins.
/// `flips` = 0 is hard-decision decoding, which leaves words with an even number of errors as they are.
/// @param reliability magnitude of the log-likelihood ratio of every bit
/// @param bits hard decisions on entry, the decoded word on return; nonzero is 1
void chase_decode(std::span<const double> reliability, int flips, std::span<std::uint8_t> bits);

/// Errors counted in a simulation of Hamming(128,120) words.
struct InnerErrorCount {
  std::int64_t words = 0;
  std::int64_t input_bits = 0;      ///< wrong among the 128 bits of every word, before decoding
  std::int64_t wrong_words = 0;     ///< words with a wrong payload bit after decoding
  std::int64_t output_bits = 0;     ///< wrong among the 120 payload bits
  std::int64_t output_symbols = 0;  ///< wrong among the twelve 10-bit payload symbols

  [[nodiscard]] double input_ber() const {
    return static_cast<double>(input_bits) / (128.0 * static_cast<double>(words));
  }
  [[nodiscard]] double output_ber() const {
    return static_cast<double>(output_bits) / (120.0 * static_cast<double>(words));
  }
  [[nodiscard]] double output_symbol_error_ratio() const {
    return static_cast<double>(output_symbols) / (12.0 * static_cast<double>(words));
  }
};

struct InnerSimulation {
  double q = 2.5;  ///< Q argument of one eye
  int flips = 6;   ///< least reliable bits tried
  std::int64_t words = 1 << 16;
  std::uint32_t seed = 1;
  int threads = 1;  ///< 0: all cores; the counts do not depend on it
};

/// Sends random Gray-coded PAM4 symbols with white Gaussian noise, both bits of a symbol in the same word, and decodes
/// with max-log bit reliabilities. By linearity the all-zero word is sent under a random mask known to both ends.
InnerErrorCount simulate(const InnerSimulation& in);

}  // namespace copack::link
