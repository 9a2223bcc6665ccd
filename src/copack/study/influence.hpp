// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "copack/study/model.hpp"
#include "copack/study/result.hpp"
#include "copack/study/run.hpp"

namespace copack::study {

/// What every uncertain number does to the NPV of an alternative (`npv`, one value for each world): share of its
/// variance, mean NPV at both ends, value of knowing it before choosing between the alternative and the baseline.
/// Largest share first.
std::vector<Influence> influences(const Model& model, const WorldTable& table, std::span<const double> npv);

/// Expected value of perfect information on one number for the choice between `gain` and nothing: E[max(0, E[gain |
/// x])] - max(0, E[gain]), the conditional mean by a quadratic regression on the ranks of x. Source: Strong, Oakley &
/// Brennan 2014, Medical Decision Making 34:311, with a parametric regression.
double value_of_knowing(std::span<const double> x, std::span<const double> gain);

}  // namespace copack::study
