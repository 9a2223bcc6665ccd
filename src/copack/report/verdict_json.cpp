// SPDX-License-Identifier: Apache-2.0
#include "copack/report/verdict_json.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <string_view>

#include "copack/units/parse.hpp"

namespace copack::report {
namespace {

using Json = nlohmann::ordered_json;
using study::StudyResult;

/// Stored values are given in the unit that is written beside them.
Json in_unit(double stored, std::string_view unit) {
  const auto parsed = parse_unit(unit);
  const double value = parsed ? parsed->from_stored(stored) : stored;
  return std::isfinite(value) ? Json(value) : Json(nullptr);
}

Json quantity(double stored, std::string_view unit) { return {{"value", in_unit(stored, unit)}, {"unit", unit}}; }
Json pure(double x) { return quantity(x, ""); }
Json usd(double x) { return quantity(x, "USD"); }

template <class T, class Write>
Json array_of(const std::vector<T>& items, Write write) {
  auto array = Json::array();
  for (const auto& item : items) array.push_back(write(item));
  return array;
}

Json shares(const std::vector<study::BindingShare>& list) {
  return array_of(list,
                  [](const study::BindingShare& b) { return Json{{"name", b.name}, {"share", pure(b.probability)}}; });
}

Json study_json(const StudyResult& r) {
  return {{"title", r.title},
          {"question", r.question},
          {"file", r.study_file},
          {"hash", r.study_hash},
          {"engine_version", r.engine_version},
          {"catalog_date", r.catalog_date},
          {"organisation", r.organisation},
          {"baseline", r.baseline},
          {"worlds", r.worlds},
          {"seed", r.seed}};
}

Json gate_json(const study::GateVerdict& g) {
  return {{"gate", g.gate}, {"action", g.action}, {"adopted", pure(g.adopted)}, {"threshold", pure(g.threshold)}};
}

Json tier_json(const study::TierVerdict& v) {
  return {{"tier", v.tier},
          {"technology", v.technology},
          {"technology_name", v.technology_name},
          {"alternative", v.alternative},
          {"action_now", v.action_now},
          {"reason", v.reason},
          {"then", v.then},
          {"belief", pure(v.belief)},
          {"flip_belief", pure(v.flip_belief)},
          {"value_of_plan", usd(v.value_of_plan)},
          {"value_commit_now", usd(v.value_commit_now)},
          {"value_of_waiting", usd(v.value_of_waiting)},
          {"value_perfect_information", usd(v.value_perfect_information)},
          {"gates", array_of(v.gates, gate_json)}};
}

Json summary_json(const study::Metric& metric, const study::MetricSummary& m) {
  return {{"meaning", metric.meaning},
          {"unit", metric.unit},
          {"nominal", in_unit(m.nominal, metric.unit)},
          {"mean", in_unit(m.mean, metric.unit)},
          {"p10", in_unit(m.p10, metric.unit)},
          {"p50", in_unit(m.p50, metric.unit)},
          {"p90", in_unit(m.p90, metric.unit)}};
}

Json npv_terms_json(const system::EconomicsFace& e) {
  return {{"npv", usd(e.npv.si())},           {"capital", usd(e.npv_capital.si())},
          {"energy", usd(e.npv_energy.si())}, {"repair", usd(e.npv_repair.si())},
          {"work", usd(e.npv_work.si())},     {"qualification", usd(e.npv_qualification.si())}};
}

Json link_json(const system::TierFace& t) {
  return {{"tier", t.tier},
          {"technology", t.technology},
          {"links", pure(t.links)},
          {"ends", pure(t.ends)},
          {"closes", t.closes},
          {"margin", quantity(t.margin.db(), "dB")},
          {"pre_fec_ber", pure(t.pre_fec_ber)},
          {"frame_loss_ratio", pure(t.frame_loss_ratio)},
          {"energy_per_bit", quantity(t.energy_per_bit.si(), "pJ/bit")},
          {"power_per_end", quantity(t.power_per_end.si(), "W")},
          {"optics_power", quantity(t.optics_power.si(), "W")},
          {"engine_temperature", quantity(t.engine_temperature.kelvin(), "degC")},
          {"laser_temperature", quantity(t.laser_temperature.kelvin(), "degC")},
          {"thermal_margin", quantity(t.thermal_margin.si(), "K")},
          {"thermal_converged", t.thermal_converged}};
}

Json alternative_json(const StudyResult& result, const study::AlternativeResult& a) {
  auto metrics = Json::object();
  for (std::size_t i = 0; i < std::min(result.metrics.size(), a.metrics.size()); ++i) {
    metrics[result.metrics[i].path] = summary_json(result.metrics[i], a.metrics[i]);
  }
  const auto assignment = [](const study::Assignment& x) {
    return Json{{"tier", x.tier}, {"technology", x.technology}, {"technology_name", x.technology_name}};
  };
  return {{"name", a.name},
          {"label", a.label},
          {"baseline", a.baseline},
          {"only_tier", a.only_tier},
          {"answers", a.nominal.answers},
          {"assignment", array_of(a.assignment, assignment)},
          {"metrics", std::move(metrics)},
          {"links", array_of(a.nominal.tiers, link_json)},
          {"npv_terms", npv_terms_json(a.nominal.economics)},
          {"binding",
           {{"performance", shares(a.performance_binding)},
            {"operations", shares(a.operations_binding)},
            {"sourcing", shares(a.sourcing_binding)}}},
          {"beats_baseline", pure(a.beats_baseline)},
          {"best_of_all", pure(a.best_of_all)},
          {"npv_worst_tenth", usd(a.npv_worst_tenth)},
          {"regret_p95", usd(a.regret_p95)}};
}

Json constraint_json(const study::ConstraintChain& c) {
  return {{"face", c.face}, {"alternative", c.alternative}, {"now", c.now},
          {"next", c.next}, {"factor", pure(c.factor)},     {"text", c.text}};
}

Json influence_json(const study::Influence& i) {
  return {{"path", i.path},
          {"unit", i.unit},
          {"low", in_unit(i.low, i.unit)},
          {"nominal", in_unit(i.nominal, i.unit)},
          {"high", in_unit(i.high, i.unit)},
          {"share", pure(i.share)},
          {"npv_at_low", usd(i.npv_at_low)},
          {"npv_at_high", usd(i.npv_at_high)},
          {"value_of_knowing", usd(i.value_of_knowing)},
          {"kind", i.kind},
          {"source", i.source}};
}

Json assumption_json(const study::AssumptionRow& a) {
  return {{"path", a.path},
          {"unit", a.unit},
          {"low", in_unit(a.low, a.unit)},
          {"nominal", in_unit(a.nominal, a.unit)},
          {"high", in_unit(a.high, a.unit)},
          {"uncertain", a.uncertain},
          {"kind", a.kind},
          {"source", a.source_key},
          {"source_title", a.source_title},
          {"where", a.where},
          {"year", a.year},
          {"boundary", a.boundary},
          {"note", a.note},
          {"used_by", a.used_by}};
}

Json conflict_json(const study::ConflictNote& c) { return {{"quantity", c.quantity}, {"reading", c.reading}}; }

}  // namespace

std::string verdict_json(const StudyResult& result, int indent) {
  const auto alternative = [&](const study::AlternativeResult& a) { return alternative_json(result, a); };
  const Json json = {{"format", "copack-verdict-1"},
                     {"study", study_json(result)},
                     {"verdict", array_of(result.verdicts, tier_json)},
                     {"alternatives", array_of(result.alternatives, alternative)},
                     {"constraints", array_of(result.constraints, constraint_json)},
                     {"influences", array_of(result.influences, influence_json)},
                     {"assumptions", array_of(result.assumptions, assumption_json)},
                     {"evidence", {{"by_kind", shares(result.evidence)}, {"weak", pure(result.weak_evidence)}}},
                     {"conflicts", array_of(result.conflicts, conflict_json)},
                     {"warnings", result.warnings}};
  return json.dump(indent, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace copack::report
