// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <array>

#include "copack/workload/serving.hpp"

namespace copack::workload {

std::span<const std::string_view> choice_names(Scheduling /*unused*/) {
  static constexpr std::array<std::string_view, 2> names{"aggregated", "disaggregated"};
  return names;
}

std::span<const std::string_view> choice_names(ServingBound /*unused*/) {
  static constexpr std::array<std::string_view, serving_bounds> names{"compute", "weights", "cache", "activations",
                                                                      "tp",      "ep",      "pp",    "overhead"};
  return names;
}

std::span<const std::string_view> choice_names(BatchLimit /*unused*/) {
  static constexpr std::array<std::string_view, 6> names{"none", "memory",      "tpot",
                                                         "ttft", "step_tokens", "most_sequences"};
  return names;
}

void describe(Fields& f, ServingPlan& x) {
  constexpr Rule degree{.min = 1, .max = 1e5};
  f("tp", "", x.tp, "tensor parallel degree, t", degree);
  f("dp", "", x.dp, "replicas of the attention that share the experts, d", degree);
  f("pp", "", x.pp, "pipeline stages, p", degree);
  f("ep", "", x.ep, "expert parallel degree, e; ranks taken from tp x dp", degree);
  f("redundant_experts", "", x.redundant_experts, "copies of busy experts per layer", {.min = 0, .max = 1e6});
  f("expert_groups", "", x.expert_groups, "most groups of accelerators one token goes to; 0: no limit", non_negative);
  f("two_batch", x.two_batch, "half batches take turns: messages of one run behind compute of the other");
  f("compute_share", "", x.compute_share, "share of the compute units that messages take while they hide", fraction);
}

void describe(Fields& f, ServingPrecision& x) {
  f("weight_bytes", "", x.weight_bytes, "bytes per weight and operand of a matrix product", positive);
  f("cache_bytes", "", x.cache_bytes, "bytes per cached number", positive);
  f("activation_bytes", "", x.activation_bytes, "bytes per activation, moved and reduced", positive);
  f("dispatch_bytes", "", x.dispatch_bytes, "bytes per element sent to an expert, scales included", positive);
  f("combine_bytes", "", x.combine_bytes, "bytes per element sent back", positive);
}

void describe(Fields& f, Requests& x) {
  constexpr Rule tokens{.min = 1, .max = 1e8, .required = true};
  f("prompt", "", x.prompt, "tokens of the prompt, s", tokens);
  f("output", "", x.output, "tokens of the answer, o", tokens);
  f("prefix_hits", "", x.prefix_hits, "share of the prompt whose keys and values are kept from earlier requests",
    {.min = 0.0, .max = 0.999});
  f("most_sequences", "", x.most_sequences, "decoding at once per attention replica; 0: as many as fit",
    {.min = 0, .max = 1e9});
}

void describe(Fields& f, ServingInputs& x) {
  f("model", x.model, "the language model");
  f("accelerator", x.accelerator, "the accelerator of both pools");
  f("precision", x.precision, "bytes per number");
  f("requests", x.requests, "what one request asks for");
  f("scheduling", x.scheduling, "one pool for prompts and answers, or two");
  f("prefill", x.prefill, "plan of the prefill pool; not read when aggregated");
  f("decode", x.decode, "plan of the decode pool, or of the only one");
  f("prefill_tokens", "", x.prefill_tokens, "most prompt tokens per attention replica in one prefill step",
    {.min = 1, .max = 1e9});
  f("ttft", "s", x.ttft, "target of the time to the first token; 0: none", non_negative);
  f("tpot", "ms", x.tpot, "target of the time per output token; 0: none", non_negative);
  f("step_overhead", "ms", x.step_overhead, "host and launch time of a pass through a stage, not hidden", non_negative);
  f("memory_use", "", x.memory_use, "share of the memory for weights and cache", {.min = 0.01, .max = 1.0});
  f("reserve_output", x.reserve_output, "room for the whole answer is kept from its first token: none is evicted");
  f("cache_stride", "", x.cache_stride, "accelerators from sender to receiver of the cache; 0: a prefill instance",
    {.min = 0, .max = 1e9});
  f("stream_cache", x.stream_cache, "the cache of a layer leaves while the next is computed");
  f("accelerator_power", "kW", x.accelerator_power, "with its share of server, network and cooling; 0: not counted",
    non_negative);
  f("networks", x.networks, "inside out; needed when the workload runs without a fabric");
}

void describe(Fields& f, PoolResults& x) {
  f("accelerators", "", x.accelerators, "of one instance, t d p");
  f("batch", "", x.batch, "sequences per attention replica; 0: not even one");
  f("tokens", "", x.tokens, "per attention replica and step");
  f("weights", "GB", x.weights, "per accelerator");
  f("cache", "GB", x.cache, "per accelerator, at this batch");
  f("sequences_that_fit", "", x.sequences_that_fit, "per attention replica, by memory alone");
  f("memory_shortfall", "GB", x.memory_shortfall, "missing for one sequence");
  f("context_that_fits", "", x.context_that_fits, "tokens that the memory left by the weights holds");
  f("compute_time", "ms", x.compute_time, "bound by arithmetic");
  f("weight_time", "ms", x.weight_time, "bound by reading weights");
  f("cache_time", "ms", x.cache_time, "bound by reading keys and values");
  f("activation_time", "ms", x.activation_time, "bound by moving activations");
  f("overlap_loss", "ms", x.overlap_loss, "compute time lost to hidden messages");
  f("tp_time", "ms", x.tp_time, "all-reduces of tensor parallelism");
  f("ep_time", "ms", x.ep_time, "dispatch to experts and combine");
  f("pp_time", "ms", x.pp_time, "activations between stages");
  f("tp_exposed", "ms", x.tp_exposed, "of it, not hidden");
  f("ep_exposed", "ms", x.ep_exposed, "of it, not hidden");
  f("pp_exposed", "ms", x.pp_exposed, "of it, not hidden");
  f("overhead", "ms", x.overhead, "host and launches");
  f("step_time", "ms", x.step_time, "through all stages");
  f("tp_share", "", x.tp_share, "exposed, of the step");
  f("ep_share", "", x.ep_share, "exposed, of the step");
  f("pp_share", "", x.pp_share, "exposed, of the step");
  f("exposed_share", "", x.exposed_share, "all exposed communication, of the step");
  f("limit", x.limit, "what stops the batch from growing");
  f("binds", x.binds, "largest part of what the step waits for");
  f("binds_next", x.binds_next, "largest part beside it, hidden ones included");
  f("tokens_per_second_per_accelerator", "", x.tokens_per_second_per_accelerator,
    "prompt tokens of a prefill pool, else output tokens");
}

void describe(Fields& f, ServingResults& x) {
  f("cache_per_token", "kB", x.cache_per_token, "keys and values, all layers");
  f("cache_per_request", "GB", x.cache_per_request, "at its longest",
    by("(requests.prompt + requests.output) * cache_per_token"));
  f("prefill", x.prefill, "step of the prefill pool; empty when aggregated");
  f("decode", x.decode, "step of the decode pool, or of the only one");
  f("prefill_compute", "ms", x.prefill_compute, "part of the time to the first token");
  f("prefill_communication", "ms", x.prefill_communication, "part of it, exposed");
  f("cache_transfer", "ms", x.cache_transfer, "of the prompts of one prefill step");
  f("cache_exposed", "ms", x.cache_exposed, "part of it that prefill does not hide");
  f("ttft", "ms", x.ttft, "time to the first token, without queueing",
    by("prefill_compute + prefill_communication + cache_exposed"));
  f("ttft_excess", "ms", x.ttft_excess, "over the target");
  f("tpot", "ms", x.tpot, "time per output token", by("decode.step_time"));
  f("tpot_excess", "ms", x.tpot_excess, "over the target");
  f("feasible", x.feasible, "memory and targets allow at least one sequence");
  f("prefill_per_decode", "", x.prefill_per_decode, "prefill accelerators per decode accelerator, in balance");
  f("requests_per_second_per_accelerator", "", x.requests_per_second_per_accelerator, "both pools counted");
  f("output_per_second_per_accelerator", "", x.output_per_second_per_accelerator, "output tokens, both pools counted",
    by("requests_per_second_per_accelerator * requests.output"));
  f("tokens_per_second_per_accelerator", "", x.tokens_per_second_per_accelerator,
    "prompt and output tokens, both pools counted",
    by("requests_per_second_per_accelerator * (requests.prompt + requests.output)"));
  f("output_per_second_per_megawatt", "", x.output_per_second_per_megawatt,
    "output tokens; 0 without accelerator_power");
}

namespace {

void check(const ModelShape& m, const ServingPlan& p, const std::string& path, std::vector<Problem>& out) {
  if (p.tp > m.heads)
    out.push_back({path + ".tp", fmt::format("{} exceeds the {} heads of the model", p.tp, m.heads)});
  else if (m.heads % p.tp != 0)
    out.push_back({path + ".tp", fmt::format("{} does not divide model.heads = {}", p.tp, m.heads)});
  if (p.pp > m.layers) out.push_back({path + ".pp", fmt::format("{} stages for {} layers", p.pp, m.layers)});
  if (m.experts == 0 && (p.ep > 1 || p.redundant_experts > 0)) {
    out.push_back({path + ".ep", "or redundant_experts is set, but the model has no experts"});
  }
  if (m.experts == 0 || p.ep < 1) return;
  const std::int64_t placed = 1LL * m.experts + p.redundant_experts;
  if (placed % p.ep != 0) {
    out.push_back({path + ".ep", fmt::format("{} does not divide the experts, {} and {} redundant", p.ep, m.experts,
                                             p.redundant_experts)});
  }
  if (1LL * p.tp * p.dp % p.ep != 0)
    out.push_back({path + ".ep", fmt::format("{} does not divide tp x dp = {}", p.ep, 1LL * p.tp * p.dp)});
}

}  // namespace

std::vector<Problem> validate(const ServingInputs& in) {
  std::vector<Problem> out;
  check(in.model, out);
  check(in.model, in.decode, "decode", out);
  if (in.scheduling == Scheduling::disaggregated) check(in.model, in.prefill, "prefill", out);
  if (in.requests.prompt < 1.0) out.push_back({"requests.prompt", "is below 1 token; give the length of the prompt"});
  if (in.requests.output < 1.0) out.push_back({"requests.output", "is below 1 token; give the length of the answer"});
  if (in.requests.most_sequences > 0.0 && in.requests.most_sequences < 1.0) {
    out.push_back({"requests.most_sequences", "is below 1; give at least one sequence, or 0 for as many as fit"});
  }
  const bool limited =
      in.tpot.si() > 0.0 || in.requests.most_sequences > 0.0 || in.accelerator.memory_capacity.si() > 0.0;
  if (!limited) out.push_back({"tpot", "memory_capacity and most_sequences are all 0; nothing limits the batch"});
  return out;
}

}  // namespace copack::workload
