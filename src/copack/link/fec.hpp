// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "copack/core/diagnostics.hpp"
#include "copack/core/fields.hpp"

namespace copack::link {

/// kp4 = RS(544,514), kr4 = RS(528,514), rs272 = RS(272,258), all over 10-bit symbols; none: errors pass unchanged.
enum class Code { kp4, kr4, rs272, custom, none };
std::span<const std::string_view> choice_names(Code);

/// A Reed-Solomon code: n symbols of m bits, k of them payload.
struct ReedSolomon {
  int n = 544;
  int k = 514;
  int m = 10;
  [[nodiscard]] constexpr int t() const { return (n - k) / 2; }  ///< symbols it corrects
};

/// How a link protects its bits.
struct FecScheme {
  Code code = Code::kp4;
  int n = 544;                      ///< codeword length, symbols (code = custom)
  int k = 514;                      ///< payload, symbols (code = custom)
  int m = 10;                       ///< bits per code symbol (code = custom)
  int interleave = 1;               ///< w, codewords interleaved symbol by symbol
  double burst_continuation = 0.0;  ///< a, probability that a wrong line symbol makes the next one wrong
  bool precoding = false;           ///< 1/(1+D) precoding on the line
};

void describe(Fields& f, FecScheme& x);
std::vector<Problem> validate(const FecScheme& scheme);

/// The code of a scheme; not to be used when the code is `none`.
ReedSolomon code_of(const FecScheme& scheme);

/// What the decoder leaves, as natural logarithms so that no tail is too small.
struct FecErrors {
  double symbol_error_ratio = 0.0;        ///< ps, before the decoder
  double log_codeword_error_ratio = 0.0;  ///< CER, uncorrectable codewords
  double log_frame_loss_ratio = 0.0;      ///< FLR of 64-byte frames
  double log_post_fec_ber = 0.0;
};

/// Errors after decoding `pre_fec_ber`, measured at the slicer. Code symbols hit by error bursts follow a compound
/// binomial law, which is the plain binomial of random errors when a = 0. About a quarter of a microsecond for KP4.
FecErrors fec_errors(const FecScheme& scheme, double pre_fec_ber, int bits_per_line_symbol);

/// Time to receive the codewords that are decoded together: w n m / rate.
Time block_time(const FecScheme& scheme, BitRate encoded_rate);

/// Model `link/fec`.
struct FecInputs {
  FecScheme scheme;
  double pre_fec_ber = 2.4e-4;   ///< p, at the slicer
  int bits_per_line_symbol = 2;  ///< 1 NRZ, 2 PAM4: sets how many code symbols a burst hits
  BitRate encoded_rate = 106.25 * unit::Gbps;
  double target_frame_loss = 6.2e-11;
  double target_post_fec_ber = 1e-15;
};

struct FecResults {
  double symbol_error_ratio = 0.0;
  double codeword_error_ratio = 0.0;
  double frame_loss_ratio = 0.0;
  double post_fec_ber = 0.0;
  double log10_codeword_error_ratio = 0.0;
  double log10_frame_loss_ratio = 0.0;
  double log10_post_fec_ber = 0.0;
  double correctable = 0.0;  ///< t, symbols
  double overhead = 0.0;     ///< n/k - 1
  Time block_time;
  double threshold_frame_loss = 0.0;    ///< largest p that keeps target_frame_loss
  double threshold_post_fec_ber = 0.0;  ///< largest p that keeps target_post_fec_ber
};

void describe(Fields& f, FecInputs& x);
void describe(Fields& f, FecResults& x);
std::vector<Problem> validate(const FecInputs& in);
FecResults evaluate(const FecInputs& in);

}  // namespace copack::link
