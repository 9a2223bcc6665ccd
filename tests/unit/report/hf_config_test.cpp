// SPDX-License-Identifier: Apache-2.0
#include "copack/report/hf_config.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "../workload/models.hpp"

namespace copack::report {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

struct Published {
  const char* name;
  const char* config;  ///< what of the published file shapes the model
  double parameters;   ///< in the checkpoint, or as printed
  double active;       ///< as printed; 0: all
  double tolerance;    ///< relative
  workload::ModelShape shape;
};

// Weights of whole checkpoints are exact but for the last norm and small biases; printed ones are rounded.
const std::vector<Published>& published() {
  static const std::vector<Published> models{
      {.name = "GPT-2 small, 124,439,808 weights in the checkpoint",
       .config =
           R"({"model_type": "gpt2", "n_ctx": 1024, "n_embd": 768, "n_head": 12, "n_layer": 12, "n_positions": 1024,
                     "vocab_size": 50257, "layer_norm_epsilon": 1e-05})",
       .parameters = 124439808,
       .tolerance = 2e-5,
       .shape = {.layers = 12,
                 .hidden = 768,
                 .ffn = 3072,
                 .heads = 12,
                 .vocab = 50257,
                 .gated = false,
                 .biases = true,
                 .tied_embeddings = true,
                 .learned_positions = 1024}},
      {.name = "GPT-NeoX-20B: Black et al. 2022, 20,554,567,680",
       .config = R"({"model_type": "gpt_neox", "hidden_size": 6144, "intermediate_size": 24576,
                     "max_position_embeddings": 2048, "num_attention_heads": 64, "num_hidden_layers": 44,
                     "rotary_pct": 0.25, "tie_word_embeddings": false, "vocab_size": 50432})",
       .parameters = 20554567680,
       .tolerance = 1e-6,
       .shape =
           {.layers = 44, .hidden = 6144, .ffn = 24576, .heads = 64, .vocab = 50432, .gated = false, .biases = true}},
      {.name = "Llama 3.1 8B, 8,030,261,248 weights in the checkpoint",
       .config = R"({"model_type": "llama", "attention_bias": false, "hidden_act": "silu", "hidden_size": 4096,
                     "intermediate_size": 14336, "max_position_embeddings": 131072, "mlp_bias": false,
                     "num_attention_heads": 32, "num_hidden_layers": 32, "num_key_value_heads": 8, "pretraining_tp": 1,
                     "rope_scaling": {"factor": 8.0}, "rope_theta": 500000.0, "tie_word_embeddings": false,
                     "vocab_size": 128256})",
       .parameters = 8030261248,
       .tolerance = 1e-6,
       .shape = {.layers = 32, .hidden = 4096, .ffn = 14336, .heads = 32, .kv_heads = 8, .vocab = 128256}},
      {.name = "Mistral 7B, 7,241,732,096 weights in the checkpoint",
       .config = R"({"model_type": "mistral", "hidden_size": 4096, "intermediate_size": 14336,
                     "max_position_embeddings": 32768, "num_attention_heads": 32, "num_hidden_layers": 32,
                     "num_key_value_heads": 8, "sliding_window": 4096, "tie_word_embeddings": false,
                     "vocab_size": 32000})",
       .parameters = 7241732096,
       .tolerance = 1e-6,
       .shape = {.layers = 32, .hidden = 4096, .ffn = 14336, .heads = 32, .kv_heads = 8, .vocab = 32000}},
      {.name = "Mixtral 8x7B, 46,702,792,704 weights in the checkpoint; Jiang et al. 2024: 13B active",
       .config = R"({"model_type": "mixtral", "hidden_size": 4096, "intermediate_size": 14336,
                     "max_position_embeddings": 32768, "num_attention_heads": 32, "num_experts_per_tok": 2,
                     "num_hidden_layers": 32, "num_key_value_heads": 8, "num_local_experts": 8,
                     "sliding_window": null, "tie_word_embeddings": false, "vocab_size": 32000})",
       .parameters = 46702792704,
       .active = 13e9,
       .tolerance = 1e-6,
       .shape = {.layers = 32,
                 .hidden = 4096,
                 .ffn = 14336,
                 .heads = 32,
                 .kv_heads = 8,
                 .vocab = 32000,
                 .experts = 8,
                 .top_k = 2,
                 .expert_ffn = 14336}},
      {.name = "Qwen2.5 7B, 7,615,616,512 weights in the checkpoint",
       .config = R"({"model_type": "qwen2", "hidden_size": 3584, "intermediate_size": 18944,
                     "max_position_embeddings": 131072, "max_window_layers": 28, "num_attention_heads": 28,
                     "num_hidden_layers": 28, "num_key_value_heads": 4, "sliding_window": 131072,
                     "tie_word_embeddings": false, "use_sliding_window": false, "vocab_size": 152064})",
       .parameters = 7615616512,
       .tolerance = 2e-5,
       .shape = {.layers = 28, .hidden = 3584, .ffn = 18944, .heads = 28, .kv_heads = 4, .vocab = 152064}},
      {.name = "Qwen3 30B-A3B: Qwen Team 2025, 30.5B, 3.3B active",
       .config = R"({"model_type": "qwen3_moe", "attention_bias": false, "decoder_sparse_step": 1, "head_dim": 128,
                     "hidden_size": 2048, "intermediate_size": 6144, "max_position_embeddings": 40960,
                     "mlp_only_layers": [], "moe_intermediate_size": 768, "num_attention_heads": 32, "num_experts": 128,
                     "num_experts_per_tok": 8, "num_hidden_layers": 48, "num_key_value_heads": 4,
                     "tie_word_embeddings": false, "vocab_size": 151936})",
       .parameters = 30.5e9,
       .active = 3.3e9,
       .tolerance = 2e-3,
       .shape = {.layers = 48,
                 .hidden = 2048,
                 .ffn = 6144,
                 .heads = 32,
                 .kv_heads = 4,
                 .head_dim = 128,
                 .vocab = 151936,
                 .experts = 128,
                 .top_k = 8,
                 .expert_ffn = 768}},
      {.name = "DeepSeek-V2: DeepSeek-AI 2024, 236B, 21B active",
       .config = R"({"model_type": "deepseek_v2", "first_k_dense_replace": 1, "hidden_size": 5120,
                     "intermediate_size": 12288, "kv_lora_rank": 512, "max_position_embeddings": 163840,
                     "moe_intermediate_size": 1536, "moe_layer_freq": 1, "n_group": 8, "n_routed_experts": 160,
                     "n_shared_experts": 2, "num_attention_heads": 128, "num_experts_per_tok": 6,
                     "num_hidden_layers": 60, "num_key_value_heads": 128, "q_lora_rank": 1536, "qk_nope_head_dim": 128,
                     "qk_rope_head_dim": 64, "tie_word_embeddings": false, "topk_group": 3, "v_head_dim": 128,
                     "vocab_size": 102400})",
       .parameters = 236e9,
       .active = 21e9,
       .tolerance = 2e-3,
       .shape = {.layers = 60,
                 .hidden = 5120,
                 .ffn = 12288,
                 .heads = 128,
                 .head_dim = 128,
                 .vocab = 102400,
                 .experts = 160,
                 .top_k = 6,
                 .expert_ffn = 1536,
                 .shared_experts = 2,
                 .dense_layers = 1,
                 .q_rank = 1536,
                 .kv_rank = 512,
                 .rope_dim = 64,
                 .value_dim = 128}},
      {.name = "DeepSeek-V3: DeepSeek-AI 2024, 671B, 37B active",
       .config = R"({"model_type": "deepseek_v3", "first_k_dense_replace": 3, "hidden_size": 7168,
                     "intermediate_size": 18432, "kv_lora_rank": 512, "max_position_embeddings": 163840,
                     "moe_intermediate_size": 2048, "moe_layer_freq": 1, "n_group": 8, "n_routed_experts": 256,
                     "n_shared_experts": 1, "num_attention_heads": 128, "num_experts_per_tok": 8,
                     "num_hidden_layers": 61, "num_key_value_heads": 128, "num_nextn_predict_layers": 1,
                     "q_lora_rank": 1536, "qk_nope_head_dim": 128, "qk_rope_head_dim": 64,
                     "tie_word_embeddings": false, "topk_group": 4, "v_head_dim": 128, "vocab_size": 129280})",
       .parameters = 671e9,
       .active = 37e9,
       .tolerance = 1e-3,
       .shape = workload::deepseek_v3()},
      {.name = "Gemma 7B, 8,537,680,896 weights in the checkpoint",
       .config = R"({"model_type": "gemma", "attention_bias": false, "head_dim": 256, "hidden_act": "gelu",
                     "hidden_size": 3072, "intermediate_size": 24576, "max_position_embeddings": 8192,
                     "num_attention_heads": 16, "num_hidden_layers": 28, "num_key_value_heads": 16,
                     "vocab_size": 256000})",
       .parameters = 8537680896,
       .tolerance = 1e-6,
       .shape = {.layers = 28,
                 .hidden = 3072,
                 .ffn = 24576,
                 .heads = 16,
                 .kv_heads = 16,
                 .head_dim = 256,
                 .vocab = 256000,
                 .tied_embeddings = true}},
  };
  return models;
}

std::string fields_of(const workload::ModelShape& shape) {
  std::string text;
  for (const auto& f : flatten(visit_of(shape))) text += f.path + " = " + std::to_string(f.stored) + "\n";
  return text;
}

TEST(HfConfig, CountsTheWeightsOfPublishedModels) {
  for (const auto& p : published()) {
    SCOPED_TRACE(p.name);
    const auto model = import_hf_config(p.config);
    EXPECT_THAT(model.problems, IsEmpty());
    EXPECT_EQ(fields_of(model.shape), fields_of(p.shape));
    const auto count = workload::count_parameters(model.shape);
    EXPECT_NEAR(count.total / p.parameters, 1.0, p.tolerance);
    if (p.active == 0) continue;
    EXPECT_NEAR(count.active / p.active, 1.0, 0.025);  // printed to two digits
  }
}

TEST(HfConfig, NamesWhatAShapeCannotSay) {
  const auto notes = [](const char* name) {
    for (const auto& p : published()) {
      if (std::string_view(p.name).starts_with(name)) return import_hf_config(p.config).notes;
    }
    return std::vector<Problem>{};
  };
  EXPECT_THAT(notes("Llama"), IsEmpty());
  EXPECT_THAT(notes("Mistral"), ElementsAre(Field(&Problem::path, "sliding_window")));
  EXPECT_THAT(notes("Qwen2.5"), ElementsAre(Field(&Problem::path, "model_type")));
  EXPECT_THAT(notes("DeepSeek-V3"), ElementsAre(Field(&Problem::path, "num_nextn_predict_layers")));
}

/// A small model with one key more, or one that takes the place of another.
ImportedModel with(const std::string& members) {
  return import_hf_config(R"({"model_type": "qwen2_moe", "hidden_size": 2048, "intermediate_size": 5632,
      "moe_intermediate_size": 1408, "num_attention_heads": 16, "num_experts": 60, "num_experts_per_tok": 4,
      "num_hidden_layers": 24, "num_key_value_heads": 16, "vocab_size": 151936)" +
                          members + "}");
}

TEST(HfConfig, NamesTheKeysItDoesNotKnow) {
  const auto model = with(R"(, "mamba_expand": 2, "rope_theta": 1e6)");
  EXPECT_THAT(model.problems, IsEmpty());
  EXPECT_THAT(model.notes, Contains(Field(&Problem::path, "mamba_expand")));
  EXPECT_EQ(model.notes.size(), 2u);  // and the biases of the type
}

TEST(HfConfig, NamesEveryKeyThatIsMissingOrWrong) {
  const auto model = import_hf_config(R"({"model_type": "llama", "hidden_size": "big", "intermediate_size": -1,
                                          "num_attention_heads": 8, "tie_word_embeddings": 3})");
  EXPECT_THAT(model.problems,
              ElementsAre(Field(&Problem::path, "num_hidden_layers"), Field(&Problem::path, "hidden_size"),
                          Field(&Problem::path, "intermediate_size"), Field(&Problem::path, "vocab_size"),
                          Field(&Problem::path, "tie_word_embeddings")));
}

TEST(HfConfig, TellsWhatItCannotRead) {
  for (const char* text : {"", "[]", "{", "3", "\xff"}) EXPECT_EQ(import_hf_config(text).problems.size(), 1u) << text;
  EXPECT_THAT(import_hf_config(R"({"model_type": "mamba"})").problems,
              ElementsAre(Field(&Problem::message, HasSubstr("deepseek_v3"))));
  EXPECT_THAT(import_hf_config(R"({"model_type": 7})").problems, ElementsAre(Field(&Problem::path, "model_type")));
  EXPECT_THAT(with(R"(, "shared_expert_intermediate_size": 1000)").problems,
              ElementsAre(Field(&Problem::path, "shared_expert_intermediate_size")));
}

TEST(HfConfig, ReadsLayersWithoutExperts) {
  EXPECT_EQ(with("").shape.dense_layers, 0);
  EXPECT_EQ(with(R"(, "decoder_sparse_step": 2)").shape.dense_layers, 12);
  EXPECT_EQ(with(R"(, "mlp_only_layers": [0, 1])").shape.dense_layers, 2);
  EXPECT_EQ(with(R"(, "decoder_sparse_step": 2, "mlp_only_layers": [0])").problems.size(), 1u);
  EXPECT_EQ(with(R"(, "shared_expert_intermediate_size": 5632)").shape.shared_experts, 4);
}

TEST(HfConfig, ReadsTheTextModelOfOneWithPictures) {
  const auto model = import_hf_config(R"({"model_type": "mistral3", "vision_config": {}, "text_config":
      {"model_type": "mistral", "hidden_size": 5120, "intermediate_size": 32768, "head_dim": 128,
       "num_attention_heads": 32, "num_hidden_layers": 40, "num_key_value_heads": 8, "vocab_size": 131072}})");
  EXPECT_THAT(model.problems, IsEmpty());
  EXPECT_EQ(model.shape.layers, 40);
  EXPECT_THAT(model.notes, ElementsAre(Field(&Problem::path, "text_config")));
}

TEST(HfConfig, WritesARecord) {
  const auto model = import_hf_config(published()[8].config);
  const auto text =
      language_model_record(model, {.id = "v3", .name = "V3", .source = "deepseek-v3-report", .year = 2024});
  EXPECT_THAT(text, HasSubstr("# num_nextn_predict_layers: "));
  EXPECT_THAT(text, HasSubstr("\nkv_rank = { value = \"512\", kind = \"datasheet\", source = \"deepseek-v3-report\", "
                              "where = \"config.json: kv_lora_rank\", year = 2024 }\n"));
  EXPECT_THAT(text, HasSubstr("\nexpert_groups = { value = \"4\""));
  EXPECT_THAT(language_model_record(model, {.id = "v3", .name = R"(a "b" \ c)"}),
              HasSubstr("\nname = \"a \\\"b\\\" \\\\ c\"\n"));
}

}  // namespace
}  // namespace copack::report
