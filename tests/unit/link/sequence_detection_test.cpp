// SPDX-License-Identifier: Apache-2.0
#include "copack/link/sequence_detection.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "copack/numerics/probability_functions.hpp"

namespace copack::link {
namespace {

constexpr double sigma = 1e-3, target = 1e-4;

NoiseLaw normal() {
  NoiseLaw out(sigma);
  out.prepare();
  return out;
}

SequenceDetector detector(double feedback) {
  SequenceDetector d{.signal = 5.5 * sigma,
                     .feedback = feedback,
                     .target_error_ratio = target,
                     .noise_penalty = Decibel::from_db(3.0)};
  d.noise.assign(49, 0.0);
  d.noise[0] = sigma * sigma;
  d.receiver_noise = d.noise;
  return d;
}

double q(double x) { return numerics::normal_cdf(-x); }

/// With b = 1 and white normal noise every event has two ends: 2 in u^T u, so DER = sum (3/4)^(j-1) Q(sqrt(2) As/s),
/// four times one; s is 3 dB above sigma. 48 symbols leave out (3/4)^48 = 1e-6.
TEST(SequenceDetection, DuobinaryInClosedForm) {
  const double noisier = sigma * std::pow(10.0, 3.0 / 20.0), d = 4.0 * q(std::sqrt(2.0) * 5.5 * sigma / noisier);
  const auto r = evaluate(detector(1.0), normal());
  EXPECT_NEAR(r.error_ratio, d, 1e-5 * d);
  EXPECT_NEAR(r.gain.db(), 20.0 * std::log10(-numerics::normal_quantile(d) * noisier / (5.5 * sigma)), 1e-4);
}

/// Without feedback there is nothing to learn from the neighbours: the first term is the error of the feedback itself,
/// and longer sequences, j samples apart, add sum (3/4)^(j-1) Q(sqrt(j) As/s).
TEST(SequenceDetection, WithoutMemoryThereIsNoGain) {
  const double noisier = sigma * std::pow(10.0, 3.0 / 20.0);
  double d = 0.0;
  for (int j = 1; j <= 48; ++j) d += std::pow(0.75, j - 1) * q(std::sqrt(j) * 5.5 * sigma / noisier);
  const auto r = evaluate(detector(0.0), normal());
  EXPECT_NEAR(r.error_ratio, d, 1e-5 * d);
  EXPECT_EQ(r.gain.db(), 0.0);
}

TEST(SequenceDetection, MoreMemoryGainsMore) {
  double before = -1.0;
  for (const double b : {0.0, 0.2, 0.4, 0.6, 0.85}) {
    const double gain = evaluate(detector(b), normal()).gain.db();
    EXPECT_GE(gain, before) << b;
    before = gain;
  }
  EXPECT_GT(before, 1.5);
  EXPECT_LT(before, 3.02);  // no more than the two ends of an event
}

/// The shortest event weighs its two samples 1 and b, so what they have in common counts twice.
TEST(SequenceDetection, CorrelationOfTheNoiseCounts) {
  auto alike = detector(0.5), unlike = detector(0.5);
  alike.noise[1] = alike.receiver_noise[1] = 0.3 * sigma * sigma;
  unlike.noise[1] = unlike.receiver_noise[1] = -0.3 * sigma * sigma;
  const double white = evaluate(detector(0.5), normal()).error_ratio;
  EXPECT_GT(evaluate(alike, normal()).error_ratio, white);
  EXPECT_LT(evaluate(unlike, normal()).error_ratio, white);
}

TEST(SequenceDetection, WithoutReceiverNoiseThereIsNothingToAdd) {
  auto d = detector(0.5);
  d.receiver_noise.assign(49, 0.0);
  EXPECT_EQ(evaluate(d, normal()).gain.db(), 0.0);
}

}  // namespace
}  // namespace copack::link
