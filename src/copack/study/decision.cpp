// SPDX-License-Identifier: Apache-2.0
#include "copack/study/decision.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>

#include "copack/numerics/statistics.hpp"
#include "copack/units/parse.hpp"

namespace copack::study {
namespace {

constexpr double tail_level = 0.9;

std::size_t metric_index(const std::vector<Metric>& metrics, std::string_view path) {
  return static_cast<std::size_t>(std::ranges::find(metrics, path, &Metric::path) - metrics.begin());
}

/// Tiers on which an alternative differs from the baseline.
std::vector<std::size_t> changed_tiers(const Alternative& alternative, const Alternative& baseline) {
  std::vector<std::size_t> changed;
  for (std::size_t t = 0; t < system::network_tiers; ++t) {
    const auto tier = static_cast<system::NetworkTier>(t);
    const bool both = alternative.design.uses(tier) && baseline.design.uses(tier);
    if (both && alternative.design.technology(tier).id != baseline.design.technology(tier).id) changed.push_back(t);
  }
  return changed;
}

/// Years from now at which the organisation may act.
std::vector<double> gates_of(const Model& model) {
  const double now = model.alternatives.front().design.now;
  std::vector<double> gates{0.0};
  for (const auto& gate : model.inputs.decision.gates) {
    const double years = parse_period(gate).value_or(now) - now;
    if (years > 0.0) gates.push_back(years);
  }
  if (model.inputs.decision.gates.empty()) {
    double last = now;
    for (const auto& build : model.alternatives.front().design.builds) last = std::max(last, build.due);
    constexpr double per_year = 2.0;  // a decision every half year
    constexpr double tiny = 1e-9;
    const auto first = std::llround(std::ceil(now * per_year + tiny));
    for (auto i = first; static_cast<double>(i) <= last * per_year + tiny; ++i) {
      gates.push_back(static_cast<double>(i) / per_year - now);
    }
  }
  std::ranges::sort(gates);
  gates.erase(std::ranges::unique(gates).begin(), gates.end());
  return gates;
}

struct Candidate {
  std::size_t alternative = 0;
  double score = 0.0;
};

/// Mean of the values that satisfy a condition; 0 when none does.
template <class Condition>
double mean_if(std::span<const double> values, const Condition& condition) {
  double sum = 0.0;
  double n = 0.0;
  for (const double v : values) {
    if (!condition(v)) continue;
    sum += v;
    n += 1.0;
  }
  return n > 0.0 ? sum / n : 0.0;
}

const system::TechnologyCard& changed_technology(const Model& model, const Alternative& candidate) {
  const auto tiers = changed_tiers(candidate, model.alternatives.front());
  return candidate.design.technology(static_cast<system::NetworkTier>(tiers.front()));
}

double ends_on_changed_tiers(const Model& model, const Alternative& candidate) {
  double ends = 0.0;
  for (const auto t : changed_tiers(candidate, model.alternatives.front())) {
    ends += system::tier_ends(candidate.design.counts, static_cast<system::NetworkTier>(t)).total();
  }
  return ends;
}

std::string_view action_word(adoption::Action action) { return choice_names(action)[static_cast<std::size_t>(action)]; }

/// What an action means where it is taken: to wait while the candidate is in use is to keep it.
std::string_view action_word(const adoption::PolicyRow& row) {
  const bool in_use = row.position != adoption::Position::baseline && row.position != adoption::Position::qualified;
  return in_use && row.action == adoption::Action::wait ? "keep" : action_word(row.action);
}

/// The most probable action at a gate under the optimal policy.
std::string likely_action(const adoption::AdoptionResults& results, double date) {
  std::map<std::string_view, double> weight;
  for (const auto& row : results.policy) {
    if (std::abs(row.date - date) < 1e-9) weight[action_word(row)] += row.probability;
  }
  if (weight.empty()) return std::string(action_word(adoption::Action::wait));
  return std::string(std::ranges::max_element(weight, {}, [](const auto& entry) { return entry.second; })->first);
}

std::string money_text(Money money) {
  const double usd = money.si();
  constexpr double million = 1e6;
  constexpr double thousand = 1e3;
  if (std::abs(usd) >= million) return fmt::format("{} M USD", format_number(usd / million, 3));
  if (std::abs(usd) >= thousand) return fmt::format("{} k USD", format_number(usd / thousand, 3));
  return fmt::format("{} USD", format_number(usd, 3));
}

std::string reason_of(const adoption::AdoptionInputs& inputs, const adoption::AdoptionResults& results) {
  const auto odds = fmt::format("without one-off costs it pays in {:.0f} % of the worlds", 100.0 * inputs.prior);
  const double gain = results.value.si() - std::max(0.0, results.value_commit.si());
  if (results.value <= Money{}) return fmt::format("{}; acting by plan would not beat the baseline", odds);
  constexpr double negligible = 0.005;
  if (gain < negligible * results.value.si())
    return fmt::format("{}; worth {} by plan, as much as committing now", odds, money_text(results.value));
  return fmt::format("{}; worth {} by plan, {} more than committing now", odds, money_text(results.value),
                     money_text(gain * unit::USD));
}

/// The likely course of the plan: "pilot from 2027-Q3, adopt from 2028-Q1; adopted by 2029-Q1 in 64 % of the cases".
std::string then_of(const adoption::AdoptionResults& results, double now) {
  std::string course;
  std::string last(action_word(results.action_now));
  for (std::size_t g = 1; g < results.gates.size(); ++g) {
    const auto action = likely_action(results, results.gates[g].date);
    // Between builds it is all the same whether an adopted technology is called adopted or paused.
    const bool holds =
        action == last || action == "keep" || (last == "adopt" && action != "switch-back" && action != "dual-source");
    if (holds) continue;
    course += fmt::format("{}{} from {}", course.empty() ? "" : ", ", action, quarter_of(now + results.gates[g].date));
    last = action;
  }
  if (course.empty()) course = last == "wait" ? "stay with the baseline" : "stay with it";
  if (results.gates.empty()) return course;
  return fmt::format("{}; adopted by {} in {:.0f} % of the cases", course, quarter_of(now + results.gates.back().date),
                     100.0 * results.adoption_probability);
}

/// The belief nearest to the present one at which the action now changes; above 1: none does.
double nearest_flip(const adoption::AdoptionResults& results, double belief) {
  constexpr double never = 2.0;
  const double up = results.flips_up ? results.flip_up : never;
  const double down = results.flips_down ? results.flip_down : -never;
  if (!results.flips_up && !results.flips_down) return never;
  return up - belief < belief - down ? up : down;
}

TierVerdict verdict_of(const Model& model, std::size_t tier, const Alternative& candidate,
                       const adoption::AdoptionInputs& inputs, const adoption::AdoptionResults& results) {
  const double now = candidate.design.now;
  const auto& technology = candidate.design.technology(static_cast<system::NetworkTier>(tier));
  TierVerdict verdict{.tier = std::string(system::choice_names(system::NetworkTier{})[tier]),
                      .technology = technology.id,
                      .technology_name = technology.name,
                      .alternative = candidate.name,
                      .action_now = std::string(action_word(results.action_now)),
                      .reason = reason_of(inputs, results),
                      .then = then_of(results, now),
                      .belief = inputs.prior,
                      .value_of_plan = results.value.si(),
                      .value_commit_now = results.value_commit.si(),
                      .value_of_waiting = results.flexibility_value.si(),
                      .value_perfect_information = results.perfect_information.si(),
                      .flip_belief = nearest_flip(results, inputs.prior)};
  for (const auto& section : model.inputs.alternative) {
    const std::array<std::string, system::network_tiers> tiers{section.nic_leaf, section.leaf_spine,
                                                               section.spine_core};
    if (!section.baseline && tiers[tier] == technology.id) {
      verdict.alternative = section.name;
      break;
    }
  }
  for (const auto& gate : results.gates) {
    verdict.gates.push_back({.gate = quarter_of(now + gate.date),
                             .action = likely_action(results, gate.date),
                             .adopted = gate.adopted,
                             .threshold = gate.adopt_ever ? gate.adopt_from : 2.0});
  }
  return verdict;
}

}  // namespace

double score(const system::OrganisationCard& organisation, std::span<const double> npv,
             std::span<const double> regret) {
  const double mean = numerics::mean(npv);
  const double tail = numerics::cvar_low(npv, tail_level);
  switch (organisation.preference) {
    case system::RiskPreference::mean:
      return mean;
    case system::RiskPreference::mean_cvar:
      return (1.0 - organisation.risk_weight) * mean + organisation.risk_weight * tail;
    case system::RiskPreference::cvar:
      return tail;
    case system::RiskPreference::regret:
      return -numerics::sample_quantile(regret, 0.95);
  }
  return mean;
}

adoption::AdoptionInputs adoption_inputs(const Model& model, const Alternative& candidate,
                                         std::span<const double> npv) {
  const auto& design = candidate.design;
  const auto& organisation = design.organisation;
  const auto& technology = changed_technology(model, candidate);
  const auto good = [](double v) { return v > 0.0; };
  const double if_good = mean_if(npv, good);
  const double if_bad = mean_if(npv, [&](double v) { return !good(v); });
  double accelerators = 0.0;
  for (const auto& build : design.builds) accelerators += build.accelerators;
  const double ends = ends_on_changed_tiers(model, candidate);
  const Money price = technology.price.basis == system::PriceBasis::market
                          ? technology.price.per_end
                          : manufacturing::evaluate(technology.manufacturing).unit_cost /
                                (technology.ports_per_product * (1.0 - technology.price.gross_margin));

  adoption::AdoptionInputs inputs;
  inputs.gates = gates_of(model);
  Money exposed;
  for (const auto& build : design.builds) {
    const double share = build.accelerators / accelerators;
    const double years = std::max(0.0, build.due - design.now);
    const double to_date = std::pow(1.0 + organisation.discount_rate, years);
    const Money cost = ends * (build.accelerators / static_cast<double>(design.fabric.accelerators)) * price;
    exposed += cost;
    inputs.builds.push_back({.name = build.name,
                             .date = years,
                             .npv_if_good = if_good * share * to_date * unit::USD,
                             .npv_if_bad = if_bad * share * to_date * unit::USD,
                             .candidate_cost = cost});
  }
  inputs.prior = static_cast<double>(std::ranges::count_if(npv, good)) / static_cast<double>(npv.size());
  inputs.available_from = std::max(0.0, technology.available_from - design.now);
  inputs.qualification_accuracy = organisation.qualification_accuracy;
  inputs.qualification_cost = organisation.qualification_cost + technology.price.qualification;
  inputs.field_accuracy = organisation.pilot_accuracy;
  inputs.pilot_share = organisation.pilot_share;
  inputs.exit_cost = organisation.switch_back_cost_share * exposed;
  inputs.discount_rate = organisation.discount_rate;
  return inputs;
}

std::vector<TierVerdict> decide(const Model& model, const WorldTable& table, const std::vector<Metric>& metrics) {
  const auto npv_metric = metric_index(metrics, "economics.npv");
  const auto qualification_metric = metric_index(metrics, "economics.npv_qualification");
  std::vector<TierVerdict> verdicts;
  for (std::size_t tier = 0; tier < system::network_tiers; ++tier) {
    std::vector<std::size_t> rivals;
    for (std::size_t a = 1; a < model.alternatives.size(); ++a) {
      const auto changed = changed_tiers(model.alternatives[a], model.alternatives.front());
      if (changed.size() == 1 && changed.front() == tier) rivals.push_back(a);
    }
    if (rivals.empty()) continue;
    std::vector<double> best(static_cast<std::size_t>(table.worlds), 0.0);
    for (const auto a : rivals) {
      const auto npv = table.metric(a, npv_metric);
      for (std::size_t w = 0; w < best.size(); ++w) best[w] = std::max(best[w], npv[w]);
    }
    Candidate chosen{.alternative = rivals.front(), .score = -std::numeric_limits<double>::infinity()};
    for (const auto a : rivals) {
      const auto npv = table.metric(a, npv_metric);
      std::vector<double> regret(npv.size());
      for (std::size_t w = 0; w < npv.size(); ++w) regret[w] = best[w] - npv[w];
      const double value = score(model.alternatives[a].design.organisation, npv, regret);
      if (value > chosen.score) chosen = {a, value};
    }
    auto npv = table.metric(chosen.alternative, npv_metric);
    const auto qualification = table.metric(chosen.alternative, qualification_metric);
    for (std::size_t w = 0; w < npv.size(); ++w) npv[w] -= qualification[w];
    const auto& candidate = model.alternatives[chosen.alternative];
    const auto inputs = adoption_inputs(model, candidate, npv);
    verdicts.push_back(verdict_of(model, tier, candidate, inputs, adoption::evaluate(inputs)));
  }
  return verdicts;
}

}  // namespace copack::study
