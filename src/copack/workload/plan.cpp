// SPDX-License-Identifier: Apache-2.0
#include "copack/workload/plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace copack::workload {

int microbatches(const Plan& plan, const Batch& batch) {
  const std::int64_t per_round = std::max<std::int64_t>(1, 1LL * batch.micro_batch * plan.dp);
  return static_cast<int>(std::max<std::int64_t>(1, batch.global_batch / per_round));
}

int layers_of_stage(const ModelShape& m, const Plan& plan) { return (m.layers + plan.pp - 1) / plan.pp; }

HeldWeights held_weights(const ModelShape& m, const Plan& plan) {
  const auto p = count_parameters(m);
  const double share = static_cast<double>(layers_of_stage(m, plan)) / m.layers;
  const double tables =
      plan.pp == 1 || m.tied_embeddings ? 1.0 : 0.5;  // input table on the first stage, output on the last
  return {.layers = share * (p.layers - p.routed) / plan.tp,
          .routed = share * p.routed / plan.ep,
          .embedding = tables * p.embedding / plan.tp};
}

std::span<const std::string_view> choice_names(ParallelDimension /*unused*/) {
  static constexpr std::array<std::string_view, 5> names{"tp", "pp", "dp", "ep", "cp"};
  return names;
}

void describe(Fields& f, Plan& x) {
  constexpr Rule degree{.min = 1, .max = 1e5};
  f("tp", "", x.tp, "tensor parallel degree, t", degree);
  f("cp", "", x.cp, "context parallel degree, c", degree);
  f("dp", "", x.dp, "data parallel degree, d", degree);
  f("pp", "", x.pp, "pipeline stages, p", degree);
  f("ep", "", x.ep, "expert parallel degree, e; ranks taken from tp x cp x dp", degree);
  f("interleave", "", x.interleave, "chunks of layers per stage, v", degree);
  f("recompute", x.recompute, "activations computed again in the backward pass");
  f("sequence_parallel", x.sequence_parallel, "norms and dropout are split over tp");
  f("flash_attention", x.flash_attention, "fused attention that never stores its scores");
  f("zero", "", x.zero, "1: optimizer, 2: also gradients, 3: also weights split over dp", {.min = 0, .max = 3});
  f("reshard", x.reshard, "zero 3: weights are gathered again for every microbatch");
  f("expert_groups", "", x.expert_groups, "most groups of accelerators one token goes to, M; 0: no limit",
    non_negative);
}

void describe(Fields& f, Batch& x) {
  f("sequence", "", x.sequence, "sequence length, s", {.min = 1, .max = 1e9, .required = true});
  f("global_batch", "", x.global_batch, "sequences per step, B", {.min = 1, .max = 1e9, .required = true});
  f("micro_batch", "", x.micro_batch, "sequences per microbatch, b", {.min = 1, .max = 1e6});
}

void describe(Fields& f, Precision& x) {
  f("weight_bytes", "", x.weight_bytes, "bytes per weight", positive);
  f("gradient_bytes", "", x.gradient_bytes, "bytes per gradient, stored and reduced, g", positive);
  f("optimizer_bytes", "", x.optimizer_bytes, "bytes of optimizer state per weight", non_negative);
  f("activation_bytes", "", x.activation_bytes, "bytes per activation, stored and sent", positive);
  f("operand_bytes", "", x.operand_bytes, "bytes per operand of a matrix product", positive);
  f("dispatch_bytes", "", x.dispatch_bytes, "bytes per element sent to an expert", positive);
  f("combine_bytes", "", x.combine_bytes, "bytes per element sent back", positive);
}

namespace {

void check_divides(std::int64_t part, const char* path, std::int64_t whole, const char* what,
                   std::vector<Problem>& out) {
  if (part > 0 && whole % part != 0)
    out.push_back({path, fmt::format("{} does not divide {} = {}", part, what, whole)});
}

}  // namespace

void check(const ModelShape& m, const Plan& plan, const Batch& batch, std::vector<Problem>& out) {
  check(m, out);
  check_divides(plan.tp, "plan.tp", m.heads, "model.heads", out);
  check_divides(plan.cp, "plan.cp", batch.sequence, "batch.sequence", out);
  const auto per_round = 1LL * plan.dp * batch.micro_batch;
  check_divides(per_round, "batch.global_batch", batch.global_batch, "the global batch; dp x micro_batch must", out);
  if (plan.pp > m.layers) out.push_back({"plan.pp", fmt::format("{} stages for {} layers", plan.pp, m.layers)});
  if (plan.interleave > 1 && plan.pp == 1) out.push_back({"plan.interleave", "needs more than one pipeline stage"});
  if (plan.interleave > layers_of_stage(m, plan)) {
    out.push_back({"plan.interleave",
                   fmt::format("{} chunks for {} layers in a stage", plan.interleave, layers_of_stage(m, plan))});
  }
  if (plan.ep > 1 && m.experts == 0) out.push_back({"plan.ep", "is above 1, but the model has no experts"});
  if (m.experts > 0) {
    check_divides(plan.ep, "plan.ep", m.experts, "model.experts", out);
    check_divides(plan.ep, "plan.ep", 1LL * plan.tp * plan.cp * plan.dp, "tp x cp x dp", out);
  }
}

}  // namespace copack::workload
