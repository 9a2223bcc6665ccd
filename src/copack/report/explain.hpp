// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "copack/study/result.hpp"
#include "copack/system/trace.hpp"

/// Walks a number of the nominal world back: its formula with the numbers put in, what those were made from, down to
/// values of the catalog with their sources.
namespace copack::report {

/// The evidence behind a catalog value; `low` and `high` are stored values.
struct Evidence {
  std::string kind;
  std::string source_key;
  std::string source_title;
  std::string where;
  int year = 0;
  std::string unit;
  double low = 0.0;
  double high = 0.0;
  bool uncertain = false;
  std::string boundary;
  std::string note;
};

/// Evidence of a catalog value by its path, or nothing.
using SourceLookup = std::function<std::optional<Evidence>(std::string_view value_path)>;

/// Looks in the assumptions of a result. The result must outlive the lookup.
SourceLookup source_lookup(const study::StudyResult& result);

/// The node that a path names. The path may leave out middle parts as long as one node fits ("cpo.npv" for
/// "cpo.economics.npv"). @throws InputError with the nearest names.
const system::TraceNode& find_node(const system::Trace& trace, std::string_view path);

/// For a terminal: the number, and its inputs indented below it, `depth` steps down. A number that several others use
/// is told once. @throws InputError when no number or several fit the path.
std::string explain_text(const system::Trace& trace, std::string_view path, const SourceLookup& sources, int depth);

/// The same as nested JSON objects with `inputs`.
std::string explain_json(const system::Trace& trace, std::string_view path, const SourceLookup& sources, int depth);

}  // namespace copack::report
