// SPDX-License-Identifier: Apache-2.0
#include "copack/adoption/decision_solver.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <string>

#include "copack/adoption/markov_decision.hpp"
#include "copack/core/random.hpp"

namespace copack::adoption {
namespace {

class Draws {
 public:
  explicit Draws(std::uint32_t sample) : sample_(sample) {}
  double between(double low, double high) {
    return low + (high - low) * uniform(11, Purpose::test, {.sample = sample_, .draw = next_++});
  }

 private:
  std::uint32_t sample_;
  std::uint32_t next_ = 0;
};

AdoptionInputs random_plan(std::uint32_t sample, int gates) {
  Draws draw(sample);
  const auto money = [&](double low, double high) { return draw.between(low, high) * unit::MUSD; };
  AdoptionInputs in;
  for (int g = 0; g < gates; ++g) {
    in.gates.push_back(0.5 * g);
    in.builds.push_back({.name = "b",
                         .date = 0.5 * g + draw.between(0.0, 0.49),
                         .npv_if_good = money(0.0, 10.0),
                         .npv_if_bad = money(-10.0, 0.0),
                         .candidate_cost = money(0.0, 5.0),
                         .delay_cost = money(0.0, 1.0),
                         .shortage_cost = money(0.0, 5.0)});
  }
  in.prior = draw.between(0.1, 0.9);
  in.qualification_accuracy = draw.between(0.5, 0.95);
  in.field_accuracy = draw.between(0.5, 0.95);
  in.qualification_cost = money(0.0, 0.5);
  in.pilot_cost = money(0.0, 0.5);
  in.dual_cost = money(0.0, 0.5);
  in.adopt_cost = money(0.0, 1.0);
  in.exit_cost = money(0.0, 1.0);
  in.standing_cost = draw.between(0.0, 0.5) * 1e6 * unit::USD_per_year;
  in.price_decline = draw.between(0.0, 0.2);
  in.baseline_shortage = draw.between(0.0, 0.4);
  in.candidate_shortage = draw.between(0.0, 0.4);
  return in;
}

double usd(Money x) { return x.in(unit::USD); }

/// The rules of docs/theory/adoption.md, section 2, told once more without tables. No standard event.
class Rules {
 public:
  explicit Rules(const AdoptionInputs& in) : in_(in) {}

  [[nodiscard]] double share(Position p) const {
    return p == Position::pilot     ? in_.pilot_share
           : p == Position::dual    ? in_.dual_share
           : p == Position::adopted ? 1.0
                                    : 0.0;
  }

  [[nodiscard]] double pay(std::size_t gate, Position p, bool good) const {
    double sum = 0.0;
    for (const auto& b : in_.builds) {
      const bool mine = b.date >= in_.gates[gate] && (gate + 1 == in_.gates.size() || b.date < in_.gates[gate + 1]);
      if (!mine) continue;
      const double s = share(p), cover = p == Position::dual ? 1.0 - in_.dual_cover : 1.0;
      double x = s * usd(good ? b.npv_if_good : b.npv_if_bad);
      x += s * usd(b.candidate_cost) * (1.0 - std::pow(1.0 - in_.price_decline, b.date)) - s * usd(b.delay_cost);
      x -= cover * usd(b.shortage_cost) * (in_.baseline_shortage * (1.0 - s) + in_.candidate_shortage * s);
      sum += x * std::pow(1.0 + in_.discount_rate, -b.date);
    }
    return sum;
  }

  /// Position after an action; `false` when it is not possible.
  [[nodiscard]] bool move(Position from, Action a, bool answered, Position& to) const {
    const bool used = from > Position::qualified;
    switch (a) {
      case Action::wait:
        to = from;
        return true;
      case Action::qualify:
        to = Position::qualified;
        return from == Position::baseline && !answered;
      case Action::pilot:
        to = Position::pilot;
        return !used;
      case Action::dual_source:
        to = Position::dual;
        return from != Position::dual;
      case Action::adopt:
        to = Position::adopted;
        return from != Position::adopted;
      case Action::pause:
        to = Position::qualified;
        return used;
      case Action::switch_back:
        to = Position::baseline;
        return from != Position::baseline;
    }
    return false;
  }

  [[nodiscard]] double cost(std::size_t gate, Position from, Action a, Position to) const {
    double c = 0.0;
    if (a == Action::pilot) c = usd(in_.pilot_cost);
    if (a == Action::dual_source) c = usd(in_.dual_cost);
    if (a == Action::adopt) c = usd(in_.adopt_cost);
    if (a == Action::switch_back) c = usd(in_.exit_cost) * share(from);
    if (from == Position::baseline && to != Position::baseline) c += usd(in_.qualification_cost);
    const bool last = gate + 1 == in_.gates.size();
    const double end = std::max(in_.gates.back(), in_.builds.back().date);
    const double years = (last ? end : in_.gates[gate + 1]) - in_.gates[gate];
    if (to != Position::baseline) c += in_.standing_cost.in(unit::USD_per_year)*years;
    return c * std::pow(1.0 + in_.discount_rate, -in_.gates[gate]);
  }

  [[nodiscard]] double arrival(Position to, Action a) const {
    if (a == Action::qualify) return 1.0;
    if (share(to) == 0.0) return 0.0;
    const double mean = in_.field_time.in(unit::year);
    return mean > 0.0 ? 1.0 - std::exp(-0.5 / mean) : 1.0;
  }

  const AdoptionInputs& in_;
};

using Policy = std::map<std::string, Action>;  ///< by the signals seen so far: "n", "b", "g" per gate

/// Expected value of a policy, by going through all signal histories; `false` when it asks for something impossible.
bool walk(const Rules& rules, const Policy& policy, const std::string& seen, Position at, bool answered, double p_good,
          double p_bad, double& total) {
  const auto gate = seen.size();
  if (gate == rules.in_.gates.size() || p_good + p_bad <= 0.0) return true;
  const Action a = policy.at(seen);
  Position to = at;
  if (!rules.move(at, a, answered, to)) return false;
  const Position used = a == Action::qualify ? Position::baseline : to;
  total += p_good * rules.pay(gate, used, true) + p_bad * rules.pay(gate, used, false);
  total -= (p_good + p_bad) * rules.cost(gate, at, a, to);
  const double l = a == Action::qualify ? rules.in_.qualification_accuracy : rules.in_.field_accuracy;
  const double come = rules.arrival(to, a);
  const bool now = answered || a == Action::qualify;
  return walk(rules, policy, seen + "n", to, now, p_good * (1.0 - come), p_bad * (1.0 - come), total) &&
         walk(rules, policy, seen + "b", to, now, p_good * come * (1.0 - l), p_bad * come * l, total) &&
         walk(rules, policy, seen + "g", to, now, p_good * come * l, p_bad * come * (1.0 - l), total);
}

std::vector<std::string> histories(std::size_t gates) {
  std::vector<std::string> all{""};
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].size() + 1 >= gates) continue;
    for (const char* c : {"n", "b", "g"}) all.push_back(all[i] + c);
  }
  return all;
}

/// The best of all policies, one after the other.
double best_by_enumeration(const AdoptionInputs& in) {
  const Rules rules(in);
  const auto nodes = histories(in.gates.size());
  std::vector<std::size_t> digits(nodes.size(), 0);
  double best = -1e300;
  for (;;) {
    Policy policy;
    for (std::size_t n = 0; n < nodes.size(); ++n) policy[nodes[n]] = in.actions[digits[n]];
    double total = 0.0;
    if (walk(rules, policy, "", Position::baseline, false, in.prior, 1.0 - in.prior, total))
      best = std::max(best, total);
    std::size_t n = 0;
    while (n < digits.size() && ++digits[n] == in.actions.size()) digits[n++] = 0;
    if (n == digits.size()) return best;
  }
}

TEST(DecisionSolver, IsTheBestOfAllPoliciesOverTwoGates) {
  for (std::uint32_t sample = 0; sample < 10; ++sample) {
    const auto in = random_plan(sample, 2);
    const auto solution = solve(DecisionTables(in), true);
    EXPECT_NEAR(solution.value_at(0, {}), best_by_enumeration(in), 1e-3) << "sample " << sample;
  }
}

TEST(DecisionSolver, IsTheBestOfAllPoliciesOverThreeGates) {
  for (const auto step : {Action::dual_source, Action::adopt}) {
    auto in = random_plan(7, 3);
    in.actions = {Action::wait, step};
    in.field_time = Time{};
    const auto solution = solve(DecisionTables(in), true);
    EXPECT_NEAR(solution.value_at(0, {}), best_by_enumeration(in), 1e-3);
  }
}

/// Three actions over three gates are 3^13 policies, too many to list: the same walk, with the best action in each
/// history.
double best_over_histories(const Rules& rules, std::size_t gate, Position at, bool answered, double p_good,
                           double p_bad) {
  if (gate == rules.in_.gates.size()) return 0.0;
  double best = -1e300;
  for (const auto a : rules.in_.actions) {
    Position to = at;
    if (!rules.move(at, a, answered, to)) continue;
    const Position used = a == Action::qualify ? Position::baseline : to;
    const double l = a == Action::qualify ? rules.in_.qualification_accuracy : rules.in_.field_accuracy;
    const double come = rules.arrival(to, a);
    const bool now = answered || a == Action::qualify;
    double total = p_good * rules.pay(gate, used, true) + p_bad * rules.pay(gate, used, false) -
                   (p_good + p_bad) * rules.cost(gate, at, a, to);
    const auto rest = [&](double g, double b) { return best_over_histories(rules, gate + 1, to, now, g, b); };
    if (come < 1.0) total += rest(p_good * (1.0 - come), p_bad * (1.0 - come));
    if (come > 0.0)
      total += rest(p_good * come * l, p_bad * come * (1.0 - l)) + rest(p_good * come * (1.0 - l), p_bad * come * l);
    best = std::max(best, total);
  }
  return best;
}

TEST(DecisionSolver, AgreesWithTheTreeOfAllHistories) {
  for (std::uint32_t sample = 0; sample < 30; ++sample) {
    const auto in = random_plan(sample, 4);
    const auto solution = solve(DecisionTables(in), true);
    const double expected = best_over_histories(Rules(in), 0, Position::baseline, false, in.prior, 1.0 - in.prior);
    EXPECT_NEAR(solution.value_at(0, {}), expected, 1e-3) << "sample " << sample;
  }
}

/// The same decision as a general Markov process whose state counts good and bad results instead of their difference.
class Counted {
 public:
  explicit Counted(const AdoptionInputs& in) : t_(in), g_(t_.gates), n_(g_ * positions * 3 * g_ * g_ * 2) {}

  [[nodiscard]] std::size_t index(std::size_t gate, std::size_t p, int lab, int good, int bad, bool standard) const {
    auto i = gate * positions + p;
    i = i * 3 + static_cast<std::size_t>(lab + 1);
    i = (i * g_ + static_cast<std::size_t>(good)) * g_ + static_cast<std::size_t>(bad);
    return i * 2 + (standard ? 1 : 0);
  }

  [[nodiscard]] double belief(int lab, int good, int bad) const {
    const auto likelihood = [&](bool is_good) {
      const double q = is_good ? t_.laboratory_accuracy : 1.0 - t_.laboratory_accuracy;
      const double f = is_good ? t_.field_accuracy : 1.0 - t_.field_accuracy;
      const double answer = lab > 0 ? q : lab < 0 ? 1.0 - q : 1.0;
      return answer * std::pow(f, good) * std::pow(1.0 - f, bad);
    };
    const double g = t_.prior * likelihood(true), b = (1.0 - t_.prior) * likelihood(false);
    return g / (g + b);
  }

  [[nodiscard]] MarkovDecisionInputs process() const {
    MarkovDecisionInputs mdp{.stages = static_cast<int>(g_)};
    for (std::size_t a = 0; a < action_count; ++a) {
      DecisionOption option{.name = "a"};
      option.reward.assign(n_ + 1, -1e15);
      option.reward[n_] = 0.0;
      TransitionRow end;
      end.to.assign(n_ + 1, 0.0);
      end.to[n_] = 1.0;
      option.from.assign(n_ + 1, end);
      fill(option, a);
      mdp.actions.push_back(std::move(option));
    }
    return mdp;
  }

 private:
  void fill(DecisionOption& option, std::size_t a) const {
    const int most = static_cast<int>(g_);
    for (std::size_t gate = 0; gate < g_; ++gate) {
      for (std::size_t p = 0; p < positions; ++p) {
        for (int lab = -1; lab <= 1; ++lab) {
          for (int good = 0; good < most; ++good) {
            for (int bad = 0; bad < most; ++bad) {
              for (const bool standard : {false, true}) row(option, a, gate, p, lab, good, bad, standard);
            }
          }
        }
      }
    }
  }

  void row(DecisionOption& option, std::size_t a, std::size_t gate, std::size_t p, int lab, int good, int bad,
           bool standard) const {
    const auto& s = t_.steps[gate][p][a];
    const bool qualify = s.signal == Signal::laboratory;
    if (!s.allowed || (qualify && lab != 0)) return;
    const auto from = index(gate, p, lab, good, bad, standard);
    const double b = belief(lab, good, bad);
    double reward = -s.cost;
    for (auto g = gate; g < s.next_gate; ++g) {
      const auto& pay = t_.payoffs[g][qualify ? 0 : static_cast<std::size_t>(s.to)][standard];
      reward += b * pay.if_good + (1.0 - b) * pay.if_bad;
    }
    option.reward[from] = reward;
    if (s.next_gate == g_) return;
    auto& to = option.from[from].to;
    to[n_] = 0.0;
    const double l = qualify ? t_.laboratory_accuracy : t_.field_accuracy;
    const double up = b * l + (1.0 - b) * (1.0 - l);
    const double arrival = s.signal == Signal::none ? 0.0 : s.arrival;
    const auto next = static_cast<std::size_t>(s.to);
    const auto go = [&](double chance, int dlab, int dgood, int dbad) {
      if (chance <= 0.0 || std::max(good + dgood, bad + dbad) >= static_cast<int>(g_)) return;
      const double stays = standard ? 0.0 : 1.0 - s.standard;
      to[index(s.next_gate, next, lab + dlab, good + dgood, bad + dbad, false)] += chance * stays;
      to[index(s.next_gate, next, lab + dlab, good + dgood, bad + dbad, true)] += chance * (1.0 - stays);
    };
    go(1.0 - arrival, 0, 0, 0);
    go(arrival * up, qualify ? 1 : 0, qualify ? 0 : 1, 0);
    go(arrival * (1.0 - up), qualify ? -1 : 0, 0, qualify ? 0 : 1);
    double sum = 0.0;
    for (const double x : to) sum += x;
    if (sum < 1.0) to[n_] = 1.0 - sum;  // counts that cannot be reached
  }

  DecisionTables t_;
  std::size_t g_;
  std::size_t n_;
};

TEST(DecisionSolver, AgreesWithAMarkovProcessThatCountsResults) {
  for (std::uint32_t sample = 100; sample < 104; ++sample) {
    auto in = random_plan(sample, 3);
    in.standard_rate = 0.4 * unit::per_year;
    in.standard_saving = 0.3;
    in.standard_shortage_factor = 0.5;
    in.qualification_time = (sample % 2 == 0 ? 0.5 : 0.9) * unit::year;
    const Counted counted(in);
    const auto r = evaluate(counted.process());
    ASSERT_TRUE(r.solved);
    const auto start = counted.index(0, 0, 0, 0, 0, false);
    const auto solution = solve(DecisionTables(in), true);
    EXPECT_NEAR(solution.value_at(0, {}), r.stages[0].value[start], 1e-2) << "sample " << sample;
    EXPECT_EQ(static_cast<int>(solution.action_at(0, {})), r.stages[0].action[start]);
  }
}

TEST(DecisionSolver, ABeliefIsBayes) {
  AdoptionInputs in{.gates = {0.0}, .prior = 0.3};
  in.qualification_accuracy = 0.7;
  in.field_accuracy = 0.9;
  const DecisionTables t(in);
  EXPECT_NEAR(t.belief(0, 0), 0.3, 1e-12);
  EXPECT_NEAR(t.belief(1, 0), 0.3 * 0.7 / (0.3 * 0.7 + 0.7 * 0.3), 1e-12);
  EXPECT_NEAR(t.belief(-1, 2), 0.3 * 0.3 * 0.81 / (0.3 * 0.3 * 0.81 + 0.7 * 0.7 * 0.01), 1e-12);
}

}  // namespace
}  // namespace copack::adoption
