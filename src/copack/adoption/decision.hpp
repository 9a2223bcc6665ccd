// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "copack/core/diagnostics.hpp"
#include "copack/core/fields.hpp"
#include "copack/units/quantity.hpp"
#include "copack/units/unit.hpp"

/// When one organisation should move from its baseline to one candidate technology, and how: the staged decision over
/// dated gates under doubt about the candidate's quality, solved exactly. Theory: docs/theory/adoption.md.
namespace copack::adoption {

enum class Action { wait, qualify, pilot, dual_source, adopt, pause, switch_back };
std::span<const std::string_view> choice_names(Action action);

/// Where the organisation stands; the position fixes which part of a build uses the candidate.
enum class Position { baseline, qualified, pilot, dual, adopted };
std::span<const std::string_view> choice_names(Position position);

/// `exponential` takes certainty equivalents with constant absolute risk aversion gate by gate (dynamic entropic risk
/// measure, which is time-consistent). CVaR and regret are not: they judge finished policies, see risk.hpp.
enum class RiskPreference { neutral, exponential };
std::span<const std::string_view> choice_names(RiskPreference preference);

/// A build and what using the candidate for all of it is worth against the baseline, valued at its date.
struct Build {
  std::string name;
  double date = 0.0;     ///< years from the start
  Money npv_if_good;     ///< field reliability and serviceability are as assumed
  Money npv_if_bad;      ///< they are not
  Money candidate_cost;  ///< price of the candidate for the whole build today; learning and standards lower it
  Money delay_cost;      ///< cost of its later delivery
  Money shortage_cost;   ///< loss when the only source of the whole build cannot deliver
};

struct AdoptionInputs {
  std::vector<double> gates;  ///< years from the start; the first is now
  std::vector<Build> builds;
  std::vector<Action> actions{Action::wait,  Action::qualify, Action::pilot,      Action::dual_source,
                              Action::adopt, Action::pause,   Action::switch_back};
  double prior = 0.5;           ///< p0: probability that the candidate is good
  double available_from = 0.0;  ///< years from the start; no pilot, dual source or adoption before

  double qualification_accuracy = 0.7;         ///< l_q: probability that the laboratory's answer is right
  Money qualification_cost;                    ///< also paid, without its answer, by who enters unqualified
  Time qualification_time = 0.5 * unit::year;  ///< until the answer; nothing else is decided meanwhile

  double field_accuracy = 0.8;         ///< l_f: probability that one field result is right
  Time field_time = 0.5 * unit::year;  ///< mean time to a field result in operation; 0: one by every gate
  double pilot_share = 0.05;           ///< part of a build that a pilot covers
  Money pilot_cost;
  double dual_share = 0.5;     ///< candidate's part of a build under dual sourcing
  Money dual_cost;             ///< once, when dual sourcing begins
  double dual_cover = 0.5;     ///< part of a shortage that the other source makes good
  Money adopt_cost;            ///< once, when adoption begins
  Money exit_cost;             ///< of leaving full adoption; in proportion to the share otherwise
  MoneyPerTime standing_cost;  ///< of keeping the candidate qualified or in use

  double price_decline = 0.0;             ///< fall of the candidate's price relative to the baseline, per year
  double baseline_shortage = 0.0;         ///< probability that a build's baseline parts fall short
  double candidate_shortage = 0.0;        ///< the same for the candidate
  Frequency standard_rate;                ///< rate at which a multi-source standard arrives
  double standard_saving = 0.0;           ///< part of the candidate's price that it saves
  double standard_shortage_factor = 1.0;  ///< multiplies candidate_shortage

  double discount_rate = 0.08;  ///< r, per year
  RiskPreference risk = RiskPreference::neutral;
  Money risk_tolerance;    ///< 1/gamma of the exponential utility
  bool find_flips = true;  ///< also look for the priors at which the action now changes
};

/// The optimal action in one state that the optimal policy can reach.
struct PolicyRow {
  double date = 0.0;  ///< gate, years from the start
  Position position = Position::baseline;
  int laboratory = 0;     ///< +1, -1: answer of the qualification; 0: none yet
  int field = 0;          ///< good minus bad field results
  bool standard = false;  ///< the multi-source standard is there
  double belief = 0.0;    ///< probability that the candidate is good
  Action action = Action::wait;
  Money value;               ///< of the rest, at the start
  double probability = 0.0;  ///< of being in this state
};

struct GateOutlook {
  double date = 0.0;
  double adopted = 0.0;     ///< probability that the candidate was adopted by this gate
  bool adopt_ever = false;  ///< some belief on the lattice makes adoption optimal here, once qualified
  double adopt_from = 1.0;  ///< lowest such belief
  double hold_up_to = 0.0;  ///< highest belief at which adoption is not optimal: the trigger lies between
};

struct AdoptionResults {
  bool solved = false;
  Action action_now = Action::wait;
  Money value;                        ///< of the best policy against the baseline as it is, at the start
  Money value_commit;                 ///< of adopting all at the first gate that allows it, and staying
  Money value_never;                  ///< of the baseline for ever (its shortages; 0 without)
  Money value_wait;                   ///< of the best policy that waits now
  Money flexibility_value;            ///< over the better of committing and never
  Money value_without_signals;        ///< of the best policy that learns nothing
  Money signal_value;                 ///< what the available signals are worth
  Money perfect_information;          ///< EVPI: what knowing the quality today would be worth
  double adoption_probability = 0.0;  ///< by the last gate
  double adopted_if_good = 0.0;
  double adopted_if_bad = 0.0;  ///< probability of the wrong adoption
  double adoption_date = 0.0;   ///< expected, given adoption; years from the start
  bool flips_down = false;
  double flip_down = 0.0;  ///< highest prior below p0 with another action now
  bool flips_up = false;
  double flip_up = 1.0;  ///< lowest prior above p0 with another action now
  std::vector<GateOutlook> gates;
  std::vector<PolicyRow> policy;
};

std::vector<Problem> validate(const AdoptionInputs& inputs);
AdoptionResults evaluate(const AdoptionInputs& inputs);

void describe(Fields& f, Build& x);
void describe(Fields& f, AdoptionInputs& x);
void describe(Fields& f, PolicyRow& x);
void describe(Fields& f, GateOutlook& x);
void describe(Fields& f, AdoptionResults& x);

}  // namespace copack::adoption
