// SPDX-License-Identifier: Apache-2.0
#include "copack/link/inner_fec.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "copack/link/modulation.hpp"

namespace copack::link {
namespace {

double output(InnerDecoder decoder, double p) { return std::exp(inner_errors(decoder, p).log_ber); }

TEST(InnerFec, HardDecisionsStartWithPairsThatAreLeft) {
  // Two errors stay: C(128,2) p^2 words with 2 of 128 bits wrong, 127 p^2 per bit.
  EXPECT_NEAR(output(InnerDecoder::hard, 1e-7) / (127.0 * 1e-14), 1.0, 1e-4);
  // Three errors become four: C(128,3) p^3 words with 4 of 128 bits wrong; they are all that pairs do not explain.
  const double p = 1e-4, q = 1.0 - p;
  const double pairs = 127.0 * p * p * std::pow(q, 126), triples = 341376.0 / 32.0 * p * p * p * std::pow(q, 125);
  EXPECT_NEAR(output(InnerDecoder::hard, p) / (pairs + triples), 1.0, 1e-4);
}

TEST(InnerFec, HardDecisionsLoseOnABadLine) {
  // With 13 errors a word, half of the words are odd; of these one of 128 bits is flipped, any one, which is right with
  // 1 - p and wrong with p: p + (1 - 2 p) / 256.
  EXPECT_NEAR(output(InnerDecoder::hard, 0.1), 0.1 + 0.8 / 256.0, 1e-6);
}

TEST(InnerFec, BetterDecodersLeaveFewerErrors) {
  for (int i = 0; i <= 40; ++i) {
    const double p = std::pow(10.0, -6.0 + 0.1 * i);  // 1e-6 to 1e-2
    EXPECT_LT(output(InnerDecoder::chase_6, p), output(InnerDecoder::chase_4, p)) << p;
    EXPECT_LT(output(InnerDecoder::chase_4, p), output(InnerDecoder::hard, p)) << p;
    EXPECT_LT(output(InnerDecoder::hard, p), p) << p;
  }
}

TEST(InnerFec, ErrorsNeverFallWhenTheLineGetsWorse) {
  for (const auto decoder : {InnerDecoder::none, InnerDecoder::hard, InnerDecoder::chase_4, InnerDecoder::chase_6}) {
    double last = -1e9, last_symbol = -1e9;
    for (int i = 0; i <= 800; ++i) {
      const double p = inner_ber_max * std::pow(10.0, 0.01 * (i - 800));  // from 1e-9
      const auto e = inner_errors(decoder, p);
      EXPECT_GT(e.log_ber, last) << p;
      EXPECT_GT(e.log_symbol_error_ratio, last_symbol) << p;
      EXPECT_GE(e.log_symbol_error_ratio, e.log_ber) << p;
      EXPECT_LE(e.log_symbol_error_ratio, e.log_ber + std::log(10.0) + 1e-12) << p;
      last = e.log_ber;
      last_symbol = e.log_symbol_error_ratio;
    }
  }
}

TEST(InnerFec, ChaseApproachesTheUnionBoundOfMaximumLikelihood) {
  // 85344 words of weight 4 = C(128,3)/4; the first bit of a symbol is near its boundary at two of four levels, the
  // second always: (3/4)^4 of them count. Each leaves 4 of 128 bits wrong with probability Q(2x).
  const double p = 1.6e-3;
  const double bound = 85344.0 * std::pow(0.75, 4) * 4.0 / 128.0 * std::exp(log_tail(2.0 * q_argument(p, 4)));
  EXPECT_NEAR(output(InnerDecoder::chase_6, p) / bound, 1.0, 0.04);
  EXPECT_GT(output(InnerDecoder::chase_4, p), bound);
}

TEST(InnerFec, ConcatenatedThresholdOf200GLanes) {
  // IEEE P802.3dj budgets 4.8e-3 at the slicer for PMDs with the inner code.
  const auto r = evaluate(InnerFecInputs{.input_ber = 4.8e-3});
  EXPECT_NEAR(r.threshold_post_fec_ber, 4.8e-3, 0.1e-3);
  EXPECT_LT(r.post_fec_ber, 1e-15);
  EXPECT_LT(evaluate(InnerFecInputs{.decoder = InnerDecoder::hard}).threshold_post_fec_ber, 2e-3);
  EXPECT_LT(evaluate(InnerFecInputs{.decoder = InnerDecoder::chase_4}).threshold_post_fec_ber,
            r.threshold_post_fec_ber);
}

TEST(InnerFec, AThresholdIsWhereTheTargetIsMet) {
  for (const auto code : {Code::kp4, Code::kr4, Code::rs272}) {
    for (const auto decoder : {InnerDecoder::none, InnerDecoder::hard, InnerDecoder::chase_4, InnerDecoder::chase_6}) {
      for (const double target : {1e-300, 6.2e-11}) {
        InnerFecInputs in{
            .decoder = decoder, .outer_code = code, .target_frame_loss = target, .target_post_fec_ber = target};
        const auto r = evaluate(in);
        in.input_ber = r.threshold_frame_loss;
        EXPECT_NEAR(evaluate(in).log10_frame_loss_ratio, std::log10(target), 1e-5);
        in.input_ber = r.threshold_post_fec_ber;
        EXPECT_NEAR(evaluate(in).log10_post_fec_ber, std::log10(target), 1e-5);
      }
    }
  }
}

TEST(InnerFec, WithoutTheInnerCodeItIsTheOuterOne) {
  const auto r = evaluate(InnerFecInputs{.decoder = InnerDecoder::none, .input_ber = 2.4e-4, .interleave = 1});
  const auto kp4 = evaluate(FecInputs{.pre_fec_ber = 2.4e-4});
  EXPECT_NEAR(r.frame_loss_ratio / kp4.frame_loss_ratio, 1.0, 1e-9);
  EXPECT_NEAR(r.post_fec_ber / kp4.post_fec_ber, 1.0, 1e-9);
  EXPECT_NEAR(r.threshold_post_fec_ber / kp4.threshold_post_fec_ber, 1.0, 1e-6);
  EXPECT_EQ(r.rate_cost.db(), 0.0);
  EXPECT_NEAR(r.gain_over_outer.db(), 0.0, 1e-6);
  EXPECT_NEAR(r.symbol_rate.in(unit::GHz), 106.25, 1e-9);
}

TEST(InnerFec, GainIsTheRatioOfQArgumentsLessTheRate) {
  const auto r = evaluate(InnerFecInputs{.input_ber = 4.8e-3, .framing_overhead = 0.0});
  EXPECT_NEAR(r.rate_cost.db(), 0.2803, 1e-4);  // 10 lg(16/15)
  const double x_outer = q_argument(2.262e-4, 4), x_both = q_argument(r.threshold_post_fec_ber, 4);
  EXPECT_NEAR(r.gain_over_outer.db(), 20.0 * std::log10(x_outer / x_both) - 0.2803, 1e-3);
  EXPECT_NEAR(r.optical_gain_over_outer.db(), 0.5 * r.gain_over_outer.db(), 1e-12);
}

TEST(InnerFec, LineRateOf200GLanes) {
  EXPECT_NEAR(evaluate(InnerFecInputs{}).symbol_rate.in(unit::GHz), 113.4375, 1e-9);
}

TEST(InnerFec, NoErrorsStayNoErrors) {
  const auto r = evaluate(InnerFecInputs{.input_ber = 0.0});
  EXPECT_EQ(r.output_ber, 0.0);
  EXPECT_EQ(r.frame_loss_ratio, 0.0);
  EXPECT_EQ(r.decoder_gain.db(), 0.0);
}

TEST(InnerFec, DescribesAndChecks) {
  EXPECT_EQ(flatten(InnerFecInputs{}).size(), 8u);
  EXPECT_EQ(flatten(InnerFecResults{}).size(), 15u);
  EXPECT_EQ(validate(InnerFecInputs{.outer_code = Code::custom}).size(), 1u);
  EXPECT_TRUE(validate(InnerFecInputs{}).empty());
}

}  // namespace
}  // namespace copack::link
