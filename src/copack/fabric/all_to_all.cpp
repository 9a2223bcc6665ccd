// SPDX-License-Identifier: Apache-2.0
#include "copack/fabric/all_to_all.hpp"

#include <algorithm>
#include <array>

#include "copack/fabric/block_tree.hpp"

namespace copack::fabric {
namespace {

/// Accelerators by kind: those of kind k >= 2 are in full blocks of layer k - 1 inside the last block of layer k; those
/// of kind 1 are in the last leaf.
struct Kinds {
  int layers = 0;
  double domain = 1;                              ///< accelerators that need no network, q
  std::array<double, max_layers + 1> block{1.0};  ///< accelerators in a full block, by layer; 0: one
  std::array<double, max_layers + 1> members{};   ///< accelerators of kind k

  [[nodiscard]] double of(int k) const { return members[static_cast<std::size_t>(k)]; }
  [[nodiscard]] double full(int i) const { return block[static_cast<std::size_t>(i)]; }
  /// Accelerators of kind `b` that one of kind `a` meets at layer `turn` and not before.
  [[nodiscard]] double met(int a, int b, int turn) const {
    if (a != b) return turn == std::max(a, b) ? of(b) : 0.0;
    if (a == 1) return turn == 1 ? of(1) - domain : 0.0;
    if (turn == a) return of(a) - full(a - 1);
    return turn < a ? full(turn) - (turn == 1 ? domain : full(turn - 1)) : 0.0;
  }
};

std::optional<Kinds> kinds_of(const FabricInputs& in, const Plan& plan) {
  const bool one_leaf = plan.layers == 1 && in.topology != Topology::rail_only;
  const bool simple = (in.topology == Topology::clos || one_leaf) && plan.failed_at == 0 && spreads_evenly(plan);
  const auto nics = in.nics_per_accelerator;
  const auto leaf = plan.layer[0].endpoints;
  const auto domain = std::int64_t{std::max(1, in.scale_up.domain)};
  if (!simple || leaf % nics != 0 || leaf / nics % domain != 0 || in.accelerators % domain != 0) return std::nullopt;
  Kinds kinds{.layers = plan.layers, .domain = static_cast<double>(domain)};
  for (int i = 1; i <= plan.layers; ++i) {
    const auto at = static_cast<std::size_t>(i);
    const auto accelerators = plan.layer[at - 1].endpoints / nics;
    kinds.block[at] = static_cast<double>(accelerators);
  }
  auto left = in.accelerators;
  for (int i = plan.layers; i > 1; --i) {
    const auto below = static_cast<std::int64_t>(kinds.full(i - 1));
    const auto in_full = (ceil_div(left, below) - 1) * below;
    kinds.members[static_cast<std::size_t>(i)] = static_cast<double>(in_full);
    left -= in_full;
  }
  kinds.members[1] = static_cast<double>(left);
  return kinds;
}

class Builder {
 public:
  Builder(const FabricInputs& in, const Plan& plan, const Kinds& kinds) : in_(in), plan_(plan), kinds_(kinds) {
    out_.senders.resize(static_cast<std::size_t>(kinds.layers) + 1);
    for (int k = 1; k <= kinds.layers; ++k) out_.senders[static_cast<std::size_t>(k)] = kinds.of(k);
  }

  FlowClasses build() {
    for (int a = 1; a <= kinds_.layers; ++a) {
      if (kinds_.of(a) <= 0.0) continue;
      if (kinds_.domain > 1.0) add_scale_up(a);
      for (int b = 1; b <= kinds_.layers; ++b) {
        for (int turn = 1; turn <= kinds_.layers; ++turn) {
          if (kinds_.of(b) > 0.0 && kinds_.met(a, b, turn) > 0.0) add(a, b, turn);
        }
      }
    }
    return std::move(out_);
  }

 private:
  void add(int a, int b, int turn) {
    const double sent = kinds_.met(a, b, turn), received = kinds_.met(b, a, turn);
    for (int i = 1; i <= turn; ++i) {
      use(0, i, a, sent);
      use(1, i, b, received);
    }
    end_class(a, kinds_.of(a) * sent);
  }

  void add_scale_up(int a) {
    const double others = kinds_.domain - 1.0;
    for (const std::size_t direction : {0U, 1U}) {
      use_link(link(direction, 0, a, in_.scale_up.bandwidth.si(), kinds_.of(a)), others);
    }
    end_class(a, kinds_.of(a) * others);
  }

  /// The pipe of tier i out of (0) or into (1) the block of layer i - 1 with accelerators of a kind, of which each
  /// takes part in `each` flows.
  void use(std::size_t direction, int i, int kind, double each) {
    const bool last = kind < i;
    const double below = kinds_.full(i - 1);
    const double pipes = last ? 1.0 : kinds_.of(kind) / below;
    const double uplinks = i == 1 ? in_.nics_per_accelerator
                                  : static_cast<double>(uplinks_of_block(plan_.layer[static_cast<std::size_t>(i - 2)]));
    const auto at = link(direction, i, last ? i - 1 : kind, uplinks * in_.port_rate.si(), pipes);
    use_link(at, each * (last ? kinds_.of(kind) : below));
  }

  std::uint32_t link(std::size_t direction, int tier, int kind, double capacity, double members) {
    auto& at = known_[direction][static_cast<std::size_t>(tier)][static_cast<std::size_t>(kind)];
    if (at == 0) {
      out_.network.capacity.push_back(capacity);
      out_.tier.push_back(static_cast<Tier>(tier));
      out_.links.push_back(members);
      at = static_cast<std::uint32_t>(out_.network.links());
    }
    return at - 1;
  }
  void use_link(std::uint32_t at, double weight) {
    out_.network.link.push_back(at);
    out_.network.weight.push_back(weight);
  }
  void end_class(int sender, double members) {
    out_.network.end_flow();
    out_.flows.push_back(members);
    out_.sender.push_back(static_cast<std::uint32_t>(sender));
  }

  const FabricInputs& in_;
  const Plan& plan_;
  const Kinds& kinds_;
  /// Link classes by direction, tier and kind, counted from 1; 0: not seen yet.
  std::array<std::array<std::array<std::uint32_t, max_layers + 1>, max_layers + 1>, 2> known_{};
  FlowClasses out_;
};

}  // namespace

std::optional<FlowClasses> all_to_all_classes(const FabricInputs& in) {
  const auto plan = plan_clos(in);
  const auto kinds = kinds_of(in, plan);
  if (!kinds) return std::nullopt;
  return Builder(in, plan, *kinds).build();
}

}  // namespace copack::fabric
