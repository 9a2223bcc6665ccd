// SPDX-License-Identifier: Apache-2.0
#include "copack/link/fec.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace copack::link {
namespace {

double frame_loss(double p, int interleave) {
  return evaluate(FecInputs{.scheme = {.interleave = interleave}, .pre_fec_ber = p}).frame_loss_ratio;
}

TEST(Fec, FrameLossRatiosOfIeee8023) {
  EXPECT_NEAR(frame_loss(2.4e-4, 1), 9.2e-13, 0.03 * 9.2e-13);  // 100G
  EXPECT_NEAR(frame_loss(2.4e-4, 2), 1.7e-12, 0.03 * 1.7e-12);  // 200G, 400G
  EXPECT_NEAR(frame_loss(2.4e-4, 4), 3.4e-12, 0.03 * 3.4e-12);  // 800G
  EXPECT_NEAR(frame_loss(3.2e-4, 1), 6.2e-11, 0.02 * 6.2e-11);
}

/// Oracle: the binomial tail term by term in long double, with the same definitions.
long double binomial_tail(int n, long double q, int t) {
  long double sum = 0.0L;
  for (int i = t + 1; i <= n; ++i) {
    sum += std::exp(std::lgamma(n + 1.0L) - std::lgamma(i + 1.0L) - std::lgamma(n - i + 1.0L) + i * std::log(q) +
                    (n - i) * std::log1p(-q));
  }
  return sum;
}

TEST(Fec, CodewordErrorsAreTheBinomialTail) {
  for (const double p : {1e-7, 1e-5, 2.4e-4, 1e-3, 2.9e-3, 1e-2, 0.2}) {
    const auto r = evaluate(FecInputs{.pre_fec_ber = p});
    const long double ps = -std::expm1(10.0L * std::log1p(-static_cast<long double>(p)));
    const auto exact = static_cast<double>(binomial_tail(544, ps, 15));
    EXPECT_NEAR(r.codeword_error_ratio / exact, 1.0, 1e-9) << p;
    // A wrong bit stays wrong when its symbol is and at least t of the other n - 1 are.
    EXPECT_NEAR(r.post_fec_ber / (p * static_cast<double>(binomial_tail(543, ps, 14))), 1.0, 1e-9) << p;
  }
}

TEST(Fec, OtherCodes) {
  const auto cer = [](Code code, double p) {
    return evaluate(FecInputs{.scheme = {.code = code}, .pre_fec_ber = p}).codeword_error_ratio;
  };
  EXPECT_NEAR(cer(Code::kr4, 1e-5), 1.36e-15, 0.005e-15);
  EXPECT_NEAR(cer(Code::kr4, 2e-5), 3.3e-13, 0.05e-13);
  const FecScheme custom{.code = Code::custom, .n = 272, .k = 258, .m = 10};
  EXPECT_DOUBLE_EQ(evaluate(FecInputs{.scheme = custom}).codeword_error_ratio, cer(Code::rs272, 2.4e-4));
  // Without a code a frame of 620 line bits is lost with any of them.
  EXPECT_NEAR(evaluate(FecInputs{.scheme = {.code = Code::none}, .pre_fec_ber = 1e-12}).frame_loss_ratio, 6.2e-10,
              1e-13);
}

TEST(Fec, ThresholdsOfKp4) {
  const auto threshold = [](double ber) {
    return evaluate(FecInputs{.target_post_fec_ber = ber}).threshold_post_fec_ber;
  };
  EXPECT_NEAR(threshold(1e-15), 2.262e-4, 0.0005e-4);
  EXPECT_NEAR(threshold(1e-13), 3.10e-4, 0.005e-4);
  EXPECT_NEAR(threshold(1e-12), 3.64e-4, 0.005e-4);
  const auto r = evaluate(FecInputs{.target_frame_loss = 6.16e-11});
  EXPECT_NEAR(r.threshold_frame_loss, 3.2e-4, 0.005e-4);
}

TEST(Fec, TheSmallestTailsStayExact) {
  // For p -> 0 the tail is its first term: C(544,16) (10 p)^16.
  double log10_choose = 0.0;
  for (int i = 0; i < 16; ++i) log10_choose += std::log10((544.0 - i) / (i + 1.0));
  for (const double p : {1e-12, 1e-40, 1e-150, 1e-165, 1e-199, 1e-290}) {
    const auto r = evaluate(FecInputs{.pre_fec_ber = p});
    const double codeword = log10_choose + 16.0 * (1.0 + std::log10(p));
    EXPECT_NEAR(r.log10_codeword_error_ratio / codeword, 1.0, 1e-10) << p;
    // 16 of 544 symbols with one wrong bit of ten each.
    EXPECT_NEAR(r.log10_post_fec_ber / (codeword + std::log10(16.0 / 5440.0)), 1.0, 1e-10) << p;
  }
  EXPECT_EQ(evaluate(FecInputs{.pre_fec_ber = 0.0}).frame_loss_ratio, 0.0);
}

TEST(Fec, BlockTimes) {
  const auto ns = [](int w, double rate) { return block_time({.interleave = w}, rate * unit::Gbps).in(unit::ns); };
  EXPECT_NEAR(ns(1, 106.25), 51.2, 1e-9);
  EXPECT_NEAR(ns(2, 106.25), 102.4, 1e-9);
  EXPECT_NEAR(ns(2, 212.5), 51.2, 1e-9);
  EXPECT_NEAR(ns(2, 425.0), 25.6, 1e-9);
  EXPECT_NEAR(ns(4, 850.0), 25.6, 1e-9);
  EXPECT_NEAR(ns(4, 1700.0), 12.8, 1e-9);
}

/// Oracle for bursts: the line as a Markov chain (a wrong symbol makes the next wrong with probability a, a right one
/// with p0), solved by counting, symbol by symbol, the wrong code symbols of the first of w interleaved codewords.
/// Decoding 1/(1+D) leaves an error wherever the line changes between right and wrong.
class MarkovLine {
 public:
  MarkovLine(double p, const FecScheme& scheme)
      : wrong_(2.0 * p), scheme_(scheme), p0_(wrong_ * (1.0 - scheme.burst_continuation) / (1.0 - wrong_)) {}

  double codeword_error() {
    state_[at(0, 0, 0)] = 1.0 - wrong_;
    state_[at(0, 1, 0)] = wrong_;
    for (int symbol = 0; symbol < 544 * scheme_.interleave; ++symbol) {
      for (int i = 0; i < 5; ++i) line_symbol();
      end_of_code_symbol(symbol % scheme_.interleave == 0);
    }
    return state_[at(t + 1, 0, 0)] + state_[at(t + 1, 1, 0)];
  }

 private:
  static constexpr int t = 15;
  /// Probability of (wrong code symbols so far, last line symbol wrong, current code symbol hit).
  using State = std::array<double, 4 * (t + 2)>;
  static std::size_t at(int count, int last, int hit) { return static_cast<std::size_t>(4 * count + 2 * last + hit); }

  void line_symbol() {
    State next{};
    const double a = scheme_.burst_continuation;
    for (int c = 0; c <= t + 1; ++c) {
      for (const int hit : {0, 1}) {
        const double right = state_[at(c, 0, hit)];
        const double wrong = state_[at(c, 1, hit)];
        next[at(c, 0, hit)] += right * (1.0 - p0_);
        next[at(c, 1, 1)] += right * p0_;
        next[at(c, 1, scheme_.precoding ? hit : 1)] += wrong * a;
        next[at(c, 0, scheme_.precoding ? 1 : hit)] += wrong * (1.0 - a);
      }
    }
    state_ = next;
  }

  void end_of_code_symbol(bool counts) {
    State next{};
    for (int c = 0; c <= t + 1; ++c) {
      for (const int last : {0, 1}) {
        next[at(c, last, 0)] += state_[at(c, last, 0)];
        next[at(counts ? std::min(c + 1, t + 1) : c, last, 0)] += state_[at(c, last, 1)];
      }
    }
    state_ = next;
  }

  double wrong_;  // line symbol error ratio of PAM4
  FecScheme scheme_;
  double p0_;
  State state_{};
};

TEST(FecBursts, AgreesWithTheMarkovChainItStandsFor) {
  for (const bool precoding : {false, true}) {
    for (const double a : {0.0, 0.3, 0.5, 0.75}) {
      for (const int w : {1, 2, 4}) {
        const FecScheme scheme{.interleave = w, .burst_continuation = a, .precoding = precoding};
        const double exact = MarkovLine(2e-4, scheme).codeword_error();
        const double ratio = std::exp(fec_errors(scheme, 2e-4, 2).log_codeword_error_ratio) / exact;
        // Events that overlap in a code symbol are counted apart, which errs to the safe side.
        EXPECT_GE(ratio, 0.99) << "a = " << a << ", w = " << w << ", precoding " << precoding;
        EXPECT_LE(ratio, 1.16) << "a = " << a << ", w = " << w << ", precoding " << precoding;
      }
    }
  }
}

TEST(FecBursts, NoBurstIsTheRandomCase) {
  const double random = fec_errors({.interleave = 4}, 3e-4, 2).log_frame_loss_ratio;
  const double vanishing = fec_errors({.interleave = 4, .burst_continuation = 1e-9}, 3e-4, 2).log_frame_loss_ratio;
  EXPECT_NEAR(random, vanishing, 1e-6);
}

TEST(FecBursts, InterleavingAndPrecodingHelpAgainstLongBursts) {
  const auto log_cer = [](FecScheme scheme) { return fec_errors(scheme, 1e-4, 2).log_codeword_error_ratio; };
  const double plain = log_cer({.burst_continuation = 0.75});
  EXPECT_LT(log_cer({.interleave = 2, .burst_continuation = 0.75}), plain);
  EXPECT_LT(log_cer({.burst_continuation = 0.75, .precoding = true}), plain);
  // Without bursts precoding doubles the errors.
  EXPECT_GT(log_cer({.precoding = true}), log_cer({}));
}

TEST(Fec, ErrorsNeverFallWhenTheLineGetsWorse) {
  for (const double a : {0.0, 0.6}) {
    double last = -1e9;
    for (double p = 1e-9; p < 0.3; p *= 1.3) {
      const auto e = fec_errors({.interleave = 2, .burst_continuation = a}, p, 2);
      EXPECT_GE(e.log_codeword_error_ratio, last - 1e-12) << p;
      EXPECT_LE(e.log_frame_loss_ratio, 0.0);
      last = e.log_codeword_error_ratio;
    }
  }
}

TEST(Fec, ValidateNamesTheField) {
  const auto problems = validate(FecInputs{.scheme = {.code = Code::custom, .n = 600, .k = 700, .m = 9}});
  ASSERT_EQ(problems.size(), 2u);
  EXPECT_EQ(problems[0].path, "k");
  EXPECT_EQ(problems[1].path, "n");
  EXPECT_EQ(validate(FecInputs{.scheme = {.burst_continuation = 0.5}, .bits_per_line_symbol = 3}).size(), 1u);
}

TEST(Fec, DescribesEveryField) {
  EXPECT_EQ(flatten(FecInputs{}).size(), 12u);
  EXPECT_EQ(flatten(FecResults{}).size(), 12u);
}

}  // namespace
}  // namespace copack::link
