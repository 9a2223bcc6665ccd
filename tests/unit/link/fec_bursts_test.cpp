// SPDX-License-Identifier: Apache-2.0
/// The compound binomial law of fec.cpp against the compound Poisson law in common use.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "copack/link/fec.hpp"
#include "copack/numerics/roots.hpp"

namespace copack::link {
namespace {

/// Oracle: bursts start as a Poisson process on the line and last a geometric number of PAM4 symbols; the number of
/// code symbols each hits in one of w interleaved codewords is counted burst by burst, phase by phase, and summed by
/// Panjer's recursion (Panjer 1981).
class CompoundPoisson {
 public:
  explicit CompoundPoisson(const FecScheme& scheme) : scheme_(scheme), severity_(most + 1, 0.0) {
    const double a = scheme.burst_continuation;
    const int w = scheme.interleave;
    double probability = 1.0 - a;
    for (int length = 1; length <= longest && probability > 1e-18; ++length, probability *= a) {
      for (int start = 0; start < symbols * w; ++start) {
        severity_[hits(start, length)] += probability / (symbols * w);
      }
    }
  }

  /// P(more than t code symbols wrong) when p is the BER of the slicer.
  [[nodiscard]] double codeword_error(double p) const {
    const double rate = p * 5440.0 * scheme_.interleave * (1.0 - scheme_.burst_continuation);
    std::vector<double> g{std::exp(-rate * (1.0 - severity_[0]))};
    double tail = 0.0;
    for (int s = 1; s < 200; ++s) {
      double sum = 0.0;
      for (int j = 1; j <= std::min(s, most); ++j) sum += j * severity_[at(j)] * g[at(s - j)];
      g.push_back(rate / s * sum);
      if (s > t) tail += g.back();
    }
    return tail;
  }

 private:
  static constexpr int t = 15, symbols = 5, longest = 400, most = 100;
  static std::size_t at(int i) { return static_cast<std::size_t>(i); }

  /// Code symbols of codeword 0 hit by a burst that starts at a line symbol of the interleaved frame. With 1/(1+D)
  /// only its first symbol and the one behind its last are wrong.
  [[nodiscard]] std::size_t hits(int start, int length) const {
    const int w = scheme_.interleave;
    const int first = start / symbols;
    const int last = (start + length - (scheme_.precoding ? 0 : 1)) / symbols;
    if (scheme_.precoding) {
      const bool same = first == last;
      return at((first % w == 0 ? 1 : 0) + (!same && last % w == 0 ? 1 : 0));
    }
    std::size_t count = 0;
    for (int symbol = first; symbol <= last; ++symbol) {
      if (symbol % w == 0) ++count;
    }
    return std::min(count, at(most));
  }

  FecScheme scheme_;
  std::vector<double> severity_;
};

double threshold(const auto& codeword_error) {
  const auto excess = [&](double log_p) { return std::log(codeword_error(std::exp(log_p))) - std::log(1e-12); };
  const auto found = numerics::find_root(excess, std::log(1e-7), std::log(1e-3));
  EXPECT_TRUE(found.converged);
  return std::exp(found.root);
}

TEST(FecBursts, AgreesWithCompoundPoissonToTwoPerCentInThreshold) {
  for (const bool precoding : {false, true}) {
    for (const double a : {0.0, 0.25, 0.5, 0.75}) {
      for (const int w : {1, 2, 4}) {
        const FecScheme scheme{.interleave = w, .burst_continuation = a, .precoding = precoding};
        const CompoundPoisson oracle(scheme);
        const double poisson = threshold([&](double p) { return oracle.codeword_error(p); });
        const double binomial =
            threshold([&](double p) { return std::exp(fec_errors(scheme, p, 2).log_codeword_error_ratio); });
        EXPECT_NEAR(binomial / poisson, 1.0, 0.02) << "a = " << a << ", w = " << w << ", precoding " << precoding;
        // Poisson puts no bound on the symbols of a word, so it counts too many errors and asks for the smaller p.
        if (a == 0.0 && !precoding) {
          EXPECT_GT(binomial, poisson);
        }
      }
    }
  }
}

TEST(FecBursts, CompoundPoissonCountsAFifthTooManyRandomErrors) {
  const CompoundPoisson oracle({});
  const double ratio = oracle.codeword_error(2.4e-4) / std::exp(fec_errors({}, 2.4e-4, 2).log_codeword_error_ratio);
  EXPECT_NEAR(ratio, 1.2, 0.1);
}

}  // namespace
}  // namespace copack::link
