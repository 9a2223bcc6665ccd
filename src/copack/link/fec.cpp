// SPDX-License-Identifier: Apache-2.0
#include "copack/link/fec.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>

namespace copack::link {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
/// IEEE 802.3 states a BER of 1e-12 as a frame loss ratio of 6.2e-10: bits a 64-byte frame occupies on an uncoded line.
constexpr double bits_per_frame = 620.0;
constexpr double bytes_per_slot = 84.0;  // 64-byte frame, preamble and gap

/// Starts of error events per code symbol (pi) and how many symbols of one codeword an event hits:
/// P(H >= 2) = c, then geometric with ratio q.
struct Events {
  double pi = 0.0;
  double c = 0.0;
  double q = 0.0;
};

/// An event is a run of wrong line symbols, P(length >= l) = a^(l-1), starting at a uniform phase of the s line symbols
/// of a code symbol; w codewords take code symbols in turn. With precoding only its two ends are wrong.
Events events_of(const FecScheme& scheme, const ReedSolomon& code, double p, int bits_per_line_symbol) {
  const double a = scheme.burst_continuation;
  Events e{.pi = -std::expm1(code.m * std::log1p(-p * (1.0 - a)))};
  double weight = 1.0;  // codewords of the interleave that an event touches, on average
  if (a > 0.0 || scheme.precoding) {
    const double s = std::max(1, code.m / bits_per_line_symbol);
    const double w = scheme.interleave;
    const double q = std::pow(a, s);
    const double crosses = (1.0 - q) / (s * (1.0 - a));  // P(the end lies in a later code symbol than the start)
    const double q_w = std::pow(q, w - 1.0);
    if (scheme.precoding) {
      const double same_codeword = crosses * (1.0 - q) * q_w / (1.0 - q * q_w);
      weight = 1.0 + crosses - same_codeword;
      e.c = same_codeword / weight;
    } else {
      const double runs_on = a * crosses;  // P(a second code symbol is hit)
      weight = 1.0 + runs_on * (1.0 - q_w) / (1.0 - q);
      e.c = runs_on * q_w * (1.0 - q * q_w) / (1.0 - q) / weight;
      e.q = q * q_w;
    }
  }
  e.pi = std::min(e.pi * weight, 1.0 - 1e-12);
  return e;
}

struct Tail {
  double log_probability = 0.0;  ///< ln P(S > t)
  double log_weighted = 0.0;     ///< ln of E[S; S > t] / E[S]
};

/// Tail of S = H_1 + ... + H_N, N ~ Bin(n, pi), by Panjer's recursion (Panjer 1981) upward from 0, with the sums over
/// the geometric severity carried along, so each step costs O(1). All terms are positive; `log_scale` keeps them in
/// range.
class CompoundBinomial {
 public:
  CompoundBinomial(const Events& e, int n)
      : n_(n), odds_(e.pi / (1.0 - e.pi)), c_(e.c), q_(e.q), log_scale_(n * std::log1p(-e.pi)) {
    mean_ = n * e.pi * (1.0 + e.c / (1.0 - e.q));
    scale_ = std::exp(log_scale_);
  }

  Tail above(int t) {
    double head = scale_;
    double head_weighted = 0.0;
    for (int s = 1; s <= t; ++s) {
      step(s);
      head += g1_ * scale_;
      head_weighted += s * g1_ * scale_;
    }
    if (head < 0.5) return {std::log1p(-head), std::log1p(-head_weighted / mean_)};
    double sum = 0.0;
    double weighted = 0.0;
    for (int s = t + 1; s <= n_; ++s) {
      const double before = log_scale_;
      step(s);
      if (log_scale_ != before) {
        const double shift = std::exp(before - log_scale_);
        sum *= shift;
        weighted *= shift;
      }
      sum += g1_;
      weighted += s * g1_;
      if (s > mean_ && g1_ < 1e-17 * (1.0 - q_) * sum) break;
    }
    return {log_scale_ + std::log(sum), log_scale_ + std::log(weighted) - std::log(mean_)};
  }

 private:
  /// g_s = odds ((n+1)/s B - A), A = sum f_j g_{s-j}, B = sum j f_j g_{s-j}.
  void step(int s) {
    run_weighted_ = 2.0 * g2_ + q_ * (run_weighted_ + run_);
    run_ = g2_ + q_ * run_;
    const double geometric = c_ * (1.0 - q_);
    const double a = (1.0 - c_) * g1_ + geometric * run_;
    const double b = (1.0 - c_) * g1_ + geometric * run_weighted_;
    g2_ = c_ > 0.0 ? g1_ : 0.0;  // random errors need no memory, so that only g1 sets the scale
    g1_ = odds_ * ((n_ + 1.0) / s * b - a);
    const double largest = std::max({g1_, g2_, run_weighted_});
    if (largest > 1e200 || largest < 1e-200 || largest * odds_ < 1e-290) rescale(largest);
  }

  void rescale(double largest) {
    for (double* x : {&g1_, &g2_, &run_, &run_weighted_}) *x /= largest;
    log_scale_ += std::log(largest);
    scale_ = std::exp(log_scale_);
  }

  int n_;
  double odds_, c_, q_, log_scale_;
  double scale_ = 0.0;
  double mean_ = 0.0;
  double g1_ = 1.0, g2_ = 0.0;             // g_{s-1}, g_{s-2}, in units of exp(log_scale)
  double run_ = 0.0, run_weighted_ = 0.0;  // sums over j >= 2 of q^(j-2) g_{s-j} and j q^(j-2) g_{s-j}
};

/// 64-byte frames that one codeword's payload holds; 256/257 is the transcoding (7.62 for KP4).
double frames_per_codeword(const ReedSolomon& code) { return code.k * code.m / 8.0 * 256.0 / 257.0 / bytes_per_slot; }

FecErrors uncoded(double p) {
  return {.symbol_error_ratio = p,
          .log_codeword_error_ratio = std::log(p),
          .log_frame_loss_ratio = std::log(-std::expm1(bits_per_frame * std::log1p(-p))),
          .log_post_fec_ber = std::log(p)};
}

/// Largest p in [1e-30, 1/2] at which an increasing function of p stays at or below a target; bisection in ln p.
template <class F>
double largest_ber(double log_target, F&& log_error) {
  double low = std::log(1e-30);
  double high = std::log(0.5);
  for (int i = 0; i < 50; ++i) {
    const double middle = 0.5 * (low + high);
    (log_error(std::exp(middle)) > log_target ? high : low) = middle;
  }
  return std::exp(low);
}

}  // namespace

std::span<const std::string_view> choice_names(Code /*unused*/) {
  static constexpr std::array<std::string_view, 5> names{"kp4", "kr4", "rs272", "custom", "none"};
  return names;
}

ReedSolomon code_of(const FecScheme& scheme) {
  switch (scheme.code) {
    case Code::kr4:
      return {.n = 528, .k = 514, .m = 10};
    case Code::rs272:
      return {.n = 272, .k = 258, .m = 10};
    case Code::custom:
      return {.n = scheme.n, .k = scheme.k, .m = scheme.m};
    case Code::kp4:
    case Code::none:
      break;
  }
  return {};
}

FecErrors fec_errors(const FecScheme& scheme, double pre_fec_ber, int bits_per_line_symbol) {
  if (!(pre_fec_ber > 0.0)) return {0.0, -infinity, -infinity, -infinity};
  if (scheme.code == Code::none) return uncoded(pre_fec_ber);
  const auto code = code_of(scheme);
  const auto events = events_of(scheme, code, pre_fec_ber, bits_per_line_symbol);
  const auto tail = CompoundBinomial(events, code.n).above(code.t());
  const double w = scheme.interleave;
  FecErrors out;
  out.symbol_error_ratio = events.pi * (1.0 + events.c / (1.0 - events.q));
  out.log_codeword_error_ratio = std::min(0.0, tail.log_probability);
  out.log_frame_loss_ratio =
      std::min(0.0, std::log(w + 1.0 / frames_per_codeword(code)) + out.log_codeword_error_ratio);
  out.log_post_fec_ber = std::log(pre_fec_ber) + std::min(0.0, tail.log_weighted);
  return out;
}

Time block_time(const FecScheme& scheme, BitRate encoded_rate) {
  if (scheme.code == Code::none) return {};
  const auto code = code_of(scheme);
  return static_cast<double>(scheme.interleave) * code.n * code.m * unit::bit / encoded_rate;
}

std::vector<Problem> validate(const FecScheme& scheme) {
  std::vector<Problem> problems;
  if (scheme.code != Code::custom) return problems;
  if (scheme.k >= scheme.n) {
    problems.push_back({"k", fmt::format("payload {} must be shorter than the codeword, n = {}", scheme.k, scheme.n)});
  }
  if (scheme.n > (1 << scheme.m)) {
    problems.push_back({"n", fmt::format("a Reed-Solomon code over {}-bit symbols has at most {} of them, not {}",
                                         scheme.m, 1 << scheme.m, scheme.n)});
  }
  return problems;
}

std::vector<Problem> validate(const FecInputs& in) {
  auto problems = validate(in.scheme);
  const bool bursts = in.scheme.burst_continuation > 0.0 || in.scheme.precoding;
  const auto code = code_of(in.scheme);
  if (bursts && in.scheme.code != Code::none && code.m % in.bits_per_line_symbol != 0) {
    problems.push_back({"bits_per_line_symbol", fmt::format("{} does not divide the {} bits of a code symbol",
                                                            in.bits_per_line_symbol, code.m)});
  }
  return problems;
}

void describe(Fields& f, FecScheme& x) {
  f("code", x.code, "forward error correction: kp4 RS(544,514), kr4 RS(528,514), rs272 RS(272,258), custom or none");
  f("n", "", x.n, "codeword length in symbols, n (custom code)", {.min = 3, .max = 65536});
  f("k", "", x.k, "payload in symbols, k (custom code)", {.min = 1, .max = 65535});
  f("m", "", x.m, "bits per code symbol, m (custom code)", {.min = 2, .max = 16});
  f("interleave", "", x.interleave, "codewords interleaved symbol by symbol, w", {.min = 1, .max = 64});
  f("burst_continuation", "", x.burst_continuation, "probability that a wrong line symbol makes the next one wrong, a",
    {.min = 0.0, .max = 0.95});
  f("precoding", x.precoding, "1/(1+D) precoding: a burst becomes two errors, one at each end");
}

void describe(Fields& f, FecInputs& x) {
  describe(f, x.scheme);
  f("pre_fec_ber", "", x.pre_fec_ber, "bit error ratio at the slicer, p", {.min = 0.0, .max = 0.5, .required = true});
  f("bits_per_line_symbol", "", x.bits_per_line_symbol, "1 NRZ, 2 PAM4", {.min = 1, .max = 4});
  f("encoded_rate", "Gbit/s", x.encoded_rate, "rate at which coded bits arrive", positive);
  f("target_frame_loss", "", x.target_frame_loss, "frame loss ratio the threshold is sought for",
    {.min = 1e-300, .max = 0.5});
  f("target_post_fec_ber", "", x.target_post_fec_ber, "post-FEC BER the threshold is sought for",
    {.min = 1e-300, .max = 0.5});
}

void describe(Fields& f, FecResults& x) {
  f("symbol_error_ratio", "", x.symbol_error_ratio, "code symbols in error before decoding, ps");
  f("codeword_error_ratio", "", x.codeword_error_ratio, "codewords with more than t wrong symbols, CER",
    by("P(symbol_errors > correctable)"));
  f("frame_loss_ratio", "", x.frame_loss_ratio, "64-byte frames lost, FLR",
    by("codeword_error_ratio * (interleave + 1 / frames_per_codeword)"));
  f("post_fec_ber", "", x.post_fec_ber, "bit error ratio after decoding");
  f("log10_codeword_error_ratio", "", x.log10_codeword_error_ratio, "decimal logarithm",
    by("log10(codeword_error_ratio)"));
  f("log10_frame_loss_ratio", "", x.log10_frame_loss_ratio, "decimal logarithm", by("log10(frame_loss_ratio)"));
  f("log10_post_fec_ber", "", x.log10_post_fec_ber, "decimal logarithm", by("log10(post_fec_ber)"));
  f("correctable", "", x.correctable, "symbols corrected per codeword, t", by("(n - k) / 2"));
  f("overhead", "", x.overhead, "coded bits beyond the payload, as a share of it", by("n / k - 1"));
  f("block_time", "ns", x.block_time, "time to receive the interleaved codewords",
    by("interleave * n * m / encoded_rate"));
  f("threshold_frame_loss", "", x.threshold_frame_loss, "largest pre-FEC BER that keeps target_frame_loss");
  f("threshold_post_fec_ber", "", x.threshold_post_fec_ber, "largest pre-FEC BER that keeps target_post_fec_ber");
}

FecResults evaluate(const FecInputs& in) {
  const auto at = [&](double p) { return fec_errors(in.scheme, p, in.bits_per_line_symbol); };
  const auto e = at(in.pre_fec_ber);
  const auto code = code_of(in.scheme);
  const bool coded = in.scheme.code != Code::none;
  FecResults out;
  out.symbol_error_ratio = e.symbol_error_ratio;
  out.codeword_error_ratio = std::exp(e.log_codeword_error_ratio);
  out.frame_loss_ratio = std::exp(e.log_frame_loss_ratio);
  out.post_fec_ber = std::exp(e.log_post_fec_ber);
  out.log10_codeword_error_ratio = e.log_codeword_error_ratio / std::numbers::ln10;
  out.log10_frame_loss_ratio = e.log_frame_loss_ratio / std::numbers::ln10;
  out.log10_post_fec_ber = e.log_post_fec_ber / std::numbers::ln10;
  out.correctable = coded ? code.t() : 0;
  out.overhead = coded ? static_cast<double>(code.n) / code.k - 1.0 : 0.0;
  out.block_time = block_time(in.scheme, in.encoded_rate);
  out.threshold_frame_loss =
      largest_ber(std::log(in.target_frame_loss), [&](double p) { return at(p).log_frame_loss_ratio; });
  out.threshold_post_fec_ber =
      largest_ber(std::log(in.target_post_fec_ber), [&](double p) { return at(p).log_post_fec_ber; });
  return out;
}

}  // namespace copack::link
