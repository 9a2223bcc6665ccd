// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

/// Distribution functions and their inverses. The notation is that of the NIST Handbook of Mathematical Functions,
/// chapters 7 and 8. All return NaN for arguments outside their domain and never throw.
namespace copack::numerics {

/// Density of the standard normal law.
double normal_pdf(double z);
/// P(Z <= z) of the standard normal law; accurate in both tails.
double normal_cdf(double z);
/// z with P(Z <= z) = p; minus and plus infinity at p = 0 and 1.
double normal_quantile(double p);
/// normal_quantile(0.95): half the span between the 5 % and 95 % quantiles, in standard deviations.
inline constexpr double normal_z95 = 1.6448536269514722;
/// P(X <= h, Y <= k) of two standard normal numbers with correlation rho in [-1, 1], absolute error below 1e-15; by
/// Owen's T function (Owen 1956, Ann. Math. Stat. 27:1075, equation 2.1).
double bivariate_normal_cdf(double h, double k, double rho);

double student_t_quantile(double p, double degrees_of_freedom);
double chi_squared_quantile(double p, double degrees_of_freedom);
/// Quantile of the gamma law of the given shape and scale (mean = shape * scale).
double gamma_quantile(double p, double shape, double scale);
double beta_cdf(double x, double alpha, double beta);
double beta_quantile(double p, double alpha, double beta);

/// P(K <= k) of a Poisson law.
double poisson_cdf(std::int64_t k, double mean);
/// P(K > k) of a Poisson law, accurate when it is small.
double poisson_sf(std::int64_t k, double mean);
/// The smallest k with P(K <= k) >= p; a double, because it is infinite at p = 1.
double poisson_quantile(double p, double mean);

/// P(K <= k) of a binomial law with n trials.
double binomial_cdf(std::int64_t k, std::int64_t n, double p);
/// P(K > k) of a binomial law with n trials, accurate when it is small.
double binomial_sf(std::int64_t k, std::int64_t n, double p);

}  // namespace copack::numerics
