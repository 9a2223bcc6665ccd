// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "copack/adoption/decision.hpp"
#include "copack/study/model.hpp"
#include "copack/study/result.hpp"
#include "copack/study/run.hpp"

namespace copack::study {

/// How good a distribution of NPV is to an organisation: mean, mean and tail, tail, or regret (as a negative number).
/// `regret`: per world, against the best alternative.
double score(const system::OrganisationCard& organisation, std::span<const double> npv, std::span<const double> regret);

/// The staged decision about one candidate on one tier: its builds, beliefs, signals and costs. "Good" worlds are those
/// in which it pays; what the worlds do not agree on is what a pilot can find out.
adoption::AdoptionInputs adoption_inputs(const Model& model, const Alternative& candidate,
                                         std::span<const double> npv_without_qualification);

/// What to do on every tier that has more than one technology to choose from.
std::vector<TierVerdict> decide(const Model& model, const WorldTable& table, const std::vector<Metric>& metrics);

}  // namespace copack::study
