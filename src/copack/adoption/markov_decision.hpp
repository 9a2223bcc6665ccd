// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "copack/core/diagnostics.hpp"
#include "copack/core/fields.hpp"

/// A finite-horizon Markov decision process, solved by backward induction (Puterman 1994, section 4.5).
namespace copack::adoption {

struct TransitionRow {
  std::vector<double> to;  ///< probability of each next state
};

struct DecisionOption {
  std::string name;
  std::vector<TransitionRow> from;  ///< one row per state
  std::vector<double> reward;       ///< per state
};

struct MarkovDecisionInputs {
  std::vector<DecisionOption> actions;
  int stages = 1;                ///< N: decisions to take
  double discount = 1.0;         ///< per stage
  std::vector<double> terminal;  ///< value of each state after the last decision; empty: 0
};

struct StageValues {
  std::vector<double> value;  ///< per state
  std::vector<int> action;    ///< best action per state; the lower index on a tie; empty at the end
};

struct MarkovDecisionResults {
  bool solved = false;
  std::vector<StageValues> stages;  ///< N+1: the last holds the terminal values
};

std::vector<Problem> validate(const MarkovDecisionInputs& inputs);
MarkovDecisionResults evaluate(const MarkovDecisionInputs& inputs);

void describe(Fields& f, TransitionRow& x);
void describe(Fields& f, DecisionOption& x);
void describe(Fields& f, MarkovDecisionInputs& x);
void describe(Fields& f, StageValues& x);
void describe(Fields& f, MarkovDecisionResults& x);

}  // namespace copack::adoption
