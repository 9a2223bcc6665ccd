// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <vector>

#include "copack/catalog/catalog.hpp"
#include "copack/units/parse.hpp"

namespace copack::catalog {
namespace {

constexpr int stale_after_years = 4;

void flag_stale(const Value& value, int this_year, Diagnostics& out) {
  const bool can_age = value.kind != ValueKind::standard && value.kind != ValueKind::derived;
  if (can_age && value.year > 0 && value.year + stale_after_years < this_year) {
    out.warning(value.place, fmt::format("{} is a figure of {}", value.path, value.year));
  }
}

void flag_unchecked(const Value& value, const Catalog& catalog, Diagnostics& out) {
  const auto* source = catalog.source(value.source);
  if (source != nullptr && !source->checked && value.kind == ValueKind::measured) {
    out.warning(value.place,
                fmt::format("{} counts as measured, but {} was read in a copy only", value.path, source->key));
  }
}

/// The same parameter of all records of a kind: its peers.
using Peers = std::map<std::pair<RecordKind, std::string>, std::vector<const Value*>>;

void flag_outside_peers(const std::vector<const Value*>& peers, Diagnostics& out) {
  constexpr std::size_t enough = 6;
  constexpr double fences = 3.0;  // outer fences of Tukey, "Exploratory Data Analysis", 1977
  std::vector<double> sorted;
  sorted.reserve(peers.size());
  for (const auto* v : peers) sorted.push_back(v->nominal);
  std::ranges::sort(sorted);
  if (sorted.size() < enough) return;
  const double q1 = sorted[sorted.size() / 4];
  const double q3 = sorted[sorted.size() * 3 / 4];
  for (const auto* v : peers) {
    if (v->nominal < q1 - fences * (q3 - q1) || v->nominal > q3 + fences * (q3 - q1)) {
      out.warning(v->place, fmt::format("{} = {} lies outside its {} peers", v->path,
                                        format_quantity(v->nominal, v->unit), peers.size()));
    }
  }
}

}  // namespace

Diagnostics check_evidence(const Catalog& catalog, int this_year) {
  Diagnostics out;
  Peers peers;
  for (const auto& record : catalog.records()) {
    std::set<std::string> sources;
    for (const auto& value : record.values) {
      flag_stale(value, this_year, out);
      flag_unchecked(value, catalog, out);
      sources.insert(value.source);
      if (!value.is_text()) peers[{record.kind, value.path.substr(value.path.rfind('.') + 1)}].push_back(&value);
    }
    constexpr std::size_t worth_a_second_source = 4;
    if (sources.size() == 1 && record.values.size() >= worth_a_second_source) {
      out.warning(record.place, fmt::format("all {} values of {} come from one source, {}", record.values.size(),
                                            record.id, *sources.begin()));
    }
  }
  for (const auto& [key, values] : peers) flag_outside_peers(values, out);
  out.sort();
  return out;
}

}  // namespace copack::catalog
