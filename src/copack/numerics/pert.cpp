// SPDX-License-Identifier: Apache-2.0
#include "copack/numerics/pert.hpp"

#include <array>
#include <cmath>
#include <cstddef>

namespace copack::numerics {
namespace {

constexpr double alpha_plus_beta = 6.0;

/// The distribution function on [0, 1/2] by its power series, I_x(a, b) = x^a / B(a, b) sum_k (1 - b)_k x^k / (k! (a +
/// k)) (NIST Handbook, 8.17.7); the terms fall by half or more each.
class LowerHalf {
 public:
  explicit LowerHalf(double a)
      : a_(a), log_beta_(std::log(std::tgamma(a) * std::tgamma(alpha_plus_beta - a) / std::tgamma(alpha_plus_beta))) {
    const double b = alpha_plus_beta - a;
    double factor = 1.0;  // (1 - b)_k / k!
    for (std::size_t k = 0; k < terms; ++k) {
      const auto n = static_cast<double>(k);
      coefficients_[k] = factor / (a + n);
      factor *= (1.0 - b + n) / (n + 1.0);
    }
  }

  [[nodiscard]] double cdf(double x) const { return std::exp(a_ * std::log(x) - log_beta_) * sum(x); }

  /// Newton's method on ln F as a function of ln x. That curve is concave (its slope x f / F falls with x for b >= 1),
  /// so from the first term of the series, which lies below the root, the iteration rises to it and never leaves [0,
  /// 1/2].
  [[nodiscard]] double quantile(double u) const {
    const double target = std::log(u) + log_beta_;
    double s = (target + std::log(a_)) / a_;  // ln x
    for (int i = 0; i < max_iterations; ++i) {
      const double x = std::exp(s), series = sum(x);
      const double slope = std::pow(1.0 - x, alpha_plus_beta - a_ - 1.0) / series;
      const double step = (target - a_ * s - std::log(series)) / slope;
      s += step;
      if (std::abs(step) < 1e-9) break;  // the error is squared with each step
    }
    return std::exp(s);
  }

 private:
  static constexpr std::size_t terms = 48;
  static constexpr int max_iterations = 50;

  /// sum_k c_k x^k by Horner's rule in x^4, as four chains that do not wait for each other.
  [[nodiscard]] double sum(double x) const {
    const double x2 = x * x, x4 = x2 * x2;
    std::array<double, 4> part{};
    for (std::size_t k = terms; k > 0; k -= 4) {
      for (std::size_t j = 0; j < 4; ++j) part[j] = part[j] * x4 + coefficients_[k - 4 + j];
    }
    return part[0] + x * part[1] + x2 * (part[2] + x * part[3]);
  }

  double a_;
  double log_beta_;
  std::array<double, terms> coefficients_{};
};

}  // namespace

double standard_pert_quantile(double mode, double u) {
  if (u <= 0.0 || u >= 1.0) return u <= 0.0 ? 0.0 : 1.0;
  const double alpha = 1.0 + 4.0 * mode;
  const LowerHalf law(alpha);
  if (u <= law.cdf(0.5)) return law.quantile(u);
  return 1.0 - LowerHalf(alpha_plus_beta - alpha).quantile(1.0 - u);
}

}  // namespace copack::numerics
