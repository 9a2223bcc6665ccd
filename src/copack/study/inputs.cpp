// SPDX-License-Identifier: Apache-2.0
#include "copack/study/inputs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>

namespace copack::study {
namespace {

void check_periods(const StudyInputs& x, std::vector<Problem>& out) {
  constexpr std::string_view how = "is not a period; write a year, \"2027-H1\" or \"2027-Q3\"";
  for (std::size_t i = 0; i < x.build.size(); ++i) {
    if (!parse_period(x.build[i].due))
      out.push_back({fmt::format("build[{}].due", i), fmt::format("\"{}\" {}", x.build[i].due, how)});
  }
  if (!parse_period(x.decision.now)) out.push_back({"decision.now", fmt::format("\"{}\" {}", x.decision.now, how)});
  for (std::size_t i = 0; i < x.decision.gates.size(); ++i) {
    if (!parse_period(x.decision.gates[i])) {
      out.push_back({fmt::format("decision.gates[{}]", i), fmt::format("\"{}\" {}", x.decision.gates[i], how)});
    }
  }
}

void check_alternatives(const StudyInputs& x, std::vector<Problem>& out) {
  std::set<std::string> names;
  int baselines = 0;
  for (std::size_t i = 0; i < x.alternative.size(); ++i) {
    const auto& a = x.alternative[i];
    if (a.baseline) ++baselines;
    if (!names.insert(a.name).second) {
      out.push_back({fmt::format("alternative[{}].name", i),
                     fmt::format("\"{}\" is the name of another alternative too", a.name)});
    }
    if (a.nic_leaf.empty() && a.leaf_spine.empty() && a.spine_core.empty()) {
      out.push_back({fmt::format("alternative[{}]", i), "gives no technology on any tier"});
    }
  }
  for (std::size_t i = 1; i < x.alternative.size(); ++i) {
    const auto& first = x.alternative.front();
    const auto& a = x.alternative[i];
    const bool same = a.nic_leaf.empty() == first.nic_leaf.empty() &&
                      a.leaf_spine.empty() == first.leaf_spine.empty() &&
                      a.spine_core.empty() == first.spine_core.empty();
    if (!same)
      out.push_back({fmt::format("alternative[{}]", i),
                     fmt::format("\"{}\" and \"{}\" must give technologies on the same tiers", a.name, first.name)});
  }
  if (x.alternative.size() < 2) out.push_back({"alternative", "a study compares at least two alternatives"});
  if (baselines == 0) out.push_back({"alternative", "no alternative is the baseline; mark one with baseline = true"});
  if (baselines > 1)
    out.push_back({"alternative", fmt::format("{} alternatives say baseline = true; only one can be", baselines)});
}

void check_workloads(const StudyInputs& x, std::vector<Problem>& out) {
  if (x.workload.empty()) out.push_back({"workload", "a study needs at least one [[workload]]"});
  double shares = 0.0;
  for (std::size_t i = 0; i < x.workload.size(); ++i) {
    const auto& w = x.workload[i];
    shares += w.share;
    const auto used = workload::accelerators(w.plan);
    if (used != static_cast<double>(x.cluster.fabric.accelerators)) {
      out.push_back({fmt::format("workload[{}].plan", i),
                     fmt::format("tp {} x cp {} x dp {} x pp {} = {} accelerators, but the cluster has {}", w.plan.tp,
                                 w.plan.cp, w.plan.dp, w.plan.pp, used, x.cluster.fabric.accelerators)});
    }
  }
  constexpr double slack = 1e-9;
  if (!x.workload.empty() && std::abs(shares - 1.0) > slack) {
    out.push_back({"workload", fmt::format("the shares of time add up to {}, not 1", shares)});
  }
}

void check_builds(const StudyInputs& x, std::vector<Problem>& out) {
  if (x.build.empty()) out.push_back({"build", "a study needs at least one [[build]]"});
  const auto now = parse_period(x.decision.now);
  for (std::size_t i = 0; i < x.build.size(); ++i) {
    const auto due = parse_period(x.build[i].due);
    if (due && now && *due < *now) {
      out.push_back({fmt::format("build[{}].due", i),
                     fmt::format("{} is before the decision ({})", x.build[i].due, x.decision.now)});
    }
  }
}

}  // namespace

void describe(Fields& f, OrganisationSection& x) {
  f("profile", x.profile, "id of a profile in data/organisations", required);
}

void describe(Fields& f, ClusterSection& x) {
  f("server", x.server, "id of a server in data/servers", required);
  f("leaf", x.leaf, "id of the leaf switch in data/platforms", required);
  f("spine", x.spine, "id of the spine switch", required);
  f("core", x.core, "id of the core switch; empty: as the spine");
  f("fabric", x.fabric, "how switches and accelerators are joined", required);
}

void describe(Fields& f, WorkloadSection& x) {
  f("name", x.name, "name for readers");
  f("share", "", x.share, "share of the cluster's time", fraction);
  f("model", x.model, "id of a language model in data/models", required);
  f("plan", x.plan, "how it is spread over accelerators", required);
  f("batch", x.batch, "what is trained in one step", required);
  f("precision", x.precision, "bytes per number");
  f("overlap", x.overlap, "how much communication hides behind compute");
}

void describe(Fields& f, AlternativeSection& x) {
  f("name", x.name, "short name", required);
  f("label", x.label, "name for readers");
  f("baseline", x.baseline, "all others are compared with this one");
  f("nic_leaf", x.nic_leaf, "technology from NIC to leaf, id in data/technologies");
  f("leaf_spine", x.leaf_spine, "technology from leaf to spine");
  f("spine_core", x.spine_core, "technology above the spines");
}

void describe(Fields& f, BuildSection& x) {
  f("name", x.name, "name for readers");
  f("due", x.due, "when it is wanted: 2027-Q1", required);
  f("accelerators", x.accelerators, "size", {.min = 1.0, .required = true});
}

void describe(Fields& f, CorrelationSection& x) {
  f("a", x.a, "catalog path of one number", required);
  f("b", x.b, "catalog path of the other", required);
  f("rho", "", x.rho, "rank correlation", {.min = -0.99, .max = 0.99, .required = true});
}

void describe(Fields& f, SpreadSection& x) {
  f("path", x.path, "catalog path of the number", required);
  f("nominal", x.nominal, "nominal value with unit; empty: as in the catalog");
  f("low", x.low, "low end with unit", required);
  f("high", x.high, "high end with unit", required);
}

void describe(Fields& f, UncertaintySection& x) {
  f("worlds", x.worlds, "joint samples of everything uncertain", {.min = 1.0, .max = 1048576.0});
  f("seed", x.seed, "of the random numbers", {.min = 0.0, .max = 4294967295.0});
  f("correlations", x.correlations, "numbers that move together");
  f("spreads", x.spreads, "spreads that replace those of the catalog");
}

void describe(Fields& f, DecisionSection& x) {
  f("now", x.now, "when the decision is taken");
  f("gates", x.gates, "dates at which the organisation may act; empty: every half-year up to the last build");
  f("single_tier_variants", x.single_tier_variants, "also evaluate every technology on one tier at a time");
}

void describe(Fields& f, ReportSection& x) { f("note", x.note, "printed under the title of the report"); }

void describe(Fields& f, StudyInputs& x) {
  f("title", x.title, "title of the report", required);
  f("question", x.question, "what is to be decided");
  f("organisation", x.organisation, "who decides", required);
  f("cluster", x.cluster, "what is built", required);
  f("workload", x.workload, "what it runs", required);
  f("alternative", x.alternative, "what may be chosen", required);
  f("build", x.build, "clusters to be delivered", required);
  f("uncertainty", x.uncertainty, "worlds");
  f("decision", x.decision, "when one may act");
  f("report", x.report, "the report");
}

std::vector<Problem> validate(const StudyInputs& x) {
  std::vector<Problem> out;
  for (auto& problem : fabric::validate(x.cluster.fabric)) {
    out.push_back({"cluster.fabric." + problem.path, std::move(problem.message)});
  }
  check_alternatives(x, out);
  check_workloads(x, out);
  check_builds(x, out);
  check_periods(x, out);
  return out;
}

std::optional<double> parse_period(std::string_view text) {
  int year = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), year);
  if (error != std::errc{} || year < 2000 || year > 2100) return std::nullopt;
  const auto rest = text.substr(static_cast<std::size_t>(end - text.data()));
  if (rest.empty()) return year;
  if (rest.size() != 3 || rest[0] != '-') return std::nullopt;
  const int part = rest[2] - '1';
  if (rest[1] == 'H' && part >= 0 && part < 2) return year + part / 2.0;
  if (rest[1] == 'Q' && part >= 0 && part < 4) return year + part / 4.0;
  return std::nullopt;
}

namespace {
std::string period_of(double year, char letter, int parts) {
  constexpr double slack = 1e-9;
  const double whole = std::floor(year + slack);
  const int part = std::clamp(static_cast<int>((year - whole + slack) * parts), 0, parts - 1);
  return fmt::format("{}-{}{}", static_cast<int>(whole), letter, part + 1);
}
}  // namespace

std::string half_year_of(double year) { return period_of(year, 'H', 2); }
std::string quarter_of(double year) { return period_of(year, 'Q', 4); }

}  // namespace copack::study
