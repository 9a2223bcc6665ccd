// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "copack/catalog/catalog.hpp"
#include "copack/link/reach.hpp"
#include "copack/study/inputs.hpp"
#include "copack/system/parameters.hpp"

/// A reach study: how far links of the catalog go, lane rate by lane rate, what a bit costs there, and which link is
/// cheapest in energy at each distance.
namespace copack::study {

/// Lengths between which reaches are sought, and distances at which links are compared.
struct ReachSection {
  Length shortest = 0.1 * unit::m;
  Length longest = 100.0 * unit::km;
  std::vector<Length> distances;
};

/// Links that belong together in charts, one for each lane rate.
struct ReachSeriesSection {
  std::string label;
  std::vector<std::string> links;         ///< ids in data/links
  std::vector<std::string> technologies;  ///< ids in data/technologies, of which the link is taken
};

struct ReachStudyInputs {
  std::string title;
  std::string question;
  ReachSection reach;
  std::vector<ReachSeriesSection> series;
  UncertaintySection uncertainty;
  ReportSection report;
};

void describe(Fields& f, ReachSection& x);
void describe(Fields& f, ReachSeriesSection& x);
void describe(Fields& f, ReachStudyInputs& x);
std::vector<Problem> validate(const ReachStudyInputs& x);

/// One link of a reach study with the catalog values behind its numbers.
struct ReachCard {
  std::size_t series = 0;
  std::string id;  ///< "links/dac-25g-lane"
  std::string name;
  link::LinkInputs link;
  std::vector<catalog::SourcedField> sourced;

  [[nodiscard]] BitRate lane_rate() const { return link.payload_rate / link.lanes; }
};

struct ReachModel {
  ReachStudyInputs inputs;
  std::string file;
  std::string hash;
  std::vector<ReachCard> cards;  ///< by series, then by lane rate
  system::ParameterSpace parameters;
};

/// Reads a reach study and the cards it names. @throws InputError with every problem at its place.
ReachModel load_reach_study(const std::filesystem::path& file, const catalog::Catalog& catalog);

struct ReachInterval {
  double low = 0.0, middle = 0.0, high = 0.0;  ///< 10 %, 50 % and 90 % quantiles over worlds
};

/// The number of the catalog that moves a reach most when it goes from its 10 % to its 90 % quantile alone.
struct ReachLever {
  std::string path;  ///< empty: no number moves it
  Length at_low, at_high;
};

/// What is known of one link.
struct ReachPoint {
  std::size_t card = 0;
  link::ReachResults nominal;
  ReachInterval reach;        ///< m; 0 in worlds in which the link never closes
  ReachInterval energy;       ///< J/bit at the reach, in worlds in which it closes
  double closes_share = 0.0;  ///< worlds in which the shortest length closes
  ReachLever lever;
};

/// The link of least energy among those of a lane rate that close at a distance.
struct CheapestLink {
  BitRate lane_rate;
  Length distance;
  int card = -1;  ///< in the nominal world; -1: none closes
  EnergyPerBit energy_per_bit;
  double share = 0.0;  ///< worlds in which the same link is the cheapest
};

struct ReachStudyResult {
  std::string title, question, note, file, hash, engine_version, catalog_date;
  std::int64_t worlds = 0;
  std::int64_t seed = 0;
  ReachSection section;
  std::vector<std::string> series;
  std::vector<ReachCard> cards;
  std::vector<ReachPoint> points;      ///< beside `cards`
  std::vector<BitRate> lane_rates;     ///< those with more than one card, ascending
  std::vector<CheapestLink> cheapest;  ///< [lane rate][distance]
  std::size_t parameters = 0;          ///< uncertain numbers
  std::size_t assumptions = 0;         ///< of these without a source
};

/// Whether two payload rates of a lane are one up to rounding: 106.25 and 100 Gbit/s are not.
bool same_lane_rate(BitRate a, BitRate b);

/// Answers a reach study. The result does not depend on the number of threads.
ReachStudyResult answer(const ReachModel& model, int threads);

}  // namespace copack::study
