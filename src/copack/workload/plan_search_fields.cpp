// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "copack/workload/plan_search.hpp"

namespace copack::workload {

void describe(Fields& f, PlanSpace& x) {
  constexpr Rule limit{.min = 0, .max = 1e7};
  constexpr Rule zero{.min = 0, .max = 3};
  f("max_tp", "", x.max_tp, "largest tensor parallel degree tried; 0: no limit", limit);
  f("max_cp", "", x.max_cp, "largest context parallel degree tried; 0: no limit", limit);
  f("max_dp", "", x.max_dp, "largest data parallel degree tried; 0: no limit", limit);
  f("max_pp", "", x.max_pp, "most pipeline stages tried; 0: no limit", limit);
  f("max_ep", "", x.max_ep, "largest expert parallel degree tried; 0: no limit", limit);
  f("max_interleave", "", x.max_interleave, "most chunks per stage tried; 0: no limit", limit);
  f("max_micro_batch", "", x.max_micro_batch, "most sequences per microbatch tried; 0: no limit", limit);
  f("recompute", x.recompute, "what may be computed again; what is not listed is not tried");
  f("sequence_parallel", x.sequence_parallel, "plans with sequence parallelism are tried");
  f("max_zero", "", x.max_zero, "highest zero tried with one microbatch", zero);
  f("max_zero_accumulating", "", x.max_zero_accumulating,
    "highest zero tried with several; from 2 on it assumes that split gradients are reduced once a step", zero);
}

void describe(Fields& f, KnownPlan& x) {
  f("plan", x.plan, "how the model is spread over accelerators");
  f("micro_batch", "", x.micro_batch, "sequences per microbatch, b", {.min = 1, .max = 1e6});
}

void describe(Fields& f, PlanSearchInputs& x) {
  f("model", x.model, "the language model");
  f("accelerators", "", x.accelerators, "accelerators, all of them used, n", {.min = 1, .max = 1e7, .required = true});
  f("sequence", "", x.sequence, "sequence length, s", {.min = 1, .max = 1e9, .required = true});
  f("global_batch", "", x.global_batch, "sequences per step, B", {.min = 1, .max = 1e9, .required = true});
  f("space", x.space, "what is tried");
  f("best", "", x.best, "plans listed", {.min = 1, .max = 1000});
  f("precision", x.precision, "bytes per number");
  f("accelerator", x.accelerator, "what computes");
  f("overlap", x.overlap, "how much communication hides behind compute");
  f("dropout", x.dropout, "the model is trained with dropout");
  f("flash_attention", x.flash_attention, "fused attention that never stores its scores");
  f("expert_groups", "", x.expert_groups, "most groups of accelerators one token goes to, M; 0: no limit",
    non_negative);
  f("compare", x.compare, "plans to hold against the best");
  f("networks", x.networks, "what joins the accelerators when no fabric is given, inside out");
}

void describe(Fields& f, RankedPlan& x) {
  f("plan", x.plan, "how the model is spread over accelerators");
  f("micro_batch", "", x.micro_batch, "sequences per microbatch, b");
  f("fits", x.fits, "into the memory");
  f("step_time", "s", x.step_time, "one training step");
  f("slower", "", x.slower, "than the best plan, as a share of its step time");
  f("tokens_per_second", "", x.tokens_per_second, "all accelerators");
  f("mfu", "", x.mfu, "model FLOP utilisation");
  f("memory", "GiB", x.memory, "of one accelerator");
  f("bubble_fraction", "", x.bubble_fraction, "of the ideal time");
  f("binds", x.binds, "the largest part of the step");
  f("binds_next", x.binds_next, "the second largest");
}

void describe(Fields& f, PlanSearchResults& x) {
  f("splits", "", x.splits, "ways to write n = t c d p, within the limits");
  f("no_heads", "", x.no_heads, "of them: tp does not divide the heads or the key/value heads");
  f("no_tokens", "", x.no_tokens, "of the rest: cp does not divide the sequence");
  f("no_layers", "", x.no_layers, "of the rest: more stages than layers");
  f("no_batch", "", x.no_batch, "of the rest: dp does not divide the batch");
  f("plans", "", x.plans, "legal plans");
  f("too_large", "", x.too_large, "of them: do not fit into the memory", by("plans - fit"));
  f("fit", "", x.fit, "plans that fit");
  f("too_slow", "", x.too_slow, "of them: not evaluated, as compute alone takes longer than the best take in all");
  f("evaluated", "", x.evaluated, "the rest", by("fit - too_slow"));
  f("found", x.found, "a plan fits");
  f("best", x.best, "fastest plans, the fastest first");
  f("compared", x.compared, "the plans to hold against the best");
  f("smallest", x.smallest, "the plan that needs the least memory");
  f("smallest_memory", x.smallest_memory, "what it needs; its excess is what is missing when no plan fits");
  f("accelerators_to_fit", "", x.accelerators_to_fit, "least n 2^i on which a plan fits; 0: none up to 1,024 n");
}

std::vector<Problem> validate(const PlanSearchInputs& in) {
  auto out = validate(workload_of(in, {}, 1));
  if (in.space.recompute.empty())
    out.push_back({"space.recompute", "is empty; list at least one of none, selective, full"});
  for (std::size_t i = 0; i < in.compare.size(); ++i) {
    const auto& known = in.compare[i];
    const auto path = fmt::format("compare[{}].", i);
    std::vector<Problem> problems;
    check(in.model, known.plan, workload_of(in, known.plan, known.micro_batch).batch, problems);
    for (auto& p : problems) {
      if (!p.path.starts_with("model.")) out.push_back({path + p.path, p.message});
    }
    const double used = accelerators(known.plan);
    if (used != in.accelerators)
      out.push_back({path + "plan", fmt::format("uses {} accelerators, not {}", used, in.accelerators)});
  }
  return out;
}

}  // namespace copack::workload
