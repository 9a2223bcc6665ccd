// SPDX-License-Identifier: Apache-2.0
#include "copack/study/reach.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "copack/core/parallel.hpp"
#include "copack/link/budget.hpp"
#include "copack/numerics/statistics.hpp"
#include "copack/study/run.hpp"
#include "copack/study/worlds.hpp"

namespace copack::study {
namespace {

/// Private copies of all links with the slots into which worlds are put.
class LinkBench {
 public:
  explicit LinkBench(const ReachModel& model) : section_(model.inputs.reach) {
    for (const auto& card : model.cards) links_.push_back(card.link);
    for (std::size_t i = 0; i < links_.size(); ++i)
      slots_.push_back(system::slots_of(links_[i], model.cards[i].sourced, model.parameters));
  }
  void enter(std::span<const double> world) {
    for (const auto& slots : slots_) system::apply(slots, world);
  }
  [[nodiscard]] std::size_t size() const { return links_.size(); }
  link::ReachResults reach(std::size_t i) { return link::find_reach(links_[i], section_.shortest, section_.longest); }
  EnergyPerBit energy_at(std::size_t i, Length distance) {
    links_[i].length = distance;
    return link::evaluate(links_[i]).energy_per_bit;
  }
  [[nodiscard]] const std::vector<system::Slot>& slots(std::size_t i) const { return slots_[i]; }

 private:
  ReachSection section_;
  std::vector<link::LinkInputs> links_;
  std::vector<std::vector<system::Slot>> slots_;
};

/// Cards of one lane rate.
struct RateGroup {
  BitRate lane_rate;
  std::vector<std::size_t> cards;
};

std::vector<RateGroup> groups_of(const ReachModel& model) {
  std::vector<std::size_t> order(model.cards.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return model.cards[i].lane_rate(); });
  std::vector<RateGroup> groups;
  for (const auto i : order) {
    const auto rate = model.cards[i].lane_rate();
    if (groups.empty() || !same_lane_rate(rate, groups.back().lane_rate)) groups.push_back({rate, {}});
    groups.back().cards.push_back(i);
  }
  std::erase_if(groups, [](const RateGroup& g) { return g.cards.size() < 2; });
  return groups;
}

struct Winner {
  int card = -1;
  EnergyPerBit energy;
};

/// The cheapest link of every group at every distance, in the world that the bench is in.
std::vector<Winner> winners(LinkBench& bench, const std::vector<RateGroup>& groups,
                            const std::vector<Length>& distances, const std::vector<link::ReachResults>& reaches) {
  std::vector<Winner> out;
  for (const auto& group : groups) {
    for (const auto distance : distances) {
      Winner best;
      for (const auto i : group.cards) {
        if (reaches[i].reach < distance) continue;
        const auto energy = bench.energy_at(i, distance);
        if (best.card < 0 || energy < best.energy) best = {static_cast<int>(i), energy};
      }
      out.push_back(best);
    }
  }
  return out;
}

/// What the worlds of one block give: reach and energy of every card, the winner of every cell.
struct ReachBlock {
  std::vector<double> reach, energy;  ///< [world][card]
  std::vector<int> winner;            ///< [world][cell]
};

std::vector<link::ReachResults> all_reaches(LinkBench& bench) {
  std::vector<link::ReachResults> out;
  out.reserve(bench.size());
  for (std::size_t i = 0; i < bench.size(); ++i) out.push_back(bench.reach(i));
  return out;
}

ReachBlock run_block(const ReachModel& model, const WorldSampler& sampler, const std::vector<RateGroup>& groups,
                     std::int64_t first) {
  ReachBlock block;
  LinkBench bench(model);
  std::vector<double> world(sampler.parameters());
  const auto last = std::min(first + worlds_per_block, model.inputs.uncertainty.worlds);
  for (std::int64_t w = first; w < last; ++w) {
    sampler.sample(static_cast<std::uint32_t>(w), world);
    bench.enter(world);
    const auto reaches = all_reaches(bench);
    for (const auto& r : reaches) {
      block.reach.push_back(r.reach.si());
      block.energy.push_back(r.energy_per_bit.si());
    }
    for (const auto& winner : winners(bench, groups, model.inputs.reach.distances, reaches))
      block.winner.push_back(winner.card);
  }
  return block;
}

ReachInterval interval_of(std::vector<double> values) {
  if (values.empty()) return {};
  std::ranges::sort(values);
  return {numerics::sorted_quantile(values, 0.1), numerics::sorted_quantile(values, 0.5),
          numerics::sorted_quantile(values, 0.9)};
}

/// Every number of a card alone at its low and its high end.
ReachLever lever_of(const ReachModel& model, LinkBench& bench, std::size_t card, std::vector<double> world) {
  ReachLever lever;
  double most = 0.0;
  const auto all = model.parameters.all();
  std::vector<int> seen;
  for (const auto& slot : bench.slots(card)) {
    if (std::ranges::find(seen, slot.parameter) != seen.end()) continue;
    seen.push_back(slot.parameter);
    const auto p = static_cast<std::size_t>(slot.parameter);
    const double nominal = world[p];
    const auto at = [&](double level) {
      world[p] = numerics::quantile(all[p].spread, level);
      system::apply(bench.slots(card), world);
      return bench.reach(card).reach;
    };
    const Length low = at(0.1), high = at(0.9);
    world[p] = nominal;
    const double swing = std::abs(std::log((high.si() + 1e-3) / (low.si() + 1e-3)));
    if (swing <= most) continue;
    most = swing;
    lever = {all[p].path, low, high};
  }
  system::apply(bench.slots(card), world);
  return lever;
}

std::vector<ReachPoint> nominal_points(const ReachModel& model, const std::vector<double>& world, int threads) {
  std::vector<ReachPoint> points(model.cards.size());
  for_each_block(points.size(), threads, [&](std::size_t i) {
    LinkBench bench(model);
    bench.enter(world);
    points[i] = {.card = i, .nominal = bench.reach(i)};
    points[i].lever = lever_of(model, bench, i, world);
  });
  return points;
}

void add_intervals(const std::vector<ReachBlock>& blocks, std::vector<ReachPoint>& points) {
  for (std::size_t i = 0; i < points.size(); ++i) {
    std::vector<double> reach, energy;
    for (const auto& block : blocks) {
      for (std::size_t at = i; at < block.reach.size(); at += points.size()) {
        reach.push_back(block.reach[at]);
        if (block.reach[at] > 0.0) energy.push_back(block.energy[at]);
      }
    }
    points[i].closes_share = static_cast<double>(energy.size()) / static_cast<double>(reach.size());
    points[i].reach = interval_of(std::move(reach));
    points[i].energy = interval_of(std::move(energy));
  }
}

std::vector<CheapestLink> cheapest_links(const ReachModel& model, const std::vector<RateGroup>& groups,
                                         const std::vector<double>& world, const std::vector<ReachPoint>& points,
                                         const std::vector<ReachBlock>& blocks) {
  std::vector<link::ReachResults> reaches;
  reaches.reserve(points.size());
  for (const auto& point : points) reaches.push_back(point.nominal);
  LinkBench bench(model);
  bench.enter(world);
  const auto& distances = model.inputs.reach.distances;
  const auto nominal = winners(bench, groups, distances, reaches);
  std::vector<CheapestLink> out;
  for (std::size_t cell = 0; cell < nominal.size(); ++cell) {
    double same = 0.0, worlds = 0.0;
    for (const auto& block : blocks) {
      for (std::size_t at = cell; at < block.winner.size(); at += nominal.size()) {
        worlds += 1.0;
        if (block.winner[at] == nominal[cell].card) same += 1.0;
      }
    }
    out.push_back({.lane_rate = groups[cell / distances.size()].lane_rate,
                   .distance = distances[cell % distances.size()],
                   .card = nominal[cell].card,
                   .energy_per_bit = nominal[cell].energy,
                   .share = same / worlds});
  }
  return out;
}

}  // namespace

bool same_lane_rate(BitRate a, BitRate b) { return std::abs(a / b - 1.0) <= 1e-3; }

ReachStudyResult answer(const ReachModel& model, int threads) {
  const auto& uncertainty = model.inputs.uncertainty;
  const WorldSampler sampler(model.parameters, {}, {}, static_cast<std::uint32_t>(uncertainty.seed));
  const auto world = sampler.nominal();
  const auto groups = groups_of(model);
  std::vector<ReachBlock> blocks(
      static_cast<std::size_t>((uncertainty.worlds + worlds_per_block - 1) / worlds_per_block));
  for_each_block(blocks.size(), threads, [&](std::size_t b) {
    blocks[b] = run_block(model, sampler, groups, static_cast<std::int64_t>(b) * worlds_per_block);
  });
  ReachStudyResult out{.title = model.inputs.title,
                       .question = model.inputs.question,
                       .note = model.inputs.report.note,
                       .file = model.file,
                       .hash = model.hash,
                       .worlds = uncertainty.worlds,
                       .seed = uncertainty.seed,
                       .section = model.inputs.reach,
                       .cards = model.cards,
                       .points = nominal_points(model, world, threads)};
  for (const auto& series : model.inputs.series) out.series.push_back(series.label);
  add_intervals(blocks, out.points);
  for (const auto& group : groups) out.lane_rates.push_back(group.lane_rate);
  out.cheapest = cheapest_links(model, groups, world, out.points, blocks);
  out.parameters = model.parameters.all().size();
  out.assumptions = static_cast<std::size_t>(std::ranges::count_if(
      model.parameters.all(), [](const auto& p) { return p.value.kind == catalog::ValueKind::assumption; }));
  return out;
}

}  // namespace copack::study
