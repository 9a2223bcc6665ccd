// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "copack/catalog/reader.hpp"
#include "copack/core/fields.hpp"

namespace copack::system {

/// A number of the nominal world and how it was made.
struct TraceNode {
  std::string path;  ///< "cpo.leaf-spine.link.power_per_end"
  std::string unit;
  double stored = 0.0;
  std::string text;  ///< for words and choices
  std::string meaning;
  std::string formula;
  std::vector<std::string> inputs;  ///< paths of the nodes it was made from
  std::string value_path;           ///< catalog value behind an input, or empty
  std::string place;                ///< where an input was written: file and line
};

/// All named numbers of an evaluation, in the order in which they were made.
class Trace {
 public:
  /// Adds the fields of a model's input and results under `scope`. Formulas are resolved to fields of the same scope.
  void add_model(const std::string& scope, const Visit& inputs, const Visit& results);
  /// Adds one number with explicit inputs.
  void add(TraceNode node);
  /// Says that a node took its value from another one.
  void connect(const std::string& path, const std::string& from);
  /// Lets paths that begin with `prefix` mean those that begin with `target`, where formulas name another model's
  /// results.
  void alias(std::string prefix, std::string target);
  /// Says which catalog values stand behind the fields of a struct under `scope`. A field that the design gave another
  /// number (the length of a link, a temperature of the package) does not come from the card.
  void add_sources(const std::string& scope, std::span<const catalog::SourcedField> fields);

  [[nodiscard]] const TraceNode* find(std::string_view path) const;
  [[nodiscard]] std::span<const TraceNode> nodes() const { return nodes_; }

 private:
  [[nodiscard]] std::vector<std::string> inputs_of(const TraceNode& node, const std::string& scope) const;
  /// Paths behind a name that means one field of every item of a list: "classes.rate", "flows[t]".
  [[nodiscard]] std::vector<std::string> fields_of_items(const TraceNode& node, const std::string& scope,
                                                         const std::string& name) const;

  std::vector<TraceNode> nodes_;
  std::vector<std::pair<std::string, std::string>> aliases_;
  std::map<std::string, std::size_t, std::less<>> index_;
};

/// Names in a formula ("links * ends_per_link" gives both), in order, without repeats.
std::vector<std::string> names_in(std::string_view formula);

/// A path without the indices of its lists: "classes[2].rate" and "classes[i].rate" give "classes.rate".
std::string without_indices(std::string_view path);

}  // namespace copack::system
