// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "copack/core/fields.hpp"
#include "copack/units/decibel.hpp"
#include "copack/units/temperature.hpp"
#include "copack/units/unit.hpp"
#include "copack/workload/training.hpp"

/// What one alternative does in one world. Every number says in its field table how it was made.
namespace copack::system {

/// How fast the workload runs on this fabric.
struct PerformanceFace {
  Time step_time;
  double tokens_per_second = 0.0;
  double model_flop_utilisation = 0.0;
  double exposed_communication = 0.0;                       ///< share of the step
  FlopRate useful_rate;                                     ///< of the cluster, before interruptions
  workload::Bound binding = workload::Bound::compute;       ///< largest share of the step
  workload::Bound binding_next = workload::Bound::compute;  ///< second largest
};
void describe(Fields& f, PerformanceFace& x);

/// The links of one tier: do they close, how warm do they run, what do they draw.
struct TierFace {
  std::string tier;
  std::string technology;  ///< id
  double links = 0.0;
  double ends = 0.0;  ///< of this technology: switch ends, and NIC ends on the tier next to them
  Length length_max;
  Decibel margin;  ///< the smaller of electrical and optical
  double pre_fec_ber = 0.0;
  double frame_loss_ratio = 0.0;
  bool closes = false;          ///< within reach too
  EnergyPerBit energy_per_bit;  ///< of one end, SerDes included
  Power power_per_end;          ///< optics and host SerDes of one end
  Power optics_power_per_end;   ///< without host SerDes: module, or engine with its laser
  Power optics_power;           ///< of the tier
  Time latency;
  Temperature engine_temperature;
  Temperature laser_temperature;
  TemperatureDelta thermal_margin;  ///< of the hottest node against its limit
  double thermal_residual = 0.0;    ///< of the link-thermal fixed point, kelvin
  int thermal_iterations = 0;
  bool thermal_converged = false;
};
void describe(Fields& f, TierFace& x);

/// Power of the network.
struct PowerFace {
  Power optics;    ///< all tiers: modules, engines, lasers
  Power switches;  ///< boxes without optics, host SerDes included
  Power network;
  Power accelerators;
  double network_share = 0.0;  ///< of network and accelerators
};
void describe(Fields& f, PowerFace& x);

/// What breaks, how far it reaches, what is left of the work.
struct OperationsFace {
  double goodput = 0.0;             ///< share of the accelerator-hours that do useful work
  Frequency interruptions;          ///< of the job, all causes
  Frequency network_interruptions;  ///< of these, from the network
  double blast_radius_ports = 0.0;  ///< ports drained by the widest repair of the alternative's optics
  double port_hours_lost = 0.0;     ///< per year
  Frequency removals;               ///< units replaced
  double spares = 0.0;
  Money spares_value;
  double lost_accelerator_hours = 0.0;  ///< per year
  int binding_class = -1;               ///< index into the names of the design's FRU classes
};
void describe(Fields& f, OperationsFace& x);

/// How the optics are made and delivered.
struct SourcingFace {
  Money price_per_end;          ///< mean over the tiers with optics
  double assembly_yield = 1.0;  ///< smallest over the technologies in use
  Money scrap_per_end;          ///< cost of yield loss in one end
  double delivered = 0.0;       ///< calendar year in which the last build is complete
  Time delay;                   ///< largest of all builds
  double on_time_share = 1.0;   ///< of the units, at the due dates
  int binding_item = -1;        ///< index into the design's supply items, -1: none
};
void describe(Fields& f, SourcingFace& x);

/// Money of one cluster over its life, and against the baseline. All present values.
struct EconomicsFace {
  Money capital;  ///< switches and links
  Money energy;
  Money repair;
  Money lost_work;         ///< accelerator-hours lost, at their price
  Money total_cost;        ///< of the network
  Money cost_per_exaflop;  ///< whole cluster over useful work
  Money npv;               ///< against the baseline, all builds
  Money npv_capital;       ///< terms of the NPV; they add up to it
  Money npv_energy;
  Money npv_repair;
  Money npv_work;  ///< useful work gained or lost: step time and goodput
  Money npv_qualification;
};
void describe(Fields& f, EconomicsFace& x);

/// One alternative in one world.
struct Evaluation {
  PerformanceFace performance;
  PowerFace power;
  OperationsFace operations;
  SourcingFace sourcing;
  EconomicsFace economics;
  std::vector<TierFace> tiers;
  bool answers = true;  ///< false: a model could not answer; its face says which
};
void describe(Fields& f, Evaluation& x);

}  // namespace copack::system
