// SPDX-License-Identifier: Apache-2.0
#include "copack/adoption/risk.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace copack::adoption {
namespace {

using Values = std::vector<double>;

/// Indices of the values, largest first.
std::vector<std::size_t> descending(const Values& x) {
  std::vector<std::size_t> order(x.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) { return x[a] > x[b]; });
  return order;
}

double mean_of(const Values& x, const Values& w) { return std::inner_product(x.begin(), x.end(), w.begin(), 0.0); }

/// Smallest value that at least `level` of the weight does not exceed.
double quantile(const Values& x, const Values& w, double level) {
  double above = 0.0;
  const auto order = descending(x);
  double value = x[order.front()];
  for (const auto i : order) {
    if (above > 1.0 - level + 1e-12) break;
    value = x[i];
    above += w[i];
  }
  return value;
}

Values normalised(const CriteriaInputs& in) {
  const auto worlds = in.alternatives[0].costs.size();
  if (in.weights.empty()) return Values(worlds, 1.0 / static_cast<double>(worlds));
  Values w = in.weights;
  const double sum = std::accumulate(w.begin(), w.end(), 0.0);
  for (auto& x : w) x /= sum;
  return w;
}

Values cheapest_of(const CriteriaInputs& in) {
  Values best = in.alternatives[0].costs;
  for (const auto& a : in.alternatives) {
    for (std::size_t i = 0; i < best.size(); ++i) best[i] = std::min(best[i], a.costs[i]);
  }
  return best;
}

AlternativeRisk risk_of(const CriteriaInputs& in, const CostOutcomes& a, const Values& w, const Values& best) {
  AlternativeRisk r{.name = a.name};
  Values regret(best.size());
  for (std::size_t i = 0; i < best.size(); ++i) {
    regret[i] = a.costs[i] - best[i];
    if (regret[i] == 0.0) r.wins += w[i];
  }
  r.mean = mean_of(a.costs, w);
  r.cvar = conditional_value_at_risk(a.costs, w, in.alpha);
  r.mean_cvar = (1.0 - in.omega) * r.mean + in.omega * r.cvar;
  r.worst = *std::ranges::max_element(a.costs);
  r.max_regret = *std::ranges::max_element(regret);
  r.high_regret = quantile(regret, w, in.regret_quantile);
  return r;
}

}  // namespace

double conditional_value_at_risk(const Values& costs, const Values& weights, double alpha) {
  const double tail = std::max(1.0 - alpha, 1e-12);
  double left = tail, sum = 0.0;
  for (const auto i : descending(costs)) {
    const double part = std::min(left, weights[i]);
    sum += part * costs[i];
    left -= part;
    if (left <= 0.0) break;
  }
  return sum / (tail - std::max(left, 0.0));
}

std::vector<Problem> validate(const CriteriaInputs& in) {
  std::vector<Problem> out;
  if (in.alternatives.empty()) return {{"alternatives", "give at least one"}};
  const auto worlds = in.alternatives[0].costs.size();
  if (worlds == 0) out.push_back({"alternatives[0].costs", "give at least one world"});
  for (std::size_t a = 1; a < in.alternatives.size(); ++a) {
    const auto n = in.alternatives[a].costs.size();
    if (n == worlds) continue;
    out.push_back(
        {fmt::format("alternatives[{}].costs", a), fmt::format("has {} worlds, the first alternative {}", n, worlds)});
  }
  if (!in.weights.empty() && in.weights.size() != worlds) {
    out.push_back({"weights", fmt::format("has {} values for {} worlds", in.weights.size(), worlds)});
  }
  const bool weighed = std::ranges::any_of(in.weights, [](double w) { return w > 0.0; });
  if (!in.weights.empty() && !weighed) out.push_back({"weights", "are all 0"});
  return out;
}

CriteriaResults evaluate(const CriteriaInputs& in) {
  CriteriaResults r;
  if (!validate(in).empty()) return r;
  const auto weights = normalised(in);
  const auto best = cheapest_of(in);
  for (const auto& a : in.alternatives) r.alternatives.push_back(risk_of(in, a, weights, best));
  const auto pick = [&](double AlternativeRisk::* criterion) {
    return std::ranges::min_element(r.alternatives, {}, criterion)->name;
  };
  r.solved = true;
  r.by_mean = pick(&AlternativeRisk::mean);
  r.by_cvar = pick(&AlternativeRisk::cvar);
  r.by_mean_cvar = pick(&AlternativeRisk::mean_cvar);
  r.by_worst = pick(&AlternativeRisk::worst);
  r.by_max_regret = pick(&AlternativeRisk::max_regret);
  r.by_high_regret = pick(&AlternativeRisk::high_regret);
  return r;
}

void describe(Fields& f, CostOutcomes& x) {
  f("name", x.name, "alternative", Rule{.required = true});
  f("costs", "", x.costs, "cost in each world", Rule{.required = true});
}

void describe(Fields& f, CriteriaInputs& x) {
  f("alternatives", x.alternatives, "costs in the same worlds", Rule{.required = true});
  f("weights", "", x.weights, "of the worlds; none: equal", non_negative);
  f("alpha", "", x.alpha, "level of CVaR", {.min = 0.0, .max = 0.999999});
  f("omega", "", x.omega, "weight of CVaR beside the mean", fraction);
  f("regret_quantile", "", x.regret_quantile, "quantile of the regret", fraction);
}

void describe(Fields& f, AlternativeRisk& x) {
  f("name", x.name, "alternative");
  f("mean", "", x.mean, "mean cost");
  f("cvar", "", x.cvar, "mean of the worst 1 - alpha");
  f("mean_cvar", "", x.mean_cvar, "balanced", by("(1 - omega) * mean + omega * cvar"));
  f("worst", "", x.worst, "largest cost");
  f("max_regret", "", x.max_regret, "largest cost above the best alternative of the same world");
  f("high_regret", "", x.high_regret, "quantile of that regret");
  f("wins", "", x.wins, "weight of the worlds in which it is the cheapest");
}

void describe(Fields& f, CriteriaResults& x) {
  f("solved", x.solved, "false: the inputs do not fit together");
  f("by_mean", x.by_mean, "pick of the mean");
  f("by_cvar", x.by_cvar, "pick of CVaR");
  f("by_mean_cvar", x.by_mean_cvar, "pick of the balance of both");
  f("by_worst", x.by_worst, "pick of the worst case");
  f("by_max_regret", x.by_max_regret, "pick of the largest regret");
  f("by_high_regret", x.by_high_regret, "pick of the regret quantile");
  f("alternatives", x.alternatives, "risk of each");
}

}  // namespace copack::adoption
