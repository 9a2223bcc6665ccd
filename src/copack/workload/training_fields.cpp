// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <array>

#include "copack/workload/training.hpp"

namespace copack::workload {

std::span<const std::string_view> choice_names(Bound /*unused*/) {
  static constexpr std::array<std::string_view, 9> names{"compute", "memory", "tp",     "pp",       "dp",
                                                         "ep",      "cp",     "bubble", "optimizer"};
  return names;
}

void describe(Fields& f, Overlap& x) {
  f("tp", "", x.tp, "share of a layer's compute that can hide tensor-parallel messages", fraction);
  f("pp", "", x.pp, "share of the stage's compute that can hide pipeline messages", fraction);
  f("dp", "", x.dp, "share of one microbatch's compute that can hide gradients and weights", fraction);
  f("ep", "", x.ep, "share of a layer's compute that can hide expert messages", fraction);
  f("cp", "", x.cp, "share of a layer's compute that can hide keys and values", fraction);
  f("compute_share", "", x.compute_share, "share of the compute units that hidden messages take", fraction);
}

void describe(Fields& f, NetworkInputs& x) {
  f("reach", "", x.reach, "accelerators that reach one another through it; 0: all", non_negative);
  f("bandwidth", "GB/s", x.bandwidth, "per accelerator, one direction, of a large transfer",
    {.min = 1e-6, .max = 1e9, .required = true});
  f("latency", "us", x.latency, "one message", non_negative);
}

void describe(Fields& f, WorkloadInputs& x) {
  f("model", x.model, "the language model");
  f("plan", x.plan, "how it is spread over accelerators");
  f("batch", x.batch, "what is trained in one step");
  f("precision", x.precision, "bytes per number");
  f("accelerator", x.accelerator, "what computes");
  f("overlap", x.overlap, "how much communication hides behind compute");
  f("dropout", x.dropout, "the model is trained with dropout");
  f("networks", x.networks, "what joins the accelerators when no fabric is given, inside out");
}

void describe(Fields& f, DimensionResults& x) {
  f("dimension", x.dimension, "parallel dimension");
  f("ranks", "", x.ranks, "accelerators in a group");
  f("stride", "", x.stride, "between neighbours of the group in placement order");
  f("sent", "GB", x.sent, "sent per accelerator and step");
  f("total", "s", x.total, "all messages of a step");
  f("exposed", "s", x.exposed, "what compute does not hide");
  f("share", "", x.share, "of the step", by("exposed / step_time"));
}

void describe(Fields& f, WorkloadResults& x) {
  f("accelerators", "", x.accelerators, "accelerators at work", by("plan.tp * plan.cp * plan.dp * plan.pp"));
  f("microbatches", "", x.microbatches, "microbatches per pipeline and step, m",
    by("batch.global_batch / (plan.dp * batch.micro_batch)"));
  f("parameters", "", x.parameters, "weights of the model, P");
  f("model_flops", "FLOP", x.model_flops, "one step, nothing computed twice");
  f("hardware_flops", "FLOP", x.hardware_flops, "one step as computed, recomputation included");
  f("memory", x.memory, "memory of one accelerator");
  f("compute_time", "s", x.compute_time, "operations bound by arithmetic, slowest stage");
  f("memory_time", "s", x.memory_time, "operations bound by memory, slowest stage");
  f("overlap_loss", "s", x.overlap_loss, "compute time lost to hidden messages");
  f("dimensions", x.dimensions, "messages by parallel dimension: tp, pp, dp, ep, cp");
  f("exposed_communication", "s", x.exposed_communication, "messages that compute does not hide");
  f("bubble_fraction", "", x.bubble_fraction, "of the ideal time",
    by("(plan.pp - 1) / (plan.interleave * microbatches)"));
  f("bubble_time", "s", x.bubble_time, "filling and draining the pipeline");
  f("optimizer_time", "s", x.optimizer_time, "update of the weights");
  f("step_time", "s", x.step_time, "one training step",
    by("compute_time + memory_time + overlap_loss + exposed_communication + bubble_time + optimizer_time"));
  f("tokens_per_step", "", x.tokens_per_step, "tokens in a global batch", by("batch.global_batch * batch.sequence"));
  f("tokens_per_second", "", x.tokens_per_second, "all accelerators", by("tokens_per_step / step_time"));
  f("tokens_per_second_per_accelerator", "", x.tokens_per_second_per_accelerator, "one accelerator",
    by("tokens_per_second / accelerators"));
  f("achieved", "TFLOP/s", x.achieved, "model FLOP per accelerator and second",
    by("model_flops / (accelerators * step_time)"));
  f("mfu", "", x.mfu, "model FLOP utilisation", by("achieved / accelerator.peak"));
  f("hfu", "", x.hfu, "hardware FLOP utilisation", by("mfu * hardware_flops / model_flops"));
  f("binds", x.binds, "the largest part of the step");
  f("binds_next", x.binds_next, "the second largest");
}

std::vector<Problem> validate(const WorkloadInputs& in) {
  std::vector<Problem> out;
  check(in.model, in.plan, in.batch, out);
  const double layer_overlap = in.overlap.tp + in.overlap.cp + in.overlap.ep;
  if (layer_overlap > 1.0) {
    out.push_back(
        {"overlap", fmt::format("tp, cp and ep hide behind the same compute; their shares add up to {}, at most 1",
                                layer_overlap)});
  }
  for (std::size_t i = 1; i < in.networks.size(); ++i) {
    const auto outer = in.networks[i].reach;
    if (outer > 0 && outer <= in.networks[i - 1].reach) {
      out.push_back({fmt::format("networks[{}].reach", i), "must grow; list networks from the inside out"});
    }
  }
  return out;
}

}  // namespace copack::workload
