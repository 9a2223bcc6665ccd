// SPDX-License-Identifier: Apache-2.0
#include "copack/workload/serving.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "copack/workload/serving_step.hpp"

namespace copack::workload {
namespace {

constexpr double unlimited = std::numeric_limits<double>::infinity();
constexpr std::size_t at(ServingBound b) { return static_cast<std::size_t>(b); }
constexpr std::size_t messages = at(ServingBound::tp);

/// Largest whole number for which `holds`, if it holds for 1 and once false stays so; 0 if not even for 1.
template <class Predicate>
double largest(Predicate holds) {
  constexpr double most = 1LL << 32;
  if (!holds(1.0)) return 0.0;
  double good = 1.0;
  while (good < most && holds(2.0 * good)) good *= 2.0;
  double bad = 2.0 * good;
  while (bad - good > 1.0) {
    const double middle = std::floor(0.5 * (good + bad));
    (holds(middle) ? good : bad) = middle;
  }
  return good;
}

/// What one request asks for, in tokens.
struct Shape {
  double fresh;    ///< prompt tokens to compute
  double pairs;    ///< of those and the tokens they see
  double context;  ///< mean while decoding
  double kept;     ///< tokens of cache that one sequence takes up
};
Shape shape_of(const ServingInputs& in) {
  const auto& r = in.requests;
  const double fresh = r.prompt * (1.0 - r.prefix_hits);
  return {.fresh = fresh,
          .pairs = fresh * (r.prompt - 0.5 * fresh),
          .context = r.prompt + 0.5 * r.output,
          .kept = r.prompt + (in.reserve_output ? 1.0 : 0.5) * r.output};
}

double target(Time t) { return t.si() > 0.0 ? t.in(unit::s) : unlimited; }

/// One pass of a batch through all stages of a pool.
struct Pass {
  StageTime stage;
  double rounds = 1;     ///< microbatches or pieces of prompts that follow one another through a stage
  double traverses = 1;  ///< times of a stage until the last has left the last stage
  [[nodiscard]] double latency() const { return traverses * stage.total(); }
  [[nodiscard]] double interval() const { return rounds * stage.total(); }
};

/// A pool as the search for its batch sees it.
struct Pool {
  const ServingInputs& in;
  const ServingPlan& plan;
  const Network& network;
  Shape shape;
  ServingMemory memory;
  double room;  ///< tokens of cache per attention replica

  Pool(const ServingInputs& inputs, const ServingPlan& p, const Network& n)
      : in(inputs), plan(p), network(n), shape(shape_of(inputs)), memory(serving_memory(inputs, p)), room(unlimited) {
    const double capacity = in.accelerator.memory_capacity.si() / 8.0;
    if (capacity > 0.0) room = (in.memory_use * capacity - memory.weights) / memory.per_token;
  }
};

/// Decoding, with the pieces of prompts that balance it when there is no pool for them: each of b sequences finishes
/// once in o steps, so that b / o prompts are read per step.
struct Decoding : Pool {
  using Pool::Pool;
  [[nodiscard]] double prompts(double b) const {
    return in.scheduling == Scheduling::aggregated ? b / in.requests.output : 0.0;
  }
  /// Tokens kept: of those that decode, at the mean of their lives or at the end, and the prompts being read.
  [[nodiscard]] double kept(double b) const {
    const double reading =
        in.scheduling == Scheduling::aggregated ? in.requests.prompt * std::max(1.0, prompts(b)) : 0.0;
    return b * shape.kept + reading;
  }
  [[nodiscard]] Load load(double b) const {
    const double n = prompts(b);
    return {.rows = b + n * shape.fresh, .pairs = n * shape.pairs, .cached = b * shape.context, .outputs = b + n};
  }
  /// A sequence is in one stage at a time: p microbatches keep p stages busy.
  [[nodiscard]] Pass pass(double b) const {
    const double parts = std::min<double>(plan.pp, b);
    return {.stage = stage_time(in, plan, (1.0 / parts) * load(b), network),
            .rounds = 1.0 * plan.pp,
            .traverses = 1.0 * plan.pp};
  }
  /// Time to the first token when prompts are read in pieces of as many tokens as a step has room for.
  [[nodiscard]] double first_token(double b, double step) const { return std::max(1.0, in.requests.output / b) * step; }
  [[nodiscard]] double step_target() const {
    return std::min(target(in.tpot), in.scheduling == Scheduling::aggregated ? target(in.ttft) : unlimited);
  }
};

/// Whole prompts, or one in equal pieces if it is longer than a step.
struct Prefilling : Pool {
  using Pool::Pool;
  [[nodiscard]] double kept(double n) const { return n * in.requests.prompt; }
  [[nodiscard]] double most() const { return std::max(1.0, std::floor(in.prefill_tokens / shape.fresh)); }
  [[nodiscard]] Pass pass(double n) const {
    const double pieces = std::max(1.0, std::ceil(n * shape.fresh / in.prefill_tokens));
    const Load whole{.rows = n * shape.fresh, .pairs = n * shape.pairs, .outputs = n};
    return {.stage = stage_time(in, plan, (1.0 / pieces) * whole, network),
            .rounds = pieces,
            .traverses = pieces + plan.pp - 1.0};
  }
  /// Keys and values of n prompts to the decoding pool; the copies that ranks of a group hold are sent once.
  [[nodiscard]] double transfer(double n) const {
    const auto size = attention_size(in.model);
    const double bytes = n * in.requests.prompt * layers_of_stage(in.model, training_plan(plan)) *
                         (size.key + size.value) * in.precision.cache_bytes / plan.tp;
    const auto instance = static_cast<std::int64_t>(accelerators(plan));
    return network({ParallelDimension::pp, Operation::point_to_point, bytes * unit::byte, 2,
                    in.cache_stride > 0 ? in.cache_stride : instance})
        .in(unit::s);
  }
  /// Layer by layer, all but the last layer can leave behind the compute; never less than that layer's own transfer.
  [[nodiscard]] double exposed(double transfer, double prefill) const {
    if (!in.stream_cache) return transfer;
    const double layers = in.model.layers;
    return std::max(transfer / layers, transfer - prefill * (layers - 1.0) / layers);
  }
  [[nodiscard]] double first_token(double n) const {
    const double prefill = pass(n).latency();
    return prefill + exposed(transfer(n), prefill);
  }
};

Time seconds(double s) { return s * unit::s; }
DataSize bytes(double n) { return n * unit::byte; }

void fill_times(PoolResults& r, const Pass& pass) {
  const auto& stage = pass.stage;
  const double k = pass.traverses;
  const auto part = [&](ServingBound b) { return seconds(k * stage.parts[at(b)]); };
  const auto exposed = [&](ServingBound b) { return seconds(k * stage.exposed[at(b)]); };
  r.compute_time = part(ServingBound::compute);
  r.weight_time = part(ServingBound::weights);
  r.cache_time = part(ServingBound::cache);
  r.activation_time = part(ServingBound::activations);
  r.overlap_loss = seconds(k * stage.loss);
  r.tp_time = part(ServingBound::tp);
  r.ep_time = part(ServingBound::ep);
  r.pp_time = part(ServingBound::pp);
  r.tp_exposed = exposed(ServingBound::tp);
  r.ep_exposed = exposed(ServingBound::ep);
  r.pp_exposed = exposed(ServingBound::pp);
  r.overhead = part(ServingBound::overhead);
  r.step_time = seconds(pass.latency());
  r.tp_share = r.tp_exposed / r.step_time;
  r.ep_share = r.ep_exposed / r.step_time;
  r.pp_share = r.pp_exposed / r.step_time;
  r.exposed_share = r.tp_share + r.ep_share + r.pp_share;
}

/// A step waits for its work, or where half batches take turns for the longer of work and messages: shortening the
/// shorter of the two would not shorten the step.
void name_bounds(PoolResults& r, const StageTime& stage, bool two_batch) {
  auto waited = stage.parts;
  const double hideable = stage.parts[at(ServingBound::tp)] + stage.parts[at(ServingBound::ep)];
  if (two_batch && hideable > stage.work()) std::fill_n(waited.begin(), messages, 0.0);
  if (two_batch && hideable <= stage.work()) waited[at(ServingBound::tp)] = waited[at(ServingBound::ep)] = 0.0;
  const auto first = std::ranges::max_element(waited) - waited.begin();
  auto rest = stage.parts;
  rest[static_cast<std::size_t>(first)] = -1.0;
  const auto second = std::ranges::max_element(rest) - rest.begin();
  r.binds = static_cast<ServingBound>(first);
  r.binds_next = static_cast<ServingBound>(second);
}

/// What both kinds of pool report. `shown` is the batch whose times are given, one if there is none.
template <class P>
PoolResults results_of(const P& pool, double batch, double shown, const Pass& pass) {
  PoolResults r;
  r.accelerators = accelerators(pool.plan);
  r.batch = batch;
  r.weights = bytes(pool.memory.weights);
  r.cache = bytes(batch > 0.0 ? pool.kept(batch) * pool.memory.per_token : 0.0);
  if (pool.room < unlimited) {
    r.sequences_that_fit = largest([&](double n) { return pool.kept(n) <= pool.room; });
    r.memory_shortfall = bytes(std::max(0.0, pool.kept(1.0) - pool.room) * pool.memory.per_token);
    r.context_that_fits = std::max(0.0, pool.room);
  }
  fill_times(r, pass);
  name_bounds(r, pass.stage, pool.plan.two_batch);
  r.tokens = shown;
  return r;
}

PoolResults decode_pool(const Decoding& pool) {
  const auto& q = pool.in.requests;
  const double most = q.most_sequences > 0.0 ? q.most_sequences : unlimited;
  const double within = pool.step_target();
  const double b =
      largest([&](double n) { return n <= most && pool.kept(n) <= pool.room && pool.pass(n).latency() <= within; });
  const double shown = std::max(1.0, b);
  const auto pass = pool.pass(shown);
  auto r = results_of(pool, b, shown, pass);
  r.tokens = pool.load(shown).rows;
  const double next = b + 1.0;
  if (next > most)
    r.limit = BatchLimit::most_sequences;
  else if (pool.kept(next) > pool.room)
    r.limit = BatchLimit::memory;
  else if (pool.pass(next).latency() > within)
    r.limit = target(pool.in.tpot) <= within ? BatchLimit::tpot : BatchLimit::ttft;
  r.tokens_per_second_per_accelerator = b / pass.latency() / (pool.plan.tp * pool.plan.pp);
  return r;
}

PoolResults prefill_pool(const Prefilling& pool) {
  const double within = target(pool.in.ttft);
  const double most = pool.most();
  const double n =
      largest([&](double k) { return k <= most && pool.kept(k) <= pool.room && pool.first_token(k) <= within; });
  const double shown = std::max(1.0, n);
  const auto pass = pool.pass(shown);
  auto r = results_of(pool, n, shown, pass);
  r.tokens = shown * pool.shape.fresh / pass.rounds;
  const double next = n + 1.0;
  if (pool.kept(next) > pool.room)
    r.limit = BatchLimit::memory;
  else if (next > most)
    r.limit = BatchLimit::step_tokens;
  else if (pool.first_token(next) > within)
    r.limit = BatchLimit::ttft;
  // Tokens of whole prompts, kept prefixes included, as operators count them.
  r.tokens_per_second_per_accelerator = n * pool.in.requests.prompt / pass.interval() / (pool.plan.tp * pool.plan.pp);
  return r;
}

Time excess(double value, Time limit) { return seconds(std::max(0.0, value - target(limit))); }

Time exposed_messages(const PoolResults& p) { return p.tp_exposed + p.ep_exposed + p.pp_exposed; }

/// Requests leave both pools at the same rate.
void balance(const ServingInputs& in, ServingResults& r) {
  const auto& q = in.requests;
  const double decoded = r.decode.tokens_per_second_per_accelerator / q.output;  // requests per second, accelerator
  double busy = 1.0;                                                             // accelerators per decode accelerator
  if (in.scheduling == Scheduling::disaggregated && r.feasible) {
    r.prefill_per_decode = decoded * q.prompt / r.prefill.tokens_per_second_per_accelerator;
    busy += r.prefill_per_decode;
  }
  r.requests_per_second_per_accelerator = r.feasible ? decoded / busy : 0.0;
  r.output_per_second_per_accelerator = r.requests_per_second_per_accelerator * q.output;
  r.tokens_per_second_per_accelerator = r.requests_per_second_per_accelerator * (q.prompt + q.output);
  if (in.accelerator_power.si() > 0.0) {
    r.output_per_second_per_megawatt = r.output_per_second_per_accelerator / in.accelerator_power.in(unit::MW);
  }
}

void first_token_of_prefill(const Prefilling& pool, ServingResults& r) {
  const double n = std::max(1.0, r.prefill.batch);
  const double prefill = r.prefill.step_time.in(unit::s);
  const double transfer = pool.transfer(n);
  r.cache_transfer = seconds(transfer);
  r.cache_exposed = seconds(pool.exposed(transfer, prefill));
  r.prefill_communication = exposed_messages(r.prefill);
  r.prefill_compute = r.prefill.step_time - r.prefill_communication;
  r.ttft = r.prefill.step_time + r.cache_exposed;
}

/// All steps until the prompt is read, decoding of others included.
void first_token_of_steps(const Decoding& pool, ServingResults& r) {
  const double steps = pool.first_token(std::max(1.0, r.decode.batch), 1.0);
  r.ttft = steps * r.decode.step_time;
  r.prefill_communication = steps * exposed_messages(r.decode);
  r.prefill_compute = r.ttft - r.prefill_communication;
}

}  // namespace

ServingResults evaluate(const ServingInputs& in, Network network) {
  ServingResults r;
  const auto size = attention_size(in.model);
  r.cache_per_token = bytes(in.model.layers * (size.key + size.value) * in.precision.cache_bytes);
  r.cache_per_request = (in.requests.prompt + in.requests.output) * r.cache_per_token;
  const Decoding decoding(in, in.decode, network);
  r.decode = decode_pool(decoding);
  if (in.scheduling == Scheduling::disaggregated) {
    const Prefilling prefilling(in, in.prefill, network);
    r.prefill = prefill_pool(prefilling);
    first_token_of_prefill(prefilling, r);
  } else {
    first_token_of_steps(decoding, r);
  }
  r.tpot = r.decode.step_time;
  r.tpot_excess = excess(r.tpot.in(unit::s), in.tpot);
  r.ttft_excess = excess(r.ttft.in(unit::s), in.ttft);
  r.feasible = r.decode.batch > 0.0 && r.ttft_excess.si() <= 0.0 &&
               (in.scheduling == Scheduling::aggregated || r.prefill.batch > 0.0);
  balance(in, r);
  return r;
}

}  // namespace copack::workload
