// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "copack/core/diagnostics.hpp"
#include "copack/core/fields.hpp"
#include "copack/fabric/topology.hpp"
#include "copack/workload/training.hpp"

/// What a study file says.
namespace copack::study {

/// Who decides: a profile of the catalog; further keys of the section override the profile's numbers.
struct OrganisationSection {
  std::string profile;
};

struct ClusterSection {
  std::string server;  ///< id in data/servers
  std::string leaf;    ///< ids in data/platforms
  std::string spine;
  std::string core;  ///< empty: as spine
  fabric::FabricInputs fabric;
};

struct WorkloadSection {
  std::string name = "training";
  double share = 1.0;
  std::string model;  ///< id in data/models
  workload::Plan plan;
  workload::Batch batch;
  workload::Precision precision;
  workload::Overlap overlap;
};

struct AlternativeSection {
  std::string name;
  std::string label;
  bool baseline = false;
  std::string nic_leaf;  ///< ids in data/technologies; empty: the tier is left out of the comparison
  std::string leaf_spine;
  std::string spine_core;
};

struct BuildSection {
  std::string name;
  std::string due;  ///< "2027-Q1"
  std::int64_t accelerators = 0;
};

/// Two uncertain numbers that move together.
struct CorrelationSection {
  std::string a;  ///< catalog paths
  std::string b;
  double rho = 0.0;  ///< rank correlation
};

/// Another spread for an uncertain number of the catalog.
struct SpreadSection {
  std::string path;
  std::string nominal;  ///< with unit; empty: as in the catalog
  std::string low;
  std::string high;
};

struct UncertaintySection {
  std::int64_t worlds = 1024;
  std::int64_t seed = 1;
  std::vector<CorrelationSection> correlations;
  std::vector<SpreadSection> spreads;
};

struct DecisionSection {
  std::string now = "2026-Q4";
  std::vector<std::string> gates;    ///< "2027-H1"; empty: every half-year up to the last build
  bool single_tier_variants = true;  ///< also evaluate every technology on one tier at a time
};

struct ReportSection {
  std::string note;  ///< the author's word to the reader
};

struct StudyInputs {
  std::string title;
  std::string question;
  OrganisationSection organisation;
  ClusterSection cluster;
  std::vector<WorkloadSection> workload;
  std::vector<AlternativeSection> alternative;
  std::vector<BuildSection> build;
  UncertaintySection uncertainty;
  DecisionSection decision;
  ReportSection report;
};

void describe(Fields& f, OrganisationSection& x);
void describe(Fields& f, ClusterSection& x);
void describe(Fields& f, WorkloadSection& x);
void describe(Fields& f, AlternativeSection& x);
void describe(Fields& f, BuildSection& x);
void describe(Fields& f, CorrelationSection& x);
void describe(Fields& f, SpreadSection& x);
void describe(Fields& f, UncertaintySection& x);
void describe(Fields& f, DecisionSection& x);
void describe(Fields& f, ReportSection& x);
void describe(Fields& f, StudyInputs& x);

/// Everything wrong with a study that can be seen without the catalog.
std::vector<Problem> validate(const StudyInputs& x);

/// The calendar year at which a period begins: "2027" 2027.0, "2027-H2" 2027.5, "2027-Q4" 2027.75.
std::optional<double> parse_period(std::string_view text);
/// The half-year that contains a calendar year: 2027.6 gives "2027-H2".
std::string half_year_of(double year);
/// The quarter that contains a calendar year: 2027.6 gives "2027-Q3".
std::string quarter_of(double year);

}  // namespace copack::study
