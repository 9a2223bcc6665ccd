// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "copack/catalog/reader.hpp"
#include "copack/core/fields.hpp"
#include "copack/fabric/collective.hpp"
#include "copack/workload/plan.hpp"

namespace copack::system {

/// What running one model alone gives: its input as read and its results.
struct ModelRun {
  Visit inputs;
  Visit results;
};

/// A model that can be run by name: the whole domain models ("link") and the parts of them that published results check
/// ("link/fec").
struct Model {
  std::string_view name;
  std::string_view summary;
  Visit inputs;   ///< fields of the input, at their defaults
  Visit results;  ///< fields of the results
  /// Reads the input and evaluates. Problems of the input go to the diagnostics; the run is then empty.
  std::function<ModelRun(const catalog::Node&, Diagnostics&, const catalog::ValueLookup&)> run;
};

/// All models, sorted by name.
std::span<const Model> models();

/// @returns the model of that name, or nullptr.
const Model* find_model(std::string_view name);

/// A complete realistic input of a model, from `<data>/examples/`. @throws InputError when there is none.
catalog::Node example_of(const Model& model, const std::filesystem::path& data);

/// Ranks between which a message of a workload goes: a point-to-point message joins two, whatever its group.
std::int64_t partners(const workload::Message& message);

/// Time of a workload's message in a communication domain of the fabric.
Time message_time(const workload::Message& message, const fabric::CommunicationDomain& domain);

}  // namespace copack::system
