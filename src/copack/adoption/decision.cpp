// SPDX-License-Identifier: Apache-2.0
#include "copack/adoption/decision.hpp"

#include <algorithm>
#include <cmath>

#include "copack/adoption/decision_solver.hpp"

namespace copack::adoption {
namespace {

Money usd(double x) { return x * unit::USD; }

double start_value(const Solution& s) { return s.value_at(0, {}); }

/// Adopt at the first gate that allows it and stay, or never leave the baseline. Nothing is learnt on the way.
double committed(const DecisionTables& t) {
  const auto can_adopt = [&](std::size_t g, Position p) {
    return t.steps[g][static_cast<std::size_t>(p)][static_cast<std::size_t>(Action::adopt)].allowed;
  };
  return start_value(solve(t, false, [&](std::size_t g, Position p, Action a) {
    const bool adopts = p == Position::baseline && can_adopt(g, p);
    return a == (adopts ? Action::adopt : Action::wait);
  }));
}

double never(const DecisionTables& t) {
  return start_value(solve(t, false, [](std::size_t, Position, Action a) { return a == Action::wait; }));
}

/// Value when the quality is told at once, before anything is decided.
double informed(DecisionTables t) {
  const double p = t.prior;
  t.prior = 1.0;
  const double good = start_value(solve(t, false));
  t.prior = 0.0;
  const double bad = start_value(solve(t, false));
  if (t.gamma <= 0.0) return p * good + (1.0 - p) * bad;
  const double worst = std::min(good, bad);
  return worst -
         std::log(p * std::exp(-t.gamma * (good - worst)) + (1.0 - p) * std::exp(-t.gamma * (bad - worst))) / t.gamma;
}

Action action_at_prior(DecisionTables& t, double prior) {
  t.prior = prior;
  return solve(t, true).action_at(0, {});
}

/// Nearest prior towards `end` with another action now: a coarse walk, then bisection.
bool find_flip(DecisionTables t, Action now, double end, double& flip) {
  constexpr int walk = 12, halvings = 14;
  const double start = t.prior;
  double same = start;
  for (int i = 1; i <= walk; ++i) {
    double other = start + (end - start) * i / walk;
    if (other == start) return false;
    if (action_at_prior(t, other) == now) {
      same = other;
      continue;
    }
    for (int h = 0; h < halvings; ++h) {
      const double middle = 0.5 * (same + other);
      (action_at_prior(t, middle) == now ? same : other) = middle;
    }
    flip = other;
    return true;
  }
  return false;
}

void fill_trigger(GateOutlook& gate, const DecisionTables& t, const Solution& s, std::size_t g) {
  const int results = static_cast<int>(g);
  for (int laboratory = g > 0 ? -1 : 0; laboratory <= (g > 0 ? 1 : 0); ++laboratory) {
    for (int field = -results; field <= results; ++field) {
      const Place at{Position::qualified, laboratory, field, false};
      const double belief = t.belief(laboratory, field);
      if (s.action_at(g, at) == Action::adopt) {
        gate.adopt_ever = true;
        gate.adopt_from = std::min(gate.adopt_from, belief);
      } else {
        gate.hold_up_to = std::max(gate.hold_up_to, belief);
      }
    }
  }
}

void fill_gates(AdoptionResults& r, const AdoptionInputs& in, const DecisionTables& t, const Solution& s,
                const Outlook& o) {
  double sum_good = 0.0, sum_bad = 0.0, dated = 0.0;
  for (std::size_t g = 0; g < t.gates; ++g) {
    const auto [bad, good] = o.first_adopted[g];
    sum_good += good;
    sum_bad += bad;
    dated += in.gates[g] * (t.prior * good + (1.0 - t.prior) * bad);
    GateOutlook gate{.date = in.gates[g], .adopted = t.prior * sum_good + (1.0 - t.prior) * sum_bad};
    fill_trigger(gate, t, s, g);
    r.gates.push_back(gate);
  }
  r.adopted_if_good = sum_good;
  r.adopted_if_bad = sum_bad;
  r.adoption_probability = r.gates.back().adopted;
  r.adoption_date = r.adoption_probability > 0.0 ? dated / r.adoption_probability : 0.0;
}

void fill_policy(AdoptionResults& r, const AdoptionInputs& in, const DecisionTables& t, const Solution& s,
                 const Outlook& o) {
  for (std::size_t g = 0; g < t.gates; ++g) {
    for_each_place(g, true, [&](const Place& at) {
      const auto i = s.index(g, at);
      if (o.reached[i] <= 0.0) return;
      r.policy.push_back({in.gates[g], at.position, at.laboratory, at.field, at.standard,
                          t.belief(at.laboratory, at.field), s.action_at(g, at), usd(s.value[i]), o.reached[i]});
    });
  }
}

}  // namespace

AdoptionResults evaluate(const AdoptionInputs& in) {
  AdoptionResults r;
  if (in.gates.empty() || std::ranges::find(in.actions, Action::wait) == in.actions.end()) return r;
  const DecisionTables t(in);
  const auto best = solve(t, true);
  const auto outlook = unfold(t, best);
  r.solved = true;
  r.action_now = best.action_at(0, {});
  r.value = usd(start_value(best));
  r.value_commit = usd(committed(t));
  r.value_never = usd(never(t));
  r.value_wait = usd(value_of(t, best, true, 0, {}, Action::wait));
  r.flexibility_value = r.value - std::max(r.value_commit, r.value_never);
  r.value_without_signals = usd(start_value(solve(t, false)));
  r.signal_value = r.value - r.value_without_signals;
  r.perfect_information = usd(informed(t)) - r.value;
  fill_gates(r, in, t, best, outlook);
  fill_policy(r, in, t, best, outlook);
  if (!in.find_flips) return r;
  r.flips_down = find_flip(t, r.action_now, 0.0, r.flip_down);
  r.flips_up = find_flip(t, r.action_now, 1.0, r.flip_up);
  return r;
}

}  // namespace copack::adoption
