// SPDX-License-Identifier: Apache-2.0
#include "copack/adoption/markov_decision.hpp"

#include <fmt/format.h>

#include <cmath>
#include <numeric>

namespace copack::adoption {
namespace {

std::size_t states_of(const MarkovDecisionInputs& in) { return in.actions.empty() ? 0 : in.actions[0].reward.size(); }

void check_action(std::vector<Problem>& out, const DecisionOption& action, const std::string& path,
                  std::size_t states) {
  if (action.reward.size() != states) {
    out.push_back({path + ".reward", fmt::format("has {} values for {} states", action.reward.size(), states)});
  }
  if (action.from.size() != states) {
    out.push_back({path + ".from", fmt::format("has {} rows for {} states", action.from.size(), states)});
  }
  for (std::size_t s = 0; s < action.from.size(); ++s) {
    const auto& row = action.from[s].to;
    const auto at = fmt::format("{}.from[{}].to", path, s);
    const double sum = std::accumulate(row.begin(), row.end(), 0.0);
    if (row.size() != states)
      out.push_back({at, fmt::format("has {} probabilities for {} states", row.size(), states)});
    if (!(std::abs(sum - 1.0) < 1e-9)) out.push_back({at, fmt::format("sums to {}, not to 1", sum)});
  }
}

/// Best value and action of a state, given the values one stage later.
void decide(const MarkovDecisionInputs& in, const std::vector<double>& later, std::size_t state, StageValues& now) {
  for (std::size_t a = 0; a < in.actions.size(); ++a) {
    const auto& action = in.actions[a];
    const auto& row = action.from[state].to;
    const double expected = std::inner_product(row.begin(), row.end(), later.begin(), 0.0);
    const double value = action.reward[state] + in.discount * expected;
    if (a > 0 && value <= now.value[state]) continue;
    now.value[state] = value;
    now.action[state] = static_cast<int>(a);
  }
}

}  // namespace

std::vector<Problem> validate(const MarkovDecisionInputs& in) {
  std::vector<Problem> out;
  if (in.actions.empty()) out.push_back({"actions", "give at least one action"});
  const auto states = states_of(in);
  for (std::size_t a = 0; a < in.actions.size(); ++a)
    check_action(out, in.actions[a], fmt::format("actions[{}]", a), states);
  if (!in.terminal.empty() && in.terminal.size() != states) {
    out.push_back({"terminal", fmt::format("has {} values for {} states", in.terminal.size(), states)});
  }
  return out;
}

MarkovDecisionResults evaluate(const MarkovDecisionInputs& in) {
  MarkovDecisionResults r;
  if (!validate(in).empty()) return r;
  const auto states = states_of(in);
  const auto n = static_cast<std::size_t>(in.stages);
  r.stages.resize(n + 1);
  r.stages[n].value = in.terminal.empty() ? std::vector<double>(states, 0.0) : in.terminal;
  for (auto k = n; k-- > 0;) {
    auto& now = r.stages[k];
    now.value.resize(states);
    now.action.resize(states);
    for (std::size_t s = 0; s < states; ++s) decide(in, r.stages[k + 1].value, s, now);
  }
  r.solved = true;
  return r;
}

void describe(Fields& f, TransitionRow& x) { f("to", "", x.to, "probability of each next state", fraction); }

void describe(Fields& f, DecisionOption& x) {
  f("name", x.name, "action");
  f("from", x.from, "transition probabilities, one row per state", Rule{.required = true});
  f("reward", "", x.reward, "reward per state", Rule{.required = true});
}

void describe(Fields& f, MarkovDecisionInputs& x) {
  f("actions", x.actions, "what can be done", Rule{.required = true});
  f("stages", "", x.stages, "decisions to take, N", {.min = 1, .max = 100000, .required = true});
  f("discount", "", x.discount, "per stage", {.min = 0.0, .max = 1.0});
  f("terminal", "", x.terminal, "value of each state after the last decision; empty: 0");
}

void describe(Fields& f, StageValues& x) {
  f("value", "", x.value, "value per state");
  f("action", "", x.action, "best action per state, the lower index on a tie");
}

void describe(Fields& f, MarkovDecisionResults& x) {
  f("solved", x.solved, "false: the inputs do not fit together");
  f("stages", x.stages, "values and policy by stage; the last holds the terminal values");
}

}  // namespace copack::adoption
