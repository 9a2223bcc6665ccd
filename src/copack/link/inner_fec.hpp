// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "copack/core/diagnostics.hpp"
#include "copack/core/fields.hpp"
#include "copack/link/fec.hpp"

namespace copack::link {

/// How the inner Hamming(128,120) code of 200 Gb/s lanes is decoded: not used, by hard decisions, or by Chase's second
/// algorithm with 4 or 6 least reliable bits.
enum class InnerDecoder { none, hard, chase_4, chase_6 };
std::span<const std::string_view> choice_names(InnerDecoder);

/// What the inner decoder hands to the outer one, as natural logarithms.
struct InnerErrors {
  double log_ber = 0.0;                 ///< of payload bits
  double log_symbol_error_ratio = 0.0;  ///< of 10-bit symbols
};

/// Bits of the outer code's symbols for which `InnerErrors` counts symbols, and line bits per bit of the outer code.
inline constexpr int inner_symbol_bits = 10;
inline constexpr double inner_overhead = 128.0 / 120.0;

/// Largest input BER of the decoder tables.
inline constexpr double inner_ber_max = 0.1;

/// Errors after the inner decoder on a Gray-coded PAM4 line with white Gaussian noise. Hard decisions: exact, for
/// independent errors. Chase: a simulated table, see docs/theory/inner-fec.md for its error; below its first row, an
/// input BER of 1.5e-3 (Chase-6) or 3.2e-3 (Chase-4), it continues in proportion to the union bound.
/// @param ber at the slicer, in [0, inner_ber_max]; above it is taken as inner_ber_max
InnerErrors inner_errors(InnerDecoder decoder, double ber);

/// Model `link/inner-fec`: Reed-Solomon outer and Hamming inner code in series, with an interleaver between them that
/// never puts two symbols of one inner word into the same outer codeword.
struct InnerFecInputs {
  InnerDecoder decoder = InnerDecoder::chase_6;
  double input_ber = 2.4e-4;  ///< at the slicer
  Code outer_code = Code::kp4;
  int interleave = 4;  ///< outer codewords that share a frame, w
  double target_frame_loss = 6.2e-11;
  double target_post_fec_ber = 1e-15;
  BitRate outer_rate = 212.5 * unit::Gbps;  ///< of a lane, outer code included
  double framing_overhead = 1.0 / 1088.0;   ///< pad bits of the inner sublayer over coded bits
};

struct InnerFecResults {
  double output_ber = 0.0;                 ///< after the inner decoder
  double output_symbol_error_ratio = 0.0;  ///< ps of the outer decoder
  double codeword_error_ratio = 0.0;
  double frame_loss_ratio = 0.0;
  double log10_frame_loss_ratio = 0.0;
  double post_fec_ber = 0.0;
  double log10_post_fec_ber = 0.0;
  double threshold_frame_loss = 0.0;          ///< largest input BER that keeps target_frame_loss
  double threshold_post_fec_ber = 0.0;        ///< largest input BER that keeps target_post_fec_ber
  double outer_threshold_post_fec_ber = 0.0;  ///< the same without the inner code
  Decibel rate_cost;                          ///< noise that the faster line lets in, electrical
  Decibel decoder_gain;                       ///< of the inner decoder at the input BER, electrical, less the rate cost
  Decibel gain_over_outer;          ///< of the inner code in series at the threshold, electrical, less the rate cost
  Decibel optical_gain_over_outer;  ///< half of it
  Frequency symbol_rate;            ///< of the PAM4 line
};

void describe(Fields& f, InnerFecInputs& x);
void describe(Fields& f, InnerFecResults& x);
std::vector<Problem> validate(const InnerFecInputs& in);
InnerFecResults evaluate(const InnerFecInputs& in);

}  // namespace copack::link
