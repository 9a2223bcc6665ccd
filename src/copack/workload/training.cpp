// SPDX-License-Identifier: Apache-2.0
#include "copack/workload/training.hpp"

#include <algorithm>
#include <array>

namespace copack::workload {
namespace {

/// Messages of one dimension: bytes one rank puts on the wire and seconds they take.
struct Traffic {
  double bytes = 0;
  double time = 0;
  Traffic& operator+=(const Traffic& x) {
    bytes += x.bytes;
    time += x.time;
    return *this;
  }
  friend Traffic operator*(double k, const Traffic& x) { return {k * x.bytes, k * x.time}; }
};

/// Bytes on the wire of one rank over the size of the message, bandwidth-optimal algorithms.
double wire_factor(Operation operation, double n) {
  if (operation == Operation::point_to_point) return 1.0;
  return (operation == Operation::all_reduce ? 2.0 : 1.0) * (n - 1.0) / n;
}

Traffic send(const Network& network, ParallelDimension dimension, Operation operation, double bytes, std::int64_t ranks,
             std::int64_t stride) {
  if (ranks < 2 || bytes <= 0.0) return {};
  const Message message{dimension, operation, bytes * unit::byte, ranks, stride};
  return {.bytes = bytes * wire_factor(operation, static_cast<double>(ranks)), .time = network(message).in(unit::s)};
}

/// Elements of activation that one microbatch passes on, on one context-parallel rank: b s h / c.
double activation_elements(const WorkloadInputs& in) {
  return static_cast<double>(in.batch.sequence) * in.batch.micro_batch / in.plan.cp * in.model.hidden;
}

/// Passes through a layer per microbatch: forward, backward, and the forward again with full recomputation.
double passes(const Plan& plan) { return plan.recompute == Recompute::full ? 3.0 : 2.0; }

/// Two all-reduces per pass and layer, of the attention and of the feed-forward (Narayanan 2021, section 3.2); sequence
/// parallelism splits each into a reduce-scatter and an all-gather of the same volume.
Traffic tensor_traffic(const WorkloadInputs& in, const Network& network) {
  const auto& plan = in.plan;
  const double bytes = activation_elements(in) * in.precision.activation_bytes;
  const auto one = [&](Operation operation) {
    return send(network, ParallelDimension::tp, operation, bytes, plan.tp, 1);
  };
  const double moe_share = static_cast<double>(moe_layers(in.model)) / in.model.layers;
  const double blocks = 2.0 - moe_share * (in.model.shared_experts > 0 ? 0.0 : 1.0);  // routed experts are not split
  if (!plan.sequence_parallel) return blocks * passes(plan) * one(Operation::all_reduce);
  Traffic both = one(Operation::all_gather);
  both += one(Operation::reduce_scatter);
  return blocks * passes(plan) * both;
}

/// Keys and values of the whole sequence are gathered forward, their gradients reduced backward (Llama 3, section 3.3).
Traffic context_traffic(const WorkloadInputs& in, const Network& network) {
  const auto& plan = in.plan;
  const auto size = attention_size(in.model);
  const double tokens = static_cast<double>(in.batch.sequence) * in.batch.micro_batch;
  const double bytes = tokens * (size.key + size.value) / plan.tp * in.precision.activation_bytes;
  Traffic all =
      (passes(plan) - 1.0) * send(network, ParallelDimension::cp, Operation::all_gather, bytes, plan.cp, plan.tp);
  return all += send(network, ParallelDimension::cp, Operation::reduce_scatter, bytes, plan.cp, plan.tp);
}

/// Copies of a token that leave for experts: one per expert, or one per group of accelerators if that is less.
double token_copies(const WorkloadInputs& in) {
  const int k = in.model.top_k;
  return in.plan.expert_groups > 0 ? std::min(k, in.plan.expert_groups) : k;
}

/// Dispatch and combine per pass of an expert layer, mean over all layers.
Traffic expert_traffic(const WorkloadInputs& in, const Network& network) {
  const auto& plan = in.plan;
  if (plan.ep < 2) return {};
  const double moe_share = static_cast<double>(moe_layers(in.model)) / in.model.layers;
  const double elements = activation_elements(in) / plan.tp * token_copies(in);
  const auto all_to_all = [&](double bytes) {
    return send(network, ParallelDimension::ep, Operation::all_to_all, elements * bytes, plan.ep, 1);
  };
  Traffic there_and_back = all_to_all(in.precision.dispatch_bytes);
  there_and_back += all_to_all(in.precision.combine_bytes);
  return moe_share * passes(plan) * there_and_back;
}

/// Gradients of weights that `ranks` accelerators share are reduced once a step; with split states the new weights are
/// gathered instead of reduced twice. ZeRO 3 gathers the weights forward and backward, for every microbatch if dropped.
Traffic reduce_gradients(const WorkloadInputs& in, const Network& network, double weights, std::int64_t ranks,
                         std::int64_t stride, double rounds) {
  const auto one = [&](Operation operation, double bytes) {
    return send(network, ParallelDimension::dp, operation, weights * bytes, ranks, stride);
  };
  const auto& p = in.precision;
  if (in.plan.zero == 0) return one(Operation::all_reduce, p.gradient_bytes);
  const double gathers = in.plan.zero >= 3 ? 2.0 * (in.plan.reshard ? rounds : 1.0) : 1.0;
  Traffic all = gathers * one(Operation::all_gather, p.weight_bytes);
  return all += one(Operation::reduce_scatter, p.gradient_bytes);
}

Traffic data_traffic(const WorkloadInputs& in, const Network& network, double rounds) {
  const auto& plan = in.plan;
  const auto held = held_weights(in.model, plan);
  const std::int64_t shared = 1LL * plan.dp * plan.cp;
  Traffic all = reduce_gradients(in, network, held.layers + held.embedding, shared, plan.tp, rounds);
  if (held.routed > 0.0) {
    all += reduce_gradients(in, network, held.routed, shared * plan.tp / plan.ep, plan.ep, rounds);
  }
  return all;
}

/// Activations forward and gradients backward across the stage boundary, for each chunk; tp ranks each send their part
/// (Narayanan 2021, section 4.1).
Traffic pipeline_traffic(const WorkloadInputs& in, const Network& network) {
  const auto& plan = in.plan;
  const double bytes = activation_elements(in) * in.precision.activation_bytes / plan.tp;
  const std::int64_t stride = 1LL * plan.tp * plan.cp * plan.dp;
  return 2.0 * plan.interleave *
         send(network, ParallelDimension::pp, Operation::point_to_point, bytes, plan.pp, stride);
}

/// What is left of messages that compute can hide, and what hiding costs the compute.
struct Exposed {
  double time = 0;
  double loss = 0;
};

/// Compute time that hides messages. What one dimension hides behind is taken from the next: all together hide no more
/// than the compute lasts.
class Cover {
 public:
  Cover(double compute, double left, double compute_share) : compute_(compute), left_(left), share_(compute_share) {}
  Exposed hide(const Traffic& traffic, double eta) {
    const double hidden = std::min({traffic.time, eta * compute_, left_});
    left_ -= hidden;
    return {.time = traffic.time - hidden, .loss = share_ * hidden};
  }
  /// Share of the compute that hides nothing yet.
  [[nodiscard]] double free_share() const { return compute_ > 0.0 ? left_ / compute_ : 0.0; }

 private:
  double compute_, left_, share_;
};

/// One microbatch through one layer.
struct LayerTime {
  LayerWork work;
  Traffic tp, cp, ep;
  Exposed tp_exposed, cp_exposed, ep_exposed;
  double free_share = 1.0;  ///< of the compute, behind which no message hides yet
  [[nodiscard]] double exposed() const { return tp_exposed.time + cp_exposed.time + ep_exposed.time; }
  [[nodiscard]] double loss() const { return tp_exposed.loss + cp_exposed.loss + ep_exposed.loss; }
  [[nodiscard]] double total() const { return work.total().total() + exposed() + loss(); }
};

LayerTime layer_time(const WorkloadInputs& in, const Network& network) {
  LayerTime t{.work = layer_work(in.model, in.plan, in.batch, in.precision, in.accelerator, in.dropout),
              .tp = tensor_traffic(in, network),
              .cp = context_traffic(in, network),
              .ep = expert_traffic(in, network)};
  const double compute = t.work.total().total();
  Cover cover(compute, compute, in.overlap.compute_share);
  t.tp_exposed = cover.hide(t.tp, in.overlap.tp);
  t.cp_exposed = cover.hide(t.cp, in.overlap.cp);
  t.ep_exposed = cover.hide(t.ep, in.overlap.ep);
  t.free_share = cover.free_share();
  return t;
}

/// The slowest stage. When p divides L the last stage carries the output projection on top; otherwise the end stages
/// are a layer short and the projection takes its place.
struct Stage {
  double layers = 0;
  bool head = false;
};
Stage slowest_stage(const WorkloadInputs& in, double layer, double head) {
  const int p = in.plan.pp;
  const int full = layers_of_stage(in.model, in.plan);
  if (in.model.layers % p == 0) return {.layers = static_cast<double>(full), .head = true};
  const int last = in.model.layers / p;
  return last * layer + head > full * layer ? Stage{static_cast<double>(last), true}
                                            : Stage{static_cast<double>(full), false};
}

Bound bound_of(ParallelDimension d) { return static_cast<Bound>(static_cast<int>(Bound::tp) + static_cast<int>(d)); }

void find_bounds(WorkloadResults& r) {
  std::array<double, 9> share{};
  const auto at = [&](Bound b) -> double& { return share.at(static_cast<std::size_t>(b)); };
  at(Bound::compute) = (r.compute_time + r.overlap_loss).si();
  at(Bound::memory) = r.memory_time.si();
  for (const auto& d : r.dimensions) at(bound_of(d.dimension)) = d.exposed.si();
  at(Bound::bubble) = r.bubble_time.si();
  at(Bound::optimizer) = r.optimizer_time.si();
  const auto first = std::ranges::max_element(share);
  r.binds = static_cast<Bound>(first - share.begin());
  *first = -1.0;
  r.binds_next = static_cast<Bound>(std::ranges::max_element(share) - share.begin());
}

void add_rates(const WorkloadInputs& in, WorkloadResults& r) {
  r.tokens_per_second = r.tokens_per_step / r.step_time.in(unit::s);
  r.tokens_per_second_per_accelerator = r.tokens_per_second / r.accelerators;
  r.achieved = r.model_flops / (r.accelerators * r.step_time);
  r.mfu = r.achieved / in.accelerator.peak;
  r.hfu = r.mfu * r.hardware_flops / r.model_flops;
  for (auto& d : r.dimensions) d.share = d.exposed / r.step_time;
}

/// Everything that takes time in a step, in seconds on the slowest stage.
struct StepTimes {
  LayerTime layer;
  Work head;
  Stage stage;
  Work work;          ///< of the step
  double passes = 0;  ///< of a microbatch through a layer, in the step
  Traffic pp, dp;
  Exposed pp_exposed, dp_exposed;
};

StepTimes step_times(const WorkloadInputs& in, const Network& network, double m) {
  StepTimes s{.layer = layer_time(in, network),
              .head = head_work(in.model, in.plan, in.batch, in.precision, in.accelerator)};
  s.stage = slowest_stage(in, s.layer.total(), s.head.total());
  s.passes = m * s.stage.layers;
  const auto& work = s.layer.work;
  s.work = s.passes * work.total() + (s.stage.head ? m : 0.0) * s.head;
  s.pp = m * pipeline_traffic(in, network);
  Cover stage_cover(s.work.total(), s.layer.free_share * s.work.total(), in.overlap.compute_share);
  s.pp_exposed = stage_cover.hide(s.pp, in.overlap.pp);
  s.dp = data_traffic(in, network, m);
  // Gradients leave during the last backward pass; split weights come in during the first forward pass; ZeRO 3 with
  // resharding works through the whole step.
  const Work last = in.plan.zero >= 1 ? work.total() : work.backward + work.again;
  const bool all_step = in.plan.zero >= 3 && in.plan.reshard;
  const double window = all_step ? s.work.total() : s.stage.layers * last.total();
  s.dp_exposed = Cover(window, stage_cover.free_share() * window, in.overlap.compute_share).hide(s.dp, in.overlap.dp);
  return s;
}

std::vector<DimensionResults> dimension_results(const Plan& plan, const StepTimes& s) {
  std::vector<DimensionResults> out;
  out.reserve(parallel_dimensions);
  const auto add = [&](ParallelDimension d, std::int64_t ranks, std::int64_t stride, const Traffic& t, double exposed) {
    out.push_back({d, ranks, stride, t.bytes * unit::byte, t.time * unit::s, exposed * unit::s});
  };
  const auto& layer = s.layer;
  const std::int64_t replica = 1LL * plan.tp * plan.cp * plan.dp;
  add(ParallelDimension::tp, plan.tp, 1, s.passes * layer.tp, s.passes * layer.tp_exposed.time);
  add(ParallelDimension::pp, plan.pp, replica, s.pp, s.pp_exposed.time);
  add(ParallelDimension::dp, 1LL * plan.dp * plan.cp, plan.tp, s.dp, s.dp_exposed.time);
  add(ParallelDimension::ep, plan.ep, 1, s.passes * layer.ep, s.passes * layer.ep_exposed.time);
  add(ParallelDimension::cp, plan.cp, plan.tp, s.passes * layer.cp, s.passes * layer.cp_exposed.time);
  return out;
}

void add_arithmetic(const WorkloadInputs& in, WorkloadResults& r) {
  r.accelerators = accelerators(in.plan);
  r.microbatches = microbatches(in.plan, in.batch);
  r.parameters = count_parameters(in.model).total;
  r.tokens_per_step = static_cast<double>(in.batch.global_batch) * in.batch.sequence;
  const auto flops = step_flops(in.model, in.batch.sequence, r.tokens_per_step, in.plan.recompute);
  r.model_flops = flops.model;
  r.hardware_flops = flops.hardware;
  r.bubble_fraction = (in.plan.pp - 1.0) / (in.plan.interleave * r.microbatches);
}

}  // namespace

WorkloadResults evaluate(const WorkloadInputs& in, Network network) {
  WorkloadResults r;
  add_arithmetic(in, r);
  r.memory = memory_of(in.model, in.plan, in.batch, in.precision, in.dropout, in.accelerator.memory_capacity);
  const double m = r.microbatches;
  const auto s = step_times(in, network, m);
  r.compute_time = s.work.compute * unit::s;
  r.memory_time = s.work.memory * unit::s;
  r.overlap_loss = (s.passes * s.layer.loss() + s.pp_exposed.loss + s.dp_exposed.loss) * unit::s;
  r.dimensions = dimension_results(in.plan, s);
  for (const auto& d : r.dimensions) r.exposed_communication += d.exposed;
  // 1F1B fills and drains through p - 1 other stages, in chunks of 1/v of a stage (Narayanan 2021, section 2.2).
  const double all_stages = m * (in.model.layers * s.layer.total() + s.head.total());
  const double mean_stage = all_stages / in.plan.pp + s.pp_exposed.time + s.pp_exposed.loss;
  r.bubble_time = r.bubble_fraction * mean_stage * unit::s;
  r.optimizer_time = optimizer_work(in.model, in.plan, in.precision, in.accelerator).total() * unit::s;
  r.step_time =
      r.compute_time + r.memory_time + r.overlap_loss + r.exposed_communication + r.bubble_time + r.optimizer_time;
  add_rates(in, r);
  find_bounds(r);
  return r;
}

}  // namespace copack::workload
