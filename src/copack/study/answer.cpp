// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>
#include <set>

#include "copack/numerics/statistics.hpp"
#include "copack/study/decision.hpp"
#include "copack/study/influence.hpp"
#include "copack/study/run.hpp"
#include "copack/system/sourcing.hpp"
#include "copack/units/parse.hpp"

namespace copack::study {
namespace {

constexpr double tail_level = 0.9;

/// Everything the parts of an answer are made from.
struct Basis {
  const Model& model;
  const catalog::Catalog& catalog;
  const NominalWorld& nominal;
  const WorldTable& table;
  const std::vector<Metric>& metrics;

  [[nodiscard]] std::size_t metric(std::string_view path) const {
    return static_cast<std::size_t>(std::ranges::find(metrics, path, &Metric::path) - metrics.begin());
  }
  [[nodiscard]] bool named(std::size_t a) const { return model.alternatives[a].only_tier.empty(); }
};

/// Shares of the worlds in which each index occurs, named.
std::vector<BindingShare> binding_shares(const std::vector<double>& indices, const std::vector<std::string>& names) {
  std::map<int, double> count;
  for (const double index : indices) count[static_cast<int>(index)] += 1.0;
  std::vector<BindingShare> shares;
  for (const auto& [index, n] : count) {
    const bool known = index >= 0 && static_cast<std::size_t>(index) < names.size();
    shares.push_back({known ? names[static_cast<std::size_t>(index)] : std::string("nothing"),
                      n / static_cast<double>(indices.size())});
  }
  std::ranges::stable_sort(shares, std::ranges::greater{}, &BindingShare::probability);
  return shares;
}

/// What a step waits for, in words.
std::string bound_words(workload::Bound bound) {
  switch (bound) {
    case workload::Bound::compute:
      return "compute";
    case workload::Bound::memory:
      return "memory bandwidth";
    case workload::Bound::tp:
      return "tensor-parallel messages";
    case workload::Bound::pp:
      return "pipeline messages";
    case workload::Bound::dp:
      return "gradient exchange";
    case workload::Bound::ep:
      return "expert exchange";
    case workload::Bound::cp:
      return "context exchange";
    case workload::Bound::bubble:
      return "the pipeline bubble";
    case workload::Bound::optimizer:
      return "the optimizer";
  }
  return {};
}

std::vector<std::string> bound_names() {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < choice_names(workload::Bound{}).size(); ++i)
    names.push_back(bound_words(static_cast<workload::Bound>(i)));
  return names;
}

std::vector<Assignment> assignment_of(const system::Design& design) {
  std::vector<Assignment> list;
  for (std::size_t t = 0; t < system::network_tiers; ++t) {
    const auto tier = static_cast<system::NetworkTier>(t);
    if (!design.uses(tier)) continue;
    list.push_back({std::string(choice_names(tier)[t]), design.technology(tier).id, design.technology(tier).name});
  }
  return list;
}

MetricSummary summary_of(const std::vector<double>& values, double nominal) {
  const auto s = numerics::summarize(values);
  return {.nominal = nominal, .mean = s.mean, .p10 = s.p10, .p50 = s.p50, .p90 = s.p90};
}

AlternativeResult alternative_result(const Basis& basis, std::size_t a) {
  const auto& alternative = basis.model.alternatives[a];
  auto evaluation = basis.nominal.assessments[a].evaluation;
  std::vector<double> nominal;
  metric_numbers(evaluation, nominal);
  AlternativeResult result{.name = alternative.name,
                           .label = alternative.label,
                           .baseline = alternative.baseline,
                           .only_tier = alternative.only_tier,
                           .assignment = assignment_of(alternative.design),
                           .nominal = evaluation};
  for (std::size_t m = 0; m < basis.metrics.size(); ++m)
    result.metrics.push_back(summary_of(basis.table.metric(a, m), nominal[m]));
  result.performance_binding =
      binding_shares(basis.table.metric(a, basis.metric("performance.binding")), bound_names());
  result.operations_binding = binding_shares(basis.table.metric(a, basis.metric("operations.binding_class")),
                                             system::fru_class_names(alternative.design));
  result.sourcing_binding = binding_shares(basis.table.metric(a, basis.metric("sourcing.binding_item")),
                                           system::supply_item_names(alternative.design));
  result.npv = basis.table.metric(a, basis.metric("economics.npv"));
  result.beats_baseline = static_cast<double>(std::ranges::count_if(result.npv, [](double v) { return v > 0.0; })) /
                          static_cast<double>(result.npv.size());
  result.npv_worst_tenth = numerics::cvar_low(result.npv, tail_level);
  return result;
}

/// How often each named alternative is the best, and what it forgoes when it is not.
void compare_named(const Basis& basis, std::vector<AlternativeResult>& results) {
  const auto worlds = static_cast<std::size_t>(basis.table.worlds);
  std::vector<double> best(worlds, -std::numeric_limits<double>::infinity());
  for (std::size_t a = 0; a < results.size(); ++a) {
    for (std::size_t w = 0; basis.named(a) && w < worlds; ++w) best[w] = std::max(best[w], results[a].npv[w]);
  }
  for (auto& result : results) {
    std::vector<double> regret(worlds);
    double wins = 0.0;
    for (std::size_t w = 0; w < worlds; ++w) {
      regret[w] = std::max(0.0, best[w] - result.npv[w]);
      if (result.npv[w] >= best[w]) wins += 1.0;
    }
    result.best_of_all = wins / static_cast<double>(worlds);
    result.regret_p95 = numerics::sample_quantile(regret, 0.95);
  }
}

/// The named alternative, other than the baseline, that the organisation likes best.
std::size_t leading_alternative(const Basis& basis, const std::vector<AlternativeResult>& results) {
  std::size_t leading = 1;
  double best = -std::numeric_limits<double>::infinity();
  for (std::size_t a = 1; a < results.size(); ++a) {
    if (!basis.named(a)) continue;
    const std::vector<double> regret(results[a].npv.size(), results[a].regret_p95);
    const double value = score(basis.model.alternatives[a].design.organisation, results[a].npv, regret);
    if (value > best) {
      best = value;
      leading = a;
    }
  }
  return leading;
}

ConstraintChain performance_chain(const AlternativeResult& result) {
  const auto& face = result.nominal.performance;
  const auto now = bound_words(face.binding);
  const auto next = bound_words(face.binding_next);
  return {.face = "performance",
          .alternative = result.name,
          .now = now,
          .next = next,
          .text = fmt::format("the step waits most for {}, then for {}; communication in the open is {:.1f} % of it",
                              now, next, 100.0 * face.exposed_communication)};
}

ConstraintChain operations_chain(const AlternativeResult& result) {
  const auto& shares = result.operations_binding;
  ConstraintChain chain{
      .face = "operations", .alternative = result.name, .now = shares.empty() ? "nothing" : shares[0].name};
  chain.next = shares.size() > 1 ? shares[1].name : std::string("nothing else");
  chain.text = fmt::format("of the network, {} costs most work ({:.0f} % of the worlds), then {}", chain.now,
                           shares.empty() ? 0.0 : 100.0 * shares[0].probability, chain.next);
  return chain;
}

ConstraintChain sourcing_chain(const Basis& basis, std::size_t a, const AlternativeResult& result) {
  const auto& design = basis.model.alternatives[a].design;
  ConstraintChain chain{.face = "sourcing", .alternative = result.name, .now = "nothing", .next = "nothing"};
  Time worst = -1.0 * unit::s;
  for (std::size_t i = 0; i < design.technologies.size(); ++i) {
    auto plan = system::supply_plan(design, i);
    if (plan.items.empty()) continue;
    plan.stress = true;
    const auto supply = supply::evaluate(plan);
    if (!supply.solved || supply.delay < worst || supply.bottleneck.empty()) continue;
    worst = supply.delay;
    chain.now = supply.bottleneck;
    chain.next = supply.relief.size() > 1 ? fmt::format("{}", fmt::join(supply.relief[1].items, " and "))
                                          : std::string("lead time alone");
    chain.factor = supply.relief.empty() ? 0.0 : supply.relief.front().factor;
    chain.text = chain.factor > 1.0
                     ? fmt::format("{} limits delivery; with {:.2g} times as much of it, the limit is {}", chain.now,
                                   chain.factor, chain.next)
                     : fmt::format("{} limits delivery, then {}", chain.now, chain.next);
  }
  if (chain.text.empty()) chain.text = "no item of the bills of materials limits the builds";
  return chain;
}

std::vector<ConstraintChain> constraint_chains(const Basis& basis, const std::vector<AlternativeResult>& results) {
  std::vector<ConstraintChain> chains;
  for (std::size_t a = 0; a < results.size(); ++a) {
    if (!basis.named(a)) continue;
    chains.push_back(performance_chain(results[a]));
    chains.push_back(operations_chain(results[a]));
    chains.push_back(sourcing_chain(basis, a, results[a]));
  }
  return chains;
}

AssumptionRow assumption_row(const catalog::Value& value, const catalog::Catalog& catalog) {
  const auto* source = catalog.source(value.source);
  AssumptionRow row{.path = value.origin.empty() ? value.path : value.origin,
                    .unit = value.unit,
                    .nominal = value.nominal / value.times,
                    .uncertain = value.spread.has_value(),
                    .kind = std::string(choice_names(value.kind)[static_cast<std::size_t>(value.kind)]),
                    .source_key = value.source,
                    .source_title = source != nullptr ? source->title : std::string{},
                    .where = value.where,
                    .year = value.year,
                    .boundary = value.boundary,
                    .note = value.note};
  row.low = value.spread ? value.spread->low / value.times : row.nominal;
  row.high = value.spread ? value.spread->high / value.times : row.nominal;
  if (!value.formula.empty()) row.note = fmt::format("= {}{}{}", value.formula, row.note.empty() ? "" : "; ", row.note);
  if (!value.why.empty()) row.note = fmt::format("because {}{}{}", value.why, row.note.empty() ? "" : "; ", row.note);
  return row;
}

std::vector<AssumptionRow> assumption_rows(const Basis& basis) {
  std::vector<AssumptionRow> rows;
  std::map<std::string, std::size_t> by_path;
  for (const auto& alternative : basis.model.alternatives) {
    if (!alternative.only_tier.empty()) continue;
    for (const auto& card : alternative.cards) {
      for (const auto& field : card.sourced) {
        auto row = assumption_row(field.value, basis.catalog);
        const auto [at, is_new] = by_path.emplace(row.path, rows.size());
        if (is_new) rows.push_back(std::move(row));
        auto& used_by = rows[at->second].used_by;
        if (used_by.find(alternative.name) == std::string::npos)
          used_by += (used_by.empty() ? "" : ", ") + alternative.name;
      }
    }
  }
  return rows;
}

std::vector<BindingShare> evidence_shares(const std::vector<AssumptionRow>& rows) {
  std::vector<BindingShare> shares;
  for (const auto kind : choice_names(catalog::ValueKind{})) {
    const auto n = std::ranges::count(rows, kind, &AssumptionRow::kind);
    shares.push_back(
        {std::string(kind), rows.empty() ? 0.0 : static_cast<double>(n) / static_cast<double>(rows.size())});
  }
  return shares;
}

double weak_share(const std::vector<Influence>& influences) {
  double weak = 0.0;
  double all = 0.0;
  for (const auto& i : influences) {
    all += i.share;
    if (i.kind == "vendor-claim" || i.kind == "analyst" || i.kind == "assumption") weak += i.share;
  }
  return all > 0.0 ? weak / all : 0.0;
}

std::vector<ConflictNote> conflicts_in_use(const Basis& basis, const std::vector<AssumptionRow>& rows) {
  std::vector<ConflictNote> notes;
  for (const auto& conflict : basis.catalog.conflicts()) {
    const bool touches = std::ranges::any_of(conflict.values, [&](const std::string& path) {
      return std::ranges::find(rows, path, &AssumptionRow::path) != rows.end();
    });
    if (touches) notes.push_back({conflict.quantity, conflict.reading});
  }
  return notes;
}

std::vector<std::string> warnings_of(const Basis& basis, const std::vector<AlternativeResult>& results) {
  std::vector<std::string> warnings;
  for (std::size_t a = 0; a < results.size(); ++a) {
    const auto& nominal = results[a].nominal;
    for (std::size_t t = 0; t < nominal.tiers.size(); ++t) {
      const auto& tier = nominal.tiers[t];
      const double closes = numerics::mean(basis.table.metric(a, basis.metric(fmt::format("tiers[{}].closes", t))));
      if (!tier.closes)
        warnings.push_back(fmt::format("{}: the {} links ({}) do not close in the nominal world", results[a].name,
                                       tier.tier, tier.technology));
      else if (closes < 0.995)
        warnings.push_back(fmt::format("{}: the {} links ({}) close in {:.1f} % of the worlds only", results[a].name,
                                       tier.tier, tier.technology, 100.0 * closes));
    }
    const double answers = numerics::mean(basis.table.metric(a, basis.metric("answers")));
    if (answers < 1.0)
      warnings.push_back(fmt::format("{}: a model could not answer in {:.1f} % of the worlds", results[a].name,
                                     100.0 * (1.0 - answers)));
  }
  return warnings;
}

}  // namespace

StudyResult answer(const Model& model, const catalog::Catalog& catalog, const RunOptions& options,
                   WorldTable* table_out) {
  auto nominal = evaluate_nominal(model);
  const auto metrics = metric_list(nominal.assessments.front().evaluation);
  const WorldSampler sampler(model.parameters, model.inputs.uncertainty.correlations,
                             leading_parameters(model, options.threads),
                             static_cast<std::uint32_t>(model.inputs.uncertainty.seed));
  auto table = evaluate_worlds(model, sampler, metrics.size(), options);
  const Basis basis{model, catalog, nominal, table, metrics};

  StudyResult result{.title = model.inputs.title,
                     .question = model.inputs.question,
                     .note = model.inputs.report.note,
                     .study_file = model.file,
                     .study_hash = model.hash,
                     .organisation = model.alternatives.front().design.organisation.name,
                     .baseline = model.alternatives.front().label,
                     .worlds = table.worlds,
                     .seed = static_cast<std::uint32_t>(model.inputs.uncertainty.seed),
                     .metrics = metrics};
  for (std::size_t a = 0; a < model.alternatives.size(); ++a)
    result.alternatives.push_back(alternative_result(basis, a));
  compare_named(basis, result.alternatives);
  result.verdicts = decide(model, table, metrics);
  result.constraints = constraint_chains(basis, result.alternatives);
  const auto leading = leading_alternative(basis, result.alternatives);
  result.leading = result.alternatives[leading].name;
  result.influences = influences(model, table, result.alternatives[leading].npv);
  result.assumptions = assumption_rows(basis);
  result.evidence = evidence_shares(result.assumptions);
  result.weak_evidence = weak_share(result.influences);
  result.conflicts = conflicts_in_use(basis, result.assumptions);
  result.warnings = warnings_of(basis, result.alternatives);
  result.trace = std::move(nominal.trace);
  add_provenance(model, result.trace);
  if (table_out != nullptr) *table_out = std::move(table);
  return result;
}

}  // namespace copack::study
