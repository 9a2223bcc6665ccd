// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "copack/adoption/decision.hpp"

namespace copack::adoption {

std::span<const std::string_view> choice_names(Action /*action*/) {
  static constexpr std::array<std::string_view, 7> names{"wait",  "qualify", "pilot",      "dual-source",
                                                         "adopt", "pause",   "switch-back"};
  return names;
}

std::span<const std::string_view> choice_names(Position /*position*/) {
  static constexpr std::array<std::string_view, 5> names{"baseline", "qualified", "pilot", "dual", "adopted"};
  return names;
}

std::span<const std::string_view> choice_names(RiskPreference /*preference*/) {
  static constexpr std::array<std::string_view, 2> names{"neutral", "exponential"};
  return names;
}

std::vector<Problem> validate(const AdoptionInputs& in) {
  std::vector<Problem> out;
  if (in.gates.empty()) out.push_back({"gates", "give at least one date, in years from the start"});
  if (!in.gates.empty() && in.gates[0] < 0.0)
    out.push_back({"gates[0]", "lies before the start; the first gate is now, 0"});
  if (in.gates.size() > 60)
    out.push_back({"gates", fmt::format("{} gates; merge them to 60 or fewer", in.gates.size())});
  for (std::size_t g = 1; g < in.gates.size(); ++g) {
    if (in.gates[g] > in.gates[g - 1]) continue;
    out.push_back({fmt::format("gates[{}]", g), fmt::format("{} is not after {}", in.gates[g], in.gates[g - 1])});
  }
  if (in.builds.empty()) out.push_back({"builds", "give at least one build"});
  for (std::size_t b = 0; b < in.builds.size() && !in.gates.empty(); ++b) {
    const auto& build = in.builds[b];
    const auto path = fmt::format("builds[{}]", b);
    if (build.date < in.gates[0])
      out.push_back({path + ".date", "lies before the first gate, where nothing can be decided"});
    if (build.npv_if_bad > build.npv_if_good) {
      out.push_back({path + ".npv_if_bad", "is above npv_if_good: swap them, the signals speak for the good quality"});
    }
  }
  if (std::ranges::find(in.actions, Action::wait) == in.actions.end()) {
    out.push_back({"actions", "\"wait\" must be allowed: it is what happens when nothing is decided"});
  }
  if (in.risk == RiskPreference::exponential && !(in.risk_tolerance > Money{})) {
    out.push_back({"risk_tolerance", "must be above 0 for exponential utility"});
  }
  return out;
}

void describe(Fields& f, Build& x) {
  f("name", x.name, "build", Rule{.required = true});
  f("date", "", x.date, "years from the start", required_non_negative);
  f("npv_if_good", "USD", x.npv_if_good,
    "worth of using the candidate for all of it if its quality is as assumed, at its date", Rule{.required = true});
  f("npv_if_bad", "USD", x.npv_if_bad, "the same if it is not", Rule{.required = true});
  f("candidate_cost", "USD", x.candidate_cost, "price of the candidate for the whole build today", non_negative);
  f("delay_cost", "USD", x.delay_cost, "cost of the candidate's later delivery", non_negative);
  f("shortage_cost", "USD", x.shortage_cost, "loss when the only source of the whole build cannot deliver",
    non_negative);
}

namespace {

void describe_signals(Fields& f, AdoptionInputs& x) {
  constexpr Rule accuracy{.min = 0.5, .max = 1.0};
  f("qualification_accuracy", "", x.qualification_accuracy, "probability that the laboratory's answer is right, l_q",
    accuracy);
  f("qualification_cost", "USD", x.qualification_cost, "also paid by who enters unqualified", non_negative);
  f("qualification_time", "month", x.qualification_time, "until the answer; nothing else is decided meanwhile",
    non_negative);
  f("field_accuracy", "", x.field_accuracy, "probability that one field result is right, l_f", accuracy);
  f("field_time", "month", x.field_time, "mean time to a field result in operation; 0: one by every gate",
    non_negative);
}

void describe_costs(Fields& f, AdoptionInputs& x) {
  f("pilot_share", "", x.pilot_share, "part of a build that a pilot covers", fraction);
  f("pilot_cost", "USD", x.pilot_cost, "once, when a pilot begins", non_negative);
  f("dual_share", "", x.dual_share, "candidate's part of a build under dual sourcing", fraction);
  f("dual_cost", "USD", x.dual_cost, "once, when dual sourcing begins", non_negative);
  f("dual_cover", "", x.dual_cover, "part of a shortage that the other source makes good", fraction);
  f("adopt_cost", "USD", x.adopt_cost, "once, when adoption begins", non_negative);
  f("exit_cost", "USD", x.exit_cost, "of leaving full adoption; in proportion to the share otherwise", non_negative);
  f("standing_cost", "USD/year", x.standing_cost, "of keeping the candidate qualified or in use", non_negative);
}

}  // namespace

void describe(Fields& f, AdoptionInputs& x) {
  f("gates", "", x.gates, "dates of decision, years from the start; the first is now", required_non_negative);
  f("builds", x.builds, "builds to decide on", Rule{.required = true});
  f("actions", x.actions, "what the organisation may do");
  f("prior", "", x.prior, "probability that the candidate is good, p0", fraction);
  f("available_from", "", x.available_from, "years from the start before which it can be qualified only", non_negative);
  describe_signals(f, x);
  describe_costs(f, x);
  f("price_decline", "", x.price_decline, "fall of the candidate's price relative to the baseline, per year",
    {.min = 0.0, .max = 0.99});
  f("baseline_shortage", "", x.baseline_shortage, "probability that a build's baseline parts fall short", fraction);
  f("candidate_shortage", "", x.candidate_shortage, "probability that a build's candidate parts fall short", fraction);
  f("standard_rate", "1/year", x.standard_rate, "rate at which a multi-source standard arrives", non_negative);
  f("standard_saving", "", x.standard_saving, "part of the candidate's price that the standard saves", fraction);
  f("standard_shortage_factor", "", x.standard_shortage_factor, "what the standard multiplies candidate_shortage by",
    fraction);
  f("discount_rate", "", x.discount_rate, "per year, r", {.min = 0.0, .max = 10.0});
  f("risk", x.risk, "how outcomes are valued");
  f("risk_tolerance", "USD", x.risk_tolerance, "1/gamma of exponential utility", non_negative);
  f("find_flips", x.find_flips, "also look for the priors at which the action now changes");
}

void describe(Fields& f, PolicyRow& x) {
  f("date", "", x.date, "gate, years from the start");
  f("position", x.position, "where the organisation stands");
  f("laboratory", "", x.laboratory, "answer of the qualification, +1 or -1; 0: none yet");
  f("field", "", x.field, "good minus bad field results");
  f("standard", x.standard, "the multi-source standard is there");
  f("belief", "", x.belief, "probability that the candidate is good");
  f("action", x.action, "best action");
  f("value", "USD", x.value, "of the rest, at the start");
  f("probability", "", x.probability, "of coming here");
}

void describe(Fields& f, GateOutlook& x) {
  f("date", "", x.date, "gate, years from the start");
  f("adopted", "", x.adopted, "probability that the candidate was adopted by this gate");
  f("adopt_ever", x.adopt_ever, "some belief makes adoption the best action here, once qualified");
  f("adopt_from", "", x.adopt_from, "lowest belief of the lattice at which to adopt");
  f("hold_up_to", "", x.hold_up_to, "highest belief of the lattice at which not to adopt");
}

void describe(Fields& f, AdoptionResults& x) {
  f("solved", x.solved, "false: no gate, or waiting is not allowed");
  f("action_now", x.action_now, "best action at the first gate");
  f("value", "USD", x.value, "best policy, against the baseline as it is, at the start");
  f("value_commit", "USD", x.value_commit, "adopt all at the first gate that allows it, and stay");
  f("value_never", "USD", x.value_never, "baseline for ever");
  f("value_wait", "USD", x.value_wait, "best policy that waits now");
  f("flexibility_value", "USD", x.flexibility_value, "over the better of committing and never",
    by("value - max(value_commit, value_never)"));
  f("value_without_signals", "USD", x.value_without_signals, "best policy that learns nothing");
  f("signal_value", "USD", x.signal_value, "what the available signals are worth", by("value - value_without_signals"));
  f("perfect_information", "USD", x.perfect_information, "what knowing the quality today would be worth, EVPI");
  f("adoption_probability", "", x.adoption_probability, "by the last gate");
  f("adopted_if_good", "", x.adopted_if_good, "probability of adoption if the candidate is good");
  f("adopted_if_bad", "", x.adopted_if_bad, "probability of adoption if it is bad");
  f("adoption_date", "", x.adoption_date, "expected, given adoption, years from the start");
  f("flips_down", x.flips_down, "a lower prior changes the action now");
  f("flip_down", "", x.flip_down, "highest such prior");
  f("flips_up", x.flips_up, "a higher prior changes the action now");
  f("flip_up", "", x.flip_up, "lowest such prior");
  f("gates", x.gates, "outlook and trigger by gate");
  f("policy", x.policy, "best action wherever the best policy can lead");
}

}  // namespace copack::adoption
