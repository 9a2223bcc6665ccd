// SPDX-License-Identifier: Apache-2.0
#include "copack/system/models.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "copack/adoption/decision.hpp"
#include "copack/adoption/information.hpp"
#include "copack/adoption/learning.hpp"
#include "copack/adoption/markov_decision.hpp"
#include "copack/adoption/options.hpp"
#include "copack/adoption/risk.hpp"
#include "copack/economics/cash_flow.hpp"
#include "copack/economics/cost.hpp"
#include "copack/economics/energy.hpp"
#include "copack/economics/npv.hpp"
#include "copack/economics/rack_network.hpp"
#include "copack/fabric/collective.hpp"
#include "copack/fabric/counted.hpp"
#include "copack/fabric/domain.hpp"
#include "copack/fabric/event_rate.hpp"
#include "copack/fabric/flows.hpp"
#include "copack/fabric/nccl_latency.hpp"
#include "copack/fabric/topology.hpp"
#include "copack/link/budget.hpp"
#include "copack/link/coherent.hpp"
#include "copack/link/com.hpp"
#include "copack/link/com_fit.hpp"
#include "copack/link/electrical.hpp"
#include "copack/link/fec.hpp"
#include "copack/link/imdd.hpp"
#include "copack/link/inner_fec.hpp"
#include "copack/link/laser.hpp"
#include "copack/link/laser_chain.hpp"
#include "copack/link/ledger.hpp"
#include "copack/link/modulation.hpp"
#include "copack/link/network_files.hpp"
#include "copack/link/reach.hpp"
#include "copack/link/receiver.hpp"
#include "copack/link/ring_wdm.hpp"
#include "copack/link/tolerance.hpp"
#include "copack/manufacturing/assembly.hpp"
#include "copack/manufacturing/compound.hpp"
#include "copack/manufacturing/coupling.hpp"
#include "copack/manufacturing/die.hpp"
#include "copack/manufacturing/learning.hpp"
#include "copack/manufacturing/package_cost.hpp"
#include "copack/manufacturing/test_escape.hpp"
#include "copack/numerics/models.hpp"
#include "copack/reliability/evidence.hpp"
#include "copack/reliability/fru.hpp"
#include "copack/reliability/goodput.hpp"
#include "copack/reliability/mttf.hpp"
#include "copack/reliability/redundancy.hpp"
#include "copack/reliability/simulation.hpp"
#include "copack/reliability/spares.hpp"
#include "copack/reliability/switch_comparison.hpp"
#include "copack/supply/capacity.hpp"
#include "copack/supply/inventory.hpp"
#include "copack/supply/plan.hpp"
#include "copack/supply/throughput.hpp"
#include "copack/thermal/arrhenius.hpp"
#include "copack/thermal/coolant.hpp"
#include "copack/thermal/flux_channel.hpp"
#include "copack/thermal/network.hpp"
#include "copack/thermal/spreading.hpp"
#include "copack/thermal/stack.hpp"
#include "copack/thermal/transient.hpp"
#include "copack/workload/inference.hpp"
#include "copack/workload/memory.hpp"
#include "copack/workload/plan_search.hpp"
#include "copack/workload/serving.hpp"
#include "copack/workload/training.hpp"
#include "copack/workload/transformer.hpp"

namespace copack::system {
namespace {

/// A model whose `validate` and `evaluate` are found by its input type.
template <Described In>
Model model(std::string_view name, std::string_view summary) {
  using Out = decltype(evaluate(In{}));
  return {.name = name,
          .summary = summary,
          .inputs = visit_of(In{}),
          .results = visit_of(Out{}),
          .run = [](const catalog::Node& document, Diagnostics& diagnostics,
                    const catalog::ValueLookup& lookup) -> ModelRun {
            In inputs;
            catalog::read_struct(document, inputs, diagnostics, {.lookup = lookup});
            if (diagnostics.has_errors()) return {};
            return {visit_of(inputs), visit_of(evaluate(inputs))};
          }};
}

/// A model some of whose data lie in files beside its input, which `load_files` reads.
template <Described In>
Model model_with_files(std::string_view name, std::string_view summary) {
  auto out = model<In>(name, summary);
  out.run = [](const catalog::Node& document, Diagnostics& diagnostics,
               const catalog::ValueLookup& lookup) -> ModelRun {
    In inputs;
    catalog::read_struct(document, inputs, diagnostics, {.lookup = lookup});
    if (diagnostics.has_errors()) return {};
    load_files(inputs, std::filesystem::path(document.where.file).parent_path(), diagnostics);
    if (diagnostics.has_errors()) return {};
    return {visit_of(inputs), visit_of(evaluate(inputs))};
  };
  return out;
}

std::vector<fabric::Reach> reaches(const std::vector<workload::NetworkInputs>& networks) {
  std::vector<fabric::Reach> out;
  out.reserve(networks.size());
  for (const auto& n : networks)
    out.push_back({.accelerators = n.reach, .bandwidth = n.bandwidth, .latency = n.latency});
  return out;
}

/// A workload model on the networks that its own input lists.
template <Described In>
auto evaluate_alone(const In& inputs) {
  const auto networks = reaches(inputs.networks);
  return evaluate(inputs, [&](const workload::Message& message) {
    return message_time(message, fabric::communication_domain(networks, partners(message), message.stride));
  });
}

template <Described In>
Model model_alone(std::string_view name, std::string_view summary) {
  using Out = decltype(evaluate_alone(In{}));
  return {.name = name,
          .summary = summary,
          .inputs = visit_of(In{}),
          .results = visit_of(Out{}),
          .run = [](const catalog::Node& document, Diagnostics& diagnostics,
                    const catalog::ValueLookup& lookup) -> ModelRun {
            In inputs;
            catalog::read_struct(document, inputs, diagnostics, {.lookup = lookup});
            if (inputs.networks.empty()) diagnostics.error(document.where, "a workload alone needs its [[networks]]");
            if (diagnostics.has_errors()) return {};
            return {visit_of(inputs), visit_of(evaluate_alone(inputs))};
          }};
}

std::vector<Model> adoption_models() {
  return {
      model<adoption::AdoptionInputs>(
          "adoption", "when one organisation should move, and how: exact backward induction over gates"),
      model<adoption::CostlySignalsInputs>("adoption/costly-signals",
                                           "adopt, reject or look again when every look costs"),
      model<adoption::CriteriaInputs>("adoption/criteria",
                                      "what mean, CVaR, regret and maximin choose from a table of outcomes"),
      model<adoption::CrossingInputs>("adoption/crossing", "probability that a technology has become the cheaper one"),
      model<adoption::HysteresisInputs>("adoption/hysteresis", "entry and exit thresholds with sunk costs"),
      model<adoption::ImprovementInputs>("adoption/improvement", "when to adopt a technology that improves in jumps"),
      model<adoption::MarkovDecisionInputs>("adoption/markov-decision",
                                            "finite-horizon Markov decision process by backward induction"),
      model<adoption::NormalInformationInputs>("adoption/normal-information",
                                               "value of perfect and sample information, normal prior and noise"),
      model<adoption::RealOptionInputs>("adoption/real-option",
                                        "threshold at which to invest, geometric Brownian value"),
      model<adoption::TwoPeriodInputs>("adoption/two-period", "value of waiting one period for news"),
      model<adoption::ValueOfInformationInputs>("adoption/value-of-information",
                                                "preposterior analysis: EVPI and EVSI of a test before a choice"),
      model<adoption::WrightInputs>("adoption/wright", "learning by doing: cost against cumulative volume"),
  };
}

std::vector<Model> economics_models() {
  return {
      model<economics::EconomicsInputs>("economics",
                                        "capital, energy, repair and lost work to the cost of useful work"),
      model<economics::CashFlowInputs>("economics/cash-flow",
                                       "NPV, internal rate of return and payback of a series of flows"),
      model<economics::EnergyCostInputs>("economics/energy-cost", "what a power costs per year"),
      model<economics::FreedPowerInputs>("economics/freed-power",
                                         "what the power saved by another switch can feed instead"),
      model<economics::NpvInputs>("economics/npv", "net present value against an explicit baseline, as a waterfall"),
      model<economics::RackNetworkInputs>("economics/rack-network",
                                          "what a saving on the network is worth to the whole rack"),
  };
}

std::vector<Model> fabric_models() {
  return {
      model<fabric::FabricInputs>("fabric", "switches, links, lengths and bandwidth of a network, tier by tier"),
      model<fabric::CollectiveInputs>("fabric/collective", "time of a collective operation on a hierarchy of networks"),
      model<fabric::CubeTorusInputs>("fabric/cube-torus",
                                     "counts of a torus of cubes joined by optical circuit switches"),
      model<fabric::DragonflyInputs>("fabric/dragonfly", "counts of a dragonfly"),
      model<fabric::EventRateInputs>("fabric/event-rate", "time between events of a population"),
      model<fabric::FlowInputs>("fabric/flows",
                                "flows that share links max-min fairly: time, rates, utilisation, collisions"),
      model<fabric::NcclLatencyInputs>("fabric/nccl-latency", "latency of NCCL's ring and tree, by its own constants"),
      model<fabric::SlimFlyInputs>("fabric/slim-fly", "counts of a Slim Fly"),
  };
}

std::vector<Model> link_models() {
  return {
      model<link::LinkInputs>("link", "one link end to end: loss, error, power and delay ledgers"),
      model<link::C2mMaskInputs>("link/c2m-mask", "largest loss of an 802.3ck chip-to-module channel"),
      model<link::CoherentInputs>("link/coherent", "a coherent wavelength over amplified spans or a single one"),
      model_with_files<link::ComInputs>("link/com", "channel operating margin of an electrical channel"),
      model<link::ComFitInputs>("link/com-fit",
                                "margin of a SerDes against loss, fitted from full COM runs, with its error"),
      model<link::DispersionInputs>("link/dispersion", "chromatic dispersion and its first fade"),
      model<link::FecInputs>("link/fec", "Reed-Solomon errors to the smallest tail, random or in bursts"),
      model<link::ImddInputs>("link/imdd", "an optical lane from laser to bit error ratio, all noises solved together"),
      model<link::InnerFecInputs>("link/inner-fec", "soft-decision Hamming code in series with Reed-Solomon"),
      model<link::LaserChainInputs>("link/laser-chain",
                                    "external lasers: power, class, electricity and heat they need"),
      model<link::LaserSplitInputs>("link/laser-split", "lasers and laser modules of a box, power per lane"),
      model<link::LedgerInputs>("link/ledger", "where each decibel, picojoule and nanosecond of a link goes"),
      model<link::LineLossInputs>("link/line-loss", "loss of an electrical line"),
      model<link::ModulationInputs>("link/modulation", "Q argument, symbol and bit error ratio of PAM"),
      model<link::ModuleEnergyInputs>("link/module-energy", "energy per bit and ratio of two stated powers"),
      model<link::ReachInputs>("link/reach", "length at which a link stops closing, and what a bit costs there"),
      model<link::ReceiverInputs>("link/receiver", "receiver sensitivity with shot noise and RIN"),
      model<link::RingWdmInputs>("link/ring-wdm", "microring banks: channels, crosstalk and tuning power"),
      model<link::SpecReceiverInputs>("link/spec-receiver", "receiver noise that a specification implies"),
      model<link::ToleranceInputs>("link/tolerance",
                                   "yield of lanes under the spread of their parts, margins with temperature and age"),
      model_with_files<link::TouchstoneInputs>("link/touchstone", "what a Touchstone file of S-parameters holds"),
  };
}

std::vector<Model> manufacturing_models() {
  return {
      model<manufacturing::ManufacturingInputs>("manufacturing",
                                                "yield and cost of a good shipped product, step by step"),
      model<manufacturing::CompoundInputs>("manufacturing/compound-yield",
                                           "yield of many sites with spares, rework and common causes"),
      model<manufacturing::CouplingInputs>("manufacturing/coupling", "fibre coupling loss and placement yield"),
      model<manufacturing::DieInputs>("manufacturing/die", "die yield and cost"),
      model<manufacturing::LearningInputs>("manufacturing/learning", "cost and defects against cumulative volume"),
      model<manufacturing::PackageCostInputs>("manufacturing/package-cost",
                                              "cost of multi-chip packages by packaging technology"),
      model<manufacturing::TestEscapeInputs>("manufacturing/test-escape", "what a test lets through"),
  };
}

std::vector<Model> numerics_models() {
  return {
      model<numerics::DistributionInputs>("numerics/distribution", "quantiles and mean of an uncertain number"),
      model<numerics::HypervolumeInputs>("numerics/hypervolume", "area dominated by a Pareto front"),
      model<numerics::LpInputs>("numerics/linear-program", "optimum and shadow prices of a linear program"),
      model<numerics::NormalInputs>("numerics/normal", "quantile and CVaR of the normal law"),
      model<numerics::RegretInputs>("numerics/regret", "regret of actions over worlds"),
      model<numerics::SampleInputs>("numerics/sample-statistics", "statistics of a sample, CVaR included"),
      model<numerics::ShapleyInputs>("numerics/shapley-linear", "Shapley effects of a linear model of normal inputs"),
      model<numerics::SobolIndicesInputs>("numerics/sobol-indices", "Sobol' indices of published test functions"),
  };
}

std::vector<Model> reliability_models() {
  return {
      model<reliability::ReliabilityInputs>("reliability", "what breaks, how far it reaches, goodput, repairs, spares"),
      model<reliability::EvidenceInputs>("reliability/evidence", "what device-hours with few failures prove"),
      model<reliability::GoodputInputs>("reliability/goodput", "checkpoint interval and goodput of an interrupted job"),
      model<reliability::InterruptionsInputs>("reliability/interruptions",
                                              "interruption statistics from counts by cause"),
      model<reliability::RedundancyInputs>("reliability/k-of-n", "units of which some may fail"),
      model<reliability::SeriesMttfInputs>("reliability/series-mttf", "time between failures of many nodes in series"),
      model<reliability::SimulationInputs>("reliability/simulation",
                                           "the cluster played through: crews, stocks, visits, bring-up, bad units"),
      model<reliability::SparesInputs>("reliability/spares", "stock for a service level"),
      model<reliability::SwitchComparisonInputs>(
          "reliability/switch-comparison", "port-hours lost with engines against pluggables, and the break-even rate"),
  };
}

std::vector<Model> supply_models() {
  return {
      model<supply::SupplyInputs>("supply", "what can be delivered, when, and what stops it"),
      model<supply::AvailabilityInputs>("supply/availability", "share of time a supplier is up"),
      model<supply::CapacityInputs>("supply/capacity", "output of a capacity in other units"),
      model<supply::GuaranteedServiceInputs>("supply/guaranteed-service", "safety stock along a supply tree"),
      model<supply::NewsvendorInputs>("supply/newsvendor", "stock for one uncertain demand"),
      model<supply::ThroughputInputs>("supply/throughput", "steady output of a bill of materials"),
  };
}

std::vector<Model> thermal_models() {
  return {
      model<thermal::ThermalInputs>("thermal", "temperatures of a package as a network of resistances"),
      model<thermal::ArrheniusInputs>("thermal/arrhenius", "acceleration by temperature"),
      model<thermal::CoolantInputs>("thermal/coolant", "temperature rise of a coolant"),
      model<thermal::FluxChannelInputs>("thermal/flux-channel", "exact series for heat sources on a compound plate"),
      model<thermal::HalfSpaceInputs>("thermal/half-space", "square source on a half-space"),
      model<thermal::PlaneWallInputs>("thermal/plane-wall", "heating of a cooled plate"),
      model<thermal::SemiInfiniteInputs>("thermal/semi-infinite", "heating of a thick solid"),
      model<thermal::SpreadingInputs>("thermal/spreading", "closed-form spreading resistance"),
      model<thermal::StackInputs>("thermal/stack", "one-dimensional layer stack"),
  };
}

std::vector<Model> workload_models() {
  return {
      model_alone<workload::WorkloadInputs>("workload", "time of a training step on a given network"),
      model<workload::DecodeBoundInputs>("workload/decode-bound", "fastest decoding that a network allows"),
      model<workload::KvCacheInputs>("workload/kv-cache", "key/value cache per token"),
      model<workload::MemoryInputs>("workload/memory", "memory of one accelerator in training"),
      model_alone<workload::PlanSearchInputs>("workload/plan-search",
                                              "fastest way to spread a training over accelerators, of all legal plans"),
      model_alone<workload::ServingInputs>("workload/serving",
                                           "tokens a second within latency targets: prefill, decode, what binds"),
      model<workload::TransformerInputs>("workload/transformer", "parameters, FLOP and utilisation of a transformer"),
  };
}

const std::vector<Model>& registry() {
  static const std::vector<Model> all = [] {
    std::vector<Model> models;
    for (const auto domain : {adoption_models, economics_models, fabric_models, link_models, manufacturing_models,
                              numerics_models, reliability_models, supply_models, thermal_models, workload_models})
      for (auto& model : domain()) models.push_back(std::move(model));
    return models;
  }();
  return all;
}

}  // namespace

namespace {

fabric::Collective collective_of(workload::Operation operation) {
  switch (operation) {
    case workload::Operation::all_reduce:
      return fabric::Collective::all_reduce;
    case workload::Operation::reduce_scatter:
      return fabric::Collective::reduce_scatter;
    case workload::Operation::all_gather:
      return fabric::Collective::all_gather;
    case workload::Operation::all_to_all:
      return fabric::Collective::all_to_all;
    case workload::Operation::point_to_point:
      return fabric::Collective::point_to_point;
  }
  return fabric::Collective::point_to_point;
}

}  // namespace

std::int64_t partners(const workload::Message& message) {
  return message.operation == workload::Operation::point_to_point ? 2 : message.ranks;
}

Time message_time(const workload::Message& message, const fabric::CommunicationDomain& domain) {
  return fabric::collective_time({.kind = collective_of(message.operation), .size = message.size}, domain);
}

std::span<const Model> models() { return registry(); }

const Model* find_model(std::string_view name) {
  const auto all = models();
  const auto at = std::ranges::find(all, name, &Model::name);
  return at == all.end() ? nullptr : &*at;
}

catalog::Node example_of(const Model& model, const std::filesystem::path& data) {
  std::string file(model.name);
  std::ranges::replace(file, '/', '.');
  return catalog::read_toml(data / "examples" / (file + ".toml"));
}

}  // namespace copack::system
