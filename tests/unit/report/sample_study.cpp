// SPDX-License-Identifier: Apache-2.0
#include "sample_study.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "copack/numerics/probability_functions.hpp"
#include "copack/numerics/statistics.hpp"

namespace copack::testing {
namespace {

using study::AlternativeResult;
using study::MetricSummary;
using study::StudyResult;

constexpr std::int64_t worlds = 1024;
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// What a kind of optics does to the cluster; spreads are relative half-ranges from P10 to P90.
struct Kind {
  std::string name;
  std::string label;
  std::string technology;
  double watts_per_end;
  double step_s;
  double exposed;
  double goodput;
  double goodput_spread;
  double network_interruptions;
  double blast;
  double delivered;
  double late;
  double price;
  std::array<double, 5> terms;
  double npv_sd;
  double pj_per_bit;
  double margin_db;
};

const Kind retimed{"retimed", "FR4 retimed", "fr4-retimed", 8.4, 6.512, 0.082, 0.912, 0.004, 0.62,
                   1,         2027.10,       0.2,           640, {},    0,     21.0,  2.4};
const Kind lpo{"lpo", "LPO", "lpo-dr4", 4.6,     6.498, 0.080, 0.911,
               0.006, 0.71,  1,         2027.12, 0.3,   520,   {2.9e6, 1.1e6, -0.3e6, -0.4e6, -0.2e6},
               1.7e6, 11.5,  1.1};
const Kind cpo{"cpo",
               "CPO",
               "cpo-engine-1-6t",
               3.0,
               6.480,
               0.077,
               0.914,
               0.017,
               0.58,
               64,
               2027.60,
               0.9,
               410,
               {9.4e6, 1.9e6, -1.1e6, -4.1e6, -1.7e6},
               8.6e6,
               7.6,
               1.9};

system::TierFace tier_of(const Kind& k, std::string name, double links) {
  system::TierFace t;
  t.tier = std::move(name);
  t.technology = k.technology;
  t.links = links;
  t.ends = 2.0 * links;
  t.length_max = 500.0 * unit::m;
  t.margin = Decibel::from_db(k.margin_db);
  t.pre_fec_ber = 3.1e-6;
  t.frame_loss_ratio = 4.7e-19;
  t.closes = true;
  t.energy_per_bit = k.pj_per_bit * unit::pJ_per_bit;
  t.power_per_end = (k.watts_per_end + 2.2) * unit::W;
  t.optics_power_per_end = k.watts_per_end * unit::W;
  t.optics_power = t.ends * t.optics_power_per_end;
  t.latency = 118.0 * unit::ns;
  t.engine_temperature = Temperature::from_celsius(68.0);
  t.laser_temperature = Temperature::from_celsius(52.0);
  t.thermal_margin = 11.5 * unit::K;
  t.thermal_residual = 2e-4;
  t.thermal_iterations = 7;
  t.thermal_converged = true;
  return t;
}

system::EconomicsFace economics_of(const Kind& k) {
  system::EconomicsFace e;
  e.npv_capital = k.terms[0] * unit::USD;
  e.npv_energy = k.terms[1] * unit::USD;
  e.npv_repair = k.terms[2] * unit::USD;
  e.npv_work = k.terms[3] * unit::USD;
  e.npv_qualification = k.terms[4] * unit::USD;
  e.npv = e.npv_capital + e.npv_energy + e.npv_repair + e.npv_work + e.npv_qualification;
  e.capital = (78.0e6 - k.terms[0]) * unit::USD;
  e.energy = (4.9e6 - k.terms[1]) * unit::USD;
  e.repair = (6.1e6 - k.terms[2]) * unit::USD;
  e.lost_work = (31.0e6 - k.terms[3]) * unit::USD;
  e.total_cost = e.capital + e.energy + e.repair + e.lost_work;
  e.cost_per_exaflop = 0.00183 * unit::USD;
  return e;
}

system::Evaluation evaluation_of(const Kind& k) {
  system::Evaluation e;
  e.performance = {.step_time = k.step_s * unit::s,
                   .tokens_per_second = 2.46e6,
                   .model_flop_utilisation = 0.405,
                   .exposed_communication = k.exposed,
                   .useful_rate = 9.8e18 * unit::per_second};
  e.tiers = {tier_of(k, "leaf-spine", 24576), tier_of(k, "spine-core", 12288)};
  e.power.optics = e.tiers[0].optics_power + e.tiers[1].optics_power;
  e.power.switches = 1.31e6 * unit::W;
  e.power.network = e.power.optics + e.power.switches;
  e.power.accelerators = 17.2e6 * unit::W;
  e.power.network_share = e.power.network / (e.power.network + e.power.accelerators);
  e.operations = {.goodput = k.goodput,
                  .interruptions = (6.9 + k.network_interruptions) * unit::per_day,
                  .network_interruptions = k.network_interruptions * unit::per_day,
                  .blast_radius_ports = k.blast,
                  .port_hours_lost = 5200.0 * k.blast,
                  .removals = 310.0 * unit::per_year,
                  .spares = 96,
                  .spares_value = 61e3 * unit::USD,
                  .lost_accelerator_hours = 1.8e7 * (1.0 - k.goodput) / 0.088};
  e.sourcing = {.price_per_end = k.price * unit::USD,
                .assembly_yield = k.blast > 1 ? 0.934 : 0.995,
                .scrap_per_end = 12.0 * unit::USD,
                .delivered = k.delivered,
                .delay = (k.delivered - 2027.0) * unit::year,
                .on_time_share = k.blast > 1 ? 0.71 : 0.98};
  e.economics = economics_of(k);
  return e;
}

MetricSummary around(double nominal, double low, double high) {
  return {.nominal = nominal, .mean = nominal, .p10 = low, .p50 = nominal, .p90 = high};
}

/// Beside the list of metrics in `base_of`.
std::vector<MetricSummary> metrics_of(const Kind& k, const AlternativeResult& a) {
  const auto& e = a.nominal;
  const auto wide = [](double x, double share) { return around(x, x * (1.0 - share), x * (1.0 + share)); };
  MetricSummary npv = around(e.economics.npv.si(), 0.0, 0.0);
  if (!a.npv.empty()) {
    const auto s = numerics::summarize(a.npv);
    npv = {.nominal = e.economics.npv.si(), .mean = s.mean, .p10 = s.p10, .p50 = s.p50, .p90 = s.p90};
  }
  return {wide(k.step_s, 0.004),
          wide(k.exposed, 0.12),
          wide(e.power.optics.si(), 0.09),
          around(k.goodput, k.goodput - k.goodput_spread, k.goodput + 0.6 * k.goodput_spread),
          wide(e.operations.interruptions.si(), 0.2),
          around(k.blast, k.blast, k.blast),
          around(k.delivered, k.delivered - 0.1, k.delivered + k.late),
          wide(k.price, 0.15),
          wide(e.economics.total_cost.si(), 0.06),
          npv};
}

/// Worlds spread evenly over a slightly skewed normal distribution; the order is mixed by a fixed stride.
std::vector<double> worlds_of(const Kind& k, double centre) {
  std::vector<double> npv;
  for (std::int64_t i = 0; i < worlds; ++i) {
    const double p = (static_cast<double>((i * 389) % worlds) + 0.5) / static_cast<double>(worlds);
    const double z = numerics::normal_quantile(p);
    npv.push_back(centre + k.npv_sd * (z - 0.12 * (z * z - 1.0)));
  }
  return npv;
}

AlternativeResult alternative_of(const Kind& k) {
  AlternativeResult a{.name = k.name, .label = k.label};
  a.assignment = {{"leaf-spine", k.technology, k.label}, {"spine-core", k.technology, k.label}};
  a.nominal = evaluation_of(k);
  a.baseline = k.name == "retimed";
  if (!a.baseline) {
    a.npv = worlds_of(k, a.nominal.economics.npv.si());
    a.beats_baseline = static_cast<double>(std::ranges::count_if(a.npv, [](double x) { return x > 0; })) / worlds;
    a.npv_worst_tenth = numerics::cvar_low(a.npv, 0.9);
    a.regret_p95 = 1.3 * k.npv_sd;
  } else {
    a.npv.assign(worlds, 0.0);
    a.regret_p95 = 11.8e6;
  }
  a.performance_binding = {{"compute", 0.88}, {"data-parallel communication", 0.12}};
  a.operations_binding = {{"accelerator", 0.91}, {k.name == "cpo" ? "optical engine" : "module", 0.09}};
  a.sourcing_binding = {
      {k.name == "cpo" ? "engine attach" : "switch silicon", 0.64}, {"laser", 0.27}, {"packaging slots", 0.09}};
  a.metrics = metrics_of(k, a);
  return a;
}

AlternativeResult single_tier(const Kind& k, const std::string& tier) {
  auto a = alternative_of(k);
  a.name = k.name + "@" + tier;
  a.label = k.label + " on " + tier + " only";
  a.only_tier = tier;
  for (auto& x : a.assignment) {
    if (x.tier != tier) x = {x.tier, retimed.technology, retimed.label};
  }
  const double share = tier == "leaf-spine" ? 0.64 : 0.36;
  for (double& x : a.npv) x *= share;
  a.npv_worst_tenth *= share;
  for (auto* q : {&a.metrics.back().nominal, &a.metrics.back().mean, &a.metrics.back().p10, &a.metrics.back().p50,
                  &a.metrics.back().p90}) {
    *q *= share;
  }
  return a;
}

StudyResult base_of() {
  StudyResult r;
  r.title = "24k H100 training cluster: leaf-spine and spine-core optics";
  r.question = "Should the optics of the two upper tiers of the 2027 build move into the package, and if so, when?";
  r.study_file = "examples/meta-24k.toml";
  r.study_hash = "5b1f0c9a7f1d4e62";
  r.engine_version = "0.1.0";
  r.catalog_date = "2026-10";
  r.organisation = "hyperscaler, balanced";
  r.baseline = "retimed";
  r.worlds = worlds;
  r.seed = 1;
  r.metrics = {{"performance.step_time", "s", "time of one step"},
               {"performance.exposed_communication", "", "share of the step spent waiting for the network"},
               {"power.optics", "MW", "optics of all tiers"},
               {"operations.goodput", "", "share of the accelerator-hours that do useful work"},
               {"operations.interruptions", "1/day", "interruptions of the job"},
               {"operations.blast_radius_ports", "", "ports drained by the widest repair"},
               {"sourcing.delivered", "", "calendar year in which the last build is complete"},
               {"sourcing.price_per_end", "USD", "mean price of one end"},
               {"economics.total_cost", "USD", "cost of the network"},
               {"economics.npv", "USD", "net present value against the baseline"}};
  return r;
}

std::vector<study::TierVerdict> sample_verdicts() {
  study::TierVerdict leaf{
      .tier = "leaf-spine",
      .technology = cpo.technology,
      .technology_name = "CPO 1.6T engine",
      .alternative = "cpo",
      .action_now = "pilot",
      .reason = "one pod of eight tells for 0.4 M USD whether the engines last; committing now risks 9.1 M.",
      .then = "adopt when the pilot's field MTBF passes; most likely 2028-H1 (64 %).",
      .belief = 0.62,
      .value_of_plan = 3.9e6,
      .value_commit_now = 1.6e6,
      .value_of_waiting = 2.3e6,
      .value_perfect_information = 3.1e6,
      .flip_belief = 0.81};
  leaf.gates = {{"2027-H1", "pilot", 0.0, 0.81},  {"2027-H2", "pilot", 0.06, 0.76}, {"2028-H1", "adopt", 0.64, 0.71},
                {"2028-H2", "adopt", 0.69, 0.70}, {"2029-H1", "adopt", 0.71, 0.72}, {"2029-H2", "wait", 0.71, 1.2}};
  study::TierVerdict core{.tier = "spine-core",
                          .technology = lpo.technology,
                          .technology_name = "LPO",
                          .alternative = "lpo",
                          .action_now = "adopt",
                          .reason = "it pays in 93 % of the worlds and can be reversed module by module.",
                          .then = "CPO is worth another look in 2028-H1, once leaf-spine has told.",
                          .belief = 0.93,
                          .value_of_plan = 1.4e6,
                          .value_commit_now = 1.4e6,
                          .value_of_waiting = 0.0,
                          .value_perfect_information = 0.1e6,
                          .flip_belief = 0.41};
  core.gates = {{"2027-H1", "adopt", 0.93, 0.41}, {"2027-H2", "adopt", 0.95, 0.43}, {"2028-H1", "adopt", 0.95, 0.47},
                {"2028-H2", "adopt", 0.96, 0.52}, {"2029-H1", "adopt", 0.96, 0.60}, {"2029-H2", "wait", 0.96, 1.3}};
  return {leaf, core};
}

std::vector<study::Influence> sample_influences() {
  const double fit = 1.0 / (3600.0 * 1e9);
  return {{"technologies/cpo-engine-1-6t.fru[0].failure_rate", "FIT", 120 * fit, 420 * fit, 1600 * fit, 0.41, 9.8e6,
           -6.2e6, 2.9e6, "vendor-claim", "nvidia-2025-03-gtc"},
          {"technologies/cpo-engine-1-6t.assembly.attach_yield", "", 0.96, 0.985, 0.995, 0.22, -2.1e6, 7.3e6, 1.8e6,
           "assumption", ""},
          {"technologies/cpo-engine-1-6t.price.per_end", "USD", 310, 410, 560, 0.14, 8.2e6, 0.4e6, 0.7e6, "analyst",
           "lightcounting-2026"},
          {"organisations/hyperscaler.accelerator_hour", "USD/h", 1.4 / 3600, 2.1 / 3600, 3.0 / 3600, 0.06, 5.6e6,
           2.9e6, 0.0, "assumption", ""},
          {"operations/llama3-herd.accelerator_failure_rate", "1/year", 0.055 / 31536000, 0.07 / 31536000,
           0.09 / 31536000, 0.02, 4.9e6, 3.8e6, 0.0, "measured", "meta-2024-llama3"}};
}

std::vector<study::AssumptionRow> sample_assumptions() {
  std::vector<study::AssumptionRow> rows;
  for (const auto& i : sample_influences()) {
    rows.push_back({.path = i.path,
                    .unit = i.unit,
                    .low = i.low,
                    .nominal = i.nominal,
                    .high = i.high,
                    .uncertain = true,
                    .kind = i.kind,
                    .source_key = i.source.empty() ? "copack" : i.source,
                    .source_title = i.source.empty() ? "Assumption of this study"
                                                     : "Keynote and technical brief on co-packaged switches",
                    .where = "slide 41",
                    .year = 2025,
                    .boundary = "",
                    .note = "range from two statements",
                    .used_by = "reliability, economics"});
  }
  rows.push_back({.path = "components/1-6t-dr8-retimed.power",
                  .unit = "W",
                  .low = 7.6,
                  .nominal = 8.4,
                  .high = 9.3,
                  .uncertain = true,
                  .kind = "datasheet",
                  .source_key = "S014",
                  .source_title = "1.6T DR8 module data sheet",
                  .where = "table 3",
                  .year = 2026,
                  .boundary = "module",
                  .note = "",
                  .used_by = "link"});
  rows.push_back({.path = "switches/tomahawk-6.radix",
                  .unit = "",
                  .low = 512,
                  .nominal = 512,
                  .high = 512,
                  .uncertain = false,
                  .kind = "datasheet",
                  .source_key = "S002",
                  .source_title = "Switch family brief",
                  .where = "page 1",
                  .year = 2025,
                  .boundary = "",
                  .note = "",
                  .used_by = "fabric"});
  return rows;
}

}  // namespace

StudyResult sample_study() {
  StudyResult r = base_of();
  r.alternatives = {alternative_of(retimed), alternative_of(lpo), alternative_of(cpo), single_tier(cpo, "leaf-spine"),
                    single_tier(cpo, "spine-core")};
  r.alternatives[0].best_of_all = 0.04;
  r.alternatives[1].best_of_all = 0.41;
  r.alternatives[2].best_of_all = 0.55;
  r.verdicts = sample_verdicts();
  r.constraints = {{"performance", "cpo", "compute", "data-parallel communication", 1.4,
                    "compute binds the step; the network would bind at 1.4 times the accelerators' speed."},
                   {"operations", "cpo", "accelerator", "optical engine", 0.0, ""},
                   {"sourcing", "cpo", "engine attach", "laser", 1.31,
                    "engine attach binds delivery; 31 % more of it and lasers bind."},
                   {"sourcing", "lpo", "switch silicon", "", 0.0, ""}};
  r.influences = sample_influences();
  r.assumptions = sample_assumptions();
  r.evidence = {{"datasheet", 0.34}, {"measured", 0.21},  {"vendor-claim", 0.19},
                {"analyst", 0.11},   {"assumption", 0.1}, {"derived", 0.05}};
  r.weak_evidence = 0.38;
  r.conflicts = {{"power of a retimed 1.6T module",
                  "20 W (S014) and 30 W (S021) name different boundaries; the study takes the module alone."}};
  r.warnings = {"alternative cpo: 3 of 1,024 worlds deliver nothing before the horizon"};
  r.trace = sample_trace();
  return r;
}

StudyResult single_alternative() {
  StudyResult r = base_of();
  r.alternatives = {alternative_of(retimed)};
  r.metrics.clear();
  r.alternatives[0].metrics.clear();
  return r;
}

StudyResult many_alternatives() {
  StudyResult r = sample_study();
  const auto add = [&](Kind k, std::string name, std::string label, double shift) {
    k.name = std::move(name);
    k.label = std::move(label);
    k.terms[0] += shift;
    r.alternatives.push_back(alternative_of(k));
  };
  add(lpo, "lro", "Half-retimed optics on every tier of the fabric", -1.5e6);
  add(cpo, "npo", "Near-packaged optics with socketed engines and external lasers", -6.0e6);
  add(cpo, "cpo-dual", "CPO from two suppliers, leaf-spine first, spine-core a year later", 2.0e6);
  for (const auto* tier : {"nic-leaf", "scale-up", "core-wan", "scale-across-between-two-campuses"}) {
    auto v = r.verdicts[1];
    v.tier = tier;
    v.action_now = "qualify";
    v.reason += " Whether that lasts depends on what the suppliers of lasers and engines deliver in the coming year.";
    r.verdicts.push_back(v);
    for (auto& a : r.alternatives) a.nominal.tiers.push_back(tier_of(lpo, tier, 4096));
  }
  return r;
}

StudyResult awkward_study() {
  StudyResult r = sample_study();
  r.title = "A <b>bold</b> & \"quoted\" study of 'optics'";
  r.organisation = "R&D <lab>";
  auto& a = r.alternatives[1];
  a.label =
      "LPO <script>alert(\"x\")</script> & "
      "a_very_long_name_without_any_blank_that_no_column_can_hold_in_one_line_at_all";
  a.nominal.answers = false;
  a.nominal.tiers[0].closes = false;
  a.nominal.tiers[0].thermal_converged = false;
  a.nominal.tiers[0].margin = Decibel::from_db(nan);
  for (auto& m : a.metrics) m = {nan, nan, nan, nan, nan};
  a.npv.assign(worlds, nan);
  a.npv_worst_tenth = nan;
  r.alternatives[2].metrics[6] = {.nominal = std::numeric_limits<double>::infinity(),
                                  .mean = nan,
                                  .p10 = 2028.0,
                                  .p50 = 2028.9,
                                  .p90 = std::numeric_limits<double>::infinity()};
  r.influences[0].npv_at_low = nan;
  r.influences[1].path = "technologies/<x>&\"y\".z";
  r.assumptions[0].source_title = "Title with <angle> & \"quotes\"";
  r.verdicts[0].reason = "because a < b && c > d";
  r.warnings.push_back("<warning> & more");
  return r;
}

system::Trace sample_trace() {
  system::Trace trace;
  const auto add = [&](system::TraceNode node) { trace.add(std::move(node)); };
  add({.path = "cpo.leaf-spine.link.laser_power",
       .unit = "W",
       .stored = 1.2,
       .text = "",
       .meaning = "electrical power of the laser of one end",
       .formula = "",
       .inputs = {},
       .value_path = "components/1-6t-dr8-retimed.power",
       .place = "data/technologies/cpo.toml:14"});
  add({.path = "cpo.leaf-spine.link.engine_power",
       .unit = "W",
       .stored = 1.8,
       .text = "",
       .meaning = "power of the engine of one end",
       .formula = "",
       .inputs = {},
       .value_path = "",
       .place = "examples/meta-24k.toml:31"});
  add({.path = "cpo.leaf-spine.link.optics_power_per_end",
       .unit = "W",
       .stored = 3.0,
       .text = "",
       .meaning = "module, or engine with its laser",
       .formula = "engine_power + laser_power",
       .inputs = {"cpo.leaf-spine.link.engine_power", "cpo.leaf-spine.link.laser_power"},
       .value_path = "",
       .place = ""});
  add({.path = "cpo.leaf-spine.ends",
       .unit = "",
       .stored = 49152,
       .text = "",
       .meaning = "ends of the tier",
       .formula = "",
       .inputs = {},
       .value_path = "",
       .place = ""});
  add({.path = "cpo.leaf-spine.per_end",
       .unit = "W",
       .stored = 3.0,
       .text = "",
       .meaning = "",
       .formula = "",
       .inputs = {"cpo.leaf-spine.link.optics_power_per_end"},
       .value_path = "",
       .place = ""});
  add({.path = "cpo.power.optics",
       .unit = "MW",
       .stored = 147456.0,
       .text = "",
       .meaning = "optics of all tiers",
       .formula = "ends * per_end + max(0, per_end - per_end)",
       .inputs = {"cpo.leaf-spine.ends", "cpo.leaf-spine.per_end"},
       .value_path = "",
       .place = ""});
  add({.path = "lpo.power.optics",
       .unit = "MW",
       .stored = 200000.0,
       .text = "",
       .meaning = "optics of all tiers",
       .formula = "",
       .inputs = {},
       .value_path = "",
       .place = ""});
  add({.path = "cpo.thermal.heat",
       .unit = "W",
       .stored = 3.0,
       .text = "",
       .meaning = "",
       .formula = "2 * temperature",
       .inputs = {"cpo.thermal.temperature"},
       .value_path = "",
       .place = ""});
  add({.path = "cpo.thermal.temperature",
       .unit = "degC",
       .stored = 341.15,
       .text = "",
       .meaning = "",
       .formula = "heat / 2",
       .inputs = {"cpo.thermal.heat"},
       .value_path = "",
       .place = ""});
  return trace;
}

}  // namespace copack::testing
