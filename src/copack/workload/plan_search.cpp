// SPDX-License-Identifier: Apache-2.0
#include "copack/workload/plan_search.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace copack::workload {
namespace {

std::vector<int> divisors(int n) {
  std::vector<int> low;
  std::vector<int> high;
  for (int i = 1; 1LL * i * i <= n; ++i) {
    if (n % i != 0) continue;
    low.push_back(i);
    if (i != n / i) high.push_back(n / i);
  }
  low.insert(low.end(), high.rbegin(), high.rend());
  return low;
}

bool within(int x, int limit) { return limit == 0 || x <= limit; }

/// How weights and their states are split over data parallel ranks.
struct Sharding {
  int zero = 0;
  bool reshard = true;
};

/// Plans that differ in chunks per stage and sharding only: the time of their layers is the same.
struct Family {
  Plan plan;
  int micro_batch = 1;
  std::vector<int> chunks;          ///< ascending
  std::vector<Sharding> shardings;  ///< from whole to split

  [[nodiscard]] double size() const { return static_cast<double>(chunks.size() * shardings.size()); }
  [[nodiscard]] Plan member(int v, const Sharding& s) const {
    Plan p = plan;
    p.interleave = v;
    p.zero = s.zero;
    p.reshard = s.reshard;
    return p;
  }
  /// Needs the least memory: interleaving and whole states only add to it.
  [[nodiscard]] Plan smallest() const { return member(chunks.front(), shardings.back()); }
  /// Fastest if messages took no time: the smallest bubble, and the optimizer's work divided.
  [[nodiscard]] Plan fastest() const { return member(chunks.back(), shardings.back()); }
};

/// Walks through the families of a search, telling what is left out and why.
class Walk {
 public:
  Walk(const PlanSearchInputs& in, int accelerators)
      : in_(in),
        accelerators_(accelerators),
        degrees_(divisors(accelerators)),
        batches_(divisors(in.global_batch)),
        expert_degrees_(divisors(std::max(1, in.model.experts))) {}

  /// Calls `visit(const Family&)` for every family until it returns false.
  template <class Visit>
  void run(PlanSearchResults& r, const Visit& visit) {
    for (const int t : degrees_) {
      for (const int c : degrees_) {
        if (accelerators_ / t % c != 0) continue;
        for (const int p : degrees_) {
          if (accelerators_ / t / c % p != 0) continue;
          if (!takes({.tp = t, .cp = c, .dp = accelerators_ / t / c / p, .pp = p}, r)) continue;
          if (!experts(visit)) return;
        }
      }
    }
  }

 private:
  /// Legal degrees become the plan of the family.
  bool takes(const Plan& split, PlanSearchResults& r) {
    const auto& space = in_.space;
    if (!within(split.tp, space.max_tp) || !within(split.cp, space.max_cp) || !within(split.dp, space.max_dp) ||
        !within(split.pp, space.max_pp)) {
      return false;
    }
    ++r.splits;
    const auto drop = [](double& count) {
      ++count;
      return false;
    };
    if (!splits_heads(split.tp)) return drop(r.no_heads);
    if (in_.sequence % split.cp != 0) return drop(r.no_tokens);
    if (split.pp > in_.model.layers) return drop(r.no_layers);
    if (in_.global_batch % split.dp != 0) return drop(r.no_batch);
    family_.plan = split;
    family_.plan.flash_attention = in_.flash_attention;
    family_.plan.expert_groups = in_.expert_groups;
    return true;
  }

  /// Keys and values are split by heads, too; a single one is copied, which costs next to nothing. Latent attention
  /// keeps them whole on every rank.
  [[nodiscard]] bool splits_heads(int t) const {
    const int kv = kv_heads(in_.model);
    return in_.model.heads % t == 0 && (in_.model.kv_rank > 0 || kv == 1 || kv % t == 0);
  }

  template <class Visit>
  bool experts(const Visit& visit) {
    const auto& plan = family_.plan;
    const std::int64_t ranks = 1LL * plan.tp * plan.cp * plan.dp;
    for (const int e : expert_degrees_) {
      if (ranks % e != 0 || !within(e, in_.space.max_ep)) continue;
      family_.plan.ep = e;
      if (!batches(visit)) return false;
    }
    return true;
  }

  template <class Visit>
  bool batches(const Visit& visit) {
    for (const int b : batches_) {
      if (in_.global_batch / family_.plan.dp % b != 0 || !within(b, in_.space.max_micro_batch)) continue;
      family_.micro_batch = b;
      find_chunks();
      find_shardings();
      if (!activations(visit)) return false;
    }
    return true;
  }

  /// What is kept, what is computed again, what is split. Fused attention leaves nothing to selective recomputation,
  /// one tensor parallel rank nothing to sequence parallelism.
  template <class Visit>
  bool activations(const Visit& visit) {
    for (const auto recompute : {Recompute::none, Recompute::selective, Recompute::full}) {
      if (std::ranges::find(in_.space.recompute, recompute) == in_.space.recompute.end()) continue;
      if (recompute == Recompute::selective && in_.flash_attention) continue;
      family_.plan.recompute = recompute;
      for (const bool sequence_parallel : {true, false}) {
        if (sequence_parallel && (family_.plan.tp == 1 || !in_.space.sequence_parallel)) continue;
        family_.plan.sequence_parallel = sequence_parallel;
        if (!visit(std::as_const(family_))) return false;
      }
    }
    return true;
  }

  [[nodiscard]] int rounds() const { return in_.global_batch / family_.plan.dp / family_.micro_batch; }

  /// Chunks are of equal size, and microbatches go around in rounds of p (Narayanan 2021, section 2.2).
  void find_chunks() {
    const int p = family_.plan.pp;
    const int layers = layers_of_stage(in_.model, family_.plan);
    family_.chunks.assign(1, 1);
    if (p == 1 || rounds() % p != 0) return;
    for (const int v : divisors(layers)) {
      if (v > 1 && within(v, in_.space.max_interleave)) family_.chunks.push_back(v);
    }
  }

  /// Nothing can be split over a single rank. With one microbatch weights are gathered as often with resharding as
  /// without.
  void find_shardings() {
    const auto& plan = family_.plan;
    const std::int64_t expert_ranks = in_.model.experts > 0 ? 1LL * plan.tp * plan.cp * plan.dp / plan.ep : 1;
    family_.shardings.assign(1, {});
    if (1LL * plan.dp * plan.cp == 1 && expert_ranks == 1) return;
    const bool once = rounds() == 1;
    const int most = once ? in_.space.max_zero : std::min(in_.space.max_zero, in_.space.max_zero_accumulating);
    for (int zero = 1; zero <= most; ++zero) {
      if (zero == 3 && !once) family_.shardings.push_back({.zero = zero, .reshard = false});
      family_.shardings.push_back({.zero = zero, .reshard = true});
    }
  }

  const PlanSearchInputs& in_;
  int accelerators_;
  std::vector<int> degrees_;
  std::vector<int> batches_;
  std::vector<int> expert_degrees_;
  Family family_;
};

/// Fastest first; of equals the one that needs less memory, then the simpler one. No two plans are equal in all.
auto rank(const RankedPlan& x) {
  const auto& p = x.plan;
  return std::tuple(x.step_time, x.memory, p.tp, p.cp, p.pp, p.ep, p.interleave, p.recompute, p.zero, p.reshard,
                    p.sequence_parallel, x.micro_batch);
}

RankedPlan ranked(const WorkloadInputs& in, const WorkloadResults& r) {
  return {.plan = in.plan,
          .micro_batch = in.batch.micro_batch,
          .fits = r.memory.fits,
          .step_time = r.step_time,
          .tokens_per_second = r.tokens_per_second,
          .mfu = r.mfu,
          .memory = r.memory.total,
          .bubble_fraction = r.bubble_fraction,
          .binds = r.binds,
          .binds_next = r.binds_next};
}

MemoryResults memory_of(const WorkloadInputs& in, const Plan& plan) {
  return memory_of(in.model, plan, in.batch, in.precision, in.dropout, in.accelerator.memory_capacity);
}

constexpr auto instant = [](const Message& /*m*/) { return Time{}; };

class Search {
 public:
  Search(const PlanSearchInputs& in, Network network)
      : most_(static_cast<std::size_t>(std::max(1, in.best))), network_(network), current_(workload_of(in, {}, 1)) {}

  void add(const Family& family, PlanSearchResults& r) {
    current_.batch.micro_batch = family.micro_batch;
    r.plans += family.size();
    keep_smallest(family, r);
    if (!find_fitting(family)) return;
    r.fit += static_cast<double>(fitting_.size());
    if (is_too_slow(family, r)) {
      r.too_slow += static_cast<double>(fitting_.size());
      return;
    }
    for (const auto& plan : fitting_) keep_if_good(plan, r);
  }

 private:
  void keep_smallest(const Family& family, PlanSearchResults& r) {
    floor_ = memory_of(current_, family.smallest());
    if (r.smallest_memory.total.si() > 0.0 && floor_.total >= r.smallest_memory.total) return;
    r.smallest_memory = floor_;
    r.smallest = {.plan = family.smallest(), .micro_batch = family.micro_batch};
  }

  bool find_fitting(const Family& family) {
    fitting_.clear();
    if (!floor_.fits) return false;
    for (const int v : family.chunks) {
      for (const auto& sharding : family.shardings) {
        const auto plan = family.member(v, sharding);
        if (memory_of(current_, plan).fits) fitting_.push_back(plan);
      }
    }
    return true;
  }

  /// Messages only add to the time of a step, so that none of the family is faster than its fastest on a network
  /// that takes no time. The margin is for rounding.
  bool is_too_slow(const Family& family, const PlanSearchResults& r) {
    if (r.best.size() < most_ || fitting_.size() < 2) return false;
    current_.plan = family.fastest();
    return evaluate(current_, instant).step_time * (1.0 - 1e-12) > r.best.back().step_time;
  }

  void keep_if_good(const Plan& plan, PlanSearchResults& r) {
    ++r.evaluated;
    current_.plan = plan;
    const auto result = evaluate(current_, network_);
    if (r.best.size() == most_ && result.step_time > r.best.back().step_time) return;
    const auto one = ranked(current_, result);
    const auto place = std::ranges::upper_bound(r.best, rank(one), {}, rank);
    r.best.insert(place, one);
    if (r.best.size() > most_) r.best.pop_back();
  }

  std::size_t most_;
  Network network_;
  WorkloadInputs current_;
  MemoryResults floor_;
  std::vector<Plan> fitting_;
};

/// Twice the accelerators, and again, until a plan fits.
std::int64_t accelerators_to_fit(const PlanSearchInputs& in) {
  auto current = workload_of(in, {}, 1);
  std::int64_t n = in.accelerators;
  for (int doubling = 1; doubling <= 10 && n < 500'000'000; ++doubling) {
    n *= 2;
    bool fits = false;
    PlanSearchResults ignored;
    Walk(in, static_cast<int>(n)).run(ignored, [&](const Family& family) {
      current.batch.micro_batch = family.micro_batch;
      fits = memory_of(current, family.smallest()).fits;
      return !fits;
    });
    if (fits) return n;
  }
  return 0;
}

}  // namespace

WorkloadInputs workload_of(const PlanSearchInputs& in, const Plan& plan, int micro_batch) {
  return {.model = in.model,
          .plan = plan,
          .batch = {.sequence = in.sequence, .global_batch = in.global_batch, .micro_batch = micro_batch},
          .precision = in.precision,
          .accelerator = in.accelerator,
          .overlap = in.overlap,
          .dropout = in.dropout,
          .networks = in.networks};
}

PlanSearchResults evaluate(const PlanSearchInputs& in, Network network) {
  PlanSearchResults r;
  Search search(in, network);
  Walk(in, in.accelerators).run(r, [&](const Family& family) {
    search.add(family, r);
    return true;
  });
  r.too_large = r.plans - r.fit;
  r.found = !r.best.empty();
  r.accelerators_to_fit = r.found ? in.accelerators : accelerators_to_fit(in);
  for (const auto& known : in.compare) {
    const auto workload = workload_of(in, known.plan, known.micro_batch);
    r.compared.push_back(ranked(workload, evaluate(workload, network)));
  }
  if (!r.found) return r;
  const Time fastest = r.best.front().step_time;
  for (auto* list : {&r.best, &r.compared}) {
    for (auto& one : *list) one.slower = one.step_time / fastest - 1.0;
  }
  return r;
}

}  // namespace copack::workload
