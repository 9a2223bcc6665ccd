// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "copack/system/evaluation.hpp"
#include "copack/system/trace.hpp"

/// The answer of a study, complete enough to write every report from it. Plain data; numbers are in stored units.
namespace copack::study {

/// A figure that every alternative has in every world.
struct Metric {
  std::string path;  ///< in Evaluation, "economics.npv"
  std::string unit;  ///< it is shown in
  std::string meaning;
};

/// A figure over all worlds.
struct MetricSummary {
  double nominal = 0.0;  ///< in the nominal world
  double mean = 0.0;
  double p10 = 0.0;
  double p50 = 0.0;
  double p90 = 0.0;
};

/// How often a constraint binds.
struct BindingShare {
  std::string name;
  double probability = 0.0;
};

struct Assignment {
  std::string tier;        ///< "leaf-spine"
  std::string technology;  ///< id
  std::string technology_name;
};

struct AlternativeResult {
  std::string name;
  std::string label;
  bool baseline = false;
  std::string only_tier;  ///< not empty: made by the engine, the baseline with this one tier changed
  std::vector<Assignment> assignment;
  system::Evaluation nominal;
  std::vector<MetricSummary> metrics;             ///< beside StudyResult::metrics
  std::vector<BindingShare> performance_binding;  ///< most probable first
  std::vector<BindingShare> operations_binding;
  std::vector<BindingShare> sourcing_binding;
  double beats_baseline = 0.0;   ///< share of worlds with a positive NPV
  double best_of_all = 0.0;      ///< share of worlds in which no named alternative has a higher NPV
  double npv_worst_tenth = 0.0;  ///< mean NPV of the worst tenth of the worlds, USD
  double regret_p95 = 0.0;       ///< NPV forgone against the best alternative, 95 % quantile, USD
  std::vector<double> npv;       ///< per world, USD
};

/// One date at which the organisation may act.
struct GateVerdict {
  std::string gate;        ///< "2027-H1"
  std::string action;      ///< the most probable one under the policy: wait, qualify, pilot, dual-source, adopt
  double adopted = 0.0;    ///< probability that the technology is adopted by then
  double threshold = 0.0;  ///< smallest belief at which adopting is right; above 1: never
};

/// What to do on one tier.
struct TierVerdict {
  std::string tier;
  std::string technology;  ///< id of the candidate that is best on this tier
  std::string technology_name;
  std::string alternative;  ///< named alternative that has it
  std::string action_now;
  std::string reason;          ///< one sentence
  std::string then;            ///< what happens next and when, one sentence
  double belief = 0.0;         ///< that it pays, before any further evidence
  double value_of_plan = 0.0;  ///< of acting by the policy, USD
  double value_commit_now = 0.0;
  double value_of_waiting = 0.0;  ///< policy minus the better of committing now and never
  double value_perfect_information = 0.0;
  double flip_belief = 0.0;  ///< belief at which the action now changes
  std::vector<GateVerdict> gates;
};

/// An uncertain number and what it does to the decision.
struct Influence {
  std::string path;
  std::string unit;
  double low = 0.0;  ///< 10 % quantile of the parameter
  double nominal = 0.0;
  double high = 0.0;              ///< 90 % quantile
  double share = 0.0;             ///< of the variance of the leading alternative's NPV, first order
  double npv_at_low = 0.0;        ///< mean NPV in the lowest tenth of the parameter, USD
  double npv_at_high = 0.0;       ///< mean NPV in its highest tenth, USD
  double value_of_knowing = 0.0;  ///< expected value of perfect information on it (EVPPI), USD
  std::string kind;
  std::string source;
};

/// A number the study used, with its evidence.
struct AssumptionRow {
  std::string path;
  std::string unit;
  double low = 0.0;
  double nominal = 0.0;
  double high = 0.0;
  bool uncertain = false;
  std::string kind;
  std::string source_key;
  std::string source_title;
  std::string where;
  int year = 0;
  std::string boundary;
  std::string note;  ///< note, formula of a derived value, why of an assumption
  std::string used_by;
};

/// What binds now on one face of the decision, and what binds next once that is relieved.
struct ConstraintChain {
  std::string face;  ///< performance, operations, sourcing
  std::string alternative;
  std::string now;
  std::string next;
  double factor = 0.0;  ///< by which the binding one must be relieved, 0: not known
  std::string text;     ///< one sentence for a reader
};

struct ConflictNote {
  std::string quantity;
  std::string reading;
};

struct StudyResult {
  std::string title;
  std::string question;
  std::string note;  ///< the author's word to the reader
  std::string study_file;
  std::string study_hash;
  std::string engine_version;
  std::string catalog_date;
  std::string organisation;
  std::string baseline;
  std::int64_t worlds = 0;
  std::uint32_t seed = 0;
  std::vector<Metric> metrics;
  std::vector<AlternativeResult>
      alternatives;     ///< named ones first, baseline first of all, then those made by the engine
  std::string leading;  ///< name of the alternative, other than the baseline, that the organisation likes best
  std::vector<TierVerdict> verdicts;
  std::vector<ConstraintChain> constraints;
  std::vector<Influence> influences;  ///< largest share first
  std::vector<AssumptionRow> assumptions;
  std::vector<BindingShare> evidence;  ///< share of the numbers used, by kind of evidence
  double weak_evidence =
      0.0;  ///< share of the NPV's explained variance that rests on vendor claims, analysts and assumptions
  std::vector<ConflictNote> conflicts;  ///< of the catalog that touch numbers in use
  std::vector<std::string> warnings;
  system::Trace trace;  ///< of the nominal world
};

}  // namespace copack::study
