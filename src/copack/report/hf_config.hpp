// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "copack/core/diagnostics.hpp"
#include "copack/workload/transformer.hpp"

/// Language models from the `config.json` of Hugging Face Transformers.
namespace copack::report {

/// A parameter of a language-model record, and the key it was read from.
struct ImportedField {
  std::string_view name;
  int value = 0;
  std::string key;  ///< empty: it follows from the model type
};

struct ImportedModel {
  std::string model_type;
  workload::ModelShape shape;         ///< of use only without problems
  std::vector<ImportedField> fields;  ///< in the order of the shape
  std::vector<Problem> problems;      ///< keys that are missing or cannot be used
  std::vector<Problem> notes;         ///< keys that were not understood, or say what a shape cannot
};

/// Reads the text of a `config.json` of model type llama, mistral, mixtral, qwen2, qwen3, qwen2_moe, qwen3_moe,
/// deepseek_v2, deepseek_v3, gpt2, gpt_neox, gemma or gemma2, or one that holds such a model as its `text_config`.
ImportedModel import_hf_config(std::string_view json);

/// What a record says beside its numbers.
struct RecordWords {
  std::string id;
  std::string name;
  std::string source;  ///< key of the source that holds the file
  int year = 0;        ///< 0: none
};

/// The language-model record, as in `data/models`; notes are its comments.
std::string language_model_record(const ImportedModel& model, const RecordWords& words);

}  // namespace copack::report
