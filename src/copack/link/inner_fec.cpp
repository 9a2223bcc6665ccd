// SPDX-License-Identifier: Apache-2.0
#include "copack/link/inner_fec.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>
#include <vector>

#include "copack/link/modulation.hpp"
#include "copack/numerics/roots.hpp"

namespace copack::link {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr std::size_t inner_bits = 128;
constexpr double inner_rate = 1.0 / inner_overhead;
constexpr double outer_symbol_bits = inner_symbol_bits;

/// Hard decisions, exact: payload error ratios are (1-p)^n sum_j a_j (p/(1-p))^j. A word with an even number of errors
/// keeps them; one with an odd number j lies next to exactly one codeword, of weight j + 1 or j - 1, and becomes it.
/// The group of the code is three-fold transitive, so all bits are alike and the residue is spread evenly over symbols.
struct HardDecoder {
  std::array<double, inner_bits + 1> bits{};
  std::array<double, inner_bits + 1> symbols{};
};

/// Codewords of weight j in the extended Hamming code of length 128, by MacWilliams' identity from its dual, the first
/// order Reed-Muller code with 254 words of weight 64 beside the two constant ones.
constexpr double codewords_of_weight(std::size_t j, double choose_128, double choose_64) {
  return j % 2 != 0 ? 0.0 : (2.0 * choose_128 + (j % 4 == 0 ? 254.0 : -254.0) * choose_64) / 256.0;
}

/// Share of the ten-bit symbols that hold one of r errors spread evenly over the word.
constexpr double symbols_hit(std::size_t r) {
  double none = 1.0;
  for (std::size_t i = 0; i < 10; ++i) {
    none *= (r + i < inner_bits ? static_cast<double>(inner_bits - r - i) : 0.0) / static_cast<double>(inner_bits - i);
  }
  return 1.0 - none;
}

constexpr HardDecoder make_hard_decoder() {
  std::array<double, inner_bits + 3> codewords{};
  std::array<double, inner_bits + 1> words{};
  double choose_128 = 1.0;
  double choose_64 = 1.0;
  for (std::size_t j = 0; j <= inner_bits; ++j) {
    words[j] = choose_128;
    codewords[j] = codewords_of_weight(j, choose_128, choose_64);
    choose_128 *= static_cast<double>(inner_bits - j) / static_cast<double>(j + 1);
    const std::size_t half = j / 2;
    if (j % 2 == 1) choose_64 *= static_cast<double>(64 - half) / static_cast<double>(half + 1);
  }
  HardDecoder out;
  const auto add = [&](std::size_t errors, std::size_t residue, double count) {
    out.bits[errors] += count * static_cast<double>(residue) / static_cast<double>(inner_bits);
    out.symbols[errors] += count * symbols_hit(residue);
  };
  for (std::size_t j = 1; j <= inner_bits; ++j) {
    if (j % 2 == 0) {
      add(j, j, words[j]);
    } else {
      add(j, j + 1, codewords[j + 1] * static_cast<double>(j + 1));
      add(j, j - 1, codewords[j - 1] * static_cast<double>(inner_bits - j + 1));
    }
  }
  return out;
}

InnerErrors hard_errors(double p) {
  static constexpr HardDecoder decoder = make_hard_decoder();
  const double odds = p / (1.0 - p);
  double bits = 0.0;
  double symbols = 0.0;
  for (std::size_t j = inner_bits; j > 0; --j) {
    bits = (bits + decoder.bits[j]) * odds;
    symbols = (symbols + decoder.symbols[j]) * odds;
  }
  const double none = static_cast<double>(inner_bits) * std::log1p(-p);
  return {none + std::log(bits), none + std::log(symbols)};
}

/// Simulated rows: input BER, output BER, output symbol error ratio. Made by tools/inner_fec_table with seed 2026 until
/// 6e4 words of a row were wrong, but with 4e7 words at most: standard error 0.5 % from an input BER of 3e-3 upward, 2
/// % in the first row of Chase-6. Input BERs are even in the logarithm and end at inner_ber_max.
struct Row {
  double input_ber, output_ber, output_symbol_error_ratio;
};
constexpr double rows_per_decade = 12.0;
constexpr std::array chase_4_table{
    Row{3.162278e-03, 6.9638e-05, 6.2282e-04}, Row{3.831187e-03, 1.3910e-04, 1.2416e-03},
    Row{4.641589e-03, 2.7391e-04, 2.4398e-03}, Row{5.623413e-03, 5.3229e-04, 4.7317e-03},
    Row{6.812921e-03, 1.0069e-03, 8.9287e-03}, Row{8.254042e-03, 1.8237e-03, 1.6126e-02},
    Row{1.000000e-02, 3.2128e-03, 2.8319e-02}, Row{1.211528e-02, 5.4135e-03, 4.7517e-02},
    Row{1.467799e-02, 8.7668e-03, 7.6644e-02}, Row{1.778279e-02, 1.3472e-02, 1.1698e-01},
    Row{2.154435e-02, 1.9522e-02, 1.6818e-01}, Row{2.610157e-02, 2.6877e-02, 2.2925e-01},
    Row{3.162278e-02, 3.5160e-02, 2.9562e-01}, Row{3.831187e-02, 4.3832e-02, 3.6123e-01},
    Row{4.641589e-02, 5.3015e-02, 4.2537e-01}, Row{5.623413e-02, 6.3071e-02, 4.8833e-01},
    Row{6.812921e-02, 7.4739e-02, 5.5354e-01}, Row{8.254042e-02, 8.8659e-02, 6.2091e-01},
    Row{1.000000e-01, 1.0586e-01, 6.9205e-01},
};
constexpr std::array chase_6_table{
    Row{1.467799e-03, 3.3415e-06, 3.0092e-05}, Row{1.778279e-03, 6.7842e-06, 6.1190e-05},
    Row{2.154435e-03, 1.3941e-05, 1.2557e-04}, Row{2.610157e-03, 2.7848e-05, 2.5052e-04},
    Row{3.162278e-03, 5.6234e-05, 5.0514e-04}, Row{3.831187e-03, 1.1153e-04, 9.9926e-04},
    Row{4.641589e-03, 2.1944e-04, 1.9590e-03}, Row{5.623413e-03, 4.2782e-04, 3.8083e-03},
    Row{6.812921e-03, 8.2167e-04, 7.3009e-03}, Row{8.254042e-03, 1.5163e-03, 1.3423e-02},
    Row{1.000000e-02, 2.7282e-03, 2.4056e-02}, Row{1.211528e-02, 4.7013e-03, 4.1235e-02},
    Row{1.467799e-02, 7.8286e-03, 6.8302e-02}, Row{1.778279e-02, 1.2288e-02, 1.0658e-01},
    Row{2.154435e-02, 1.8348e-02, 1.5791e-01}, Row{2.610157e-02, 2.5712e-02, 2.1896e-01},
    Row{3.162278e-02, 3.4166e-02, 2.8693e-01}, Row{3.831187e-02, 4.3108e-02, 3.5524e-01},
    Row{4.641589e-02, 5.2442e-02, 4.2140e-01}, Row{5.623413e-02, 6.2548e-02, 4.8551e-01},
    Row{6.812921e-02, 7.4099e-02, 5.5023e-01}, Row{8.254042e-02, 8.8001e-02, 6.1816e-01},
    Row{1.000000e-01, 1.0515e-01, 6.8943e-01},
};

/// ln of both outputs over Q(2x), x the argument of the input BER: four bits at distance 2 make the smallest codeword,
/// so maximum-likelihood decoding ends in this proportion, and the quotient hardly bends.
struct Nodes {
  std::vector<double> bits;
  std::vector<double> symbols;
};

double log_union_bound(double ber) { return log_tail(2.0 * q_argument(ber, levels(Modulation::pam4))); }

Nodes make_nodes(std::span<const Row> table) {
  Nodes out;
  for (const auto& row : table) {
    const double bound = log_union_bound(row.input_ber);
    out.bits.push_back(std::log(row.output_ber) - bound);
    out.symbols.push_back(std::log(row.output_symbol_error_ratio) - bound);
  }
  return out;
}

InnerErrors table_errors(const Nodes& nodes, double p) {
  const auto last = static_cast<double>(nodes.bits.size() - 1);
  const double place = std::clamp(rows_per_decade * std::log10(p / inner_ber_max) + last, 0.0, last);
  const auto i = std::min(static_cast<std::size_t>(place), nodes.bits.size() - 2);
  const double t = place - static_cast<double>(i);
  const double bound = log_union_bound(p);
  return {bound + std::lerp(nodes.bits[i], nodes.bits[i + 1], t),
          bound + std::lerp(nodes.symbols[i], nodes.symbols[i + 1], t)};
}

InnerErrors chase_errors(InnerDecoder decoder, double p) {
  static const Nodes chase_4 = make_nodes(chase_4_table);
  static const Nodes chase_6 = make_nodes(chase_6_table);
  return table_errors(decoder == InnerDecoder::chase_4 ? chase_4 : chase_6, p);
}

struct Concatenated {
  InnerErrors inner;
  FecErrors outer;
};

/// The outer decoder sees independent symbol errors: those of random bits with BER p_eff. Wrong bits come several to a
/// symbol, which only the bit error ratio behind it notices.
Concatenated errors_at(const InnerFecInputs& in, double p) {
  Concatenated out{.inner = inner_errors(in.decoder, p)};
  const double symbol = std::exp(out.inner.log_symbol_error_ratio);
  const double equivalent = -std::expm1(std::log1p(-symbol) / outer_symbol_bits);
  const FecScheme scheme{.code = in.outer_code, .interleave = in.interleave};
  out.outer = fec_errors(scheme, equivalent, bits_per_symbol(Modulation::pam4));
  if (equivalent > 0.0) out.outer.log_post_fec_ber += out.inner.log_ber - std::log(equivalent);
  return out;
}

/// Largest input BER at which an increasing function of it stays at or below a target.
template <class F>
double largest_input(double log_target, F&& log_error) {
  const auto excess = [&](double log_p) { return log_error(std::exp(log_p)) - log_target; };
  constexpr double lowest = -100.0;  // low enough for 1e-300 behind seven corrected symbols
  const double highest = std::log(inner_ber_max);
  if (excess(highest) <= 0.0) return inner_ber_max;
  return std::exp(numerics::find_root(excess, lowest, highest, {.relative_tolerance = 1e-9}).root);
}

Decibel snr_gain(double ber_after, double ber_before) {
  const int m = levels(Modulation::pam4);
  return Decibel::from_db(20.0 * std::log10(q_argument(ber_after, m) / q_argument(ber_before, m)));
}

void value_gains(const InnerFecInputs& in, InnerFecResults& out) {
  const bool coded = in.decoder != InnerDecoder::none;
  const double expansion = coded ? (1.0 + in.framing_overhead) / inner_rate : 1.0;
  out.rate_cost = Decibel::from_ratio(expansion);
  out.symbol_rate = Frequency::from_si(in.outer_rate.si() / bits_per_symbol(Modulation::pam4) * expansion);
  const bool countable = in.input_ber > 0.0 && out.output_ber > 0.0;
  if (coded && countable) out.decoder_gain = snr_gain(out.output_ber, in.input_ber) - out.rate_cost;
  auto outer_alone = in;
  outer_alone.decoder = InnerDecoder::none;
  out.outer_threshold_post_fec_ber = largest_input(
      std::log(in.target_post_fec_ber), [&](double p) { return errors_at(outer_alone, p).outer.log_post_fec_ber; });
  out.gain_over_outer = snr_gain(out.outer_threshold_post_fec_ber, out.threshold_post_fec_ber) - out.rate_cost;
  out.optical_gain_over_outer = 0.5 * out.gain_over_outer;
}

}  // namespace

std::span<const std::string_view> choice_names(InnerDecoder /*unused*/) {
  static constexpr std::array<std::string_view, 4> names{"none", "hard", "chase-4", "chase-6"};
  return names;
}

InnerErrors inner_errors(InnerDecoder decoder, double ber) {
  if (!(ber > 0.0)) return {-infinity, -infinity};
  const double p = std::min(ber, inner_ber_max);
  switch (decoder) {
    case InnerDecoder::none:
      return {std::log(p), std::log(-std::expm1(outer_symbol_bits * std::log1p(-p)))};
    case InnerDecoder::hard:
      return hard_errors(p);
    case InnerDecoder::chase_4:
    case InnerDecoder::chase_6:
      break;
  }
  return chase_errors(decoder, p);
}

std::vector<Problem> validate(const InnerFecInputs& in) {
  if (in.outer_code == Code::kp4 || in.outer_code == Code::kr4 || in.outer_code == Code::rs272) return {};
  return {
      {"outer_code", "needs a code over the 10-bit symbols that an inner word carries twelve of: kp4, kr4 or rs272"}};
}

void describe(Fields& f, InnerFecInputs& x) {
  f("decoder", x.decoder, "decoding of Hamming(128,120): none, hard, or Chase with 4 or 6 least reliable bits");
  f("input_ber", "", x.input_ber, "bit error ratio at the slicer, p",
    {.min = 0.0, .max = inner_ber_max, .required = true});
  f("outer_code", x.outer_code, "outer code over 10-bit symbols: kp4, kr4 or rs272");
  f("interleave", "", x.interleave, "outer codewords that share a frame, w", {.min = 1, .max = 64});
  f("target_frame_loss", "", x.target_frame_loss, "frame loss ratio the threshold is sought for",
    {.min = 1e-300, .max = 0.5});
  f("target_post_fec_ber", "", x.target_post_fec_ber, "BER behind both decoders the threshold is sought for",
    {.min = 1e-300, .max = 0.01});
  f("outer_rate", "Gbit/s", x.outer_rate, "rate of a lane with the outer code alone", positive);
  f("framing_overhead", "", x.framing_overhead, "pad bits over coded bits of the inner sublayer",
    {.min = 0.0, .max = 0.1});
}

void describe(Fields& f, InnerFecResults& x) {
  f("output_ber", "", x.output_ber, "bit error ratio after the inner decoder, p1");
  f("output_symbol_error_ratio", "", x.output_symbol_error_ratio, "outer code symbols in error after it, ps");
  f("codeword_error_ratio", "", x.codeword_error_ratio, "outer codewords with more than t wrong symbols, CER",
    by("P(Bin(n, output_symbol_error_ratio) > t)"));
  f("frame_loss_ratio", "", x.frame_loss_ratio, "64-byte frames lost, FLR",
    by("codeword_error_ratio * (interleave + 1 / frames_per_codeword)"));
  f("log10_frame_loss_ratio", "", x.log10_frame_loss_ratio, "decimal logarithm", by("log10(frame_loss_ratio)"));
  f("post_fec_ber", "", x.post_fec_ber, "bit error ratio behind both decoders");
  f("log10_post_fec_ber", "", x.log10_post_fec_ber, "decimal logarithm", by("log10(post_fec_ber)"));
  f("threshold_frame_loss", "", x.threshold_frame_loss, "largest input BER that keeps target_frame_loss");
  f("threshold_post_fec_ber", "", x.threshold_post_fec_ber, "largest input BER that keeps target_post_fec_ber");
  f("outer_threshold_post_fec_ber", "", x.outer_threshold_post_fec_ber, "the same for the outer code alone");
  f("rate_cost", "dB", x.rate_cost, "electrical noise let in by the faster line",
    by("10 * log10(128 / 120 * (1 + framing_overhead))"));
  f("decoder_gain", "dB", x.decoder_gain, "electrical gain of the inner decoder at the input BER, less the rate cost",
    by("20 * log10(x(output_ber) / x(input_ber)) - rate_cost"));
  f("gain_over_outer", "dB", x.gain_over_outer, "electrical gain of the inner code over the outer one alone",
    by("20 * log10(x(outer_threshold_post_fec_ber) / x(threshold_post_fec_ber)) - rate_cost"));
  f("optical_gain_over_outer", "dB", x.optical_gain_over_outer, "the same in optical power", by("gain_over_outer / 2"));
  f("symbol_rate", "GBd", x.symbol_rate, "of the PAM4 line", by("outer_rate / 2 * 128 / 120 * (1 + framing_overhead)"));
}

InnerFecResults evaluate(const InnerFecInputs& in) {
  const auto e = errors_at(in, in.input_ber);
  InnerFecResults out;
  out.output_ber = std::exp(e.inner.log_ber);
  out.output_symbol_error_ratio = std::exp(e.inner.log_symbol_error_ratio);
  out.codeword_error_ratio = std::exp(e.outer.log_codeword_error_ratio);
  out.frame_loss_ratio = std::exp(e.outer.log_frame_loss_ratio);
  out.log10_frame_loss_ratio = e.outer.log_frame_loss_ratio / std::numbers::ln10;
  out.post_fec_ber = std::exp(e.outer.log_post_fec_ber);
  out.log10_post_fec_ber = e.outer.log_post_fec_ber / std::numbers::ln10;
  out.threshold_frame_loss = largest_input(std::log(in.target_frame_loss),
                                           [&](double p) { return errors_at(in, p).outer.log_frame_loss_ratio; });
  out.threshold_post_fec_ber = largest_input(std::log(in.target_post_fec_ber),
                                             [&](double p) { return errors_at(in, p).outer.log_post_fec_ber; });
  value_gains(in, out);
  return out;
}

}  // namespace copack::link
