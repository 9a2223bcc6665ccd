// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "copack/core/diagnostics.hpp"
#include "copack/core/fields.hpp"
#include "copack/numerics/probability_functions.hpp"

namespace copack::numerics {

/// How an uncertain number is spread.
enum class Law : unsigned char { fixed, uniform, loguniform, triangular, pert, normal, lognormal };
std::span<const std::string_view> choice_names(Law law);

/// An uncertain number: its law, its nominal value and two further figures, all in one unit of the caller's choice.
/// `low` and `high` are the ends for uniform, loguniform, triangular and PERT, and the 5 % and 95 % quantiles for
/// normal and lognormal. `nominal` is the mode of triangular and PERT; the other laws do not depend on it (it is what
/// the nominal world takes). Use lognormal, not normal, for what must stay positive.
struct Distribution {
  Law law = Law::fixed;
  double nominal = 0.0;
  double low = 0.0;
  double high = 0.0;
};
void describe(Fields& f, Distribution& x);

/// Empty when `quantile` and `mean` are defined: low <= nominal <= high, all finite, and low > 0 for the logarithmic
/// laws.
std::vector<Problem> validate(const Distribution& x);

/// The value that is not exceeded with probability u, the inverse of the distribution function. NaN for u outside [0,
/// 1]. PERT is the beta law on [low, high] with alpha = 1 + 4 (nominal - low)/(high - low), beta = 6 - alpha (Malcolm,
/// Roseboom, Clark & Fazar 1959).
double quantile(const Distribution& x, double u);

double mean(const Distribution& x);

}  // namespace copack::numerics
