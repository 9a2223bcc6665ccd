// SPDX-License-Identifier: Apache-2.0
#include "copack/adoption/decision_solver.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace copack::adoption {
namespace {

std::size_t of(Position p) { return static_cast<std::size_t>(p); }
std::size_t of(Action a) { return static_cast<std::size_t>(a); }

double share_of(const AdoptionInputs& in, Position p) {
  constexpr double none = 0.0, all = 1.0;
  return std::array{none, none, in.pilot_share, in.dual_share, all}[of(p)];
}

double discount(const AdoptionInputs& in, double years) { return std::pow(1.0 + in.discount_rate, -years); }

double gamma_of(const AdoptionInputs& in) {
  const double tolerance = in.risk_tolerance.in(unit::USD);
  return in.risk == RiskPreference::exponential && tolerance > 0.0 ? 1.0 / tolerance : 0.0;
}

/// Certainty equivalent of losing `loss` with probability p.
double shortage(double p, double loss, double gamma) {
  if (gamma <= 0.0) return p * loss;
  return std::log1p(p * std::expm1(gamma * loss)) / gamma;
}

/// What one build pays with the share of a position, before its quality: price, delay, shortage.
double common_payoff(const AdoptionInputs& in, const Build& b, Position position, bool standard) {
  const double share = share_of(in, position);
  const double price = std::pow(1.0 - in.price_decline, b.date) * (1.0 - (standard ? in.standard_saving : 0.0));
  const double saving = b.candidate_cost.in(unit::USD) * (1.0 - price) - b.delay_cost.in(unit::USD);
  const double exposed = b.shortage_cost.in(unit::USD) * (position == Position::dual ? 1.0 - in.dual_cover : 1.0);
  const double d = discount(in, b.date);
  const double p = in.candidate_shortage * (standard ? in.standard_shortage_factor : 1.0);
  return d * share * saving - shortage(in.baseline_shortage, d * exposed * (1.0 - share), gamma_of(in)) -
         shortage(p, d * exposed * share, gamma_of(in));
}

Payoff payoff_between(const AdoptionInputs& in, double from, double until, Position position, bool standard) {
  Payoff sum;
  for (const auto& b : in.builds) {
    if (b.date < from || b.date >= until) continue;
    const double share = discount(in, b.date) * share_of(in, position);
    const double common = common_payoff(in, b, position, standard);
    sum.if_good += common + share * b.npv_if_good.in(unit::USD);
    sum.if_bad += common + share * b.npv_if_bad.in(unit::USD);
  }
  return sum;
}

/// Where an action leads; nothing when it makes no sense from there.
bool leads(Action action, Position from, Position& to) {
  const bool in_use = from == Position::pilot || from == Position::dual || from == Position::adopted;
  switch (action) {
    case Action::wait:
      to = from;
      return true;
    case Action::qualify:
      to = Position::qualified;
      return from == Position::baseline;
    case Action::pilot:
      to = Position::pilot;
      return !in_use;
    case Action::dual_source:
      to = Position::dual;
      return from != Position::dual;
    case Action::adopt:
      to = Position::adopted;
      return from != Position::adopted;
    case Action::pause:
      to = Position::qualified;
      return in_use;
    case Action::switch_back:
      to = Position::baseline;
      return from != Position::baseline;
  }
  return false;
}

/// One-off cost of an action, USD at its date. Who enters unqualified pays the qualification too.
double price_of(const AdoptionInputs& in, Action action, Position from) {
  Money cost;
  if (action == Action::qualify) return in.qualification_cost.in(unit::USD);
  if (action == Action::pilot) cost = in.pilot_cost;
  if (action == Action::dual_source) cost = in.dual_cost;
  if (action == Action::adopt) cost = in.adopt_cost;
  if (action == Action::switch_back) cost = in.exit_cost * share_of(in, from);
  const bool enters = action == Action::pilot || action == Action::dual_source || action == Action::adopt;
  if (enters && from == Position::baseline) cost += in.qualification_cost;
  return cost.in(unit::USD);
}

/// Dates of the gates and the end: the last build that the last gate decides on.
std::vector<double> dates_of(const AdoptionInputs& in) {
  auto dates = in.gates;
  double end = dates.back();
  for (const auto& b : in.builds) end = std::max(end, b.date);
  dates.push_back(end);
  return dates;
}

Step step_of(const AdoptionInputs& in, const std::vector<double>& dates, std::size_t gate, Position from,
             Action action) {
  Step s;
  const double now = dates[gate];
  const bool listed = std::ranges::find(in.actions, action) != in.actions.end();
  if (!listed || !leads(action, from, s.to)) return s;
  const bool enters = action == Action::pilot || action == Action::dual_source || action == Action::adopt;
  if (enters && now < in.available_from) return s;
  s.allowed = true;
  s.next_gate = gate + 1;
  const double wanted = action == Action::qualify ? now + in.qualification_time.in(unit::year) : now;
  while (s.next_gate + 1 < dates.size() && dates[s.next_gate] < wanted - 1e-9) ++s.next_gate;
  const double years = dates[s.next_gate] - now;
  const double standing = s.to == Position::baseline ? 0.0 : in.standing_cost.in(unit::USD_per_year)*years;
  s.cost = discount(in, now) * (price_of(in, action, from) + standing);
  s.standard = -std::expm1(-in.standard_rate.in(unit::per_year)*years);
  if (action == Action::qualify) {
    s.signal = Signal::laboratory;
    s.arrival = 1.0;
  } else if (share_of(in, s.to) > 0.0) {
    const double mean = in.field_time.in(unit::year);
    s.signal = Signal::field;
    s.arrival = mean > 0.0 ? -std::expm1(-years / mean) : 1.0;
  }
  return s;
}

double log_odds(double p) { return std::log(p / (1.0 - p)); }
double usable_accuracy(double l) { return std::clamp(l, 0.5, 1.0 - 1e-12); }

}  // namespace

DecisionTables::DecisionTables(const AdoptionInputs& in)
    : gates(in.gates.size()),
      prior(in.prior),
      laboratory_accuracy(usable_accuracy(in.qualification_accuracy)),
      field_accuracy(usable_accuracy(in.field_accuracy)),
      gamma(gamma_of(in)),
      steps(gates),
      payoffs(gates) {
  log_odds_laboratory = log_odds(laboratory_accuracy);
  log_odds_field = log_odds(field_accuracy);
  const auto dates = dates_of(in);
  for (std::size_t g = 0; g < gates; ++g) {
    const double from = dates[g];
    const double until = g + 1 < gates ? dates[g + 1] : std::numeric_limits<double>::infinity();
    for (std::size_t p = 0; p < positions; ++p) {
      const auto position = static_cast<Position>(p);
      payoffs[g][p] = {payoff_between(in, from, until, position, false),
                       payoff_between(in, from, until, position, true)};
      for (std::size_t a = 0; a < action_count; ++a)
        steps[g][p][a] = step_of(in, dates, g, position, static_cast<Action>(a));
    }
  }
}

double DecisionTables::belief(int laboratory, int field) const {
  const double odds = log_odds(prior) + laboratory * log_odds_laboratory + field * log_odds_field;
  return 1.0 / (1.0 + std::exp(-odds));
}

std::size_t Solution::index(std::size_t gate, const Place& at) const {
  const auto width = 2 * gates + 1;
  const auto laboratory = static_cast<std::size_t>(std::ptrdiff_t{at.laboratory} + 1);
  const auto field = static_cast<std::size_t>(std::ptrdiff_t{at.field} + static_cast<std::ptrdiff_t>(gates));
  return gate * layer() + ((of(at.position) * 3 + laboratory) * width + field) * 2 + (at.standard ? 1 : 0);
}

namespace {

/// The places that a step can end in, given the quality: calls visit(probability, place).
template <class Visit>
void outcomes(const DecisionTables& t, const Step& s, const Place& at, bool informative, bool good, Visit visit) {
  const double accuracy = s.signal == Signal::laboratory ? t.laboratory_accuracy : t.field_accuracy;
  const double arrival = informative && s.signal != Signal::none ? s.arrival : 0.0;
  const double favourable = good ? accuracy : 1.0 - accuracy;
  const std::array<double, 3> chance{arrival * (1.0 - favourable), 1.0 - arrival, arrival * favourable};
  for (int news = -1; news <= 1; ++news) {
    const double p = chance[static_cast<std::size_t>(std::ptrdiff_t{news} + 1)];
    if (p <= 0.0) continue;
    Place to{s.to, at.laboratory, at.field, at.standard};
    (s.signal == Signal::laboratory ? to.laboratory : to.field) += news;
    if (at.standard || s.standard <= 0.0) {
      visit(p, to);
      continue;
    }
    visit(p * (1.0 - s.standard), to);
    to.standard = true;
    visit(p * s.standard, to);
  }
}

/// Pay-offs from a gate to the next gate of a step (several gates while a qualification runs).
Payoff payoff_of(const DecisionTables& t, std::size_t gate, const Step& s, bool standard) {
  const auto share_position = s.signal == Signal::laboratory ? Position::baseline : s.to;
  Payoff sum;
  for (auto g = gate; g < s.next_gate; ++g) {
    const auto& p = t.payoffs[g][of(share_position)][standard ? 1 : 0];
    sum.if_good += p.if_good;
    sum.if_bad += p.if_bad;
  }
  return sum;
}

/// Mean, or certainty equivalent -ln(E exp(-gamma x))/gamma, of a few outcomes; scaled by the worst so far.
class Lottery {
 public:
  explicit Lottery(double gamma) : gamma_(gamma) {}
  void add(double probability, double value) {
    if (probability <= 0.0) return;
    if (gamma_ <= 0.0) {
      sum_ += probability * value;
    } else if (value >= worst_) {
      sum_ += probability * std::exp(-gamma_ * (value - worst_));
    } else {
      sum_ = sum_ * std::exp(-gamma_ * (worst_ - value)) + probability;
      worst_ = value;
    }
  }
  [[nodiscard]] double worth() const { return gamma_ > 0.0 ? worst_ - std::log(sum_) / gamma_ : sum_; }

 private:
  double gamma_;
  double worst_ = std::numeric_limits<double>::max();
  double sum_ = 0.0;
};

/// Value of an action at a belief, given the values of the gates after it.
double worth(const DecisionTables& t, const Solution& later, bool informative, std::size_t gate, const Place& at,
             Action action, double belief) {
  const auto& step = t.steps[gate][of(at.position)][of(action)];
  const auto pay = payoff_of(t, gate, step, at.standard);
  Lottery lottery(t.gamma);
  for (const bool good : {false, true}) {
    const double quality = good ? belief : 1.0 - belief;
    const double reward = good ? pay.if_good : pay.if_bad;
    outcomes(t, step, at, informative, good, [&](double chance, const Place& to) {
      lottery.add(quality * chance, reward + later.value_at(step.next_gate, to));
    });
  }
  return lottery.worth() - step.cost;
}

/// Differences below this are ties, which go to the action listed first.
double tie_margin(double value) { return 1e-6 + 1e-12 * std::abs(value); }

/// The laboratory answers once.
bool answered(const Place& at, Action action) { return action == Action::qualify && at.laboratory != 0; }

void solve_place(const DecisionTables& t, Solution& s, bool informative, const Allowed& allowed, std::size_t g,
                 const Place& at) {
  const auto i = s.index(g, at);
  const double belief = t.belief(at.laboratory, at.field);
  for (std::size_t a = 0; a < action_count; ++a) {
    const auto action = static_cast<Action>(a);
    if (!t.steps[g][of(at.position)][a].allowed || answered(at, action)) continue;
    if (allowed && !allowed(g, at.position, action)) continue;
    const double value = worth(t, s, informative, g, at, action, belief);
    if (s.action[i] >= 0 && value <= s.value[i] + tie_margin(s.value[i])) continue;
    s.value[i] = value;
    s.action[i] = static_cast<signed char>(a);
  }
}

}  // namespace

double value_of(const DecisionTables& t, const Solution& later, bool informative, std::size_t gate, const Place& at,
                Action action) {
  return worth(t, later, informative, gate, at, action, t.belief(at.laboratory, at.field));
}

Solution solve(const DecisionTables& t, bool informative, const Allowed& allowed) {
  Solution s{.gates = t.gates};
  s.value.assign((t.gates + 1) * s.layer(), 0.0);
  s.action.assign(t.gates * s.layer(), -1);
  for (auto g = t.gates; g-- > 0;) {
    for_each_place(g, informative, [&](const Place& at) { solve_place(t, s, informative, allowed, g, at); });
  }
  return s;
}

Outlook unfold(const DecisionTables& t, const Solution& s) {
  const auto size = s.layer();
  Outlook out{std::vector<double>(t.gates * size, 0.0), std::vector<std::array<double, 2>>(t.gates, {0.0, 0.0})};
  for (const bool good : {false, true}) {
    // [ever adopted][gate][place], given the quality
    std::array<std::vector<double>, 2> mass{std::vector<double>((t.gates + 1) * size, 0.0),
                                            std::vector<double>((t.gates + 1) * size, 0.0)};
    mass[0][s.index(0, {})] = 1.0;
    const auto pass = [&](std::size_t ever, std::size_t g, const Place& at) {
      const auto i = s.index(g, at);
      const double here = mass[ever][i];
      if (here <= 0.0) return;
      out.reached[i] += here * (good ? t.prior : 1.0 - t.prior);
      const auto action = s.action_at(g, at);
      const auto& step = t.steps[g][of(at.position)][of(action)];
      const bool adopts = action == Action::adopt && ever == 0;
      if (adopts) out.first_adopted[g][good ? 1 : 0] += here;
      outcomes(t, step, at, true, good, [&](double chance, const Place& to) {
        mass[adopts ? 1 : ever][s.index(step.next_gate, to)] += here * chance;
      });
    };
    for (std::size_t g = 0; g < t.gates; ++g) {
      for_each_place(g, true, [&](const Place& at) {
        pass(0, g, at);
        pass(1, g, at);
      });
    }
  }
  return out;
}

}  // namespace copack::adoption
