// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <vector>

#include "copack/adoption/decision.hpp"

/// Exact backward induction on (gate, position, laboratory answer, net field results, standard). All values are USD at
/// the start.
namespace copack::adoption {

inline constexpr std::size_t positions = 5;
inline constexpr std::size_t action_count = 7;

enum class Signal { none, laboratory, field };

/// What an action does from a gate and a position.
struct Step {
  bool allowed = false;
  std::size_t next_gate = 0;  ///< the number of gates: the end
  Position to = Position::baseline;
  double cost = 0.0;  ///< one-off and standing cost
  Signal signal = Signal::none;
  double arrival = 0.0;   ///< probability that the signal comes
  double standard = 0.0;  ///< probability that the standard comes
};

/// Pay-off of the builds between one gate and the next with the shares of a position.
struct Payoff {
  double if_good = 0.0;
  double if_bad = 0.0;
};

/// Inputs turned into tables.
struct DecisionTables {
  explicit DecisionTables(const AdoptionInputs& inputs);

  std::size_t gates = 0;
  double prior = 0.5;
  double log_odds_laboratory = 0.0, log_odds_field = 0.0;
  double laboratory_accuracy = 0.5, field_accuracy = 0.5;
  double gamma = 0.0;                                                        ///< 1/USD; 0: risk-neutral
  std::vector<std::array<std::array<Step, action_count>, positions>> steps;  ///< [gate][position][action]
  std::vector<std::array<std::array<Payoff, 2>, positions>> payoffs;         ///< [gate][position][standard]

  [[nodiscard]] double belief(int laboratory, int field) const;
};

/// A point of the lattice at one gate.
struct Place {
  Position position = Position::baseline;
  int laboratory = 0;
  int field = 0;
  bool standard = false;
};

/// The places that can be reached at a gate; without signals the belief does not move.
template <class Visit>
void for_each_place(std::size_t gate, bool informative, Visit visit) {
  const int answers = informative && gate > 0 ? 1 : 0;
  const int results = informative ? static_cast<int>(gate) : 0;
  for (std::size_t p = 0; p < positions; ++p) {
    for (int laboratory = -answers; laboratory <= answers; ++laboratory) {
      for (int field = -results; field <= results; ++field) {
        for (const bool standard : {false, true}) visit(Place{static_cast<Position>(p), laboratory, field, standard});
      }
    }
  }
}

/// Restricts the actions of a solution, e.g. to those of a fixed policy.
using Allowed = std::function<bool(std::size_t gate, Position position, Action action)>;

struct Solution {
  std::size_t gates = 0;
  std::vector<double> value;        ///< [gate][place], a last layer of zeros for the end
  std::vector<signed char> action;  ///< -1 where nothing is allowed or the place cannot be reached

  [[nodiscard]] std::size_t layer() const { return positions * 3 * (2 * gates + 1) * 2; }
  [[nodiscard]] std::size_t index(std::size_t gate, const Place& at) const;
  [[nodiscard]] double value_at(std::size_t gate, const Place& at) const { return value[index(gate, at)]; }
  [[nodiscard]] Action action_at(std::size_t gate, const Place& at) const {
    return static_cast<Action>(action[index(gate, at)]);
  }
};

/// @param informative false: signals never come, so the belief stays at the prior.
Solution solve(const DecisionTables& tables, bool informative, const Allowed& allowed = {});

/// Value of one action in one place, given the values of the gates after it.
double value_of(const DecisionTables& tables, const Solution& later, bool informative, std::size_t gate,
                const Place& at, Action action);

/// How the optimal policy unfolds.
struct Outlook {
  std::vector<double> reached;                       ///< probability of each place, in the order of Solution::value
  std::vector<std::array<double, 2>> first_adopted;  ///< [gate][bad, good], given the quality
};
Outlook unfold(const DecisionTables& tables, const Solution& solution);

}  // namespace copack::adoption
