// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "copack/core/diagnostics.hpp"
#include "copack/core/fields.hpp"

/// Which alternative an organisation picks, by its criterion. Outcomes are costs: less is better.
namespace copack::adoption {

struct CostOutcomes {
  std::string name;
  std::vector<double> costs;  ///< one per world; any one currency unit
};

struct CriteriaInputs {
  std::vector<CostOutcomes> alternatives;  ///< in the same worlds
  std::vector<double> weights;             ///< of the worlds; empty: equal
  double alpha = 0.9;                      ///< level of CVaR: mean of the worst 1 - alpha
  double omega = 0.5;                      ///< weight of CVaR beside the mean
  double regret_quantile = 0.95;
};

struct AlternativeRisk {
  std::string name;
  double mean = 0.0;
  double cvar = 0.0;
  double mean_cvar = 0.0;  ///< (1 - omega) mean + omega CVaR
  double worst = 0.0;
  double max_regret = 0.0;   ///< against the best alternative in each world
  double high_regret = 0.0;  ///< its quantile
  double wins = 0.0;         ///< weight of the worlds in which it is the cheapest
};

/// Names of the picks; the alternative listed first on a tie.
struct CriteriaResults {
  bool solved = false;
  std::string by_mean;
  std::string by_cvar;
  std::string by_mean_cvar;
  std::string by_worst;
  std::string by_max_regret;
  std::string by_high_regret;
  std::vector<AlternativeRisk> alternatives;
};

std::vector<Problem> validate(const CriteriaInputs& inputs);
CriteriaResults evaluate(const CriteriaInputs& inputs);

/// Mean of the worst 1 - alpha of the weight; an atom at the edge counts in part (Rockafellar & Uryasev 2002).
double conditional_value_at_risk(const std::vector<double>& costs, const std::vector<double>& weights, double alpha);

void describe(Fields& f, CostOutcomes& x);
void describe(Fields& f, CriteriaInputs& x);
void describe(Fields& f, AlternativeRisk& x);
void describe(Fields& f, CriteriaResults& x);

}  // namespace copack::adoption
