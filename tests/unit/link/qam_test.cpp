// SPDX-License-Identifier: Apache-2.0
#include "copack/link/qam.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <numbers>

#include "copack/link/modulation.hpp"

namespace copack::link {
namespace {

double db(double ratio) { return 10.0 * std::log10(ratio); }

/// BER of Gray-labelled PAM from its definition: every level sent, the probability of every interval received in, the
/// bits that differ. Levels +-1, +-3 ... and noise of the given rms.
double enumerated(int bits, double rms) {
  const int levels = 1 << bits;
  const auto below = [&](double x, int sent) { return 0.5 * std::erfc((2.0 * sent - x) / rms / std::numbers::sqrt2); };
  double errors = 0.0;
  for (int sent = 0; sent < levels; ++sent) {
    for (int got = 0; got < levels; ++got) {
      const double upper = got + 1 == levels ? 1.0 : below(2.0 * got + 1.0, sent);
      const double lower = got == 0 ? 0.0 : below(2.0 * got - 1.0, sent);
      const auto differ = static_cast<unsigned>((sent ^ (sent >> 1)) ^ (got ^ (got >> 1)));
      errors += std::popcount(differ) * (upper - lower);
    }
  }
  return errors / (levels * bits);
}

TEST(Qam, IsTheSumOverAllDecisions) {
  for (const int bits : {2, 4, 6}) {
    const int levels = 1 << (bits / 2);
    const double energy = (levels * levels - 1) / 3.0;  // per quadrature, of levels two apart
    for (const double snr_db : {-10.0, -3.0, 0.0, 5.0, 10.0, 15.0, 20.0}) {
      const double snr = std::pow(10.0, snr_db / 10.0);
      // Complex noise of variance 2 energy / SNR, half of it in each quadrature.
      const double expected = enumerated(bits / 2, std::sqrt(energy / snr));
      EXPECT_NEAR(qam_bit_error_ratio(snr, bits), expected, 1e-12 + 1e-9 * expected) << bits << " " << snr_db;
    }
  }
}

/// QPSK is Q(sqrt(SNR)); Q(3.0902) = 1e-3 (Abramowitz and Stegun 1964, table 26.5), 20 lg 3.0902 = 9.7998 dB.
TEST(Qam, NearErrorFreeOnlyNeighboursCount) {
  EXPECT_NEAR(db(qam_snr(1e-3, 2)), 9.7998, 1e-4);
  for (const int bits : {2, 4, 6}) {
    const int levels = 1 << (bits / 2);
    const double snr = qam_snr(1e-6, bits);
    const double nearest = bit_error_ratio(std::sqrt(3.0 * snr / (levels * levels - 1)), levels);
    EXPECT_NEAR(nearest, 1e-6, 1e-12);
  }
}

TEST(Qam, InverseReturnsWhereItCameFrom) {
  for (const int bits : {2, 4, 6})
    for (const double ber : {1e-200, 1e-15, 1e-6, 1.25e-2, 2e-2, 0.1, 0.25})
      EXPECT_NEAR(qam_bit_error_ratio(qam_snr(ber, bits), bits) / ber, 1.0, 1e-9) << bits << " " << ber;
}

TEST(Qam, HalfOfTheBitsAreWrongWithoutSignal) {
  for (const int bits : {2, 4, 6}) EXPECT_NEAR(qam_bit_error_ratio(0.0, bits), 0.5, 1e-12);
}

}  // namespace
}  // namespace copack::link
