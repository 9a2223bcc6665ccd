// SPDX-License-Identifier: Apache-2.0
#include "copack/system/library.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace copack::system {
namespace {

/// Reads the parameters of a language-model record into its shape; a parameter the record lacks keeps its default.
class ShapeReader {
 public:
  ShapeReader(const catalog::Record& record, Diagnostics& diagnostics) : record_(record), diagnostics_(diagnostics) {}

  void required(std::string_view parameter, int& target) {
    if (record_.find(parameter) == nullptr) {
      diagnostics_.error(record_.place, fmt::format("language model {} does not say \"{}\"", record_.id, parameter));
    }
    optional(parameter, target);
  }
  void optional(std::string_view parameter, int& target) const {
    if (const auto* value = record_.find(parameter)) target = static_cast<int>(value->nominal);
  }
  void optional(std::string_view parameter, bool& target) const {
    if (const auto* value = record_.find(parameter)) target = value->nominal > 0.5;
  }

 private:
  const catalog::Record& record_;
  Diagnostics& diagnostics_;
};

std::vector<std::string_view> views(const std::vector<std::string>& names) { return {names.begin(), names.end()}; }

}  // namespace

std::vector<std::string> card_ids(const catalog::Catalog& catalog, std::string_view folder) {
  std::vector<std::string> ids;
  for (const auto& [id, file] : catalog.files(folder)) ids.push_back(id);
  return ids;
}

std::optional<catalog::Node> card_document(const catalog::Catalog& catalog, std::string_view folder,
                                           const std::string& id, const Location& place, Diagnostics& diagnostics) {
  const auto files = catalog.files(folder);
  const auto file = files.find(id);
  if (file == files.end()) {
    const auto ids = card_ids(catalog, folder);
    diagnostics.error(place, fmt::format("there is no \"{}\" in data/{}{}", id, folder, did_you_mean(id, views(ids))));
    return std::nullopt;
  }
  try {
    return catalog::read_toml(file->second);
  } catch (const InputError& error) {
    diagnostics.append(error.diagnostics());
    return std::nullopt;
  }
}

std::optional<workload::ModelShape> model_shape(const catalog::Catalog& catalog, const std::string& id,
                                                const Location& place, Diagnostics& diagnostics) {
  const auto* record = catalog.find(catalog::RecordKind::language_model, id);
  if (record == nullptr) {
    diagnostics.error(place, fmt::format("there is no language model \"{}\"{}", id,
                                         did_you_mean(id, catalog.ids(catalog::RecordKind::language_model))));
    return std::nullopt;
  }
  workload::ModelShape shape;
  ShapeReader reader(*record, diagnostics);
  reader.required("layers", shape.layers);
  reader.required("hidden", shape.hidden);
  reader.required("ffn", shape.ffn);
  reader.required("heads", shape.heads);
  reader.required("vocab", shape.vocab);
  reader.optional("kv_heads", shape.kv_heads);
  reader.optional("head_dim", shape.head_dim);
  reader.optional("gated", shape.gated);
  reader.optional("biases", shape.biases);
  reader.optional("tied_embeddings", shape.tied_embeddings);
  reader.optional("learned_positions", shape.learned_positions);
  reader.optional("experts", shape.experts);
  reader.optional("top_k", shape.top_k);
  reader.optional("expert_ffn", shape.expert_ffn);
  reader.optional("shared_experts", shape.shared_experts);
  reader.optional("dense_layers", shape.dense_layers);
  reader.optional("q_rank", shape.q_rank);
  reader.optional("kv_rank", shape.kv_rank);
  reader.optional("rope_dim", shape.rope_dim);
  reader.optional("value_dim", shape.value_dim);
  return shape;
}

}  // namespace copack::system
