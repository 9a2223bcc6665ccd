// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "copack/catalog/catalog.hpp"
#include "copack/study/inputs.hpp"
#include "copack/system/design.hpp"
#include "copack/system/library.hpp"
#include "copack/system/parameters.hpp"
#include "copack/system/trace.hpp"

namespace copack::study {

/// One alternative, ready to be evaluated in any world.
struct Alternative {
  std::string name;
  std::string label;
  bool baseline = false;
  std::string only_tier;  ///< not empty: the baseline with this one tier changed, made by the engine
  system::Design design;  ///< in the nominal world
  /// Catalog values behind the numbers of the design's cards, beside `cards`.
  struct Card {
    std::string scope;  ///< "technologies[0]", "server", "platforms[1]", "organisation"
    std::vector<catalog::SourcedField> sourced;
  };
  std::vector<Card> cards;
};

/// A study with everything it names, checked and converted.
struct Model {
  StudyInputs inputs;
  std::string file;
  std::string hash;                       ///< of the study file and all data files it can depend on
  std::vector<Alternative> alternatives;  ///< baseline first, then the other named ones, then those made by the engine
  system::ParameterSpace parameters;
};

/// Reads a study and the cards it names. @throws InputError with every problem at its place.
Model load_study(const std::filesystem::path& file, const catalog::Catalog& catalog);
/// The same from a document that was read elsewhere; the model then has no file and no hash.
Model load_study(const catalog::Node& document, const catalog::Catalog& catalog);

/// Hash of the text of a study file and of every data file, in order of name.
std::string hash_of(std::string_view study, const catalog::Catalog& catalog);

/// Says in a trace of the nominal world which catalog values stand behind its inputs.
void add_provenance(const Model& model, system::Trace& trace);

/// Slots of a copy of an alternative's design, to put worlds into it.
std::vector<system::Slot> bind(system::Design& design, const Alternative& alternative,
                               const system::ParameterSpace& parameters);

}  // namespace copack::study
