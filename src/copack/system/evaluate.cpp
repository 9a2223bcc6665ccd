// SPDX-License-Identifier: Apache-2.0
#include "copack/system/evaluate.hpp"

#include <fmt/format.h>

#include <array>

#include "copack/fabric/domain.hpp"
#include "copack/system/books.hpp"
#include "copack/system/models.hpp"
#include "copack/system/money.hpp"
#include "copack/system/operations.hpp"
#include "copack/system/package_loop.hpp"
#include "copack/system/sourcing.hpp"

namespace copack::system {
namespace {

using TierStates = std::array<PackageState, network_tiers>;

/// Links and packages of all tiers; adds their faces to the evaluation.
TierStates balance_tiers(const Design& design, Evaluation& evaluation, Trace* trace) {
  TierStates states;
  for (const auto tier : tiers_outwards) {
    if (!design.uses(tier) || tier_ends(design.counts, tier).total() <= 0.0) continue;
    auto& state = states[static_cast<std::size_t>(tier)];
    state = balance_package(design, tier, trace);
    evaluation.tiers.push_back(tier_face(design, tier, state));
    evaluation.answers = evaluation.answers && state.converged;
  }
  return states;
}

TierTemperatures temperatures_of(const TierStates& states) {
  TierTemperatures out;
  for (std::size_t t = 0; t < network_tiers; ++t) out[t] = {states[t].asic, states[t].engine, states[t].laser};
  return out;
}

/// The counted fabric with the delays of its links.
fabric::FabricResults fabric_with_delays(const Design& design, const TierStates& states, Trace* trace) {
  auto inputs = design.fabric;
  const std::array<fabric::TierInputs*, network_tiers> tiers{&inputs.nic_leaf, &inputs.leaf_spine, &inputs.spine_core};
  for (std::size_t t = 0; t < network_tiers; ++t) {
    tiers[t]->link_latency = states[t].link.latency - states[t].link.latency_propagation;
  }
  auto results = fabric::evaluate(inputs);
  if (trace != nullptr) trace->add_model(design.alternative + ".fabric", visit_of(inputs), visit_of(results));
  return results;
}

/// The jobs on the fabric, weighted by their shares of time.
PerformanceFace perform(const Design& design, const fabric::FabricResults& fabric, Trace* trace) {
  const auto network = [&](const workload::Message& message) {
    return message_time(message, fabric::communication_domain(fabric, partners(message), message.stride));
  };
  PerformanceFace face;
  double largest = 0.0;
  for (std::size_t j = 0; j < design.jobs.size(); ++j) {
    const auto& job = design.jobs[j];
    const auto result = workload::evaluate(job.workload, network);
    if (trace != nullptr) {
      trace->add_model(fmt::format("{}.workload[{}]", design.alternative, j), visit_of(job.workload), visit_of(result));
    }
    face.tokens_per_second += job.share * result.tokens_per_second;
    face.model_flop_utilisation += job.share * result.mfu;
    face.exposed_communication += job.share * (result.exposed_communication / result.step_time);
    face.useful_rate += job.share * result.accelerators * result.achieved;
    if (job.share <= largest) continue;
    largest = job.share;
    face.step_time = result.step_time;
    face.binding = result.binds;
    face.binding_next = result.binds_next;
  }
  return face;
}

PowerFace draw(const Design& design, const Evaluation& evaluation) {
  PowerFace face;
  for (const auto& tier : evaluation.tiers) {
    face.optics += tier.optics_power;
    face.switches += tier.ends * (tier.power_per_end - tier.optics_power_per_end);
  }
  const auto levels = box_ports(design.counts);
  for (std::size_t level = 0; level < levels.size(); ++level) {
    const auto& platform = design.platforms[level];
    face.switches += levels[level].boxes * (platform.asic_core_power + platform.base_power);
  }
  face.network = face.optics + face.switches;
  face.accelerators = static_cast<double>(design.fabric.accelerators) * design.server.power_per_accelerator;
  face.network_share = face.network / (face.network + face.accelerators);
  return face;
}

/// Faces name results of models by short names ("link.power_per_end"): say which they mean.
void add_faces(Trace& trace, const Design& design, const Evaluation& evaluation) {
  const auto& name = design.alternative;
  for (std::size_t i = 0; i < evaluation.tiers.size(); ++i) {
    trace.alias(fmt::format("{}.tiers[{}].link.", name, i), fmt::format("{}.{}.link.", name, evaluation.tiers[i].tier));
  }
  for (const auto& card : design.technologies) {
    if (card.link.medium != link::Medium::optical) continue;
    trace.alias(name + ".manufacturing.", fmt::format("{}.{}.manufacturing.", name, card.id));
    trace.alias(name + ".supply.", fmt::format("{}.{}.supply.", name, card.id));
  }
  trace.add_model(name, [](Fields&) {}, visit_of(evaluation));
  trace.connect(name + ".cost.network_power", name + ".power.network");
}

int class_index(const std::vector<reliability::FruClass>& classes, const std::string& name) {
  for (std::size_t i = 0; i < classes.size(); ++i) {
    if (classes[i].name == name) return static_cast<int>(i);
  }
  return -1;
}

OperationsFace operate(const Design& design, const reliability::ReliabilityInputs& inputs,
                       const reliability::ReliabilityResults& results) {
  return {.goodput = results.effective_goodput,
          .interruptions = results.interruptions,
          .network_interruptions = results.network_interruptions,
          .blast_radius_ports = optics_blast_radius(design),
          .port_hours_lost = results.port_hours_per_year,
          .removals = results.removals,
          .spares = results.spares,
          .spares_value = results.spares_value,
          .lost_accelerator_hours = results.lost_total,
          .binding_class = class_index(inputs.classes, results.binding_class)};
}

}  // namespace

Assessment evaluate(const Design& design, const Assessment* baseline, Trace* trace) {
  Assessment result;
  auto& evaluation = result.evaluation;
  const auto states = balance_tiers(design, evaluation, trace);
  const auto fabric = fabric_with_delays(design, states, trace);
  evaluation.performance = perform(design, fabric, trace);
  evaluation.power = draw(design, evaluation);

  const auto temperatures = temperatures_of(states);
  const auto reliability_in = reliability_inputs(design, evaluation.performance.exposed_communication, &temperatures);
  const auto reliability = reliability::evaluate(reliability_in);
  if (trace != nullptr) {
    trace->add_model(design.alternative + ".reliability", visit_of(reliability_in), visit_of(reliability));
    trace_temperatures(*trace, design);
  }
  evaluation.operations = operate(design, reliability_in, reliability);
  evaluation.answers = evaluation.answers && reliability.stable;

  const auto sourcing = source(design, trace);
  evaluation.sourcing = sourcing.face;
  evaluation.answers = evaluation.answers && sourcing.answers;

  const MoneyBasis basis{design,      evaluation.power,       evaluation.performance,
                         reliability, reliability_in.classes, sourcing};
  for (const auto& build : design.builds) result.costs.push_back(cost_side(basis, build, result.costs.empty()));
  const PlannedBuild cluster{"cluster", design.now, static_cast<double>(design.fabric.accelerators)};
  const auto own = cost_side(basis, cluster, true);
  evaluation.economics = own_money(basis, own, trace);
  if (trace != nullptr) {
    add_books(*trace, "cluster", books_of(basis, cluster, own), design);
    for (std::size_t b = 0; b < design.builds.size(); ++b) {
      add_books(*trace, fmt::format("builds[{}]", b), books_of(basis, design.builds[b], result.costs[b]), design);
    }
  }
  if (baseline != nullptr) compare(basis, result.costs, baseline->costs, evaluation.economics, trace);
  if (trace != nullptr) add_faces(*trace, design, evaluation);
  return result;
}

std::vector<std::string> fru_class_names(const Design& design) {
  std::vector<std::string> names;
  for (const auto& unit : fru_classes(design)) names.push_back(unit.name);
  return names;
}

}  // namespace copack::system
