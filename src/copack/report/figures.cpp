// SPDX-License-Identifier: Apache-2.0
#include "copack/report/figures.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace copack::report {
namespace {

using study::AlternativeResult;
using study::StudyResult;
using system::Evaluation;

constexpr std::array all_figures{
    Figure{"Performance", "performance.step_time", "step time", Style::duration, Better::less,
           [](const Evaluation& e) { return e.performance.step_time.si(); }},
    Figure{"Performance", "performance.exposed_communication", "exposed communication", Style::share, Better::less,
           [](const Evaluation& e) { return e.performance.exposed_communication; }},
    Figure{"Performance", "performance.model_flop_utilisation", "model FLOP utilisation", Style::share, Better::more,
           [](const Evaluation& e) { return e.performance.model_flop_utilisation; }},
    Figure{"Performance", "power.optics", "optics power", Style::power, Better::less,
           [](const Evaluation& e) { return e.power.optics.si(); }},
    Figure{"Operations", "operations.goodput", "goodput", Style::share, Better::more,
           [](const Evaluation& e) { return e.operations.goodput; }},
    Figure{"Operations", "operations.interruptions", "job interruptions", Style::rate, Better::less,
           [](const Evaluation& e) { return e.operations.interruptions.si(); }},
    Figure{"Operations", "operations.network_interruptions", "of these, from the network", Style::rate, Better::less,
           [](const Evaluation& e) { return e.operations.network_interruptions.si(); }},
    Figure{"Operations", "operations.blast_radius_ports", "ports drained by a repair", Style::plain, Better::less,
           [](const Evaluation& e) { return e.operations.blast_radius_ports; }},
    Figure{"Operations", "operations.spares", "spares on the shelf", Style::plain, Better::less,
           [](const Evaluation& e) { return e.operations.spares; }},
    Figure{"Sourcing", "sourcing.delivered", "last build complete", Style::date, Better::less,
           [](const Evaluation& e) { return e.sourcing.delivered; }},
    Figure{"Sourcing", "sourcing.delay", "delay", Style::duration, Better::less,
           [](const Evaluation& e) { return e.sourcing.delay.si(); }},
    Figure{"Sourcing", "sourcing.on_time_share", "units on time", Style::share, Better::more,
           [](const Evaluation& e) { return e.sourcing.on_time_share; }},
    Figure{"Sourcing", "sourcing.price_per_end", "price of one end", Style::money, Better::less,
           [](const Evaluation& e) { return e.sourcing.price_per_end.si(); }},
    Figure{"Sourcing", "sourcing.assembly_yield", "assembly yield", Style::share, Better::more,
           [](const Evaluation& e) { return e.sourcing.assembly_yield; }},
    Figure{"Economics", "economics.total_cost", "cost of the network", Style::money, Better::less,
           [](const Evaluation& e) { return e.economics.total_cost.si(); }},
    Figure{"Economics", "economics.npv", "net present value", Style::gain, Better::more,
           [](const Evaluation& e) { return e.economics.npv.si(); }},
};

double median_npv(const StudyResult& result, const AlternativeResult& alternative) {
  const double npv = read(result, alternative, figure("economics.npv")).p50;
  return std::isnan(npv) ? -std::numeric_limits<double>::infinity() : npv;
}

}  // namespace

std::span<const Figure> figures() { return all_figures; }

const Figure& figure(std::string_view path) { return *std::ranges::find(all_figures, path, &Figure::path); }

Reading read(const StudyResult& result, const AlternativeResult& alternative, const Figure& figure) {
  const auto found = std::ranges::find(result.metrics, figure.path, &study::Metric::path);
  const auto index = static_cast<std::size_t>(found - result.metrics.begin());
  if (index < alternative.metrics.size()) {
    const auto& m = alternative.metrics[index];
    return {.nominal = m.nominal, .p10 = m.p10, .p50 = m.p50, .p90 = m.p90, .spread = m.p90 > m.p10};
  }
  const double nominal = figure.nominal(alternative.nominal);
  return {.nominal = nominal, .p10 = nominal, .p50 = nominal, .p90 = nominal, .spread = false};
}

std::string shown(const Reading& reading, const Figure& figure) {
  return reading.spread ? interval(reading.p50, reading.p10, reading.p90, figure.style)
                        : shown(reading.p50, figure.style);
}

std::vector<const AlternativeResult*> named_alternatives(const StudyResult& result) {
  std::vector<const AlternativeResult*> named;
  for (const auto& a : result.alternatives) {
    if (a.only_tier.empty()) named.push_back(&a);
  }
  const auto base = std::ranges::find_if(named, [](const AlternativeResult* a) { return a->baseline; });
  if (base != named.end()) std::rotate(named.begin(), base, base + 1);
  return named;
}

std::vector<const AlternativeResult*> single_tier_alternatives(const StudyResult& result) {
  std::vector<const AlternativeResult*> made;
  for (const auto& a : result.alternatives) {
    if (!a.only_tier.empty()) made.push_back(&a);
  }
  return made;
}

const AlternativeResult* baseline(const StudyResult& result) {
  const auto named = named_alternatives(result);
  return named.empty() ? nullptr : named.front();
}

const AlternativeResult* leading(const StudyResult& result) {
  const AlternativeResult* best = nullptr;
  for (const auto* a : named_alternatives(result)) {
    if (!result.leading.empty() && a->name == result.leading) return a;
    if (!a->baseline && (best == nullptr || median_npv(result, *a) > median_npv(result, *best))) best = a;
  }
  return best;
}

const std::string& label(const AlternativeResult& alternative) {
  return alternative.label.empty() ? alternative.name : alternative.label;
}

std::string label_of(const StudyResult& result, const std::string& name) {
  const auto found = std::ranges::find(result.alternatives, name, &AlternativeResult::name);
  return found == result.alternatives.end() ? name : label(*found);
}

std::vector<NpvTerm> npv_terms(const system::EconomicsFace& economics) {
  return {{"capital", economics.npv_capital.si()},
          {"energy", economics.npv_energy.si()},
          {"repair", economics.npv_repair.si()},
          {"useful work", economics.npv_work.si()},
          {"qualification", economics.npv_qualification.si()}};
}

}  // namespace copack::report
