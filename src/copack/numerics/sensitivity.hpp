// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "copack/numerics/matrix.hpp"

namespace copack::numerics {

/// Sobol' indices of independent inputs, with standard errors. An index smaller than about two of its errors is "about
/// 0"; its estimate may be slightly negative.
struct SobolIndices {
  double mean = 0.0;
  double variance = 0.0;            ///< V, of the outputs on both base samples
  std::vector<double> first;        ///< S_i: share of V explained by input i alone
  std::vector<double> first_error;  ///< standard error of S_i for independent samples; an upper bound for Sobol' points
  std::vector<double> total;        ///< ST_i: share of V that stays when all inputs but i are known
  std::vector<double> total_error;
};

/// Indices from N outputs yA and yB on two independent samples A and B of the inputs, and yAB, whose row i holds the
/// outputs on A with input i taken from B.
/// S_i = mean(yB (yAB_i - yA)) / V with centred y (Saltelli et al. 2010, table 2 b); ST_i = mean((yA - yAB_i)^2) / (2
/// V) (Jansen 1999). All indices are 0 when y is constant.
/// @throws std::invalid_argument when the sizes differ or N < 2.
SobolIndices sobol_indices(std::span<const double> y_a, std::span<const double> y_b, const Matrix& y_ab);

/// First-order index of one input estimated from any plain sample (Monte Carlo, independent or not).
struct GivenDataIndex {
  double first = 0.0;  ///< Var(E[y | x]) / Var(y), corrected for the scatter within bins; 0 when x or y is constant
  int bins = 0;
};

/// Sorts the sample by x into about 2 n^(1/3) bins of equal count (equal values of x stay together) and compares the
/// variance between bins with that within (one-way analysis of variance; the correction is that of Kelley 1935,
/// epsilon^2).
/// @throws std::invalid_argument when the sizes differ.
GivenDataIndex given_data_index(std::span<const double> x, std::span<const double> y);

/// Shapley effects, which share the variance fairly between dependent inputs (Owen 2014; Song, Nelson & Staum 2016),
/// from the worth c(u) of every subset u of inputs, given at the position with bit i set when input i is in u; c =
/// Var(E[y | x_u]). Sh_i = sum over u without i of |u|! (d - |u| - 1)! / d! (c(u + i) - c(u)). They sum to c(all) -
/// c(none).
/// @throws std::invalid_argument unless the size is a power of two.
std::vector<double> shapley_values(std::span<const double> worth);

/// Shapley effects, as shares of the variance, of y = sum b_i x_i with x normal of the given covariance. Exact, for up
/// to 12 inputs: c(u) = b' C_u C_uu^-1 C_u' b (Owen & Prieur 2017, section 4). All are 0 when y is constant.
/// @throws std::invalid_argument when the sizes differ or there are more than 12 inputs.
std::vector<double> linear_gaussian_shapley(std::span<const double> coefficients, const Matrix& covariance);

}  // namespace copack::numerics
