// SPDX-License-Identifier: Apache-2.0
#include "copack/workload/inference.hpp"

namespace copack::workload {

KvCacheResults evaluate(const KvCacheInputs& in) {
  const auto size = attention_size(in.model);
  KvCacheResults r{.elements_per_token_layer = size.key + size.value};
  r.per_token = in.model.layers * r.elements_per_token_layer * in.element_bytes * unit::byte;
  r.total = in.context * in.sequences * r.per_token;
  return r;
}

DecodeBoundResults evaluate(const DecodeBoundInputs& in) {
  DecodeBoundResults r;
  const double elements = in.tokens * in.copies * in.hidden;
  r.dispatch = elements * in.dispatch_bytes * unit::byte;
  r.combine = elements * in.combine_bytes * unit::byte;
  r.payload = r.dispatch + r.combine;
  r.dispatch_time = r.dispatch / in.bandwidth;
  r.combine_time = r.combine / in.bandwidth;
  r.layer_time = r.dispatch_time + r.combine_time;
  r.time_per_token = in.layers * in.microbatches * r.layer_time;
  r.tokens_per_second = 1.0 / r.time_per_token.in(unit::s);
  return r;
}

void describe(Fields& f, KvCacheInputs& x) {
  f("model", x.model, "the language model");
  f("element_bytes", "", x.element_bytes, "bytes per cached number", positive);
  f("context", "", x.context, "tokens per sequence", non_negative);
  f("sequences", "", x.sequences, "sequences kept at once", non_negative);
}

void describe(Fields& f, KvCacheResults& x) {
  f("elements_per_token_layer", "", x.elements_per_token_layer, "keys and values, or the latent vector");
  f("per_token", "B", x.per_token, "cache of one token, all layers",
    by("model.layers * elements_per_token_layer * element_bytes"));
  f("total", "GB", x.total, "cache of all sequences", by("context * sequences * per_token"));
}

void describe(Fields& f, DecodeBoundInputs& x) {
  f("tokens", "", x.tokens, "per accelerator and microbatch", required_positive);
  f("copies", "", x.copies, "accelerators that each token goes to", required_positive);
  f("hidden", "", x.hidden, "hidden size, h", required_positive);
  f("dispatch_bytes", "", x.dispatch_bytes, "bytes per element sent to an expert, scales included", non_negative);
  f("combine_bytes", "", x.combine_bytes, "bytes per element sent back", non_negative);
  f("layers", "", x.layers, "layers with experts", {.min = 1, .max = 1e6});
  f("microbatches", "", x.microbatches, "microbatches that take turns on the network", {.min = 1, .max = 1e6});
  f("bandwidth", "GB/s", x.bandwidth, "per accelerator, one direction", required_positive);
}

void describe(Fields& f, DecodeBoundResults& x) {
  f("dispatch", "MB", x.dispatch, "sent to experts per accelerator, layer and microbatch",
    by("tokens * copies * hidden * dispatch_bytes"));
  f("combine", "MB", x.combine, "sent back", by("tokens * copies * hidden * combine_bytes"));
  f("payload", "MB", x.payload, "both", by("dispatch + combine"));
  f("dispatch_time", "us", x.dispatch_time, "one layer, one microbatch", by("dispatch / bandwidth"));
  f("combine_time", "us", x.combine_time, "one layer, one microbatch", by("combine / bandwidth"));
  f("layer_time", "us", x.layer_time, "one layer, one microbatch", by("dispatch_time + combine_time"));
  f("time_per_token", "ms", x.time_per_token, "all layers, all microbatches", by("layers * microbatches * layer_time"));
  f("tokens_per_second", "", x.tokens_per_second, "of one sequence", by("1 / time_per_token"));
}

std::vector<Problem> validate(const KvCacheInputs& in) {
  std::vector<Problem> out;
  check(in.model, out);
  return out;
}

std::vector<Problem> validate(const DecodeBoundInputs& in) {
  if (in.dispatch_bytes + in.combine_bytes > 0.0) return {};
  return {{"dispatch_bytes", "and combine_bytes are both 0; nothing would be sent"}};
}

}  // namespace copack::workload
