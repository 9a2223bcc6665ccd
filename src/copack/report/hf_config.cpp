// SPDX-License-Identifier: Apache-2.0
#include "copack/report/hf_config.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>

namespace copack::report {
namespace {

using Json = nlohmann::json;
using workload::ModelShape;

/// What a model type implies that its file need not say.
struct Family {
  std::string_view type;
  bool gated = true;
  bool biases = false;
  bool tied = false;  ///< when `tie_word_embeddings` is not given
  bool learned_positions = false;
  std::string_view note = {};  ///< what a shape cannot say
};

constexpr std::array families{
    Family{.type = "llama"},
    Family{.type = "mistral"},
    Family{.type = "mixtral"},
    Family{.type = "qwen2", .note = "biases of queries, keys and values are not counted"},
    Family{.type = "qwen3"},
    Family{.type = "qwen2_moe", .note = "biases of queries, keys and values are not counted"},
    Family{.type = "qwen3_moe"},
    Family{.type = "deepseek_v2"},
    Family{.type = "deepseek_v3"},
    Family{.type = "gpt2", .gated = false, .biases = true, .tied = true, .learned_positions = true},
    Family{.type = "gpt_neox", .gated = false, .biases = true},
    Family{.type = "gemma", .tied = true},
    Family{.type = "gemma2", .tied = true, .note = "two of the four norms of a layer are not counted"},
};

/// Keys that change neither weights nor arithmetic.
constexpr std::array no_shape = std::to_array<std::string_view>({"_attn_implementation",
                                                                 "_name_or_path",
                                                                 "activation_function",
                                                                 "architectures",
                                                                 "attention_dropout",
                                                                 "attention_probs_dropout_prob",
                                                                 "attn_logit_softcapping",
                                                                 "attn_pdrop",
                                                                 "auto_map",
                                                                 "aux_loss_alpha",
                                                                 "bos_token_id",
                                                                 "cache_implementation",
                                                                 "classifier_dropout",
                                                                 "classifier_dropout_prob",
                                                                 "dtype",
                                                                 "embd_pdrop",
                                                                 "eos_token_id",
                                                                 "ep_size",
                                                                 "final_logit_softcapping",
                                                                 "hidden_act",
                                                                 "hidden_activation",
                                                                 "hidden_dropout",
                                                                 "hidden_dropout_prob",
                                                                 "id2label",
                                                                 "initializer_range",
                                                                 "label2id",
                                                                 "layer_norm_eps",
                                                                 "layer_norm_epsilon",
                                                                 "max_position_embeddings",
                                                                 "max_window_layers",
                                                                 "n_group",
                                                                 "norm_topk_prob",
                                                                 "output_router_logits",
                                                                 "pad_token_id",
                                                                 "pretraining_tp",
                                                                 "query_pre_attn_scalar",
                                                                 "resid_pdrop",
                                                                 "rms_norm_eps",
                                                                 "rope_parameters",
                                                                 "rope_scaling",
                                                                 "rope_theta",
                                                                 "rotary_emb_base",
                                                                 "rotary_pct",
                                                                 "routed_scaling_factor",
                                                                 "router_aux_loss_coef",
                                                                 "router_jitter_noise",
                                                                 "scale_attn_weights",
                                                                 "scoring_func",
                                                                 "seq_aux",
                                                                 "summary_activation",
                                                                 "summary_first_dropout",
                                                                 "summary_proj_to_labels",
                                                                 "summary_type",
                                                                 "summary_use_proj",
                                                                 "task_specific_params",
                                                                 "topk_method",
                                                                 "torch_dtype",
                                                                 "transformers_version",
                                                                 "use_cache",
                                                                 "use_parallel_residual"});

/// The file, remembering which keys were asked for.
class Config {
 public:
  Config(const Json& root, ImportedModel& out) : root_(root), out_(out) {}

  /// A count, or nothing when the key is not there or null. What is there and no count is a problem.
  std::optional<int> count(std::string_view key) {
    const auto* value = find(key);
    if (value == nullptr) return std::nullopt;
    constexpr std::int64_t most = 10'000'000;
    if (value->is_number_unsigned() && value->get<std::uint64_t>() <= most) return value->get<int>();
    out_.problems.push_back(
        {std::string(key), fmt::format("is {}; a whole number up to {} is expected",
                                       value->dump(-1, ' ', false, Json::error_handler_t::replace), most)});
    return std::nullopt;
  }
  /// A flag; null and absence are `otherwise`.
  bool flag(std::string_view key, bool otherwise) {
    const auto* value = find(key);
    if (value == nullptr) return otherwise;
    if (value->is_boolean()) return value->get<bool>();
    out_.problems.push_back({std::string(key), "is neither true nor false"});
    return otherwise;
  }
  /// Entries of a list; 0 when it is not there.
  int length(std::string_view key) {
    const auto* value = find(key);
    return value != nullptr && value->is_array() ? static_cast<int>(value->size()) : 0;
  }

  /// Puts the first of the keys that is there into the shape and the record.
  template <class T>
  void take(T ModelShape::* member, std::string_view field, std::initializer_list<std::string_view> keys) {
    for (const auto key : keys) {
      const auto value = count(key);
      if (!value) continue;
      set(member, field, *value, std::string(key));
      return;
    }
  }
  template <class T>
  void require(T ModelShape::* member, std::string_view field, std::initializer_list<std::string_view> keys) {
    const auto before = out_.fields.size() + out_.problems.size();
    take(member, field, keys);
    if (out_.fields.size() + out_.problems.size() > before) return;
    out_.problems.push_back({std::string(*keys.begin()), "is missing"});
  }
  template <class T>
  void set(T ModelShape::* member, std::string_view field, int value, std::string key) {
    out_.shape.*member = static_cast<T>(value);
    add(field, value, std::move(key));
  }
  /// A field of the record that the shape does not have.
  void add(std::string_view field, int value, std::string key) {
    out_.fields.push_back({field, value, std::move(key)});
  }
  void note(std::string_view key, std::string text) { out_.notes.push_back({std::string(key), std::move(text)}); }
  void problem(std::string_view key, std::string text) { out_.problems.push_back({std::string(key), std::move(text)}); }

  void note_unknown() {
    for (const auto& [key, value] : root_.items()) {
      if (asked_.contains(key) || std::ranges::find(no_shape, key) != no_shape.end()) continue;
      note(key, "is not understood and was left out");
    }
  }

 private:
  const Json* find(std::string_view key) {
    asked_.emplace(key);
    const auto at = root_.find(key);
    return at == root_.end() || at->is_null() ? nullptr : &*at;
  }
  const Json& root_;
  ImportedModel& out_;
  std::set<std::string, std::less<>> asked_;
};

bool has_experts(std::string_view type) {
  return type == "mixtral" || type.ends_with("_moe") || type.starts_with("deepseek_");
}

void read_attention(Config& config, ImportedModel& out) {
  config.require(&ModelShape::heads, "heads", {"num_attention_heads", "n_head"});
  const bool latent = out.model_type.starts_with("deepseek_");
  if (!latent) {
    config.take(&ModelShape::kv_heads, "kv_heads", {"num_key_value_heads"});
    config.take(&ModelShape::head_dim, "head_dim", {"head_dim"});
    return;
  }
  (void)config.count("num_key_value_heads");  // as many as heads: every one is formed from the latent vector
  config.require(&ModelShape::head_dim, "head_dim", {"qk_nope_head_dim"});
  config.take(&ModelShape::q_rank, "q_rank", {"q_lora_rank"});
  config.require(&ModelShape::kv_rank, "kv_rank", {"kv_lora_rank"});
  config.require(&ModelShape::rope_dim, "rope_dim", {"qk_rope_head_dim"});
  config.require(&ModelShape::value_dim, "value_dim", {"v_head_dim"});
}

/// Shared experts are counted (DeepSeek) or given by their width in all (Qwen2).
void read_shared_experts(Config& config, ImportedModel& out) {
  config.take(&ModelShape::shared_experts, "shared_experts", {"n_shared_experts"});
  const auto width = config.count("shared_expert_intermediate_size");
  if (!width || out.shape.expert_ffn < 1) return;
  if (*width % out.shape.expert_ffn != 0) {
    config.problem("shared_expert_intermediate_size",
                   fmt::format("is {}, no multiple of the {} of a routed expert", *width, out.shape.expert_ffn));
    return;
  }
  config.set(&ModelShape::shared_experts, "shared_experts", *width / out.shape.expert_ffn,
             "shared_expert_intermediate_size");
}

/// Layers without experts: the first few (DeepSeek), or those between every `step`-th and those listed (Qwen).
void read_dense_layers(Config& config, ImportedModel& out) {
  config.take(&ModelShape::dense_layers, "dense_layers", {"first_k_dense_replace"});
  if (config.count("moe_layer_freq").value_or(1) != 1) config.problem("moe_layer_freq", "only 1 can be told");
  const int step = config.count("decoder_sparse_step").value_or(1);
  const int listed = config.length("mlp_only_layers");
  if (step > 1 && listed > 0) return config.problem("mlp_only_layers", "cannot be told beside a decoder_sparse_step");
  const int dense = step > 1 ? out.shape.layers - out.shape.layers / step : listed;
  if (dense > 0)
    config.set(&ModelShape::dense_layers, "dense_layers", dense, step > 1 ? "decoder_sparse_step" : "mlp_only_layers");
}

void read_experts(Config& config, ImportedModel& out) {
  if (!has_experts(out.model_type)) return;
  config.require(&ModelShape::experts, "experts", {"num_experts", "num_local_experts", "n_routed_experts"});
  config.require(&ModelShape::top_k, "top_k", {"num_experts_per_tok"});
  config.require(&ModelShape::expert_ffn, "expert_ffn",
                 {out.model_type == "mixtral" ? "intermediate_size" : "moe_intermediate_size"});
  read_shared_experts(config, out);
  read_dense_layers(config, out);
  if (const auto groups = config.count("topk_group"); groups && *groups > 1)
    config.add("expert_groups", *groups, "topk_group");
}

/// GPT-2 leaves out a width that is four times the hidden size.
void read_feed_forward(Config& config, ImportedModel& out) {
  if (out.model_type != "gpt2") return config.require(&ModelShape::ffn, "ffn", {"intermediate_size"});
  config.take(&ModelShape::ffn, "ffn", {"n_inner"});
  if (out.shape.ffn == 0) config.set(&ModelShape::ffn, "ffn", 4 * out.shape.hidden, "n_embd");
}

void read_flags(Config& config, const Family& family) {
  config.set(&ModelShape::gated, "gated", family.gated ? 1 : 0, "");
  const bool biases = config.flag("attention_bias", family.biases);
  if (config.flag("mlp_bias", biases) != biases) config.note("mlp_bias", "differs from attention_bias, which is taken");
  config.set(&ModelShape::biases, "biases", biases ? 1 : 0, "");
  const bool tied = config.flag("tie_word_embeddings", family.tied);
  config.set(&ModelShape::tied_embeddings, "tied_embeddings", tied ? 1 : 0, "tie_word_embeddings");
}

/// Rotary positions have no weights, and say how far a model may be asked, not the length it was trained at.
void read_positions(Config& config, const Family& family) {
  if (!family.learned_positions) return;
  config.require(&ModelShape::learned_positions, "learned_positions", {"n_positions"});
  (void)config.count("n_ctx");
}

void note_limits(Config& config, const Family& family) {
  const bool window_used = config.flag("use_sliding_window", true);
  const auto window = config.count("sliding_window");
  if (window && window_used) config.note("sliding_window", "attention over a window is counted over the whole context");
  if (config.count("num_nextn_predict_layers").value_or(0) > 0)
    config.note("num_nextn_predict_layers", "layers that predict further tokens are not counted");
  if (!family.note.empty()) config.note("model_type", std::string(family.note));
}

void read_shape(Config& config, const Family& family, ImportedModel& out) {
  config.require(&ModelShape::layers, "layers", {"num_hidden_layers", "n_layer"});
  config.require(&ModelShape::hidden, "hidden", {"hidden_size", "n_embd"});
  read_feed_forward(config, out);
  read_attention(config, out);
  config.require(&ModelShape::vocab, "vocab", {"vocab_size"});
  read_flags(config, family);
  read_experts(config, out);
  read_positions(config, family);
  note_limits(config, family);
}

/// A model of text and pictures keeps the language model under a key of its own.
Json language_part(const Json& root, ImportedModel& out) {
  const auto text = root.find("text_config");
  if (text == root.end() || !text->is_object()) return root;
  out.notes.push_back({"text_config", "is what was read; everything beside it was left out"});
  return *text;
}

std::string toml_text(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

std::string known_types() {
  std::string text;
  for (const auto& f : families) text += fmt::format("{}{}", text.empty() ? "" : ", ", f.type);
  return text;
}

const Family* family_of(std::string_view type) {
  constexpr std::string_view text_only = "_text";
  if (type.ends_with(text_only)) type.remove_suffix(text_only.size());
  const auto at = std::ranges::find(families, type, &Family::type);
  return at == families.end() ? nullptr : &*at;
}

}  // namespace

ImportedModel import_hf_config(std::string_view json) {
  ImportedModel out;
  const auto file = Json::parse(json, nullptr, false);
  if (!file.is_object()) {
    out.problems.push_back({"", "is not a JSON object"});
    return out;
  }
  const auto& root = language_part(file, out);
  const auto type = root.find("model_type");
  const auto* family = type != root.end() && type->is_string() ? family_of(type->get<std::string>()) : nullptr;
  if (family == nullptr) {
    const auto given = type == root.end() ? "missing" : type->dump(-1, ' ', false, Json::error_handler_t::replace);
    out.problems.push_back({"model_type", fmt::format("is {}; known are {}", given, known_types())});
    return out;
  }
  out.model_type = family->type;
  Config config(root, out);
  (void)config.length("model_type");
  (void)config.length("text_config");
  read_shape(config, *family, out);
  config.note_unknown();
  if (out.problems.empty()) check(out.shape, out.problems);
  return out;
}

std::string language_model_record(const ImportedModel& model, const RecordWords& words) {
  const auto count = workload::count_parameters(model.shape);
  std::string text = fmt::format("# Counts {:.4g} billion weights, {:.4g} billion of them for one token.\n",
                                 count.total / 1e9, count.active / 1e9);
  for (const auto& note : model.notes) text += fmt::format("# {}: {}\n", note.path, note.message);
  text += fmt::format("id = {}\nname = {}\nkind = \"language-model\"\n\n", toml_text(words.id), toml_text(words.name));
  for (const auto& field : model.fields) {
    const auto where = field.key.empty() ? fmt::format("model_type {}", model.model_type) : field.key;
    const auto year = words.year > 0 ? fmt::format(", year = {}", words.year) : "";
    text += fmt::format("{} = {{ value = \"{}\", kind = \"datasheet\", source = {}, where = \"config.json: {}\"{} }}\n",
                        field.name, field.value, toml_text(words.source), where, year);
  }
  return text;
}

}  // namespace copack::report
