// SPDX-License-Identifier: Apache-2.0
#include "copack/numerics/probability_functions.hpp"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/erf.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <boost/math/special_functions/owens_t.hpp>
#include <cmath>
#include <limits>
#include <numbers>

namespace copack::numerics {
namespace {

namespace policies = boost::math::policies;
/// Plain doubles inside (long double is three times slower and differs between machines); errors become NaN or
/// infinity.
using Quiet =
    policies::policy<policies::promote_double<false>, policies::domain_error<policies::ignore_error>,
                     policies::pole_error<policies::ignore_error>, policies::overflow_error<policies::ignore_error>,
                     policies::underflow_error<policies::ignore_error>, policies::denorm_error<policies::ignore_error>,
                     policies::evaluation_error<policies::ignore_error>,
                     policies::rounding_error<policies::ignore_error>,
                     policies::indeterminate_result_error<policies::ignore_error>>;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

bool is_fraction(double p) { return p >= 0.0 && p <= 1.0; }
bool is_positive(double x) { return x > 0.0 && std::isfinite(x); }

/// Owen's T(h, a), also at h = 0, where a may be infinite.
double owens_t(double h, double a) {
  return h == 0.0 ? 0.5 * std::numbers::inv_pi * std::atan(a) : boost::math::owens_t(h, a, Quiet());
}

}  // namespace

double normal_pdf(double z) { return std::exp(-0.5 * z * z) * std::numbers::inv_sqrtpi / std::numbers::sqrt2; }

double normal_cdf(double z) { return 0.5 * std::erfc(-z / std::numbers::sqrt2); }

double normal_quantile(double p) {
  if (!is_fraction(p)) return nan;
  if (p == 0.0 || p == 1.0) return p == 0.0 ? -infinity : infinity;
  return -std::numbers::sqrt2 * boost::math::erfc_inv(2.0 * p, Quiet());
}

double bivariate_normal_cdf(double h, double k, double rho) {
  if (!(rho >= -1.0 && rho <= 1.0) || std::isnan(h) || std::isnan(k)) return nan;
  if (rho == 1.0 || std::isinf(h) || std::isinf(k)) return normal_cdf(std::min(h, k));
  if (rho == -1.0) return std::max(0.0, normal_cdf(h) - normal_cdf(-k));
  const double root = std::sqrt((1.0 - rho) * (1.0 + rho));
  const bool apart = h * k < 0.0 || (h * k == 0.0 && h + k < 0.0);
  const double both = 0.5 * (normal_cdf(h) + normal_cdf(k)) - (apart ? 0.5 : 0.0);
  if (h == 0.0 && k == 0.0) return 0.25 + 0.5 * std::numbers::inv_pi * std::asin(rho);
  return std::max(0.0, both - owens_t(h, (k - rho * h) / (h * root)) - owens_t(k, (h - rho * k) / (k * root)));
}

double student_t_quantile(double p, double degrees_of_freedom) {
  if (!is_fraction(p) || !is_positive(degrees_of_freedom)) return nan;
  if (p == 0.0 || p == 1.0) return p == 0.0 ? -infinity : infinity;
  return boost::math::quantile(boost::math::students_t_distribution<double, Quiet>(degrees_of_freedom), p);
}

double gamma_quantile(double p, double shape, double scale) {
  if (!is_fraction(p) || !is_positive(shape) || !is_positive(scale)) return nan;
  return p == 1.0 ? infinity : scale * boost::math::gamma_p_inv(shape, p, Quiet());
}

double chi_squared_quantile(double p, double degrees_of_freedom) {
  return gamma_quantile(p, 0.5 * degrees_of_freedom, 2.0);
}

double beta_cdf(double x, double alpha, double beta) {
  if (!is_fraction(x) || !is_positive(alpha) || !is_positive(beta)) return nan;
  return boost::math::ibeta(alpha, beta, x, Quiet());
}

double beta_quantile(double p, double alpha, double beta) {
  if (!is_fraction(p) || !is_positive(alpha) || !is_positive(beta)) return nan;
  return boost::math::ibeta_inv(alpha, beta, p, Quiet());
}

double poisson_cdf(std::int64_t k, double mean) {
  if (!(mean >= 0.0)) return nan;
  if (k < 0) return 0.0;
  return mean == 0.0 ? 1.0 : boost::math::gamma_q(static_cast<double>(k) + 1.0, mean, Quiet());
}

double poisson_sf(std::int64_t k, double mean) {
  if (!(mean >= 0.0)) return nan;
  if (k < 0) return 1.0;
  return mean == 0.0 ? 0.0 : boost::math::gamma_p(static_cast<double>(k) + 1.0, mean, Quiet());
}

double poisson_quantile(double p, double mean) {
  if (!is_fraction(p) || !(mean >= 0.0) || !std::isfinite(mean)) return nan;
  if (p == 1.0) return mean == 0.0 ? 0.0 : infinity;
  if (p <= std::exp(-mean)) return 0.0;
  // P(K <= k) = Q(k + 1, mean) holds for real k too, so its inverse, rounded up, is within one of the answer.
  auto k = static_cast<std::int64_t>(std::ceil(boost::math::gamma_q_inva(mean, p, Quiet()) - 1.0));
  while (k > 0 && poisson_cdf(k - 1, mean) >= p) --k;
  while (poisson_cdf(k, mean) < p) ++k;
  return static_cast<double>(k);
}

double binomial_cdf(std::int64_t k, std::int64_t n, double p) {
  if (!is_fraction(p) || n < 0) return nan;
  if (k < 0) return 0.0;
  return k >= n ? 1.0 : boost::math::ibetac(static_cast<double>(k) + 1.0, static_cast<double>(n - k), p, Quiet());
}

double binomial_sf(std::int64_t k, std::int64_t n, double p) {
  if (!is_fraction(p) || n < 0) return nan;
  if (k < 0) return 1.0;
  return k >= n ? 0.0 : boost::math::ibeta(static_cast<double>(k) + 1.0, static_cast<double>(n - k), p, Quiet());
}

}  // namespace copack::numerics
